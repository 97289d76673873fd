import ReeveDomain
import ReeveSyntax

/// Names to things, words to values, as of the moment a statement is reached. Holds nothing of the run but its
/// variables and what it remembers of names.
struct Resolver {
    let symbols: SymbolTable
    /// The script that the statement at hand stands in.
    var source: SourceText
    var environment = Environment()
    /// Inside a rule: its variables are bound only when it is asked.
    var isInRule = false
    /// The account switched to, else the partner.
    var account = AccountID.partner
    /// Whose eyes questions are asked with; nil: the superuser, who sees everything.
    var viewer: UserID?
    /// What is true now, while a question looks at the past: one sees by today's permissions.
    var present: State?
    /// In a statement that asks something of the domain.
    var mayNameHidden = false
    /// What the first name that the actor may not see would be answered, were it absent.
    var hidden: ScriptError?
    var now: Instant
    let loader: any SourceLoader
    /// What questions about the past are asked of.
    var history: any History = NoHistory()
    /// False in tests: a memo is as long as the run has names, and costs more than a test of a large fixture asks for.
    private var remembers = true
    /// Symbol to user, customer or role once found; -1 where not looked for. Cleared when a name moves.
    private var userMemo: [Int32] = []
    private var accountMemo: [Int32] = []
    private var roleMemo: [Int32] = []

    init(symbols: SymbolTable, source: SourceText, now: Instant, loader: any SourceLoader) {
        self.symbols = symbols
        self.source = source
        self.now = now
        self.loader = loader
    }

    /// What the actor may see; nil for the superuser, who sees everything.
    func visibility(_ state: State) -> Visibility? {
        viewer.map { Visibility(present ?? state, viewer: $0, at: now) }
    }

    /// A user by name, if the actor may see them: hidden is absent.
    func seenUser(_ text: String, _ state: State) -> UserID? {
        guard let user = state.user(text), let seen = visibility(state) else { return state.user(text) }
        return seen.sees(user) ? user : nil
    }

    /// A user whom a statement of change names. Whoever may carry it out may name those they do not see, as one invites
    /// by an address; what would be answered otherwise is kept in `hidden`.
    mutating func namedUser(_ name: NameSyntax, _ text: String, _ state: State) -> UserID? {
        if let user = seenUser(text, state) { return user }
        guard mayNameHidden, let user = state.user(text) else { return nil }
        hidden = hidden ?? unknownUser(name, text, state)
        return user
    }

    mutating func namedAccount(_ name: NameSyntax, _ text: String, _ state: State) -> AccountID? {
        if let account = seenAccount(text, state) { return account }
        guard mayNameHidden, let account = state.account(text) else { return nil }
        hidden = hidden ?? unknownAccount(name, text, state)
        return account
    }

    /// A customer by name, if the actor may see it; the partner always.
    func seenAccount(_ text: String, _ state: State) -> AccountID? {
        guard let account = state.account(text), let seen = visibility(state) else { return state.account(text) }
        return seen.sees(account) ? account : nil
    }

    /// Who did what at the partner is for the superuser, and for whoever may `view audit` there.
    func seesPartnersDoings(_ state: State) -> Bool {
        visibility(state)?.views(.audit) ?? true
    }

    func seenRecords(_ records: [RecordID], _ state: State) -> [RecordID] {
        guard let seen = visibility(state) else { return records }
        return records.filter { seen.sees($0) }
    }

    /// After a removal or rename nothing remembered of names may be trusted.
    mutating func forgetNames() {
        userMemo = []
        accountMemo = []
        roleMemo = []
    }

    mutating func rememberNothing() {
        forgetNames()
        remembers = false
    }

    // MARK: Errors

    func error(
        _ code: String, _ message: String, _ range: SourceRange, label: String = "", notes: [String] = [],
        fix: String? = nil
    ) -> ScriptError {
        ScriptError(
            diagnostic: Diagnostic(
                code: code, message: message, source: source, range: range, label: label, notes: notes,
                fix: fix.map { Diagnostic.Fix(range: range, replacement: $0) }))
    }

    /// A label and a fix for a misspelt name.
    func unknown(
        _ code: String, _ what: String, _ name: NameSyntax, _ text: String, among candidates: [String],
        notes: [String] = []
    ) -> ScriptError {
        let near = nearest(to: text, among: candidates)
        return error(
            code, "there is no \(what) \(ticked(text))", name.range,
            label: near.map { "did you mean \(ticked($0))?" } ?? "",
            notes: notes, fix: name.form == .variable ? nil : near.map { spelled($0) })
    }

    // MARK: Text and variables

    /// The text of a word, string or template; of a variable, what it holds written out.
    func text(_ name: NameSyntax, _ state: State) throws(ScriptError) -> String {
        switch name.form {
        case .word, .string: return symbols.text(name.symbol)
        case .variable: return text(of: try variable(name, state), state)
        case .template:
            var out = ""
            for part in symbols.template(name) {
                switch part {
                case .text(let symbol): out += symbols.text(symbol)
                case .variable(let variable): out += text(of: try self.variable(variable, state), state)
                }
            }
            return out
        }
    }

    /// What a value looks like in text.
    func text(of value: ScriptValue, _ state: State) -> String {
        switch value {
        case .text(let text): text
        case .value(.text(let text)): text
        case .value(.user(let user)): state[user].name
        case .value(.role(let role)): state[role].definition.name
        case .value(let value): state.text(value)
        case .unset: ""
        case .element(let element): name(of: element, state)
        case .set(let elements): elements.map { name(of: $0, state) }.joined(separator: ", ")
        case .row(let row): row.fields.joined(separator: ", ")
        case .rows(let rows): "\(rows.count) rows"
        case .bound(let variable, _): "$" + variable.name
        }
    }

    func name(of element: Element, _ state: State) -> String {
        switch element {
        case .text(let text): text
        default: element.thing.map { state.name($0) } ?? ""
        }
    }

    /// The value of `$x` or `$x.attribute`.
    func variable(_ name: NameSyntax, _ state: State) throws(ScriptError) -> ScriptValue {
        let text = symbols.text(name.symbol)
        let held: ScriptValue
        if let value = environment.value(of: name.symbol) {
            held = value
        } else if isInRule, let bound = BoundVariable.allCases.first(where: { $0.name == text }) {
            return .bound(bound, attribute: try boundAttribute(bound, name, state))
        } else if text == "now" {
            held = .value(.instant(now))
        } else {
            let near = nearest(to: text, among: environment.visible.map(symbols.text) + ["now"])
            throw error(
                "unknown-variable", "there is no variable `$\(escaped(text))`", name.range,
                label: near.map { "did you mean `$\(escaped($0))`?" }
                    ?? (environment.isHidden(name.symbol)
                        ? "not known in here: give it as an argument"
                        : "set it before: let $\(escaped(text)) = …"),
                fix: near.map { "$" + $0 })
        }
        guard let attribute = name.attribute.map(symbols.text) else { return held }
        switch held {
        case .row(let row):
            guard let field = row[attribute] else {
                throw error(
                    "unknown-column", "\(escaped(row.file)) has no column \(ticked(attribute))", name.range,
                    label: nearest(to: attribute, among: row.columns).map { "did you mean \(ticked($0))?" } ?? "",
                    notes: ["its columns: " + row.columns.map(spelled).joined(separator: ", ")])
            }
            return .text(field)
        case .element(let element):
            _ = try attributeType(attribute, of: subject(of: element, state), name.range, state)
            return state.attribute(attribute, of: element, seenBy: visibility(state)).map { .value($0) } ?? .unset
        case .value(.user(let user)):
            _ = try attributeType(attribute, of: .things(BuiltInKind.user.id), name.range, state)
            return state.attribute(attribute, of: .thing(.user(user)), seenBy: visibility(state)).map { .value($0) }
                ?? .unset
        default:
            throw error(
                "no-attributes", "`$\(escaped(text))` is \(held.description), which has no attributes", name.range)
        }
    }

    private func boundAttribute(
        _ variable: BoundVariable, _ name: NameSyntax, _ state: State
    ) throws(ScriptError) -> String? {
        guard let attribute = name.attribute.map(symbols.text) else { return nil }
        let kind: BuiltInKind
        switch variable {
        case .actor, .user: kind = .user
        case .customer: kind = .customer
        case .role: kind = .role
        case .scope:
            throw error("no-attributes", "`$scope` is `all` or text, which has no attributes", name.range)
        }
        _ = try attributeType(attribute, of: .things(kind.id), name.range, state)
        return attribute
    }

    func subject(of source: NounSet.Source) -> Subject {
        switch source {
        case .users: .things(BuiltInKind.user.id)
        case .customers, .customersOf: .things(BuiltInKind.customer.id)
        case .roles: .things(BuiltInKind.role.id)
        case .kinds: .things(BuiltInKind.kind.id)
        case .rules: .things(BuiltInKind.rule.id)
        case .team, .managers: .holders
        case .records(let kind, _): .things(kind)
        }
    }

    func subject(of element: Element, _ state: State) -> Subject {
        switch element {
        case .thing(let thing): .things(state.kind(of: thing))
        case .holder: .holders
        case .entry: .audit
        case .text: .things(BuiltInKind.kind.id)
        }
    }

    // MARK: Memo

    private static func look(_ memo: [Int32], _ symbol: Symbol) -> Int32 {
        let id = Int(symbol.id)
        return id < memo.count ? memo[id] : -1
    }

    private static func keep(_ memo: inout [Int32], _ symbol: Symbol, _ row: Int32, _ count: Int) {
        if Int(symbol.id) >= memo.count {
            memo += [Int32](repeating: -1, count: max(count, Int(symbol.id) + 1) - memo.count)
        }
        memo[Int(symbol.id)] = row
    }

    /// A plain word's user, or nil.
    @inline(__always)
    mutating func knownUser(_ symbol: Symbol, _ state: State) -> UserID? {
        let row = Self.look(userMemo, symbol)
        return row >= 0 ? UserID(row) : newUser(symbol, state)
    }

    @inline(never)
    private mutating func newUser(_ symbol: Symbol, _ state: State) -> UserID? {
        // Who sees everything needs no text of a name.
        guard
            let user = viewer == nil
                ? state.user(symbols.bytes(symbol)) : seenUser(symbols.text(symbol), state)
        else { return nil }
        if remembers { Self.keep(&userMemo, symbol, user.raw, symbols.count) }
        return user
    }

    @inline(__always)
    mutating func knownAccount(_ symbol: Symbol, _ state: State) -> AccountID? {
        let row = Self.look(accountMemo, symbol)
        return row >= 0 ? AccountID(row) : newAccount(symbol, state)
    }

    @inline(never)
    private mutating func newAccount(_ symbol: Symbol, _ state: State) -> AccountID? {
        guard
            let account = viewer == nil
                ? state.account(symbols.bytes(symbol)) : seenAccount(symbols.text(symbol), state)
        else { return nil }
        if remembers { Self.keep(&accountMemo, symbol, account.raw, symbols.count) }
        return account
    }

    /// Looks up the accounts that many plain words mean, and remembers them: together they are found faster than one by
    /// one.
    mutating func learnAccounts(_ invites: [Parser.PlainInvite], _ state: State) {
        guard viewer == nil, remembers else { return }
        var unknown: [Symbol] = []
        for invite in invites where Self.look(accountMemo, invite.account) < 0 { unknown.append(invite.account) }
        guard unknown.count > 1 else { return }
        withUnsafeTemporaryAllocation(of: UnsafeBufferPointer<UInt8>.self, capacity: unknown.count) { names in
            for (index, symbol) in unknown.enumerated() {
                names.initializeElement(at: index, to: symbols.bytes(symbol))
            }
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: unknown.count) { rows in
                state.accounts.rows(named: UnsafeBufferPointer(names), into: rows)
                for (symbol, row) in zip(unknown, rows) where row >= 0 {
                    Self.keep(&accountMemo, symbol, row, symbols.count)
                }
            }
        }
    }

    @inline(__always)
    mutating func knownRole(_ symbol: Symbol, _ state: State) -> RoleID? {
        let row = Self.look(roleMemo, symbol)
        return row >= 0 ? RoleID(row) : newRole(symbol, state)
    }

    @inline(never)
    private mutating func newRole(_ symbol: Symbol, _ state: State) -> RoleID? {
        guard let role = state.role(symbols.text(symbol)) else { return nil }
        if remembers { Self.keep(&roleMemo, symbol, role.raw, symbols.count) }
        return role
    }
}
