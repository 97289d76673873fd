/// How one transaction is taken back: its inverse, and what later transactions have built upon it. Made from the journal,
/// event by event.
package struct UndoPlan: Sendable {
    /// A later transaction that stands on what would be taken back.
    package struct Obstacle: Hashable, Sendable {
        package var provenance: Provenance
        /// What it did with it.
        package var details: String
    }

    private var inverses: [[Event]] = []
    private var keys: Set<FactKey> = []
    /// What has to be there still for the inverse to make sense.
    private var needs: Set<FactKey> = []
    private var addedNames: Set<String> = []
    package private(set) var obstacles: [Obstacle] = []
    /// What cannot be taken back, because it is over: logins, work, refusals.
    package private(set) var left: [String] = []
    /// Why there is no inverse at all.
    package private(set) var impossible: String?
    /// How many events are taken back.
    package var count: Int { inverses.count }

    package init() {}

    /// Takes in an event of the transaction that is to be undone, with the state just before it.
    package mutating func undo(_ event: Event, before: State) {
        guard !event.sets.isEmpty else {
            switch event {
            case .loggedIn, .loggedOut, .switched, .switchedBack: break
            default: left.append(before.describe(event))
            }
            return
        }
        if let why = before.whyNotUndone(event) { impossible = impossible ?? why }
        let inverse = before.inverse(of: event)
        needs.formUnion(inverse.flatMap(\.needs))
        inverses.append(inverse)
        keys.formUnion(event.sets)
        if case .removed(let thing) = event { addedNames.insert(Self.name(thing, before)) }
    }

    /// Takes in an event of a later transaction.
    package mutating func pass(_ event: Event, before: State, _ provenance: @autoclosure () -> Provenance) {
        guard !keys.isEmpty, obstacles.count < 20 else { return }
        var isInTheWay =
            event.sets.contains(where: keys.contains) || event.needs.contains(where: keys.contains)
            || event.isEnd && event.sets.contains(where: needs.contains)
        if !addedNames.isEmpty {
            switch event {
            case .userAdded(_, let name, _): isInTheWay = isInTheWay || addedNames.contains("user " + name)
            case .customerAdded(_, let name, _): isInTheWay = isInTheWay || addedNames.contains("customer " + name)
            default: break
            }
        }
        guard isInTheWay else { return }
        let provenance = provenance()
        guard obstacles.last?.provenance.transaction != provenance.transaction else { return }
        obstacles.append(Obstacle(provenance: provenance, details: before.describe(event)))
    }

    private static func name(_ thing: Thing, _ state: State) -> String {
        switch thing {
        case .user(let id): "user " + state[id].name
        case .customer(let id): "customer " + state[id].name
        default: ""
        }
    }

    /// The events that take it back, last first.
    fileprivate var events: [Event] { inverses.reversed().flatMap { $0 } }
}

extension Transaction {
    /// Takes a transaction back, as the superuser alone may: what was there before is there again, by new events.
    package mutating func undo(_ plan: UndoPlan) throws(Refusal) {
        try requireSuperuser("undo a transaction")
        if let impossible = plan.impossible {
            throw Refusal("not-undoable", impossible, notes: ["write a script that says how things should be instead"])
        }
        guard plan.obstacles.isEmpty else {
            throw Refusal(
                "built-upon", "later transactions stand on what this would take back",
                notes: plan.obstacles.map { obstacle in
                    "transaction \(obstacle.provenance.transaction), \(obstacle.provenance.text): \(obstacle.details)"
                })
        }
        var numbers = NewNumbers()
        for event in plan.events { emit(numbers.mapped(event, state)) }
        for text in plan.left { note("stays as it was done: \(text)") }
    }
}

/// What was removed comes back under a new number: what hung on it has to follow.
private struct NewNumbers {
    private var users: [UserID: UserID] = [:]
    private var accounts: [AccountID: AccountID] = [:]
    private var records: [RecordID: RecordID] = [:]
    private var roles: [RoleID: RoleID] = [:]
    private var rules: [RuleID: RuleID] = [:]
    private var kinds: [KindID: KindID] = [:]

    private func of(_ id: UserID) -> UserID { users[id] ?? id }
    private func of(_ id: AccountID) -> AccountID { accounts[id] ?? id }
    private func of(_ id: RecordID) -> RecordID { records[id] ?? id }
    private func of(_ id: RoleID) -> RoleID { roles[id] ?? id }
    private func of(_ id: KindID) -> KindID { kinds[id] ?? id }

    private func of(_ definition: RoleDefinition) -> RoleDefinition {
        var definition = definition
        definition.includes = definition.includes.map(of)
        for index in definition.grants.indices {
            definition.grants[index].roles = definition.grants[index].roles.map(of)
        }
        for index in definition.permissions.indices {
            definition.permissions[index].kinds = definition.permissions[index].kinds.map {
                if case .kind(let kind) = $0 { .kind(of(kind)) } else { $0 }
            }
        }
        return definition
    }

    private func of(_ definition: KindDefinition) -> KindDefinition {
        var definition = definition
        if case .kind(let parent) = definition.home { definition.home = .kind(of(parent)) }
        return definition
    }

    private func of(_ thing: Thing) -> Thing {
        switch thing {
        case .user(let id): .user(of(id))
        case .customer(let id): .customer(of(id))
        case .record(let id): .record(of(id))
        case .role(let id): .role(of(id))
        case .rule(let id): .rule(rules[id] ?? id)
        case .kind(let id): .kind(of(id))
        }
    }

    private func of(_ changes: [AttributeChange]) -> [AttributeChange] {
        changes.map { change in
            guard case .user(let user)? = change.value else { return change }
            return AttributeChange(slot: change.slot, value: .user(of(user)))
        }
    }

    mutating func mapped(_ event: Event, _ state: State) -> Event {
        func next(_ count: Int) -> Int32 { Int32(truncatingIfNeeded: count) }
        switch event {
        case .userAdded(let id, let name, let values):
            let new = UserID(next(state.users.rows.count))
            users[id] = new
            return .userAdded(new, name: name, values: of(values))
        case .customerAdded(let id, let name, let values):
            let new = AccountID(next(state.accounts.rows.count))
            accounts[id] = new
            return .customerAdded(new, name: name, values: of(values))
        case .recordAdded(let id, let name, let kind, let account, let parent, let values):
            let new = RecordID(next(state.records.rows.count))
            records[id] = new
            return .recordAdded(
                new, name: name, kind: of(kind), account: of(account), parent: parent.map(of), values: of(values))
        case .roleDefined(let id, let definition) where state[id].isRemoved:
            let new = RoleID(next(state.roles.count))
            roles[id] = new
            return .roleDefined(new, of(definition))
        case .roleDefined(let id, let definition): return .roleDefined(id, of(definition))
        case .kindDefined(let id, let definition) where state[id].isRemoved:
            let new = KindID(next(state.kinds.count))
            kinds[id] = new
            return .kindDefined(new, of(definition))
        case .kindDefined(let id, let definition): return .kindDefined(id, of(definition))
        case .ruleDefined(let id, let definition) where state[id].isRemoved:
            let new = RuleID(next(state.rules.count))
            rules[id] = new
            return .ruleDefined(new, definition)
        case .changed(let thing, let changes): return .changed(of(thing), of(changes))
        case .renamed(let thing, let name): return .renamed(of(thing), to: name)
        case .removed(let thing): return .removed(of(thing))
        case .statusSet(let thing, let disabled): return .statusSet(of(thing), disabled: disabled)
        case .lockSet(let record, let locked): return .lockSet(of(record), locked: locked)
        case .invited(let user, let account, let role, let term): return .invited(of(user), of(account), of(role), term)
        case .uninvited(let user, let account, let ending): return .uninvited(of(user), of(account), ending)
        case .managerSet(let user, let role): return .managerSet(of(user), of(role))
        case .managerEnded(let user, let ending): return .managerEnded(of(user), ending)
        case .assigned(let user, let account, let term): return .assigned(of(user), of(account), term)
        case .unassigned(let user, let account, let ending): return .unassigned(of(user), of(account), ending)
        case .standingSet(let user, let items, let ending):
            let items = items.map { item in
                var item = item
                item.except = item.except.map(of).sorted()
                item.seq = 0
                return item
            }
            return .standingSet(of(user), items, ending)
        default: return event
        }
    }
}

extension State {
    /// Nil where there is an inverse.
    fileprivate func whyNotUndone(_ event: Event) -> String? {
        switch event {
        case .partnerNamed where partnerName == nil: "the partner had no name before, and cannot lose the one it has"
        default: nil
        }
    }

    /// What takes an event back; this is the state just before it.
    fileprivate func inverse(of event: Event) -> [Event] {
        switch event {
        case .partnerNamed: return partnerName.map { [.partnerNamed($0)] } ?? []
        case .kindDefined(let id, _):
            return Int(id.raw) < kinds.count ? [.kindDefined(id, self[id].definition)] : [.removed(.kind(id))]
        case .roleDefined(let id, _):
            return Int(id.raw) < roles.count ? [.roleDefined(id, self[id].definition)] : [.removed(.role(id))]
        case .ruleDefined(let id, _):
            return Int(id.raw) < rules.count ? [.ruleDefined(id, self[id].definition)] : [.removed(.rule(id))]
        case .userAdded(let id, _, _): return [.removed(.user(id))]
        case .customerAdded(let id, _, _): return [.removed(.customer(id))]
        case .recordAdded(let id, _, _, _, _, _): return [.removed(.record(id))]
        case .changed(let thing, let changes):
            let definition = self[kind(of: thing)].definition
            return [
                .changed(
                    thing,
                    changes.map {
                        AttributeChange(slot: $0.slot, value: attribute(definition.attributes[$0.slot].name, of: thing))
                    })
            ]
        case .renamed(let thing, _): return [.renamed(thing, to: name(thing))]
        case .statusSet(let thing, let disabled): return [.statusSet(thing, disabled: !disabled)]
        case .lockSet(let record, let locked): return [.lockSet(record, locked: !locked)]
        case .removed(let thing): return restoring(thing)
        case .invited(let user, let account, _, _):
            return members[user, account].map { [.invited(user, account, $0.role, $0.term)] }
                ?? [.uninvited(user, account, .revoked)]
        case .uninvited(let user, let account, _):
            return members[user, account].map { [.invited(user, account, $0.role, $0.term)] } ?? []
        case .managerSet(let user, _):
            return manager(user).map { [.managerSet(user, $0.role)] } ?? [.managerEnded(user, .revoked)]
        case .managerEnded(let user, _): return manager(user).map { [.managerSet(user, $0.role)] } ?? []
        case .assigned(let user, let account, _):
            return assignments[user, account].map { [.assigned(user, account, $0.term)] }
                ?? [.unassigned(user, account, .revoked)]
        case .unassigned(let user, let account, _):
            return assignments[user, account].map { [.assigned(user, account, $0.term)] } ?? []
        case .standingSet(let user, _, _): return [.standingSet(user, manager(user)?.standing ?? [], .revoked)]
        case .passwordReset, .worked, .loggedIn, .loggedOut, .switched, .switchedBack, .refused, .recovered: return []
        }
    }

    private func restoring(_ thing: Thing) -> [Event] {
        func values(_ entity: Entity) -> [AttributeChange] {
            entity.values.enumerated().compactMap { slot, value in
                value.map { AttributeChange(slot: slot, value: $0) }
            }
        }
        switch thing {
        case .user(let id):
            let status: [Event] = self[id].isDisabled ? [.statusSet(thing, disabled: true)] : []
            return [.userAdded(id, name: self[id].name, values: values(self[id]))] + status
        case .customer(let id):
            let status: [Event] = self[id].isDisabled ? [.statusSet(thing, disabled: true)] : []
            return [.customerAdded(id, name: self[id].name, values: values(self[id]))] + status
        case .record(let id):
            let record = self[id]
            let lock: [Event] = record.isLocked ? [.lockSet(id, locked: true)] : []
            return [
                .recordAdded(
                    id, name: record.entity.name, kind: record.kind, account: record.account, parent: record.parent,
                    values: values(record.entity))
            ] + lock
        case .role(let id): return [.roleDefined(id, self[id].definition)]
        case .rule(let id): return [.ruleDefined(id, self[id].definition)]
        case .kind(let id): return [.kindDefined(id, self[id].definition)]
        }
    }
}
