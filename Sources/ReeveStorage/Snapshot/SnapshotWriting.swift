import ReeveDomain

extension SnapshotFormat {
    /// All lines after the first. Costs what there is, and sorting the names.
    static func body(of state: State) -> ByteWriter {
        var writer = ByteWriter(capacity: 1 << 16)
        var body = SnapshotBody(state)
        body.write(into: &writer)
        return writer
    }

    /// All lines after the first, whenever many have come together, and in the end the rest.
    ///
    /// - Parameter drain: takes bytes out of the writer; all of them, or none.
    static func writeBody(of state: State, _ drain: @escaping (inout ByteWriter) -> Void) -> ByteWriter {
        var writer = ByteWriter(capacity: 1 << 16)
        var body = SnapshotBody(state, drain)
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

    private let drain: ((inout ByteWriter) -> Void)?

    init(_ state: State, _ drain: ((inout ByteWriter) -> Void)? = nil) {
        self.state = state
        self.drain = drain
        usersByName = NameOrder.sorted(state.userCount) { state[UserID($0)].name }
        accountsByName = NameOrder.sorted(state.accountCount) { state[AccountID($0)].name }
        accountRank = Array(repeating: 0, count: accountsByName.count)
        for (rank, number) in accountsByName.enumerated() {
            accountRank[Int(number)] = Int32(truncatingIfNeeded: rank)
        }
    }

    /// Begins a line.
    @inline(__always)
    private func begin(_ lines: inout Lines, _ writer: inout ByteWriter) {
        if writer.count >= Piece.length { drain?(&writer) }
        lines.begin(&writer)
    }

    mutating func write(into writer: inout ByteWriter) {
        writer.literal(",\"partner\":")
        if let name = state.partnerName { writer.string(name) } else { writer.literal("null") }
        writer.literal("\n,\"kinds\":[\n")
        var lines = Lines()
        for (number, kind) in state.kinds.enumerated() {
            begin(&lines, &writer)
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
            begin(&lines, &writer)
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
            begin(&lines, &writer)
            writer.literal("{\"user\":")
            let user = state[UserID(number)]
            writer.string(user.name)
            entity(user, number, BuiltInKind.user.id, &writer)
            writer.literal("}\n")
        }
        writer.literal("]\n,\"customers\":[\n")
        lines = Lines()
        for number in accountsByName where number > 0 {
            begin(&lines, &writer)
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
            begin(&lines, &writer)
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
            begin(&lines, &writer)
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
        var grants: [Grant] = []
        var order: [UInt64] = []
        for number in usersByName where table.hasAny(UserID(number)) {
            grants.removeAll(keepingCapacity: true)
            order.removeAll(keepingCapacity: true)
            table.forEach(of: UserID(number)) { grant in
                // An account comes once; behind its place is where its grant is.
                order.append(UInt64(accountRank[Int(grant.account.raw)]) << 32 | UInt64(grants.count))
                grants.append(grant)
            }
            order.sort()
            for place in order {
                let grant = grants[Int(place & 0xffff_ffff)]
                begin(&lines, &writer)
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
            begin(&lines, &writer)
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
            if user.isRemoved || !NameOrder.isSame(user.name, name) { found.append((0, name, row)) }
        }
        state.accounts.names.forEach { _, name, row in
            let customer = state[AccountID(row)]
            if customer.isRemoved || !NameOrder.isSame(customer.name, name) { found.append((1, name, row)) }
        }
        state.records.names.forEach { _, name, row in
            let entity = state[RecordID(row)].entity
            if entity.isRemoved || !NameOrder.isSame(entity.name, name) { found.append((2, name, row)) }
        }
        found.sort {
            if $0.what != $1.what { return $0.what < $1.what }
            if !NameOrder.isSame($0.name, $1.name) { return $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            return $0.number < $1.number
        }
        var lines = Lines()
        for (what, name, number) in found {
            begin(&lines, &writer)
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
