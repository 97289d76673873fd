extension Transaction {
    mutating func unassign(_ users: [UserID], _ choice: CustomerChoice) throws(Refusal) {
        for (index, user) in users.enumerated() {
            do throws(Refusal) {
                try unassign(user, choice)
            } catch {
                throw error.subject == .user ? error.at(.user, index) : error
            }
        }
    }

    private mutating func unassign(_ user: UserID, _ choice: CustomerChoice) throws(Refusal) {
        try require("delete", .manager)
        guard let manager = state.manager(user) else {
            unchanged()
            return
        }
        switch choice {
        case .all:
            try forbid("delete", .manager, user: user, role: manager.role, scope: "all")
            let accounts = state.members.of(user).map(\.account).filter { state.manages(user, $0, at: now) }
            endManagement(of: user, .revoked)
            noteKept(user, accounts)
        case .named(let accounts):
            for (index, account) in accounts.enumerated() {
                for item in manager.standing where state.covers(item, account) {
                    throw standingCovers(user, manager, item, accounts, account).at(.scope, index)
                }
            }
            for account in accounts {
                guard state.assignments[user, account] != nil else {
                    unchanged()
                    continue
                }
                try forbid(
                    "delete", .manager, user: user, customer: account, role: manager.role,
                    scope: state.spelledName(account))
                emit(.unassigned(user, account, .revoked))
                noteKept(user, [account])
            }
            endManagerWithoutScope(user, .revoked)
        }
    }

    private func standingCovers(
        _ user: UserID, _ manager: Manager, _ item: StandingItem, _ accounts: [AccountID], _ account: AccountID
    ) -> Refusal {
        let who = state.spelledName(user)
        let role = state.spelledName(manager.role)
        func narrowed(_ item: StandingItem) -> String {
            var narrowed = item
            narrowed.except = (item.except + accounts.filter { state.covers(item, $0) }).sorted()
            return state.text(narrowed) + state.text(item.term)
        }
        let message = "\(who) manages \(state.text(item)), and that takes in \(state.spelledName(account))"
        let named = state.assignments.of(user).filter { !accounts.contains($0.account) }
        if manager.standing.count == 1, named.isEmpty {
            return Refusal("standing-scope", message, label: "write: reassign \(who) to \(narrowed(item))")
        }
        // `reassign` replaces all, so what else there is would have to be given again.
        let scopes =
            manager.standing.map(narrowed) + named.map { state.spelledName($0.account) + state.text($0.term) }
        return Refusal(
            "standing-scope", message, label: "a standing scope is narrowed by `except`",
            notes: [
                "write: reassign \(who) to \(scopes[0]); "
                    + scopes.dropFirst().map { "assign \(who) as \(role) to \($0)" }.joined(separator: "; ")
            ])
    }

    /// Takes away all of a manager's scope.
    mutating func endManagement(of user: UserID, _ ending: Ending) {
        guard let manager = state.manager(user) else { return }
        for grant in state.assignments.of(user) { emit(.unassigned(user, grant.account, ending)) }
        if !manager.standing.isEmpty { emit(.standingSet(user, [], ending)) }
        emit(.managerEnded(user, ending))
    }

    mutating func endManagerWithoutScope(_ user: UserID, _ ending: Ending) {
        guard let manager = state.manager(user), manager.standing.isEmpty, !state.assignments.hasAny(user) else {
            return
        }
        emit(.managerEnded(user, ending))
    }

    // MARK: Hand over

    mutating func handOver(_ choice: CustomerChoice, from giver: UserID, to receiver: UserID) throws(Refusal) {
        try require("edit", .manager)
        guard giver != receiver else {
            throw Refusal(
                "same-user", "\(state.spelledName(giver)) cannot hand over to \(state.spelledName(giver))",
                subject: .user)
        }
        try requirePartnerTeam(receiver)
        let before = [giver: state.accessBefore(giver, at: now), receiver: state.accessBefore(receiver, at: now)]
        let start = eventCount
        switch choice {
        case .all: try handOverAll(from: giver, to: receiver)
        case .named(let accounts):
            for (index, account) in accounts.enumerated() {
                do throws(Refusal) {
                    try handOver(account, from: giver, to: receiver)
                } catch {
                    throw error.at(.scope, index)
                }
            }
        }
        endManagerWithoutScope(giver, .revoked)
        guard eventCount > start else { return }
        for user in [giver, receiver] { noteDifference(user, before[user] ?? [:]) }
    }

    /// The receiver keeps its role, or takes the giver's where it has none.
    private mutating func receive(_ receiver: UserID, _ giverRole: RoleID) -> RoleID {
        if let manager = state.manager(receiver) { return manager.role }
        emit(.managerSet(receiver, giverRole))
        return giverRole
    }

    private mutating func handOver(_ account: AccountID, from giver: UserID, to receiver: UserID) throws(Refusal) {
        let named = state.assignments[giver, account]
        let covering = state.manager(giver)?.standing.contains { state.covers($0, account) } ?? false
        guard let manager = state.manager(giver), named != nil || covering else {
            // What begins later was handed over all the same.
            let isTheirs = state.manager(receiver)?.standing.contains { state.covers($0, account) } ?? false
            if isTheirs || state.assignments[receiver, account] != nil {
                unchanged()
                return
            }
            throw Refusal(
                "not-managed", "\(state.spelledName(giver)) does not manage \(state.spelledName(account))",
                label: "write: assign \(state.spelledName(receiver)) as ROLE to \(state.spelledName(account))")
        }
        let role = state.manager(receiver)?.role ?? manager.role
        try forbid("edit", .manager, user: giver, customer: account, role: role, scope: state.spelledName(account))
        try forbid("edit", .manager, user: receiver, customer: account, role: role, scope: state.spelledName(account))
        let standing = manager.standing.first { state.covers($0, account) }?.term
        try requireHolding(role, managedBy: receiver, .managing(account), named?.term ?? standing ?? .always)
        var until = named?.term
        if covering {
            // Of a standing item the customer moves by `except`.
            let items = manager.standing.map { item -> StandingItem in
                guard state.covers(item, account) else { return item }
                var narrowed = item
                narrowed.except = (item.except + [account]).sorted()
                narrowed.seq = 0
                until = until ?? item.term
                return narrowed
            }
            emit(.standingSet(giver, items, .revoked))
        }
        if named != nil { emit(.unassigned(giver, account, .revoked)) }
        _ = receive(receiver, manager.role)
        let has = state.assignments[receiver, account]
        let isCovered = state.manager(receiver)?.standing.contains { state.covers($0, account) } ?? false
        if has == nil, !isCovered { emit(.assigned(receiver, account, until ?? .always)) }
        noteKept(receiver, [account])
    }

    private mutating func handOverAll(from giver: UserID, to receiver: UserID) throws(Refusal) {
        guard let manager = state.manager(giver) else {
            unchanged()
            return
        }
        let role = state.manager(receiver)?.role ?? manager.role
        let named = state.assignments.of(giver)
        for user in [giver, receiver] { try forbid("edit", .manager, user: user, role: role, scope: "all") }
        for grant in named {
            try requireHolding(role, managedBy: receiver, .managing(grant.account), grant.term)
        }
        for item in manager.standing {
            try requireHolding(role, managedBy: receiver, .managingAll(item), item.term)
        }
        endManagement(of: giver, .revoked)
        _ = receive(receiver, manager.role)
        for grant in named where state.assignments[receiver, grant.account] == nil {
            emit(.assigned(receiver, grant.account, grant.term))
        }
        var items = state.manager(receiver)?.standing ?? []
        let had = items.count
        for var item in manager.standing
        where !items.contains(where: {
            $0.condition == item.condition && $0.except == item.except && $0.term == item.term
        }) {
            item.seq = 0
            items.append(item)
        }
        if items.count > had { emit(.standingSet(receiver, items, .revoked)) }
    }
}
