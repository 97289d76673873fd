/// Who may stand in a relation directly: what a tuple's other side can be.
enum RelationSubject: Hashable, Sendable {
    case user
    /// A user, for good or for a term.
    case userForTerm
    /// Every user there is: a flag of the object.
    case everyone
    case object(String)
    case usersOf(type: String, relation: String)
}

/// What a relation is: tuples of its own, or made of other relations. Both engines have these and no others.
indirect enum RelationRule: Hashable, Sendable {
    case direct([RelationSubject])
    case own(String)
    /// Of the objects that stand in relation `through` to this one.
    case from(String, through: String)
    case any([RelationRule])
    case all([RelationRule])
    case except(RelationRule, RelationRule)

    /// A relation that no tuple is ever written for: neither engine has a word for nobody in the same place.
    static let nobody = RelationRule.own("nobody")

    static func either(_ parts: [RelationRule]) -> RelationRule {
        let kept = parts.filter { $0 != .nobody }
        return kept.isEmpty ? .nobody : kept.count == 1 ? kept[0] : .any(kept)
    }

    static func every(_ parts: [RelationRule]) -> RelationRule {
        parts.contains(.nobody) ? .nobody : parts.count == 1 ? parts[0] : .all(parts)
    }

    static func but(_ rule: RelationRule, not other: RelationRule) -> RelationRule {
        rule == .nobody || other == .nobody ? rule : .except(rule, other)
    }
}

/// A type of object, and its relations in the order in which they are written.
struct RelationType {
    let name: String
    /// What stands above it in the file.
    var comment: String
    var relations: [(name: String, rule: RelationRule)] = []

    init(_ name: String, _ comment: String) {
        self.name = name
        self.comment = comment
    }

    mutating func define(_ name: String, _ rule: RelationRule) { relations.append((name, rule)) }
}

/// How long a tuple counts: the three conditions that a model defines, by what of a term there is.
enum RelationTerm: String, CaseIterable {
    case liveUntil = "live_until"
    case liveFrom = "live_from"
    case liveBetween = "live_between"

    /// In the Common Expression Language, which both engines have.
    var expression: String {
        switch self {
        case .liveUntil: "current_time < ends"
        case .liveFrom: "begins <= current_time"
        case .liveBetween: "begins <= current_time && current_time < ends"
        }
    }

    /// Beside `current_time`, which the request brings, what a tuple brings.
    var parameters: [String] {
        switch self {
        case .liveUntil: ["ends"]
        case .liveFrom: ["begins"]
        case .liveBetween: ["begins", "ends"]
        }
    }
}
