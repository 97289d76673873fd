/// Which parts of a state something looks at, or changed: a rule is asked again only where they meet.
struct Facet: OptionSet, Sendable {
    let rawValue: UInt16

    static let partnerTeam = Facet(rawValue: 1)
    static let customerTeams = Facet(rawValue: 2)
    static let managers = Facet(rawValue: 4)
    static let users = Facet(rawValue: 8)
    static let customers = Facet(rawValue: 16)
    static let records = Facet(rawValue: 32)
    static let definitions = Facet(rawValue: 64)
    static let rules = Facet(rawValue: 128)
    static let access: Facet = [.partnerTeam, .customerTeams, .managers, .users, .customers, .definitions]

    /// What an event changed.
    init(_ event: Event) {
        self =
            switch event {
            case .partnerNamed, .passwordReset, .worked, .loggedIn, .loggedOut, .switched, .switchedBack, .refused,
                .recovered:
                []
            case .kindDefined, .roleDefined: .definitions
            case .ruleDefined: .rules
            case .userAdded: .users
            case .customerAdded: .customers
            case .recordAdded, .lockSet: .records
            case .changed(let thing, _), .renamed(let thing, _), .removed(let thing), .statusSet(let thing, _):
                switch thing {
                // Who is disabled counts no more in any team.
                case .user: [.users, .partnerTeam, .customerTeams, .managers]
                case .customer: .customers
                case .record: .records
                case .role, .kind: .definitions
                case .rule: .rules
                }
            case .invited(_, let account, _, _), .uninvited(_, let account, _):
                account.isPartner ? .partnerTeam : .customerTeams
            case .managerSet, .assigned, .unassigned, .standingSet, .managerEnded: .managers
            }
    }

    init(rawValue: UInt16) { self.rawValue = rawValue }

    /// What a formula looks at.
    init(_ formula: Formula) {
        self =
            switch formula {
            case .test(let test): Facet(test)
            case .not(let inner): Facet(inner)
            case .and(let parts), .or(let parts): parts.reduce([]) { $0.union(Facet($1)) }
            }
    }

    private init(_ test: FormulaTest) {
        self =
            switch test {
            case .attribute, .never: []
            case .attributeIn(_, let set), .any(let set): Facet(set)
            case .attributeCompare(_, _, let operand), .contains(let operand, _), .isSet(let operand): Facet(operand)
            case .compare(let left, _, let right): Facet(left).union(Facet(right))
            case .member(let operand, let set): Facet(operand).union(Facet(set))
            case .can: Facet.access.union(.records)
            case .holds(_, _, let account, _), .access(_, let account, _):
                account.isPartner ? [.partnerTeam, .users, .definitions] : .access
            }
    }

    private init(_ operand: Operand) {
        self =
            switch operand {
            case .value, .unset: []
            case .bound: [.users, .customers]
            case .count(let set), .set(let set): Facet(set)
            }
    }

    private init(_ set: SetExpression) {
        self =
            switch set {
            case .elements: []
            case .usersWhoCan, .customersInWhich: Facet.access.union(.records)
            case .noun(let noun): Facet(noun.source).union(noun.condition.map { Facet($0) } ?? [])
            }
    }

    private init(_ source: NounSet.Source) {
        self =
            switch source {
            case .users: .users
            case .customers: .customers
            case .roles, .kinds: .definitions
            case .rules: .rules
            case .team(let account): account.isPartner ? [.partnerTeam, .users] : [.customerTeams, .users]
            case .managers, .customersOf: [.managers, .partnerTeam, .users, .customers]
            case .records: .records
            }
    }
}
