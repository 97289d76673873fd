/// What a line of a rule names of kinds: actions and attributes, which no definition may take from under it.
package struct RuleNames: Sendable {
    package struct Name: Hashable, Sendable {
        package var kind: KindID
        package var name: String
    }
    package private(set) var actions: Set<Name> = []
    package private(set) var attributes: Set<Name> = []

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
        case .attribute(let test): add(attribute: test.attribute, of: kind)
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
        case .contains(let operand, _), .isSet(let operand): add(operand)
        case .any(let set): add(set)
        case .can(let who, let request):
            add(who, of: kind)
            add(request)
        case .holds(let who, _, _, _), .access(let who, _, _): add(who, of: kind)
        case .never: break
        }
    }

    private mutating func add(_ who: UserOperand, of kind: KindID?) {
        if case .attribute(let name) = who { add(attribute: name, of: kind) }
    }

    private mutating func add(_ request: AccessRequest) {
        actions.insert(Name(kind: request.kind, name: request.action))
    }

    private mutating func add(_ operand: Operand) {
        switch operand {
        case .count(let set), .set(let set): add(set)
        case .bound(.customer, let attribute?): add(attribute: attribute, of: BuiltInKind.customer.id)
        case .bound(.user, let attribute?), .bound(.actor, let attribute?):
            add(attribute: attribute, of: BuiltInKind.user.id)
        case .value, .unset, .bound: break
        }
    }

    private mutating func add(_ set: SetExpression) {
        switch set {
        case .elements: break
        case .usersWhoCan(let request): add(request)
        case .customersInWhich(_, let action, let kind): actions.insert(Name(kind: kind, name: action))
        case .noun(let noun):
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
