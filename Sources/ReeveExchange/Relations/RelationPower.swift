import ReeveDomain

/// Along which way tuples say what a role permits; the prefix of their relations.
enum RelationWay: String, CaseIterable {
    /// On the partner's team, in the partner's account and of what lives there.
    case account = "may"
    /// On the partner's team, of customers' own records in a set; and of those that one manages.
    case home = "h"
    case homeManaging = "hm"
    /// On a customer's team; and where one manages that customer too.
    case team = "t"
    case teamManaging = "tm"
    /// As the customer's manager.
    case manager = "m"
    /// On the partner's team, by its reach.
    case partner = "p"
}

/// That a role permits something along one way, everywhere or with customers of a set, anyhow or with records that meet
/// a condition.
struct RelationPower: Hashable {
    let role: RoleID
    let kind: KindID
    let action: String
    let way: RelationWay
    let set: CustomerSet?
    let condition: RecordCondition?

    /// All that a role permits of one action on a kind.
    static func all(of role: RoleID, _ kind: KindID, _ action: String, _ access: AccessModel) -> [RelationPower] {
        let isCustomer = kind == BuiltInKind.customer.id
        return HeldRole.allCases.flatMap { held in
            access.permission(role, held: held, kind, action).ways.compactMap { found in
                if access.isOfKindsOnly, found.condition != nil { return nil }
                let isEverywhere = found.set == nil && !found.isManaging
                let way: RelationWay =
                    switch held {
                    case .home: !isCustomer || isEverywhere ? .account : found.isManaging ? .homeManaging : .home
                    case .inPartner: .account
                    case .team: found.isManaging ? .teamManaging : .team
                    case .manager: .manager
                    case .partner: .partner
                    }
                return RelationPower(
                    role: role, kind: kind, action: action, way: way, set: found.set, condition: found.condition)
            }
        }
    }
}

extension AccessFormula {
    /// One way in which it can be true.
    struct Way: Hashable {
        var set: CustomerSet?
        var isManaging = false
        var condition: RecordCondition?
    }

    /// Every way in which one role's permission, without what is above and without locks, can be true: it looks at one set
    /// at most, for each line of a role has one reach.
    var ways: [Way] {
        switch self {
        case .yes: [Way()]
        case .inSet(let set): [Way(set: set)]
        case .manages: [Way(isManaging: true)]
        case .meets(_, let condition): [Way(condition: condition)]
        case .or(let parts): parts.flatMap(\.ways)
        case .and(let parts):
            parts.reduce([Way()]) { found, part in
                part.ways.flatMap { more in
                    found.map {
                        Way(
                            set: $0.set ?? more.set, isManaging: $0.isManaging || more.isManaging,
                            condition: $0.condition ?? more.condition)
                    }
                }
            }
        case .no, .not, .locked, .lockedBelow: []
        }
    }
}
