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
            let filled = world.state.filled(formula, bindings)
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
            let set = world.state.filled(world.set(), world.bindings())
            let elements = world.state.elements(of: set, at: world.now)
            #expect(world.state.count(of: set, at: world.now) == elements.count, "\(set)")
            if !elements.isEmpty { some += 1 }
        }
        #expect(some > 50, "\(some) sets with something in them")
    }

    /// A line that is not due answers after the transaction what it answered before.
    @Test func whatIsNotDueHasNotMoved() {
        var (due, notDue, moved) = (0, 0, 0)
        for seed in 0..<8 { watch(seed, &due, &notDue, &moved) }
        #expect(due > 500 && notDue > 500 && moved > 5, "\(due) due, \(notDue) not, \(moved) moved")
    }

    private func watch(_ seed: Int, _ due: inout Int, _ notDue: inout Int, _ moved: inout Int) {
        var world = RandomWorld(seed: UInt64(720_000 + seed), steps: 40)
        for _ in 0..<60 {
            world.run(
                .defineRule(
                    RuleDefinition(
                        name: "standing",
                        lines: (0..<10).map { _ in
                            .require(
                                .or([
                                    .test(.compare(.value(.number(1)), .equal, .value(.number(1)))),
                                    world.ruleFormula(),
                                ]), because: nil)
                        })))
            let lines = world.state.demands.filter { world.state[$0.rule].definition.name == "standing" }
            let before = world.state
            var transaction = Transaction(state: before, now: world.now, actor: .superuser)
            guard let command = world.command(), (try? transaction.perform(command)) != nil else { continue }
            for line in lines {
                guard case .or(let parts) = line.formula, let formula = parts.last else { continue }
                func answer(_ state: State) -> Bool {
                    let filled = state.filled(formula, Bindings())
                    return state.holds(filled, on: nil, at: world.now)
                }
                let hasMoved = answer(before) != answer(transaction.state)
                if transaction.isDue(line) {
                    due += 1
                    if hasMoved { moved += 1 }
                } else {
                    notDue += 1
                    #expect(!hasMoved, "\(command) moved \(formula)")
                }
            }
            world.state = transaction.state
        }
    }
}
