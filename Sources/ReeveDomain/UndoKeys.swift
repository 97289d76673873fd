/// One fact that an event may set: two events that set the same one cannot be undone independently.
enum FactKey: Hashable {
    case existence(Thing)
    case partnerName
    case definition(Thing)
    case name(Thing)
    case status(Thing)
    case lock(RecordID)
    case value(Thing, slot: Int)
    case member(UserID, AccountID)
    case assignment(UserID, AccountID)
    case managerRole(UserID)
    case standing(UserID)
}

extension Event {
    /// What it sets.
    var sets: [FactKey] {
        switch self {
        case .partnerNamed: [.partnerName]
        case .kindDefined(let id, _): [.definition(.kind(id)), .existence(.kind(id))]
        case .roleDefined(let id, _): [.definition(.role(id)), .existence(.role(id))]
        case .ruleDefined(let id, _): [.definition(.rule(id)), .existence(.rule(id))]
        case .userAdded(let id, _, _): [.existence(.user(id))]
        case .customerAdded(let id, _, _): [.existence(.customer(id))]
        case .recordAdded(let id, _, _, _, _, _): [.existence(.record(id))]
        case .changed(let thing, let changes): changes.map { .value(thing, slot: $0.slot) }
        case .renamed(let thing, _): [.name(thing)]
        case .removed(let thing): [.existence(thing)]
        case .statusSet(let thing, _): [.status(thing)]
        case .lockSet(let record, _): [.lock(record)]
        case .invited(let user, let account, _, _), .uninvited(let user, let account, _): [.member(user, account)]
        case .assigned(let user, let account, _), .unassigned(let user, let account, _): [.assignment(user, account)]
        case .managerSet(let user, _), .managerEnded(let user, _): [.managerRole(user)]
        case .standingSet(let user, _, _): [.standing(user)]
        case .passwordReset, .worked, .loggedIn, .loggedOut, .switched, .switchedBack, .refused, .recovered: []
        }
    }

    /// Whether what it sets is not there any more behind it.
    var isEnd: Bool {
        switch self {
        case .removed, .uninvited, .unassigned, .managerEnded: true
        default: false
        }
    }

    /// What has to stay as it is for the event to have made sense.
    var needs: [FactKey] {
        switch self {
        case .kindDefined(_, let definition):
            if case .kind(let parent) = definition.home { [.existence(.kind(parent))] } else { [] }
        case .roleDefined(_, let definition):
            (definition.includes + definition.grants.flatMap(\.roles)).map { .existence(.role($0)) }
                + definition.permissions.flatMap(\.kinds).compactMap {
                    if case .kind(let kind) = $0 { .existence(.kind(kind)) } else { nil }
                }
        case .recordAdded(_, _, let kind, let account, let parent, _):
            [.existence(.kind(kind)), .existence(.customer(account))] + (parent.map { [.existence(.record($0))] } ?? [])
        case .changed(let thing, let changes):
            [.existence(thing)]
                + changes.compactMap { if case .user(let user)? = $0.value { .existence(.user(user)) } else { nil } }
        case .renamed(let thing, _), .statusSet(let thing, _): [.existence(thing)]
        case .lockSet(let record, _), .worked(let record, _): [.existence(.record(record))]
        case .passwordReset(let user): [.existence(.user(user))]
        case .loggedIn(let user, let account), .loggedOut(let user, let account), .switched(let user, let account),
            .switchedBack(let user, let account), .uninvited(let user, let account, _):
            [.existence(.user(user)), .existence(.customer(account))]
        case .invited(let user, let account, let role, _):
            [.existence(.user(user)), .existence(.customer(account)), .existence(.role(role))]
        case .managerSet(let user, let role): [.member(user, .partner), .existence(.role(role))]
        case .assigned(let user, let account, _):
            [.member(user, .partner), .existence(.customer(account)), .managerRole(user)]
        case .standingSet(let user, _, _): [.member(user, .partner), .managerRole(user)]
        default: []
        }
    }
}
