/// What an actor may see (language.md section 5, Visibility). What may not be seen answers as if it did not exist. Made
/// once for a question, because it asks the decision function of much.
package struct Visibility: Sendable {
    private let state: State
    private let viewer: UserID
    private let now: Instant
    /// Whether all users, or all customers, may be seen anyway.
    private let seesAllUsers: Bool

    package init(_ state: State, viewer: UserID, at now: Instant) {
        self.state = state
        self.viewer = viewer
        self.now = now
        seesAllUsers =
            state.decide(
                Request(user: viewer, action: "view", kind: BuiltInKind.user.id, account: .partner), at: now
            ).isAllowed
    }

    /// Oneself; by `view user`; or by `view member` where they are member or manager.
    package func sees(_ user: UserID) -> Bool {
        if user == viewer || seesAllUsers { return true }
        for grant in state.members.of(user) where seesTeam(of: grant.account) { return true }
        if state.manager(user) != nil {
            for grant in state.assignments.of(user) where seesTeam(of: grant.account) { return true }
            // A standing item brings a manager to every account that the viewer might look at.
            for account in state.reachable(by: viewer, at: now)
            where state.spend(1) && seesTeam(of: account) && state.managing(user, account, at: now) != nil {
                return true
            }
        }
        return false
    }

    package func seesTeam(of account: AccountID) -> Bool {
        state.decide(
            Request(user: viewer, action: "view", kind: BuiltInKind.member.id, account: account), at: now
        ).isAllowed
    }

    /// By an effective role, or by `view customer`; the partner's account is known to everybody.
    package func sees(_ account: AccountID) -> Bool {
        account.isPartner
            || state.decide(
                Request(
                    user: viewer, action: "view", kind: BuiltInKind.customer.id, subject: .customer(account),
                    account: account), at: now
            ).isAllowed
    }

    package func sees(_ record: RecordID) -> Bool {
        let here = state[record]
        return state.decide(
            Request(user: viewer, action: "view", kind: here.kind, subject: .record(record), account: here.account),
            at: now
        ).isAllowed
    }

    /// Names of roles, kinds and rules are seen by everybody.
    package func sees(_ thing: Thing) -> Bool {
        switch thing {
        case .user(let user): sees(user)
        case .customer(let account): sees(account)
        case .record(let record): sees(record)
        case .role, .kind, .rule: true
        }
    }

    /// Whether all things of a built-in kind of the partner's may be looked at, and not only their names be known.
    package func views(_ kind: BuiltInKind) -> Bool {
        state.decide(
            Request(user: viewer, action: "view", kind: kind.id, account: .partner), at: now
        ).isAllowed
    }

    /// An attribute's value: one who may not be seen is as if not set.
    package func seen(_ value: Value?) -> Value? {
        if case .user(let user)? = value, !sees(user) { return nil }
        return value
    }

    package func sees(_ element: Element) -> Bool {
        switch element {
        case .thing(let thing): return sees(thing)
        case .holder(let holder):
            // Who manages or belongs to an account is seen where its team is; of no account, where the user is.
            if holder.user == viewer { return true }
            if let account = holder.account { return seesTeam(of: account) }
            return views(.manager)
        case .entry, .text: return true
        }
    }
}
