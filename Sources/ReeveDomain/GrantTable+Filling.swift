extension GrantTable {
    /// A table that is made of a snapshot's lines.
    package struct Filling: ~Copyable {
        private var table: GrantTable
        private let slots: TaggedSlots<Slot>.Places
        private let rows: PagedArray<Row>.Places
        private let ofUser: PagedArray<Int32>.Places
        private let ofAccount: PagedArray<Int32>.Places
        private let most: Int
        private var glances: Int32 = 0
        /// So many are looked for at once.
        package static let batch = 16

        /// - Parameters:
        ///   - count: how many grants there are.
        ///   - users: how many numbers of users there are; a grant's is below it.
        ///   - accounts: the same of accounts.
        package init(count: Int, users: Int, accounts: Int) {
            table = GrantTable(expecting: count)
            let free = Row(
                user: -1, account: -1, role: 0, term: -1, nextOfUser: -1, previousOfUser: -1, nextOfAccount: -1,
                previousOfAccount: -1, seq: 0)
            table.rows = PagedArray(repeating: free, count: count)
            if count > 0 {
                table.ofUser = PagedArray(repeating: -1, count: users)
                table.ofAccount = PagedArray(repeating: -1, count: accounts)
            }
            slots = table.slots.places
            rows = table.rows.places
            ofUser = table.ofUser.places
            ofAccount = table.ofAccount.places
            most = count
        }

        /// Adds grants, as `set` does one by one. They are looked for before any is added: their places lie all over a
        /// large table, and so memory is waited for once for all.
        ///
        /// - Parameter grants: of users and accounts whose numbers are in range; at most `batch`.
        /// - Returns: false, where a user has one in the account already, or there are more than were said.
        package mutating func add(_ grants: UnsafeBufferPointer<Grant>) -> Bool {
            guard grants.count <= Filling.batch, table.count + grants.count <= most else { return false }
            for grant in grants { glances &+= table.glance(grant.user, grant.account) }
            for grant in grants where !add(grant) { return false }
            return true
        }

        private mutating func add(_ grant: Grant) -> Bool {
            let (user, account) = (grant.user.raw, grant.account.raw)
            guard table.place(user, account) == nil else { return false }
            let row = Int32(truncatingIfNeeded: table.count)
            let nextOfUser = ofUser[Int(user)].pointee
            let nextOfAccount = ofAccount[Int(account)].pointee
            rows[Int(row)].pointee = Row(
                user: user, account: account, role: grant.role.raw, term: -1, nextOfUser: nextOfUser,
                previousOfUser: -1, nextOfAccount: nextOfAccount, previousOfAccount: -1, seq: grant.seq)
            if nextOfUser >= 0 { rows[Int(nextOfUser)].pointee.previousOfUser = row }
            if nextOfAccount >= 0 { rows[Int(nextOfAccount)].pointee.previousOfAccount = row }
            ofUser[Int(user)].pointee = row
            ofAccount[Int(account)].pointee = row
            let isLimited = grant.term != .always
            slots.insert(
                GrantTable.hash(user, account),
                Slot(
                    user: user, account: account, row: row, roleAndTerm: grant.role.raw << 1 | (isLimited ? 1 : 0)))
            table.count += 1
            if isLimited { table.setTerm(Int(row), grant.term) }
            if grant.account.isPartner { table.notePartner(user, row) }
            return true
        }

        /// How many were added.
        package var count: Int { table.count }

        package consuming func finish() -> GrantTable {
            table.slots.filled(table.count)
            return table
        }
    }

    /// The grants that begin or end at some time.
    func forEachLimited(_ body: (Grant) -> Void) {
        guard hasLimited else { return }
        for index in 0..<rows.count where rows[index].user >= 0 && rows[index].term >= 0 {
            body(grant(Int32(truncatingIfNeeded: index)))
        }
    }
}
