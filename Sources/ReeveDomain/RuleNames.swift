/// What a line of a rule names of kinds: actions and attributes, which no definition may take from under it.
package struct RuleNames: Sendable {
    package struct Name: Hashable, Sendable {
        package var kind: KindID
        package var name: String
    }
    package private(set) var actions: Set<Name> = []
    package private(set) var attributes: Set<Name> = []
    /// Users, customers, roles and records that are named.
    package private(set) var things: Set<Thing> = []

    package init(_ line: RuleLine) {
        switch line {
        case .require(let formula, _), .warn(let formula, _): add(formula, of: nil)
        case .forbid(let action, let kind, let formula, _):
            actions.insert(Name(kind: kind, name: action))
            add(formula, of: nil)
        }
    }

    /// - Parameter kind: of the thing that a `where` looks at.
    private mutating func add(_ formula: Formula, of kind: KindID?) {
        switch formula {
        case .test(let test): add(test, of: kind)
        case .not(let inner): add(inner, of: kind)
        case .and(let parts), .or(let parts): for part in parts { add(part, of: kind) }
        }
    }

    private mutating func add(attribute: String, of kind: KindID?) {
        if let kind { attributes.insert(Name(kind: kind, name: attribute)) }
    }

    private mutating func add(_ test: FormulaTest, of kind: KindID?) {
        switch test {
        case .attribute(let test):
            add(attribute: test.attribute, of: kind)
            switch test.check {
            case .compare(_, let value), .contains(let value): add(value)
            case .oneOf(let values): for value in values { add(value) }
            case .isSet: break
            }
        case .attributeIn(let name, let set):
            add(attribute: name, of: kind)
            add(set)
        case .attributeCompare(let name, _, let operand):
            add(attribute: name, of: kind)
            add(operand)
        case .compare(let left, _, let right):
            add(left)
            add(right)
        case .member(let operand, let set):
            add(operand)
            add(set)
        case .contains(let operand, let value):
            add(operand)
            add(value)
        case .isSet(let operand): add(operand)
        case .any(let set): add(set)
        case .can(let who, let request):
            add(who, of: kind)
            add(request)
        case .holds(let who, let role, let account, _):
            add(who, of: kind)
            things.insert(.role(role))
            add(account)
        case .access(let who, let account, _):
            add(who, of: kind)
            add(account)
        case .never: break
        }
    }

    private mutating func add(_ who: UserOperand, of kind: KindID?) {
        switch who {
        case .user(let user): add(user)
        case .attribute(let name): add(attribute: name, of: kind)
        case .bound: break
        }
    }

    private mutating func add(_ value: Value) {
        switch value {
        case .user(let user): add(user)
        case .role(let role): things.insert(.role(role))
        default: break
        }
    }

    private mutating func add(_ thing: Thing) {
        switch thing {
        case .user(let user): add(user)
        case .customer(let account): add(account)
        default: things.insert(thing)
        }
    }

    // Placeholders of variables have numbers below 0.
    private mutating func add(_ user: UserID) { if user.raw >= 0 { things.insert(.user(user)) } }

    private mutating func add(_ account: AccountID) {
        if account.raw >= 0, !account.isPartner { things.insert(.customer(account)) }
    }

    private mutating func add(_ request: AccessRequest) {
        actions.insert(Name(kind: request.kind, name: request.action))
        if let subject = request.subject { add(subject) }
        if let account = request.account { add(account) }
    }

    private mutating func add(_ operand: Operand) {
        switch operand {
        case .count(let set), .set(let set): add(set)
        case .bound(.customer, let attribute?): add(attribute: attribute, of: BuiltInKind.customer.id)
        case .bound(.user, let attribute?), .bound(.actor, let attribute?):
            add(attribute: attribute, of: BuiltInKind.user.id)
        case .value(let value): add(value)
        case .unset, .bound: break
        }
    }

    private mutating func add(_ set: SetExpression) {
        switch set {
        case .elements(let elements): for thing in elements.compactMap(\.thing) { add(thing) }
        case .usersWhoCan(let request): add(request)
        case .customersInWhich(let user, let action, let kind):
            add(user)
            actions.insert(Name(kind: kind, name: action))
        case .noun(let noun):
            for thing in noun.except { add(thing) }
            switch noun.source {
            case .team(let account), .managers(let account?): add(account)
            case .customersOf(let user): add(user)
            case .records(_, .account(let account)): add(account)
            case .records(_, .record(let record)): things.insert(.record(record))
            default: break
            }
            guard let condition = noun.condition else { return }
            switch noun.source {
            case .users: add(condition, of: BuiltInKind.user.id)
            case .customers, .customersOf: add(condition, of: BuiltInKind.customer.id)
            case .records(let kind, _): add(condition, of: kind)
            case .roles, .kinds, .rules, .team, .managers: add(condition, of: nil)
            }
        }
    }
}

extension State {
    /// Rules that name an action or an attribute of a kind.
    func rules(where isNamed: (RuleNames) -> Bool) -> [String] {
        ruleIDs.filter { self[$0].definition.lines.contains { isNamed(RuleNames($0)) } }
            .map { "rule \(spelled(self[$0].definition.name))" }
    }
}
