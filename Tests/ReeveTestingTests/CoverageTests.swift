import ReeveDomain
import Testing

@testable import ReeveTesting

@Suite struct CoverageTests {
    @Test func whatNoExpectationDependsOn() throws {
        let result = try Desk.run(#"test "x" { expect ann can run recipe in acme }"#) { $0.coverage = true }
        let report = CoverageReport(result.suites[0].coverage)
        #expect(
            report.uncovered.map(\.line) == [
                "a.reeve:3: role Operator: can view recipe",
                "a.reeve:4: role Auditor: can view audit",
                "a.reeve:8: rule \"no guests\": forbid create member when $role = Auditor",
            ])
        #expect(
            report.text.hasSuffix(
                "coverage: 40 % (2 of 5): permissions 33 % (1 of 3), grants 100 % (1 of 1), rules 0 % (0 of 1)\n"))
    }

    @Test func coverageIsToldWhenTestsFail() throws {
        let result = try Desk.run(
            """
            test "fails anyway" { expect ann can edit recipe in acme; expect ann can view recipe in acme }
            """
        ) { $0.coverage = true }
        #expect(result.exitStatus == 1)
        let covered = result.suites[0].coverage.filter(\.isMissed).map(\.text)
        #expect(covered == ["role Operator: can view recipe", "ann is Operator in acme"])
    }

    @Test func whatTwoSuitesShareIsCoveredByEither() throws {
        let files = [
            "s/world.reeve": Desk.world,
            "s/a.reeve": "use \"world.reeve\"\ntest a { expect ann can run recipe in acme }",
            "s/b.reeve": "use \"world.reeve\"\ntest b { expect ann can view recipe in acme }",
        ]
        let result = try Desk.run(files, at: ["s"]) { $0.coverage = true }
        let report = CoverageReport(result.suites.flatMap(\.coverage))
        #expect(report.all.total == 5)
        #expect(report.all.covered == 3)
        #expect(report.all.percent == 60)
    }

    @Test func percentagesAreRoundedDown() {
        var count = CoverageReport.Count()
        (count.covered, count.total) = (999, 1000)
        #expect(count.percent == 99)
        #expect(CoverageReport.Count().percent == 100)
    }

    @Test func mutants() throws {
        let result = try Desk.run(
            """
            define inheritable role Helper { can run recipe; includes Operator }
            invite bob as Operator to partner until 2027-01-01
            assign bob as Operator to acme
            test "x" { expect ann can run recipe in acme }
            """
        ) { $0.mutate = true }
        let changes = result.suites[0].widened.map { "\($0.text) — \($0.change ?? "")" }
        #expect(
            changes == [
                "role Operator: can view, run recipe — do anything",
                "role Operator — made plain",
                "role Auditor: can view audit — do anything",
                "role Auditor — made inheritable",
                "role Helper: can run recipe — do anything",
                "role Helper — made plain",
                "bob is Operator in partner — without end",
                "bob manages acme as Operator — to all customers",
                "rule \"no guests\": forbid create member when $role = Auditor — always",
            ])
        // Helper's own `run` is Operator's, too: nothing depends on it.
        let report = MutationReport(result.suites)
        #expect(report.survivors.contains { $0.text == "role Helper: can run recipe" && $0.change == nil })
        #expect(report.text.contains("no test misses:\n    a.reeve:3: role Operator: can view recipe: dropped\n"))
    }

    @Test func aTestThatPinsEverythingMissesEveryMutant() throws {
        let result = try Desk.run(
            """
            test "all" {
              for each $a in (view, run) { expect users who can $a recipe = (ann) }
              for each $a in (create, edit, delete) { expect no(users who can $a recipe) }
              for each $a in (view, create, edit, delete) { expect no(users who can $a audit) }
              invite bob as Operator to partner
              assign bob as Operator to acme
              expect error { reassign bob as Auditor }
              expect error "no guests" { invite bob as Auditor to acme }
            }
            """
        ) { $0.mutate = true }
        #expect(result.exitStatus == 0)
        let report = MutationReport(result.suites)
        // Nobody is an Auditor: that nothing comes of it, nothing can show.
        #expect(
            report.survivors.map(\.line) == [
                "a.reeve:4: role Auditor: can view audit", "a.reeve:4: role Auditor: can view audit: do anything",
            ])
    }

    @Test func noTestNoticesWhatStaysAsItWas() throws {
        let files = MemoryTestFiles(["a.reeve": Desk.world + "test t { expect ann can run recipe in acme }"])
        let script = try #require(try TestFinder(files).scripts(at: ["a.reeve"]).first)
        let fixture = try Fixture(script, TestOptions(), files)
        let item = CoverageItem(group: .permissions, place: .init(file: "", line: 0), text: "")
        let same = fixture.state.roleIDs.map {
            Mutant(item: item, events: [.roleDefined($0, fixture.state[$0].definition)])
        }
        let study = MutationStudy(fixture: fixture, tests: fixture.tests, now: fixture.now)
        #expect(study.missed(of: same).map(\.isMissed) == [false, false])
    }
}
