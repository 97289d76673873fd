/// The condition of a `where`, laid out for many things: what does not look at the thing is worked out once, when it is first
/// asked for. Sets within sets then cost their sum, not their product.
package struct Sieve {
    private let state: State
    private let now: Instant
    private let seen: Visibility?
    private let formula: Formula
    /// Nil where every test looks at the thing alone.
    private let laidOut: (logic: Logic<Int>, tests: [(Element) -> Bool])?

    /// - Parameter seen: whose eyes sets are looked at with; nil sees everything, as rules do.
    package init(_ formula: Formula, in state: State, at now: Instant, seenBy seen: Visibility?) {
        (self.state, self.formula, self.now, self.seen) = (state, formula, now, seen)
        guard formula.asksMoreThanTheThing else {
            laidOut = nil
            return
        }
        var tests: [(Element) -> Bool] = []
        let logic = formula.mapped { test -> Int? in
            tests.append(Sieve.lay(test, state, now, seen))
            return tests.count - 1
        }
        laidOut = logic.map { ($0, tests) }
    }

    /// Whether a thing meets the condition: what `State.holds` answers.
    package func passes(_ element: Element) -> Bool {
        guard let laidOut else { return state.holds(formula, on: element, at: now, seenBy: seen) }
        return laidOut.logic.holds { laidOut.tests[$0](element) }
    }

    private static func lay(
        _ test: FormulaTest, _ state: State, _ now: Instant, _ seen: Visibility?
    ) -> (Element) -> Bool {
        switch test {
        case .attribute, .can(.attribute, _), .holds(.attribute, _, _, _), .access(.attribute, _, _):
            return { state.holds(.test(test), on: $0, at: now, seenBy: seen) }
        case .attributeIn(let name, let set):
            let values = Once { Set(state.elements(of: set, at: now, seenBy: seen).compactMap { state.value(of: $0) }) }
            return { state.attribute(name, of: $0, seenBy: seen).map(values.value.contains) ?? false }
        case .attributeCompare(let name, let comparison, let operand):
            let value = Once { state.value(of: operand, at: now, seen) }
            return { comparison.holds(state.attribute(name, of: $0, seenBy: seen), value.value) }
        default:
            let holds = Once { state.holds(.test(test), on: nil, at: now, seenBy: seen) }
            return { _ in holds.value }
        }
    }
}

/// Worked out when it is first asked for.
private final class Once<Value> {
    private var made: Value?
    private let make: () -> Value

    init(_ make: @escaping () -> Value) { self.make = make }

    var value: Value {
        if let made { return made }
        let value = make()
        made = value
        return value
    }
}

extension Formula {
    fileprivate var asksMoreThanTheThing: Bool {
        switch self {
        case .test(.attribute), .test(.can(.attribute, _)), .test(.holds(.attribute, _, _, _)),
            .test(.access(.attribute, _, _)):
            false
        case .test: true
        case .not(let inner): inner.asksMoreThanTheThing
        case .and(let parts), .or(let parts): parts.contains { $0.asksMoreThanTheThing }
        }
    }
}
