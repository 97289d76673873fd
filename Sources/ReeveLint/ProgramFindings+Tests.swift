import ReeveDomain
import ReeveLanguage
import ReeveSyntax
import ReeveTesting

extension ProgramFindings {
    /// What the tests do not say. Costs a run of the suite for each thing that no test notices.
    mutating func tests() {
        let fixture = program.fixture
        guard !fixture.tests.isEmpty else { return }
        for test in fixture.tests { vague(test) }
        let failing = fixture.tests.filter {
            !fixture.interpreter.run($0, on: state, at: program.now).failures.isEmpty
        }
        guard failing.isEmpty else { return }
        vacuous(fixture)
        reach(fixture)
    }

    // MARK: Any refusal will do

    private mutating func vague(_ test: ScriptTest) {
        guard let script = script(test.source),
            let statement = script.statement(at: test.range),
            case .test(_, _, let body) = statement.body
        else { return }
        let refusals = program.fixture.interpreter.run(test, on: state, at: program.now).refusals
        func visit(_ statements: [StatementSyntax]) {
            for statement in statements {
                if case .expectOutcome(.error(nil), let block) = statement.body {
                    // In a loop each turn may be refused by something else.
                    let whats = Set(refusals.filter { $0.place == statement.range }.map(\.what))
                    let what = whats.count == 1 ? whats.first.map { spelled($0) } : nil
                    let head = SourceRange(statement.range.start, block.range.start)
                    report(
                        .vagueExpectation, "any refusal passes here, a mistaken one too", script.source, head,
                        label: "name the code, or the rule" + (what.map { ": expect error \(escaped($0))" } ?? ""),
                        fix: what.map {
                            Diagnostic.Fix(range: SourceRange(head.end, head.end), replacement: $0 + " ")
                        })
                }
                for block in statement.blocks { visit(block.statements) }
            }
        }
        visit(body.statements)
    }

    // MARK: Passes whatever is given

    /// A test that passes as well where nobody was given anything only ever asks for a no.
    private mutating func vacuous(_ fixture: Fixture) {
        var bare = state
        func drop(_ event: Event) {
            bare.apply(event, EventContext(seq: bare.seq + 1, time: program.now, actor: nil))
        }
        var isGiven = false
        state.members.forEach { grant in
            isGiven = true
            drop(.uninvited(grant.user, grant.account, .revoked))
        }
        state.assignments.forEach { drop(.unassigned($0.user, $0.account, .revoked)) }
        for user in state.userIDs where state.manager(user) != nil { drop(.managerEnded(user, .revoked)) }
        guard isGiven else { return }
        for test in fixture.tests {
            guard let script = script(test.source),
                let statement = script.statement(at: test.range),
                case .test(let name, _, let body) = statement.body, body.statements.allSatisfy(isDenial),
                fixture.interpreter.run(test, on: bare, at: program.now).isPassed
            else { continue }
            report(
                .vacuousTest, "this test passes as well where nobody is given anything", script.source, name.range,
                label: "it only asks for a no",
                notes: ["one `expect` of a yes beside it shows that the people and places are the right ones"])
        }
    }

    private func isDenial(_ statement: StatementSyntax) -> Bool {
        switch statement.body {
        case .expect(.can(_, true, _, _, _, _, _, _)), .expect(.holds(_, true, _, _, _, _)),
            .expect(.access(_, true, _, _, _)):
            true
        default: false
        }
    }

    // MARK: More reach than any test asserts

    private mutating func reach(_ fixture: Fixture) {
        var mutants: [Mutant] = []
        var places: [(trace: StatementTrace, text: String)] = []
        for user in state.userIDs {
            guard let manager = state.manager(user) else { continue }
            for (index, item) in manager.standing.enumerated() {
                guard let trace = program.trace(of: item.seq) else { continue }
                // The customers that are there now, each by name: what is added later is left out.
                let named = state.customerIDs.filter {
                    state.covers(item, $0) && state.assignments[user, $0] == nil
                }
                var items = manager.standing
                items.remove(at: index)
                let events = named.map { Event.assigned(user, $0, item.term) } + [.standingSet(user, items, .revoked)]
                let text = "\(state.spelledName(user)) manages \(state.text(item))"
                mutants.append(
                    Mutant(
                        item: CoverageItem(
                            group: .grants, place: CoverageItem.Place(file: trace.source.name, line: 0), text: text),
                        events: events))
                places.append((trace, text))
            }
        }
        let results = MutationStudy(fixture: fixture, tests: fixture.tests, now: program.now).missed(of: mutants)
        for (result, place) in zip(results, places) where !result.isMissed {
            report(
                .untestedReach, "\(escaped(place.text)), later ones too, and no test asserts that", place.trace.source,
                place.trace.statement.range, label: "only customers that are there already are asked about",
                notes: ["in a test: add customer …, and expect that it is reached, or is not"])
        }
    }
}
