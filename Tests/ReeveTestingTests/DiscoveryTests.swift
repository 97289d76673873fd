import ReeveLanguage
import ReeveSyntax
import SeededRandom
import Testing

@testable import ReeveTesting

@Suite struct DiscoveryTests {
    @Test func filesWithoutTestsAreThereForOthers() throws {
        let files = [
            "s/world.reeve": Desk.world, "s/deep/broken-if-run.reeve": "invite x as y to z",
            "s/suite.reeve": "use \"world.reeve\"\ntest t { expect count(users) = 2 }", "s/notes.txt": "test t {",
        ]
        let result = try Desk.run(files, at: ["s"])
        #expect(result.suites.map(\.file) == ["s/suite.reeve"])
        #expect(result.exitStatus == 0)
    }

    @Test func aNamedFileHasToHoldTests() {
        #expect(code(["w.reeve": Desk.world], ["w.reeve"]) == "no-tests")
        #expect(code(["s/w.reeve": Desk.world], ["s"]) == "no-tests")
        #expect(code(["a.md": "# Nothing"], ["a.md"]) == "no-tests")
        #expect(code([:], ["nowhere"]) == "missing-file")
    }

    @Test func aFileIsRunOnce() throws {
        let files = ["s/a.reeve": "test t { expect no(users) }"]
        #expect(try Desk.run(files, at: ["s", "s/a.reeve"]).suites.count == 1)
    }

    @Test func testsOfUsedFilesAreTheirOwn() throws {
        let files = [
            "s/a.reeve": "use \"b.reeve\"\ntest t { expect count(users) = 1 }",
            "s/b.reeve": "add user x\ntest u { expect any(users) }",
        ]
        #expect(try Desk.run(files, at: ["s"]).suites.map { $0.tests.map(\.name) } == [["t"], ["u"]])
    }

    @Test func blocksOfMarkdown() throws {
        let page = """
            # Handbook

            ```reeve
            add user x
            test "first" { expect any(users) }
            ```
            Text, and what is not run:
            ```reeve ignore
            expect nonsense {{{
            ```
            ```swift
            test "other language" {}
            ```
            ~~~~ reeve
            test "second" {
              expect any(users)
            }
            ~~~
            ~~~~

              * in a list
                ```reeve
                test "third" { expect no(users) }
            """
        let result = try Desk.run(["h.md": page], at: ["h.md"])
        #expect(result.suites.map { $0.tests.map(\.name) }.count == 3)
        // A shorter fence does not close a longer one, and so the second block cannot be read.
        #expect(result.suites.map(\.isBroken) == [false, true, false])
        let problem = result.suites[1].fixtureFailures[0]
        #expect(problem.source.map { LineIndex($0).position(problem.range.start).line } == 18)
    }

    /// Whatever a page looks like: each block stands where it says, and put back as it is it changes nothing.
    @Test func blocksArePutBackWhereTheyStood() throws {
        var random = SeededRandom(seed: 11)
        let pieces = [
            "```reeve", "```", "~~~ reeve", "~~~", "  ```reeve", "  ```", "add user x", "  add user y  # é", "",
            "# Text",
            "````reeve", "````", "```sh", "\t```reeve", "> ```reeve", "add user z;add user w",
        ]
        var seen = 0
        for _ in 0..<1_000 {
            let end = random.one("\n", "\n", "\r\n")
            var page = (0..<random.below(14)).map { _ in random.one(pieces) }.joined(separator: end)
            if random.percent(70) { page += end }
            let bytes = Array(page.utf8)
            let blocks = try #require(MarkdownBlocks.read(bytes, named: "p.md"))
            seen += blocks.count
            for block in blocks {
                #expect(block.source.bytes[block.content].elementsEqual(bytes[block.content]))
                let above = block.source.bytes[..<block.content.lowerBound]
                #expect(above.allSatisfy { $0 == 10 || $0 == 32 }, "\(page)")
                #expect(block.content.isEmpty || above.count { $0 == 10 } == block.line, "\(page)")
            }
            let same = blocks.map { ($0, Array(bytes[$0.content])) }
            #expect(MarkdownBlocks.replacing(same, in: bytes, isPlain: false) == bytes, "\(page)")
            // Emptied, every fence stays, and so there are as many blocks.
            let empty = MarkdownBlocks.replacing(blocks.map { ($0, []) }, in: bytes, isPlain: false)
            #expect(MarkdownBlocks.read(empty, named: "p.md")?.count == blocks.count, "\(page)")
        }
        #expect(seen > 500)
    }

    @Test func failuresStandAtTheFilesOwnLines() throws {
        let page = "Text\r\n\r\n```reeve\r\ntest \"t\" {\r\n  expect any(users)\r\n}\r\n```\r\n"
        let result = try Desk.run(["h.md": page], at: ["h.md"])
        let failure = try #require(result.suites[0].tests[0].failures.first)
        let place = try #require(failure.source.map { LineIndex($0).position(failure.range.start) })
        #expect(place == (5, 3))
        var renderer = DiagnosticRenderer()
        #expect(renderer.render(failure).contains("--> h.md:5:3\n  |\n5 |   expect any(users)\n"))
    }

    @Test func unknownDirectivesAreErrors() {
        #expect(
            code(["h.md": "```reeve shuold-panic\ntest t { expect no(users) }\n```"], ["h.md"]) == "unknown-directive")
    }

    @Test func testsInsideBlocksAreErrors() throws {
        for text in [
            "if any(users) { test t { expect any(users) } }", "define procedure p($x) { test t { expect any(users) } }",
        ] {
            let result = try Desk.run(text)
            #expect(Desk.codes(result) == ["nested-test"])
            #expect(result.exitStatus == 3)
        }
    }

    @Test func tooManyBlocks() {
        let page = String(repeating: "\n", count: 100_000) + String(repeating: "```reeve\n```\n", count: 700)
        #expect(code(["h.md": page], ["h.md"]) == "too-long")
    }

    @Test func aLongFenceIsReadInLinearTime() {
        let page = "```reeve" + String(repeating: " ", count: 1_000_000) + "\ntest t { expect no(users) }\n```"
        #expect(code(["h.md": page], ["h.md"]) == nil)
    }

    @Test func blocksAreToldApart() throws {
        let page = "```reeve\ntest t { expect no(users) }\n```\n\n```reeve\ntest t { expect any(users) }\n```\n"
        var report = TerminalReport()
        let text = report.text(try Desk.run(["h.md": page], at: ["h.md"]))
        #expect(text.contains("running 1 test of h.md:1\n"))
        #expect(text.contains("failures:\n    h.md:5: t\n"))
        #expect(text.contains("FAILED; 1 file, "))
    }

    private func code(_ files: [String: String], _ paths: [String]) -> String? {
        do throws(ScriptFailure) {
            _ = try Desk.run(files, at: paths)
            return nil
        } catch {
            return error.diagnostics.first?.code
        }
    }
}
