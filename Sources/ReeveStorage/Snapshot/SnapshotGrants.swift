import ReeveDomain

/// Reads the lines of members and assignments that are like most: plain names, no term. A large snapshot is hardly
/// anything else. For every other line there is `SnapshotReader`, which reads these, too.
struct SnapshotGrants {
    /// So many are looked for at once.
    private static var most: Int { 16 }

    private let bytes: UnsafeRawBufferPointer
    private let users: Directory
    private let accounts: Directory
    private let roles: ByteTable
    /// Grants lie in the order of their users.
    private var lastUser: (start: Int, length: Int, number: Int32) = (0, -1, -1)

    init(_ bytes: UnsafeRawBufferPointer, _ names: SnapshotNames) {
        self.bytes = bytes
        users = names.users
        accounts = names.accounts
        roles = names.roles
    }

    /// A line of which all is known but the account's number.
    private struct Line {
        var start: Int
        var account: (start: Int, length: Int)
        var user: Int32
        var role: Int32
        var seq: Int64
    }

    /// Reads on from the beginning of a line, as far as lines are plain and the batch has room. Accounts are looked for
    /// many at once: their places lie all over the table.
    ///
    /// - Returns: where the first line begins that was not read.
    mutating func read(from start: Int, into batch: inout Batch<SnapshotTable.Line>) -> Int {
        guard let base = bytes.baseAddress else { return start }
        let most = Self.most
        return withUnsafeTemporaryAllocation(of: Line.self, capacity: most) { lines in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: most) { found in
                var at = start
                while true {
                    let room = UnsafeMutableBufferPointer(rebasing: lines[..<min(most, batch.room)])
                    let (count, next) = read(base, from: at, into: room)
                    let known = find(base, UnsafeMutableBufferPointer(rebasing: room[..<count]), found, &batch)
                    guard known == count else { return lines[known].start }
                    at = next
                    if count < most { return at }
                }
            }
        }
    }

    /// Adds the lines' grants up to the first whose account is not there.
    ///
    /// - Returns: how many.
    @inline(__always)
    private func find(
        _ base: UnsafeRawPointer, _ lines: UnsafeMutableBufferPointer<Line>, _ found: UnsafeMutableBufferPointer<Int32>,
        _ batch: inout Batch<SnapshotTable.Line>
    ) -> Int {
        withUnsafeTemporaryAllocation(of: UnsafeBufferPointer<UInt8>.self, capacity: lines.count) { names in
            for index in lines.indices {
                let account = lines[index].account
                names.initializeElement(at: index, to: PlainText.name(base, account.start, account.length))
            }
            accounts.rows(named: UnsafeBufferPointer(names), into: found)
        }
        for (index, line) in lines.enumerated() {
            guard found[index] >= 0 else { return index }
            batch.append(
                SnapshotTable.Line(
                    user: line.user, account: found[index], role: line.role, isLimited: false, seq: line.seq))
        }
        return lines.count
    }

    /// - Returns: how many lines there were, and where the next begins.
    private mutating func read(
        _ base: UnsafeRawPointer, from start: Int, into lines: UnsafeMutableBufferPointer<Line>
    ) -> (count: Int, next: Int) {
        let userKey = PlainText.spelled(",{\"user\"")
        let accountKey = (PlainText.spelled(",\"accoun"), PlainText.spelled("count\":\""))
        let roleKey = PlainText.spelled(",\"role\":")
        let seqKey = PlainText.spelled(",\"seq\":0") & 0x00ff_ffff_ffff_ffff
        let (colonQuote, braceFeed): (UInt16, UInt16) = (0x223a, 0x0a7d)
        // Words are read whole; what stands at the very end is left to the other reader.
        let end = bytes.count &- 64
        var line = start
        var count = 0
        while line < end, count < lines.count {
            guard PlainText.word(base, line) == userKey, PlainText.half(base, line &+ 8) == colonQuote else { break }
            var at = line &+ 10
            let userLength = PlainText.length(base, at, end)
            guard userLength > 0 else { break }
            if userLength != lastUser.length || !PlainText.isSame(base, at, lastUser.start, userLength) {
                lastUser = (at, userLength, users.row(named: PlainText.name(base, at, userLength)))
            }
            at = at &+ userLength &+ 1
            guard at < end, PlainText.word(base, at) == accountKey.0, PlainText.word(base, at &+ 4) == accountKey.1
            else { break }
            at = at &+ 12
            let account = at
            let accountLength = PlainText.length(base, at, end)
            guard accountLength > 0 else { break }
            at = at &+ accountLength &+ 1
            guard at < end, PlainText.word(base, at) == roleKey,
                base.load(fromByteOffset: at &+ 8, as: UInt8.self) == 0x22
            else { break }
            at = at &+ 9
            let roleLength = PlainText.length(base, at, end)
            guard roleLength > 0 else { break }
            let role = roles.find(base + at, roleLength)
            at = at &+ roleLength &+ 1
            guard at < end, PlainText.word(base, at) & 0x00ff_ffff_ffff_ffff == seqKey else { break }
            at = at &+ 7
            let seq = PlainText.number(base, &at, end)
            guard seq >= 0, at < end, PlainText.half(base, at) == braceFeed, lastUser.number >= 0, role >= 0
            else { break }
            lines.baseAddress.map { ($0 + count) }?.initialize(
                to: Line(start: line, account: (account, accountLength), user: lastUser.number, role: role, seq: seq))
            count = count &+ 1
            line = at &+ 2
        }
        return (count, line)
    }
}
