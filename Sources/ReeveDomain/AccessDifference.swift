/// Whose effective access a run changes: collected from its events, worked out on the states before and after.
package struct AccessDifference: Sendable {
    /// What one user gains, loses, or holds otherwise.
    package struct Entry: Hashable, Sendable {
        package var user: UserID
        package var gained: [(account: AccountID, role: RoleID)]
        package var lost: [(account: AccountID, role: RoleID)]
        package var changed: [(account: AccountID, from: RoleID, to: RoleID)]

        package static func == (a: Entry, b: Entry) -> Bool { a.user == b.user }
        package func hash(into hasher: inout Hasher) { hasher.combine(user) }
    }

    private struct Pair: Hashable {
        var user: UserID
        var account: AccountID
    }
    private var pairs: Set<Pair> = []
    private var wideUsers: Set<UserID> = []
    private var wideAccounts: Set<AccountID> = []
    private var rolesChanged = false

    package init() {}

    /// Notes whom an event may concern.
    package mutating func add(_ event: Event, before: State) {
        switch event {
        case .invited(let user, let account, _, _), .uninvited(let user, let account, _):
            if account.isPartner { wideUsers.insert(user) } else { pairs.insert(Pair(user: user, account: account)) }
        case .assigned(let user, let account, _), .unassigned(let user, let account, _):
            pairs.insert(Pair(user: user, account: account))
        case .managerSet(let user, _), .managerEnded(let user, _), .standingSet(let user, _, _):
            wideUsers.insert(user)
        case .statusSet(.user(let user), _), .removed(.user(let user)): wideUsers.insert(user)
        case .statusSet(.customer(let account), _), .changed(.customer(let account), _),
            .removed(.customer(let account)),
            .renamed(.customer(let account), _), .customerAdded(let account, _, _):
            wideAccounts.insert(account)
        case .roleDefined(let id, _): if Int(id.raw) < before.roles.count { rolesChanged = true }
        default: break
        }
    }

    /// One entry for each user whose effective role changes somewhere, in the order of users.
    package func entries(before: State, after: State, at now: Instant) -> [Entry] {
        var asked: [UserID: Set<AccountID>] = [:]
        for pair in pairs { asked[pair.user, default: []].insert(pair.account) }
        for user in wideUsers {
            asked[user, default: []].insert(.partner)
            for state in [before, after] where Int(user.raw) < state.users.rows.count {
                asked[user, default: []].formUnion(state.reachable(by: user, at: now))
            }
        }
        if !wideAccounts.isEmpty || rolesChanged {
            let accounts = rolesChanged ? Set(after.customerIDs) : wideAccounts
            for user in after.userIDs where after.mayReachWidely(user, at: now) || before.mayReachWidely(user, at: now)
            {
                asked[user, default: []].formUnion(accounts)
            }
            for account in wideAccounts {
                for grant in after.members.of(account) + after.assignments.of(account) {
                    asked[grant.user, default: []].insert(account)
                }
            }
        }
        return asked.keys.sorted().compactMap { user in
            var entry = Entry(user: user, gained: [], lost: [], changed: [])
            for account in asked[user, default: []].sorted() {
                let old = before.decidingRole(user, account, at: now)
                let new = after.decidingRole(user, account, at: now)
                switch (old, new) {
                case (nil, let role?): entry.gained.append((account, role))
                case (let role?, nil): entry.lost.append((account, role))
                case (let from?, let to?) where from != to: entry.changed.append((account, from, to))
                default: break
                }
            }
            return entry.gained.isEmpty && entry.lost.isEmpty && entry.changed.isEmpty ? nil : entry
        }
    }
}

extension State {
    func decidingRole(_ user: UserID, _ account: AccountID, at now: Instant) -> RoleID? {
        guard Int(user.raw) < users.rows.count, Int(account.raw) < accounts.rows.count, !self[user].isRemoved,
            !self[account].isRemoved, hasAccess(user, to: account, at: now)
        else { return nil }
        return effectiveRole(of: user, in: account, at: now)?.role
    }

    func mayReachWidely(_ user: UserID, at now: Instant) -> Bool {
        guard Int(user.raw) < users.rows.count, let partner = partnerGrant(user, at: now) else { return false }
        return !(manager(user)?.standing.isEmpty ?? true) || !compiled[Int(partner.role.raw)].reaches.isEmpty
    }

    /// `bob: gains acme, globex as Operator; loses initech`
    package func describe(_ entry: AccessDifference.Entry, before: State) -> String {
        func grouped(_ pairs: [(account: AccountID, role: RoleID)], _ verb: String, _ join: String) -> [String] {
            var roles: [RoleID] = []
            for pair in pairs where !roles.contains(pair.role) { roles.append(pair.role) }
            return roles.map { role in
                let accounts = pairs.filter { $0.role == role }.map(\.account)
                return "\(verb) \(describe(accounts, before)) \(join) \(spelledName(role))"
            }
        }
        var parts = grouped(entry.gained, "gains", "as")
        var moves: [String: [AccountID]] = [:]
        for change in entry.changed {
            moves["\(spelledName(change.from)) -> \(spelledName(change.to))", default: []].append(change.account)
        }
        parts += moves.keys.sorted().map { "\($0) in \(describe(moves[$0] ?? [], before))" }
        parts += grouped(entry.lost, "loses", "as")
        return "\(spelledName(entry.user)): " + parts.joined(separator: "; ")
    }

    private func describe(_ accounts: [AccountID], _ before: State) -> String {
        let names = accounts.map { spelled($0.raw < Int32(accountsCount) ? self[$0].name : before[$0].name) }
        return names.count > 9 ? "\(names.count) accounts (\(list(names, most: 3)))" : names.joined(separator: ", ")
    }

    private var accountsCount: Int { accounts.rows.count }
}
