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

    /// The decision without its reason, as `State.allows`.
    package func allows(_ question: PreparedRequest, at now: Instant) -> Bool {
        state.plainly(question, at: now) ?? allowsByAllSteps(question, at: now)
    }

    // Apart, so that the state is copied for these questions alone.
    @inline(never)
    private func allowsByAllSteps(_ question: PreparedRequest, at now: Instant) -> Bool {
        state.allows(question, at: now)
    }

    /// A request of names; nil where there is no such user, account or kind, or the kind has no such action.
    package func request(user: String, action: String, kind: String, account: String) -> PreparedRequest? {
        guard let userRow = state.users.live(user), let accountRow = state.accounts.live(account),
            let kindID = state.powers.kind(named: kind)
        else { return nil }
        let bit = state.powers.bit(of: action, on: kindID)
        guard bit != 0 else { return nil }
        return PreparedRequest(user: UserID(userRow), kind: kindID, action: bit, account: AccountID(accountRow))
    }

    /// Whether the user of a request that was made of another moment's numbers is there, and not removed.
    package func knowsUser(_ question: PreparedRequest) -> Bool { state.users.isLive(question.user.raw) }

    /// The same of the account.
    package func knowsAccount(_ question: PreparedRequest) -> Bool { state.accounts.isLive(question.account.raw) }

    /// Whether the kind is there and has the action: its bit is never given to another.
    package func knowsAction(_ question: PreparedRequest) -> Bool {
        state.powers.isLive(question.action, on: question.kind)
    }

    /// All three at once.
    package func knows(_ question: PreparedRequest) -> Bool {
        knowsUser(question) && knowsAccount(question) && knowsAction(question)
    }
}
