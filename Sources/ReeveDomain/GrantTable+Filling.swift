extension GrantTable {
    /// A table that is made of a snapshot's lines.
    ///
    /// Slots lie all over a table that no cache holds. So they are put aside by the part of it where they belong, and go
    /// there many at once: the part is near then. Rows lie in the order of lines.
    ///
    /// Large as slots are, whoever makes a filling makes them; all else is made by whoever adds.
    package struct Filling: ~Copyable {
        private var table: GrantTable
        private let slots: TaggedSlots<Slot>.Places
        private var ofUser: ContiguousArray<Int32>
        private var ofAccount: ContiguousArray<Int32>
        private let most: Int
        /// What was put aside: of each part `room`, of which so many are taken.
        private var aside: ContiguousArray<Slot>
        private var taken: ContiguousArray<Int>
        /// By how much the upper half of a hash is shifted to tell the part.
        private let shift: UInt64
        private var second: Int32?

        private static var room: Int { 1024 }

        /// What a line says; its term is set apart, since few have one.
        package struct Line: Sendable {
            var user: Int32
            var account: Int32
            /// As the slot's.
            var roleAndTerm: Int32
            var seq: Int64

            /// - Parameter isLimited: whether it begins or ends at some time.
            package init(user: Int32, account: Int32, role: Int32, isLimited: Bool, seq: Int64) {
                (self.user, self.account, self.seq) = (user, account, seq)
                roleAndTerm = role << 1 | (isLimited ? 1 : 0)
            }
        }

        /// - Parameters:
        ///   - count: how many grants there are.
        ///   - users: how many numbers of users there are; a grant's is below it.
        ///   - accounts: the same of accounts.
        package init(count: Int, users: Int, accounts: Int) {
            table = GrantTable(expecting: count)
            slots = table.slots.places
            ofUser = ContiguousArray(repeating: -1, count: count > 0 ? users : 0)
            ofAccount = ContiguousArray(repeating: -1, count: count > 0 ? accounts : 0)
            most = count
            // A part of 8,192 grants has 256 KiB of slots.
            var bits: UInt64 = 0
            while count >> 13 > 1 << bits, bits < 10 { bits += 1 }
            shift = 32 - bits
            aside = ContiguousArray(repeating: .free, count: count > 0 ? Self.room << bits : 0)
            taken = ContiguousArray(repeating: 0, count: 1 << bits)
        }

        /// Adds grants, as `set` does one by one, but for their terms.
        ///
        /// - Parameter lines: of users and accounts whose numbers are in range; no more in all than were said.
        package mutating func add(_ lines: [Line]) {
            for line in lines where table.count < most { add(line) }
        }

        @inline(__always)
        private mutating func add(_ line: Line) {
            let row = Int32(truncatingIfNeeded: table.count)
            table.rows.append(
                Row(
                    user: line.user, account: line.account, role: line.roleAndTerm >> 1, term: -1,
                    nextOfUser: ofUser[Int(line.user)], previousOfUser: -1, nextOfAccount: ofAccount[Int(line.account)],
                    previousOfAccount: -1, seq: line.seq))
            ofUser[Int(line.user)] = row
            ofAccount[Int(line.account)] = row
            table.count += 1
            if AccountID(line.account).isPartner { table.notePartner(line.user, row) }
            let slot = Slot(user: line.user, account: line.account, row: row, roleAndTerm: line.roleAndTerm)
            let part = Int(truncatingIfNeeded: (slot.hash >> 32) >> shift)
            if taken[part] == Self.room { put(part) }
            aside[part * Self.room + taken[part]] = slot
            taken[part] += 1
        }

        /// Puts a part's slots into the table.
        @inline(never)
        private mutating func put(_ part: Int) {
            let first = part * Self.room
            for slot in aside[first..<first + taken[part]] {
                // Mostly there is nothing with its tag, and no slot is waited for.
                if table.place(slot.user, slot.account) == nil {
                    slots.insert(slot.hash, slot)
                } else {
                    second = min(second ?? slot.row, slot.row)
                }
            }
            taken[part] = 0
        }

        /// - Parameter terms: of grants that were added as limited, by their number.
        package mutating func add(_ terms: [(row: Int, term: Term)]) {
            for (row, term) in terms where row < table.count { table.setTerm(row, term) }
        }

        /// - Returns: the table, and the number of the first grant whose user has one in the account already: there may be
        ///   none for the table to be of use.
        package consuming func finish() -> (table: GrantTable, second: Int32?) {
            for part in taken.indices { put(part) }
            chainBack()
            table.slots.filled(table.count)
            return (table, second)
        }

        /// Lays the chains' ways back. A row's neighbours lie far off, but from the last row to the first each is told who
        /// came before, and none is looked for.
        private mutating func chainBack() {
            let rows = table.rows.places
            table.ofUser = PagedArray(ofUser)
            table.ofAccount = PagedArray(ofAccount)
            var users = ContiguousArray<Int32>(repeating: -1, count: ofUser.count)
            var accounts = ContiguousArray<Int32>(repeating: -1, count: ofAccount.count)
            for number in (0..<table.count).reversed() {
                let row = rows[number]
                let (user, account) = (Int(row.pointee.user), Int(row.pointee.account))
                row.pointee.previousOfUser = users[user]
                row.pointee.previousOfAccount = accounts[account]
                users[user] = Int32(truncatingIfNeeded: number)
                accounts[account] = Int32(truncatingIfNeeded: number)
            }
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
