import ReeveDomain
import ReeveSyntax

/// The past as a set: lines of the audit log, and versions of a record.
extension Resolver {
    mutating func entries(
        _ noun: String, _ syntax: NounSetSyntax, _ state: State
    ) throws(ScriptError) -> [Element] {
        var found = noun == "audit" ? try audit(syntax, state) : try versions(syntax, state)
        if let condition = syntax.condition {
            let formula = try formula(condition, .audit, state)
            let seen = visibility(state)
            found = found.filter { state.holds(formula, on: .entry($0), at: now, seenBy: seen) }
        }
        return found.map { .entry($0) }
    }

    private mutating func audit(_ noun: NounSetSyntax, _ state: State) throws(ScriptError) -> [AuditEntry] {
        var filter = AuditFilter()
        if let by = noun.by { filter.by = try user(by, state) }
        if let since = noun.since { filter.since = try when(since, state) }
        if let until = noun.until { filter.until = try when(until, state) }
        if let of = noun.of, let step = of.steps.first {
            if let kind = step.kind {
                filter.of = try thing(step.name, try self.kind(kind, state), rest(of), state)
            } else {
                filter.of = .user(try user(step.name, state))
            }
        }
        if let place = noun.place { filter.account = try self.place(place, state).account }
        if viewer != nil {
            // Who may see the log of one account need not see the others'.
            filter.account = filter.account ?? account
            try requireView(.audit, filter.account ?? .partner, noun.noun, state, now)
        }
        return history.audit(filter)
    }

    private mutating func versions(_ noun: NounSetSyntax, _ state: State) throws(ScriptError) -> [AuditEntry] {
        guard let of = noun.of, let step = of.steps.first, let kind = step.kind else {
            throw error(
                "missing-clause", "versions of what?", noun.range, label: "write: versions of KIND NAME in ACCOUNT")
        }
        let place = rest(of) ?? noun.place
        guard case .record(let record) = try thing(step.name, try self.kind(kind, state), place, state) else {
            throw error("wrong-kind", "only records keep versions", kind.range, label: "a kind of your own")
        }
        return state.versions(of: record)
    }

    private func rest(_ place: PlaceSyntax) -> PlaceSyntax? {
        let rest = Array(place.steps.dropFirst())
        return rest.isEmpty ? nil : PlaceSyntax(steps: rest, range: place.range)
    }

    /// Who may see a team, or an audit log: whoever may `view` it in that account.
    func requireView(
        _ kind: BuiltInKind, _ account: AccountID, _ name: NameSyntax, _ state: State, _ now: Instant
    ) throws(ScriptError) {
        guard let user = viewer else { return }
        let decision = state.decide(Request(user: user, action: "view", kind: kind.id, account: account), at: now)
        guard !decision.isAllowed else { return }
        throw error(
            "not-permitted", "\(state.spelledName(user)) may not view \(kind.name) in \(state.spelledName(account))",
            name.range, notes: [state.why(decision, user, kind.id, account)])
    }
}
