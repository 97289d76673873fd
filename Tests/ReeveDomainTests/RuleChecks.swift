@testable import ReeveDomain
import Testing

/// The ways in which rules are asked quickly, against the evaluator, which says what a formula means.
@Suite struct RuleChecks {
    /// Asked test by test, cheap parts first, a formula answers what it answers when it is filled in and asked whole.
    @Test(arguments: 0..<12) func forbidsAreAskedAsTheyAreMeant(seed: Int) {
        var world = RandomWorld(seed: UInt64(700_000 + seed), steps: 40)
        var yes = 0
        var no = 0
        for _ in 0..<400 {
            let formula = world.ruleFormula()
            let bindings = world.bindings()
            let filled = Substitution(bindings: bindings, state: world.state).formula(formula)
            let meant = world.state.holds(filled, on: nil, at: world.now)
            #expect(world.state.holds(formula.cheapestFirst, bindings, at: world.now) == meant, "\(formula)")
            if meant { yes += 1 } else { no += 1 }
        }
        #expect(yes > 20 && no > 20, "\(yes) held, \(no) did not")
    }

    /// What is counted where it stands is what there is.
    @Test(arguments: 0..<12) func countsAreOfWhatThereIs(seed: Int) {
        var world = RandomWorld(seed: UInt64(710_000 + seed), steps: 40)
        var some = 0
        for _ in 0..<300 {
            let set = Substitution(bindings: world.bindings(), state: world.state).set(world.set())
            let elements = world.state.elements(of: set, at: world.now)
            #expect(world.state.count(of: set, at: world.now) == elements.count, "\(set)")
            if !elements.isEmpty { some += 1 }
        }
        #expect(some > 50, "\(some) sets with something in them")
    }
}
