import ReeveDomain

/// A second reading of language.md 3.1: lists of facts, looked through from end to end for every question. It takes
/// only events in, as values, and shares no code with the domain's own state.
struct NaiveModel {
    struct Thing {
        var name: String
        var isDisabled = false
        var isRemoved = false
        var isLocked = false
        var values: [Int: Value] = [:]
        var created: Instant
        var modified: Instant
        /// Of records only.
        var kind = -1
        var account = -1
        var parent: Int?
    }

    struct KindFact {
        var name: String
        /// Nil: every account.
        var home: KindHome
        var attributes: [Attribute]
        var actions: [String]
        var isRemoved = false
    }

    struct RoleFact {
        var definition: RoleDefinition
        var isRemoved = false
    }

    struct TeamFact {
        var user: Int
        var account: Int
        var role: Int
        var term: Term
    }

    struct NamedFact {
        var user: Int
        var account: Int
        var term: Term
    }

    struct StandingFact {
        var user: Int
        var condition: Condition?
        var except: [Int]
        var term: Term
    }

    struct ManagerFact {
        var user: Int
        var role: Int
    }

    static let partner = 0
    static let customerKind = 0
    static let userKind = 1

    /// The table of language.md section 4, Definitions, written out once more.
    var kinds: [KindFact] = [
        KindFact(
            name: "customer", home: .partner, attributes: [], actions: ["view", "create", "edit", "delete", "disable"]),
        KindFact(
            name: "user", home: .partner, attributes: [Attribute(name: "email", type: .text)],
            actions: ["view", "create", "edit", "delete", "disable", "reset"]),
        KindFact(name: "manager", home: .partner, attributes: [], actions: ["view", "create", "edit", "delete"]),
        KindFact(name: "role", home: .partner, attributes: [], actions: ["view", "create", "edit", "delete"]),
        KindFact(name: "kind", home: .partner, attributes: [], actions: ["view", "create", "edit", "delete"]),
        KindFact(name: "rule", home: .partner, attributes: [], actions: ["view", "create", "edit", "delete"]),
        KindFact(name: "member", home: .everyAccount, attributes: [], actions: ["view", "create", "edit", "delete"]),
        KindFact(name: "audit", home: .everyAccount, attributes: [], actions: ["view", "create", "edit", "delete"]),
    ]
    var roles: [RoleFact] = []
    var users: [Thing] = []
    /// The partner is the first.
    var accounts = [Thing(name: "partner", created: Instant(milliseconds: 0), modified: Instant(milliseconds: 0))]
    var records: [Thing] = []
    var teams: [TeamFact] = []
    var named: [NamedFact] = []
    var standing: [StandingFact] = []
    var managers: [ManagerFact] = []

    init(_ history: [(event: Event, context: EventContext)]) {
        for entry in history { learn(entry.event, entry.context.time) }
    }

    private mutating func learn(_ event: Event, _ time: Instant) {
        switch event {
        case .kindDefined(let id, let definition):
            let fact = KindFact(
                name: definition.name, home: definition.home, attributes: definition.attributes,
                actions: definition.actions)
            if Int(id.raw) < kinds.count { kinds[Int(id.raw)] = fact } else { kinds.append(fact) }
        case .roleDefined(let id, let definition):
            let fact = RoleFact(definition: definition)
            if Int(id.raw) < roles.count { roles[Int(id.raw)] = fact } else { roles.append(fact) }
        case .userAdded(_, let name, let values):
            users.append(Thing(name: name, created: time, modified: time))
            users[users.count - 1].take(values)
        case .customerAdded(_, let name, let values):
            accounts.append(Thing(name: name, created: time, modified: time))
            accounts[accounts.count - 1].take(values)
        case .recordAdded(_, let name, let kind, let account, let parent, let values):
            var thing = Thing(name: name, created: time, modified: time)
            thing.kind = Int(kind.raw)
            thing.account = Int(account.raw)
            thing.parent = parent.map { Int($0.raw) }
            thing.take(values)
            records.append(thing)
        case .changed(let thing, let changes): touch(thing, time) { $0.take(changes) }
        case .renamed(let thing, let name):
            touch(thing, time) { $0.name = name }
            if case .role(let id) = thing { roles[Int(id.raw)].definition.name = name }
            if case .kind(let id) = thing { kinds[Int(id.raw)].name = name }
        case .removed(let thing):
            touch(thing, time) { $0.isRemoved = true }
            if case .role(let id) = thing { roles[Int(id.raw)].isRemoved = true }
            if case .kind(let id) = thing { kinds[Int(id.raw)].isRemoved = true }
        case .statusSet(let thing, let disabled): touch(thing, time) { $0.isDisabled = disabled }
        case .lockSet(let id, let locked): records[Int(id.raw)].isLocked = locked
        default: learnGrant(event)
        }
    }

    private mutating func learnGrant(_ event: Event) {
        switch event {
        case .invited(let user, let account, let role, let term):
            teams.removeAll { $0.user == Int(user.raw) && $0.account == Int(account.raw) }
            teams.append(
                TeamFact(user: Int(user.raw), account: Int(account.raw), role: Int(role.raw), term: term))
        case .uninvited(let user, let account, _):
            teams.removeAll { $0.user == Int(user.raw) && $0.account == Int(account.raw) }
        case .managerSet(let user, let role):
            managers.removeAll { $0.user == Int(user.raw) }
            managers.append(ManagerFact(user: Int(user.raw), role: Int(role.raw)))
        case .assigned(let user, let account, let term):
            named.removeAll { $0.user == Int(user.raw) && $0.account == Int(account.raw) }
            named.append(NamedFact(user: Int(user.raw), account: Int(account.raw), term: term))
        case .unassigned(let user, let account, _):
            named.removeAll { $0.user == Int(user.raw) && $0.account == Int(account.raw) }
        case .standingSet(let user, let items, _):
            standing.removeAll { $0.user == Int(user.raw) }
            standing += items.map {
                StandingFact(
                    user: Int(user.raw), condition: $0.condition, except: $0.except.map { Int($0.raw) }, term: $0.term)
            }
        case .managerEnded(let user, _): managers.removeAll { $0.user == Int(user.raw) }
        default: break
        }
    }

    private mutating func touch(_ thing: ReeveDomain.Thing, _ time: Instant, _ change: (inout Thing) -> Void) {
        switch thing {
        case .user(let id):
            change(&users[Int(id.raw)])
            users[Int(id.raw)].modified = time
        case .customer(let id):
            change(&accounts[Int(id.raw)])
            accounts[Int(id.raw)].modified = time
        case .record(let id):
            change(&records[Int(id.raw)])
            records[Int(id.raw)].modified = time
        case .role, .kind, .rule: break
        }
    }
}

extension NaiveModel.Thing {
    mutating func take(_ changes: [AttributeChange]) {
        for change in changes { values[change.slot] = change.value }
    }
}
