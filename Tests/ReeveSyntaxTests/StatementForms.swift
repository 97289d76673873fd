/// Every form of statement with its tree. `%0A` stands for the byte 0A.
let statementForms: [FormCase] = [
    FormCase(
        ##"define partner "Initech" because "start""##,
        ##"definePartner(name: "Initech") because "start""##),
    FormCase(
        ##"define kind recipe in customer { has status one of draft, running; has seats number; has renewal date; has owner user; has urgent yes/no; has note; can view, run }"##,
        ##"defineKind(name: recipe, parent: customer, lines: [has(name: status, kind: oneOf([draft running])) has(name: seats, kind: number) has(name: renewal, kind: date) has(name: owner, kind: user) has(name: urgent, kind: yesNo) has(name: note, kind: text) can([view run])])"##
    ),
    FormCase(
        ##"define kind staff plural staff in partner"##,
        ##"defineKind(name: staff, plural: staff, parent: partner)"##),
    FormCase(
        ##"define system role Operator { can view, run recipe, job; includes Viewer }"##,
        ##"defineRole(roleClass: system, name: Operator, lines: [permission(actions: [view run], kinds: [recipe job]) includes([Viewer])], hasBody: true)"##
    ),
    FormCase(
        ##"define inheritable role X { can do anything to recipe; can edit task where assignee = $user; can view a where s in (x, y); can do anything to anything }"##,
        ##"defineRole(roleClass: inheritable, name: X, lines: [permission(kinds: [recipe]) permission(actions: [edit], kinds: [task], condition: (attribute: assignee, values: [$user])) permission(actions: [view], kinds: [a], condition: (attribute: s, values: [x y], isList: true)) permission()], hasBody: true)"##
    ),
    FormCase(
        ##"define role A { can edit self; can view customer in own customers where plan = pro; can grant Operator, Viewer in all customers; can grant, view b }"##,
        ##"defineRole(roleClass: plain, name: A, lines: [permission(actions: [edit], kinds: [self]) permission(actions: [view], kinds: [customer], reach: (base: own, condition: compare(value(plan), equal, value(pro)))) canGrant(roles: [Operator Viewer], reach: (base: all)) permission(actions: [grant view], kinds: [b])], hasBody: true)"##
    ),
    FormCase(
        ##"define rule r { require count(users) >= 1 because "x"; forbid disable user when $user = $actor; warn unless $x is set }"##,
        ##"defineRule(name: r, lines: [require(compare(count(noun(noun: users)), greaterOrEqual, value(1)), because: "x") forbid(action: disable, kind: user, when: compare(value($user), equal, value($actor))) warn(isSet(value($x)), negated: true)])"##
    ),
    FormCase(
        ##"define procedure onboard($c, $m) { print $c }"##,
        ##"defineProcedure(name: onboard, parameters: [$c $m], body: (statements: [(body: print(value($c)))]))"##),
    FormCase(
        ##"add customer acme, globex with plan = pro, region = EU"##,
        ##"add(kind: customer, names: [acme globex], with: [(attribute: plan, value: pro) (attribute: region, value: EU)])"##
    ),
    FormCase(
        ##"add recipe "Sync orders" in acme with length = 8 hours because "x""##,
        ##"add(kind: recipe, names: ["Sync orders"], place: (steps: [(name: acme)]), with: [(attribute: length, value: 8 hours)]) because "x""##
    ),
    FormCase(
        ##"change customer acme without region, plan with a = b"##,
        ##"change(kind: customer, names: [acme], with: [(attribute: a, value: b)], without: [region plan])"##),
    FormCase(
        ##"rename job a in recipe "Sync orders" in acme to b"##,
        ##"rename(kind: job, name: a, place: (steps: [(kind: recipe, name: "Sync orders") (name: acme)]), to: b)"##),
    FormCase(
        ##"remove customer acme and everything in it"##,
        ##"remove(kind: customer, names: [acme], everything: true)"##),
    FormCase(
        ##"disable user alice"##,
        ##"setStatus(kind: user, names: [alice])"##),
    FormCase(
        ##"enable customer acme, globex"##,
        ##"setStatus(kind: customer, names: [acme globex], enabled: true)"##),
    FormCase(
        ##"lock recipe x in acme"##,
        ##"setLock(kind: recipe, names: [x], place: (steps: [(name: acme)]), locked: true)"##),
    FormCase(
        ##"unlock recipe x"##,
        ##"setLock(kind: recipe, names: [x])"##),
    FormCase(
        ##"reset password of alice, bob"##,
        ##"resetPassword(users: [alice bob])"##),
    FormCase(
        ##"do run recipe "Sync orders" in acme"##,
        ##"work(action: run, kind: recipe, names: ["Sync orders"], place: (steps: [(name: acme)]))"##),
    FormCase(
        ##"invite alice, bob as Operator to partner, acme from 2026-01-01 until 2026-12-31T18:00:00Z because "x""##,
        ##"invite(users: [alice bob], role: Operator, accounts: [partner acme], term: (from: 2026-01-01, until: 2026-12-31T18:00:00Z)) because "x""##
    ),
    FormCase(
        ##"uninvite dave from acme"##,
        ##"uninvite(users: [dave], accounts: [acme])"##),
    FormCase(
        ##"assign alice as Admin to all customers where plan = pro and region = EU except acme, globex for 8 hours"##,
        ##"assign(users: [alice], role: Admin, scope: standing(condition: and([compare(value(plan), equal, value(pro)) compare(value(region), equal, value(EU))]), except: [acme globex]), term: (duration: 8 hours))"##
    ),
    FormCase(
        ##"assign alice to $c as Admin"##,
        ##"assign(users: [alice], role: Admin, scope: named([$c]))"##),
    FormCase(
        ##"reassign bob as Operator to acme"##,
        ##"reassign(user: bob, role: Operator, scope: named([acme]))"##),
    FormCase(
        ##"reassign bob to all customers except acme"##,
        ##"reassign(user: bob, scope: standing(except: [acme]))"##),
    FormCase(
        ##"unassign bob from all customers"##,
        ##"unassign(users: [bob], customers: all())"##),
    FormCase(
        ##"unassign bob, carol from acme"##,
        ##"unassign(users: [bob carol], customers: named([acme]))"##),
    FormCase(
        ##"hand over acme, globex from bob to alice"##,
        ##"handOver(customers: named([acme globex]), from: bob, to: alice)"##),
    FormCase(
        ##"hand over all customers to alice from bob"##,
        ##"handOver(customers: all(), from: bob, to: alice)"##),
    FormCase(
        ##"act as alice in acme { do run recipe x }"##,
        ##"act(user: alice, place: (steps: [(name: acme)]), body: (statements: [(body: work(action: run, kind: recipe, names: [x]))]))"##
    ),
    FormCase(
        ##"let $eu = customers where region = EU"##,
        ##"letting(variable: $eu, value: set(noun(noun: customers, condition: compare(value(region), equal, value(EU)))))"##
    ),
    FormCase(
        ##"let $n = count(users)"##,
        ##"letting(variable: $n, value: count(noun(noun: users)))"##),
    FormCase(
        ##"let $x = alice"##,
        ##"letting(variable: $x, value: value(alice))"##),
    FormCase(
        ##"param $team default "blue""##,
        ##"parameter(variable: $team, defaultValue: "blue")"##),
    FormCase(
        ##"for each $c in (customers where plan = pro) { print $c }"##,
        ##"forEach(variable: $c, set: noun(noun: customers, condition: compare(value(plan), equal, value(pro))), body: (statements: [(body: print(value($c)))]))"##
    ),
    FormCase(
        ##"for each $row in csv "hires.csv" { add user $row."Login name" }"##,
        ##"forEach(variable: $row, set: csv(file: "hires.csv"), body: (statements: [(body: add(kind: user, names: [$row."Login name"]))]))"##
    ),
    FormCase(
        ##"if $a = b { print a } else if $a in (x, y) { print b } else { print c }"##,
        ##"conditional(branches: [(condition: compare(value($a), equal, value(b)), body: (statements: [(body: print(value(a)))])) (condition: member(value($a), of: names([x y])), body: (statements: [(body: print(value(b)))]))], otherwise: (statements: [(body: print(value(c)))]))"##
    ),
    FormCase(
        ##"use "roles.reeve""##,
        ##"use(file: "roles.reeve")"##),
    FormCase(
        ##"onboard(acme, $x, count(users), (a, b))"##,
        ##"call(procedure: onboard, arguments: [value(acme) value($x) count(noun(noun: users)) set(names([a b]))])"##),
    FormCase(
        ##"print "Onboarded {$c}""##,
        ##"print(value("Onboarded {$c}"))"##),
    FormCase(
        ##"can alice edit recipe in acme"##,
        ##"can(user: alice, action: edit, kind: recipe, place: (steps: [(name: acme)]))"##),
    FormCase(
        ##"can alice edit recipe as of 2026-01-01"##,
        ##"can(user: alice, action: edit, kind: recipe, asOf: 2026-01-01)"##),
    FormCase(
        ##"why cannot alice edit recipe "Sync orders" in customer acme"##,
        ##"why((user: alice, action: edit, kind: recipe, name: "Sync orders", place: (steps: [(kind: customer, name: acme)])), negated: true)"##
    ),
    FormCase(
        ##"who can edit recipe in acme where status = active first 3"##,
        ##"whoCan((action: edit, kind: recipe, place: (steps: [(name: acme)])), (condition: compare(value(status), equal, value(active)), first: 3))"##
    ),
    FormCase(
        ##"what can alice do in acme"##,
        ##"whatCan(user: alice, place: (steps: [(name: acme)]))"##),
    FormCase(
        ##"where can alice edit recipe sort by name descending"##,
        ##"whereCan(user: alice, action: edit, kind: recipe, (sortBy: name, descending: true))"##),
    FormCase(
        ##"show audit by alice since 2026-01-01 until 2026-02-01 where action = edit first 3"##,
        ##"show(set(noun(noun: audit, by: alice, since: 2026-01-01, until: 2026-02-01, condition: compare(value(action), equal, value(edit)))), (first: 3))"##
    ),
    FormCase(
        ##"show team of acme including inactive"##,
        ##"show(set(noun(noun: team, of: (steps: [(name: acme)]), includingInactive: true)))"##),
    FormCase(
        ##"show user alice"##,
        ##"show(thing(kind: user, name: alice))"##),
    FormCase(
        ##"show recipe "Sync orders" in acme as of 2026-01-01"##,
        ##"show(thing(kind: recipe, name: "Sync orders", place: (steps: [(name: acme)])), (asOf: 2026-01-01))"##),
    FormCase(
        ##"show users"##,
        ##"show(set(noun(noun: users)))"##),
    FormCase(
        ##"show users first 3 sort by name"##,
        ##"show(set(noun(noun: users)), (sortBy: name, first: 3))"##),
    FormCase(
        ##"show users who can edit recipe "x" in acme"##,
        ##"show(set(usersWhoCan((action: edit, kind: recipe, name: "x", place: (steps: [(name: acme)])))))"##),
    FormCase(
        ##"show customers in which alice can edit recipe"##,
        ##"show(set(customersInWhich(user: alice, action: edit, kind: recipe)))"##),
    FormCase(
        ##"show versions of recipe "Sync orders" in acme"##,
        ##"show(set(noun(noun: versions, of: (steps: [(kind: recipe, name: "Sync orders") (name: acme)]))))"##),
    FormCase(
        ##"count customers where not (plan = pro or plan = free) and seats > 3"##,
        ##"count(noun(noun: customers, condition: and([not(or([compare(value(plan), equal, value(pro)) compare(value(plan), equal, value(free))])) compare(value(seats), greater, value(3))])))"##
    ),
    FormCase(
        ##"expect alice is not Operator in acme, globex through manager"##,
        ##"expect(holds(alice, negated: true, role: Operator, accounts: [acme globex], through: manager))"##),
    FormCase(
        ##"expect bob has no access to acme"##,
        ##"expect(access(bob, negated: true, accounts: [acme]))"##),
    FormCase(
        ##"expect alice can view recipe x in acme, job b in recipe c through team"##,
        ##"expect(can(alice, action: view, kind: recipe, name: x, places: [(steps: [(name: acme)]) (steps: [(kind: job, name: b) (kind: recipe, name: c)])], through: team))"##
    ),
    FormCase(
        ##"expect managers of acme = (alice, bob)"##,
        ##"expect(compare(set(noun(noun: managers, of: (steps: [(name: acme)]))), equal, set(names([alice bob]))))"##),
    FormCase(
        ##"expect (users where status = active) != ()"##,
        ##"expect(compare(set(noun(noun: users, condition: compare(value(status), equal, value(active)))), notEqual, set(names())))"##
    ),
    FormCase(
        ##"expect ((managers in $c) = (a)) and any(users) or no((customers of bob))"##,
        ##"expect(or([and([compare(set(noun(noun: managers, place: (steps: [(name: $c)]))), equal, set(names([a]))) any(noun(noun: users))]) any(noun(noun: customers, of: (steps: [(name: bob)])), negated: true)]))"##
    ),
    FormCase(
        ##"expect $x is not set and $y is set and name contains "x" and count(users) < count(customers)"##,
        ##"expect(and([isSet(value($x), negated: true) isSet(value($y)) contains(value(name), "x") compare(count(noun(noun: users)), less, count(noun(noun: customers)))]))"##
    ),
    FormCase(
        ##"expect $u in (team of acme)"##,
        ##"expect(member(value($u), of: noun(noun: team, of: (steps: [(name: acme)]))))"##),
    FormCase(
        ##"expect error not-permitted { print x }"##,
        ##"expectOutcome(error(not-permitted), body: (statements: [(body: print(value(x)))]))"##),
    FormCase(
        ##"expect warning "r" { print x }"##,
        ##"expectOutcome(warning("r"), body: (statements: [(body: print(value(x)))]))"##),
    FormCase(
        ##"expect unchanged { print x }"##,
        ##"expectOutcome(unchanged, body: (statements: [(body: print(value(x)))]))"##),
    FormCase(
        ##"expect error { print x }"##,
        ##"expectOutcome(error(), body: (statements: [(body: print(value(x)))]))"##),
    FormCase(
        ##"test "t" tagged a, b { at 2026-01-01 { print x } }"##,
        ##"test(name: "t", tags: [a b], body: (statements: [(body: at(instant: 2026-01-01, body: (statements: [(body: print(value(x)))])))]))"##
    ),
    FormCase(
        ##"invite%0A  to as from to a"##,
        ##"invite(users: [to], role: from, accounts: [a])"##),
    FormCase(
        ##"add user a%0A  in acme%0A  with b = c,%0A  d = e"##,
        ##"add(kind: user, names: [a], place: (steps: [(name: acme)]), with: [(attribute: b, value: c) (attribute: d, value: e)])"##
    ),
    FormCase(
        ##"add user user, in, with"##,
        ##"add(kind: user, names: [user in with])"##),
    FormCase(
        ##"show "first""##,
        ##"show(set(noun(noun: "first")))"##),
    FormCase(
        ##"show users "first""##,
        ##"show(thing(kind: users, name: "first"))"##),
    FormCase(
        ##"if $a = b and%0Ain = c { }"##,
        ##"conditional(branches: [(condition: and([compare(value($a), equal, value(b)) compare(value(in), equal, value(c))]))])"##
    ),
    FormCase(
        ##"assign to as as to to"##,
        ##"assign(users: [to], role: as, scope: named([to]))"##),
]
