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

/// Fills a rule's variables in. What is not bound makes its test false, and its operand not set.
struct Substitution {
    let bindings: Bindings
    let state: State

    func formula(_ formula: Formula) -> Formula {
        formula.mapped { .some(test($0)) } ?? .test(.never)
    }

    private func thing(_ thing: Thing) -> Thing? {
        switch thing {
        case .user(let id): bindings.fill(id).map { .user($0) }
        case .customer(let id): bindings.fill(id).map { .customer($0) }
        case .role(let id): bindings.fill(id).map { .role($0) }
        case .kind, .record, .rule: thing
        }
    }

    private func whom(_ operand: UserOperand) -> UserOperand? {
        switch operand {
        case .user(let id): bindings.fill(id).map { .user($0) }
        case .attribute: operand
        case .bound(.actor): bindings.actor.map { .user($0) }
        case .bound(.user): bindings.user.map { .user($0) }
        case .bound: nil
        }
    }

    private func operand(_ operand: Operand) -> Operand {
        switch operand {
        case .value(let held): bindings.fill(held).map { .value($0) } ?? .unset
        case .unset: .unset
        case .count(let inner): .count(set(inner))
        case .set(let inner): .set(set(inner))
        case .bound(let variable, let attribute):
            state.value(of: variable, attribute, bindings).map { .value($0) } ?? .unset
        }
    }

    func test(_ test: FormulaTest) -> FormulaTest {
        switch test {
        case .attribute, .never: return test
        case .attributeIn(let name, let inner): return .attributeIn(name, set(inner))
        case .attributeCompare(let name, let comparison, let inner):
            return .attributeCompare(name, comparison, operand(inner))
        case .compare(let left, let comparison, let right):
            return .compare(operand(left), comparison, operand(right))
        case .member(let left, let inner): return .member(operand(left), set(inner))
        case .contains(let left, let part): return .contains(operand(left), part)
        case .isSet(let inner): return .isSet(operand(inner))
        case .any(let inner): return .any(set(inner))
        case .can(let who, var request):
            guard let who = whom(who) else { return .never }
            if let subject = request.subject {
                guard let thing = thing(subject) else { return .never }
                request.subject = thing
            }
            if let place = request.account {
                guard let account = bindings.fill(place) else { return .never }
                request.account = account
            }
            return .can(who, request)
        case .holds(let who, let wanted, let place, let through):
            guard let who = whom(who), let role = bindings.fill(wanted), let account = bindings.fill(place) else {
                return .never
            }
            return .holds(who, role, account, through: through)
        case .access(let who, let place, let through):
            guard let who = whom(who), let account = bindings.fill(place) else { return .never }
            return .access(who, account, through: through)
        }
    }

    func set(_ set: SetExpression) -> SetExpression {
        switch set {
        case .elements(let elements):
            return .elements(
                elements.compactMap { element in
                    guard let inner = element.thing else { return element }
                    return thing(inner).map { .thing($0) }
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
            noun.condition = noun.condition.map(formula)
            noun.except = noun.except.compactMap(thing)
            return .noun(noun)
        }
    }
}
