extension Transaction {
    mutating func remove(_ things: [Thing], everything: Bool) throws(Refusal) {
        for (index, thing) in things.enumerated() {
            do throws(Refusal) {
                try remove(thing, everything)
            } catch {
                throw error.subject == .statement ? error.at(.name, index) : error
            }
        }
    }

    private mutating func remove(_ thing: Thing, _ everything: Bool) throws(Refusal) {
        try requireOn(thing, "delete")
        try forbid("delete", on: thing)
        switch thing {
        case .user(let user): try remove(user, everything)
        case .customer(let account): try remove(account, everything)
        case .record(let record): try remove(record, everything)
        case .role(let role): try remove(role)
        case .kind(let kind): try remove(kind)
        case .rule: emit(.removed(thing))
        }
    }

    /// What hangs on something, and what of it is named: whoever may not see that is told of it, and not its name.
    private struct Hanging {
        var text: String
        var things: [Thing] = []
    }

    private func notEmpty(_ thing: Thing, _ hanging: [Hanging], canTakeAll: Bool = true) -> Refusal {
        let text = state.text(thing)
        let seen = actor.user.map { Visibility(state, viewer: $0, at: now) }
        var texts = hanging.filter { $0.things.allSatisfy { seen?.sees($0) ?? true } }.map(\.text)
        let rest = hanging.count - texts.count
        if rest > 0 { texts.append("\(rest) that may not be viewed") }
        return Refusal(
            "not-empty", "\(text) is still in use: \(state.list(texts))",
            label: canTakeAll ? "write: remove \(text) and everything in it" : "",
            notes: ["what hangs on it goes first"])
    }

    private mutating func remove(_ user: UserID, _ everything: Bool) throws(Refusal) {
        let memberships = state.members.of(user)
        let manager = state.manager(user)
        let holding = state.thingsHolding(user)
        var hanging = memberships.map {
            Hanging(
                text: "\(state.spelledName($0.role)) in \(state.spelledName($0.account))",
                things: [.customer($0.account)])
        }
        if manager != nil { hanging.append(Hanging(text: "manages customers")) }
        hanging += holding.map { Hanging(text: "named in \(state.text($0.thing))", things: [$0.thing]) }
        guard hanging.isEmpty || everything else { throw notEmpty(.user(user), hanging) }
        for (thing, slots) in holding {
            emit(.changed(thing, slots.map { AttributeChange(slot: $0, value: nil) }))
        }
        endManagement(of: user, .followed)
        for grant in memberships { emit(.uninvited(user, grant.account, .followed)) }
        emit(.removed(.user(user)))
    }

    private mutating func remove(_ account: AccountID, _ everything: Bool) throws(Refusal) {
        let memberships = state.members.of(account)
        let assignments = state.assignments.of(account)
        let records = state.records.top(of: account)
        let hanging =
            memberships.map { Hanging(text: "\(state.spelledName($0.user)) on its team", things: [.user($0.user)]) }
            + assignments.map { Hanging(text: "managed by \(state.spelledName($0.user))", things: [.user($0.user)]) }
            + records.map(hanging)
        guard hanging.isEmpty || everything else { throw notEmpty(.customer(account), hanging) }
        for record in records {
            try requireOn(.record(record), "delete")
            try remove(record, true)
        }
        for grant in memberships { emit(.uninvited(grant.user, account, .followed)) }
        for grant in assignments {
            emit(.unassigned(grant.user, account, .followed))
            endManagerWithoutScope(grant.user, .followed)
        }
        for user in state.standingManagers {
            guard let manager = state.manager(user), manager.standing.contains(where: { $0.except.contains(account) })
            else { continue }
            let items = manager.standing.map { item in
                var item = item
                item.except.removeAll { $0 == account }
                return item
            }
            emit(.standingSet(user, items, .followed))
        }
        emit(.removed(.customer(account)))
    }

    private mutating func remove(_ record: RecordID, _ everything: Bool) throws(Refusal) {
        let children = state.records.children(of: record)
        guard children.isEmpty || everything else {
            throw notEmpty(.record(record), children.map(hanging))
        }
        for child in children {
            try requireOn(.record(child), "delete")
            try remove(child, true)
        }
        emit(.removed(.record(record)))
    }

    private func hanging(_ record: RecordID) -> Hanging {
        Hanging(text: state.text(.record(record)), things: [.record(record)])
    }

    private mutating func remove(_ role: RoleID) throws(Refusal) {
        try requireSystemRoleAuthority(state[role].definition.roleClass)
        let hanging = state.uses(of: role)
        guard hanging.isEmpty else { throw notEmpty(.role(role), hanging.map { Hanging(text: $0) }, canTakeAll: false) }
        emit(.removed(.role(role)))
    }

    private mutating func remove(_ kind: KindID) throws(Refusal) {
        if state[kind].isBuiltIn {
            throw Refusal("built-in", "\(state.text(.kind(kind))) is built in and cannot be removed", subject: .name)
        }
        let hanging = state.uses(of: kind)
        guard hanging.isEmpty else { throw notEmpty(.kind(kind), hanging.map { Hanging(text: $0) }, canTakeAll: false) }
        emit(.removed(.kind(kind)))
    }
}

extension State {
    /// What has the user as an attribute's value, with the slots. Looks at everything: removal is rare.
    func thingsHolding(_ user: UserID) -> [(thing: Thing, slots: [Int])] {
        func slots(_ entity: Entity) -> [Int] {
            entity.values.indices.filter { entity.values[$0] == .user(user) }
        }
        var found: [(thing: Thing, slots: [Int])] = []
        for id in userIDs where id != user && !slots(self[id]).isEmpty { found.append((.user(id), slots(self[id]))) }
        for id in customerIDs where !slots(self[id]).isEmpty { found.append((.customer(id), slots(self[id]))) }
        for row in 0..<records.rows.count where !records.rows[row].entity.isRemoved {
            let here = slots(records.rows[row].entity)
            if !here.isEmpty { found.append((.record(RecordID(Int32(truncatingIfNeeded: row))), here)) }
        }
        return found
    }

    /// Who holds a role, and what names it.
    func uses(of role: RoleID) -> [String] {
        var found: [String] = []
        members.forEach { grant in
            if grant.role == role { found.append("\(spelledName(grant.user)) in \(spelledName(grant.account))") }
        }
        for index in 0..<managers.count where managers[index]?.role == role {
            found.append("\(spelledName(UserID(Int32(truncatingIfNeeded: index)))) as manager")
        }
        for other in roleIDs where other != role {
            let definition = self[other].definition
            if definition.includes.contains(role) { found.append("included by role \(spelledName(other))") }
            if definition.grants.contains(where: { $0.roles.contains(role) }) {
                found.append("granted by role \(spelledName(other))")
            }
        }
        return found + rules(naming: spelledName(role))
    }

    /// What lives in a kind, lives below it, or names it.
    func uses(of kind: KindID) -> [String] {
        var found = records(kind, in: .anywhere).map { text(.record($0)) }
        for other in kindIDs where self[other].definition.home == .kind(kind) {
            found.append("kind \(spelled(self[other].definition.name))")
        }
        for role in roleIDs where self[role].definition.permissions.contains(where: { $0.kinds.contains(.kind(kind)) })
        {
            found.append("role \(spelledName(role))")
        }
        return found + rules(naming: spelled(self[kind].definition.name), spelled(self[kind].definition.plural))
    }

    /// Rules whose text has one of these names as a word: what they name may not be taken from under them.
    func rules(naming names: String...) -> [String] {
        ruleIDs.filter { id in
            let written = self[id].definition.lines.map { text($0) }.joined(separator: " ")
            let words = written.split { " ()=,".contains($0) }
            return names.contains { name in
                name.hasPrefix("\"") ? written.utf8Contains(name) : words.contains(Substring(name))
            }
        }.map { "rule \(spelled(self[$0].definition.name))" }
    }
}
