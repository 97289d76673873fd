extension Transaction {
    mutating func addUsers(_ names: [String], _ values: [AttributeChange]) throws(Refusal) {
        try require("create", .user)
        for (index, name) in names.enumerated() {
            if let old = state.user(name) {
                isThere(.user(old), values)
                continue
            }
            try requireGoodName(name, "user", state.users.lookAlike(of: name), index)
            try forbid("create", .user)
            emit(.userAdded(UserID(Int32(truncatingIfNeeded: state.users.rows.count)), name: name, values: values))
        }
    }

    mutating func addCustomers(_ names: [String], _ values: [AttributeChange]) throws(Refusal) {
        try require("create", .customer)
        for (index, name) in names.enumerated() {
            if name == "partner" { throw reservedName(index) }
            if let old = state.account(name) {
                isThere(.customer(old), values)
                continue
            }
            try requireGoodName(name, "customer", state.accounts.lookAlike(of: name), index)
            try forbid("create", .customer)
            let id = AccountID(Int32(truncatingIfNeeded: state.accounts.rows.count))
            emit(.customerAdded(id, name: name, values: values))
        }
    }

    mutating func addRecords(
        _ names: [String], _ kind: KindID, _ account: AccountID, _ parent: RecordID?, _ values: [AttributeChange]
    ) throws(Refusal) {
        try requireHome(of: kind, account, parent, names)
        let definition = state[kind].definition
        if definition.bit(of: "create") == nil {
            try requireSuperuser("add a \(spelled(definition.name)): the kind has no action `create`")
        } else {
            try require("create", kind, parent.map { .record($0) }, in: account)
        }
        for (index, name) in names.enumerated() {
            if let old = state.record(name, kind: kind, account: account, parent: parent) {
                isThere(.record(old), values)
                continue
            }
            try requireGoodName(
                name, spelled(definition.name), state.records.lookAlike(of: name, kind, account, parent), index)
            try forbid("create", kind, customer: account)
            let id = RecordID(Int32(truncatingIfNeeded: state.records.rows.count))
            emit(.recordAdded(id, name: name, kind: kind, account: account, parent: parent, values: values))
        }
    }

    /// What is there already is unchanged; where it differs the report says how to change it.
    private mutating func isThere(_ thing: Thing, _ values: [AttributeChange]) {
        unchanged()
        let kind = state.kind(of: thing)
        let differing = values.filter { change in
            state.attribute(state[kind].definition.attributes[change.slot].name, of: thing) != change.value
        }
        guard !differing.isEmpty else { return }
        let settings = differing.compactMap { change in
            change.value.map { "\(spelled(state[kind].definition.attributes[change.slot].name)) = \(state.text($0))" }
        }
        warn(
            "already-there",
            "\(state.text(thing)) is already there, and differs: to change it write `change \(state.text(thing)) with \(settings.joined(separator: ", "))`"
        )
    }

    private func requireHome(
        of kind: KindID, _ account: AccountID, _ parent: RecordID?, _ names: [String]
    ) throws(Refusal) {
        let definition = state[kind].definition
        let name = spelled(definition.name)
        let sentence = "write: add \(name) \(state.list(names.map(spelled)))"
        switch definition.home {
        case .partner where !account.isPartner:
            throw Refusal(
                "wrong-place", "a \(name) lives in the partner, not in a customer",
                label: sentence, subject: .place)
        case .customer where account.isPartner || parent != nil:
            throw Refusal(
                "wrong-place", "a \(name) lives in a customer",
                label: sentence + " in \(account.isPartner ? "CUSTOMER" : state.spelledName(account))",
                subject: .place)
        case .kind(let wanted) where parent.map({ state[$0].kind }) != wanted:
            let above = spelled(state[wanted].definition.name)
            throw Refusal(
                "wrong-place", "a \(name) lives in a \(above)",
                label: sentence + " in \(above) NAME in \(account.isPartner ? "ACCOUNT" : state.spelledName(account))",
                subject: .place)
        case .everyAccount:
            throw Refusal("not-a-record", "a \(name) is not added by `add`", subject: .kind)
        default: break
        }
    }

    func reservedName(_ index: Int) -> Refusal {
        Refusal(
            "reserved-name", "`partner` names the partner's own account, and nothing else may be called so",
            label: "choose another name", subject: .name, index: index)
    }

    // MARK: Change, rename, status, lock, reset, work

    mutating func change(_ things: [Thing], _ changes: [AttributeChange]) throws(Refusal) {
        for (index, thing) in things.enumerated() {
            do throws(Refusal) {
                try change(thing, changes)
            } catch {
                throw error.subject == .statement ? error.at(.name, index) : error
            }
        }
    }

    private mutating func change(_ thing: Thing, _ changes: [AttributeChange]) throws(Refusal) {
        try requireOn(thing, "edit")
        let kind = state.kind(of: thing)
        let differing = changes.filter { change in
            state.attribute(state[kind].definition.attributes[change.slot].name, of: thing) != change.value
        }
        guard !differing.isEmpty else {
            unchanged()
            return
        }
        try forbid("edit", on: thing)
        if case .user(let user) = thing { try requireHoldingAll(of: user) }
        guard case .customer(let account) = thing else {
            emit(.changed(thing, differing))
            return
        }
        let watchers = state.customerWatchers(at: now)
        let before = watchers.map { state.decidingRole($0, account, at: now) }
        try emitMoving(account, .changed(thing, differing))
        noteMoved(watchers, before, account)
    }

    /// Changes a customer. Changing one into one's own scope counts as granting, by whichever attribute.
    private mutating func emitMoving(_ account: AccountID, _ event: Event) throws(Refusal) {
        guard let user = actor.user else {
            emit(event)
            return
        }
        // Also what begins, or decides, only later.
        let instants = [now] + Set(state.termChanges(of: user).filter { $0 > now }).sorted()
        let couldBefore = instants.map { state.powers(of: user, in: account, at: $0) }
        emit(event)
        var gained: String?
        for (instant, before) in zip(instants, couldBefore) where gained == nil {
            gained = state.powers(of: user, in: account, at: instant).first { !before.contains($0) }
        }
        guard let first = gained else { return }
        throw Refusal(
            "escalation",
            "this would bring \(state.spelledName(account)) into \(state.spelledName(user))'s own scope, which gives \(first)",
            label: "more than \(state.spelledName(user)) holds")
    }

    /// Says whose access to a customer moved with its attributes or name.
    private mutating func noteMoved(_ watchers: [UserID], _ before: [RoleID?], _ account: AccountID) {
        var gained: [String] = []
        var lost: [String] = []
        for (user, old) in zip(watchers, before) {
            let new = state.decidingRole(user, account, at: now)
            if old == nil, new != nil { gained.append(state.spelledName(user)) }
            if old != nil, new == nil { lost.append(state.spelledName(user)) }
        }
        let place = state.spelledName(account)
        if !gained.isEmpty { note("\(place): now within reach of \(state.list(gained))") }
        if !lost.isEmpty { note("\(place): no longer within reach of \(state.list(lost))") }
    }

    mutating func rename(_ thing: Thing, to name: String) throws(Refusal) {
        do throws(Refusal) {
            try requireOn(thing, "edit")
        } catch {
            throw error.at(.name, 0)
        }
        guard state.name(thing) != name else {
            unchanged()
            return
        }
        if case .customer = thing, name == "partner" { throw reservedName(0).at(.value, 0) }
        if case .kind(let kind) = thing {
            if state[kind].isBuiltIn {
                throw Refusal("built-in", "\(state.text(thing)) is built in and keeps its name", subject: .name)
            }
            if name == "partner" { throw reservedName(0).at(.value, 0) }
        }
        if case .role(let role) = thing { try requireSystemRoleAuthority(state[role].definition.roleClass) }
        let taken: Bool
        let lookAlike: String?
        switch thing {
        case .user:
            taken = state.user(name) != nil
            lookAlike = state.users.lookAlike(of: name)
        case .customer:
            taken = state.account(name) != nil
            lookAlike = state.accounts.lookAlike(of: name)
        case .role:
            taken = state.role(name) != nil
            lookAlike = state.roleLookAlike(of: name)
        case .kind:
            taken = state.kind(name) != nil
            lookAlike = state.kindLookAlike(of: name)
        case .rule:
            taken = state.rule(name) != nil
            lookAlike = state.ruleLookAlike(of: name)
        case .record(let id):
            let record = state[id]
            taken = state.record(name, kind: record.kind, account: record.account, parent: record.parent) != nil
            lookAlike = state.records.lookAlike(of: name, record.kind, record.account, record.parent)
        }
        if taken {
            throw Refusal(
                "name-taken",
                "there is already a \(spelled(state[state.kind(of: thing)].definition.name)) \(spelled(name))",
                label: "choose another name", subject: .value)
        }
        let isOwn = lookAlike == state.name(thing)
        do throws(Refusal) {
            try requireGoodName(
                name, spelled(state[state.kind(of: thing)].definition.name), isOwn ? nil : lookAlike, 0)
        } catch {
            throw error.at(.value, 0)
        }
        try forbid("edit", on: thing)
        if case .user(let user) = thing {
            do throws(Refusal) {
                try requireHoldingAll(of: user)
            } catch {
                throw error.at(.name, 0)
            }
        }
        guard case .customer(let account) = thing else {
            emit(.renamed(thing, to: name))
            return
        }
        let watchers = state.customerWatchers(at: now)
        let before = watchers.map { state.decidingRole($0, account, at: now) }
        try emitMoving(account, .renamed(thing, to: name))
        noteMoved(watchers, before, account)
    }

    mutating func setStatus(_ things: [Thing], disabled: Bool) throws(Refusal) {
        for (index, thing) in things.enumerated() {
            do throws(Refusal) {
                try requireOn(thing, "disable")
                let isDisabled: Bool =
                    switch thing {
                    case .user(let id): state[id].isDisabled
                    case .customer(let id): state[id].isDisabled
                    default: false
                    }
                guard isDisabled != disabled else {
                    unchanged()
                    continue
                }
                try forbid("disable", on: thing)
                if !disabled, case .user(let user) = thing { try requireHoldingAll(of: user) }
                let event = Event.statusSet(thing, disabled: disabled)
                if case .customer(let account) = thing { try emitMoving(account, event) } else { emit(event) }
            } catch {
                var refusal = error.subject == .statement ? error.at(.name, index) : error
                // The kind has one action for both, and the message says what was typed.
                if !disabled, let user = actor.user, refusal.code == "not-permitted" {
                    refusal.message = "\(state.spelledName(user)) may not enable \(state.text(thing))"
                }
                throw refusal
            }
        }
    }

    mutating func setLock(_ records: [RecordID], locked: Bool) throws(Refusal) {
        try forEach(records) { (transaction, record) throws(Refusal) in
            try transaction.requireOn(.record(record), "lock")
            guard transaction.state[record].isLocked != locked else { return transaction.unchanged() }
            try transaction.forbid("lock", on: .record(record))
            transaction.emit(.lockSet(record, locked: locked))
        }
    }

    mutating func resetPassword(_ users: [UserID]) throws(Refusal) {
        try forEach(users) { (transaction, user) throws(Refusal) in
            try transaction.require("reset", .user, .user(user))
            try transaction.forbid("reset", .user, user: user)
            try transaction.requireHoldingAll(of: user)
            transaction.emit(.passwordReset(user))
        }
    }

    mutating func work(_ records: [RecordID], _ action: String) throws(Refusal) {
        try forEach(records) { (transaction, record) throws(Refusal) in
            try transaction.requireOn(.record(record), action)
            try transaction.forbid(action, on: .record(record))
            transaction.emit(.worked(record, action: action))
        }
    }

    /// A refusal is about the name at hand where it says nothing else.
    private mutating func forEach<Item>(
        _ items: [Item], _ body: (inout Transaction, Item) throws(Refusal) -> Void
    ) throws(Refusal) {
        for (index, item) in items.enumerated() {
            do throws(Refusal) {
                try body(&self, item)
            } catch {
                throw error.subject == .statement ? error.at(.name, index) : error
            }
        }
    }

    /// Asks the `forbid` lines about an action on a thing.
    mutating func forbid(_ action: String, on thing: Thing) throws(Refusal) {
        guard !state.forbids.isEmpty else { return }
        switch thing {
        case .user(let user): try forbid(action, .user, user: user)
        case .customer(let account): try forbid(action, .customer, customer: account)
        case .role(let role): try forbid(action, .role, role: role)
        case .record(let id): try forbid(action, state[id].kind, customer: state[id].account)
        case .kind, .rule: try forbid(action, state.kind(of: thing))
        }
    }

    /// Asks for an action on a thing, in the account where it lives.
    func requireOn(_ thing: Thing, _ action: String) throws(Refusal) {
        let account: AccountID =
            switch thing {
            case .record(let id): state[id].account
            case .customer(let id): id
            default: .partner
            }
        let kind = state.kind(of: thing)
        if state[kind].definition.bit(of: action) == nil {
            try requireSuperuser("\(spelled(action)) \(state.text(thing)): the kind has no such action")
            return
        }
        try require(action, kind, thing, in: account)
        // The superuser may lock everything, so a lock is in nobody's way but its holder's; what is locked below is.
        if actor.user == nil, action == "delete", case .record(let id) = thing, let below = state.lockedBelow(id) {
            throw Refusal(
                "not-permitted", "\(state.text(thing)) may not be deleted",
                notes: ["\(state.text(.record(below))) is below it, and locked"])
        }
    }
}

extension State {
    /// Users whose access to a customer may hang on its attributes or name.
    func customerWatchers(at now: Instant) -> [UserID] {
        var found = Set(standingManagers)
        let reaching = Set(
            compiled.indices.filter { !compiled[$0].reaches.isEmpty }.map { RoleID(Int32(truncatingIfNeeded: $0)) })
        if !reaching.isEmpty {
            for grant in members.of(.partner) where reaching.contains(grant.role) { found.insert(grant.user) }
        }
        return found.sorted()
    }

    /// What a user may do in a customer, as `edit recipe`: compared before and after a change.
    func powers(of user: UserID, in account: AccountID, at now: Instant) -> [String] {
        var found: [String] = []
        for kind in kindIDs where root(of: kind) != .partner || kind == BuiltInKind.customer.id {
            for action in self[kind].definition.liveActions {
                let decision = decide(
                    Request(
                        user: user, action: action, kind: kind,
                        subject: kind == BuiltInKind.customer.id ? .customer(account) : nil, account: account,
                        ignoresDisabledCustomer: true), at: now)
                switch decision.reason {
                case .onlyWhere(let condition):
                    found.append("\(spelled(action)) \(spelled(self[kind].definition.name)) where \(text(condition))")
                default:
                    if decision.isAllowed { found.append("\(spelled(action)) \(spelled(self[kind].definition.name))") }
                }
            }
        }
        for role in roleIDs where mayGrant(user, role, .team(account), at: now) {
            found.append("grant \(spelledName(role))")
        }
        return found
    }
}
