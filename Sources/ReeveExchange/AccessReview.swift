import ReeveDomain

/// One line of an access review: a grant as it stands, or a route that a user has to one account.
package struct ReviewLine: Sendable {
    package let user: UserID
    package let isUserDisabled: Bool
    /// The account's name, or `all customers where …` of a standing grant that is not spread out.
    package let place: String
    /// The account; nil for a standing grant that is not spread out.
    package let account: AccountID?
    package let role: RoleID
    package let route: RouteName
    /// What gives it: `team`, `by name`, `all customers where …`, `in own customers`.
    package let through: String
    /// How many accounts it leads to now, and in how many of them it is what decides.
    package let covers: Int
    package let decides: Int
    /// The same as customers by name, where it is not about one account.
    let covered: [AccountID]
    let decided: [AccountID]
    package let term: Term
    /// The event that made it.
    package let seq: Int64
    /// The statement that takes it away, where one does.
    package let revocation: String?

    init(
        _ user: UserID, isDisabled: Bool, _ place: (String, AccountID?), _ role: RoleID, _ route: RouteName,
        through: String, term: Term, seq: Int64, covered: [AccountID], decided: [AccountID], revocation: String?
    ) {
        self.user = user
        isUserDisabled = isDisabled
        (self.place, account) = place
        self.role = role
        self.route = route
        self.through = through
        covers = place.1 == nil ? covered.count : 1
        decides = decided.count
        self.covered = covered
        self.decided = decided
        self.term = term
        self.seq = seq
        self.revocation = revocation
    }
}

/// Who has access to what, and by what: for people who have to confirm it.
package struct AccessReview: Sendable {
    private let access: AccessModel
    private var state: State { access.state }
    private var now: Instant { access.now }

    package init(_ state: State, now: Instant) { access = AccessModel(state, now: now, flat: false) }

    /// The events that made what is reviewed.
    package var origins: [Int64] {
        var seqs: [Int64] = []
        seqs.reserveCapacity(state.members.count + state.assignments.count)
        state.members.forEach { seqs.append($0.seq) }
        state.assignments.forEach { seqs.append($0.seq) }
        for user in state.standingManagers { seqs += (state.manager(user)?.standing ?? []).map(\.seq) }
        return seqs
    }

    /// Every grant that has not ended, by names of users and then of accounts, the partner's first and standing ones last.
    /// Linear in the grants; a standing one costs a look at every customer.
    package func grants(_ give: (ReviewLine) -> Void) {
        for user in access.users {
            let isDisabled = state[user].isDisabled
            for grant in access.teams(of: user) where !grant.term.hasEnded(at: now) {
                give(
                    ReviewLine(
                        user, isDisabled: isDisabled, (access.name(grant.account), grant.account), grant.role, .team,
                        through: "team", term: grant.term, seq: grant.seq, covered: [],
                        decided: decides(user, grant.account, .team) ? [grant.account] : [],
                        revocation: "uninvite \(state.spelledName(user)) from \(state.spelledName(grant.account))"))
            }
            if let managed = access.managed(by: user) { self.managed(user, managed, isDisabled, give) }
            reached(user, isDisabled, give)
        }
    }

    private func managed(
        _ user: UserID, _ managed: AccessModel.Managed, _ isDisabled: Bool, _ give: (ReviewLine) -> Void
    ) {
        let who = state.spelledName(user)
        let standing = managed.standing.filter { !$0.term.hasEnded(at: now) }
        for grant in managed.named where !grant.term.hasEnded(at: now) {
            // A name is not taken out of what a standing item covers as well.
            let isPlain = !standing.contains { state.covers($0, grant.account) }
            let customer = state.spelledName(grant.account)
            let isDeciding = decides(user, grant.account, .manager) { $0 == grant.seq }
            give(
                ReviewLine(
                    user, isDisabled: isDisabled, (access.name(grant.account), grant.account), managed.role, .manager,
                    through: "by name", term: grant.term, seq: grant.seq, covered: [],
                    decided: isDeciding ? [grant.account] : [],
                    revocation: isPlain ? "unassign \(who) from \(customer)" : nil))
        }
        for item in standing {
            let covered = access.customers.filter { state.covers(item, $0) }
            let isAlone = standing.count == 1 && managed.named.isEmpty
            let text = state.text(item)
            give(
                ReviewLine(
                    user, isDisabled: isDisabled, (text, nil), managed.role, .manager, through: text, term: item.term,
                    seq: item.seq, covered: covered,
                    decided: covered.filter { decides(user, $0, .manager) { $0 == item.seq } },
                    revocation: isAlone ? "unassign \(who) from all customers" : nil))
        }
    }

    /// What the role on the partner's team opens by itself: part of that grant, and yet what a reviewer asks about.
    private func reached(_ user: UserID, _ isDisabled: Bool, _ give: (ReviewLine) -> Void) {
        guard let partner = state.partnerGrant(user, at: now) else { return }
        for reach in state.compiled[Int(partner.role.raw)].reaches {
            let text = String(state.text(reach).dropFirst(3))
            let covered = access.customers.filter { state.covers(reach, $0, for: user, at: now) }
            let decided = covered.filter { customer in
                guard case .partner(_, let found)? = deciding(user, customer)?.route else { return false }
                return found == reach
            }
            give(
                ReviewLine(
                    user, isDisabled: isDisabled, (text, nil), partner.role, .partner, through: text,
                    term: partner.term, seq: partner.seq, covered: covered, decided: decided,
                    revocation: "uninvite \(state.spelledName(user)) from partner"))
        }
    }

    /// Every route to every account that a user gets to, each account's deciding route first.
    package func access(_ give: (ReviewLine) -> Void) {
        for user in access.users {
            let accounts = state.reachable(by: user, at: now)
            for account in [.partner] + access.inOrder(accounts) {
                let isOpen = !state[user].isDisabled && !state[account].isDisabled
                for (number, found) in state.routes(of: user, to: account, at: now).enumerated() {
                    give(line(user, account, found, decides: isOpen && number == 0))
                }
            }
        }
    }

    private func line(_ user: UserID, _ account: AccountID, _ found: EffectiveRole, decides: Bool) -> ReviewLine {
        var term = Term.always
        let through: String
        switch found.route {
        case .team(let grant): (term, through) = (grant.term, "team")
        case .manager(let grant): (term, through) = (grant.term, "by name")
        case .standing(_, let item): (term, through) = (item.term, state.text(item))
        case .partner(let grant, let reach): (term, through) = (grant.term, String(state.text(reach).dropFirst(3)))
        }
        return ReviewLine(
            user, isDisabled: state[user].isDisabled, (access.name(account), account), found.role, found.route.name,
            through: through, term: term, seq: found.route.seq, covered: [], decided: decides ? [account] : [],
            revocation: nil)
    }

    private func deciding(_ user: UserID, _ account: AccountID) -> EffectiveRole? {
        guard !state[user].isDisabled, !state[account].isDisabled else { return nil }
        return state.effectiveRole(of: user, in: account, at: now)
    }

    private func decides(
        _ user: UserID, _ account: AccountID, _ route: RouteName, _ isThis: (Int64) -> Bool = { _ in true }
    ) -> Bool {
        guard let found = deciding(user, account)?.route else { return false }
        return found.name == route && isThis(found.seq)
    }

    // MARK: Rows

    package static let columns = [
        "user", "user status", "account", "role", "route", "through", "covers", "decides in", "from", "until", "since",
        "granted by", "reason", "script", "seq", "to revoke",
    ]

    /// A line under `columns`.
    ///
    /// - Parameter made: who made it, where that is known.
    package func row(_ line: ReviewLine, _ made: Provenance?) -> [String] {
        return [
            access.name(line.user), line.isUserDisabled ? "disabled" : "active", line.place, access.name(line.role),
            line.route.label, line.through, String(line.covers), String(line.decides), line.term.from?.text ?? "",
            line.term.until?.text ?? "", made?.time.text ?? "", made?.who ?? "", made?.reason ?? "",
            made.map { $0.script + ($0.line > 0 ? ":\($0.line)" : "") } ?? "", String(line.seq),
            line.revocation ?? "",
        ]
    }
}
