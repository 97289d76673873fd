import ReeveDomain
import ReeveSyntax

/// The audit log and the versions of a record: shown, and counted in conditions.
extension Resolver {
    /// Who may see a team: whoever may `view member` there.
    func requireView(
        _ kind: BuiltInKind, _ account: AccountID, _ name: NameSyntax, _ state: State, _ now: Instant
    ) throws(ScriptError) {
        guard let user = viewer else { return }
        let state = present ?? state
        let decision = state.decide(
            Request(user: user, action: "view", kind: kind.id, account: account), at: now)
        guard !decision.isAllowed else { return }
        throw error(
            "not-permitted", "\(state.spelledName(user)) may not view \(kind.name) in \(state.spelledName(account))",
            name.range, notes: [state.why(decision, user, kind.id, account)])
    }

    /// The record whose versions are meant.
    mutating func versioned(_ noun: NounSetSyntax, _ state: State) throws(ScriptError) -> RecordID {
        guard let of = noun.of, let step = of.steps.first, let kind = step.kind else {
            throw error(
                "missing-clause", "versions of what?", noun.range, label: "write: show versions of KIND NAME in ACCOUNT"
            )
        }
        let kindID = try self.kind(kind, state)
        let rest = Array(of.steps.dropFirst())
        let place = rest.isEmpty ? noun.place : PlaceSyntax(steps: rest, range: of.range)
        guard case .record(let record) = try thing(step.name, kindID, place, state) else {
            throw error("wrong-kind", "only records keep versions", kind.range, label: "a kind of your own")
        }
        return record
    }

    /// The lines of the audit log that are meant and may be seen.
    mutating func audit(_ noun: NounSetSyntax, _ state: State, _ now: Instant) throws(ScriptError) -> [AuditEntry] {
        var filter = AuditFilter()
        if let by = noun.by { filter.by = state.auditNumber(.user(try user(by, state))) }
        if let since = noun.since { filter.since = try when(since, state) }
        if let until = noun.until { filter.until = try when(until, state) }
        if let of = noun.of, let step = of.steps.first {
            if let kind = step.kind {
                let rest = Array(of.steps.dropFirst())
                filter.of = state.auditNumber(
                    try thing(
                        step.name, try self.kind(kind, state),
                        rest.isEmpty ? nil : PlaceSyntax(steps: rest, range: of.range), state))
            } else {
                filter.of = state.auditNumber(.user(try user(step.name, state)))
            }
        }
        var account: AccountID?
        if let place = noun.place { account = try self.place(place, state).account }
        if viewer != nil {
            try requireView(.audit, account ?? .partner, noun.noun, state, now)
            account = account ?? .partner
        }
        filter.account = account.map { state.auditNumber($0) }
        let formula: Formula? =
            if let condition = noun.condition { try self.formula(condition, .audit, state) } else { nil }
        filter.narrow(by: formula)
        guard var entries = history.audit(filter) else {
            throw error(
                "no-history", "the journal cannot be read whole", noun.range,
                notes: ["`reeve store verify` says what is wrong with it, and where"])
        }
        // Of the past, what was known then.
        if present != nil { entries.removeAll { $0.provenance.time > now } }
        return chosen(entries, formula, state, now)
    }

    /// The audit log or versions as a set: their lines as they stand when the statement is reached.
    mutating func past(_ noun: NounSetSyntax, _ text: String, _ state: State) throws(ScriptError) -> SetExpression {
        guard !isInRule else {
            throw error(
                "wrong-kind-of-value", "a rule is asked of what is, and \(ticked(text)) is what was", noun.noun.range)
        }
        if text == "audit" { return .elements(try audit(noun, state, now).map { .entry($0) }) }
        let formula: Formula? =
            if let condition = noun.condition { try self.formula(condition, .audit, state) } else { nil }
        let entries = state.versionEntries(of: try versioned(noun, state), seenBy: visibility(state))
        return .elements(chosen(entries, formula, state, now).map { .entry($0) })
    }

    private mutating func chosen(
        _ entries: [AuditEntry], _ formula: Formula?, _ state: State, _ now: Instant
    ) -> [AuditEntry] {
        guard let formula else { return entries }
        let sieve = Sieve(formula, in: state, at: now, seenBy: visibility(state))
        return entries.filter { sieve.passes(.entry($0)) }
    }
}
