import ReeveDomain

/// Names that one statement says the same of.
private struct Group<Key: Hashable> {
    private(set) var order: [Key] = []
    private(set) var names: [Key: [String]] = [:]

    mutating func add(_ name: String, under key: Key) {
        if names[key] == nil { order.append(key) }
        names[key, default: []].append(name)
    }

    func forEach(_ body: (Key, String) -> Void) {
        for key in order { body(key, ScriptNames.list(names[key] ?? [])) }
    }
}

private struct Said: Hashable {
    var what: String
    var reason: String?
}

/// Users, customers and records.
extension ReeveScript {
    func users(_ writer: inout ScriptWriter) {
        let kind = BuiltInKind.user.id
        var group = Group<Said>()
        for user in access.users {
            let key = Said(
                what: settings(state[user], kind, where: { !$0.isUser }), reason: reason(state[user].created.seq))
            group.add(state[user].name, under: key)
        }
        group.forEach { writer.add("add user \($1)\($0.what)", because: $0.reason) }
        // Users may name each other, and those who come later.
        for user in access.users {
            let text = settings(state[user], kind, where: \.isUser)
            if !text.isEmpty { writer.add("change user \(ScriptNames.written(state[user].name))\(text)") }
        }
    }

    func customers(_ writer: inout ScriptWriter) {
        var group = Group<Said>()
        for customer in access.customers {
            let key = Said(
                what: settings(state[customer], BuiltInKind.customer.id), reason: reason(state[customer].created.seq))
            group.add(state[customer].name, under: key)
        }
        group.forEach { writer.add("add customer \($1)\($0.what)", because: $0.reason) }
    }

    func records(_ writer: inout ScriptWriter) {
        forEachPlace { records, place in
            var group = Group<Said>()
            for record in records {
                let kind = ScriptNames.written(state[state[record].kind].definition.name)
                let key = Said(
                    what: kind + "\u{0}" + settings(state[record].entity, state[record].kind),
                    reason: reason(state[record].entity.created.seq))
                group.add(state[record].entity.name, under: key)
            }
            group.forEach { key, names in
                let parts = key.what.split(separator: "\u{0}", maxSplits: 1, omittingEmptySubsequences: false)
                writer.add("add \(parts[0]) \(names) in \(place)\(parts[1])", because: key.reason)
            }
        }
    }

    func locks(_ writer: inout ScriptWriter) {
        forEachPlace { records, place in
            var group = Group<String>()
            for record in records where state[record].isLocked {
                group.add(state[record].entity.name, under: state[state[record].kind].definition.name)
            }
            group.forEach { writer.add("lock \(ScriptNames.written($0)) \($1) in \(place)") }
        }
    }

    func disabled(_ writer: inout ScriptWriter) {
        let users = access.users.filter { state[$0].isDisabled }.map { state[$0].name }
        if !users.isEmpty { writer.add("disable user " + ScriptNames.list(users)) }
        let customers = access.customers.filter { state[$0].isDisabled }.map { state[$0].name }
        if !customers.isEmpty { writer.add("disable customer " + ScriptNames.list(customers)) }
    }

    /// Every place that records live in, those above before those below.
    private func forEachPlace(_ body: (_ records: [RecordID], _ place: String) -> Void) {
        func visit(_ records: [RecordID], _ place: String) {
            guard !records.isEmpty else { return }
            let sorted = records.map { (state[$0].kind, state[$0].entity.name, $0) }
                .sorted { $0.0 == $1.0 ? $0.1.utf8.lexicographicallyPrecedes($1.1.utf8) : $0.0 < $1.0 }.map(\.2)
            body(sorted, place)
            for record in sorted {
                let kind = ScriptNames.written(state[state[record].kind].definition.name)
                visit(
                    state.records.children(of: record),
                    "\(kind) \(ScriptNames.written(state[record].entity.name)) in \(place)")
            }
        }
        for account in [AccountID.partner] + access.customers {
            visit(
                state.records.top(of: account),
                account.isPartner ? "partner" : ScriptNames.written(access.name(account)))
        }
    }

    /// ` with plan = pro, region = EU`, or nothing.
    private func settings(
        _ entity: Entity, _ kind: KindID, where isWanted: (AttributeType) -> Bool = { _ in true }
    ) -> String {
        var parts: [String] = []
        for (slot, attribute) in state[kind].definition.attributes.enumerated() where !attribute.isRetired {
            guard isWanted(attribute.type), let value = entity.value(slot) else { continue }
            parts.append("\(ScriptNames.written(attribute.name)) = \(state.text(value))")
        }
        return parts.isEmpty ? "" : " with " + parts.joined(separator: ", ")
    }
}

extension AttributeType {
    fileprivate var isUser: Bool { self == .user }
}

/// Who may get where.
extension ReeveScript {
    private struct Place: Hashable {
        var role: RoleID
        var term: Term
        var reason: String?
    }

    func teams(_ writer: inout ScriptWriter) {
        var group = Group<Invited>()
        for account in [AccountID.partner] + access.customers {
            var here = Group<Place>()
            let grants = state.members.of(account).filter { !$0.term.hasEnded(at: now) }
                .map { (state[$0.user].name, $0) }.sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
            for (name, grant) in grants {
                here.add(
                    name, under: Place(role: grant.role, term: grant.term.remaining(at: now), reason: reason(grant.seq))
                )
            }
            here.forEach { group.add(access.name(account), under: Invited(users: $1, place: $0)) }
        }
        group.forEach { key, accounts in
            let role = ScriptNames.written(access.name(key.place.role))
            // The partner's own name is a word, and no customer's.
            let accounts = accounts == "\"partner\"" ? "partner" : accounts
            writer.add(
                "invite \(key.users) as \(role) to \(accounts)\(key.place.term.script)", because: key.place.reason)
        }
    }

    private struct Invited: Hashable {
        var users: String
        var place: Place
    }

    /// Whoever has left the partner's team manages nothing, even where that is not yet in the journal.
    func managers(_ writer: inout ScriptWriter) {
        // Of two with the same condition the one that leaves out less comes first: behind it, the other is not taken for
        // a new form of it.
        var standing: [Int: Group<Assigned>] = [:]
        var byName = Group<Assigned>()
        for user in access.users where state.partnerGrant(user, at: now) != nil {
            guard let managed = access.managed(by: user) else { continue }
            for item in telling(managed.standing) {
                var said = item
                said.condition = item.condition.map(removed.condition)
                if said.condition != item.condition {
                    writer.notes.append(
                        "the scope of \(spelled(state[user].name)) names a user who was removed: it is written without, and means the same"
                    )
                }
                let place = Place(role: managed.role, term: item.term.remaining(at: now), reason: reason(item.seq))
                standing[item.except.count, default: Group()]
                    .add(state[user].name, under: Assigned(scope: state.text(said), place: place))
            }
            var named = Group<Place>()
            for grant in managed.named where !grant.term.hasEnded(at: now) {
                named.add(
                    state[grant.account].name,
                    under: Place(role: managed.role, term: grant.term.remaining(at: now), reason: reason(grant.seq)))
            }
            named.forEach { byName.add(state[user].name, under: Assigned(scope: $1, place: $0)) }
        }
        for group in standing.sorted(by: { $0.key < $1.key }).map(\.value) + [byName] {
            group.forEach { key, users in
                let role = ScriptNames.written(access.name(key.place.role))
                writer.add(
                    "assign \(users) as \(role) to \(key.scope)\(key.place.term.script)", because: key.place.reason)
            }
        }
    }

    /// Without those that have ended, and those that another one takes in with all that it covers and as long as it does.
    private func telling(_ items: [StandingItem]) -> [StandingItem] {
        let live = items.filter { !$0.term.hasEnded(at: now) }.map { item in
            var item = item
            item.term = item.term.remaining(at: now)
            return item
        }
        func takesIn(_ other: StandingItem, _ item: StandingItem) -> Bool {
            other.condition == item.condition && other.term.includes(item.term)
                && Set(other.except).isSubset(of: item.except)
        }
        return live.enumerated().filter { index, item in
            !live.enumerated().contains { place, other in
                place != index && takesIn(other, item) && (place < index || !takesIn(item, other))
            }
        }.map(\.element)
    }

    private struct Assigned: Hashable {
        var scope: String
        var place: Place
    }
}
