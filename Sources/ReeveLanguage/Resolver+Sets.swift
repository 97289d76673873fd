import ReeveDomain
import ReeveSyntax

extension Resolver {
    /// - Parameter mayBeAlone: whether a lone word is a set's noun here.
    mutating func set(
        _ syntax: SetSyntax, _ state: State, mayBeAlone: Bool
    ) throws(ScriptError) -> SetExpression {
        switch syntax {
        case .names(let names, _): return .elements(try elements(names, nil, state))
        case .variable(let name):
            switch try variable(name, state) {
            case .set(let elements): return .elements(elements)
            case .element(let element): return .elements([element])
            case let other: throw wrongVariable(name, other, "a set")
            }
        case .csv(_, let range):
            throw error("wrong-kind-of-value", "the rows of a file can only be gone through with `for each`", range)
        case .usersWhoCan(let question, _):
            return .usersWhoCan(
                try request(question.action, question.kind, question.name, question.place, state, anywhere: true))
        case .customersInWhich(let user, let action, let kind, _):
            let kindID = try self.kind(kind, state)
            return .customersInWhich(
                try self.user(user, state), action: try self.action(action, of: kindID, state), kind: kindID)
        case .noun(let noun): return try self.noun(noun, state)
        }
    }

    /// Names in parentheses: of a known kind, or of whatever bears them.
    mutating func elements(
        _ names: [NameSyntax], _ kind: KindID?, _ state: State
    ) throws(ScriptError) -> [Element] {
        var found: [Element] = []
        for name in names {
            if let members = try expanded(name, state) {
                found += members
            } else if let kind {
                found.append(.thing(try thing(name, kind, nil, state)))
            } else {
                found.append(try element(name, state))
            }
        }
        return found
    }

    private mutating func element(_ name: NameSyntax, _ state: State) throws(ScriptError) -> Element {
        if name.form == .variable {
            switch try variable(name, state) {
            case .element(let element): return element
            case .value(.user(let user)): return .thing(.user(user))
            case .value(.role(let role)): return .thing(.role(role))
            case .bound(.actor, nil): return .thing(.user(BoundVariable.actorPlaceholder))
            case .bound(.user, nil): return .thing(.user(BoundVariable.userPlaceholder))
            case .bound(.customer, nil): return .thing(.customer(BoundVariable.customerPlaceholder))
            case .bound(.role, nil): return .thing(.role(BoundVariable.rolePlaceholder))
            case .text(let text): return bearer(of: text, state) ?? .text(text)
            case .value(let value): return .text(state.text(value))
            case let other: throw wrongVariable(name, other, "one thing")
            }
        }
        let text = try text(name, state)
        return bearer(of: text, state) ?? .text(text)
    }

    /// The user, customer or role of this name, if only one of them has it.
    private func bearer(of text: String, _ state: State) -> Element? {
        var found: [Element] = []
        if let user = seenUser(text, state) { found.append(.thing(.user(user))) }
        if let account = seenAccount(text, state), !account.isPartner { found.append(.thing(.customer(account))) }
        if let role = state.role(text) { found.append(.thing(.role(role))) }
        return found.count == 1 ? found.first : nil
    }

    mutating func noun(_ syntax: NounSetSyntax, _ state: State) throws(ScriptError) -> SetExpression {
        let text = try text(syntax.noun, state)
        if text == "audit" || text == "versions" { return try past(syntax, text, state) }
        if let by = syntax.by { throw onlyAudit(text, by.range) }
        if let since = syntax.since ?? syntax.until { throw onlyAudit(text, since.range) }
        let (source, subject) = try self.source(text, syntax, state)
        var noun = NounSet(source: source, includingInactive: syntax.includingInactive)
        if let condition = syntax.condition { noun.condition = try formula(condition, subject, state) }
        if let except = syntax.except {
            let kind: KindID? =
                switch subject {
                case .things(let kind): kind
                case .holders: BuiltInKind.user.id
                case .nothing, .audit: nil
                }
            noun.except = try elements(except.all, kind, state).compactMap(\.thing)
        }
        return .noun(noun)
    }

    private func onlyAudit(_ noun: String, _ range: SourceRange) -> ScriptError {
        error(
            "clause-without-effect", "\(ticked(noun)) has no time and no author to choose by", range,
            label: "leave it out, or ask `audit`")
    }

    /// What was meant by one thing's name in a set's place, or by a word of other tools.
    private func sentence(insteadOf text: String, _ syntax: NounSetSyntax, _ state: State) -> String? {
        let place = (syntax.of ?? syntax.place).map { escaped(source.text($0.range)) }
        switch text.lowercased() {
        case "grant", "grants", "assignment", "assignments", "membership", "memberships", "accesses":
            return place.map { "show access of \($0)" } ?? "show members` or `show managers"
        case "permission", "permissions", "rights", "privileges":
            return place.map { "what can \($0) do in …" } ?? "show roles"
        case "accounts", "tenants", "organizations", "clients": return "show customers"
        default: break
        }
        guard place == nil else { return nil }
        if seenAccount(text, state) != nil { return "show customer \(spelled(text))" }
        if seenUser(text, state) != nil { return "show user \(spelled(text))` or `show access of \(spelled(text))" }
        return nil
    }

    private mutating func source(
        _ text: String, _ syntax: NounSetSyntax, _ state: State
    ) throws(ScriptError) -> (NounSet.Source, Subject) {
        let users = BuiltInKind.user.id
        let customers = BuiltInKind.customer.id
        switch text {
        case "team", "members", "member":
            let account = try ofAccount(syntax, state)
            return (.team(account ?? self.account), .holders)
        case "managers", "manager":
            return (.managers(try ofAccount(syntax, state)), .holders)
        case "access":
            throw error(
                "wrong-kind-of-value", "\(ticked(text)) is shown, and is no set to work with", syntax.noun.range,
                label: "write: show \(escaped(source.text(syntax.range)))")
        default: break
        }
        guard let kind = state.kind(text) else {
            let plurals = state.kindIDs.map { state[$0].definition.plural } + ["team", "managers"]
            var failure = unknown(
                "unknown-set", "set", syntax.noun, text, among: plurals,
                notes: ["sets: " + state.list(plurals.map(spelled), most: 16)])
            if let sentence = sentence(insteadOf: text, syntax, state) {
                failure.diagnostic.label = "write: \(sentence)"
                failure.diagnostic.fix = nil
            }
            throw failure
        }
        switch kind {
        case users:
            try refusePlace(syntax, "users")
            return (.users, .things(users))
        case customers:
            if let place = syntax.place { throw noPlace("customers", place.range) }
            if let of = syntax.of {
                guard of.steps.count == 1, let step = of.steps.first else { throw noPlace("customers", of.range) }
                return (.customersOf(try user(step.name, state)), .things(customers))
            }
            return (.customers, .things(customers))
        case BuiltInKind.role.id:
            try refusePlace(syntax, "roles")
            return (.roles, .things(kind))
        case BuiltInKind.kind.id:
            try refusePlace(syntax, "kinds")
            return (.kinds, .things(kind))
        case BuiltInKind.rule.id:
            try refusePlace(syntax, "rules")
            return (.rules, .things(kind))
        default:
            guard let place = syntax.place ?? syntax.of else {
                let here: RecordPlace = account.isPartner ? .anywhere : .account(account)
                return (.records(kind, in: here), .things(kind))
            }
            let there = try self.place(place, state)
            return (
                .records(kind, in: there.record.map { .record($0) } ?? .account(there.account)), .things(kind)
            )
        }
    }

    private func refusePlace(_ syntax: NounSetSyntax, _ noun: String) throws(ScriptError) {
        if let range = syntax.place?.range ?? syntax.of?.range { throw noPlace(noun, range) }
    }

    private func noPlace(_ noun: String, _ range: SourceRange) -> ScriptError {
        error(
            "clause-without-effect", "\(noun) are not of or in anything", range,
            notes: noun == "users"
                ? ["for who is on a team: team of \(escaped(source.text(range)))"]
                : noun == "customers" ? ["for whom someone manages: customers of USER"] : [])
    }

    private mutating func ofAccount(_ syntax: NounSetSyntax, _ state: State) throws(ScriptError) -> AccountID? {
        guard let place = syntax.of ?? syntax.place else { return nil }
        let found = try self.place(place, state)
        guard found.record == nil else {
            throw error(
                "wrong-place", "a team is of an account", place.range,
                label: "write `\(spelled(state[found.account].name))`")
        }
        return found.account
    }
}
