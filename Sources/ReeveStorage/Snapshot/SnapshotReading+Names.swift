#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import ReeveDomain

/// Who is who: read before all that refers to them.
extension SnapshotReader {
    /// Looks over the definitions for names alone, since things refer to things that come later, and reads users and
    /// customers.
    ///
    /// - Returns: where their lines end.
    mutating func collectNames() throws(JSONError) -> Int {
        var scanner = reader.scanner
        let names = names
        try collect(&scanner, ",\"kinds\":[\n", numbered: "kind") { (name, number, isRemoved) in
            names.kindCount += 1
            return isRemoved || names.kindNames.insert(name, number)
        }
        try collect(&scanner, ",\"roles\":[\n", numbered: "role") { (name, number, isRemoved) in
            names.roleCount += 1
            return isRemoved || names.roles.insert(name, number)
        }
        if isExcerpt { try gatherNumbers(scanner) }
        try scanner.expect(",\"users\":[\n")
        let userCount = SnapshotReader.countLines(bytes, from: scanner.offset)
        let users = Directory.Rows(count: userCount)
        follower.take { users.make() }
        names.users = try directory(
            &scanner, Directory.Filling(count: userCount), users, names.userRows, others: &otherUsers)
        try scanner.expect(",\"customers\":[\n")
        let accountCount = SnapshotReader.countLines(bytes, from: scanner.offset) + 1
        let accounts = Directory.Rows(count: accountCount)
        follower.take { accounts.make() }
        var filling = Directory.Filling(count: accountCount)
        guard filling.note("partner", row: 0, isRemoved: false) else { throw scanner.failure("no partner") }
        names.accounts = try directory(
            &scanner, filling, accounts, names.accountRows, users: names.users, others: &otherCustomers)
        rows = (users, accounts)
        return scanner.offset
    }

    /// How many lines there are up to the one that closes the array.
    static func countLines(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var (at, count) = (start, 0)
        while at < bytes.count, bytes[at] != UInt8(ascii: "]"), let end = memchr(base + at, 10, bytes.count - at) {
            at = UnsafeRawPointer(end) - base + 1
            count += 1
        }
        return count
    }

    /// Where a line begins, so many behind the one that begins at `start`.
    static func line(_ number: Int, _ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var at = start
        for _ in 0..<number {
            guard let base = bytes.baseAddress, at < bytes.count, let end = memchr(base + at, 10, bytes.count - at)
            else { break }
            at = UnsafeRawPointer(end) - base + 1
        }
        return at
    }

    /// Reads the lines that are like most, and notes the names of the others. What the lines say is put into rows behind
    /// the names.
    private func directory(
        _ scanner: inout JSONScanner, _ filling: consuming Directory.Filling, _ rows: Directory.Rows,
        _ numbers: RowNumbers, users: Directory? = nil, others: inout [Int]
    ) throws(JSONError) -> Directory {
        let taken = "a name or a number twice, or a number that nothing has"
        var plain = SnapshotEntities(bytes, numbers, users: users)
        var lines = Batch<Directory.Filling.Line>()
        var changes = Batch<(row: Int32, modified: Stamp)>()
        func hand() {
            lines.hand(to: follower) { rows.add($0) }
            changes.hand(to: follower) { rows.add($0) }
        }
        var isFirst = true
        while !scanner.take("]\n") {
            guard isFirst ? scanner.take(" ") : scanner.take(",") else { throw scanner.failure("expected a line") }
            isFirst = false
            let line = scanner.offset
            if takesShortcuts, let (entity, row, modified, next) = plain.read(from: line, before: filling) {
                scanner.skip(to: next)
                lines.append(entity)
                if let modified { changes.append((row, modified)) }
                guard lines.isFull || lines.freshCount == 16 else { continue }
                guard filling.add(lines.takeFresh()) else { throw JSONError(offset: line, message: taken) }
                if lines.isFull { hand() }
                continue
            }
            let (name, number, isRemoved) = try named(&scanner, isUser: users == nil)
            guard let row = numbers.row(number), filling.note(name, row: row, isRemoved: isRemoved) else {
                throw JSONError(offset: line, message: taken)
            }
            others.append(line)
            try skipLine(&scanner)
        }
        guard filling.add(lines.takeFresh()) else { throw scanner.failure(taken) }
        hand()
        guard let directory = filling.finish() else { throw scanner.failure("a number that nothing has") }
        return directory
    }

    private func gatherNumbers(_ scanner: JSONScanner) throws(JSONError) {
        var scanner = scanner
        try scanner.expect(",\"users\":[\n")
        let users = try numbers(&scanner, isUser: true)
        try scanner.expect(",\"customers\":[\n")
        // Row 0 is the partner.
        let accounts = [0] + (try numbers(&scanner, isUser: false))
        guard names.userRows.gather(users), names.accountRows.gather(accounts) else {
            throw scanner.failure("a number twice")
        }
    }

    private func numbers(_ scanner: inout JSONScanner, isUser: Bool) throws(JSONError) -> [Int32] {
        var numbers: [Int32] = []
        while !scanner.take("]\n") {
            guard scanner.take(" ") || scanner.take(",") else { throw scanner.failure("expected a line") }
            numbers.append(try named(&scanner, isUser: isUser).number)
            try skipLine(&scanner)
        }
        return numbers
    }

    /// The beginning of a user's or a customer's line.
    private func named(
        _ scanner: inout JSONScanner, isUser: Bool
    ) throws(JSONError) -> (name: String, number: Int32, isRemoved: Bool) {
        guard isUser ? scanner.take("{\"user\":") : scanner.take("{\"customer\":") else {
            throw scanner.failure("expected a name")
        }
        let name = try scanner.string().string
        try scanner.expect(",\"number\":")
        let number = try reference(&scanner)
        _ = scanner.take(",\"disabled\":true")
        return (name, number, scanner.take(",\"removed\":true"))
    }

    typealias Note = (_ name: UnsafeRawBufferPointer, _ number: Int32, _ isRemoved: Bool) -> Bool

    func collect(
        _ scanner: inout JSONScanner, _ lead: StaticString, numbered key: String, _ note: Note
    ) throws(JSONError) {
        try scanner.expect(lead)
        while !scanner.take("]\n") {
            let line = scanner.offset
            guard scanner.take(" ") || scanner.take(",") else { throw scanner.failure("expected a line") }
            try scanner.expect("{\"number\":")
            let number = try reference(&scanner)
            _ = scanner.take(",\"builtIn\":true")
            let isRemoved = scanner.take(",\"removed\":true")
            try scanner.expect(",\"")
            switch key {
            case "kind": try scanner.expect("kind\":")
            case "role": try scanner.expect("role\":")
            default: try scanner.expect("rule\":")
            }
            let name = try scanner.string().bytes
            guard note(name, number, isRemoved) else { throw JSONError(offset: line, message: "a name twice") }
            try skipLine(&scanner)
        }
    }

    private func reference(_ scanner: inout JSONScanner) throws(JSONError) -> Int32 {
        guard let number = Int32(exactly: try scanner.integer()), number >= 0 else {
            throw scanner.failure("a number out of its range")
        }
        return number
    }

    private func skipLine(_ scanner: inout JSONScanner) throws(JSONError) {
        guard let base = bytes.baseAddress, scanner.offset < bytes.count,
            let end = memchr(base + scanner.offset, 10, bytes.count - scanner.offset)
        else { throw scanner.failure("a line without an end") }
        scanner = JSONScanner(bytes, from: UnsafeRawPointer(end) - base + 1)
    }

    mutating func otherEntities() throws(JSONError) {
        if !otherUsers.isEmpty || !otherCustomers.isEmpty { takeRows() }
        for line in otherUsers {
            reader.scanner.skip(to: line)
            try reader.scanner.expect("{\"user\":")
            let name = try reader.string()
            let (entity, number) = try entity(name, BuiltInKind.user.id, below: names.userCount, names.userRows)
            try reader.scanner.expect("}\n")
            names.users.restore(entity, row: Int32(truncatingIfNeeded: number))
        }
        for line in otherCustomers {
            reader.scanner.skip(to: line)
            try reader.scanner.expect("{\"customer\":")
            let name = try reader.string()
            let (entity, number) = try entity(
                name, BuiltInKind.customer.id, below: names.accountCount, names.accountRows)
            try reader.scanner.expect("}\n")
            names.accounts.restore(entity, row: Int32(truncatingIfNeeded: number))
        }
    }

    /// Waits for what is known of users and customers, unless it is there already.
    mutating func takeRows() {
        guard let rows else { return }
        follower.wait()
        names.users.take(rows.users)
        names.accounts.take(rows.accounts)
        names.accounts.restore(Entity(name: "partner", created: .builtIn, modified: .builtIn), row: 0)
        self.rows = nil
    }
}
