/// A `forbid` line as it is asked of statements: found by action and kind, its cheap parts first.
///
/// A class, so that asking it counts one reference and not those of all its parts.
final class Forbid: Sendable {
    let rule: RuleID
    let action: String
    let kind: KindID
    /// As it is written.
    let formula: Formula
    let because: String?
    /// The same, in the order of asking: all tests are two-valued and change nothing, so their order means nothing.
    let ordered: Formula

    init(rule: RuleID, action: String, kind: KindID, formula: Formula, because: String?) {
        (self.rule, self.action, self.kind, self.formula, self.because) = (rule, action, kind, formula, because)
        ordered = formula.cheapestFirst
    }
}

/// A `require` or `warn` line as it is asked of transactions, with what could move its answer.
struct Demand: Sendable {
    let rule: RuleID
    /// `warn`: says so where the formula holds; `require` refuses where it does not.
    let isWarning: Bool
    let formula: Formula
    let because: String?
    let facets: Facets
}

extension State {
    /// Lays the rules' lines out. Costs their lengths; done when one changes.
    mutating func compileRules() {
        forbids = []
        demands = []
        for id in ruleIDs {
            for line in self[id].definition.lines {
                switch line {
                case .forbid(let action, let kind, let formula, let because):
                    forbids.append(
                        Forbid(rule: id, action: action, kind: kind, formula: formula, because: because))
                case .require(let formula, let because):
                    demands.append(
                        Demand(
                            rule: id, isWarning: false, formula: formula, because: because, facets: Facets(formula)))
                case .warn(let formula, let because):
                    demands.append(
                        Demand(rule: id, isWarning: true, formula: formula, because: because, facets: Facets(formula)))
                }
            }
        }
    }

    /// What `holds` answers of the formula with its variables filled in. Test by test, so that what decides early spares
    /// the rest: a filled formula is the same logic over filled tests.
    func holds(_ formula: Formula, _ bindings: Bindings, at now: Instant) -> Bool {
        switch formula {
        case .test(let test): return holds(test, bindings, at: now)
        case .not(let inner): return !holds(inner, bindings, at: now)
        case .and(let parts):
            for part in parts where !holds(part, bindings, at: now) { return false }
            return true
        case .or(let parts):
            for part in parts where holds(part, bindings, at: now) { return true }
            return false
        }
    }

    private func holds(_ test: FormulaTest, _ bindings: Bindings, at now: Instant) -> Bool {
        switch test {
        case .never: return false
        case .isSet(let operand): return isSet(operand, bindings)
        case .compare(.set, _, .set): break
        case .compare(let left, let comparison, let right):
            return comparison.holds(value(of: left, bindings, at: now), value(of: right, bindings, at: now))
        default: break
        }
        return holds(.test(filled(test, bindings)), on: nil, at: now)
    }

    private func isSet(_ operand: Operand, _ bindings: Bindings) -> Bool {
        switch operand {
        case .unset: false
        case .value(let held): bindings.fill(held) != nil
        case .bound(let variable, let attribute): value(of: variable, attribute, bindings) != nil
        case .count, .set: true
        }
    }

    private func value(of operand: Operand, _ bindings: Bindings, at now: Instant) -> Value? {
        switch operand {
        case .unset, .set: nil
        case .value(let held): bindings.fill(held)
        case .bound(let variable, let attribute): value(of: variable, attribute, bindings)
        case .count(let set): .number(Double(count(of: set, bindings, at: now)))
        }
    }

    /// What can be counted where it stands is, without a filled copy of what the rule says.
    private func count(of set: SetExpression, _ bindings: Bindings, at now: Instant) -> Int {
        if case .noun(let noun) = set, noun.isWhole {
            switch noun.source {
            case .team(let place):
                guard let account = bindings.fill(place) else { return 0 }
                return teamCount(account, noun.includingInactive, at: now)
            case .users, .customers: return count(of: set, at: now)
            default: break
            }
        }
        return count(of: filled(set, bindings), at: now)
    }

    /// What a variable is bound to, or an attribute of that.
    func value(of variable: BoundVariable, _ attribute: String?, _ bindings: Bindings) -> Value? {
        if variable == .scope { return bindings.scope.map { .text($0) } }
        guard let thing = bindings.thing(variable) else { return nil }
        return attribute.map { self.attribute($0, of: thing) } ?? value(of: .thing(thing))
    }
}

extension Bindings {
    /// What a variable is bound to; a scope is no thing.
    func thing(_ variable: BoundVariable) -> Thing? {
        switch variable {
        case .actor: actor.map { .user($0) }
        case .user: user.map { .user($0) }
        case .customer: customer.map { .customer($0) }
        case .role: role.map { .role($0) }
        case .scope: nil
        }
    }

    /// The user that a variable's place in a formula stands for, or the user that is named there.
    func fill(_ id: UserID) -> UserID? {
        switch id {
        case BoundVariable.actorPlaceholder: actor
        case BoundVariable.userPlaceholder: user
        default: id
        }
    }

    func fill(_ id: AccountID) -> AccountID? { id == BoundVariable.customerPlaceholder ? customer : id }

    func fill(_ id: RoleID) -> RoleID? { id == BoundVariable.rolePlaceholder ? role : id }

    func fill(_ thing: Thing) -> Thing? {
        switch thing {
        case .user(let id): fill(id).map { .user($0) }
        case .customer(let id): fill(id).map { .customer($0) }
        case .role(let id): fill(id).map { .role($0) }
        case .kind, .record, .rule: thing
        }
    }

    func fill(_ operand: UserOperand) -> UserOperand? {
        switch operand {
        case .user(let id): fill(id).map { .user($0) }
        case .attribute: operand
        case .bound(.actor): actor.map { .user($0) }
        case .bound(.user): user.map { .user($0) }
        case .bound: nil
        }
    }

    func fill(_ value: Value) -> Value? {
        switch value {
        case .user(let id): fill(id).map { .user($0) }
        case .role(let id): fill(id).map { .role($0) }
        default: value
        }
    }
}

// MARK: Cheap parts first

extension Formula {
    /// The same logic, with the cheaper parts of each `and` and `or` before the dearer.
    var cheapestFirst: Formula {
        func ordered(_ parts: [Formula]) -> [Formula] {
            let priced = parts.map { (part: $0.cheapestFirst, cost: $0.cost) }
            return priced.enumerated()
                .sorted { ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset) }
                .map(\.element.part)
        }
        return switch self {
        case .test: self
        case .not(let inner): .not(inner.cheapestFirst)
        case .and(let parts): .and(ordered(parts))
        case .or(let parts): .or(ordered(parts))
        }
    }

    /// Roughly how many look-ups it takes.
    private var cost: Int {
        switch self {
        case .test(let test): test.cost
        case .not(let inner): inner.cost
        case .and(let parts), .or(let parts): parts.reduce(0) { min($0 + $1.cost, 1 << 40) }
        }
    }
}

extension FormulaTest {
    fileprivate var cost: Int {
        switch self {
        case .never: 0
        case .isSet(let operand), .contains(let operand, _): 1 + operand.cost
        case .attribute: 2
        case .attributeCompare(_, _, let operand): 2 + operand.cost
        case .attributeIn(_, let set), .any(let set): 2 + set.cost
        case .compare(let left, _, let right): 1 + left.cost + right.cost
        case .member(let operand, let set): 1 + operand.cost + set.cost
        case .holds, .access: 8
        case .can(_, let request): request.cost
        }
    }
}

extension AccessRequest {
    fileprivate var cost: Int { account == nil ? 10_000 : 12 }
}

extension Operand {
    fileprivate var cost: Int {
        switch self {
        case .value, .unset: 0
        case .bound: 1
        case .count(let set), .set(let set): set.cost
        }
    }
}

extension SetExpression {
    fileprivate var cost: Int {
        switch self {
        case .elements(let elements): return elements.count
        case .usersWhoCan(let request): return request.cost * 10_000
        case .customersInWhich: return 1_000_000
        case .noun(let noun):
            let size =
                switch noun.source {
                case .roles, .rules, .kinds: 20
                case .team(let account): account.isPartner ? 200 : 20
                case .managers: 400
                case .records(_, in: .account), .records(_, in: .record): 100
                case .users: 10_000
                case .customers, .customersOf, .records: 100_000
                }
            return noun.condition == nil ? size : size * 4
        }
    }
}
