@testable import ReeveDomain

/// Formulas as rules have them: about named things and about what the statement at hand binds, sets and counts among them.
extension RandomWorld {
    mutating func ruleFormula(_ depth: Int = 0) -> Formula {
        switch random.below(depth > 2 ? 5 : 9) {
        case 5: .not(ruleFormula(depth + 1))
        case 6, 7: .and(ruleFormulas(depth))
        case 8: .or(ruleFormulas(depth))
        default: .test(ruleTest(depth))
        }
    }

    private mutating func ruleFormulas(_ depth: Int) -> [Formula] {
        (0...random.below(3)).map { _ in ruleFormula(depth + 1) }
    }

    private mutating func ruleTest(_ depth: Int) -> FormulaTest {
        switch random.below(11) {
        case 0: .isSet(variable())
        case 1, 2: .compare(.count(set(depth)), comparison(), .value(.number(Double(random.below(5)))))
        case 3: .any(set(depth))
        case 4: .compare(variable(), comparison(), operand())
        case 5: .member(operand(), set(depth))
        case 6: .contains(variable(), .text(random.one("a", "pro", "e")))
        case 7: .holds(whom(), role(), account(), through: random.one(nil, nil, .team, .manager, .partner))
        case 8: .access(whom(), account(), through: random.one(nil, nil, .team, .manager))
        case 9: .can(whom(), request())
        default: .compare(.set(set(depth)), random.one(.equal, .notEqual), .set(set(depth)))
        }
    }

    private mutating func comparison() -> Comparison { random.pick(Comparison.allCases) ?? .equal }

    private mutating func variable() -> Operand {
        switch random.below(9) {
        case 0: .bound(.actor, attribute: nil)
        case 1: .bound(.user, attribute: nil)
        case 2: .bound(.customer, attribute: nil)
        case 3: .bound(.role, attribute: nil)
        case 4: .bound(.scope, attribute: nil)
        case 5: .bound(.customer, attribute: "plan")
        case 6: .bound(.customer, attribute: "owner")
        case 7: .bound(.user, attribute: "status")
        default: .bound(.actor, attribute: "name")
        }
    }

    private mutating func operand() -> Operand {
        switch random.below(6) {
        case 0: variable()
        case 1: .value(.user(ruleUser()))
        case 2: .value(.role(role()))
        case 3: .value(.text(random.one("pro", "free", "active", "all", "ada")))
        case 4: .value(.number(Double(random.below(4))))
        default: .unset
        }
    }

    private mutating func ruleUser() -> UserID {
        random.percent(40)
            ? random.one(BoundVariable.actorPlaceholder, BoundVariable.userPlaceholder)
            : random.pick(state.userIDs) ?? BoundVariable.userPlaceholder
    }

    private mutating func whom() -> UserOperand {
        random.percent(30) ? .bound(random.one(.actor, .user)) : .user(ruleUser())
    }

    private mutating func role() -> RoleID {
        random.percent(20) ? BoundVariable.rolePlaceholder : random.pick(state.roleIDs) ?? BoundVariable.rolePlaceholder
    }

    private mutating func account() -> AccountID {
        switch random.below(4) {
        case 0: .partner
        case 1: BoundVariable.customerPlaceholder
        default: random.pick(state.customerIDs) ?? .partner
        }
    }

    private mutating func request() -> AccessRequest {
        let kind = random.pick(state.kindIDs) ?? KindID(0)
        let action = random.pick(state[kind].definition.liveActions) ?? "view"
        return AccessRequest(action: action, kind: kind, account: random.percent(30) ? nil : account())
    }

    mutating func set(_ depth: Int = 0) -> SetExpression {
        switch random.below(8) {
        case 0: .usersWhoCan(request())
        case 1: .customersInWhich(ruleUser(), action: "view", kind: random.pick(state.kindIDs) ?? KindID(0))
        case 2: .elements([.thing(.user(ruleUser())), .thing(.customer(account()))])
        default: .noun(noun(depth))
        }
    }

    private mutating func noun(_ depth: Int) -> NounSet {
        let source: NounSet.Source =
            switch random.below(10) {
            case 0: .users
            case 1: .customers
            case 2: .roles
            case 3: .managers(random.percent(30) ? nil : account())
            case 4: .customersOf(ruleUser())
            case 5: .records(random.pick(state.kindIDs) ?? KindID(0), in: random.one(.anywhere, .account(account())))
            default: .team(account())
            }
        var noun = NounSet(source: source, includingInactive: random.percent(20))
        if random.percent(50) { noun.condition = elementFormula(depth) }
        if random.percent(20) { noun.except = [.user(ruleUser()), .customer(account())] }
        return noun
    }

    /// A `where`: of what the set's element is.
    private mutating func elementFormula(_ depth: Int) -> Formula {
        switch random.below(depth > 1 ? 5 : 7) {
        case 0:
            .test(.attribute(AttributeTest(attribute: "role", check: .compare(.equal, .role(knownRole())))))
        case 1: .test(.attribute(AttributeTest(attribute: "plan", check: .compare(.equal, .text("pro")))))
        case 2: .test(.attribute(AttributeTest(attribute: "status", check: .compare(.notEqual, .text("active")))))
        case 3: .test(.attribute(AttributeTest(attribute: random.one("until", "owner"), check: .isSet)))
        case 4: .test(.attributeCompare(random.one("user", "owner"), comparison(), operand()))
        case 5: .not(elementFormula(depth + 1))
        default: .test(.can(.attribute("user"), request()))
        }
    }

    private mutating func knownRole() -> RoleID { random.pick(state.roleIDs) ?? RoleID(0) }

    mutating func bindings() -> Bindings {
        Bindings(
            actor: random.percent(60) ? random.pick(state.userIDs) : nil,
            user: random.percent(70) ? random.pick(state.userIDs) : nil,
            customer: random.percent(70) ? random.pick(state.customerIDs) : nil,
            role: random.percent(70) ? random.pick(state.roleIDs) : nil,
            scope: random.percent(30) ? "all" : nil)
    }
}
