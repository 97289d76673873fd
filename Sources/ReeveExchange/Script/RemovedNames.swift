import ReeveDomain

/// What names something that was removed cannot be written again: the name is free, and may mean another by now.
struct RemovedNames {
    let state: State

    /// The condition without them; it holds where the other one does. Nothing has what is no more, so a test of it is the
    /// same for everything.
    func condition(_ condition: Condition) -> Condition {
        switch condition {
        case .test(let test): self.test(test)
        case .not(let inner): .not(self.condition(inner))
        case .and(let parts): .and(parts.map(self.condition))
        case .or(let parts): .or(parts.map(self.condition))
        }
    }

    /// Everything has a name.
    private static let always = Condition.test(AttributeTest(attribute: "name", check: .isSet))

    private func test(_ test: AttributeTest) -> Condition {
        switch test.check {
        case .compare(let comparison, let value) where isRemoved(value):
            return comparison == .notEqual ? Self.always : .not(Self.always)
        case .oneOf(let values):
            let left = values.filter { !isRemoved($0) }
            guard !left.isEmpty else { return .not(Self.always) }
            return .test(AttributeTest(attribute: test.attribute, check: .oneOf(left)))
        default: return .test(test)
        }
    }

    /// Nil where it permits nothing any more.
    func permission(_ permission: Permission) -> Permission? {
        var permission = permission
        // Of `anything` an action is one that some kind has.
        if permission.kinds.contains(.anything), !permission.actions.isEmpty {
            permission.actions.removeAll { action in
                !state.kindIDs.contains { state[$0].definition.bit(of: action) != nil }
            }
            if permission.actions.isEmpty { return nil }
        }
        permission.condition?.values.removeAll { if case .value(let value) = $0 { isRemoved(value) } else { false } }
        if permission.condition?.values.isEmpty == true { return nil }
        permission.reach = permission.reach.map(reach)
        return permission
    }

    func reach(_ reach: Reach) -> Reach { Reach(base: reach.base, condition: reach.condition.map(condition)) }

    private func isRemoved(_ value: Value) -> Bool {
        if case .user(let user) = value { isRemoved(user) } else { false }
    }

    private func isRemoved(_ user: UserID) -> Bool { user.raw >= 0 && state[user].isRemoved }
    private func isRemoved(_ account: AccountID) -> Bool { account.raw > 0 && state[account].isRemoved }

    private func isRemoved(_ thing: Thing?) -> Bool {
        switch thing {
        case .user(let id)?: isRemoved(id)
        case .customer(let id)?: isRemoved(id)
        case .role(let id)?: id.raw >= 0 && state[id].isRemoved
        case .kind(let id)?: state[id].isRemoved
        case .record(let id)?: state[id].entity.isRemoved
        case .rule(let id)?: state[id].isRemoved
        case nil: false
        }
    }

    // MARK: Rules

    /// Whether a line of a rule names something that was removed.
    func stands(in line: RuleLine) -> Bool {
        let names = RuleNames(line)
        if names.actions.contains(where: { state[$0.kind].definition.bit(of: $0.name) == nil }) { return true }
        return switch line {
        case .require(let formula, _), .warn(let formula, _): stands(in: formula)
        case .forbid(_, let kind, let formula, _): isRemoved(.kind(kind)) || stands(in: formula)
        }
    }

    private func stands(in formula: Formula) -> Bool {
        var found = false
        _ = formula.mapped { test -> FormulaTest? in
            found = found || stands(in: test)
            return test
        }
        return found
    }

    private func stands(in test: FormulaTest) -> Bool {
        switch test {
        case .attribute(let test): self.test(test) != .test(test)
        case .attributeIn(_, let set), .any(let set): stands(in: set)
        case .compare(let left, _, let right): stands(in: left) || stands(in: right)
        case .member(let left, let set): stands(in: left) || stands(in: set)
        case .contains(let operand, let value): stands(in: operand) || isRemoved(value)
        case .isSet(let operand), .attributeCompare(_, _, let operand): stands(in: operand)
        case .can(let who, let request): stands(in: who) || stands(in: request)
        case .holds(let who, let role, let account, _):
            stands(in: who) || isRemoved(.role(role)) || isRemoved(account)
        case .access(let who, let account, _): stands(in: who) || isRemoved(account)
        case .never: false
        }
    }

    private func stands(in operand: Operand) -> Bool {
        switch operand {
        case .value(.role(let role)): isRemoved(.role(role))
        case .value(let value): isRemoved(value)
        case .count(let set), .set(let set): stands(in: set)
        case .unset, .bound: false
        }
    }

    private func stands(in who: UserOperand) -> Bool {
        if case .user(let user) = who { isRemoved(user) } else { false }
    }

    private func stands(in request: AccessRequest) -> Bool {
        isRemoved(.kind(request.kind)) || isRemoved(request.subject) || request.account.map(isRemoved) == true
    }

    private func stands(in set: SetExpression) -> Bool {
        switch set {
        case .elements(let elements): return elements.contains { isRemoved($0.thing) }
        case .usersWhoCan(let request): return stands(in: request)
        case .customersInWhich(let user, _, let kind): return isRemoved(user) || isRemoved(.kind(kind))
        case .noun(let noun):
            let isIn: Bool =
                switch noun.source {
                case .team(let account), .managers(let account?), .records(_, .account(let account)): isRemoved(account)
                case .customersOf(let user): isRemoved(user)
                case .records(let kind, .record(let record)): isRemoved(.kind(kind)) || isRemoved(.record(record))
                case .records(let kind, .anywhere): isRemoved(.kind(kind))
                case .users, .customers, .roles, .kinds, .rules, .managers(nil): false
                }
            return isIn || noun.condition.map(stands(in:)) == true || noun.except.contains { isRemoved($0) }
        }
    }
}
