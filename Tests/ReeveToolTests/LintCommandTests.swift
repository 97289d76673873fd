import Testing

@testable import ReeveTool

/// `reeve lint` as it is called: what it prints, writes and returns.
struct LintCommandTests {
    private static let script = "let $x = acme\nadd user alice, bob, alice\n"

    @Test func findingsAreShownAndCounted() {
        let bench = Bench()
        bench.write("a.reeve", Self.script)
        let outcome = bench.reeve("lint", "a.reeve")
        #expect(outcome.status == 1)
        #expect(outcome.output == "2 findings, 2 of them mended by --fix\n")
        #expect(outcome.errors.contains("warning[unused-variable]: `$x` is set and never read\n --> a.reeve:1:5"))
        #expect(outcome.errors.contains("warning[duplicate-name]: `alice` stands in this list already"))
        #expect(bench.storeBytes.isEmpty)
    }

    @Test func fixesAreWritten() {
        let bench = Bench()
        bench.write("a.reeve", Self.script)
        #expect(bench.reeve("lint", "--fix", "--read-only", "a.reeve").status == 64)
        #expect(bench.read("a.reeve") == Array(Self.script.utf8))
        let outcome = bench.reeve("lint", "--fix", "a.reeve")
        #expect(outcome.status == 0)
        #expect(outcome.output == "mended a.reeve\nno findings, 2 mended\n")
        #expect(bench.read("a.reeve") == Array("add user alice, bob\n".utf8))
        #expect(bench.reeve("lint", "--fix", "a.reeve").output == "no findings, 0 mended\n")
    }

    @Test func blocksOfMarkdown() {
        let bench = Bench()
        let page =
            "# Page\n\n```reeve\n# lint: allow duplicate-name because \"it is shown\"\nadd user a, a\n```\n\n* item\n"
            + "  ```reeve\n  let $x = acme\n  add user b, c, b\n  ```\n```reeve\ninvite zed as Z to acme\n```\n"
        bench.write("p.md", page)
        let outcome = bench.reeve("lint", ".")
        #expect(outcome.status == 1)
        #expect(outcome.output == "2 findings, 2 of them mended by --fix\n")
        #expect(outcome.errors.contains("warning[unused-variable]: `$x` is set and never read\n  --> ./p.md:10:7"))
        #expect(outcome.errors.contains("`$x` is set and never read") && outcome.errors.contains("./p.md:14` was"))
        let start = page.utf8.count - page[(page.firstRange(of: "  let $x")?.lowerBound ?? page.endIndex)...].utf8.count
        #expect(bench.reeve("lint", "--json", "p.md").output.contains("\"start\": \(start),"))
        let mended = bench.reeve("lint", "--fix", "p.md")
        #expect(mended.output == "mended p.md\nno findings, 2 mended\n")
        let form = page.replacing("  let $x = acme\n", with: "").replacing("b, c, b", with: "b, c")
        #expect(String(decoding: bench.read("p.md"), as: UTF8.self) == form)
        #expect(bench.reeve("lint", "--fix", "p.md").output == "no findings, 0 mended\n")
        // All of a block, without an end.
        bench.write("q.md", "```reeve\nlet $x = acme")
        #expect(bench.reeve("lint", "--fix", "q.md").output == "mended q.md\nno findings, 1 mended\n")
        #expect(bench.read("q.md") == Array("```reeve\n".utf8))
    }

    @Test func findingsAreADocument() {
        let bench = Bench()
        bench.write("a.reeve", "let $x = acme\n")
        let outcome = bench.reeve("lint", "--json", "a.reeve")
        #expect(outcome.status == 1 && outcome.errors.isEmpty)
        #expect(
            outcome.output == """
                {
                  "format": "reeve.lint/1",
                  "ok": false,
                  "mended": 0,
                  "changed": [],
                  "findings": [
                    {
                      "severity": "warning",
                      "code": "unused-variable",
                      "message": "`$x` is set and never read",
                      "file": "a.reeve",
                      "line": 1,
                      "column": 5,
                      "label": "take the `let` out",
                      "notes": [],
                      "fix": {
                        "start": 0,
                        "end": 14,
                        "replacement": ""
                      }
                    }
                  ],
                  "notRun": []
                }

                """)
    }

    @Test func findingsAreAnnotations() {
        let bench = Bench()
        bench.write("a.reeve", "let $x = acme\n")
        let outcome = bench.reeve("lint", "--report", "github", "--quiet", "a.reeve")
        #expect(
            outcome.output
                == "::warning file=a.reeve,line=1,col=5,title=unused-variable::`$x` is set and never read: take the `let` out\n"
        )
        #expect(bench.reeve("lint", "--report", "junit=x", "a.reeve").status == 64)
    }

    @Test func aScriptThatIsNoneIsAnError() {
        let bench = Bench()
        bench.write("a.reeve", "asign alice\n")
        let outcome = bench.reeve("lint", "a.reeve")
        #expect(outcome.status == 3 && outcome.errors.contains("error["))
        #expect(bench.reeve("lint", "b.reeve").status == 3)
    }

    @Test func aScriptThatDoesNotRunAloneIsRead() {
        let bench = Bench()
        bench.write("a.reeve", "invite alice as Operator to acme\n")
        let outcome = bench.reeve("lint", "a.reeve")
        #expect(outcome.status == 0)
        #expect(outcome.errors == "note: only the text of `a.reeve` was looked at: there is no user `alice`\n")
    }

    @Test func aStoreIsWhatScriptsStandOn() {
        let bench = Bench()
        bench.write("world.reeve", world)
        #expect(bench.reeve("run", "world.reeve").status == 0)
        let before = bench.storeBytes
        bench.write("a.reeve", "disable user bob\ninvite bob as Viewer to acme\n")
        let outcome = bench.reeve("lint", "--store", "reeve.store", "a.reeve")
        #expect(outcome.errors.contains("warning[grant-to-disabled]") && outcome.status == 1, "\(outcome)")
        #expect(bench.storeBytes == before)
    }
}
