/// Grants by (user, account), and in chains by user and by account. Up to 95 bytes a grant.
package struct GrantTable: Sendable {
    /// What a decision asks of a grant, found with one look into memory.
    struct Found {
        var role: RoleID
        /// Whether it begins or ends at some time; then its row tells when.
        var isLimited: Bool
        var row: Int32
    }

    struct Slot: Sendable {
        var user: Int32 = -1
        var account: Int32 = -1
        var row: Int32 = 0
        /// The role's number, twice; one more where the grant's term is limited.
        var roleAndTerm: Int32 = 0

        static let free = Slot()

        var hash: UInt64 { GrantTable.hash(user, account) }
        var found: Found { Found(role: RoleID(roleAndTerm >> 1), isLimited: roleAndTerm & 1 != 0, row: row) }
    }

    struct Row: Sendable {
        var user: Int32
        var account: Int32
        var role: Int32
        /// Where its term is; -1 for always.
        var term: Int32
        var nextOfUser: Int32
        var previousOfUser: Int32
        var nextOfAccount: Int32
        var previousOfAccount: Int32
        var seq: Int64

        /// - Returns: where its term is.
        @inline(__always)
        mutating func set(_ role: Int32, _ seq: Int64) -> Int32 {
            (self.role, self.seq) = (role, seq)
            return term
        }
    }

    var slots: TaggedSlots<Slot>
    var rows = PagedArray<Row>()
    /// Few grants begin or end at some time.
    private var terms = PagedArray<Term>()
    private var freeTerms: [Int32] = []
    var ofUser = PagedArray<Int32>()
    var ofAccount = PagedArray<Int32>()
    /// By user, the row of the grant in the partner; -1 for none. Most decisions that say no look for it.
    var inPartner = PagedArray<Int32>()
    private var free: Int32 = -1
    package internal(set) var count = 0
    /// For how many grants there is to be room when the table grows next; 0 where nobody said.
    private var expected = 0

    /// So many a group of slots: a question whose answer is no would have to look on behind a full one.
    private static var each: Int { 4 }

    /// - Parameter expected: for how many grants there is room before the table grows.
    package init(expecting expected: Int = 0) {
        slots = TaggedSlots(expecting: expected, each: Self.each, .free)
    }

    /// Says that about so many grants more are to come: if the table has to grow, it grows at once to what they need.
    mutating func expect(more: Int) { expected = count + more }

    /// Whether any grant begins or ends at some time.
    var hasLimited: Bool { terms.count > freeTerms.count }

    @inline(__always)
    static func hash(_ user: Int32, _ account: Int32) -> UInt64 {
        // Numbers are handed out by the state, not chosen by input: a plain mix is enough.
        var x = UInt64(UInt32(bitPattern: user)) << 32 | UInt64(UInt32(bitPattern: account))
        x = (x ^ x >> 31) &* 0x9e37_79b9_7f4a_7c15
        x = (x ^ x >> 29) &* 0xbf58_476d_1ce4_e5b9
        return x
    }

    /// Where the grant is.
    @inline(__always)
    func place(_ user: Int32, _ account: Int32) -> Int? {
        slots.find(Self.hash(user, account)) { $0.user == user && $0.account == account }
    }

    @inline(__always)
    func find(_ user: UserID, _ account: AccountID) -> Found? {
        guard let place = place(user.raw, account.raw) else { return nil }
        return slots[place].found
    }

    /// Looks where the grant is or would be, so that it is near when it is asked for.
    ///
    /// - Returns: its row, where it has one that was seen; else below 0.
    @inline(__always)
    func glance(_ user: UserID, _ account: AccountID) -> Int32 {
        slots.glance(Self.hash(user.raw, account.raw)) {
            $0.user == user.raw && $0.account == account.raw ? $0.row : -1
        }
    }

    /// The same of a row that `glance` has answered.
    @inline(__always)
    func glance(row: Int32) -> Int32 { rows[Int(row)].term }

    /// The grant in the partner's account.
    @inline(__always)
    func findInPartner(_ user: UserID) -> Found? {
        guard Int(user.raw) < inPartner.count else { return nil }
        let row = inPartner[Int(user.raw)]
        guard row >= 0 else { return nil }
        return Found(role: RoleID(rows[Int(row)].role), isLimited: rows[Int(row)].term >= 0, row: row)
    }

    /// Whether there is a grant in the partner's account.
    @inline(__always)
    func isInPartner(_ user: UserID) -> Bool { Int(user.raw) < inPartner.count && inPartner[Int(user.raw)] >= 0 }

    @inline(__always)
    func isLive(_ found: Found, at now: Instant) -> Bool {
        !found.isLimited || terms[Int(rows[Int(found.row)].term)].isLive(at: now)
    }

    package subscript(user: UserID, account: AccountID) -> Grant? {
        guard let found = find(user, account) else { return nil }
        return grant(found.row)
    }

    /// The grant of a row that `find` or `forEachRow` gave.
    package func grant(_ row: Int32) -> Grant {
        let row = rows[Int(row)]
        return Grant(
            user: UserID(row.user), account: AccountID(row.account), role: RoleID(row.role),
            term: row.term < 0 ? .always : terms[Int(row.term)], seq: row.seq)
    }

    /// Adds the grant, or replaces the one of this user in this account.
    mutating func set(_ grant: Grant) {
        let (user, account) = (grant.user.raw, grant.account.raw)
        let isLimited = grant.term != .always
        let roleAndTerm = grant.role.raw << 1 | (isLimited ? 1 : 0)
        if let at = place(user, account) {
            let row = Int(slots[at].row)
            if slots[at].roleAndTerm != roleAndTerm { slots[at].roleAndTerm = roleAndTerm }
            // One way to the row for all of it: it lies far off.
            if rows[row].set(grant.role.raw, grant.seq) >= 0 || isLimited {
                setTerm(row, isLimited ? grant.term : nil)
            }
            return
        }
        if slots.isFull {
            slots.grow(to: expected, each: Self.each, .free) { $0.hash }
            expected = 0
        }
        while ofUser.count <= Int(user) { ofUser.append(-1) }
        while ofAccount.count <= Int(account) { ofAccount.append(-1) }
        let nextOfUser = ofUser[Int(user)]
        let nextOfAccount = ofAccount[Int(account)]
        let new = Row(
            user: user, account: account, role: grant.role.raw, term: -1, nextOfUser: nextOfUser, previousOfUser: -1,
            nextOfAccount: nextOfAccount, previousOfAccount: -1, seq: grant.seq)
        let row: Int32
        if free >= 0 {
            row = free
            free = rows[Int(row)].nextOfUser
            rows[Int(row)] = new
        } else {
            row = Int32(truncatingIfNeeded: rows.count)
            rows.append(new)
        }
        if isLimited { setTerm(Int(row), grant.term) }
        if nextOfUser >= 0 { rows[Int(nextOfUser)].previousOfUser = row }
        if nextOfAccount >= 0 { rows[Int(nextOfAccount)].previousOfAccount = row }
        ofUser[Int(user)] = row
        ofAccount[Int(account)] = row
        slots.insert(
            Self.hash(user, account), Slot(user: user, account: account, row: row, roleAndTerm: roleAndTerm))
        count += 1
        if grant.account.isPartner { notePartner(user, row) }
    }

    mutating func notePartner(_ user: Int32, _ row: Int32) {
        while inPartner.count <= Int(user) { inPartner.append(-1) }
        inPartner[Int(user)] = row
    }

    mutating func setTerm(_ row: Int, _ term: Term?) {
        let at = rows[row].term
        switch (at >= 0, term) {
        case (false, nil): break
        case (true, nil):
            freeTerms.append(at)
            rows[row].term = -1
        case (true, let term?):
            terms[Int(at)] = term
        case (false, let term?):
            if let at = freeTerms.popLast() {
                terms[Int(at)] = term
                rows[row].term = at
            } else {
                rows[row].term = Int32(truncatingIfNeeded: terms.count)
                terms.append(term)
            }
        }
    }

    mutating func remove(_ user: UserID, _ account: AccountID) {
        guard let at = place(user.raw, account.raw) else { return }
        let number = slots[at].row
        slots.remove(at: at) { $0.hash }
        setTerm(Int(number), nil)
        let row = rows[Int(number)]
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
        if account.isPartner { inPartner[Int(user.raw)] = -1 }
        rows[Int(number)].user = -1
        rows[Int(number)].nextOfUser = free
        free = number
        count -= 1
    }

    /// A user's grants, in the order of accounts.
    package func of(_ user: UserID) -> [Grant] {
        var found: [Grant] = []
        forEach(of: user) { found.append($0) }
        return found.sorted { $0.account < $1.account }
    }

    /// An account's grants, in the order of users.
    package func of(_ account: AccountID) -> [Grant] {
        var found: [Grant] = []
        forEach(of: account) { found.append($0) }
        return found.sorted { $0.user < $1.user }
    }

    /// A user's grants, in no promised order.
    package func forEach(of user: UserID, _ body: (Grant) -> Void) {
        guard Int(user.raw) < ofUser.count else { return }
        var at = ofUser[Int(user.raw)]
        while at >= 0 {
            body(grant(at))
            at = rows[Int(at)].nextOfUser
        }
    }

    /// An account's grants, in no promised order.
    package func forEach(of account: AccountID, _ body: (Grant) -> Void) {
        guard Int(account.raw) < ofAccount.count else { return }
        var at = ofAccount[Int(account.raw)]
        while at >= 0 {
            body(grant(at))
            at = rows[Int(at)].nextOfAccount
        }
    }

    package func hasAny(_ user: UserID) -> Bool {
        Int(user.raw) < ofUser.count && ofUser[Int(user.raw)] >= 0
    }

    package func hasAny(_ account: AccountID) -> Bool {
        Int(account.raw) < ofAccount.count && ofAccount[Int(account.raw)] >= 0
    }

    /// Every grant's row, in the order of rows: who sorts grants need not carry them about.
    package func forEachRow(_ body: (_ user: UserID, _ account: AccountID, _ row: Int32) -> Void) {
        for index in 0..<rows.count where rows[index].user >= 0 {
            let row = rows[index]
            body(UserID(row.user), AccountID(row.account), Int32(truncatingIfNeeded: index))
        }
    }

    /// Every grant, in no promised order.
    package func forEach(_ body: (Grant) -> Void) {
        for index in 0..<rows.count where rows[index].user >= 0 { body(grant(Int32(truncatingIfNeeded: index))) }
    }
}
