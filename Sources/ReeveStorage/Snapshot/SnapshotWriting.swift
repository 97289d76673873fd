import ReeveDomain

extension SnapshotFormat {
    /// All lines after the first. Costs what there is, and sorting the names.
    static func body(of state: State) -> ByteWriter {
        var writer = ByteWriter(capacity: 1 << 16)
        var body = SnapshotBody(state)
        body.finish(state, into: &writer)
        return writer
    }
}

/// Writes a snapshot's lines: first of things, in `begin`, as far as that is called; then all others, in `finish`.
struct SnapshotBody: ~Copyable {
    private var state: State
    private var users = NameCache()
    /// By the account's place in the order of names: its line was written then, and grants are sorted by that.
    private var accounts = NameCache()
    private var roles = NameCache()
    /// Numbers in the order of names.
    private let usersByName: [Int32]
    private let accountsByName: [Int32]
    /// The place of an account in that order.
    private var accountRank: [Int32]
    /// By that place, the first one that has the same name; empty where no two have.
    private var firstOfName: [Int32] = []

    private var drain: ((inout ByteWriter) -> Void)?
    /// How many bytes have been taken out of the writer.
    private var drained = 0
    /// How many users have their line, and then how many accounts; nil before the first line of all.
    private var entityCount: Int?
    private var entityLines = Lines()
    /// Where everything lies.
    private(set) var outline: SnapshotOutline

    /// Sorts the names, where they do not stand as a snapshot's lines did.
    init(_ state: State) {
        self.state = state
        outline = SnapshotOutline(accounts: state.accountCount)
        usersByName =
            state.users.inOrderOfNames.count == state.userCount
            ? state.users.inOrderOfNames : NameOrder.sorted(state.userCount) { state.name(of: UserID($0)) }
        var ties: [Int] = []
        if state.accounts.inOrderOfNames.count == state.accountCount - 1 {
            accountsByName = NameOrder.adding(AccountID.partner.raw, to: state.accounts.inOrderOfNames) {
                state.name(of: AccountID($0))
            }
        } else {
            accountsByName = NameOrder.sorted(state.accountCount, tie: { ties.append($0) }) {
                state.name(of: AccountID($0))
            }
        }
        accountRank = Array(repeating: 0, count: accountsByName.count)
        for (rank, number) in accountsByName.enumerated() {
            accountRank[Int(number)] = Int32(truncatingIfNeeded: rank)
        }
        guard !ties.isEmpty else { return }
        firstOfName = (0..<Int32(truncatingIfNeeded: accountsByName.count)).map { $0 }
        for place in ties { firstOfName[place] = firstOfName[place - 1] }
    }

    /// Begins a section's lines.
    private mutating func begin(_ lead: StaticString, _ writer: inout ByteWriter) -> Lines {
        outline.end(at: drained + writer.count)
        writer.literal(lead)
        outline.begin(at: drained + writer.count)
        return Lines()
    }

    /// Begins a line.
    @inline(__always)
    private mutating func begin(_ lines: inout Lines, _ writer: inout ByteWriter) {
        if let drain, writer.count >= Piece.length {
            passOn(writer.count)
            drain(&writer)
        }
        lines.begin(&writer)
    }

    /// Begins a line of a section that is looked through by account, too.
    @inline(__always)
    private mutating func begin(
        _ lines: inout Lines, of section: SnapshotIndex.Section, account rank: Int32, _ writer: inout ByteWriter
    ) {
        begin(&lines, &writer)
        let name = firstOfName.isEmpty ? rank : firstOfName[Int(rank)]
        outline.line(section, at: drained + writer.count - 1, account: name)
    }

    /// Is told that so many bytes are taken out of the writer.
    mutating func passOn(_ count: Int) { drained += count }

    /// Goes on with the lines up to the last customer's.
    ///
    /// - Parameter length: stops where the writer has so many bytes.
    /// - Returns: whether all of them are written.
    mutating func begin(into writer: inout ByteWriter, upTo length: Int = .max) -> Bool {
        if entityCount == nil { definitions(&writer) }
        var next = entityCount ?? 0
        var lines = entityLines
        defer { (entityCount, entityLines) = (next, lines) }
        let userCount = usersByName.count
        while next < userCount + accountsByName.count {
            if writer.count >= length { return false }
            if next == 0 { lines = begin("]\n,\"users\":[\n", &writer) }
            if next == userCount { lines = begin("]\n,\"customers\":[\n", &writer) }
            if next < userCount {
                user(usersByName[next], &lines, &writer)
            } else {
                customer(at: next - userCount, &lines, &writer)
            }
            next += 1
        }
        return true
    }

    /// Writes all other lines.
    ///
    /// - Parameters:
    ///   - state: what the lines are to tell; those that are written are the same of it.
    ///   - writer: has the rest in the end.
    ///   - drain: takes all bytes out of the writer whenever many have come together.
    mutating func finish(
        _ state: State, into writer: inout ByteWriter, _ drain: ((inout ByteWriter) -> Void)? = nil
    ) {
        self.state = state
        self.drain = drain
        _ = begin(into: &writer)
        records(&writer)
        grants(&writer)
        rules(&writer)
        formerNames(&writer)
        outline.end(at: drained + writer.count)
        writer.literal("]}\n")
        self.drain = nil
    }

    private mutating func definitions(_ writer: inout ByteWriter) {
        writer.literal(",\"partner\":")
        if let name = state.partnerName { writer.string(name) } else { writer.literal("null") }
        writer.literal("\n")
        var lines = begin(",\"kinds\":[\n", &writer)
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
        lines = begin("]\n,\"roles\":[\n", &writer)
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
    }

    private mutating func user(_ number: Int32, _ lines: inout Lines, _ writer: inout ByteWriter) {
        begin(&lines, &writer)
        writer.literal("{\"user\":")
        let user = state[UserID(number)]
        let start = writer.count
        writer.string(user.name)
        // Where it is not removed, its grants name it in the same way.
        if !user.isRemoved { users.learn(number, from: start, of: writer) }
        entity(user, number, BuiltInKind.user.id, &writer)
        writer.literal("}\n")
    }

    private mutating func customer(at rank: Int, _ lines: inout Lines, _ writer: inout ByteWriter) {
        let number = accountsByName[rank]
        // The partner is none.
        guard number > 0 else { return }
        begin(&lines, &writer)
        writer.literal("{\"customer\":")
        let customer = state[AccountID(number)]
        let start = writer.count
        writer.string(customer.name)
        if !customer.isRemoved { accounts.learn(Int32(truncatingIfNeeded: rank), from: start, of: writer) }
        entity(customer, number, BuiltInKind.customer.id, &writer)
        writer.literal("}\n")
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
        var lines = begin("]\n,\"records\":[\n", &writer)
        for number in 0..<state.recordCount {
            let record = state[RecordID(Int32(truncatingIfNeeded: number))]
            let rank = accountRank[Int(record.account.raw)]
            begin(&lines, of: .records, account: rank, &writer)
            writer.literal("{\"kind\":")
            writer.kind(record.kind, state)
            writer.literal(",\"account\":")
            account(record.account, rank, &writer)
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
        var lines = begin("]\n,\"members\":[\n", &writer)
        table(state.members, .members, &lines, &writer)
        lines = begin("]\n,\"managers\":[\n", &writer)
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
        lines = begin("]\n,\"assignments\":[\n", &writer)
        table(state.assignments, .assignments, &lines, &writer)
    }

    private mutating func table(
        _ table: GrantTable, _ section: SnapshotIndex.Section, _ lines: inout Lines, _ writer: inout ByteWriter
    ) {
        let order = GrantOrder(table, users: usersByName.count, accountRank)
        var grants: [Grant] = []
        var names: [NameCache.Slot] = []
        outline.expect(section, table.count)
        for number in usersByName {
            let places = order.of(UserID(number))
            if places.isEmpty { continue }
            // All of a user's at once: each lies somewhere else in memory, and none waits for another.
            grants.removeAll(keepingCapacity: true)
            names.removeAll(keepingCapacity: true)
            for place in places { names.append(accounts.slot(Int(place >> 32))) }
            let user = users.slot(Int(number))
            for place in places { grants.append(table.grant(Int32(truncatingIfNeeded: place))) }
            for (index, place) in places.enumerated() {
                let grant = grants[index]
                let rank = Int32(truncatingIfNeeded: place >> 32)
                begin(&lines, of: section, account: rank, &writer)
                writer.literal("{\"user\":")
                if !users.copy(user, into: &writer) { self.user(grant.user, &writer) }
                writer.literal(",\"account\":")
                if !accounts.copy(names[index], into: &writer) { account(grant.account, rank, &writer) }
                writer.literal(",\"role\":")
                // Of an assignment it is the manager's one role, whatever it was when it was made.
                role(section == .assignments ? state.manager(grant.user)?.role ?? grant.role : grant.role, &writer)
                writer.term(grant.term)
                writer.literal(",\"seq\":")
                writer.integer(grant.seq)
                writer.literal("}\n")
            }
        }
    }

    private mutating func rules(_ writer: inout ByteWriter) {
        var lines = begin("]\n,\"rules\":[\n", &writer)
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
        var found: [(what: Int, name: String, number: Int32)] = []
        state.users.forEachFormer { found.append((0, $0, $1)) }
        state.accounts.forEachFormer { found.append((1, $0, $1)) }
        // A record's name is not marked when it is no longer borne.
        state.records.forEachName { name, row in
            let entity = state[RecordID(row)].entity
            if entity.isRemoved || !NameOrder.isSame(entity.name, name) { found.append((2, name, row)) }
        }
        found.sort {
            if $0.what != $1.what { return $0.what < $1.what }
            if !NameOrder.isSame($0.name, $1.name) { return $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            return $0.number < $1.number
        }
        var lines = begin("]\n,\"former\":[\n", &writer)
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

    @inline(__always)
    private mutating func account(_ id: AccountID, _ rank: Int32, _ writer: inout ByteWriter) {
        if accounts.copy(rank, into: &writer) { return }
        let start = writer.count
        writer.account(id, state)
        accounts.learn(rank, from: start, of: writer)
    }

    @inline(__always)
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
