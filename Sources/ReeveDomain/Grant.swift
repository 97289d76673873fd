/// A user's place in an account: on its team with a role, or (in the table of assignments) managing it by name, where
/// `role` is the manager's one role.
package struct Grant: Hashable, Sendable {
    package var user: UserID
    package var account: AccountID
    package var role: RoleID
    package var term: Term
    /// The event that made it, or changed it last.
    package var seq: Int64

    package init(user: UserID, account: AccountID, role: RoleID, term: Term, seq: Int64) {
        self.user = user
        self.account = account
        self.role = role
        self.term = term
        self.seq = seq
    }
}

/// Grants by (user, account), and in chains by user and by account. About 100 bytes a grant.
package struct GrantTable: Sendable {
    private struct Row: Sendable {
        var user: Int32
        var account: Int32
        var role: Int32
        var nextOfUser: Int32
        var previousOfUser: Int32
        var nextOfAccount: Int32
        var previousOfAccount: Int32
        var from: Int64
        var until: Int64
        var seq: Int64

        var grant: Grant {
            Grant(
                user: UserID(user), account: AccountID(account), role: RoleID(role),
                term: Term(
                    from: from == .min ? nil : Instant(milliseconds: from),
                    until: until == .max ? nil : Instant(milliseconds: until)), seq: seq)
        }
    }
    private var rows = PagedArray<Row>()
    private var slots = HashSlots()
    private var ofUser = PagedArray<Int32>()
    private var ofAccount = PagedArray<Int32>()
    private var free: Int32 = -1
    package private(set) var count = 0

    package init() {}

    private func hash(_ user: UserID, _ account: AccountID) -> UInt32 {
        // Numbers are handed out by the state, not chosen by input: a plain mix is enough.
        var x = UInt64(UInt32(bitPattern: user.raw)) << 32 | UInt64(UInt32(bitPattern: account.raw))
        x ^= x >> 31
        x = x &* 0x9e37_79b9_7f4a_7c15
        x ^= x >> 29
        x = x &* 0xbf58_476d_1ce4_e5b9
        return UInt32(truncatingIfNeeded: x >> 32)
    }

    private func row(_ user: UserID, _ account: AccountID) -> Int32? {
        slots.find(hash(user, account)) {
            rows[Int($0)].user == user.raw && rows[Int($0)].account == account.raw
        }
    }

    package subscript(user: UserID, account: AccountID) -> Grant? {
        row(user, account).map { rows[Int($0)].grant }
    }

    /// Adds the grant, or replaces the one of this user in this account.
    mutating func set(_ grant: Grant) {
        let from = grant.term.from?.milliseconds ?? .min
        let until = grant.term.until?.milliseconds ?? .max
        if let at = row(grant.user, grant.account) {
            rows[Int(at)].role = grant.role.raw
            rows[Int(at)].from = from
            rows[Int(at)].until = until
            rows[Int(at)].seq = grant.seq
            return
        }
        while ofUser.count <= Int(grant.user.raw) { ofUser.append(-1) }
        while ofAccount.count <= Int(grant.account.raw) { ofAccount.append(-1) }
        let nextOfUser = ofUser[Int(grant.user.raw)]
        let nextOfAccount = ofAccount[Int(grant.account.raw)]
        let new = Row(
            user: grant.user.raw, account: grant.account.raw, role: grant.role.raw, nextOfUser: nextOfUser,
            previousOfUser: -1, nextOfAccount: nextOfAccount, previousOfAccount: -1, from: from, until: until,
            seq: grant.seq)
        let at: Int32
        if free >= 0 {
            at = free
            free = rows[Int(at)].nextOfUser
            rows[Int(at)] = new
        } else {
            at = Int32(truncatingIfNeeded: rows.count)
            rows.append(new)
        }
        if nextOfUser >= 0 { rows[Int(nextOfUser)].previousOfUser = at }
        if nextOfAccount >= 0 { rows[Int(nextOfAccount)].previousOfAccount = at }
        ofUser[Int(grant.user.raw)] = at
        ofAccount[Int(grant.account.raw)] = at
        slots.insert(hash(grant.user, grant.account), row: at)
        count += 1
    }

    mutating func remove(_ user: UserID, _ account: AccountID) {
        guard let at = row(user, account) else { return }
        let row = rows[Int(at)]
        if row.previousOfUser >= 0 {
            rows[Int(row.previousOfUser)].nextOfUser = row.nextOfUser
        } else {
            ofUser[Int(row.user)] = row.nextOfUser
        }
        if row.nextOfUser >= 0 { rows[Int(row.nextOfUser)].previousOfUser = row.previousOfUser }
        if row.previousOfAccount >= 0 {
            rows[Int(row.previousOfAccount)].nextOfAccount = row.nextOfAccount
        } else {
            ofAccount[Int(row.account)] = row.nextOfAccount
        }
        if row.nextOfAccount >= 0 { rows[Int(row.nextOfAccount)].previousOfAccount = row.previousOfAccount }
        slots.remove(hash(user, account), row: at)
        rows[Int(at)].user = -1
        rows[Int(at)].nextOfUser = free
        free = at
        count -= 1
    }

    /// A user's grants, in the order of accounts.
    package func of(_ user: UserID) -> [Grant] {
        var found: [Grant] = []
        guard Int(user.raw) < ofUser.count else { return [] }
        var at = ofUser[Int(user.raw)]
        while at >= 0 {
            found.append(rows[Int(at)].grant)
            at = rows[Int(at)].nextOfUser
        }
        return found.sorted { $0.account < $1.account }
    }

    /// An account's grants, in the order of users.
    package func of(_ account: AccountID) -> [Grant] {
        var found: [Grant] = []
        guard Int(account.raw) < ofAccount.count else { return [] }
        var at = ofAccount[Int(account.raw)]
        while at >= 0 {
            found.append(rows[Int(at)].grant)
            at = rows[Int(at)].nextOfAccount
        }
        return found.sorted { $0.user < $1.user }
    }

    /// A user's grants, in no promised order; makes no list of them.
    package func forEach(of user: UserID, _ body: (Grant) -> Void) {
        guard Int(user.raw) < ofUser.count else { return }
        var at = ofUser[Int(user.raw)]
        while at >= 0 {
            body(rows[Int(at)].grant)
            at = rows[Int(at)].nextOfUser
        }
    }

    /// An account's grants, in no promised order; makes no list of them.
    package func forEach(of account: AccountID, _ body: (Grant) -> Void) {
        guard Int(account.raw) < ofAccount.count else { return }
        var at = ofAccount[Int(account.raw)]
        while at >= 0 {
            body(rows[Int(at)].grant)
            at = rows[Int(at)].nextOfAccount
        }
    }

    package func hasAny(_ user: UserID) -> Bool {
        Int(user.raw) < ofUser.count && ofUser[Int(user.raw)] >= 0
    }

    package func hasAny(_ account: AccountID) -> Bool {
        Int(account.raw) < ofAccount.count && ofAccount[Int(account.raw)] >= 0
    }

    /// Every grant, in no promised order.
    package func forEach(_ body: (Grant) -> Void) {
        for index in 0..<rows.count where rows[index].user >= 0 { body(rows[index].grant) }
    }
}

/// One standing item of a manager's scope: `all customers [where …] [except …]`.
package struct StandingItem: Hashable, Sendable {
    package var condition: Condition?
    /// In ascending order.
    package var except: [AccountID]
    package var term: Term
    package var seq: Int64

    package init(condition: Condition?, except: [AccountID], term: Term, seq: Int64) {
        self.condition = condition
        self.except = except
        self.term = term
        self.seq = seq
    }
}

/// A member of the partner's team who is assigned to customers: one role in all of them.
package struct Manager: Hashable, Sendable {
    package var role: RoleID
    package var standing: [StandingItem]
    /// The event that gave the role.
    package var seq: Int64

    package init(role: RoleID, standing: [StandingItem], seq: Int64) {
        self.role = role
        self.standing = standing
        self.seq = seq
    }
}
