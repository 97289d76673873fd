extension Transaction {
    /// Logs a user in and switches to an account. The superuser acts as anyone, others only as themselves; a customer's
    /// account asks for access, no more.
    package mutating func enter(as user: UserID, _ account: AccountID) throws(Refusal) {
        let who = state.spelledName(user)
        if let acting = actor.user, acting != user {
            throw Refusal(
                "not-permitted", "\(state.spelledName(acting)) may not act as \(who)",
                label: "act as \(state.spelledName(acting)), or leave it out",
                notes: ["the superuser alone acts as another"],
                subject: .user)
        }
        guard !state[user].isDisabled else {
            throw Refusal(
                "not-permitted", "\(who) is disabled and cannot log in", label: "write first: enable user \(who)",
                subject: .user)
        }
        if !account.isPartner, !state.hasAccess(user, to: account, at: now) {
            let place = state.spelledName(account)
            throw Refusal(
                "not-permitted",
                state[account].isDisabled ? "\(place) is disabled" : "\(who) has no access to \(place)",
                label: state[account].isDisabled
                    ? "write first: enable customer \(place)" : "write first: invite \(who) as ROLE to \(place)",
                subject: .place)
        }
        let outer = actor
        actor = .user(user)
        emit(.loggedIn(user, in: account))
        if !account.isPartner { emit(.switched(user, to: account)) }
        actor = outer
    }

    /// Switches back and logs out.
    package mutating func leave(_ user: UserID, _ account: AccountID) {
        if !account.isPartner { emit(.switchedBack(user, from: account)) }
        emit(.loggedOut(user, from: account))
    }
}
