import ReeveDomain

/// Reads what `ValueWriting` wrote, and finds the things that the names stand for. The spelling is fixed: members come in
/// the order in which they are written, without spaces, and anything else is an error.
struct DomainReader {
    var scanner: JSONScanner
    /// As it is just before what is read. Whoever replays, changes it here: a second reference to it would make each
    /// change copy what it touches.
    var state: State
    /// Who bears which name in a snapshot that is being read; then `state` is empty.
    let table: SnapshotNames?
    /// Lets in whom the state does not have, where lines are read out of their place.
    var cast: AuditCast?
    /// Where the event that was read last says what was before it.
    var before: Range<Int>?
    /// Whether a rule's variable may stand for a user, an account or a role.
    var allowsVariables = false
    // These count only as long as the bytes stay where they are.
    private var lastInstant: (text: UnsafeRawBufferPointer, value: Instant)?
    private var lastUser: (text: UnsafeRawBufferPointer, id: UserID)?
    private var lastRole: (text: UnsafeRawBufferPointer, id: RoleID)?
    /// How deep conditions may lie in one another.
    static let mostDepth = 64

    init(_ scanner: JSONScanner, _ state: State, table: SnapshotNames? = nil) {
        self.scanner = scanner
        self.state = state
        self.table = table
    }

    func failure(_ message: String) -> JSONError { scanner.failure(message) }

    mutating func string() throws(JSONError) -> String { try scanner.string().string }

    mutating func number(below count: Int) throws(JSONError) -> Int32 {
        let value = try scanner.integer()
        guard value >= 0, value < Int64(count), let number = Int32(exactly: value) else {
            throw failure("a number that nothing has")
        }
        return number
    }

    /// The number of what does not bear its name any more: `["alice",12]`. `nil` where a mere name comes next.
    @inline(__always)
    private mutating func numbered(below count: Int, _ rows: RowNumbers? = nil) throws(JSONError) -> Int32? {
        guard scanner.peek == UInt8(ascii: "[") else { return nil }
        try scanner.expect("[")
        _ = try string()
        try scanner.expect(",")
        let number = try row(below: count, rows)
        try scanner.expect("]")
        return number
    }

    /// A number, and the row that it stands for.
    mutating func row(below count: Int, _ rows: RowNumbers?) throws(JSONError) -> Int32 {
        guard let rows, rows.sorted != nil else { return try number(below: count) }
        guard let row = rows.row(try number(below: Int(Int32.max))) else { throw failure("a number that nothing has") }
        return row
    }

    @inline(never)
    private func unknown(_ what: StaticString, _ name: JSONText) -> JSONError {
        scanner.failure("there is no \(what) `\(name.string)` before this point")
    }

    mutating func user() throws(JSONError) -> UserID {
        if let former = try formerUser() { return former }
        if let number = try numbered(below: table?.userCount ?? state.userCount, table?.userRows) {
            return UserID(number)
        }
        if allowsVariables {
            if scanner.take("{\"variable\":\"actor\"}") { return BoundVariable.actorPlaceholder }
            if scanner.take("{\"variable\":\"user\"}") { return BoundVariable.userPlaceholder }
        }
        let name = try scanner.string()
        if let table {
            // Grants lie in the order of their users.
            if let last = lastUser, last.text.count == name.bytes.count, name.bytes.hasPrefix(last.text) {
                return last.id
            }
            guard let id = table.user(name) else { throw unknown("user", name) }
            lastUser = (name.bytes, id)
            return id
        }
        guard let id = state.user(name.string) ?? newUser(name.string) else { throw unknown("user", name) }
        return id
    }

    mutating func account() throws(JSONError) -> AccountID {
        if let former = try formerAccount() { return former }
        if let number = try numbered(below: table?.accountCount ?? state.accountCount, table?.accountRows) {
            return AccountID(number)
        }
        if allowsVariables, scanner.take("{\"variable\":\"customer\"}") { return BoundVariable.customerPlaceholder }
        let name = try scanner.string()
        if let table {
            guard let id = table.account(name) else { throw unknown("account", name) }
            return id
        }
        guard let id = state.account(name.string) ?? newAccount(name.string) else { throw unknown("account", name) }
        return id
    }

    mutating func role() throws(JSONError) -> RoleID {
        if let number = try numbered(below: table?.roleCount ?? state.roles.count) { return RoleID(number) }
        if allowsVariables, scanner.take("{\"variable\":\"role\"}") { return BoundVariable.rolePlaceholder }
        let name = try scanner.string()
        if let table {
            if let last = lastRole, last.text.count == name.bytes.count, name.bytes.hasPrefix(last.text) {
                return last.id
            }
            guard let number = table.roles.find(name.bytes) else { throw unknown("role", name) }
            lastRole = (name.bytes, RoleID(number))
            return RoleID(number)
        }
        guard let id = state.role(name.string) else { throw unknown("role", name) }
        return id
    }

    mutating func kind() throws(JSONError) -> KindID {
        if let number = try numbered(below: table?.kindCount ?? state.kinds.count) { return KindID(number) }
        let name = try scanner.string()
        if let table {
            guard let number = table.kindNames.find(name.bytes) else { throw unknown("kind", name) }
            return KindID(number)
        }
        let wanted = name.string
        for (number, kind) in state.kinds.enumerated() where !kind.isRemoved && kind.definition.name == wanted {
            return KindID(Int32(truncatingIfNeeded: number))
        }
        throw unknown("kind", name)
    }

    /// Goes on with other bytes.
    mutating func start(_ bytes: UnsafeRawBufferPointer) {
        scanner = JSONScanner(bytes)
        lastInstant = nil
    }

    private mutating func rule() throws(JSONError) -> RuleID {
        if let number = try numbered(below: table?.ruleCount ?? state.rules.count) { return RuleID(number) }
        let name = try scanner.string()
        if let table {
            guard let number = table.rules.find(name.bytes) else { throw unknown("rule", name) }
            return RuleID(number)
        }
        guard let id = state.rule(name.string) else { throw unknown("rule", name) }
        return id
    }

    private func definition(of kind: KindID) -> KindDefinition {
        guard let table else { return state[kind].definition }
        return table.kinds[Int(kind.raw)].definition
    }

    /// A record's place: what a reference has before its number.
    mutating func place() throws(JSONError) -> (name: String, kind: KindID, account: AccountID, parent: RecordID?) {
        try scanner.expect("{\"kind\":")
        let kind = try kind()
        try scanner.expect(",\"name\":")
        let name = try string()
        try scanner.expect(",\"account\":")
        let account = try account()
        var parent: RecordID?
        if scanner.take(",\"within\":[") {
            repeat {
                try scanner.expect("[")
                let kind = try self.kind()
                try scanner.expect(",")
                let name = try string()
                guard
                    let found = state.record(name, kind: kind, account: account, parent: parent)
                        ?? newRecord(name, kind, account, parent)
                else {
                    throw failure("there is no record `\(name)` at this point")
                }
                parent = found
                try scanner.expect("]")
            } while scanner.take(",")
            try scanner.expect("]")
        }
        return (name, kind, account, parent)
    }

    mutating func record() throws(JSONError) -> RecordID {
        let start = scanner
        do throws(JSONError) {
            let (name, kind, account, parent) = try place()
            if cast != nil, scanner.take(",\"number\":") {
                let row = try scanner.integer()
                try scanner.expect("}")
                if let former = formerRecord(row, name, kind, account, parent) { return former }
            }
            try scanner.expect("}")
            guard
                let id = state.record(name, kind: kind, account: account, parent: parent)
                    ?? newRecord(name, kind, account, parent)
            else {
                throw failure("there is no record `\(name)` at this point")
            }
            return id
        } catch {
            // One whose names lead nowhere any more says its number.
            scanner = start
            guard let number = try JSONValue.read(&scanner)["number"]?.integer, number >= 0,
                number < Int64(state.recordCount), let id = Int32(exactly: number)
            else { throw error }
            return RecordID(id)
        }
    }

    mutating func thing() throws(JSONError) -> Thing {
        if scanner.take("\"user\":") { return .user(try user()) }
        if scanner.take("\"customer\":") {
            let id = try account()
            guard !id.isPartner else { throw failure("the partner is no customer") }
            return .customer(id)
        }
        if scanner.take("\"role\":") { return .role(try role()) }
        if scanner.take("\"kind\":") { return .kind(try kind()) }
        if scanner.take("\"rule\":") { return .rule(try rule()) }
        try scanner.expect("\"record\":")
        return .record(try record())
    }

    mutating func boolean() throws(JSONError) -> Bool {
        if scanner.take("true") { return true }
        try scanner.expect("false")
        return false
    }

    mutating func instant() throws(JSONError) -> Instant {
        let place = scanner.offset
        let text = try scanner.string()
        // One transaction has one time: most instants are the one before.
        if let last = lastInstant, last.text.count == text.bytes.count, text.bytes.hasPrefix(last.text) {
            return last.value
        }
        guard let instant = Instant(instant: text.string) else {
            throw JSONError(offset: place, message: "this is not an instant")
        }
        lastInstant = (text.bytes, instant)
        return instant
    }

    mutating func term() throws(JSONError) -> Term {
        var term = Term.always
        if scanner.take(",\"from\":") { term.from = try instant() }
        if scanner.take(",\"until\":") { term.until = try instant() }
        return term
    }

    mutating func list<Item>(
        _ read: (inout DomainReader) throws(JSONError) -> Item
    ) throws(JSONError) -> [Item] {
        try scanner.expect("[")
        var items: [Item] = []
        if scanner.take("]") { return items }
        repeat { items.append(try read(&self)) } while scanner.take(",")
        try scanner.expect("]")
        return items
    }

    mutating func strings() throws(JSONError) -> [String] {
        try list { (reader) throws(JSONError) in try reader.string() }
    }

    mutating func value() throws(JSONError) -> Value {
        switch scanner.peek {
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .yesNo(try boolean())
        case UInt8(ascii: "{"): return try taggedValue()
        default:
            let place = scanner.offset
            guard let number = Double(try scanner.number()), number.isFinite else {
                throw JSONError(offset: place, message: "a number that is too large")
            }
            return .number(number)
        }
    }

    private mutating func taggedValue() throws(JSONError) -> Value {
        let value: Value
        if scanner.take("{\"date\":") {
            guard let date = Instant(date: try string()) else { throw failure("this is not a date") }
            value = .date(date)
        } else if scanner.take("{\"instant\":") {
            value = .instant(try instant())
        } else if scanner.take("{\"milliseconds\":") {
            value = .duration(milliseconds: try scanner.integer())
        } else if scanner.take("{\"role\":") {
            value = .role(try role())
        } else {
            try scanner.expect("{\"user\":")
            value = .user(try user())
        }
        try scanner.expect("}")
        return value
    }

    /// The slot that an attribute's key stands for.
    mutating func slot(of kind: KindID) throws(JSONError) -> Int {
        let place = scanner.offset
        let name = try string()
        try scanner.expect(":")
        let definition = definition(of: kind)
        if let slot = definition.slot(of: name) { return slot }
        guard name.utf8.first == UInt8(ascii: "#"), let slot = Int(name.dropFirst()), slot >= 0,
            slot < definition.attributes.count, definition.attributes[slot].isRetired
        else { throw JSONError(offset: place, message: "there is no attribute `\(name)` at this point") }
        return slot
    }

    mutating func changes(of kind: KindID) throws(JSONError) -> [AttributeChange] {
        try scanner.expect("{")
        var changes: [AttributeChange] = []
        if scanner.take("}") { return changes }
        repeat {
            let slot = try slot(of: kind)
            changes.append(AttributeChange(slot: slot, value: scanner.take("null") ? nil : try value()))
        } while scanner.take(",")
        try scanner.expect("}")
        return changes
    }

    mutating func condition(depth: Int = 0) throws(JSONError) -> Condition {
        guard depth < DomainReader.mostDepth else { throw failure("a condition that is too deep") }
        let condition: Condition
        if scanner.take("{\"not\":") {
            condition = .not(try self.condition(depth: depth + 1))
        } else if scanner.take("{\"and\":") {
            condition = .and(
                try list { (reader) throws(JSONError) in try reader.condition(depth: depth + 1) })
        } else if scanner.take("{\"or\":") {
            condition = .or(
                try list { (reader) throws(JSONError) in try reader.condition(depth: depth + 1) })
        } else {
            try scanner.expect("{\"attribute\":")
            let attribute = try string()
            try scanner.expect(",")
            condition = .test(AttributeTest(attribute: attribute, check: try check()))
        }
        try scanner.expect("}")
        return condition
    }

    mutating func check() throws(JSONError) -> AttributeTest.Check {
        if scanner.take("\"in\":") {
            return .oneOf(try list { (reader) throws(JSONError) in try reader.value() })
        }
        if scanner.take("\"contains\":") { return .contains(try value()) }
        if scanner.take("\"set\":true") { return .isSet }
        let place = scanner.offset
        let spelling = try string()
        guard let comparison = Comparison.allCases.first(where: { $0.spelling == spelling }) else {
            throw JSONError(offset: place, message: "there is no comparison `\(spelling)`")
        }
        try scanner.expect(":")
        return .compare(comparison, try value())
    }

    mutating func standing() throws(JSONError) -> [StandingItem] {
        try list { (reader) throws(JSONError) in
            try reader.scanner.expect("{\"except\":")
            let except = try reader.list { (reader) throws(JSONError) in try reader.account() }
            let condition = reader.scanner.take(",\"where\":") ? try reader.condition() : nil
            let term = try reader.term()
            let seq = reader.scanner.take(",\"seq\":") ? try reader.scanner.integer() : 0
            try reader.scanner.expect("}")
            return StandingItem(condition: condition, except: except, term: term, seq: seq)
        }
    }
}
