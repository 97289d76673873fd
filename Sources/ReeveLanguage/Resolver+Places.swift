import ReeveDomain
import ReeveSyntax

/// Where something is, or is to be.
struct Place {
    var account: AccountID
    var record: RecordID?
}

extension Resolver {
    /// `NAME | KIND NAME [in PLACE]`; left out: the account switched to, else the partner.
    mutating func place(_ syntax: PlaceSyntax?, _ state: State) throws(ScriptError) -> Place {
        guard let syntax else { return Place(account: account, record: nil) }
        return try place(syntax.steps[...], state)
    }

    private mutating func place(_ steps: ArraySlice<PlaceSyntax.Step>, _ state: State) throws(ScriptError) -> Place {
        guard let step = steps.first else { return Place(account: account, record: nil) }
        guard let kindName = step.kind else {
            if step.name.form == .variable, case .element(.thing(.record(let record))) = try variable(step.name, state)
            {
                return Place(account: state[record].account, record: record)
            }
            if let found = try soleRecord(step.name, state) { return found }
            return Place(account: try anyAccount(step.name, state), record: nil)
        }
        let kind = try kind(kindName, state)
        if kind == BuiltInKind.customer.id {
            return Place(account: try customer(step.name, state), record: nil)
        }
        let record = try record(step.name, kind, steps.dropFirst(), state)
        return Place(account: state[record].account, record: record)
    }

    /// A lone name that is no account may be a record's, if only one record has it.
    private mutating func soleRecord(_ name: NameSyntax, _ state: State) throws(ScriptError) -> Place? {
        guard name.form != .variable, knownAccount(name.symbol, state) == nil else { return nil }
        let text = try text(name, state)
        let found = seenRecords(state.liveRecords.filter { state[$0].entity.name == text }, state)
        guard let first = found.first else { return nil }
        guard found.count == 1 else { throw ambiguous(name, text, found, state) }
        return Place(account: state[first].account, record: first)
    }

    private func ambiguous(_ name: NameSyntax, _ text: String, _ found: [RecordID], _ state: State) -> ScriptError {
        error(
            "ambiguous-name", "\(ticked(text)) is found in \(found.count) places", name.range, label: "say in which",
            notes: found.prefix(8).map { state.text(.record($0)) })
    }

    /// A record of a kind by name, in a place or near the account switched to.
    mutating func record(
        _ name: NameSyntax, _ kind: KindID, _ place: PlaceSyntax?, _ state: State
    ) throws(ScriptError) -> RecordID {
        try record(name, kind, place?.steps[...] ?? [], state)
    }

    private mutating func record(
        _ name: NameSyntax, _ kind: KindID, _ steps: ArraySlice<PlaceSyntax.Step>, _ state: State
    ) throws(ScriptError) -> RecordID {
        if name.form == .variable, case .element(.thing(.record(let record))) = try variable(name, state) {
            return record
        }
        let text = try text(name, state)
        let here = try place(steps, state)
        guard here.account.raw >= 0 else {
            throw error(
                "unbound-variable",
                "a record cannot be named in `$customer`, which is known only when the rule is asked",
                name.range)
        }
        if let exact = state.record(text, kind: kind, account: here.account, parent: here.record),
            !seenRecords([exact], state).isEmpty
        {
            return exact
        }
        let scope: RecordPlace = here.record.map { .record($0) } ?? .account(here.account)
        let below = seenRecords(state.records(kind, in: scope).filter { state[$0].entity.name == text }, state)
        if below.count == 1, let only = below.first { return only }
        if below.count > 1 { throw ambiguous(name, text, below, state) }
        let kindName = spelled(state[kind].definition.name)
        let elsewhere =
            steps.isEmpty
            ? seenRecords(state.records(kind, in: .anywhere).filter { state[$0].entity.name == text }, state) : []
        if !elsewhere.isEmpty {
            throw error(
                "unknown-record", "there is no \(kindName) \(ticked(text)) in \(spelled(state[here.account].name))",
                name.range, label: "say in which account",
                notes: elsewhere.prefix(8).map { "there is " + state.text(.record($0)) })
        }
        let names = seenRecords(state.records(kind, in: scope), state).map { state[$0].entity.name }
        let place = here.record.map { state.text(.record($0)) } ?? spelled(state[here.account].name)
        let near = nearest(to: text, among: names)
        if near == nil, steps.isEmpty, here.account.isPartner, state.root(of: kind) != .partner {
            throw error(
                "unknown-record", "there is no \(kindName) \(ticked(text)) anywhere", name.range,
                label: "add it first: add \(kindName) \(spelled(text)) in …")
        }
        throw error(
            "unknown-record", "there is no \(kindName) \(ticked(text)) in \(place)", name.range,
            label: near.map { "did you mean \(ticked($0))?" } ?? "", fix: near.map { spelled($0) })
    }

    /// Any named thing: a user, customer, role, kind or record, by its kind.
    mutating func thing(
        _ name: NameSyntax, _ kind: KindID, _ place: PlaceSyntax?, _ state: State
    ) throws(ScriptError) -> Thing {
        switch BuiltInKind(rawValue: kind.raw) {
        case .user: return .user(try user(name, state))
        case .customer: return .customer(try customer(name, state))
        case .role: return .role(try role(name, state))
        case .kind: return .kind(try self.kind(name, state))
        case .rule: return .rule(try self.rule(name, state))
        case nil: return .record(try record(name, kind, place, state))
        case .manager, .member, .audit:
            throw error(
                "not-a-record", "a \(state[kind].definition.name) has no name of its own", name.range,
                label: kind == BuiltInKind.manager.id
                    ? "write: reassign \(escaped(source.text(name.range))) as ROLE"
                    : kind == BuiltInKind.member.id
                        ? "write: invite \(escaped(source.text(name.range))) as ROLE to ACCOUNT" : "",
                notes: ["members come and go by `invite` and `uninvite`, managers by `assign` and `unassign`"])
        }
    }

    /// Things by their names; a variable may hold a set of them.
    mutating func things(
        _ names: NamesSyntax, _ kind: KindID, _ place: PlaceSyntax?, _ state: State
    ) throws(ScriptError) -> [Thing] {
        var found: [Thing] = []
        for name in names.all {
            if let elements = try expanded(name, state) {
                for element in elements {
                    guard let thing = element.thing, state.kind(of: thing) == kind else {
                        throw wrongVariable(name, .element(element), "a \(state[kind].definition.name)")
                    }
                    found.append(thing)
                }
            } else {
                found.append(try thing(name, kind, place, state))
            }
        }
        return found
    }
}

extension State {
    var liveRecords: [RecordID] {
        (0..<records.rows.count).compactMap {
            records.rows[$0].entity.isRemoved ? nil : RecordID(Int32(truncatingIfNeeded: $0))
        }
    }
}
