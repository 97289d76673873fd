extension State {
    /// The one way to change a state: live statements, replay, plans and tests alike. Events come from the domain's
    /// own commands or from a verified journal, so their numbers are in range. Costs what the event touches.
    package mutating func apply(_ event: Event, _ context: EventContext) {
        seq = context.seq
        let stamp = Stamp(seq: context.seq, time: context.time, actor: context.actor)
        switch event {
        case .partnerNamed(let name):
            partnerName = name
        case .kindDefined(let id, let definition):
            if Int(id.raw) == kinds.count {
                kinds.append(Kind(definition: definition, created: stamp, modified: stamp))
            } else {
                kinds[Int(id.raw)].definition = definition
                kinds[Int(id.raw)].modified = stamp
            }
            compileRoles()
        case .roleDefined(let id, let definition):
            if Int(id.raw) == roles.count {
                roles.append(Role(definition: definition, created: stamp, modified: stamp))
                compile(id, insteadOf: nil)
            } else {
                let former = self[id]
                roles[Int(id.raw)].definition = definition
                roles[Int(id.raw)].modified = stamp
                compile(id, insteadOf: former)
            }
        case .ruleDefined(let id, let definition):
            if Int(id.raw) == rules.count {
                rules.append(Rule(definition: definition, created: stamp, modified: stamp))
            } else {
                rules[Int(id.raw)].definition = definition
                rules[Int(id.raw)].modified = stamp
            }
            compileRules()
        case .userAdded(_, let name, let values):
            var entity = Entity(name: name, created: stamp, modified: stamp)
            entity.set(values)
            users.add(entity)
        case .customerAdded(_, let name, let values):
            var entity = Entity(name: name, created: stamp, modified: stamp)
            entity.set(values)
            accounts.add(entity)
        case .recordAdded(_, let name, let kind, let account, let parent, let values):
            var entity = Entity(name: name, created: stamp, modified: stamp)
            entity.set(values)
            records.add(
                Record(
                    entity: entity, kind: kind, account: account, parent: parent,
                    versions: [Version(seq: context.seq, time: context.time, actor: context.actor)]))
        case .changed(let thing, let changes):
            modify(thing, stamp) { $0.set(changes) }
        case .renamed(let thing, let name):
            rename(thing, to: name)
            modify(thing, stamp) { _ in }
        case .removed(let thing):
            remove(thing, stamp)
        case .statusSet(let thing, let disabled):
            modify(thing, stamp) { $0.isDisabled = disabled }
        case .lockSet(let id, let locked):
            records[id].isLocked = locked
        case .passwordReset, .worked, .loggedIn, .loggedOut, .switched, .switchedBack, .refused, .recovered:
            break
        default:
            applyGrant(event, context.seq)
        }
    }

    private mutating func applyGrant(_ event: Event, _ seq: Int64) {
        switch event {
        case .invited(let user, let account, let role, let term):
            members.set(Grant(user: user, account: account, role: role, term: term, seq: seq))
            expiries.add(term.until, .member(user, account))
        case .uninvited(let user, let account, _):
            members.remove(user, account)
        case .managerSet(let user, let role):
            setManager(user, Manager(role: role, standing: manager(user)?.standing ?? [], seq: seq))
        case .assigned(let user, let account, let term):
            let role = manager(user)?.role ?? RoleID(0)
            assignments.set(Grant(user: user, account: account, role: role, term: term, seq: seq))
            expiries.add(term.until, .assignment(user, account))
        case .unassigned(let user, let account, _):
            assignments.remove(user, account)
        case .standingSet(let user, let items, _):
            guard var manager = manager(user) else { return }
            manager.standing = items.map { item in
                var item = item
                if item.seq == 0 { item.seq = seq }
                return item
            }
            setManager(user, manager)
            for item in items { expiries.add(item.term.until, .standing(user)) }
        case .managerEnded(let user, _):
            setManager(user, nil)
        default:
            break
        }
    }

    mutating func setManager(_ user: UserID, _ manager: Manager?) {
        while managers.count <= Int(user.raw) { managers.append(nil) }
        func limited(_ manager: Manager?) -> Int { manager?.standing.count { $0.term != .always } ?? 0 }
        limitedStanding += limited(manager) - limited(managers[Int(user.raw)])
        managers[Int(user.raw)] = manager
        let has = !(manager?.standing.isEmpty ?? true)
        var (at, end) = (0, standingManagers.count)
        while at < end {
            let middle = (at + end) / 2
            if standingManagers[middle] < user { at = middle + 1 } else { end = middle }
        }
        let listed = at < standingManagers.count && standingManagers[at] == user
        if has, !listed { standingManagers.insert(user, at: at) }
        if !has, listed { standingManagers.remove(at: at) }
    }

    private mutating func modify(_ thing: Thing, _ stamp: Stamp, _ change: (inout Entity) -> Void) {
        switch thing {
        case .user(let id):
            change(&users[id.raw])
            users[id.raw].modified = stamp
        case .customer(let id):
            change(&accounts[id.raw])
            accounts[id.raw].modified = stamp
        case .record(let id):
            change(&records[id].entity)
            records[id].entity.modified = stamp
            records[id].versions.append(Version(seq: stamp.seq, time: stamp.time, actor: stamp.actor))
        case .role(let id): roles[Int(id.raw)].modified = stamp
        case .kind(let id): kinds[Int(id.raw)].modified = stamp
        case .rule(let id): rules[Int(id.raw)].modified = stamp
        }
    }

    private mutating func rename(_ thing: Thing, to name: String) {
        switch thing {
        case .user(let id): users.rename(id.raw, to: name)
        case .customer(let id): accounts.rename(id.raw, to: name)
        case .record(let id): records.rename(id, to: name)
        case .role(let id):
            let former = self[id]
            roles[Int(id.raw)].definition.name = name
            compile(id, insteadOf: former)
        case .kind(let id):
            kinds[Int(id.raw)].definition.name = name
            compileRoles()
        case .rule(let id): rules[Int(id.raw)].definition.name = name
        }
    }

    private mutating func remove(_ thing: Thing, _ stamp: Stamp) {
        switch thing {
        case .user(let id):
            users.remove(id.raw)
            users[id.raw].modified = stamp
        case .customer(let id):
            accounts.remove(id.raw)
            accounts[id.raw].modified = stamp
        case .record(let id):
            records.remove(id)
            records[id].entity.modified = stamp
        case .role(let id):
            let former = self[id]
            roles[Int(id.raw)].isRemoved = true
            roles[Int(id.raw)].modified = stamp
            compile(id, insteadOf: former)
        case .rule(let id):
            rules[Int(id.raw)].isRemoved = true
            rules[Int(id.raw)].modified = stamp
            compileRules()
        case .kind(let id):
            kinds[Int(id.raw)].isRemoved = true
            kinds[Int(id.raw)].modified = stamp
            compileRoles()
        }
    }
}
