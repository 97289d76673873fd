/// Everything that is true at one moment. A value: a copy costs nothing until it is changed, and then what is changed.
package struct State: Sendable {
    /// The partner's own name, nil until `define partner`.
    package internal(set) var partnerName: String?
    package internal(set) var kinds: [Kind]
    package internal(set) var roles: [Role]
    package internal(set) var rules: [Rule]
    package internal(set) var users: Directory
    /// Row 0 is the partner.
    package internal(set) var accounts: Directory
    package internal(set) var records: RecordTable
    /// Team roles, the partner's team among them.
    package internal(set) var members: GrantTable
    /// The named items of managers' scopes.
    package internal(set) var assignments: GrantTable
    package internal(set) var managers: PagedArray<Manager?>
    /// Who has standing items, in ascending order.
    package internal(set) var standingManagers: [UserID]
    package internal(set) var expiries: ExpiryQueue
    /// The number of the last event that was applied.
    package internal(set) var seq: Int64
    /// How many standing items begin or end at some time.
    var limitedStanding = 0
    /// By role; made anew when a role or kind changes.
    package internal(set) var compiled: [CompiledRole]
    /// The same as `compiled`.
    var powers = PowerTable.ofNothing
    /// Every rule's `forbid` lines, and its others; made anew when a rule changes.
    var forbids: [Forbid]
    var demands: [Demand]
    /// What evaluations on this copy are counted against, while a run lasts; nil: nothing.
    package var meter: WorkMeter?
    /// Holds nothing. A state is some thousand bytes long, and the compiler copies a value of known parts to look into
    /// it; one with a part whose type is open it reads where it lies.
    private let isReadInPlace: any Sendable = ()

    /// Nothing but the built-in kinds and the partner's account.
    package init() {
        kinds = BuiltInKind.allCases.map {
            Kind(definition: $0.definition, isBuiltIn: true, created: .builtIn, modified: .builtIn)
        }
        roles = []
        rules = []
        users = Directory()
        accounts = Directory()
        accounts.add(Entity(name: "partner", created: .builtIn, modified: .builtIn))
        records = RecordTable()
        members = GrantTable()
        assignments = GrantTable()
        managers = PagedArray()
        standingManagers = []
        expiries = ExpiryQueue()
        seq = 0
        compiled = []
        forbids = []
        demands = []
        compileRoles()
    }

    // MARK: Names to things

    package func user(_ name: String) -> UserID? { users.live(name).map { UserID($0) } }

    /// A user by the bytes of a name, which are in NFC.
    package func user(_ name: UnsafeBufferPointer<UInt8>) -> UserID? { users.live(name).map { UserID($0) } }

    /// A customer, or the partner for `partner`, by the bytes of a name, which are in NFC.
    package func account(_ name: UnsafeBufferPointer<UInt8>) -> AccountID? {
        accounts.live(name).map { AccountID($0) }
    }

    /// A customer, or the partner for `partner`.
    package func account(_ name: String) -> AccountID? { accounts.live(name).map { AccountID($0) } }

    package func role(_ name: String) -> RoleID? { powers.role(named: name) }

    package func rule(_ name: String) -> RuleID? {
        rules.firstIndex { !$0.isRemoved && $0.definition.name == name }.map { RuleID(Int32(truncatingIfNeeded: $0)) }
    }

    /// A kind by its singular or plural.
    package func kind(_ name: String) -> KindID? { powers.kind(named: name) }

    package func record(_ name: String, kind: KindID, account: AccountID, parent: RecordID?) -> RecordID? {
        records.live(name, kind, account, parent)
    }

    // MARK: Things to what is known of them

    // Copied and not yielded: a coroutine that another module calls begins with an allocation.
    package subscript(user: UserID) -> Entity { users.rows[Int(user.raw)] }
    package subscript(account: AccountID) -> Entity { accounts.rows[Int(account.raw)] }
    package subscript(role: RoleID) -> Role { _read { yield roles[Int(role.raw)] } }
    package subscript(rule: RuleID) -> Rule { _read { yield rules[Int(rule.raw)] } }
    package subscript(kind: KindID) -> Kind { _read { yield kinds[Int(kind.raw)] } }
    package subscript(record: RecordID) -> Record { _read { yield records[record] } }

    /// A name alone, without a copy of all that is known.
    package func name(of user: UserID) -> String { users.rows[Int(user.raw)].name }
    package func name(of account: AccountID) -> String { accounts.rows[Int(account.raw)].name }

    /// Whether no kind, role, user or customer has changed since one of these states was a copy of the other. Constant.
    package func hasSameThings(as other: State) -> Bool {
        users.rows.isCopy(of: other.users.rows) && accounts.rows.isCopy(of: other.accounts.rows)
            && State.isCopy(kinds, of: other.kinds) && State.isCopy(roles, of: other.roles)
            && partnerName.map { Array($0.utf8) } == other.partnerName.map { Array($0.utf8) }
    }

    private static func isCopy<Element>(_ a: [Element], of b: [Element]) -> Bool {
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in a.baseAddress == b.baseAddress && a.count == b.count }
        }
    }

    /// Whether no grant begins or ends at some time: then every moment is like any other.
    package var isTimeless: Bool { !members.hasLimited && !assignments.hasLimited && limitedStanding == 0 }

    package func manager(_ user: UserID) -> Manager? {
        Int(user.raw) < managers.count ? managers[Int(user.raw)] : nil
    }

    package func isRemoved(_ user: UserID) -> Bool { !users.isLive(user.raw) }
    package func isRemoved(_ account: AccountID) -> Bool { !accounts.isLive(account.raw) }

    package func name(_ thing: Thing) -> String {
        switch thing {
        case .user(let id): self[id].name
        case .customer(let id): self[id].name
        case .role(let id): self[id].definition.name
        case .kind(let id): self[id].definition.name
        case .record(let id): self[id].entity.name
        case .rule(let id): self[id].definition.name
        }
    }

    /// The kind that a thing is a record of.
    package func kind(of thing: Thing) -> KindID {
        switch thing {
        case .user: BuiltInKind.user.id
        case .customer: BuiltInKind.customer.id
        case .role: BuiltInKind.role.id
        case .kind: BuiltInKind.kind.id
        case .record(let id): self[id].kind
        case .rule: BuiltInKind.rule.id
        }
    }

    /// Every customer that is not removed, in the order of adding.
    package var customerIDs: [AccountID] {
        (1..<max(1, accounts.rows.count)).compactMap {
            accounts.rows[$0].isRemoved ? nil : AccountID(Int32(truncatingIfNeeded: $0))
        }
    }

    /// Every user that is not removed, in the order of adding.
    package var userIDs: [UserID] {
        (0..<users.rows.count).compactMap {
            users.rows[$0].isRemoved ? nil : UserID(Int32(truncatingIfNeeded: $0))
        }
    }

    package var roleIDs: [RoleID] {
        roles.indices.compactMap { roles[$0].isRemoved ? nil : RoleID(Int32(truncatingIfNeeded: $0)) }
    }

    package var ruleIDs: [RuleID] {
        rules.indices.compactMap { rules[$0].isRemoved ? nil : RuleID(Int32(truncatingIfNeeded: $0)) }
    }

    package var kindIDs: [KindID] {
        kinds.indices.compactMap { kinds[$0].isRemoved ? nil : KindID(Int32(truncatingIfNeeded: $0)) }
    }
}

/// What a snapshot holds: every row with its number, removed ones too. `State(image)` is where a state starts, not a
/// change of one.
package struct StateImage: Sendable {
    package var partnerName: String?
    package var kinds: [Kind] = []
    package var roles: [Role] = []
    package var rules: [Rule] = []
    package var users = Directory()
    /// Row 0 is the partner.
    package var accounts = Directory()
    package var records: [Record] = []
    package var recordNames: [(scope: UInt64, name: String, row: Int32)] = []
    package var members = GrantTable()
    package var assignments = GrantTable()
    package var managers: [(user: UserID, manager: Manager)] = []
    package var seq: Int64 = 0

    package init() {}
}

extension State {
    /// Numbers in the image must be in range, and its accounts have the partner: the snapshot's reader has seen to it.
    package init(_ image: StateImage) {
        self.init()
        partnerName = image.partnerName
        if !image.kinds.isEmpty { kinds = image.kinds }
        roles = image.roles
        rules = image.rules
        users = image.users
        accounts = image.accounts
        records = RecordTable(rows: image.records, names: image.recordNames)
        members = image.members
        assignments = image.assignments
        members.forEachLimited { expiries.add($0.term.until, .member($0.user, $0.account)) }
        assignments.forEachLimited { expiries.add($0.term.until, .assignment($0.user, $0.account)) }
        for (user, manager) in image.managers {
            setManager(user, manager)
            for item in manager.standing { expiries.add(item.term.until, .standing(user)) }
        }
        seq = image.seq
        compileRoles()
        compileRules()
    }
}
