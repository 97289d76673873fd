import ReeveDomain
import ReeveLanguage
import ReeveSyntax

/// Runs a fixture's tests on mutants of its state, to see which of them some test misses.
///
/// A mutant is missed where a test has other failures than it has without the change. So this can be asked while tests
/// fail, too. Costs a run of the suite for each mutant that no test notices, and mostly one test for each of the rest.
package struct MutationStudy {
    let fixture: Fixture
    let tests: [ScriptTest]
    let now: Instant

    package init(fixture: Fixture, tests: [ScriptTest], now: Instant) {
        self.fixture = fixture
        self.tests = tests
        self.now = now
    }

    /// What failed, by place: a test on a mutant says the same where it depends on nothing that was changed.
    private struct Failure: Hashable {
        var file: String
        var start: Int32
        var code: String
    }

    /// The mutants' items in their order, each saying whether some test noticed (`isMissed`: the thing was missed).
    package func missed(of mutants: [Mutant]) -> [CoverageItem] {
        let before = tests.map { failures(of: $0, on: fixture.state) }
        // The test that noticed the last change is likely to notice its neighbour.
        var order = Array(tests.indices)
        return mutants.map { mutant in
            var item = mutant.item
            let state = mutant.state(fixture.state, at: now)
            if let at = order.firstIndex(where: { failures(of: tests[$0], on: state) != before[$0] }) {
                item.isMissed = true
                order.insert(order.remove(at: at), at: 0)
            }
            return item
        }
    }

    private func failures(of test: ScriptTest, on state: State) -> Set<Failure> {
        Set(
            fixture.interpreter.run(test, on: state, at: now).failures.map {
                Failure(file: $0.source?.name ?? "", start: $0.range.start, code: $0.code)
            })
    }
}
