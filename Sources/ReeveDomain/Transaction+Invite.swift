extension Transaction {
    /// Whether two terms are one from now on.
    func isSame(_ one: Term, _ other: Term) -> Bool { one.remaining(at: now) == other.remaining(at: now) }

    mutating func invite(
        _ users: Several<UserID>, _ role: RoleID, _ accounts: Several<AccountID>, _ term: Term
    ) throws(Refusal) {
        if term.hasEnded(at: now) {
            warn("past-until", "`until\(term.until.map { " " + $0.text } ?? "")` is in the past: nobody is invited")
            unchanged(users.count * accounts.count)
            return
        }
        for user in users {
            for (index, account) in accounts.enumerated() {
                do throws(Refusal) {
                    try invite(user, role, account, term)
                } catch {
                    throw error.subject == .place ? error.at(.place, index) : error
                }
            }
        }
    }

    mutating func invite(_ user: UserID, _ role: RoleID, _ account: AccountID, _ term: Term) throws(Refusal) {
        let found = state.members.find(user, account)
        // Where neither grant begins or ends at some time, nothing has to be known of the old one but its role.
        let old = found.flatMap { $0.isLimited || term != .always ? state.members.grant($0.row) : nil }
        if actor.user != nil {
            try require(found == nil ? "create" : "edit", .member, in: account)
            // Nobody on a customer's team demotes a manager by inviting: Workato, Customer managers, Customer permissions.
            if !account.isPartner, state.manages(user, account, at: now) { try require("edit", .manager) }
        }
        if let found, found.role == role, old.map({ isSame($0.term, term) }) ?? true {
            unchanged()
            return
        }
        try forbid(found == nil ? "create" : "edit", .member, user: user, customer: account, role: role)
        if let old { try refuseShortening(old, term, role) }
        try requireHolding(role, .team(account), term, to: user)
        // Managing lasts as long as the place on the partner's team: another term for that is one for all of it.
        if account.isPartner, let old, !isSame(old.term, term), let manager = state.manager(user) {
            try requireHoldingScope(of: user, manager.role, within: term)
        }
        if state.members.isInPartner(user) {
            inviteColleague(user, role, account, term)
        } else {
            // Nothing but teams gives access: there is nothing to shadow, and nothing else that changes.
            emit(.invited(user, account, role, term), as: found == nil ? .add : .change)
        }
    }

    /// The same of a member of the partner's team, with a word on what it does to their other access.
    private mutating func inviteColleague(_ user: UserID, _ role: RoleID, _ account: AccountID, _ term: Term) {
        let shadowed =
            account.isPartner || state.manager(user) == nil && !state.mayReachWidely(user, at: now)
            ? nil : state.effectiveRole(of: user, in: account, at: now)
        let differences = account.isPartner ? state.accessBefore(user, at: now) : nil
        emit(.invited(user, account, role, term))
        if let shadowed, shadowed.route.name != .team, term.isLive(at: now) {
            note(
                "\(state.spelledName(user))'s team role \(state.spelledName(role)) now decides in \(state.spelledName(account)); the \(shadowed.route.name) role \(state.spelledName(shadowed.role)) is shadowed"
            )
        }
        if let differences { noteDifference(user, differences) }
    }

    /// A limited grant over a longer one would end the longer one.
    private func refuseShortening(_ old: Grant, _ term: Term, _ role: RoleID) throws(Refusal) {
        let shorter = term.until.map { new in old.term.until.map { new < $0 } ?? true } ?? false
        let later = term.from.map { $0 > now && old.term.isLive(at: now) } ?? false
        guard shorter || later else { return }
        let who = state.spelledName(old.user)
        let place = state.spelledName(old.account)
        let oldRole = state.spelledName(old.role)
        let has = old.term.until.map { "until \($0.text)" } ?? "without an end"
        throw Refusal(
            "would-end",
            "\(who) is \(oldRole) in \(place) \(has), and this would \(shorter ? "end that sooner" : "interrupt that")",
            label: shorter ? "sooner than what \(who) has" : "later than now",
            notes: [
                "to limit it all the same: uninvite \(who) from \(place); invite \(who) as \(state.spelledName(role)) to \(place)\(state.text(term))"
            ], subject: .term)
    }

    mutating func uninvite(_ users: [UserID], _ accounts: [AccountID]) throws(Refusal) {
        for (index, user) in users.enumerated() {
            do throws(Refusal) {
                for account in accounts { try uninvite(user, account) }
            } catch {
                throw error.subject == .user ? error.at(.user, index) : error
            }
        }
    }

    private mutating func uninvite(_ user: UserID, _ account: AccountID) throws(Refusal) {
        try require("delete", .member, in: account, ignoringDisabled: true)
        let who = state.spelledName(user)
        let place = state.spelledName(account)
        guard state.members[user, account] != nil else {
            if !account.isPartner, state.manages(user, account, at: now) {
                throw Refusal(
                    "is-manager", "\(who) is in \(place) as a manager, not on its team",
                    label: "write: unassign \(who) from \(place)", subject: .user)
            }
            unchanged()
            return
        }
        try forbid("delete", .member, user: user, customer: account, role: state.members[user, account]?.role)
        emit(.uninvited(user, account, .revoked))
        if account.isPartner {
            if state.manager(user) != nil {
                note("\(who) left the partner's team, so \(who) manages no customers any more")
                endManagement(of: user, .followed)
            }
        } else if let left = state.effectiveRole(of: user, in: account, at: now) {
            note("\(who) keeps \(state.spelledName(left.role)) in \(place) (\(left.route.name))")
        }
    }
}

extension Refusal {
    func at(_ subject: Subject, _ index: Int) -> Refusal {
        var moved = self
        moved.subject = subject
        moved.index = index
        return moved
    }
}
