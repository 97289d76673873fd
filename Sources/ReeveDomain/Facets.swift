/// Facets, and of the customers' teams which ones: what a formula looks at, or what a transaction changed.
struct Facets: Sendable {
    private(set) var parts: Facet = []
    /// Accounts whose teams are meant; nil for any.
    private(set) var teams: Set<AccountID>? = []

    /// Beyond this many it is not worth while to tell them apart.
    private static let mostTeams = 256

    init() {}

    var isEmpty: Bool { parts.isEmpty }

    /// Whether a change of the one could move the other.
    func meets(_ other: Facets) -> Bool {
        let common = parts.intersection(other.parts)
        guard common == .customerTeams, let teams, let others = other.teams else { return !common.isEmpty }
        return !teams.isDisjoint(with: others)
    }

    /// Takes in what an event changed.
    mutating func formUnion(_ event: Event) {
        let facet = Facet(event)
        parts.formUnion(facet)
        guard facet.contains(.customerTeams), let known = teams?.count else { return }
        switch event {
        case .invited(_, let account, _, _) where known < Self.mostTeams,
            .uninvited(_, let account, _) where known < Self.mostTeams:
            teams?.insert(account)
        default: teams = nil
        }
    }

    /// What a formula looks at.
    init(_ formula: Formula) {
        parts = Facet(formula)
        add(formula)
    }

    private mutating func add(_ formula: Formula) {
        switch formula {
        case .test(let test): add(test)
        case .not(let inner): add(inner)
        case .and(let inner), .or(let inner): for part in inner { add(part) }
        }
    }

    private mutating func add(_ test: FormulaTest) {
        switch test {
        case .attribute, .never: break
        case .attributeIn(_, let set), .any(let set): add(set)
        case .attributeCompare(_, _, let operand), .contains(let operand, _), .isSet(let operand): add(operand)
        case .compare(let left, _, let right):
            add(left)
            add(right)
        case .member(let operand, let set):
            add(operand)
            add(set)
        case .can(_, let request): add(request)
        case .holds(_, _, let account, _), .access(_, let account, _): teams?.insert(account)
        }
    }

    private mutating func add(_ request: AccessRequest) {
        // One's own details are permitted by the roles of all one's teams.
        guard let account = request.account, request.kind != BuiltInKind.user.id else {
            teams = nil
            return
        }
        teams?.insert(account)
        if case .customer(let customer)? = request.subject { teams?.insert(customer) }
    }

    private mutating func add(_ operand: Operand) {
        switch operand {
        case .value, .unset, .bound: break
        case .count(let set), .set(let set): add(set)
        }
    }

    private mutating func add(_ set: SetExpression) {
        switch set {
        case .elements: break
        case .usersWhoCan(let request): add(request)
        case .customersInWhich: teams = nil
        case .noun(let noun):
            if case .team(let account) = noun.source { teams?.insert(account) }
            if let condition = noun.condition { add(condition) }
        }
    }
}
