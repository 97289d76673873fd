import ReeveDomain

/// An event as the journal has it.
package struct RecordedEvent: Hashable, Sendable {
    package var event: Event
    package var context: EventContext
    package var origin: Origin
    /// The number of its transaction.
    package var transaction: Int64
    /// Who ran it, by the operating system's name; empty where the embedder did not say.
    package var systemUser: String

    package init(
        event: Event, context: EventContext, origin: Origin, transaction: Int64 = 0, systemUser: String = ""
    ) {
        self.event = event
        self.context = context
        self.origin = origin
        self.transaction = transaction
        self.systemUser = systemUser
    }
}

/// What a transaction's closing line says besides the chain.
package struct Closing: Hashable, Sendable {
    package var time: Instant
    /// The script's name; empty where there is none.
    package var script: String
    /// What the embedder added: the operating system's name of the superuser, and the like. Their keys are not those of
    /// this module: `seq tx event time script records previous hash`.
    package var extra: [JSONValue.Member]

    package init(time: Instant, script: String = "", extra: [JSONValue.Member] = []) {
        self.time = time
        self.script = script
        self.extra = extra
    }

    /// The members, as they stand in the closing line.
    var fields: [UInt8] {
        var writer = ByteWriter()
        writer.literal("\"time\":")
        writer.instant(time)
        if !script.isEmpty {
            writer.literal(",\"script\":")
            writer.string(script)
        }
        for member in extra {
            writer.byte(UInt8(ascii: ","))
            writer.string(member.key)
            writer.byte(UInt8(ascii: ":"))
            writer.value(member.value)
        }
        return writer.array
    }

    /// Who ran the transaction, where the embedder said so.
    package var systemUser: String? {
        extra.first { $0.key == "osUser" }?.value.text
    }

    /// - Parameter line: a whole closing line that has been verified.
    init(line: UnsafeRawBufferPointer) throws(JSONError) {
        var scanner = JSONScanner(line)
        let document = try JSONValue.read(&scanner)
        guard case .object(let members) = document, let text = document["time"]?.text,
            let time = Instant(instant: text)
        else { throw JSONError(offset: 0, message: "a transaction without a time") }
        self.time = time
        script = document["script"]?.text ?? ""
        let own: Set = ["seq", "tx", "event", "time", "script", "records", "previous", "hash"]
        extra = members.filter { !own.contains($0.key) }
    }
}

extension DomainReader {
    /// Reads an event's line.
    ///
    /// - Parameters:
    ///   - line: with its line feed; verified by the journal's reader.
    ///   - closing: of the event's transaction.
    ///   - state: as it is just before the event.
    /// - Throws: what is wrong with the line, at which of its bytes: names that nothing bears, unknown events, fields.
    static func event(
        _ line: UnsafeRawBufferPointer, in closing: Closing, before state: State
    ) throws(JSONError) -> RecordedEvent {
        var reader = DomainReader(JSONScanner(line), state)
        return try reader.event(in: closing)
    }

    /// Reads the event's line at which the scanner stands.
    mutating func event(in closing: Closing) throws(JSONError) -> RecordedEvent {
        before = nil
        try scanner.expect("{\"seq\":")
        let seq = try scanner.integer()
        try scanner.expect(",\"tx\":")
        let transaction = try scanner.integer()
        try scanner.expect(",\"event\":\"")
        let event = try event()
        var actor: UserID?
        if scanner.take(",\"by\":") { actor = try user() }
        var origin = Origin(script: closing.script, line: 0)
        if scanner.take(",\"script\":") { origin.script = try string() }
        if scanner.take(",\"line\":") { origin.line = Int(try scanner.integer()) }
        if scanner.take(",\"because\":") { origin.reason = try string() }
        try scanner.expect("}\n")
        return RecordedEvent(
            event: event, context: EventContext(seq: seq, time: closing.time, actor: actor), origin: origin,
            transaction: transaction, systemUser: closing.systemUser ?? "")
    }

    private mutating func event() throws(JSONError) -> Event {
        if scanner.take("invited\",\"user\":") {
            let (user, account) = try userAndAccount()
            try scanner.expect(",\"role\":")
            let role = try role()
            let term = try term()
            try skipBefore()
            return .invited(user, account, role, term)
        }
        if scanner.take("uninvited\",\"user\":") {
            let (user, account) = try userAndAccount()
            let ending = try ending()
            try skipBefore()
            return .uninvited(user, account, ending)
        }
        if scanner.take("assigned\",\"user\":") {
            let (user, account) = try userAndAccount()
            let term = try term()
            try skipBefore()
            return .assigned(user, account, term)
        }
        if scanner.take("unassigned\",\"user\":") {
            let (user, account) = try userAndAccount()
            let ending = try ending()
            try skipBefore()
            return .unassigned(user, account, ending)
        }
        if scanner.take("user-added\",\"user\":") {
            let name = try string()
            return .userAdded(
                UserID(try next(state.userCount)), name: name, values: try added(BuiltInKind.user.id))
        }
        if scanner.take("customer-added\",\"customer\":") {
            let name = try string()
            return .customerAdded(
                AccountID(try next(state.accountCount)), name: name, values: try added(BuiltInKind.customer.id))
        }
        if let event = try managerEvent() { return event }
        if let event = try actingEvent() { return event }
        return try rareEvent()
    }

    private mutating func managerEvent() throws(JSONError) -> Event? {
        if scanner.take("manager-set\",\"user\":") {
            let user = try user()
            try scanner.expect(",\"role\":")
            let role = try role()
            try skipBefore()
            return .managerSet(user, role)
        }
        if scanner.take("standing-set\",\"user\":") {
            let user = try user()
            guard state.manager(user) != nil else { throw failure("a scope of one who is no manager") }
            try scanner.expect(",\"items\":")
            let items = try standing()
            let ending = try ending()
            try skipBefore()
            return .standingSet(user, items, ending)
        }
        if scanner.take("manager-ended\",\"user\":") {
            let user = try user()
            return .managerEnded(user, try ending())
        }
        return nil
    }

    private mutating func actingEvent() throws(JSONError) -> Event? {
        if scanner.take("logged-in\",\"user\":") {
            let (user, account) = try userAndAccount()
            return .loggedIn(user, in: account)
        }
        if scanner.take("logged-out\",\"user\":") {
            let (user, account) = try userAndAccount()
            return .loggedOut(user, from: account)
        }
        if scanner.take("switched\",\"user\":") {
            let (user, account) = try userAndAccount()
            return .switched(user, to: account)
        }
        if scanner.take("switched-back\",\"user\":") {
            let (user, account) = try userAndAccount()
            return .switchedBack(user, from: account)
        }
        if scanner.take("password-reset\",\"user\":") { return .passwordReset(try user()) }
        if scanner.take("worked\",\"record\":") {
            let record = try record()
            try scanner.expect(",\"action\":")
            return .worked(record, action: try string())
        }
        if scanner.take("refused\",\"code\":") {
            let code = try string()
            try scanner.expect(",\"message\":")
            let message = try string()
            try scanner.expect(",\"statement\":")
            return .refused(code: code, message: message, statement: try string())
        }
        if scanner.take("recovered\",\"bytes\":") {
            let bytes = try scanner.integer()
            try scanner.expect(",\"kept\":")
            return .recovered(bytes: bytes, keptAs: try string())
        }
        return nil
    }

    private mutating func rareEvent() throws(JSONError) -> Event {
        if scanner.take("partner-named\",\"name\":") { return .partnerNamed(try string()) }
        if scanner.take("kind-defined\",\"number\":") {
            let number = try number(below: state.kinds.count + 1)
            try scanner.expect(",")
            return .kindDefined(KindID(number), try kindDefinition())
        }
        if scanner.take("role-defined\",\"number\":") {
            let number = try number(below: state.roles.count + 1)
            try scanner.expect(",")
            return .roleDefined(RoleID(number), try roleDefinition())
        }
        if scanner.take("rule-defined\",\"number\":") {
            let number = try number(below: state.rules.count + 1)
            try scanner.expect(",")
            return .ruleDefined(RuleID(number), try ruleDefinition())
        }
        if scanner.take("record-added\",\"record\":") { return try recordAdded() }
        if scanner.take("changed\",") {
            let thing = try thing()
            let kind = state.kind(of: thing)
            try scanner.expect(",\"values\":")
            let changes = try changes(of: kind)
            try skipBefore()
            return .changed(thing, changes)
        }
        if scanner.take("renamed\",") {
            let thing = try thing()
            try scanner.expect(",\"to\":")
            return .renamed(thing, to: try string())
        }
        if scanner.take("removed\",") { return .removed(try thing()) }
        if scanner.take("disabled\",") { return .statusSet(try thing(), disabled: true) }
        if scanner.take("enabled\",") { return .statusSet(try thing(), disabled: false) }
        if scanner.take("locked\",\"record\":") { return .lockSet(try record(), locked: true) }
        if scanner.take("unlocked\",\"record\":") { return .lockSet(try record(), locked: false) }
        throw failure("an event that this version does not know")
    }

    private mutating func recordAdded() throws(JSONError) -> Event {
        var (name, kind, account, parent) = try place()
        if scanner.take(",\"parent\":") { parent = try numberedParent(account, parent) }
        try scanner.expect("}")
        return .recordAdded(
            RecordID(try next(state.recordCount)), name: name, kind: kind, account: account, parent: parent,
            values: try added(kind))
    }

    private mutating func numberedParent(
        _ account: AccountID, _ parent: RecordID?
    ) throws(JSONError) -> RecordID {
        guard cast != nil, let parent else { return RecordID(try number(below: state.recordCount)) }
        let row = try scanner.integer()
        let named = state[parent]
        return formerRecord(row, named.entity.name, named.kind, account, named.parent) ?? parent
    }

    private mutating func userAndAccount() throws(JSONError) -> (UserID, AccountID) {
        let user = try user()
        try scanner.expect(",\"account\":")
        return (user, try account())
    }

    private mutating func ending() throws(JSONError) -> Ending {
        if scanner.take(",\"ended\":\"expired\"") { return .expired }
        if scanner.take(",\"ended\":\"followed\"") { return .followed }
        return .revoked
    }

    /// What was before is in the state; the journal says it for people.
    private mutating func skipBefore() throws(JSONError) {
        guard scanner.take(",\"before\":") else { return }
        let start = scanner.offset
        _ = try JSONValue.read(&scanner)
        before = start..<scanner.offset
    }

    private mutating func added(_ kind: KindID) throws(JSONError) -> [AttributeChange] {
        scanner.take(",\"values\":") ? try changes(of: kind) : []
    }

    private func next(_ count: Int) throws(JSONError) -> Int32 {
        guard let number = Int32(exactly: count) else { throw failure("more things than there are numbers") }
        return number
    }
}

extension State {
    var userCount: Int { users.rows.count }
    var accountCount: Int { accounts.rows.count }
    var recordCount: Int { records.rows.count }
}
