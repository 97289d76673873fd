import ReeveDomain

/// Commands about kinds, records, users and customers.
extension RandomWorld {
    mutating func customerValues() -> [AttributeChange] {
        var found: [AttributeChange] = []
        let definition = state[KindID(0)].definition
        for (slot, attribute) in definition.attributes.enumerated()
        where !attribute.isRetired && random.percent(60) {
            found.append(AttributeChange(slot: slot, value: value(attribute.type)))
        }
        return found
    }

    mutating func value(_ type: AttributeType) -> Value? {
        switch type {
        case .oneOf(let values): random.pick(values).map { .text($0) }
        case .number: .number(Double(random.below(12)))
        case .user: random.pick(state.userIDs).map { .user($0) }
        case .yesNo: .yesNo(random.percent(50))
        default: .text(random.one("EU", "US", "Asia"))
        }
    }

    private mutating func changes(_ kind: KindID) -> [AttributeChange] {
        let attributes = state[kind].definition.attributes
        let slots = attributes.indices.filter { !attributes[$0].isRetired }
        return random.some(slots, 1...2).map { slot in
            AttributeChange(slot: slot, value: random.percent(80) ? value(attributes[slot].type) : nil)
        }
    }

    // MARK: Kinds

    mutating func kindCommand() -> Command? {
        if random.percent(15), let kind = random.pick(state.kindIDs.filter { !state[$0].isBuiltIn }) {
            return .remove([.kind(kind)], everything: false)
        }
        let name = random.one("recipe", "job", "staff", "folder", "memo")
        var request = KindRequest(name: name, plural: nil, home: nil, attributes: [], actions: [])
        if let old = state.kind(name) {
            let definition = state[old].definition
            request.actions = definition.liveActions
            request.attributes = definition.liveAttributes
            if random.percent(30) { request.home = home() }
        } else {
            request.home = home()
            request.actions = ["view", "create", "edit", "delete"]
        }
        if random.percent(50) { request.actions.append(random.one("run", "lock", "print")) }
        if random.percent(30), !request.actions.isEmpty {
            request.actions.remove(at: random.below(request.actions.count))
        }
        request.actions = request.actions.enumerated().filter { at, action in
            !request.actions[..<at].contains(action)
        }.map(\.element)
        if random.percent(40), !request.attributes.contains(where: { $0.name == "owner" }) {
            request.attributes.append(Attribute(name: "owner", type: .user))
        }
        if random.percent(20), !request.attributes.isEmpty { request.attributes.removeLast() }
        return .defineKind(request)
    }

    private mutating func home() -> KindHome {
        let own = state.kindIDs.filter { !state[$0].isBuiltIn && state.parents(of: $0).count < 2 }
        return random.percent(40) ? random.pick(own).map { .kind($0) } ?? .customer : random.one(.customer, .partner)
    }

    // MARK: Records

    mutating func recordCommand() -> Command? {
        let live = liveRecords
        switch random.below(10) {
        case 0..<5: return addCommand()
        case 5: return random.pick(live).map { .change([.record($0)], changes(state[$0].kind)) }
        case 6:
            return random.pick(live).map { .rename(.record($0), to: random.one("one", "two", "three", "four")) }
        case 7: return random.pick(live).map { .remove([.record($0)], everything: random.percent(60)) }
        case 8 where random.percent(50):
            guard let record = random.pick(live) else { return nil }
            let actions = state[state[record].kind].definition.liveActions
            return random.pick(actions).map { .work([record], action: $0) }
        default: return random.pick(live).map { .setLock([$0], locked: random.percent(70)) }
        }
    }

    var liveRecords: [RecordID] {
        (0..<state.records.rows.count).map { RecordID(Int32($0)) }.filter { !state[$0].entity.isRemoved }
    }

    private mutating func addCommand() -> Command? {
        let own = state.kindIDs.filter { !state[$0].isBuiltIn }
        guard let kind = random.pick(own), let customer = random.pick(state.customerIDs) else { return nil }
        let name = random.one("one", "two", "three", "four", "One")
        let values = changes(kind)
        switch state[kind].definition.home {
        case .partner: return .addRecords([name], kind: kind, account: .partner, parent: nil, values)
        case .customer: return .addRecords([name], kind: kind, account: customer, parent: nil, values)
        case .kind(let above):
            guard let parent = random.pick(state.records(above, in: .anywhere)) else { return nil }
            return .addRecords([name], kind: kind, account: state[parent].account, parent: parent, values)
        case .everyAccount: return nil
        }
    }

    // MARK: Users and customers

    mutating func directoryCommand() -> Command? {
        switch random.below(10) {
        case 0, 1: return .addUsers([random.pick(Self.userNames) ?? "ada"], [])
        case 2, 3: return .addCustomers([random.pick(Self.customerNames) ?? "acme"], customerValues())
        case 4:
            return random.pick(state.userIDs).map { .remove([.user($0)], everything: random.percent(70)) }
        case 5:
            if random.percent(40) { return random.pick(state.roleIDs).map { .remove([.role($0)], everything: false) } }
            return random.pick(state.customerIDs).map { .remove([.customer($0)], everything: random.percent(70)) }
        case 6:
            guard let name = random.pick(Self.userNames + ["Ada", "zed"]) else { return nil }
            return random.pick(state.userIDs).map { .rename(.user($0), to: name) }
        case 7:
            guard let name = random.pick(Self.customerNames + ["ACME", "wayne"]) else { return nil }
            return random.pick(state.customerIDs).map { .rename(.customer($0), to: name) }
        default:
            return random.pick(state.customerIDs).map { .change([.customer($0)], changes(KindID(0))) }
        }
    }

    mutating func statusCommand() -> Command? {
        switch random.below(10) {
        case 0..<3: return random.pick(state.userIDs).map { .setStatus([.user($0)], disabled: random.percent(25)) }
        case 3..<6:
            return random.pick(state.customerIDs).map { .setStatus([.customer($0)], disabled: random.percent(25)) }
        case 6: return random.pick(state.userIDs).map { .resetPassword([$0]) }
        case 7: return random.pick(state.userIDs).map { .change([.user($0)], changes(KindID(1))) }
        case 8:
            guard let name = random.pick(Self.roleNames) else { return nil }
            return random.pick(state.roleIDs).map { .rename(.role($0), to: name) }
        default: return random.pick(liveRecords).map { .setLock([$0], locked: random.percent(30)) }
        }
    }
}
