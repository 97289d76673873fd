import ReeveSyntax

/// Finds conditions that are true, or false, whatever the state: from their text alone, so that a no stands for "cannot
/// be told". Two-valued, as language.md section 6 has it.
struct ConstantCondition {
    let script: LintedScript

    /// What the condition always is; nil where that depends.
    func value(of condition: ConditionSyntax) -> Bool? {
        switch condition {
        case .not(let inner, _): return value(of: inner).map { !$0 }
        case .and(let parts):
            let values = parts.map(value)
            if values.contains(false) || contradicts(parts) { return false }
            return values.allSatisfy { $0 == true } ? true : nil
        case .or(let parts):
            let values = parts.map(value)
            // An `or` always holds where its parts cannot all fail.
            if values.contains(true) || contradicts(parts.map(negated)) { return true }
            return values.allSatisfy { $0 == false } ? false : nil
        case .compare(let left, let comparison, let right): return compared(left, comparison, right)
        case .member(_, let set): return count(of: set) == 0 ? false : nil
        case .any(let set, let negated, _): return count(of: set).map { ($0 > 0) != negated }
        case .contains, .isSet, .can, .holds, .access: return nil
        }
    }

    private func compared(_ left: OperandSyntax, _ comparison: ComparisonOperator, _ right: OperandSyntax) -> Bool? {
        if case .count(let set, _) = left, let bound = number(right) {
            if let count = count(of: set) { return comparison.holds(Double(count), bound) }
            // A count is a whole number from zero on.
            var range = NumberRange(lowest: 0)
            range.narrow(comparison, bound)
            if range.isEmpty { return false }
            var others = NumberRange(lowest: 0)
            others.narrow(comparison.negated, bound)
            return others.isEmpty ? true : nil
        }
        if case .set(let a) = left, case .set(let b) = right, let a = names(a), let b = names(b) {
            return (Set(a) == Set(b)) == (comparison == .equal)
        }
        if script.normalized(left.range) == script.normalized(right.range), isOneThing(left) {
            switch comparison {
            case .equal: return true
            case .notEqual: return false
            default: return nil
            }
        }
        return nil
    }

    /// A variable or count is the same on both sides; a bare word is an attribute on the left, and a value on the right.
    private func isOneThing(_ operand: OperandSyntax) -> Bool {
        switch operand {
        // An attribute that is not set equals nothing, itself included.
        case .value(let value): value.name.form == .variable && value.name.attribute == nil
        case .count: true
        case .set(let set): if case .variable = set { true } else { false }
        }
    }

    private func number(_ operand: OperandSyntax) -> Double? {
        guard case .value(let value) = operand, value.unit == nil, value.name.form == .word else { return nil }
        return Double(script.text(value.range))
    }

    private func names(_ set: SetSyntax) -> [NameSyntax.Key]? {
        guard case .names(let names, _) = set else { return nil }
        let keys = names.compactMap(\.key)
        return keys.count == names.count && !keys.contains(where: \.isVariable) ? keys : nil
    }

    private func count(of set: SetSyntax) -> Int? { names(set).map { Set($0).count } }

    // MARK: Parts that exclude each other

    private func negated(_ condition: ConditionSyntax) -> ConditionSyntax {
        switch condition {
        case .not(let inner, _): inner
        case .compare(let left, let comparison, let right) where isOrdered(comparison, left):
            .compare(left, comparison.negated, right)
        case .isSet(let operand, let negated, let range): .isSet(operand, negated: !negated, range: range)
        case .any(let set, let negated, let range): .any(set, negated: !negated, range: range)
        default: .not(condition, range: condition.range)
        }
    }

    /// What is not set is neither below nor above anything: `not x < 3` is not `x >= 3`. A count is always set.
    private func isOrdered(_ comparison: ComparisonOperator, _ left: OperandSyntax) -> Bool {
        if case .count = left { return true }
        return comparison == .equal || comparison == .notEqual
    }

    /// Whether no state lets all of them hold at once.
    private func contradicts(_ parts: [ConditionSyntax]) -> Bool {
        var facts: [String: Facts] = [:]
        var held: Set<String> = []
        var denied: Set<String> = []
        for part in parts {
            switch part {
            case .compare(let left, let comparison, let right):
                let key = script.normalized(left.range)
                facts[key, default: Facts(isCount: isCount(left))].add(
                    comparison, number(right), constant(right), script.normalized(right.range))
            case .isSet(let operand, let negated, _):
                facts[script.normalized(operand.range), default: Facts()].add(isSet: !negated)
            case .not(let inner, _): denied.insert(script.normalized(inner.range))
            default: held.insert(script.normalized(part.range))
            }
        }
        return facts.values.contains { $0.isImpossible } || !held.isDisjoint(with: denied)
    }

    private func isCount(_ operand: OperandSyntax) -> Bool {
        if case .count = operand { true } else { false }
    }

    /// The text of a right side that always means the same.
    private func constant(_ operand: OperandSyntax) -> String? {
        guard case .value(let value) = operand, let key = value.name.key, !key.isVariable else { return nil }
        return script.symbols.text(key.symbol) + (value.unit.map { " \($0)" } ?? "")
    }

    /// What is asked of one operand.
    private struct Facts {
        var isCount = false
        var range = NumberRange()
        var equals: Set<String> = []
        var same: Set<String> = []
        var different: Set<String> = []
        var mustBeSet = false
        var mustBeUnset = false

        init(isCount: Bool = false) {
            self.isCount = isCount
            if isCount { range = NumberRange(lowest: 0) }
        }

        mutating func add(_ comparison: ComparisonOperator, _ number: Double?, _ constant: String?, _ text: String) {
            if let number { range.narrow(comparison, number) }
            switch comparison {
            case .equal:
                if let constant { equals.insert(number.map { "\($0)" } ?? constant) }
                same.insert(text)
                mustBeSet = mustBeSet || constant != nil
            case .notEqual: different.insert(text)
            default: mustBeSet = true
            }
        }

        mutating func add(isSet: Bool) {
            if isSet { mustBeSet = true } else { mustBeUnset = true }
        }

        var isImpossible: Bool {
            equals.count > 1 || !same.isDisjoint(with: different) || range.isEmpty || mustBeSet && mustBeUnset
        }
    }
}

/// Numbers between two bounds.
private struct NumberRange {
    var lowest = -Double.infinity
    var highest = Double.infinity
    private var isWhole = false
    private var opensBelow = false
    private var opensAbove = false

    init() {}

    init(lowest: Double) {
        self.lowest = lowest
        isWhole = true
    }

    mutating func narrow(_ comparison: ComparisonOperator, _ bound: Double) {
        switch comparison {
        case .equal:
            raise(to: bound, open: false)
            lower(to: bound, open: false)
        case .notEqual:
            // Of a count, zero left out begins at one.
            if isWhole, bound == lowest { raise(to: bound, open: true) }
        case .less: lower(to: bound, open: true)
        case .lessOrEqual: lower(to: bound, open: false)
        case .greater: raise(to: bound, open: true)
        case .greaterOrEqual: raise(to: bound, open: false)
        }
    }

    private mutating func raise(to bound: Double, open: Bool) {
        guard bound > lowest || bound == lowest && open else { return }
        lowest = bound
        opensBelow = open
    }

    private mutating func lower(to bound: Double, open: Bool) {
        guard bound < highest || bound == highest && open else { return }
        highest = bound
        opensAbove = open
    }

    var isEmpty: Bool {
        if isWhole {
            let first = opensBelow ? lowest.rounded(.down) + 1 : lowest.rounded(.up)
            let last = opensAbove ? highest.rounded(.up) - 1 : highest.rounded(.down)
            return first > last
        }
        return lowest > highest || lowest == highest && (opensBelow || opensAbove)
    }
}

extension ComparisonOperator {
    fileprivate var negated: ComparisonOperator {
        switch self {
        case .equal: .notEqual
        case .notEqual: .equal
        case .less: .greaterOrEqual
        case .lessOrEqual: .greater
        case .greater: .lessOrEqual
        case .greaterOrEqual: .less
        }
    }

    fileprivate func holds(_ left: Double, _ right: Double) -> Bool {
        switch self {
        case .equal: left == right
        case .notEqual: left != right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        case .greaterOrEqual: left >= right
        }
    }
}
