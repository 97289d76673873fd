/// A state for readers that ask it very often. They share it by reference: `State` is large, and handing it to a function
/// of its own would copy it at each question.
package final class Reader: Sendable {
    package let state: State
    /// Whether no grant begins or ends at some time: then every moment is like any other.
    package let isTimeless: Bool

    package init(_ state: consuming State) {
        isTimeless = state.isTimeless
        self.state = state
    }

    /// The decision without its reason, as `State.allows`, of names; nil where there is no such user, account or kind, or
    /// the kind has no such action.
    ///
    /// - Parameter now: asked for only where it could matter.
    package func allows(
        _ user: String, _ action: String, _ kind: String, in account: String, at now: () -> Instant
    ) -> Bool? {
        guard let user = state.users.live(user).map({ UserID($0) }),
            let account = state.accounts.live(account).map({ AccountID($0) }), let kind = state.powers.kind(named: kind)
        else { return nil }
        let action = state.powers.bit(of: action, on: kind)
        guard action != 0 else { return nil }
        if let answer = state.plainly(user, action, kind, in: account) { return answer }
        return allows(PreparedRequest(user: user, kind: kind, action: action, account: account), at: now)
    }

    /// The same of names that were looked up at this moment or another, where it takes no more than the user's place on
    /// the account's team, as mostly; nil where it takes more.
    package func allowsPlainly(_ user: UserID, _ action: UInt64, _ kind: KindID, in account: AccountID) -> Bool? {
        state.plainly(user, action, kind, in: account)
    }

    /// The same by all steps; nil where one of the numbers means nothing that is there.
    package func allows(
        _ user: UserID, _ action: UInt64, _ kind: KindID, in account: AccountID, at now: () -> Instant
    ) -> Bool? {
        guard knowsUser(user), knowsAccount(account), knowsAction(action, on: kind) else { return nil }
        return allows(PreparedRequest(user: user, kind: kind, action: action, account: account), at: now)
    }

    /// The same of any request, by all its steps.
    @inline(never)
    package func allows(_ question: PreparedRequest, at now: () -> Instant) -> Bool {
        state.allows(question, at: isTimeless ? Instant(milliseconds: 0) : now())
    }

    /// Whether a user's number of another moment means one that is there.
    package func knowsUser(_ user: UserID) -> Bool { state.users.isLive(user.raw) }

    /// The same of an account.
    package func knowsAccount(_ account: AccountID) -> Bool { state.accounts.isLive(account.raw) }

    /// Whether the kind is there and has the action: its bit is never given to another.
    package func knowsAction(_ action: UInt64, on kind: KindID) -> Bool { state.powers.isLive(action, on: kind) }
}
