import ReeveDomain

/// Reads the lines of members and assignments that are like most: plain names, no term. A large snapshot is hardly
/// anything else. For every other line there is `SnapshotReader`, which reads these, too.
struct SnapshotGrants {
    private let bytes: UnsafeRawBufferPointer
    private let users: ByteTable
    private let accounts: ByteTable
    private let roles: ByteTable

    init(_ bytes: UnsafeRawBufferPointer, _ names: SnapshotNames) {
        self.bytes = bytes
        users = names.users
        accounts = names.accounts
        roles = names.roles
    }

    /// A line of which all is known but the account's number.
    private struct Line {
        var start: Int
        var account: (start: Int, length: Int, key: ByteTable.Key, found: Int32)
        var user: Int32
        var role: Int32
        var seq: Int64
    }
    /// So many accounts are looked for at once: their slots lie all over the table.
    private static let batch = 16

    /// Reads on from the beginning of a line, as far as lines are plain.
    ///
    /// - Returns: where the first line begins that is not.
    func read(from start: Int, into grants: inout [Grant]) -> Int {
        guard let base = bytes.baseAddress else { return start }
        return withUnsafeTemporaryAllocation(of: Line.self, capacity: SnapshotGrants.batch) { lines in
            var at = start
            while true {
                let (count, next) = read(base, from: at, into: lines)
                for index in 0..<count { lines[index].account.found = accounts.first(lines[index].account.key) }
                for line in lines[..<count] {
                    let account =
                        line.account.found >= 0
                        ? line.account.found : accounts.find(base + line.account.start, line.account.length)
                    guard account >= 0 else { return line.start }
                    grants.append(
                        Grant(
                            user: UserID(line.user), account: AccountID(account), role: RoleID(line.role),
                            term: .always,
                            seq: line.seq))
                }
                at = next
                if count < SnapshotGrants.batch { return at }
            }
        }
    }

    /// - Returns: how many lines there were, and where the next begins.
    private func read(
        _ base: UnsafeRawPointer, from start: Int, into lines: UnsafeMutableBufferPointer<Line>
    ) -> (count: Int, next: Int) {
        let userKey = SnapshotGrants.spelled(",{\"user\"")
        let accountKey = (SnapshotGrants.spelled(",\"accoun"), SnapshotGrants.spelled("count\":\""))
        let roleKey = SnapshotGrants.spelled(",\"role\":")
        let seqKey = SnapshotGrants.spelled(",\"seq\":0") & 0x00ff_ffff_ffff_ffff
        let (colonQuote, braceFeed): (UInt16, UInt16) = (0x223a, 0x0a7d)
        // Words are read whole; what stands at the very end is left to the other reader.
        let end = bytes.count &- 64
        var line = start
        var count = 0
        // Grants lie in the order of their users.
        var lastUser: (start: Int, length: Int, number: Int32) = (0, -1, -1)
        while line < end, count < lines.count {
            guard word(base, line) == userKey, half(base, line &+ 8) == colonQuote else { break }
            var at = line &+ 10
            let userLength = PlainText.length(base, at, end)
            guard userLength > 0 else { break }
            if userLength != lastUser.length || !isSame(base, at, lastUser.start, userLength) {
                lastUser = (at, userLength, users.find(base + at, userLength))
            }
            at = at &+ userLength &+ 1
            guard at < end, word(base, at) == accountKey.0, word(base, at &+ 4) == accountKey.1 else { break }
            at = at &+ 12
            let account = at
            let accountLength = PlainText.length(base, at, end)
            guard accountLength > 0 else { break }
            at = at &+ accountLength &+ 1
            guard at < end, word(base, at) == roleKey, base.load(fromByteOffset: at &+ 8, as: UInt8.self) == 0x22
            else { break }
            at = at &+ 9
            let roleLength = PlainText.length(base, at, end)
            guard roleLength > 0 else { break }
            let role = roles.find(base + at, roleLength)
            at = at &+ roleLength &+ 1
            guard at < end, word(base, at) & 0x00ff_ffff_ffff_ffff == seqKey else { break }
            at = at &+ 7
            let first = at
            var seq: Int64 = 0
            while at < end, case let digit = base.load(fromByteOffset: at, as: UInt8.self) &- 0x30, digit < 10 {
                seq = seq &* 10 &+ Int64(digit)
                at = at &+ 1
            }
            // Up to eighteen digits fit; a number has no leading zero.
            guard at > first, at &- first <= 18, at < end, half(base, at) == braceFeed,
                base.load(fromByteOffset: first, as: UInt8.self) != 0x30 || at == first &+ 1,
                lastUser.number >= 0, role >= 0
            else { break }
            let key = accounts.key(base + account, accountLength)
            lines.baseAddress.map { ($0 + count) }?.initialize(
                to: Line(
                    start: line, account: (account, accountLength, key, -1), user: lastUser.number, role: role,
                    seq: seq))
            count = count &+ 1
            line = at &+ 2
        }
        return (count, line)
    }

    @inline(__always)
    private func isSame(_ base: UnsafeRawPointer, _ a: Int, _ b: Int, _ length: Int) -> Bool {
        var done = 0
        while length &- done >= 8 {
            guard word(base, a &+ done) == word(base, b &+ done) else { return false }
            done = done &+ 8
        }
        guard length > done else { return true }
        return (word(base, a &+ done) ^ word(base, b &+ done)) << UInt64(8 &* (8 &- (length &- done))) == 0
    }

    @inline(__always)
    private func word(_ base: UnsafeRawPointer, _ at: Int) -> UInt64 {
        (base + at).loadUnaligned(as: UInt64.self).littleEndian
    }

    @inline(__always)
    private func half(_ base: UnsafeRawPointer, _ at: Int) -> UInt16 {
        (base + at).loadUnaligned(as: UInt16.self).littleEndian
    }

    /// The first eight bytes of a text.
    private static func spelled(_ text: StaticString) -> UInt64 {
        UnsafeRawPointer(text.utf8Start).loadUnaligned(as: UInt64.self).littleEndian
    }
}

/// Names as most are.
enum PlainText {
    /// How long a name is that has nothing to unescape and nothing to look at twice; -1 for any other. Words are read
    /// whole: up to eight bytes from `end` on must be there.
    @inline(__always)
    static func length(_ base: UnsafeRawPointer, _ start: Int, _ end: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var at = start
        while at < end {
            let chunk = (base + at).loadUnaligned(as: UInt64.self).littleEndian
            let quote = chunk ^ (ones &* 0x22)
            let slash = chunk ^ (ones &* 0x5c)
            // The lowest mark of each is exact; those above it may be wrong (a borrow), and are not looked at.
            let quotes = (quote &- ones) & ~quote & highs
            let strange = ((slash &- ones) & ~slash | (chunk &- ones &* 0x20) & ~chunk | chunk) & highs
            if quotes | strange != 0 {
                let length = (quotes | strange).trailingZeroBitCount >> 3
                let isQuote = quotes >> UInt64(8 &* length) & 0x80 != 0
                return isQuote ? at &- start &+ length : -1
            }
            at = at &+ 8
        }
        return -1
    }
}
