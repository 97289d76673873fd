import ReeveDomain

/// Reads a snapshot's lines into a state. The bytes must have been verified against the header's hash; even so nothing in
/// them can make the state's tables inconsistent: every number is checked.
struct SnapshotReader {
    let bytes: UnsafeRawBufferPointer
    let names = SnapshotNames()
    var reader: DomainReader
    private var image = StateImage()
    let isExcerpt: Bool
    let takesShortcuts: Bool
    /// Where lines of users and customers begin, behind their first byte, that are like few: they may refer to what comes
    /// behind them.
    var otherUsers: [Int] = []
    var otherCustomers: [Int] = []
    /// Of an excerpt's records so far.
    private var recordNumbers: [Int] = []
    /// Puts into tables what was read.
    let follower: Follower
    /// What is known of users and customers, until the names' directories take it.
    var rows: (users: Directory.Rows, accounts: Directory.Rows)?
    private var members: SnapshotTable?
    private var assignments: SnapshotTable?

    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - start: where the second line begins.
    ///   - isExcerpt: there are users and customers that it does not have; the rest keep their order.
    ///   - follower: it has nothing more to do with the bytes when the state is read.
    ///   - takingShortcuts: false reads every line as if it were unlike most; what comes out is the same.
    init(
        _ bytes: UnsafeRawBufferPointer, from start: Int, isExcerpt: Bool = false,
        before follower: Follower = Follower(hasThread: false), takingShortcuts: Bool = true
    ) {
        self.follower = follower
        takesShortcuts = takingShortcuts
        self.bytes = bytes
        self.isExcerpt = isExcerpt
        reader = DomainReader(JSONScanner(bytes, from: start), State(), table: names)
    }

    /// - Parameter seq: what the header says.
    mutating func read(seq: Int64) throws(JSONError) -> State {
        image.seq = seq
        var problem: JSONError?
        do throws(JSONError) { try sections() } catch { problem = error }
        follower.wait()
        // Of two mistakes the first counts, and tables are not behind what was read last.
        for table in [members, assignments] {
            if let table, let second = table.second { throw try self.second(second, of: table) }
        }
        if let problem { throw problem }
        takeRows()
        image.users = names.users
        image.accounts = names.accounts
        image.members = members?.take() ?? GrantTable()
        image.assignments = assignments?.take() ?? GrantTable()
        return State(image)
    }

    private mutating func sections() throws(JSONError) {
        try reader.scanner.expect(",\"partner\":")
        if !reader.scanner.take("null") { image.partnerName = try reader.string() }
        try reader.scanner.expect("\n")
        let afterEntities = try collectNames()
        try kindsAndRoles()
        try otherEntities()
        reader.scanner.skip(to: afterEntities)
        try records()
        try grants()
        try rules()
        try formerNames()
        try reader.scanner.expect("}\n")
        guard reader.scanner.isAtEnd else { throw reader.failure("something follows the end") }
    }

    // MARK: Sections

    /// Reads an array's lines, each up to its closing brace.
    private mutating func section(
        _ lead: StaticString, _ line: (inout SnapshotReader) throws(JSONError) -> Void
    ) throws(JSONError) {
        try reader.scanner.expect(lead)
        var start: StaticString = " {"
        while !reader.scanner.take("]") {
            try reader.scanner.expect(start)
            start = ",{"
            try line(&self)
            try reader.scanner.expect("}\n")
        }
        _ = reader.scanner.take("\n")
    }

    private mutating func kindsAndRoles() throws(JSONError) {
        try section(",\"kinds\":[\n") { (file) throws(JSONError) in
            try file.reader.scanner.expect("\"number\":")
            guard try file.reader.scanner.integer() == Int64(file.image.kinds.count) else {
                throw file.reader.failure("kinds out of order")
            }
            let isBuiltIn = file.reader.scanner.take(",\"builtIn\":true")
            let isRemoved = file.reader.scanner.take(",\"removed\":true")
            try file.reader.scanner.expect(",")
            let definition = try file.reader.kindDefinition()
            let (created, modified) = try file.stamps()
            file.image.kinds.append(
                Kind(
                    definition: definition, isBuiltIn: isBuiltIn, isRemoved: isRemoved, created: created,
                    modified: modified))
        }
        guard image.kinds.count >= BuiltInKind.allCases.count else { throw reader.failure("built-in kinds are gone") }
        names.kinds = image.kinds
        try section(",\"roles\":[\n") { (file) throws(JSONError) in
            try file.reader.scanner.expect("\"number\":")
            guard try file.reader.scanner.integer() == Int64(file.image.roles.count) else {
                throw file.reader.failure("roles out of order")
            }
            let isRemoved = file.reader.scanner.take(",\"removed\":true")
            try file.reader.scanner.expect(",")
            let definition = try file.reader.roleDefinition()
            let (created, modified) = try file.stamps()
            file.image.roles.append(
                Role(definition: definition, isRemoved: isRemoved, created: created, modified: modified))
        }
    }

    mutating func entity(
        _ name: String, _ kind: KindID, below count: Int, _ rows: RowNumbers? = nil
    ) throws(JSONError) -> (Entity, number: Int) {
        try reader.scanner.expect(",\"number\":")
        let number = try reader.row(below: count, rows)
        let isDisabled = reader.scanner.take(",\"disabled\":true")
        let isRemoved = reader.scanner.take(",\"removed\":true")
        var values: [Value?] = []
        if reader.scanner.take(",\"values\":") {
            for change in try reader.changes(of: kind) {
                while values.count <= change.slot { values.append(nil) }
                values[change.slot] = change.value
            }
        }
        let (created, modified) = try stamps()
        let entity = Entity(
            name: name, isDisabled: isDisabled, isRemoved: isRemoved, values: values, created: created,
            modified: modified)
        return (entity, Int(number))
    }

    private mutating func records() throws(JSONError) {
        try section(",\"records\":[\n") { (file) throws(JSONError) in
            let count = file.image.records.count
            try file.reader.scanner.expect("\"kind\":")
            let kind = try file.reader.kind()
            try file.reader.scanner.expect(",\"account\":")
            let account = try file.reader.account()
            var parent: RecordID?
            if file.reader.scanner.take(",\"parent\":") { parent = RecordID(try file.recordRow(below: count)) }
            try file.reader.scanner.expect(",\"name\":")
            let name = try file.reader.string()
            let isLocked = file.reader.scanner.take(",\"locked\":true")
            let (entity, number) = try file.entity(name, kind, below: file.isExcerpt ? Int(Int32.max) : count + 1)
            if file.isExcerpt {
                guard file.recordNumbers.last.map({ $0 < number }) ?? true else {
                    throw file.reader.failure("records out of order")
                }
                file.recordNumbers.append(number)
            } else {
                guard number == count else { throw file.reader.failure("records out of order") }
            }
            try file.reader.scanner.expect(",\"versions\":")
            let versions = try file.reader.list { (reader) throws(JSONError) -> Version in
                let stamp = try SnapshotReader.stamp(&reader)
                return Version(seq: stamp.seq, time: stamp.time, actor: stamp.actor)
            }
            if !entity.isRemoved {
                file.image.recordNames.append(
                    (RecordTable.scope(kind, account, parent), name, Int32(truncatingIfNeeded: count)))
            }
            file.image.records.append(
                Record(
                    entity: entity, kind: kind, account: account, parent: parent, isLocked: isLocked,
                    versions: versions))
        }
    }

    /// A record's number, and the row that it stands for, among those that were read.
    private mutating func recordRow(below count: Int) throws(JSONError) -> Int32 {
        guard isExcerpt else { return try reader.number(below: count) }
        let number = Int(try reader.number(below: Int(Int32.max)))
        var (low, high) = (0, recordNumbers.count)
        while low < high {
            let middle = (low + high) / 2
            if recordNumbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        guard low < recordNumbers.count, recordNumbers[low] == number else {
            throw reader.failure("a number that nothing has")
        }
        return Int32(truncatingIfNeeded: low)
    }

    private mutating func grants() throws(JSONError) {
        try table(",\"members\":[\n") { $0.members = $1 }
        try section(",\"managers\":[\n") { (file) throws(JSONError) in
            try file.reader.scanner.expect("\"manager\":")
            let user = try file.reader.user()
            try file.reader.scanner.expect(",\"role\":")
            let role = try file.reader.role()
            try file.reader.scanner.expect(",\"standing\":")
            let standing = try file.reader.standing()
            try file.reader.scanner.expect(",\"seq\":")
            let seq = try file.reader.scanner.integer()
            file.image.managers.append((user, Manager(role: role, standing: standing, seq: seq)))
        }
        try table(",\"assignments\":[\n") { $0.assignments = $1 }
    }

    /// Reads lines, while those before them are put into the table.
    private mutating func table(
        _ lead: StaticString, _ keep: (inout SnapshotReader, SnapshotTable) -> Void
    ) throws(JSONError) {
        try reader.scanner.expect(lead)
        let table = SnapshotTable(
            bytes, from: reader.scanner.offset, users: names.userCount, accounts: names.accountCount)
        keep(&self, table)
        var batch = Batch<SnapshotTable.Line>()
        var terms = Batch<(row: Int, term: Term)>()
        func hand() {
            batch.hand(to: follower) { table.add($0) }
            terms.hand(to: follower) { table.add($0) }
        }
        // What was read before a mistake may hold one too.
        defer {
            hand()
            follower.take { table.close() }
        }
        var plain = SnapshotGrants(bytes, names)
        var start: StaticString = " {"
        while !reader.scanner.take("]") {
            try reader.scanner.expect(start)
            start = ",{"
            let grant = try grant()
            if grant.term != .always { terms.append((batch.count, grant.term)) }
            batch.append(
                SnapshotTable.Line(
                    user: grant.user.raw, account: grant.account.raw, role: grant.role.raw,
                    isLimited: grant.term != .always, seq: grant.seq))
            try reader.scanner.expect("}\n")
            if takesShortcuts { reader.scanner.skip(to: plain.read(from: reader.scanner.offset, into: &batch)) }
            if batch.isFull { hand() }
        }
        _ = reader.scanner.take("\n")
    }

    /// What is wrong with a line whose grant a table has already.
    private mutating func second(_ number: Int, of table: SnapshotTable) throws(JSONError) -> JSONError {
        reader.scanner.skip(to: SnapshotReader.line(number, bytes, from: table.start))
        _ = reader.scanner.take(" ") || reader.scanner.take(",")
        try reader.scanner.expect("{")
        _ = try grant()
        return reader.failure("a second grant of the same user in the same account")
    }

    private mutating func grant() throws(JSONError) -> Grant {
        try reader.scanner.expect("\"user\":")
        let user = try reader.user()
        try reader.scanner.expect(",\"account\":")
        let account = try reader.account()
        try reader.scanner.expect(",\"role\":")
        let role = try reader.role()
        let term = try reader.term()
        try reader.scanner.expect(",\"seq\":")
        let seq = try reader.scanner.integer()
        return Grant(user: user, account: account, role: role, term: term, seq: seq)
    }

    private mutating func formerNames() throws(JSONError) {
        let taken = "something bears this former name"
        try section(",\"former\":[\n") { (file) throws(JSONError) in
            if file.reader.scanner.take("\"user\":") {
                let (name, number) = try file.former(below: file.names.userCount)
                guard file.names.users.restoreFormer(name, row: number) else { throw file.reader.failure(taken) }
            } else if file.reader.scanner.take("\"customer\":") {
                let (name, number) = try file.former(below: file.names.accountCount)
                guard file.names.accounts.restoreFormer(name, row: number) else { throw file.reader.failure(taken) }
            } else {
                try file.reader.scanner.expect("\"record\":")
                let (name, number) = try file.former(below: file.image.records.count)
                let record = file.image.records[Int(number)]
                file.image.recordNames.append(
                    (RecordTable.scope(record.kind, record.account, record.parent), name, number))
            }
        }
    }

    private mutating func rules() throws(JSONError) {
        names.recordCount = image.records.count
        var scanner = reader.scanner
        let names = names
        try collect(&scanner, ",\"rules\":[\n", numbered: "rule") { (name, number, isRemoved) in
            names.ruleCount += 1
            return isRemoved || names.rules.insert(name, number)
        }
        try section(",\"rules\":[\n") { (file) throws(JSONError) in
            try file.reader.scanner.expect("\"number\":")
            guard try file.reader.scanner.integer() == Int64(file.image.rules.count) else {
                throw file.reader.failure("rules out of order")
            }
            let isRemoved = file.reader.scanner.take(",\"removed\":true")
            try file.reader.scanner.expect(",")
            let definition = try file.reader.ruleDefinition()
            let (created, modified) = try file.stamps()
            file.image.rules.append(
                Rule(definition: definition, isRemoved: isRemoved, created: created, modified: modified))
        }
    }

    private mutating func former(below count: Int) throws(JSONError) -> (String, Int32) {
        let name = try reader.string()
        try reader.scanner.expect(",\"number\":")
        return (name, try reader.number(below: count))
    }

    // MARK: Stamps

    private mutating func stamps() throws(JSONError) -> (created: Stamp, modified: Stamp) {
        try reader.scanner.expect(",\"created\":")
        let created = try SnapshotReader.stamp(&reader)
        guard reader.scanner.take(",\"modified\":") else { return (created, created) }
        return (created, try SnapshotReader.stamp(&reader))
    }

    private static func stamp(_ reader: inout DomainReader) throws(JSONError) -> Stamp {
        try reader.scanner.expect("[")
        let seq = try reader.scanner.integer()
        try reader.scanner.expect(",")
        let time = try reader.instant()
        let actor = reader.scanner.take(",") ? try reader.user() : nil
        try reader.scanner.expect("]")
        return Stamp(seq: seq, time: time, actor: actor)
    }
}
