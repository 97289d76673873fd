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

    /// Reads on from the beginning of a line, as far as lines are plain.
    ///
    /// - Returns: where the first line begins that is not.
    func read(from start: Int, into grants: inout [Grant]) -> Int {
        guard let base = bytes.baseAddress else { return start }
        let userKey = SnapshotGrants.spelled(",{\"user\"")
        let accountKey = (SnapshotGrants.spelled(",\"accoun"), SnapshotGrants.spelled("count\":\""))
        let roleKey = SnapshotGrants.spelled(",\"role\":")
        let seqKey = SnapshotGrants.spelled(",\"seq\":0") & 0x00ff_ffff_ffff_ffff
        let (colonQuote, braceFeed): (UInt16, UInt16) = (0x223a, 0x0a7d)
        // Words are read whole; what stands at the very end is left to the other reader.
        let end = bytes.count &- 64
        var line = start
        // Grants lie in the order of their users.
        var lastUser: (start: Int, length: Int, number: Int32) = (0, -1, -1)
        while line < end {
            guard word(base, line) == userKey, half(base, line &+ 8) == colonQuote else { break }
            var at = line &+ 10
            let userLength = plainLength(base, at, end)
            guard userLength > 0 else { break }
            let user: Int32
            if userLength == lastUser.length, isSame(base, at, lastUser.start, userLength) {
                user = lastUser.number
            } else {
                user = users.find(base + at, userLength)
                lastUser = (at, userLength, user)
            }
            at = at &+ userLength &+ 1
            guard at < end, word(base, at) == accountKey.0, word(base, at &+ 4) == accountKey.1
            else { break }
            at = at &+ 12
            let accountLength = plainLength(base, at, end)
            guard accountLength > 0 else { break }
            let account = accounts.find(base + at, accountLength)
            at = at &+ accountLength &+ 1
            guard at < end, word(base, at) == roleKey, base.load(fromByteOffset: at &+ 8, as: UInt8.self) == 0x22
            else { break }
            at = at &+ 9
            let roleLength = plainLength(base, at, end)
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
                base.load(fromByteOffset: first, as: UInt8.self) != 0x30 || at == first &+ 1
            else { break }
            guard user >= 0, account >= 0, role >= 0 else { break }
            grants.append(
                Grant(user: UserID(user), account: AccountID(account), role: RoleID(role), term: .always, seq: seq))
            line = at &+ 2
        }
        return line
    }

    /// How long a name is that has nothing to unescape and nothing to look at twice; -1 for any other.
    @inline(__always)
    private func plainLength(_ base: UnsafeRawPointer, _ start: Int, _ end: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var at = start
        while at < end {
            let chunk = word(base, at)
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
