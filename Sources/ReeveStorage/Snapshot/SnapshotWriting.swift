import ReeveDomain

extension SnapshotFormat {
    /// All lines after the first. Costs what there is, and sorting the names.
    static func body(of state: State) -> ByteWriter {
        var writer = ByteWriter(capacity: 1 << 16)
        var body = SnapshotBody(state)
        body.write(into: &writer)
        return writer
    }
}

/// Writes a snapshot's lines.
private struct SnapshotBody: ~Copyable {
    private let state: State
    private var users = NameCache()
    private var accounts = NameCache()
    private var roles = NameCache()
    /// Numbers in the order of names.
    private let usersByName: [Int32]
    private let accountsByName: [Int32]
    /// The place of an account in that order.
    private var accountRank: [Int32]

    init(_ state: State) {
        self.state = state
        usersByName = SnapshotBody.sorted(state.userCount) { state[UserID($0)].name }
        accountsByName = SnapshotBody.sorted(state.accountCount) { state[AccountID($0)].name }
        accountRank = Array(repeating: 0, count: accountsByName.count)
        for (rank, number) in accountsByName.enumerated() {
            accountRank[Int(number)] = Int32(truncatingIfNeeded: rank)
        }
    }

    private static func sorted(_ count: Int, _ name: (Int32) -> String) -> [Int32] {
        let names = (0..<count).map { name(Int32(truncatingIfNeeded: $0)) }
        return (0..<count).map { Int32(truncatingIfNeeded: $0) }.sorted {
            let (a, b) = (names[Int($0)], names[Int($1)])
            // `==` would take two spellings of one character for equal.
            return a.utf8.elementsEqual(b.utf8) ? $0 < $1 : a.utf8.lexicographicallyPrecedes(b.utf8)
        }
    }

    mutating func write(into writer: inout ByteWriter) {
        writer.literal(",\"partner\":")
        if let name = state.partnerName { writer.string(name) } else { writer.literal("null") }
        writer.literal("\n,\"kinds\":[\n")
        var lines = Lines()
        for (number, kind) in state.kinds.enumerated() {
            lines.begin(&writer)
            writer.literal("{\"number\":")
            writer.integer(Int64(number))
            if kind.isBuiltIn { writer.literal(",\"builtIn\":true") }
            if kind.isRemoved { writer.literal(",\"removed\":true") }
            writer.literal(",")
            writer.definition(kind.definition, state)
            stamps(kind.created, kind.modified, &writer)
            writer.literal("}\n")
        }
        writer.literal("]\n,\"roles\":[\n")
        lines = Lines()
        for (number, role) in state.roles.enumerated() {
            lines.begin(&writer)
            writer.literal("{\"number\":")
            writer.integer(Int64(number))
            if role.isRemoved { writer.literal(",\"removed\":true") }
            writer.literal(",")
            writer.definition(role.definition, state)
            stamps(role.created, role.modified, &writer)
            writer.literal("}\n")
        }
        entities(&writer)
        records(&writer)
        grants(&writer)
        rules(&writer)
        formerNames(&writer)
        writer.literal("]}\n")
    }

    private mutating func entities(_ writer: inout ByteWriter) {
        writer.literal("]\n,\"users\":[\n")
        var lines = Lines()
        for number in usersByName {
            lines.begin(&writer)
            writer.literal("{\"user\":")
            let user = state[UserID(number)]
            writer.string(user.name)
            entity(user, number, BuiltInKind.user.id, &writer)
            writer.literal("}\n")
        }
        writer.literal("]\n,\"customers\":[\n")
        lines = Lines()
        for number in accountsByName where number > 0 {
            lines.begin(&writer)
            writer.literal("{\"customer\":")
            let customer = state[AccountID(number)]
            writer.string(customer.name)
            entity(customer, number, BuiltInKind.customer.id, &writer)
            writer.literal("}\n")
        }
    }

    private mutating func entity(_ entity: Entity, _ number: Int32, _ kind: KindID, _ writer: inout ByteWriter) {
        writer.literal(",\"number\":")
        writer.integer(Int64(number))
        if entity.isDisabled { writer.literal(",\"disabled\":true") }
        if entity.isRemoved { writer.literal(",\"removed\":true") }
        if !entity.values.isEmpty {
            writer.literal(",\"values\":")
            var changes: [AttributeChange] = []
            for (slot, value) in entity.values.enumerated() where value != nil {
                changes.append(AttributeChange(slot: slot, value: value))
            }
            writer.changes(changes, kind, state)
        }
        stamps(entity.created, entity.modified, &writer)
    }

    private mutating func records(_ writer: inout ByteWriter) {
        writer.literal("]\n,\"records\":[\n")
        var lines = Lines()
        for number in 0..<state.recordCount {
            let record = state[RecordID(Int32(truncatingIfNeeded: number))]
            lines.begin(&writer)
            writer.literal("{\"kind\":")
            writer.kind(record.kind, state)
            writer.literal(",\"account\":")
            account(record.account, &writer)
            if let parent = record.parent {
                writer.literal(",\"parent\":")
                writer.integer(Int64(parent.raw))
            }
            writer.literal(",\"name\":")
            writer.string(record.entity.name)
            if record.isLocked { writer.literal(",\"locked\":true") }
            entity(record.entity, Int32(truncatingIfNeeded: number), record.kind, &writer)
            writer.literal(",\"versions\":[")
            for (index, version) in record.versions.enumerated() {
                if index > 0 { writer.literal(",") }
                stamp(Stamp(seq: version.seq, time: version.time, actor: version.actor), &writer)
            }
            writer.literal("]}\n")
        }
    }

    private mutating func grants(_ writer: inout ByteWriter) {
        writer.literal("]\n,\"members\":[\n")
        table(state.members, &writer)
        writer.literal("]\n,\"managers\":[\n")
        var lines = Lines()
        for number in usersByName {
            guard let manager = state.manager(UserID(number)) else { continue }
            lines.begin(&writer)
            writer.literal("{\"manager\":")
            user(UserID(number), &writer)
            writer.literal(",\"role\":")
            role(manager.role, &writer)
            writer.literal(",\"standing\":")
            writer.standing(manager.standing, state)
            writer.literal(",\"seq\":")
            writer.integer(manager.seq)
            writer.literal("}\n")
        }
        writer.literal("]\n,\"assignments\":[\n")
        table(state.assignments, isAssignment: true, &writer)
    }

    private mutating func table(_ table: GrantTable, isAssignment: Bool = false, _ writer: inout ByteWriter) {
        var lines = Lines()
        for number in usersByName where table.hasAny(UserID(number)) {
            for grant in table.of(UserID(number)).sorted(by: {
                accountRank[Int($0.account.raw)] < accountRank[Int($1.account.raw)]
            }) {
                lines.begin(&writer)
                writer.literal("{\"user\":")
                user(grant.user, &writer)
                writer.literal(",\"account\":")
                account(grant.account, &writer)
                writer.literal(",\"role\":")
                // Of an assignment it is the manager's one role, whatever it was when it was made.
                role(isAssignment ? state.manager(grant.user)?.role ?? grant.role : grant.role, &writer)
                writer.term(grant.term)
                writer.literal(",\"seq\":")
                writer.integer(grant.seq)
                writer.literal("}\n")
            }
        }
    }

    private mutating func rules(_ writer: inout ByteWriter) {
        writer.literal("]\n,\"rules\":[\n")
        var lines = Lines()
        for (number, rule) in state.rules.enumerated() {
            lines.begin(&writer)
            writer.literal("{\"number\":")
            writer.integer(Int64(number))
            if rule.isRemoved { writer.literal(",\"removed\":true") }
            writer.literal(",")
            writer.definition(rule.definition, state)
            stamps(rule.created, rule.modified, &writer)
            writer.literal("}\n")
        }
    }

    /// Names that were borne by what is removed or is called otherwise now: a script that is run again must be told so.
    private mutating func formerNames(_ writer: inout ByteWriter) {
        writer.literal("]\n,\"former\":[\n")
        var found: [(what: Int, name: String, number: Int32)] = []
        state.users.names.forEach { _, name, row in
            let user = state[UserID(row)]
            if user.isRemoved || !user.name.utf8.elementsEqual(name.utf8) { found.append((0, name, row)) }
        }
        state.accounts.names.forEach { _, name, row in
            let customer = state[AccountID(row)]
            if customer.isRemoved || !customer.name.utf8.elementsEqual(name.utf8) { found.append((1, name, row)) }
        }
        state.records.names.forEach { _, name, row in
            let entity = state[RecordID(row)].entity
            if entity.isRemoved || !entity.name.utf8.elementsEqual(name.utf8) { found.append((2, name, row)) }
        }
        found.sort {
            if $0.what != $1.what { return $0.what < $1.what }
            if !$0.name.utf8.elementsEqual($1.name.utf8) { return $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            return $0.number < $1.number
        }
        var lines = Lines()
        for (what, name, number) in found {
            lines.begin(&writer)
            switch what {
            case 0: writer.literal("{\"user\":")
            case 1: writer.literal("{\"customer\":")
            default: writer.literal("{\"record\":")
            }
            writer.string(name)
            writer.literal(",\"number\":")
            writer.integer(Int64(number))
            writer.literal("}\n")
        }
    }

    private mutating func stamps(_ created: Stamp, _ modified: Stamp, _ writer: inout ByteWriter) {
        writer.literal(",\"created\":")
        stamp(created, &writer)
        guard modified != created else { return }
        writer.literal(",\"modified\":")
        stamp(modified, &writer)
    }

    /// `[12,"2026-01-01T00:00:00Z","ops"]`
    private mutating func stamp(_ stamp: Stamp, _ writer: inout ByteWriter) {
        writer.literal("[")
        writer.integer(stamp.seq)
        writer.literal(",")
        writer.instant(stamp.time)
        if let actor = stamp.actor {
            writer.literal(",")
            user(actor, &writer)
        }
        writer.literal("]")
    }

    private mutating func user(_ id: UserID, _ writer: inout ByteWriter) {
        if users.copy(id.raw, into: &writer) { return }
        let start = writer.count
        writer.user(id, state)
        users.learn(id.raw, from: start, of: writer)
    }

    private mutating func account(_ id: AccountID, _ writer: inout ByteWriter) {
        if accounts.copy(id.raw, into: &writer) { return }
        let start = writer.count
        writer.account(id, state)
        accounts.learn(id.raw, from: start, of: writer)
    }

    private mutating func role(_ id: RoleID, _ writer: inout ByteWriter) {
        if roles.copy(id.raw, into: &writer) { return }
        let start = writer.count
        writer.role(id, state)
        roles.learn(id.raw, from: start, of: writer)
    }
}

/// The beginnings of an array's lines: a blank for the first, a comma for each other.
private struct Lines {
    private var isFirst = true

    mutating func begin(_ writer: inout ByteWriter) {
        writer.byte(isFirst ? UInt8(ascii: " ") : UInt8(ascii: ","))
        isFirst = false
    }
}
