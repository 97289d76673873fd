import ReeveDomain

/// The events of which a script has few: each begins with its name, whose opening quote is there already.
extension ByteWriter {
    mutating func write(other event: Event, _ state: State) {
        switch event {
        case .partnerNamed(let name):
            literal("partner-named\",\"name\":")
            string(name)
        case .kindDefined(let id, let definition):
            literal("kind-defined\",\"number\":")
            integer(Int64(id.raw))
            byte(UInt8(ascii: ","))
            self.definition(definition, state)
        case .roleDefined(let id, let definition):
            literal("role-defined\",\"number\":")
            integer(Int64(id.raw))
            byte(UInt8(ascii: ","))
            self.definition(definition, state)
        case .ruleDefined(let id, let definition):
            literal("rule-defined\",\"number\":")
            integer(Int64(id.raw))
            byte(UInt8(ascii: ","))
            self.definition(definition, state)
        case .userAdded(_, let name, let values):
            literal("user-added\",\"user\":")
            string(name)
            added(values, BuiltInKind.user.id, state)
        case .customerAdded(_, let name, let values):
            literal("customer-added\",\"customer\":")
            string(name)
            added(values, BuiltInKind.customer.id, state)
        case .recordAdded(_, let name, let kind, let account, let parent, let values):
            literal("record-added\",\"record\":")
            place(name: name, kind: kind, account: account, parent: parent, state)
            if let parent, let number = unreachable(parent, state) {
                literal(",\"parent\":")
                integer(Int64(number))
            }
            byte(UInt8(ascii: "}"))
            added(values, kind, state)
        case .changed(let thing, let changes):
            literal("changed\",")
            self.thing(thing, state)
            let kind = state.kind(of: thing)
            literal(",\"values\":")
            self.changes(changes, kind, state)
            literal(",\"before\":")
            self.changes(
                changes.map { AttributeChange(slot: $0.slot, value: state.value(of: thing, $0.slot)) }, kind, state)
        case .renamed(let thing, let name):
            literal("renamed\",")
            self.thing(thing, state)
            literal(",\"to\":")
            string(name)
        case .removed(let thing):
            literal("removed\",")
            self.thing(thing, state)
        case .statusSet(let thing, let disabled):
            if disabled { literal("disabled\",") } else { literal("enabled\",") }
            self.thing(thing, state)
        case .lockSet(let id, let locked):
            if locked { literal("locked\",") } else { literal("unlocked\",") }
            self.thing(.record(id), state)
        case .worked(let id, let action):
            literal("worked\",")
            self.thing(.record(id), state)
            literal(",\"action\":")
            string(action)
        case .refused(let code, let message, let statement):
            literal("refused\",\"code\":")
            string(code)
            literal(",\"message\":")
            string(message)
            literal(",\"statement\":")
            string(statement)
        case .recovered(let bytes, let keptAs):
            literal("recovered\",\"bytes\":")
            integer(bytes)
            literal(",\"kept\":")
            string(keptAs)
        case .invited, .uninvited, .assigned, .unassigned, .managerSet, .standingSet, .managerEnded, .loggedIn,
            .loggedOut, .switched, .switchedBack, .passwordReset:
            break
        }
    }

    private mutating func added(_ values: [AttributeChange], _ kind: KindID, _ state: State) {
        guard !values.isEmpty else { return }
        literal(",\"values\":")
        changes(values, kind, state)
    }

    /// The record's number, if its names do not lead to it.
    func unreachable(_ record: RecordID, _ state: State) -> Int32? {
        var next: RecordID? = record
        while let id = next {
            let row = state[id]
            let found = state.record(row.entity.name, kind: row.kind, account: row.account, parent: row.parent)
            guard found == id else { return record.raw }
            next = row.parent
        }
        return nil
    }
}

extension State {
    /// What an attribute's slot holds now.
    func value(of thing: Thing, _ slot: Int) -> Value? {
        switch thing {
        case .user(let id): self[id].value(slot)
        case .customer(let id): self[id].value(slot)
        case .record(let id): self[id].entity.value(slot)
        case .role, .kind, .rule: nil
        }
    }
}
