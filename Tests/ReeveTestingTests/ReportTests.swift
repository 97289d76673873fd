import Testing

@testable import ReeveTesting

/// The exact bytes of every report of one run: a pass, a failure, a test left out, and a fixture that fails.
@Suite struct ReportTests {
    private func result() throws -> TestRunResult {
        try Desk.run(
            [
                "s/a.reeve": """
                add user ann
                test "holds" { expect any(users) }
                test "<&> #1" { expect no(users) }
                test "left out" { expect any(users) }
                """,
                "s/b.reeve": "add usr bob\ntest \"never\" { expect any(users) }",
            ], at: ["s"]
        ) { $0.filter = "holds|#1|never" }
    }

    private let failure = """
        error[expectation-failed]: this does not hold
         --> s/a.reeve:3:17
          |
        3 | test "<&> #1" { expect no(users) }
          |                 ^^^^^^^^^^^^^^^^
          = it is (ann)

        """

    @Test func terminal() throws {
        let result = try result()
        var report = TerminalReport()
        let fixture = try #require(report.text(result).split(separator: "---- s/b.reeve: the fixture ----\n").last)
            .split(separator: "\n\nfailures:")[0]
        #expect(
            report.text(result) == """
                running 2 tests of s/a.reeve
                test holds ... ok
                test <&> #1 ... FAILED

                running 0 tests of s/b.reeve
                fixture ... FAILED

                failures:

                ---- s/a.reeve: <&> #1 ----
                \(failure)
                ---- s/b.reeve: the fixture ----
                \(fixture)

                failures:
                    s/a.reeve: <&> #1
                    s/b.reeve: the fixture

                test result: FAILED; 2 files, finished in 0.000 s
                1 passed, 2 failed, 2 skipped

                """)
        #expect(fixture.hasPrefix("error["))
    }

    @Test func terminalWhereAllIsWell() throws {
        let result = try Desk.run(["a.reeve": "test t { expect no(users) }"], at: ["a.reeve"])
        var style = TerminalReport.Style()
        var loud = TerminalReport(style)
        #expect(
            loud.text(result)
                == "running 1 test of a.reeve\ntest t ... ok\n\ntest result: ok; 1 file, finished in 0.000 s\n1 passed, 0 failed\n"
        )
        style.isQuiet = true
        var quiet = TerminalReport(style)
        #expect(quiet.text(result) == "1 passed, 0 failed\n")
        style.isQuiet = false
        style.isColored = true
        var colored = TerminalReport(style)
        #expect(colored.text(result).contains("test t ... \u{1b}[32mok\u{1b}[0m\n"))
    }

    @Test func whatATestPrintsIsShownWhereItFails() throws {
        let result = try Desk.run("test t { print \"users\\u{7}\"; expect no(users) }")
        var report = TerminalReport()
        #expect(!report.text(result).contains("\u{7}"))
    }

    @Test func junit() throws {
        var result = try result()
        let fixture = result.suites[1].fixtureFailures[0]
        result.suites[1].fixtureFailures = [fixture]
        result.suites[1].fixtureFailures[0].source = nil
        result.suites[1].fixtureFailures[0].notes = []
        result.suites[1].fixtureFailures[0].label = ""
        result.suites[0].tests[0].microseconds = 1_234_567
        let escaped = failure.replacing("<&> #1", with: "&lt;&amp;&gt; #1").replacing("-->", with: "--&gt;")
        #expect(
            JUnitReport.text(result) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites name="reeve" tests="5" failures="1" errors="1" skipped="2" time="0.000">
                  <testsuite name="s/a.reeve" tests="3" failures="1" errors="0" skipped="1" time="0.000">
                    <testcase classname="s/a.reeve" name="holds" file="s/a.reeve" line="2" time="1.234"/>
                    <testcase classname="s/a.reeve" name="&lt;&amp;&gt; #1" file="s/a.reeve" line="3" time="0.000">
                      <failure type="expectation-failed" message="this does not hold">\(escaped)</failure>
                    </testcase>
                    <testcase classname="s/a.reeve" name="left out" file="s/a.reeve" line="4" time="0.000">
                      <skipped/>
                    </testcase>
                  </testsuite>
                  <testsuite name="s/b.reeve" tests="2" failures="0" errors="1" skipped="1" time="0.000">
                    <testcase classname="s/b.reeve" name="the fixture" file="s/b.reeve">
                      <error type="\(fixture.code)" message="\(fixture.message)">error[\(fixture.code)]: \(fixture.message)
                </error>
                    </testcase>
                    <testcase classname="s/b.reeve" name="never" file="s/b.reeve" time="0.000">
                      <skipped/>
                    </testcase>
                  </testsuite>
                </testsuites>

                """)
    }

    @Test func tap() throws {
        var result = try result()
        result.suites.remove(at: 1)
        #expect(
            TAPReport.text(result) == """
                TAP version 14
                1..3
                ok 1 - s/a.reeve: holds
                not ok 2 - s/a.reeve: <&> \\#1
                  ---
                  severity: fail
                  code: expectation-failed
                  failures: |
                    error[expectation-failed]: this does not hold
                     --> s/a.reeve:3:17
                      |
                    3 | test "<&> #1" { expect no(users) }
                      |                 ^^^^^^^^^^^^^^^^
                      = it is (ann)
                  ...
                ok 3 - s/a.reeve: left out # SKIP

                """)
    }

    @Test func github() throws {
        var result = try result()
        result.suites.remove(at: 1)
        #expect(
            GitHubReport.text(result)
                == "::error file=s/a.reeve,line=3,col=17,title=<&> #1::this does not hold%0Ait is (ann)\n")
    }

    @Test func githubEscapesWhatItReads() throws {
        let result = try Desk.run(
            ["a,b.reeve": "test \"50% : done\" { expect any(users) }"], at: ["a,b.reeve"])
        #expect(GitHubReport.text(result).hasPrefix("::error file=a%2Cb.reeve,line=1,col=21,title=50%25 %3A done::"))
    }
}
