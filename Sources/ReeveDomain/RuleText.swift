/// Formulas and sets as they are written in a script.
extension State {
    package func text(_ formula: Formula) -> String { text(formula, inside: 0) }

    private func text(_ formula: Formula, inside level: Int) -> String {
        switch formula {
        case .test(let test): return text(test)
        case .not(.test(let test)): return negated(test)
        case .not(let inner): return "not (" + text(inner, inside: 0) + ")"
        case .and(let parts) where parts.count == 1: return parts.first.map { text($0, inside: level) } ?? ""
        case .and(let parts):
            let joined = parts.map { text($0, inside: 2) }.joined(separator: " and ")
            return level >= 3 ? "(" + joined + ")" : joined
        case .or(let parts):
            let joined = parts.map { text($0, inside: 1) }.joined(separator: " or ")
            return level >= 2 ? "(" + joined + ")" : joined
        }
    }

    private func negated(_ test: FormulaTest) -> String {
        switch test {
        case .isSet(let operand): "\(text(operand)) is not set"
        case .any(let set): "no(\(text(set)))"
        case .can(let who, let request): "\(text(who)) cannot \(text(request))"
        case .holds(let who, let role, let account, let through):
            "\(text(who)) is not \(name(role)) in \(name(account))\(text(through))"
        case .access(let who, let account, let through):
            "\(text(who)) has no access to \(name(account))\(text(through))"
        case .attribute(let test) where test.check == .isSet: "\(spelledApart(test.attribute)) is not set"
        default: "not (\(text(test)))"
        }
    }

    private func text(_ test: FormulaTest) -> String {
        switch test {
        case .attribute(let test): text(Condition.test(test))
        case .attributeIn(let name, let set): "\(spelledApart(name)) in \(text(set))"
        case .attributeCompare(let name, let comparison, let operand):
            "\(spelledApart(name)) \(comparison.spelling) \(text(operand))"
        case .compare(let left, let comparison, let right): "\(text(left)) \(comparison.spelling) \(text(right))"
        case .member(let operand, let set): "\(text(operand)) in \(text(set))"
        case .contains(let operand, let value): "\(text(operand)) contains \(text(value))"
        case .isSet(let operand): "\(text(operand)) is set"
        case .any(let set): "any(\(text(set)))"
        case .can(let who, let request): "\(text(who)) can \(text(request))"
        case .holds(let who, let role, let account, let through):
            "\(text(who)) is \(name(role)) in \(name(account))\(text(through))"
        case .access(let who, let account, let through): "\(text(who)) has access to \(name(account))\(text(through))"
        case .never: "no"
        }
    }

    /// A rule's line as it may be read: one that names what the viewer may not see is told by its first word alone.
    package func text(_ line: RuleLine, seenBy seen: Visibility?) -> String {
        guard let seen, !RuleNames(line).things.allSatisfy({ seen.sees($0) }) else { return text(line) }
        return switch line {
        case .require: "require …"
        case .forbid(let action, let kind, _, _): "forbid \(spelled(action)) \(spelled(self[kind].definition.name)) …"
        case .warn: "warn when …"
        }
    }

    package func text(_ line: RuleLine) -> String {
        func because(_ reason: String?) -> String { reason.map { " because " + quoted($0) } ?? "" }
        return switch line {
        case .require(let formula, let reason): "require \(text(formula))" + because(reason)
        case .forbid(let action, let kind, let formula, let reason):
            "forbid \(spelled(action)) \(spelled(self[kind].definition.name)) when \(text(formula))" + because(reason)
        case .warn(let formula, let reason): "warn when \(text(formula))" + because(reason)
        }
    }

    private func text(_ through: RouteName?) -> String { through.map { " through \($0)" } ?? "" }

    private func text(_ who: UserOperand) -> String {
        switch who {
        case .user(let user) where user.raw >= 0: spelledApart(self[user].name)
        case .user(let user): name(user)
        case .attribute(let name): spelledApart(name)
        case .bound(let variable): "$" + variable.name
        }
    }

    package func text(_ operand: Operand) -> String {
        switch operand {
        case .value(.user(let user)): name(user)
        case .value(.role(let role)): name(role)
        case .value(let value): text(value)
        case .unset: "()"
        case .count(let set): "count(\(text(set)))"
        case .set(let set): text(set)
        case .bound(let variable, let attribute): "$" + variable.name + (attribute.map { "." + spelled($0) } ?? "")
        }
    }

    /// A name, or the variable that a placeholder stands for.
    private func name(_ user: UserID) -> String {
        switch user {
        case BoundVariable.actorPlaceholder: "$actor"
        case BoundVariable.userPlaceholder: "$user"
        default: spelledName(user)
        }
    }

    private func name(_ account: AccountID) -> String {
        account == BoundVariable.customerPlaceholder ? "$customer" : spelledName(account)
    }

    private func written(_ thing: Thing) -> String {
        switch thing {
        case .user(let user): name(user)
        case .customer(let account): name(account)
        case .role(let role): name(role)
        default: spelledApart(name(thing))
        }
    }

    private func name(_ role: RoleID) -> String { role == BoundVariable.rolePlaceholder ? "$role" : spelledName(role) }

    package func text(_ request: AccessRequest) -> String {
        let what = "\(spelled(request.action)) \(spelled(self[request.kind].definition.name))"
        let place = request.account.map { " in " + name($0) } ?? ""
        guard let subject = request.subject else { return what + place }
        if case .record(let record) = subject, self[record].kind != request.kind {
            return what + " in " + text(subject)
        }
        if case .record = subject { return spelled(request.action) + " " + text(subject) }
        return
            "\(what) \(written(subject))\(request.account == .partner || request.kind == BuiltInKind.customer.id ? "" : place)"
    }

    package func text(_ set: SetExpression) -> String {
        switch set {
        case .elements(let elements):
            return "("
                + elements.map { element in
                    switch element {
                    case .text(let text): spelled(text)
                    default: element.thing.map(written) ?? ""
                    }
                }.joined(separator: ", ") + ")"
        case .usersWhoCan(let request): return "users who can \(text(request))"
        case .customersInWhich(let user, let action, let kind):
            return "customers in which \(name(user)) can \(spelled(action)) \(spelled(self[kind].definition.name))"
        case .noun(let noun):
            var out = text(noun.source)
            if let condition = noun.condition { out += " where " + text(condition) }
            if !noun.except.isEmpty {
                out += " except " + noun.except.map(written).joined(separator: ", ")
            }
            if noun.includingInactive { out += " including inactive" }
            return out
        }
    }

    private func text(_ source: NounSet.Source) -> String {
        switch source {
        case .users: return "users"
        case .customers: return "customers"
        case .roles: return "roles"
        case .kinds: return "kinds"
        case .rules: return "rules"
        case .team(let account): return "team of " + name(account)
        case .managers(let account): return "managers" + (account.map { " of " + name($0) } ?? "")
        case .customersOf(let user): return "customers of " + name(user)
        case .records(let kind, let place):
            let plural = spelled(self[kind].definition.plural)
            switch place {
            case .anywhere: return plural
            case .account(let account): return "\(plural) in \(name(account))"
            case .record(let record): return "\(plural) in \(text(.record(record)))"
            }
        }
    }
}
