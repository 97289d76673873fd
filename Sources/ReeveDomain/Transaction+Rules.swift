extension Transaction {
    mutating func defineRule(_ definition: RuleDefinition) throws(Refusal) {
        let old = state.rule(definition.name)
        try require(old == nil ? "create" : "edit", .rule)
        if let old, state[old].definition == definition {
            unchanged()
            return
        }
        if old == nil {
            try requireGoodName(definition.name, "rule", state.ruleLookAlike(of: definition.name), 0)
        }
        emit(.ruleDefined(old ?? RuleID(Int32(truncatingIfNeeded: state.rules.count)), definition))
    }

    /// Whether statements of change have conditions to ask, which take steps.
    package var asksWhileChanging: Bool { !state.forbids.isEmpty }

    /// Asks the `forbid` lines about one user and account that a statement touches.
    mutating func forbid(
        _ action: String, _ kind: BuiltInKind, user: UserID? = nil, customer: AccountID? = nil, role: RoleID? = nil,
        scope: String? = nil
    ) throws(Refusal) {
        guard !state.forbids.isEmpty else { return }
        try forbid(action, kind.id, user: user, customer: customer, role: role, scope: scope)
    }

    mutating func forbid(
        _ action: String, _ kind: KindID, user: UserID? = nil, customer: AccountID? = nil, role: RoleID? = nil,
        scope: String? = nil
    ) throws(Refusal) {
        for line in state.forbids where line.kind == kind && line.action == action {
            let bindings = Bindings(
                actor: actor.user, user: user, customer: customer?.isPartner == true ? nil : customer, role: role,
                scope: scope)
            guard state.holds(line.ordered, bindings, at: now) else { continue }
            let filled = state.filled(line.formula, bindings)
            throw ruleRefusal(
                state[line.rule], line.because, line.formula, filled,
                "`forbid \(action) \(state.name(.kind(kind))) when …`", at: now)
        }
    }

    private func ruleRefusal(
        _ rule: Rule, _ because: String?, _ formula: Formula, _ filled: Formula, _ what: String, at when: Instant
    ) -> Refusal {
        var refusal = Refusal(
            "rule-refused",
            "rule \(quoted(rule.definition.name)) refuses this" + (because.map { ": \(printable($0))" } ?? ""))
        refusal.notes = [
            "the rule says: \(what.isEmpty ? "require \(state.text(formula))" : what.replacingEllipsis(state.text(formula)))"
        ]
        refusal.notes += state.seen(filled, at: when, by: actor.user)
        refusal.rule = rule.definition.name
        return refusal
    }

    /// Asks `require` and `warn` of the state that the whole transaction leaves; done once, before it is committed.
    /// - Throws: the first requirement that does not hold.
    package mutating func checkRules() throws(Refusal) {
        guard !touched.isEmpty else { return }
        for line in state.demands where isDue(line) {
            let rule = state[line.rule]
            let filled = state.filled(line.formula, Bindings(actor: actor.user))
            let holds = state.holds(filled, on: nil, at: now)
            if !line.isWarning {
                guard holds else { throw ruleRefusal(rule, line.because, line.formula, filled, "", at: now) }
                warnOfLapse(rule, line.facets.parts, filled)
            } else if holds {
                let seen = state.seen(filled, at: now, by: actor.user).joined(separator: "; ")
                warn(
                    "rule-warning",
                    "rule \(quoted(rule.definition.name))\(line.because.map { ": \(printable($0))" } ?? "")\(seen.isEmpty ? "" : " (\(seen))")",
                    rule: rule.definition.name)
            }
        }
    }

    /// Whether what the transaction changed could have moved the answer.
    func isDue(_ line: Demand) -> Bool {
        line.facets.meets(touched) || touched.parts.contains(.rules) && state[line.rule].modified.seq > base.seq
    }

    /// A loss that only time brings is a warning, when the grant is made.
    private mutating func warnOfLapse(_ rule: Rule, _ facet: Facet, _ filled: Formula) {
        for instant in state.laterEndings(for: facet, grants: limitedGrants, after: now) {
            guard !state.holds(filled, on: nil, at: instant) else { continue }
            let seen = state.seen(filled, at: instant, by: actor.user).joined(separator: "; ")
            warn(
                "rule-will-lapse",
                "rule \(quoted(rule.definition.name)) will no longer hold from \(instant.text) on, when a grant ends\(seen.isEmpty ? "" : " (\(seen))")",
                rule: rule.definition.name)
            return
        }
    }
}

extension State {
    /// When grants that a formula may count end: those of the partner's team, which are few, and those just made.
    func laterEndings(for facet: Facet, grants: [Instant], after now: Instant) -> [Instant] {
        var found = Set(grants)
        if facet.contains(.partnerTeam) {
            found.formUnion(members.of(.partner).compactMap(\.term.until))
        }
        return Array(found.filter { $0 > now }.sorted().prefix(1000))
    }

    /// Rules count everything; by name only those are told of whom the actor may see.
    private func number(_ elements: [Element], _ visibility: Visibility?) -> String {
        let shown = elements.filter { visibility?.sees($0) ?? true }
        let names = shown.compactMap { $0.thing.map { spelled(name($0)) } }
        return "\(elements.count)" + (names.isEmpty ? "" : ": " + list(names))
    }

    /// What the counts of a formula were, and whom they counted: `count(customers of $user) was 2: acme, globex`.
    func seen(_ formula: Formula, at now: Instant, by viewer: UserID?) -> [String] {
        let visibility = viewer.map { Visibility(self, viewer: $0, at: now) }
        var found: [String] = []
        func see(_ operand: Operand) {
            if case .count(let set) = operand {
                found.append("\(text(operand)) was \(number(elements(of: set, at: now), visibility))")
            }
        }
        _ = formula.mapped { test -> FormulaTest? in
            switch test {
            case .compare(let left, _, let right):
                see(left)
                see(right)
            case .any(let set):
                found.append("count(\(text(set))) was \(number(elements(of: set, at: now), visibility))")
            default: break
            }
            return test
        }
        return found
    }
}

/// Text of a script in a message: nothing in it may act upon a terminal.
func printable(_ text: String) -> String {
    String(quoted(text).dropFirst().dropLast())
}

extension String {
    /// Puts the condition where a rule's shape has its `…`.
    fileprivate func replacingEllipsis(_ text: String) -> String {
        guard let at = firstIndex(of: "…") else { return self }
        return String(self[..<at]) + text + String(self[index(after: at)...])
    }
}
