import ReeveDomain
import ReeveSyntax

extension Resolver {
    // MARK: Users

    mutating func user(_ name: NameSyntax, _ state: State) throws(ScriptError) -> UserID {
        if name.form == .word || name.form == .string, let user = knownUser(name.symbol, state) { return user }
        if name.form == .variable {
            switch try variable(name, state) {
            case .element(.thing(.user(let user))): return user
            case .element(.holder(let holder)): return holder.user
            case .value(.user(let user)): return user
            case .bound(.actor, nil): return BoundVariable.actorPlaceholder
            case .bound(.user, nil): return BoundVariable.userPlaceholder
            case .text(let text), .value(.text(let text)):
                if let user = namedUser(name, text, state) { return user }
                throw unknownUser(name, text, state)
            case let other: throw wrongVariable(name, other, "a user")
            }
        }
        let text = try text(name, state)
        if let user = namedUser(name, text, state) { return user }
        throw unknownUser(name, text, state)
    }

    mutating func users(_ names: NamesSyntax, _ state: State) throws(ScriptError) -> Several<UserID> {
        if names.rest.isEmpty, names.first.form != .variable { return .one(try user(names.first, state)) }
        var found: [UserID] = []
        var seen: Set<UserID> = []
        for name in names.all {
            for element in try expanded(name, state) ?? [] {
                guard case .user(let user)? = element.thing else {
                    throw wrongVariable(name, .element(element), "a user")
                }
                if seen.insert(user).inserted { found.append(user) }
            }
            if try expanded(name, state) == nil {
                let user = try user(name, state)
                if seen.insert(user).inserted { found.append(user) }
            }
        }
        return .list(found)
    }

    private static let everybody: Set = [
        "all", "any", "anyone", "customers", "everybody", "everyone", "everything", "everywhere", "users",
    ]

    func unknownUser(_ name: NameSyntax, _ text: String, _ state: State) -> ScriptError {
        if viewer == nil, let row = state.users.names.row(named: text) {
            return gone("user", name, text, state[UserID(row)])
        }
        var notes: [String] = []
        if seenAccount(text, state) != nil { notes.append("\(ticked(text)) is a customer, not a user") }
        if state.role(text) != nil { notes.append("\(ticked(text)) is a role, not a user") }
        if state.kindIDs.contains(where: { state[$0].definition.bit(of: text) != nil }) {
            return error(
                "unknown-user", "there is no user \(ticked(text))", name.range,
                label: "an action: a user stands before it, as in `can USER \(escaped(text)) KIND`", notes: notes)
        }
        let seen = visibility(state)
        let candidates = state.userIDs.filter { seen?.sees($0) ?? true }.map { state[$0].name }
        var failure = unknown("unknown-user", "user", name, text, among: candidates, notes: notes)
        if Self.everybody.contains(text), name.form == .word {
            failure.diagnostic.label = "each of them: `for each $u in users { … $u … }`"
            failure.diagnostic.fix = nil
            return failure
        }
        if failure.diagnostic.label.isEmpty, notes.isEmpty {
            failure.diagnostic.label =
                name.form == .variable
                ? "this is what it holds"
                : present != nil
                    ? Self.notThen : mayAdd(.user, state) ? "add it first: add user \(spelled(text))" : ""
        }
        return failure
    }

    private static let notThen = "not at the moment that is asked about"

    /// Whether the advice to add something is any use.
    private func mayAdd(_ kind: BuiltInKind, _ state: State) -> Bool {
        guard let viewer else { return true }
        return (present ?? state).decide(
            Request(user: viewer, action: "create", kind: kind.id, account: .partner), at: now
        )
        .isAllowed
    }

    /// A name that was there once.
    private func gone(_ what: String, _ name: NameSyntax, _ text: String, _ entity: Entity) -> ScriptError {
        if entity.isRemoved || entity.name == text {
            return error(
                "unknown-\(what)", "there is no \(what) \(ticked(text)) any more", name.range,
                label: "removed on \(entity.modified.time.dateText)")
        }
        return error(
            "unknown-\(what)", "there is no \(what) \(ticked(text)) any more", name.range,
            label: "renamed to \(ticked(entity.name))", fix: spelled(entity.name))
    }

    // MARK: Accounts

    mutating func anyAccount(_ name: NameSyntax, _ state: State) throws(ScriptError) -> AccountID {
        if name.form == .word || name.form == .string, let account = knownAccount(name.symbol, state) { return account }
        if name.form == .variable {
            switch try variable(name, state) {
            case .element(.thing(.customer(let account))): return account
            case .bound(.customer, nil): return BoundVariable.customerPlaceholder
            case .text(let text), .value(.text(let text)):
                if let account = namedAccount(name, text, state) { return account }
                throw unknownAccount(name, text, state)
            case let other: throw wrongVariable(name, other, "a customer")
            }
        }
        let text = try text(name, state)
        if let account = namedAccount(name, text, state) { return account }
        throw unknownAccount(name, text, state)
    }

    mutating func customer(_ name: NameSyntax, _ state: State) throws(ScriptError) -> AccountID {
        let account = try anyAccount(name, state)
        guard !account.isPartner else {
            throw error(
                "not-a-customer", "`partner` is the partner's own account, not a customer", name.range,
                label: "a customer's name",
                notes: ["to put someone on the partner's team: invite USER as ROLE to partner"])
        }
        return account
    }

    mutating func accounts(
        _ names: NamesSyntax, _ state: State, customersOnly: Bool = false
    ) throws(ScriptError) -> Several<AccountID> {
        if names.rest.isEmpty, names.first.form != .variable {
            return .one(customersOnly ? try customer(names.first, state) : try anyAccount(names.first, state))
        }
        var found: [AccountID] = []
        var seen: Set<AccountID> = []
        for name in names.all {
            if let elements = try expanded(name, state) {
                for element in elements {
                    guard case .customer(let account)? = element.thing else {
                        throw wrongVariable(name, .element(element), "a customer")
                    }
                    if seen.insert(account).inserted { found.append(account) }
                }
            } else {
                let account = customersOnly ? try customer(name, state) : try anyAccount(name, state)
                if seen.insert(account).inserted { found.append(account) }
            }
        }
        return .list(found)
    }

    func unknownAccount(_ name: NameSyntax, _ text: String, _ state: State) -> ScriptError {
        if viewer == nil, let row = state.accounts.names.row(named: text) {
            return gone("customer", name, text, state[AccountID(row)])
        }
        var notes: [String] = []
        if seenUser(text, state) != nil { notes.append("\(ticked(text)) is a user, not a customer") }
        if state.role(text) != nil { notes.append("\(ticked(text)) is a role, not a customer") }
        if state.partnerName == text { notes.append("the partner's own account is called `partner`") }
        let seen = visibility(state)
        let candidates = state.customerIDs.filter { seen?.sees($0) ?? true }.map { state[$0].name } + ["partner"]
        var failure = unknown("unknown-customer", "customer", name, text, among: candidates, notes: notes)
        if Self.everybody.contains(text), name.form == .word {
            failure.diagnostic.label = "every customer, now and later, is `all customers`"
            failure.diagnostic.fix = nil
            return failure
        }
        if failure.diagnostic.label.isEmpty, notes.isEmpty {
            failure.diagnostic.label =
                name.form == .variable
                ? "this is what it holds"
                : present != nil
                    ? Self.notThen
                    : mayAdd(.customer, state) ? "add it first: add customer \(spelled(text))" : ""
        }
        return failure
    }

    // MARK: Roles and kinds

    /// `forManager`: the note lists what a manager may have.
    mutating func role(
        _ name: NameSyntax, _ state: State, forManager: Bool = false
    ) throws(ScriptError) -> RoleID {
        if name.form == .word || name.form == .string, let role = knownRole(name.symbol, state) { return role }
        if name.form == .variable {
            switch try variable(name, state) {
            case .element(.thing(.role(let role))), .value(.role(let role)): return role
            case .bound(.role, nil): return BoundVariable.rolePlaceholder
            case .text(let text), .value(.text(let text)):
                if let role = state.role(text) { return role }
                throw unknownRole(name, text, state, forManager)
            case let other: throw wrongVariable(name, other, "a role")
            }
        }
        let text = try text(name, state)
        if let role = state.role(text) { return role }
        throw unknownRole(name, text, state, forManager)
    }

    private func unknownRole(_ name: NameSyntax, _ text: String, _ state: State, _ forManager: Bool) -> ScriptError {
        let roles = state.roleIDs.filter { !forManager || state[$0].definition.roleClass.maybeManager }
        let names = roles.map { state[$0].definition.name }
        let list = state.list(names.map(spelled))
        let note =
            names.isEmpty
            ? "no role is defined yet: define system role \(spelled(text)) { can view anything }"
            : (forManager ? "roles a manager may have: " : "roles: ") + list
        var failure = unknown("unknown-role", "role", name, text, among: names, notes: [note])
        if failure.diagnostic.label.isEmpty, !names.isEmpty { failure.diagnostic.label = "one of those below" }
        return failure
    }

    func rule(_ name: NameSyntax, _ state: State) throws(ScriptError) -> RuleID {
        let text = try text(name, state)
        if let rule = state.rule(text) { return rule }
        throw unknown("unknown-rule", "rule", name, text, among: state.ruleIDs.map { state[$0].definition.name })
    }

    func kind(_ name: NameSyntax, _ state: State) throws(ScriptError) -> KindID {
        let text = try text(name, state)
        if let kind = state.kind(text) { return kind }
        let names = state.kindIDs.map { state[$0].definition.name }
        var failure = unknown(
            "unknown-kind", "kind", name, text,
            among: names + state.kindIDs.map { state[$0].definition.plural },
            notes: ["kinds: " + state.list(names.map(spelled), most: 16)])
        if seenAccount(text, state) != nil {
            failure.diagnostic.label = "for who is in it: `show team of \(spelled(text))`"
            failure.diagnostic.fix = nil
        } else if failure.diagnostic.label.isEmpty {
            failure.diagnostic.label = "define it first: define kind \(spelled(text)) in customer { can view }"
        }
        throw failure
    }

    /// An action that the kind has.
    func action(_ name: NameSyntax, of kind: KindID, _ state: State) throws(ScriptError) -> String {
        let text = try text(name, state)
        let definition = state[kind].definition
        guard definition.bit(of: text) == nil else { return text }
        var notes = [
            "actions of \(spelled(definition.name)): " + state.list(definition.liveActions.map(spelled), most: 20)
        ]
        if definition.liveActions.isEmpty { notes = ["\(spelled(definition.name)) has no actions"] }
        let near = nearest(to: text, among: definition.liveActions)
        throw error(
            "unknown-action", "\(ticked(definition.name)) has no action \(ticked(text))", name.range,
            label: near.map { "did you mean \(ticked($0))?" } ?? "", notes: notes, fix: near.map { spelled($0) })
    }

    // MARK: Variables in a name's place

    /// A set's members where a name holds a set; nil for anything that is one thing.
    func expanded(_ name: NameSyntax, _ state: State) throws(ScriptError) -> [Element]? {
        guard name.form == .variable, case .set(let elements) = try variable(name, state) else { return nil }
        return elements
    }

    func wrongVariable(_ name: NameSyntax, _ value: ScriptValue, _ wanted: String) -> ScriptError {
        let text = "$" + symbols.text(name.symbol) + (name.attribute.map { "." + symbols.text($0) } ?? "")
        return error(
            "wrong-kind-of-value", "`\(escaped(text))` is \(value.description), and \(wanted) is wanted here",
            name.range)
    }
}
