import ReeveLanguage
import Testing

@testable import ReeveTesting

@Suite struct RunnerTests {
    @Test func passesAndFails() throws {
        let result = try Desk.run(
            """
            test "holds" { expect ann can run recipe in acme }
            test "does not" { expect ann can edit recipe in acme; expect bob has access to acme }
            """)
        #expect(result.counts == "1 passed, 1 failed")
        #expect(result.exitStatus == 1)
        #expect(Desk.codes(result) == ["expectation-failed", "expectation-failed"])
        #expect(result.suites[0].tests.map(\.expectations) == [1, 2])
        #expect(result.suites[0].tests[1].line == 10)
    }

    @Test func tellsBothSidesAndWhy() throws {
        let result = try Desk.run(#"test "x" { expect ann can edit recipe in acme; expect count(customers) = 3 }"#)
        let notes = result.suites[0].tests[0].failures.map(\.notes)
        #expect(notes[0].contains("ann is Operator in acme (team), given at a.reeve:7"))
        #expect(notes[0].contains { $0.hasPrefix("no: ") })
        #expect(notes[1] == ["left:  2", "right: 3"])
    }

    @Test func tellsWhatMakesTwoLongSetsTwo() throws {
        let result = try Desk.run(
            "add user u1, u2, u3, u4\ntest x { expect (users where status = active) = (ann, bob, u1, u2, u3) }")
        #expect(
            result.suites[0].tests[0].failures[0].notes == [
                "left:  (ann, bob, u1, u2, u3, u4)", "right: (ann, bob, u1, u2, u3)", "only on the left: u4",
            ])
    }

    @Test func showsWhatTheActorSees() throws {
        let result = try Desk.run(
            """
            test x { act as ann in acme { expect (customers where status = active) = (acme); expect no(customers) } }
            """)
        #expect(result.suites[0].tests[0].failures.map(\.notes) == [["it is (acme)"]])
    }

    @Test func aTestHasToAssertSomething() throws {
        let result = try Desk.run(#"test "x" { invite bob as Operator to acme }"#)
        #expect(Desk.codes(result) == ["no-expectation"])
        #expect(result.exitStatus == 1)
    }

    @Test func eachTestHasItsOwnCopy() throws {
        let result = try Desk.run(
            """
            test "one" { invite bob as Operator to acme; expect bob has access to acme }
            test "two" { expect bob has no access to acme; remove customer acme and everything in it; expect count(customers) = 1 }
            test "three" { expect count(customers) = 2 }
            """)
        #expect(result.counts == "3 passed, 0 failed")
    }

    @Test func aRefusedStatementIsUndoneAndTheTestGoesOn() throws {
        let result = try Desk.run(
            """
            test "x" {
              for each $c in (acme, globex) { invite bob as Operator to $c; add user cat; invite cat as Auditor to $c }
              expect bob has no access to acme, globex
            }
            """)
        #expect(Desk.codes(result) == ["rule-refused"])
    }

    @Test func errorsThatMakeAFixtureFail() throws {
        let result = try Desk.run(#"test "a" { expect any(users) } ; test "a" { expect any(users) }"#)
        #expect(Desk.codes(result) == ["defined-twice"])
        #expect(result.exitStatus == 3)
        #expect(result.counts == "0 passed, 1 failed, 2 skipped")
        #expect(try Desk.run("add user ann.b as x\ntest y { expect any(users) }").exitStatus == 3)
        #expect(try Desk.run("test y { expekt any(users) }").exitStatus == 3)
        #expect(try Desk.run("invite zed as Operator to acme\ntest y { expect any(users) }").exitStatus == 3)
    }

    @Test func theRulesHoldForTheFixture() throws {
        let result = try Desk.run(
            "define rule \"two\" { require count(users) >= 3 }\ntest y { expect any(users) }")
        #expect(Desk.codes(result) == ["rule-refused"])
        #expect(result.exitStatus == 3)
    }

    @Test func expectsInsideBlocks() throws {
        let result = try Desk.run(
            """
            define procedure asks($who) { expect $who can run recipe in acme }
            test "in a loop" { for each $a in (view, run) { expect ann can $a recipe in acme } }
            test "told which turn" { for each $a in (view, edit) { expect ann can $a recipe in acme } }
            test "in a procedure" { asks(ann) }
            test "in a branch" { if count(users) = 2 { expect any(users) } }
            test "as somebody" { act as ann in acme { expect count(customers) = 1; expect error not-permitted { remove customer acme } } }
            test "and out again" { act as ann in acme { expect any(customers) }; expect count(customers) = 2 }
            test "undone inside" {
              for each $c in (acme, globex) { expect error "no guests" { invite bob as Operator to $c; add user cat; invite cat as Auditor to $c } }
              expect bob has no access to acme, globex
            }
            test "kept inside" { for each $c in (acme, globex) { expect unchanged { invite bob as Operator to $c } } }
            """)
        let failed = result.suites[0].tests.filter(\.isFailed)
        #expect(failed.map(\.name) == ["told which turn", "kept inside"])
        #expect(failed[0].failures[0].notes.first == "asked: ann can edit recipe in acme")
        #expect(failed[1].failures.count == 2)
    }

    @Test func theAuditLogAndVersionsAreCounted() throws {
        let result = try Desk.run(
            """
            add recipe r in acme
            test "the fixture's own" { expect count(audit where action = invite) = 1; expect no(audit in globex where action = invite) }
            test "and the test's" {
              act as ann in acme { do run recipe r }
              expect count(audit in acme where actor = ann and action = run) = 1
              expect count(audit in acme where actor = ann and action = login) = 1
              expect count(audit by ann where action = login) = 1
            }
            test "not what was undone" {
              expect error { act as ann in acme { do run recipe r; remove recipe r } }
              expect no(audit in acme where action = run)
            }
            test "versions" { change recipe r in acme without note; expect any(versions of recipe r in acme) }
            """)
        #expect(result.suites[0].tests.filter(\.isFailed).map(\.name) == ["versions"])
    }

    @Test func filters() throws {
        let text = """
            test "alpha one" tagged slow { expect any(users) }
            test "alpha two" { expect any(users) }
            test "beta" tagged slow, odd { expect no(users) }
            """
        #expect(try Desk.run(text) { $0.filter = "alpha" }.counts == "2 passed, 0 failed, 1 skipped")
        #expect(try Desk.run(text) { $0.filter = "^a[.]reeve: beta$" }.counts == "0 passed, 1 failed, 2 skipped")
        #expect(try Desk.run(text) { $0.tags = ["slow"] }.counts == "1 passed, 1 failed, 1 skipped")
        #expect(try Desk.run(text) { $0.tags = ["slow", "odd"] }.counts == "1 passed, 1 failed, 1 skipped")
        #expect(try Desk.run(text) { $0.only = ["a.reeve: alpha two"] }.counts == "1 passed, 0 failed, 2 skipped")
        let nothing = try Desk.run(text) { $0.filter = "gamma" }
        #expect(nothing.counts == "0 passed, 0 failed, 3 skipped")
        #expect(nothing.exitStatus == 1)
    }

    @Test func failFast() throws {
        let files = [
            "a.reeve": Desk.world
                + "test a { expect any(users) }\ntest b { expect no(users) }\ntest c { expect any(users) }",
            "b.reeve": Desk.world + "test d { expect any(users) }",
        ]
        #expect(try Desk.run(files) { $0.failFast = true }.counts == "1 passed, 1 failed, 2 skipped")
    }

    @Test func theClockIsGivenAndMoves() throws {
        let text = """
            invite bob as Operator to acme until 2026-06-01
            test x { expect bob has access to acme; at 2026-06-01T00:00:00Z { expect bob has no access to acme } }
            """
        #expect(try Desk.run(text).exitStatus == 0)
        #expect(try Desk.run(text) { $0.now = .init(milliseconds: 1_790_000_000_000) }.exitStatus == 1)
    }

    @Test func whatFailedIsRemembered() throws {
        var failed = FailedTests(titles: ["a.reeve: gone\\n", "a.reeve: holds", "b.reeve: not run"])
        failed.update(try Desk.run("test holds { expect any(users) }\ntest breaks { expect no(users) }"))
        #expect(failed.titles == ["a.reeve: gone\\n", "a.reeve: breaks", "b.reeve: not run"])
        #expect(FailedTests(text: failed.text ?? "") == failed)
        #expect(FailedTests().text == nil)
    }
}
