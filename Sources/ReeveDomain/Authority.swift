extension Transaction {
    /// Asks the decision function whether the actor may; the superuser may everything.
    func require(
        _ action: String, _ kind: KindID, _ subject: Thing? = nil, in account: AccountID,
        ignoringDisabled: Bool = false
    ) throws(Refusal) {
        guard let user = actor.user else { return }
        let decision = state.decide(
            Request(
                user: user, action: action, kind: kind, subject: subject, account: account,
                ignoresDisabledCustomer: ignoringDisabled), at: now)
        guard !decision.isAllowed else { return }
        throw state.refusal(of: decision, user, action, kind, subject, account, at: now)
    }

    func require(
        _ action: String, _ kind: BuiltInKind, _ subject: Thing? = nil, in account: AccountID = .partner,
        ignoringDisabled: Bool = false
    ) throws(Refusal) {
        try require(action, kind.id, subject, in: account, ignoringDisabled: ignoringDisabled)
    }

    /// What only the superuser does.
    func requireSuperuser(_ what: String) throws(Refusal) {
        guard let user = actor.user else { return }
        throw Refusal(
            "not-permitted", "\(state.spelledName(user)) may not \(what): only the superuser does",
            notes: ["the superuser is whoever opens the store without `--as`"])
    }
}

extension State {
    func refusal(
        of decision: Decision, _ user: UserID, _ action: String, _ kind: KindID, _ subject: Thing?,
        _ account: AccountID,
        at now: Instant
    ) -> Refusal {
        let seen = Visibility(self, viewer: user, at: now)
        let isPartnerKind = root(of: kind) == .partner
        let place = isPartnerKind || account.isPartner ? "the partner" : spelledName(account)
        let what: String =
            if kind == BuiltInKind.audit.id {
                "the audit log in \(place)"
            } else if let subject, action != "create", isNamed(subject, seen) { text(subject) } else {
                "a \(spelled(self[kind].definition.name)) in \(place)"
            }
        return Refusal(
            "not-permitted", "\(spelledName(user)) may not \(spelled(action)) \(what)",
            label: needed(decision, action, kind),
            notes: [why(decision, user, kind, account, seenBy: seen)])
    }

    /// A record that was not named in the script, but hangs below one that was, may be one that the actor may not see.
    private func isNamed(_ subject: Thing, _ seen: Visibility) -> Bool {
        if case .record(let record) = subject { seen.sees(record) } else { true }
    }

    /// What a role would have to say; nothing where no role would help.
    private func needed(_ decision: Decision, _ action: String, _ kind: KindID) -> String {
        switch decision.reason {
        case .noRole, .notPermitted: "needs `can \(spelled(action)) \(spelled(self[kind].definition.name))`"
        default: ""
        }
    }

    /// The failing step of a decision, in words.
    ///
    /// - Parameter seen: whose eyes it is looked at with; nil sees everything.
    package func why(
        _ decision: Decision, _ user: UserID, _ kind: KindID, _ account: AccountID, seenBy seen: Visibility? = nil
    ) -> String {
        let who = spelledName(user)
        // A manager's role is held in the customer, also where it is asked about the customer's own record.
        let isHeldThere = decision.effective.map { $0.route.name == .manager } ?? false
        let isPartnerKind = root(of: kind) == .partner && !isHeldThere
        let place = isPartnerKind || account.isPartner ? "the partner" : spelledName(account)
        let role = decision.effective.map { "\(spelledName($0.role)) (\($0.route.name))" } ?? "no role"
        return switch decision.reason {
        case .permitted: "\(role) permits it"
        case .ownDetails: "these are \(who)'s own details"
        case .effectiveRole: "\(role) in \(account.isPartner ? "the partner" : spelledName(account)) shows the customer"
        case .userDisabled: "\(who) is disabled"
        case .customerDisabled: "\(place) is disabled"
        case .noRole: "\(who) has no role in \(place)"
        case .notPermitted: "\(who) is \(role) in \(place), and that role does not permit it"
        case .onlyWhere(let condition): "\(role) permits it only where \(text(seen.seen(condition)))"
        case .hidden(let kind):
            "\(role) does not permit to view \(spelled(self[kind].definition.name)), which it lives in"
        case .locked(let record) where seen?.sees(record) == false: "something above it is locked"
        case .lockedBelow(let record) where seen?.sees(record) == false: "something below it is locked"
        case .locked(let record): "\(text(.record(record))) is locked"
        case .lockedBelow(let record): "\(text(.record(record))) is below it, and locked"
        }
    }
}
