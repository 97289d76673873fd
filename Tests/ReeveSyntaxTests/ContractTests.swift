import Testing

@testable import ReeveSyntax

let contractScript = #"""
    define partner "Initech"
    define kind recipe in customer {
      has status one of draft, running, stopped     # also: has seats number
      can view, create, edit, delete, run, lock     # the kind's actions
    }
    define kind job in recipe { can view, rerun }
    define kind staff plural staff in partner { can view, create, edit, delete }
    define kind customer { has plan one of free, pro, enterprise; has region }     # built-in kinds are extended
    define system role Operator {
      can view, run recipe
      can view job, connection
    }
    define inheritable role "Recipe developer" { includes Operator; can do anything to recipe; can edit task where assignee = $user }
    define system role "Customer Success Manager" {
      can view, edit customer in own customers
      can view, edit customer in unassigned customers
      can edit self
    }
    define role "Access admin" { can create, edit, delete member in all customers; can grant Operator, Viewer in all customers }
    define procedure onboard($customer, $manager) { assign $manager as Admin to $customer }
    add customer acme, globex with plan = pro, region = EU
    change customer acme with plan = free
    change customer acme without region
    add user alice with email = alice@initech.example
    rename user alice to alice.ng
    add recipe "Sync orders" in acme with seats = 4, until = 8 hours
    remove customer acme and everything in it
    disable user alice; enable customer acme
    reset password of alice
    lock recipe "Sync orders" in acme
    unlock recipe "Sync orders" in acme because "done"
    do run recipe "Sync orders" in acme
    invite alice as Operator to partner, acme until 2026-12-31T18:00:00Z
    uninvite dave from acme
    assign alice, bob as Admin
      to all customers where plan = enterprise and
         region = EU except acme, globex
      from 2026-01-01 until 2026-12-31 because "x {$c.plan} y"
    reassign bob as Operator
    reassign bob to all customers except acme
    unassign bob from all customers
    hand over all customers from bob to alice
    hand over acme, $c from bob to alice
    act as alice in acme { do run recipe x }
    let $eu = customers where region = EU
    param $team default "blue"
    for each $c in customers where plan = enterprise { assign bob as Operator to $c }
    for each $row in csv "hires.csv" { add user $row.login with email = $row.email; invite $row.login as $row.role to $row."Customer name" }
    if count(team of partner where role = Administrator) >= 1 { print "a" } else if alice is Operator in acme { print "b" }
    else { print count(users) }
    use "roles.reeve"
    onboard(acme, alice)
    print "Onboarded {$c}"
    can alice edit recipe in acme
    why cannot alice edit recipe "Sync orders" in acme
    who can edit recipe in acme
    what can alice do in acme
    where can alice edit recipe
    show access of alice sort by role descending first 3 as of 2026-01-01
    show audit by alice since 2026-01-01 until 2026-02-01 where action = edit
    show audit of user alice
    show versions of recipe "Sync orders" in acme
    show recipe "Sync orders" in acme
    show user alice
    show team of acme including inactive
    show customers in which alice can edit recipe
    show users who can edit recipe "x" in acme
    count customers
    define rule "nobody disables themselves" { forbid disable user when $user = $actor }
    define rule "keep one administrator"     { require count(team of partner where role = Administrator) >= 1 }
    define rule "two company admins"         { warn when count(team of partner where role = "Company Admin") < 2 because "Define at least two for redundancy." }
    define rule "finish the work first"      { forbid disable user when count(customers of $user) > 0 or count(tasks where assignee = $user) > 0 }
    define rule "partner onboards"           { forbid create member when $actor is set and $actor is not "Company Admin" in partner }
    test "the team role outranks the manager role" tagged a, b {
      invite admin-a as Operator to customer-1
      expect admin-a is Operator in customer-1
      expect admin-a cannot edit recipe in customer-1
      expect error not-permitted { act as dave in customer-1 { unassign admin-a from customer-1 } }
      expect error "keep one administrator" { uninvite root from partner }
      expect warning "two company admins" { uninvite ca2 from partner }
      expect unchanged { assign admin-a as Admin to all customers }
      expect managers of customer-1 = (admin-a)
      expect (users where status = active) = ()
      expect ((users where status = active) = ()) or not (plan in (a, b))
      expect admin-a can view recipe in customer-1 through team
      expect no(users) and any(customers of bob)
      at 2026-12-31T18:00:00Z { expect bob has no access to acme }
    }
    for each $u in who can edit recipe in acme { show $u }
    """#

@Test func readsTheContract() {
    let symbols = SymbolTable()
    let result = Parser.parse(SourceText(name: "contract.reeve", text: contractScript), symbols: symbols)
    for diagnostic in result.diagnostics {
        var renderer = DiagnosticRenderer()
        Issue.record("\(renderer.render(diagnostic))")
    }
    #expect(result.statements.count == 62)
}
