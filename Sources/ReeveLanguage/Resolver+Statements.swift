import ReeveDomain
import ReeveSyntax

/// What a statement came to once its names were known.
enum Resolved {
    case command(Command)
    /// It is control, a question or a test: nothing is asked of the domain.
    case notACommand
    /// It is about names that are gone: their removal has happened already.
    case alreadyDone(Int)
}

extension Resolver {
    /// The command of a statement that asks something of the domain.
    mutating func command(
        _ body: StatementBody, _ range: SourceRange, _ line: (SourceRange) -> Int, _ state: State
    ) throws(ScriptError) -> Resolved {
        switch body {
        case .invite(let users, let role, let accounts, let term):
            let term = try self.term(term, range, state)
            return .command(
                .invite(
                    try self.users(users, state), try self.role(role, state), try self.accounts(accounts, state), term))
        case .uninvite(let users, let accounts):
            return try takingAway(users, accounts, state) { .uninvite($0, $1) }
        case .assign(let users, let role, let scope, let term):
            let term = try self.term(term, range, state)
            return .command(
                .assign(
                    try self.users(users, state).all, try self.role(role, state, forManager: true),
                    try self.scope(scope, state), term))
        case .reassign(let user, let role, let scope, let term):
            return try reassign(user, role, scope, term, range, state)
        case .unassign(let users, .named(let names)):
            return try takingAway(users, names, state, customersOnly: true) { .unassign($0, .named($1)) }
        case .unassign(let users, .all):
            return .command(.unassign(try self.users(users, state).all, .all))
        case .handOver(let customers, let from, let to):
            let giver = try user(from, state)
            let receiver = try user(to, state)
            if case .named(let names) = customers {
                return .command(
                    .handOver(.named(try accounts(names, state, customersOnly: true).all), from: giver, to: receiver))
            }
            return .command(.handOver(.all, from: giver, to: receiver))
        case .definePartner(let name):
            return .command(.namePartner(try text(name, state)))
        case .defineKind(let kind):
            return .command(.defineKind(try kindRequest(kind, state)))
        case .defineRole(let role):
            // Only declared: one that is there already stays as it is.
            if !role.hasBody, state.role(try text(role.name, state)) != nil { return .alreadyDone(1) }
            return .command(.defineRole(try roleDefinition(role, line, state)))
        case .defineRule(let rule):
            return .command(.defineRule(try ruleDefinition(rule, state)))
        default:
            return try thingCommand(body, range, state)
        }
    }

    private mutating func thingCommand(
        _ body: StatementBody, _ range: SourceRange, _ state: State
    ) throws(ScriptError) -> Resolved {
        switch body {
        case .add(let kind, let names, let place, let with):
            return try add(kind, names, place, with, state)
        case .change(let kind, let names, let place, let with, let without):
            let kindID = try self.kind(kind, state)
            let things = try self.things(names, kindID, place, state)
            try requireChangeable(kindID, kind, state)
            var changes = try settings(with, kindID, state, of: thingText(names, place))
            for name in without {
                let slot = try self.slot(name, kindID, state)
                guard !changes.contains(where: { $0.slot == slot }) else { throw doubled(name) }
                changes.append(AttributeChange(slot: slot, value: nil))
            }
            return .command(.change(things, changes))
        case .rename(let kind, let name, let place, let to):
            return try rename(kind, name, place, to, state)
        case .remove(let kind, let names, let place, let everything):
            return try remove(kind, names, place, everything, state)
        case .setStatus(let kind, let names, let enabled):
            let kindID = try self.kind(kind, state)
            guard kindID == BuiltInKind.user.id || kindID == BuiltInKind.customer.id else {
                throw error(
                    "wrong-kind", "only users and customers can be disabled and enabled", kind.range,
                    label: "`user` or `customer`")
            }
            return .command(.setStatus(try things(names, kindID, nil, state), disabled: !enabled))
        case .setLock(let kind, let names, let place, let locked):
            return .command(.setLock(try records(kind, names, place, "locked", state), locked: locked))
        case .resetPassword(let users):
            return .command(.resetPassword(try self.users(users, state).all))
        case .work(let action, let kind, let names, let place):
            let records = try records(kind, names, place, "worked on", state)
            let kindID = try self.kind(kind, state)
            let wanted = try self.action(action, of: kindID, state)
            if ["view", "create", "edit", "delete", "lock"].contains(wanted) {
                let verb =
                    ["create": "add", "edit": "change", "delete": "remove", "lock": "lock", "view": "show"][wanted]
                    ?? ""
                throw error(
                    "near-miss", "\(ticked(wanted)) has a statement of its own", action.range,
                    label:
                        "write `\(verb) \(escaped(source.text(kind.range))) \(thingText(names, place))\(wanted == "edit" ? " with …" : "")`"
                )
            }
            return .command(.work(records, action: wanted))
        default:
            return .notACommand
        }
    }

    // MARK: Access

    mutating func scope(_ syntax: ScopeSyntax, _ state: State) throws(ScriptError) -> Scope {
        switch syntax {
        case .named(let names): return .named(try accounts(names, state, customersOnly: true).all)
        case .standing(let condition, let except, _):
            let kept = try condition.map { item throws(ScriptError) in try keptCondition(item, state) }
            let without =
                try except.map { item throws(ScriptError) in try accounts(item, state, customersOnly: true).all } ?? []
            return .standing(kept, except: without.sorted())
        }
    }

    private mutating func reassign(
        _ user: NameSyntax, _ role: NameSyntax?, _ scope: ScopeSyntax?, _ term: TermSyntax, _ range: SourceRange,
        _ state: State
    ) throws(ScriptError) -> Resolved {
        let who = try self.user(user, state)
        if scope == nil, let when = term.from ?? term.until ?? term.duration {
            throw error(
                "clause-without-effect", "a term belongs to a scope, and none is given", when.range,
                label: "write: reassign \(escaped(source.text(user.range))) to … until …")
        }
        var newRole: RoleID?
        if let role { newRole = try self.role(role, state, forManager: true) }
        var newScope: Scope?
        if let scope { newScope = try self.scope(scope, state) }
        return .command(.reassign(who, newRole, newScope, try self.term(term, range, state)))
    }

    /// `uninvite` and `unassign` of names that are gone have happened already.
    private mutating func takingAway(
        _ users: NamesSyntax, _ accounts: NamesSyntax, _ state: State, customersOnly: Bool = false,
        _ make: ([UserID], [AccountID]) -> Command
    ) throws(ScriptError) -> Resolved {
        let goneUsers = users.all.filter { isGone($0, state.users, state) }
        let goneAccounts = accounts.all.filter { isGone($0, state.accounts, state) }
        guard goneUsers.isEmpty, goneAccounts.isEmpty else {
            // What is left of the list is carried out; a list that mixes is rare, and each name stands for itself.
            let restUsers = users.all.filter { !goneUsers.contains($0) }
            let restAccounts = accounts.all.filter { !goneAccounts.contains($0) }
            guard let firstUser = restUsers.first, let firstAccount = restAccounts.first else {
                return .alreadyDone(users.count * accounts.count)
            }
            return .command(
                make(
                    try self.users(NamesSyntax(first: firstUser, rest: Array(restUsers.dropFirst())), state).all,
                    try self.accounts(
                        NamesSyntax(first: firstAccount, rest: Array(restAccounts.dropFirst())), state,
                        customersOnly: customersOnly
                    ).all))
        }
        return .command(
            make(
                try self.users(users, state).all,
                try self.accounts(accounts, state, customersOnly: customersOnly).all))
    }

    private func isGone(_ name: NameSyntax, _ directory: Directory, _ state: State) -> Bool {
        // That something was there once is not for everybody to know.
        guard viewer == nil, name.form == .word || name.form == .string,
            let row = directory.names.row(named: symbols.text(name.symbol))
        else { return false }
        return directory.rows[Int(row)].isRemoved
    }

    // MARK: Things

    private mutating func add(
        _ kind: NameSyntax, _ names: NamesSyntax, _ place: PlaceSyntax?, _ with: [SettingSyntax], _ state: State
    ) throws(ScriptError) -> Resolved {
        let kindID = try self.kind(kind, state)
        let values = try settings(with, kindID, state)
        let texts = try newNames(names, state)
        switch BuiltInKind(rawValue: kindID.raw) {
        case .user, .customer:
            if let place {
                throw error(
                    "clause-without-effect", "a \(state[kindID].definition.name) is not added in a place", place.range,
                    label: "leave it out",
                    notes: kindID == BuiltInKind.user.id
                        ? [
                            "to put a user on a team: invite \(escaped(source.text(names.range))) as ROLE to \(escaped(source.text(place.range)))"
                        ]
                        : [])
            }
            return .command(kindID == BuiltInKind.user.id ? .addUsers(texts, values) : .addCustomers(texts, values))
        case nil:
            let place = try self.place(place, state)
            return .command(
                .addRecords(texts, kind: kindID, account: place.account, parent: place.record, values))
        case .role, .kind, .rule:
            throw error(
                "near-miss", "a \(state[kindID].definition.name) is defined, not added", kind.range,
                label: "write: define \(state[kindID].definition.name) \(escaped(source.text(names.range))) { … }")
        case .manager:
            throw error(
                "near-miss", "a manager is assigned, not added", kind.range,
                label: "write: assign \(escaped(source.text(names.range))) as ROLE to CUSTOMERS")
        case .member:
            throw error(
                "near-miss", "a member is invited, not added", kind.range,
                label: "write: invite \(escaped(source.text(names.range))) as ROLE to ACCOUNT")
        case .audit:
            throw error(
                "near-miss", "the audit log is written by itself", kind.range, label: "nothing is added to it")
        }
    }

    /// Each once, in order.
    private mutating func newNames(_ names: NamesSyntax, _ state: State) throws(ScriptError) -> [String] {
        if names.rest.isEmpty { return try newTexts(names.first, state) }
        var texts: [String] = []
        var seen: Set<String> = []
        for name in names.all {
            for text in try newTexts(name, state) where seen.insert(text).inserted { texts.append(text) }
        }
        return texts
    }

    private mutating func newTexts(_ name: NameSyntax, _ state: State) throws(ScriptError) -> [String] {
        if let elements = try expanded(name, state) { return elements.map { self.name(of: $0, state) } }
        return [try text(name, state)]
    }

    private mutating func rename(
        _ kind: NameSyntax, _ name: NameSyntax, _ place: PlaceSyntax?, _ to: NameSyntax, _ state: State
    ) throws(ScriptError) -> Resolved {
        let kindID = try self.kind(kind, state)
        let newName = try text(to, state)
        // Run again: the old name leads to what bears the new one now.
        if name.form == .word || name.form == .string {
            let old = symbols.text(name.symbol)
            let directory: Directory? =
                kindID == BuiltInKind.user.id ? state.users : kindID == BuiltInKind.customer.id ? state.accounts : nil
            if viewer == nil, let directory, let row = directory.names.row(named: old) {
                let entity = directory.rows[Int(row)]
                if !entity.isRemoved, entity.name == newName, old != newName { return .alreadyDone(1) }
            }
            if BuiltInKind(rawValue: kindID.raw) == nil {
                let here = try self.place(place, state)
                guard mayKnowOfGone(kindID, here, "edit", state) else {
                    return .command(.rename(try thing(name, kindID, place, state), to: newName))
                }
                let scope = RecordTable.scope(kindID, here.account, here.record)
                if let row = state.records.names.row(named: old, scope: scope) {
                    let entity = state.records.rows[Int(row)].entity
                    if !entity.isRemoved, entity.name == newName, old != newName { return .alreadyDone(1) }
                }
            }
            if kindID == BuiltInKind.role.id, state.role(old) == nil, state.role(newName) != nil {
                return .alreadyDone(1)
            }
        }
        return .command(.rename(try thing(name, kindID, place, state), to: newName))
    }

    private mutating func remove(
        _ kind: NameSyntax, _ names: NamesSyntax, _ place: PlaceSyntax?, _ everything: Bool, _ state: State
    ) throws(ScriptError) -> Resolved {
        let kindID = try self.kind(kind, state)
        switch BuiltInKind(rawValue: kindID.raw) {
        case .member, .manager:
            let verb = kindID == BuiltInKind.member.id ? "uninvite" : "unassign"
            throw error(
                "near-miss", "a \(state[kindID].definition.name) is not removed by `remove`", kind.range,
                label:
                    "write: \(verb) \(escaped(source.text(names.range))) from \(place.map { escaped(source.text($0.range)) } ?? "ACCOUNT")"
            )
        default: break
        }
        var gone: [NameSyntax] = []
        for name in names.all where try isGone(name, kindID, place, state) { gone.append(name) }
        let left = names.all.filter { !gone.contains($0) }
        guard let first = left.first else { return .alreadyDone(gone.count) }
        let things = try self.things(NamesSyntax(first: first, rest: Array(left.dropFirst())), kindID, place, state)
        return .command(.remove(things, everything: everything))
    }

    private mutating func isGone(
        _ name: NameSyntax, _ kind: KindID, _ place: PlaceSyntax?, _ state: State
    ) throws(ScriptError) -> Bool {
        guard name.form == .word || name.form == .string else { return false }
        let text = symbols.text(name.symbol)
        switch BuiltInKind(rawValue: kind.raw) {
        case .user: return isGone(name, state.users, state)
        case .customer: return isGone(name, state.accounts, state)
        case .role:
            return state.role(text) == nil && state.roles.contains { $0.isRemoved && $0.definition.name == text }
        case .rule:
            return state.rule(text) == nil && state.rules.contains { $0.isRemoved && $0.definition.name == text }
        case .kind:
            return state.kind(text) == nil && state.kinds.contains { $0.isRemoved && $0.definition.name == text }
        case nil:
            if let step = place?.steps.last, isGone(step.name, state.accounts, state) { return true }
            let here = try self.place(place, state)
            guard mayKnowOfGone(kind, here, "delete", state),
                let row = state.records.names.row(
                    named: text, scope: RecordTable.scope(kind, here.account, here.record))
            else { return false }
            return state.records.rows[Int(row)].entity.isRemoved
        default: return false
        }
    }

    /// That a record was there once is known to whoever might have removed or renamed it.
    private func mayKnowOfGone(_ kind: KindID, _ place: Place, _ action: String, _ state: State) -> Bool {
        guard let viewer else { return true }
        return ["view", action].allSatisfy {
            state.decide(
                Request(user: viewer, action: $0, kind: kind, account: place.account), at: now
            ).isAllowed
        }
    }

    private mutating func records(
        _ kind: NameSyntax, _ names: NamesSyntax, _ place: PlaceSyntax?, _ what: String, _ state: State
    ) throws(ScriptError) -> [RecordID] {
        let kindID = try self.kind(kind, state)
        guard BuiltInKind(rawValue: kindID.raw) == nil else {
            let mayBeDisabled = kindID == BuiltInKind.user.id || kindID == BuiltInKind.customer.id
            throw error(
                "wrong-kind", "a \(state[kindID].definition.name) cannot be \(what), only records of your own kinds",
                kind.range,
                label: mayBeDisabled && what == "locked"
                    ? "did you mean `disable \(escaped(source.text(kind.range))) \(escaped(source.text(names.range)))`?"
                    : "not a kind of yours")
        }
        return try things(names, kindID, place, state).compactMap { if case .record(let id) = $0 { id } else { nil } }
    }

    private func requireChangeable(_ kind: KindID, _ name: NameSyntax, _ state: State) throws(ScriptError) {
        switch BuiltInKind(rawValue: kind.raw) {
        case .role, .kind, .rule:
            throw error(
                "near-miss", "a \(state[kind].definition.name) is defined anew, not changed", name.range,
                label: "write: define \(state[kind].definition.name) NAME { … }")
        default: break
        }
    }
}
