import ReeveDomain

/// Commands that a world may be told: sensible in form, and refused or not as the world decides.
extension RandomWorld {
    mutating func command() -> Command? {
        switch random.below(100) {
        case 0..<44: grantCommand()
        case 44..<54: roleCommand()
        case 54..<58: kindCommand()
        case 58..<72: recordCommand()
        case 72..<86: directoryCommand()
        default: statusCommand()
        }
    }

    // MARK: Access

    mutating func grantCommand() -> Command? {
        let users = random.some(state.userIDs, 1...2)
        guard let user = users.first, let other = random.pick(state.userIDs), let role = random.pick(state.roleIDs)
        else { return nil }
        switch random.below(100) {
        case 0..<22: return .invite(Several(users), role, [.partner], random.percent(70) ? .always : term())
        case 22..<42: return .invite(Several(users), role, Several(random.some(accounts, 1...2)), term())
        case 42..<48: return .uninvite(users, random.some(accounts, 1...2))
        case 48..<74: return .assign([managerToBe() ?? user], managerRole(or: role), scope(), term())
        case 74..<82:
            let role = random.percent(50) ? random.pick(state.roleIDs) : nil
            return .reassign(managerToBe() ?? user, role, random.percent(60) ? scope() : nil, term())
        case 82..<90: return .unassign([managerToBe() ?? user], choice())
        default: return .handOver(choice(), from: managerToBe() ?? user, to: other)
        }
    }

    private var accounts: [AccountID] { [.partner] + state.customerIDs }

    /// Someone on the partner's team, mostly.
    private mutating func managerToBe() -> UserID? {
        let team = state.userIDs.filter { state.partnerGrant($0, at: now) != nil }
        return random.percent(90) ? random.pick(team) : random.pick(state.userIDs)
    }

    private mutating func managerRole(or role: RoleID) -> RoleID {
        let fit = state.roleIDs.filter { state[$0].definition.roleClass.maybeManager }
        return random.percent(90) ? random.pick(fit) ?? role : role
    }

    private mutating func choice() -> CustomerChoice {
        random.percent(30) ? .all : .named(random.some(state.customerIDs, 1...2))
    }

    mutating func scope() -> Scope {
        if random.percent(50) { return .named(random.some(state.customerIDs, 0...3)) }
        let condition = random.percent(60) ? condition(2) : nil
        return .standing(condition, except: random.percent(40) ? random.some(state.customerIDs, 1...2) : [])
    }

    mutating func term() -> Term {
        switch random.below(10) {
        case 0..<5: return .always
        case 5: return Term(from: later())
        case 6: return Term(from: later(), until: Instant(milliseconds: now.milliseconds + 400 * Self.hour))
        default: return Term(until: later())
        }
    }

    /// A little before now, now, or some days ahead.
    mutating func later() -> Instant {
        Instant(milliseconds: now.milliseconds + Int64(random.below(120) - 6) * Self.hour)
    }

    // MARK: Conditions

    mutating func condition(_ depth: Int) -> Condition {
        if depth > 0, random.percent(35) {
            switch random.below(3) {
            case 0: return .not(condition(depth - 1))
            case 1: return .and([condition(depth - 1), condition(depth - 1)])
            default: return .or([condition(depth - 1), condition(depth - 1)])
            }
        }
        return .test(attributeTest())
    }

    private mutating func attributeTest() -> AttributeTest {
        let comparison = random.pick(Comparison.allCases) ?? .equal
        switch random.below(10) {
        case 0...3:
            return AttributeTest(attribute: "plan", check: .compare(equality(), .text(random.one("free", "pro"))))
        case 4: return AttributeTest(attribute: "region", check: .contains(.text(random.one("E", "U", ""))))
        case 5:
            return AttributeTest(attribute: "region", check: .oneOf([.text("EU"), .text(random.one("US", "Asia"))]))
        case 6: return AttributeTest(attribute: "seats", check: .compare(comparison, .number(random.one(1, 5, 10))))
        case 7: return AttributeTest(attribute: random.one("owner", "seats", "region"), check: .isSet)
        case 8:
            if let user = random.pick(state.userIDs) {
                return AttributeTest(attribute: "owner", check: .compare(equality(), .user(user)))
            }
            return AttributeTest(attribute: "name", check: .compare(.equal, .text("acme")))
        default:
            switch random.below(3) {
            case 0: return AttributeTest(attribute: "status", check: .compare(equality(), .text("disabled")))
            case 1: return AttributeTest(attribute: "modified", check: .compare(comparison, .date(now)))
            default: return AttributeTest(attribute: "name", check: .contains(.text(random.one("a", "e", "x"))))
            }
        }
    }

    private mutating func equality() -> Comparison { random.percent(75) ? .equal : .notEqual }

    // MARK: Roles

    mutating func roleCommand() -> Command? {
        guard let name = random.pick(Self.roleNames) else { return nil }
        let roleClass: RoleClass = random.one(.plain, .plain, .inheritable, .inheritable, .inheritable, .system)
        var definition = RoleDefinition(name: name, roleClass: roleClass)
        if random.percent(25) { definition.includes = random.some(state.roleIDs, 1...2) }
        for _ in 0..<(1 + random.below(4)) { definition.permissions.append(permission(roleClass)) }
        if handsOutFreely, random.percent(20) {
            definition.grants = [
                GrantPermission(roles: random.some(state.roleIDs, 1...2), reach: random.percent(50) ? reach(.all) : nil)
            ]
        }
        return .defineRole(definition)
    }

    mutating func permission(_ roleClass: RoleClass) -> Permission {
        if random.percent(8) {
            return Permission(actions: random.one(["view"], ["view", "edit"]), kinds: [.selfDetails])
        }
        let inCustomers = [KindID(0)] + state.kindIDs.filter { state.root(of: $0) != .partner }
        let base: Reach.Base = roleClass == .plain ? random.one(.all, .unassigned) : random.one(.all, .own, .unassigned)
        let reach = random.percent(40) ? reach(base) : nil
        if random.percent(25) {
            return Permission(
                actions: random.percent(60) ? [] : random.some(["view", "edit", "create", "run"], 1...3),
                kinds: [.anything], reach: reach)
        }
        let kinds = random.some(reach == nil ? state.kindIDs : inCustomers, 1...3)
        var actions: [String] = []
        if random.percent(80) {
            let known = Set(kinds.flatMap { state[$0].definition.liveActions }).sorted()
            actions = random.some(known, 1...4)
            if random.percent(80), !actions.contains("view") { actions.append("view") }
        }
        let isOwn = kinds.allSatisfy { !state[$0].isBuiltIn }
        let condition = isOwn && random.percent(30) ? recordCondition() : nil
        return Permission(actions: actions, kinds: kinds.map { .kind($0) }, condition: condition, reach: reach)
    }

    mutating func reach(_ base: Reach.Base) -> Reach {
        Reach(base: base, condition: random.percent(40) ? condition(1) : nil)
    }

    private mutating func recordCondition() -> RecordCondition {
        switch random.below(4) {
        case 0: return RecordCondition(attribute: "stage", values: [.value(.text("live"))])
        case 1: return RecordCondition(attribute: "locked", values: [.value(.yesNo(false))])
        default:
            guard let user = random.pick(state.userIDs) else { break }
            return RecordCondition(
                attribute: "owner", values: random.percent(60) ? [.asker] : [.value(.user(user)), .asker])
        }
        return RecordCondition(attribute: "owner", values: [.asker])
    }
}
