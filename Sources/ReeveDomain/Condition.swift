/// And, or, not over tests of one sort.
package indirect enum Logic<Test: Hashable & Sendable>: Hashable, Sendable {
    case test(Test)
    case not(Logic)
    case and([Logic])
    case or([Logic])

    /// Two-valued: every test is true or false.
    package func holds(_ test: (Test) -> Bool) -> Bool {
        switch self {
        case .test(let leaf): test(leaf)
        case .not(let inner): !inner.holds(test)
        case .and(let parts): parts.allSatisfy { $0.holds(test) }
        case .or(let parts): parts.contains { $0.holds(test) }
        }
    }

    /// How many tests there are.
    var size: Int {
        switch self {
        case .test: 1
        case .not(let inner): inner.size
        case .and(let parts), .or(let parts): parts.reduce(0) { $0 + $1.size }
        }
    }

    /// The same logic over other tests; nil where one of them has no counterpart.
    package func mapped<Other>(_ change: (Test) -> Other?) -> Logic<Other>? {
        func all(_ parts: [Logic]) -> [Logic<Other>]? {
            let mapped = parts.compactMap { $0.mapped(change) }
            return mapped.count == parts.count ? mapped : nil
        }
        switch self {
        case .test(let leaf): return change(leaf).map { .test($0) }
        case .not(let inner): return inner.mapped(change).map { .not($0) }
        case .and(let parts): return all(parts).map { .and($0) }
        case .or(let parts): return all(parts).map { .or($0) }
        }
    }
}

package enum Comparison: UInt8, Hashable, CaseIterable, Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual

    package var spelling: String {
        switch self {
        case .equal: "="
        case .notEqual: "!="
        case .less: "<"
        case .lessOrEqual: "<="
        case .greater: ">"
        case .greaterOrEqual: ">="
        }
    }
}

/// A test of one attribute of one thing. What an attribute that is not set answers: language.md section 6 (it equals
/// nothing, differs from everything, and is neither below nor above anything).
package struct AttributeTest: Hashable, Sendable {
    package enum Check: Hashable, Sendable {
        case compare(Comparison, Value)
        case oneOf([Value])
        case contains(Value)
        case isSet
    }
    package var attribute: String
    package var check: Check

    package init(attribute: String, check: Check) {
        self.attribute = attribute
        self.check = check
    }

    package func holds(_ value: Value?) -> Bool {
        switch check {
        case .isSet: value != nil
        case .compare(let comparison, let wanted): comparison.holds(value, wanted)
        case .oneOf(let wanted): value.map(wanted.contains) ?? false
        case .contains(.text(let part)):
            if case .text(let text)? = value { text.utf8Contains(part) } else { false }
        case .contains: false
        }
    }
}

/// A condition that is kept: it looks only at attributes, so that a decision always ends and needs no other decision.
package typealias Condition = Logic<AttributeTest>

extension Comparison {
    package func holds(_ left: Value?, _ right: Value?) -> Bool {
        guard let left, let right else { return self == .notEqual }
        switch self {
        case .equal: return left == right || order(left, right) == 0
        case .notEqual: return !(left == right || order(left, right) == 0)
        default: break
        }
        guard let order = order(left, right) else { return false }
        return switch self {
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        default: order >= 0
        }
    }

    /// Less than, equal or greater than 0; nil where the two have no order.
    private func order(_ left: Value, _ right: Value) -> Int? {
        switch (left, right) {
        case (.number(let a), .number(let b)): a < b ? -1 : a > b ? 1 : 0
        case (.duration(let a), .duration(let b)): a < b ? -1 : a > b ? 1 : 0
        case (.text(let a), .text(let b)): a < b ? -1 : a > b ? 1 : 0
        case (.date(let a), .date(let b)), (.instant(let a), .instant(let b)), (.date(let a), .instant(let b)),
            (.instant(let a), .date(let b)):
            a < b ? -1 : a > b ? 1 : 0
        default: nil
        }
    }
}

extension String {
    /// Byte-wise search: linear, and the same on every platform.
    func utf8Contains(_ part: String) -> Bool {
        let whole = Array(utf8)
        let wanted = Array(part.utf8)
        guard !wanted.isEmpty else { return true }
        guard whole.count >= wanted.count else { return false }
        // Knuth, Morris, Pratt: no input makes it slower than linear.
        var fallback = [Int](repeating: 0, count: wanted.count)
        var matched = 0
        for index in 1..<max(1, wanted.count) {
            while matched > 0, wanted[index] != wanted[matched] { matched = fallback[matched - 1] }
            if wanted[index] == wanted[matched] { matched += 1 }
            fallback[index] = matched
        }
        matched = 0
        for byte in whole {
            while matched > 0, byte != wanted[matched] { matched = fallback[matched - 1] }
            if byte == wanted[matched] { matched += 1 }
            if matched == wanted.count { return true }
        }
        return false
    }
}
