import ReeveDomain

/// How the domain's values are spelled in journal and snapshot. Names stand for things as of the given state.
extension ByteWriter {
    /// A name, and for what does not bear it any more (a removed user who acted) its number as well: `["alice",12]`.
    mutating func reference(_ name: String, _ number: Int32, isRemoved: Bool) {
        guard isRemoved else { return string(name) }
        byte(UInt8(ascii: "["))
        string(name)
        byte(UInt8(ascii: ","))
        integer(Int64(number))
        byte(UInt8(ascii: "]"))
    }

    mutating func user(_ id: UserID, _ state: State) {
        guard id.raw >= 0 else { return variable(id == BoundVariable.userPlaceholder ? .user : .actor) }
        reference(state.name(of: id), id.raw, isRemoved: state.isRemoved(id))
    }

    mutating func account(_ id: AccountID, _ state: State) {
        guard id.raw >= 0 else { return variable(.customer) }
        reference(state.name(of: id), id.raw, isRemoved: state.isRemoved(id))
    }

    mutating func role(_ id: RoleID, _ state: State) {
        guard id.raw >= 0 else { return variable(.role) }
        let role = state[id]
        reference(role.definition.name, id.raw, isRemoved: role.isRemoved)
    }

    /// `{"variable":"actor"}`, in a rule, for what is known only when it is asked.
    private mutating func variable(_ variable: BoundVariable) {
        literal("{\"variable\":")
        string(variable.name)
        byte(UInt8(ascii: "}"))
    }

    mutating func kind(_ id: KindID, _ state: State) {
        let kind = state[id]
        reference(kind.definition.name, id.raw, isRemoved: kind.isRemoved)
    }

    /// `{"kind":"job","name":"j","account":"acme","within":[["recipe","Sync orders"]]}`: the way from the account down.
    /// A record that cannot be found by that way any more carries its number.
    mutating func record(_ id: RecordID, _ state: State) {
        let record = state[id]
        place(name: record.entity.name, kind: record.kind, account: record.account, parent: record.parent, state)
        if let number = unreachable(id, state) {
            literal(",\"number\":")
            integer(Int64(number))
        }
        byte(UInt8(ascii: "}"))
    }

    /// The members of a record's reference, without the closing brace.
    mutating func place(name: String, kind id: KindID, account: AccountID, parent: RecordID?, _ state: State) {
        literal("{\"kind\":")
        kind(id, state)
        literal(",\"name\":")
        string(name)
        literal(",\"account\":")
        self.account(account, state)
        guard parent != nil else { return }
        var chain: [Record] = []
        var next = parent
        while let id = next {
            let record = state[id]
            chain.append(record)
            next = record.parent
        }
        literal(",\"within\":")
        list(chain.reversed()) { (writer, record) in
            writer.byte(UInt8(ascii: "["))
            writer.kind(record.kind, state)
            writer.byte(UInt8(ascii: ","))
            writer.string(record.entity.name)
            writer.byte(UInt8(ascii: "]"))
        }
    }

    /// `"user":"alice"`: the key says what kind of thing it is.
    mutating func thing(_ thing: Thing, _ state: State) {
        switch thing {
        case .user(let id):
            literal("\"user\":")
            user(id, state)
        case .customer(let id):
            literal("\"customer\":")
            account(id, state)
        case .role(let id):
            literal("\"role\":")
            role(id, state)
        case .kind(let id):
            literal("\"kind\":")
            kind(id, state)
        case .rule(let id):
            literal("\"rule\":")
            let rule = state[id]
            reference(rule.definition.name, id.raw, isRemoved: rule.isRemoved)
        case .record(let id):
            literal("\"record\":")
            record(id, state)
        }
    }

    /// `[a,b]`
    mutating func list<Items: Sequence>(_ items: Items, _ write: (inout ByteWriter, Items.Element) -> Void) {
        byte(UInt8(ascii: "["))
        var isFirst = true
        for item in items {
            if !isFirst { byte(UInt8(ascii: ",")) }
            isFirst = false
            write(&self, item)
        }
        byte(UInt8(ascii: "]"))
    }

    mutating func boolean(_ value: Bool) {
        if value { literal("true") } else { literal("false") }
    }

    /// `"2026-12-31T18:00:00Z"`, with milliseconds only where there are some.
    mutating func instant(_ instant: Instant) {
        if instant.milliseconds != lastInstant {
            let start = count
            write(instant)
            lastInstantLength = count - start
            lastInstant = instant.milliseconds
            var text = SIMD32<UInt8>()
            withUnsafeMutableBytes(of: &text) { text in
                text.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start...].prefix(32)))
            }
            lastInstantText = text
            return
        }
        room(32).storeBytes(of: lastInstantText, as: SIMD32<UInt8>.self)
        advance(lastInstantLength)
    }

    private mutating func write(_ instant: Instant) {
        let day: Int64 = 86_400_000
        var days = instant.milliseconds / day
        var rest = instant.milliseconds % day
        if rest < 0 {
            rest += day
            days -= 1
        }
        // Civil from days: years that begin in March, in eras of 400.
        let z = days + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        byte(UInt8(ascii: "\""))
        padded(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), 4)
        byte(UInt8(ascii: "-"))
        padded(month, 2)
        byte(UInt8(ascii: "-"))
        padded(dayOfYear - (153 * shifted + 2) / 5 + 1, 2)
        byte(UInt8(ascii: "T"))
        padded(rest / 3_600_000, 2)
        byte(UInt8(ascii: ":"))
        padded(rest / 60_000 % 60, 2)
        byte(UInt8(ascii: ":"))
        padded(rest / 1000 % 60, 2)
        if rest % 1000 != 0 {
            byte(UInt8(ascii: "."))
            padded(rest % 1000, 3)
        }
        literal("Z\"")
    }

    private mutating func padded(_ value: Int64, _ width: Int) {
        let start = room(width)
        var rest = value
        var index = width - 1
        while index >= 0 {
            start.storeBytes(of: UInt8(truncatingIfNeeded: rest % 10) &+ 48, toByteOffset: index, as: UInt8.self)
            rest /= 10
            index -= 1
        }
        advance(width)
    }

    /// `,"from":…,"until":…`, as far as there are any.
    @inline(__always)
    mutating func term(_ term: Term) {
        if let from = term.from {
            literal(",\"from\":")
            instant(from)
        }
        if let until = term.until {
            literal(",\"until\":")
            instant(until)
        }
    }

    /// Text, number and yes/no as JSON has them; the others say what they are: `{"date":"2026-12-31"}`.
    mutating func value(_ value: Value, _ state: State) {
        switch value {
        case .text(let text): string(text)
        case .number(let number): raw(Array(numberText(number).utf8))
        case .yesNo(let flag): boolean(flag)
        case .date(let date):
            literal("{\"date\":")
            string(date.dateText)
            byte(UInt8(ascii: "}"))
        case .instant(let instant):
            literal("{\"instant\":")
            self.instant(instant)
            byte(UInt8(ascii: "}"))
        case .duration(let milliseconds):
            literal("{\"milliseconds\":")
            integer(milliseconds)
            byte(UInt8(ascii: "}"))
        case .user(let id):
            literal("{\"user\":")
            user(id, state)
            byte(UInt8(ascii: "}"))
        case .role(let id):
            literal("{\"role\":")
            role(id, state)
            byte(UInt8(ascii: "}"))
        }
    }

    /// `"plan":`. An attribute that was taken out of the definition has only its number: `"#3":`.
    mutating func attributeKey(_ slot: Int, _ kind: KindID, _ state: State) {
        let attributes = state[kind].definition.attributes
        if slot < attributes.count, !attributes[slot].isRetired {
            string(attributes[slot].name)
        } else {
            string("#\(slot)")
        }
        byte(UInt8(ascii: ":"))
    }

    /// `{"plan":"pro","region":null}`
    mutating func changes(_ changes: [AttributeChange], _ kind: KindID, _ state: State) {
        byte(UInt8(ascii: "{"))
        for (index, change) in changes.enumerated() {
            if index > 0 { byte(UInt8(ascii: ",")) }
            attributeKey(change.slot, kind, state)
            if let value = change.value { self.value(value, state) } else { literal("null") }
        }
        byte(UInt8(ascii: "}"))
    }
}
