#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import ReeveDomain

/// Reads a snapshot's lines into a state. The bytes must have been verified against the header's hash; even so nothing in
/// them can make the state's tables inconsistent: every number is checked.
struct SnapshotReader {
    private let bytes: UnsafeRawBufferPointer
    private let names = SnapshotNames()
    private var reader: DomainReader
    private var image = StateImage()
    private let isExcerpt: Bool
    private let takesShortcuts: Bool
    /// Of an excerpt's records so far.
    private var recordNumbers: [Int] = []

    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - start: where the second line begins.
    ///   - isExcerpt: there are users and customers that it does not have; the rest keep their order.
    ///   - takingShortcuts: false reads every line as if it were unlike most; what comes out is the same.
    init(
        _ bytes: UnsafeRawBufferPointer, from start: Int, isExcerpt: Bool = false, takingShortcuts: Bool = true
    ) {
        takesShortcuts = takingShortcuts
        self.bytes = bytes
        self.isExcerpt = isExcerpt
        reader = DomainReader(JSONScanner(bytes, from: start), State(), table: names)
    }

    /// - Parameter seq: what the header says.
    mutating func read(seq: Int64) throws(JSONError) -> State {
        image.seq = seq
        try reader.scanner.expect(",\"partner\":")
        if !reader.scanner.take("null") { image.partnerName = try reader.string() }
        try reader.scanner.expect("\n")
        try collectNames()
        try kindsAndRoles()
        try entities()
        try records()
        try grants()
        try rules()
        try formerNames()
        try reader.scanner.expect("}\n")
        guard reader.scanner.isAtEnd else { throw reader.failure("something follows the end") }
        return State(image)
    }

    // MARK: Names

    /// Looks over the lines up to the customers' last one for names alone: things refer to things that come later.
    private mutating func collectNames() throws(JSONError) {
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
        try collect(&scanner, ",\"users\":[\n", named: "user") { (name, number, isRemoved) in
            names.userCount += 1
            guard let row = names.userRows.row(number) else { return false }
            return isRemoved || names.users.insert(name, row)
        }
        try collect(&scanner, ",\"customers\":[\n", named: "customer") { (name, number, isRemoved) in
            names.accountCount += 1
            guard let row = names.accountRows.row(number) else { return false }
            return isRemoved || names.accounts.insert(name, row)
        }
        guard names.accounts.insert(SnapshotReader.partner, 0) else {
            throw scanner.failure("a customer that is called `partner`")
        }
    }

    private func gatherNumbers(_ scanner: JSONScanner) throws(JSONError) {
        var scanner = scanner
        var users: [Int32] = []
        // Row 0 is the partner.
        var accounts: [Int32] = [0]
        try collect(&scanner, ",\"users\":[\n", named: "user") { (_, number, _) in
            users.append(number)
            return true
        }
        try collect(&scanner, ",\"customers\":[\n", named: "customer") { (_, number, _) in
            accounts.append(number)
            return true
        }
        guard names.userRows.gather(users), names.accountRows.gather(accounts) else {
            throw scanner.failure("a number twice")
        }
    }

    private static var partner: UnsafeRawBufferPointer {
        let name: StaticString = "partner"
        return UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    }

    private typealias Note = (_ name: UnsafeRawBufferPointer, _ number: Int32, _ isRemoved: Bool) -> Bool

    private func collect(
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

    private func collect(
        _ scanner: inout JSONScanner, _ lead: StaticString, named key: String, _ note: Note
    ) throws(JSONError) {
        try scanner.expect(lead)
        while !scanner.take("]\n") {
            let line = scanner.offset
            guard scanner.take(" ") || scanner.take(",") else { throw scanner.failure("expected a line") }
            guard key == "user" ? scanner.take("{\"user\":") : scanner.take("{\"customer\":") else {
                throw scanner.failure("expected a name")
            }
            let name = try scanner.string().bytes
            try scanner.expect(",\"number\":")
            let number = try reference(&scanner)
            _ = scanner.take(",\"disabled\":true")
            let isRemoved = scanner.take(",\"removed\":true")
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

    private mutating func entities() throws(JSONError) {
        // Lines come in the order of names; rows lie in the order of numbers.
        let nobody = Entity(name: "", isRemoved: true, created: .builtIn, modified: .builtIn)
        image.users = Array(repeating: nobody, count: names.userCount)
        var seen = Array(repeating: false, count: names.userCount)
        try section(",\"users\":[\n") { (file) throws(JSONError) in
            try file.reader.scanner.expect("\"user\":")
            let name = try file.reader.string()
            let (entity, number) = try file.entity(name, BuiltInKind.user.id, below: seen.count, file.names.userRows)
            guard !seen[number] else { throw file.reader.failure("a number twice") }
            seen[number] = true
            if !entity.isRemoved { file.image.userNames.append((name, Int32(truncatingIfNeeded: number))) }
            file.image.users[number] = entity
        }
        image.customers = Array(repeating: nobody, count: names.accountCount - 1)
        seen = Array(repeating: false, count: names.accountCount)
        try section(",\"customers\":[\n") { (file) throws(JSONError) in
            try file.reader.scanner.expect("\"customer\":")
            let name = try file.reader.string()
            let (entity, number) = try file.entity(
                name, BuiltInKind.customer.id, below: seen.count, file.names.accountRows)
            guard number > 0, !seen[number] else { throw file.reader.failure("a number twice") }
            seen[number] = true
            if !entity.isRemoved { file.image.customerNames.append((name, Int32(truncatingIfNeeded: number))) }
            file.image.customers[number - 1] = entity
        }
    }

    private mutating func entity(
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
        image.members = try table(",\"members\":[\n")
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
        image.assignments = try table(",\"assignments\":[\n")
    }

    private mutating func table(_ lead: StaticString) throws(JSONError) -> [Grant] {
        var grants: [Grant] = []
        let plain = SnapshotGrants(bytes, names)
        try reader.scanner.expect(lead)
        var start: StaticString = " {"
        while !reader.scanner.take("]") {
            try reader.scanner.expect(start)
            start = ",{"
            grants.append(try grant())
            try reader.scanner.expect("}\n")
            // About as many as there is room for.
            if grants.count == 1 { grants.reserveCapacity(isExcerpt ? 1 : (bytes.count - reader.scanner.offset) / 64) }
            if takesShortcuts { reader.scanner.skip(to: plain.read(from: reader.scanner.offset, into: &grants)) }
        }
        _ = reader.scanner.take("\n")
        return grants
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
        try section(",\"former\":[\n") { (file) throws(JSONError) in
            if file.reader.scanner.take("\"user\":") {
                let (name, number) = try file.former(below: file.image.users.count)
                file.image.userNames.append((name, number))
            } else if file.reader.scanner.take("\"customer\":") {
                let (name, number) = try file.former(below: file.image.customers.count + 1)
                file.image.customerNames.append((name, number))
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
