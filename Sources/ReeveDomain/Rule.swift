/// A variable that a rule may use, bound to what the statement at hand is about (language.md section 6).
package enum BoundVariable: UInt8, Hashable, CaseIterable, Sendable {
    case actor, user, customer, role, scope

    package var name: String { "\(self)" }

    /// Stand in a rule's formula for what is not known yet; never seen by a table.
    package static let actorPlaceholder = UserID(-2)
    package static let userPlaceholder = UserID(-3)
    package static let customerPlaceholder = AccountID(-2)
    package static let rolePlaceholder = RoleID(-2)
}

/// One line of a rule.
package enum RuleLine: Hashable, Sendable {
    /// Holds in the state that every transaction leaves.
    case require(Formula, because: String?)
    /// Refuses a statement.
    case forbid(action: String, kind: KindID, when: Formula, because: String?)
    /// Says so, and lets it pass. `unless` is `when not`.
    case warn(Formula, because: String?)
}

/// What a script says of a rule.
package struct RuleDefinition: Hashable, Sendable {
    package var name: String
    package var lines: [RuleLine]

    package init(name: String, lines: [RuleLine]) {
        self.name = name
        self.lines = lines
    }
}

package struct Rule: Hashable, Sendable {
    package var definition: RuleDefinition
    package var isRemoved: Bool
    package var created: Stamp
    package var modified: Stamp

    package init(definition: RuleDefinition, isRemoved: Bool = false, created: Stamp, modified: Stamp) {
        self.definition = definition
        self.isRemoved = isRemoved
        self.created = created
        self.modified = modified
    }
}

/// What a statement is about, for `forbid`.
package struct Bindings: Sendable {
    /// Nil: the superuser, for whom `$actor` is not set.
    package var actor: UserID?
    package var user: UserID?
    /// The partner's account is not a customer: then `$customer` is not set.
    package var customer: AccountID?
    package var role: RoleID?
    /// `all`, or what it is in words.
    package var scope: String?

    package init(
        actor: UserID? = nil, user: UserID? = nil, customer: AccountID? = nil, role: RoleID? = nil, scope: String? = nil
    ) {
        self.actor = actor
        self.user = user
        self.customer = customer
        self.role = role
        self.scope = scope
    }
}

/// A rule's text with its variables filled in. What is not bound makes its test false, and its operand not set.
extension State {
    func filled(_ formula: Formula, _ bindings: Bindings) -> Formula {
        formula.mapped { .some(filled($0, bindings)) } ?? .test(.never)
    }

    private func filled(_ operand: Operand, _ bindings: Bindings) -> Operand {
        switch operand {
        case .value(let held): bindings.fill(held).map { .value($0) } ?? .unset
        case .unset: .unset
        case .count(let inner): .count(filled(inner, bindings))
        case .set(let inner): .set(filled(inner, bindings))
        case .bound(let variable, let attribute):
            value(of: variable, attribute, bindings).map { .value($0) } ?? .unset
        }
    }

    func filled(_ test: FormulaTest, _ bindings: Bindings) -> FormulaTest {
        switch test {
        case .attribute, .never: return test
        case .attributeIn(let name, let inner): return .attributeIn(name, filled(inner, bindings))
        case .attributeCompare(let name, let comparison, let inner):
            return .attributeCompare(name, comparison, filled(inner, bindings))
        case .compare(let left, let comparison, let right):
            return .compare(filled(left, bindings), comparison, filled(right, bindings))
        case .member(let left, let inner): return .member(filled(left, bindings), filled(inner, bindings))
        case .contains(let left, let part): return .contains(filled(left, bindings), part)
        case .isSet(let inner): return .isSet(filled(inner, bindings))
        case .any(let inner): return .any(filled(inner, bindings))
        case .can(let who, var request):
            guard let who = bindings.fill(who) else { return .never }
            if let subject = request.subject {
                guard let thing = bindings.fill(subject) else { return .never }
                request.subject = thing
            }
            if let place = request.account {
                guard let account = bindings.fill(place) else { return .never }
                request.account = account
            }
            return .can(who, request)
        case .holds(let who, let wanted, let place, let through):
            guard let who = bindings.fill(who), let role = bindings.fill(wanted), let account = bindings.fill(place)
            else {
                return .never
            }
            return .holds(who, role, account, through: through)
        case .access(let who, let place, let through):
            guard let who = bindings.fill(who), let account = bindings.fill(place) else { return .never }
            return .access(who, account, through: through)
        }
    }

    func filled(_ set: SetExpression, _ bindings: Bindings) -> SetExpression {
        switch set {
        case .elements(let elements):
            return .elements(
                elements.compactMap { element in
                    guard let inner = element.thing else { return element }
                    return bindings.fill(inner).map { .thing($0) }
                })
        case .usersWhoCan(var request):
            if let place = request.account {
                guard let account = bindings.fill(place) else { return .elements([]) }
                request.account = account
            }
            return .usersWhoCan(request)
        case .customersInWhich(let who, let action, let kind):
            return bindings.fill(who).map { .customersInWhich($0, action: action, kind: kind) } ?? .elements([])
        case .noun(var noun):
            switch noun.source {
            case .team(let place):
                guard let account = bindings.fill(place) else { return .elements([]) }
                noun.source = .team(account)
            case .managers(let place?):
                guard let account = bindings.fill(place) else { return .elements([]) }
                noun.source = .managers(account)
            case .customersOf(let who):
                guard let user = bindings.fill(who) else { return .elements([]) }
                noun.source = .customersOf(user)
            case .records(let kind, .account(let place)):
                guard let account = bindings.fill(place) else { return .elements([]) }
                noun.source = .records(kind, in: .account(account))
            default: break
            }
            noun.condition = noun.condition.map { filled($0, bindings) }
            noun.except = noun.except.compactMap(bindings.fill)
            return .noun(noun)
        }
    }
}
