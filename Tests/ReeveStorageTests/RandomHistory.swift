import ReeveDomain
import SeededRandom

@testable import ReeveStorage

let start = Instant(milliseconds: 1_767_225_600_000)

/// Makes up events that could happen next. Everything comes from the seed.
struct RandomHistory {
    var generator: SeededRandom

    init(seed: UInt64) { generator = SeededRandom(seed: seed &+ 11) }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    mutating func pick<Items: Collection>(_ items: Items) -> Items.Element? {
        items.randomElement(using: &generator)
    }

    mutating func name() -> String {
        let odd = ["é", "\u{202e}x", "\"q\"", "a\\b", "tab\t", "日本", "#1", "commit", "\u{9b}", "👩‍👩‍👧", "x'y"]
        let base = "n\(Int.random(in: 0..<40, using: &generator))"
        return chance(20) ? base + (pick(odd) ?? "") : base
    }

    mutating func instant() -> Instant {
        let seconds = Int64.random(in: -62_135_596_800...253_402_300_799, using: &generator)
        return Instant(milliseconds: seconds * 1000 + (chance(20) ? 123 : 0))
    }

    mutating func term() -> Term {
        Term(from: chance(15) ? instant() : nil, until: chance(30) ? instant() : nil)
    }

    mutating func value(_ type: AttributeType, _ state: State) -> Value? {
        switch type {
        case .text: return .text(name())
        case .number: return .number(pick([0, 1, -3, 0.5, 1e15, 1e300, 2.5e-300, 0.1, 9_007_199_254_740_992]) ?? 0)
        case .yesNo: return .yesNo(chance(50))
        case .date: return .date(Instant(milliseconds: instant().milliseconds / 86_400_000 * 86_400_000))
        case .instant: return .instant(instant())
        case .duration: return .duration(milliseconds: Int64.random(in: 0...1_000_000, using: &generator))
        case .user: return pick(state.userIDs).map { .user($0) }
        case .oneOf(let values): return pick(values).map { .text($0) }
        }
    }

    mutating func changes(_ kind: KindID, _ state: State, clearing: Bool) -> [AttributeChange] {
        var changes: [AttributeChange] = []
        for (slot, attribute) in state[kind].definition.attributes.enumerated()
        where !attribute.isRetired && chance(60) {
            if clearing && chance(30) {
                changes.append(AttributeChange(slot: slot, value: nil))
            } else if let value = value(attribute.type, state) {
                changes.append(AttributeChange(slot: slot, value: value))
            }
        }
        return changes
    }

    mutating func condition(_ depth: Int = 0) -> Condition {
        switch Int.random(in: 0..<(depth > 2 ? 4 : 7), using: &generator) {
        case 0: .test(AttributeTest(attribute: "plan", check: .isSet))
        case 1: .test(AttributeTest(attribute: name(), check: .oneOf([.text("a"), .number(2)])))
        case 2: .test(AttributeTest(attribute: "region", check: .contains(.text(name()))))
        case 3:
            .test(
                AttributeTest(
                    attribute: "plan", check: .compare(pick(Comparison.allCases) ?? .equal, .text("pro"))))
        case 4: .not(condition(depth + 1))
        case 5: .and([condition(depth + 1), condition(depth + 1)])
        default: .or([condition(depth + 1), condition(depth + 1)])
        }
    }

    mutating func kindDefinition(_ state: State, replacing old: KindDefinition?) -> KindDefinition {
        let name = old?.name ?? "kind\(state.kinds.count)"
        var attributes = old?.attributes ?? []
        if let slot = attributes.indices.randomElement(using: &generator), chance(30) {
            attributes[slot].isRetired = true
        }
        let types: [AttributeType] = [
            .text, .number, .yesNo, .date, .instant, .duration, .user, .oneOf(["a", "b \"c\""]),
        ]
        for _ in 0..<3 where attributes.count < 12 {
            attributes.append(Attribute(name: "a\(attributes.count)", type: pick(types) ?? .text))
        }
        let homes: [KindHome] = [.customer, .partner, .everyAccount, .kind(pick(state.kindIDs) ?? KindID(0))]
        return KindDefinition(
            name: name, plural: name + "s", home: old?.home ?? pick(homes) ?? .customer, attributes: attributes,
            actions: (old?.actions ?? ["view", "create"]) + (chance(30) ? [""] : []))
    }

    mutating func roleDefinition(_ state: State, name: String) -> RoleDefinition {
        let reach: Reach? =
            chance(50)
            ? Reach(base: pick([.all, .own, .unassigned]) ?? .all, condition: chance(50) ? condition() : nil) : nil
        let kind = Permission.KindSelector.kind(pick(state.kindIDs) ?? KindID(0))
        let where_ = RecordCondition(attribute: "owner", values: [.asker, .value(.text(self.name()))])
        return RoleDefinition(
            name: name, roleClass: pick([.plain, .system, .inheritable]) ?? .plain,
            includes: chance(20) ? Array(state.roleIDs.prefix(1)) : [],
            permissions: [
                Permission(
                    actions: chance(50) ? [] : ["view", "edit"], kinds: [kind, .anything, .selfDetails],
                    condition: chance(50) ? where_ : nil, reach: reach, line: chance(50) ? 12 : 0)
            ],
            grants: chance(40) ? [GrantPermission(roles: Array(state.roleIDs.prefix(2)), reach: reach)] : [])
    }

    mutating func user(_ state: State) -> UserID {
        if chance(30) { return chance(50) ? BoundVariable.actorPlaceholder : BoundVariable.userPlaceholder }
        return pick(state.userIDs) ?? BoundVariable.actorPlaceholder
    }

    mutating func account(_ state: State) -> AccountID {
        chance(30) ? BoundVariable.customerPlaceholder : pick(state.customerIDs) ?? .partner
    }

    mutating func role(_ state: State) -> RoleID {
        chance(30) ? BoundVariable.rolePlaceholder : pick(state.roleIDs) ?? RoleID(-2)
    }

    mutating func thing(_ state: State) -> Thing {
        let records = (0..<state.recordCount).map { Thing.record(RecordID(Int32($0))) }
        let rules = state.ruleIDs.map { Thing.rule($0) }
        let some: [Thing] = [
            .user(user(state)), .role(role(state)), .kind(KindID(1)), .customer(BoundVariable.customerPlaceholder),
        ]
        return pick(some + records.prefix(3) + rules.prefix(2)) ?? .kind(KindID(0))
    }

    mutating func request(_ state: State) -> AccessRequest {
        AccessRequest(
            action: name(), kind: pick(state.kindIDs) ?? KindID(0), subject: chance(40) ? thing(state) : nil,
            account: chance(50) ? account(state) : nil)
    }

    mutating func set(_ state: State, _ depth: Int) -> SetExpression {
        switch Int.random(in: 0..<(depth > 3 ? 3 : 5), using: &generator) {
        case 0:
            let holder = Holder(
                user: user(state), account: chance(50) ? account(state) : nil, role: role(state),
                route: pick(RouteName.allCases) ?? .team, term: term())
            return .elements([.thing(thing(state)), .text(name()), .holder(holder)])
        case 1: return .usersWhoCan(request(state))
        case 2: return .customersInWhich(user(state), action: name(), kind: KindID(2))
        default:
            let record = state.recordCount > 0 ? RecordPlace.record(RecordID(0)) : .anywhere
            let sources: [NounSet.Source] = [
                .users, .customers, .roles, .kinds, .rules, .team(account(state)), .managers(nil),
                .managers(account(state)), .customersOf(user(state)), .records(KindID(0), in: .anywhere),
                .records(KindID(0), in: .account(account(state))), .records(KindID(0), in: record),
            ]
            return .noun(
                NounSet(
                    source: pick(sources) ?? .users, condition: chance(50) ? formula(state, depth + 1) : nil,
                    except: chance(40) ? [thing(state), thing(state)] : [], includingInactive: chance(50)))
        }
    }

    mutating func operand(_ state: State, _ depth: Int) -> Operand {
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: .unset
        case 1: .count(set(state, depth + 1))
        case 2: .set(set(state, depth + 1))
        case 3: .bound(pick(BoundVariable.allCases) ?? .actor, attribute: chance(50) ? name() : nil)
        case 4: .value(.user(user(state)))
        default: .value(.role(role(state)))
        }
    }

    mutating func formula(_ state: State, _ depth: Int) -> Formula {
        let whos: [UserOperand] = [.user(user(state)), .attribute(name()), .bound(.user)]
        let who = pick(whos) ?? .bound(.actor)
        let comparison = pick(Comparison.allCases) ?? .equal
        let through = chance(50) ? pick(RouteName.allCases) : nil
        switch Int.random(in: 0..<(depth > 3 ? 12 : 15), using: &generator) {
        case 0: return .test(.never)
        case 1: return .test(.attribute(AttributeTest(attribute: name(), check: .isSet)))
        case 2: return .test(.attributeIn(name(), set(state, depth + 1)))
        case 3: return .test(.compare(operand(state, depth), comparison, operand(state, depth)))
        case 4: return .test(.member(operand(state, depth), set(state, depth + 1)))
        case 5: return .test(.contains(operand(state, depth), .text(name())))
        case 6: return .test(.isSet(operand(state, depth)))
        case 7: return .test(.any(set(state, depth + 1)))
        case 8: return .test(.can(who, request(state)))
        case 9: return .test(.holds(who, role(state), account(state), through: through))
        case 10: return .test(.access(who, account(state), through: through))
        case 11: return .test(.attributeCompare(name(), comparison, operand(state, depth)))
        case 12: return .not(formula(state, depth + 1))
        case 13: return .and([formula(state, depth + 1), formula(state, depth + 1)])
        default: return .or([formula(state, depth + 1), formula(state, depth + 1)])
        }
    }

    mutating func rule(_ state: State, name: String) -> RuleDefinition {
        let reason = chance(50) ? self.name() : nil
        return RuleDefinition(
            name: name,
            lines: [
                .require(formula(state, 0), because: reason),
                .forbid(action: "disable", kind: KindID(1), when: formula(state, 0), because: reason),
                .warn(formula(state, 0), because: nil),
            ])
    }

    /// An event that makes sense in this state, or `nil` if the dice fell badly.
    mutating func event(_ state: State) -> Event? {
        let user = pick(state.userIDs)
        let customer = pick(state.customerIDs)
        let account = chance(30) ? AccountID.partner : customer ?? .partner
        let role = pick(state.roleIDs)
        let ending = pick(Ending.allCases) ?? .revoked
        let records = (0..<state.recordCount).map { RecordID(Int32($0)) }.filter { !state[$0].entity.isRemoved }
        let record = pick(records)
        switch Int.random(in: 0..<37, using: &generator) {
        case 0: return .partnerNamed(name())
        case 1: return .kindDefined(KindID(Int32(state.kinds.count)), kindDefinition(state, replacing: nil))
        case 2:
            let id = pick(state.kindIDs) ?? KindID(0)
            return .kindDefined(id, kindDefinition(state, replacing: state[id].definition))
        case 3, 4:
            let name = "R\(state.roles.count) " + name()
            return .roleDefined(RoleID(Int32(state.roles.count)), roleDefinition(state, name: name))
        case 5: return role.map { .roleDefined($0, roleDefinition(state, name: state[$0].definition.name)) }
        case 6, 7, 8:
            let name = name()
            guard state.user(name) == nil else { return nil }
            return .userAdded(
                UserID(Int32(state.userCount)), name: name,
                values: changes(BuiltInKind.user.id, state, clearing: false))
        case 9, 10, 11:
            let name = name()
            guard state.account(name) == nil else { return nil }
            return .customerAdded(
                AccountID(Int32(state.accountCount)), name: name,
                values: changes(BuiltInKind.customer.id, state, clearing: false))
        case 12, 13, 14:
            let kind = pick(state.kindIDs) ?? KindID(0)
            let parent = chance(50) ? record : nil
            let place = parent.map { state[$0].account } ?? account
            let name = name()
            guard state.record(name, kind: kind, account: place, parent: parent) == nil else { return nil }
            return .recordAdded(
                RecordID(Int32(state.recordCount)), name: name, kind: kind, account: place, parent: parent,
                values: changes(kind, state, clearing: false))
        case 15:
            return user.map { .changed(.user($0), changes(BuiltInKind.user.id, state, clearing: true)) }
        case 16:
            return record.map { .changed(.record($0), changes(state[$0].kind, state, clearing: true)) }
        case 17:
            return customer.map { .changed(.customer($0), changes(BuiltInKind.customer.id, state, clearing: true)) }
        case 18:
            let name = name()
            guard state.user(name) == nil else { return nil }
            return user.map { .renamed(.user($0), to: name) }
        case 19:
            let name = name()
            guard let record else { return nil }
            let row = state[record]
            guard state.record(name, kind: row.kind, account: row.account, parent: row.parent) == nil else {
                return nil
            }
            return .renamed(.record(record), to: name)
        case 20:
            return role.map { .renamed(.role($0), to: "N\(state.seq) " + name()) }
        case 21:
            guard let user, !state.members.hasAny(user), !state.assignments.hasAny(user), state.manager(user) == nil,
                chance(40)
            else { return nil }
            return .removed(.user(user))
        case 22:
            guard let record, state.records.children(of: record).isEmpty, chance(40) else { return nil }
            return .removed(.record(record))
        case 23: return user.map { .statusSet(.user($0), disabled: chance(50)) }
        case 24: return record.map { .lockSet($0, locked: chance(50)) }
        case 25: return user.map { .passwordReset($0) }
        case 26: return record.map { .worked($0, action: name()) }
        case 33:
            let name = "rule \(state.rules.count) " + name()
            return .ruleDefined(RuleID(Int32(state.rules.count)), rule(state, name: name))
        case 34:
            return pick(state.ruleIDs).map { .ruleDefined($0, rule(state, name: state[$0].definition.name)) }
        case 35:
            guard let rule = pick(state.ruleIDs) else { return nil }
            return chance(50) ? .removed(.rule(rule)) : .renamed(.rule(rule), to: "again \(state.seq)")
        case 27, 28:
            guard let user, let role else { return nil }
            return .invited(user, account, role, term())
        case 29:
            guard let user, let grant = pick(state.members.of(user)) else { return nil }
            return .uninvited(user, grant.account, ending)
        case 30:
            guard let user, let role else { return nil }
            return state.manager(user) == nil || chance(20)
                ? .managerSet(user, role) : customer.map { .assigned(user, $0, term()) }
        case 31:
            guard let user, state.manager(user) != nil else { return nil }
            let item = StandingItem(
                condition: chance(50) ? condition() : nil, except: Array(state.customerIDs.prefix(2)), term: term(),
                seq: 0)
            let kept = state.manager(user)?.standing.first.map { [$0] } ?? []
            return .standingSet(user, kept + (chance(80) ? [item] : []), ending)
        case 32:
            guard let user else { return nil }
            if let grant = pick(state.assignments.of(user)) { return .unassigned(user, grant.account, ending) }
            return state.manager(user) == nil ? nil : .managerEnded(user, ending)
        default:
            guard let user else { return .recovered(bytes: 7, keptAs: "torn-1.bak") }
            let acting: [Event] = [
                .loggedIn(user, in: account), .loggedOut(user, from: account), .switched(user, to: account),
                .switchedBack(user, from: account),
                .refused(code: "not-permitted", message: name(), statement: "add user x\n"),
            ]
            return pick(acting)
        }
    }

    /// A run of up to `most` events on a store's state.
    mutating func run(_ state: State, most: Int, recorder: Transaction.Recorder?) -> State {
        let actor = chance(50) ? pick(state.userIDs) : nil
        var state = state
        var wanted = Int.random(in: 1...most, using: &generator)
        while wanted > 0 {
            guard let event = event(state) else { continue }
            wanted -= 1
            let context = EventContext(seq: state.seq + 1, time: start, actor: actor)
            let reason = chance(20) ? name() : nil
            let origin = Origin(
                script: chance(80) ? "main.reeve" : "other.reeve", line: chance(80) ? 12 : 0, reason: reason)
            recorder?(event, context, origin, state)
            state.apply(event, context)
        }
        return state
    }
}

func body(_ state: State) -> [UInt8] { SnapshotFormat.body(of: state).array }

/// One run of random events, committed.
@discardableResult
func commitRandom(
    _ store: Store, _ history: inout RandomHistory, most: Int = 12, least: Int = 0
) throws(StoreError) -> Head {
    let recorder = try store.begin(script: "main.reeve", now: start)
    var after = history.run(store.state, most: most, recorder: recorder.record)
    while recorder.count < least { after = history.run(after, most: most, recorder: recorder.record) }
    return try store.commit(recorder, closing: Closing(time: start), after: after)
}
