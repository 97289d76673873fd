import Reeve
import Testing

/// Every bound has its error, and is raised by its option (Grammar/language.md, Bounds).
@Suite struct BoundsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        /// What is just too much at a bound of so many.
        let script: String
        let bound: WritableKeyPath<Bounds, Int> & Sendable
        let tight: Int
        let enough: Int
        let code: String
        let message: String
        var testDescription: String { name }
    }

    static let chain = (0..<70).map { "define procedure p\($0)($a) { \($0 == 0 ? "print $a" : "p\($0 - 1)($a)") }\n" }
        .joined()

    static let cases: [Case] = [
        .init(
            name: "script", script: "print a" + String(repeating: " ", count: 93) + "\n", bound: \.scriptBytes,
            tight: 100,
            enough: 101, code: "too-long", message: "the script is longer than 100 bytes"),
        .init(
            name: "string", script: "print \"123456789\"", bound: \.stringBytes, tight: 8, enough: 9, code: "too-long",
            message: "the string is longer than 8 bytes"),
        .init(
            name: "name", script: "add user " + String(repeating: "x", count: 129), bound: \.nameCharacters, tight: 128,
            enough: 129, code: "name-too-long", message: "a name has at most 128 characters, this one has 129"),
        .init(
            name: "nesting",
            script: "let $a = a; " + String(repeating: "if $a = a {", count: 65) + "print x"
                + String(repeating: "}", count: 65),
            bound: \.nesting, tight: 64, enough: 65, code: "too-deep",
            message: "more than 64 blocks, parentheses or conditions"),
        .init(
            name: "depth", script: chain + "p69(x)", bound: \.callDepth, tight: 64, enough: 70, code: "too-deep",
            message: "procedures and files are at most 64 deep in each other"),
        .init(
            name: "turns", script: "for each $x in (a, b, c) { print $x }", bound: \.loopTurns, tight: 2, enough: 3,
            code: "too-many-turns", message: "the loops and calls of one run turn at most 2 times"),
        .init(
            name: "steps of a set", script: "add user a, b, c; print count(users where status = active)",
            bound: \.steps, tight: 8, enough: 9, code: "too-many-steps",
            message: "the sets, conditions and rules of one run look at most at 8 things"),
        .init(
            name: "steps of a loop",
            script: "add user a, b, c; for each $x in users { if any(users where status = active) { print $x } }",
            bound: \.steps, tight: 32, enough: 33, code: "too-many-steps",
            message: "the sets, conditions and rules of one run look at most at 32 things"),
        .init(
            name: "steps of a rule",
            script: "add user a, b, c; define rule r { require count(users where status = active) < 9 }",
            bound: \.steps, tight: 8, enough: 9, code: "too-many-steps",
            message: "the sets, conditions and rules of one run look at most at 8 things"),
        .init(
            name: "calls", script: chain + "p9(x); p9(x)", bound: \.loopTurns, tight: 19, enough: 20,
            code: "too-many-turns",
            message: "the loops and calls of one run turn at most 19 times"),
    ]

    private func failure(_ test: Case, _ bound: Int) -> Failure? {
        do throws(Failure) {
            let session = try memorySession("") { $0.bounds[keyPath: test.bound] = bound }
            try session.run(test.script, named: "script")
            return nil
        } catch { return error }
    }

    @Test(arguments: cases) func hasItsErrorAndItsOption(_ test: Case) {
        let failure = failure(test, test.tight)
        let problem = failure?.problems.first
        #expect(
            problem?.code == test.code && problem?.message.hasPrefix(test.message) == true,
            "\(failure?.description ?? "")")
        // What is written in the message raises it.
        let shown = failure?.problems.map(\.rendered).joined() ?? ""
        let name = Bounds.named.first { $0.bound == test.bound }?.name ?? ""
        #expect(shown.contains("--limit \(name)="), "\(shown)")
        #expect(self.failure(test, test.enough) == nil, "\(self.failure(test, test.enough)?.description ?? "")")
    }

    @Test func errorsOfAFile() throws {
        let script = String(repeating: "frobnicate\n", count: 30)
        for (bound, wanted) in [(10, 10), (20, 20), (40, 30)] {
            let session = try memorySession("") { $0.bounds.errors = bound }
            #expect(try session.check(script, named: "script").count == wanted)
        }
    }

    /// A procedure that nests blocks and calls itself, or fans out, ends by a bound and not by the machine's.
    @Test(arguments: ["if $a = a {", "for each $x in (a) {", "act as ann {"]) func blocksWithinProcedures(block: String)
        throws
    {
        let session = try memorySession(
            "define system role Admin { can do anything to anything }\nadd user ann\ninvite ann as Admin to partner")
        let script =
            "define procedure p($a) {\n" + String(repeating: block + "\n", count: 60) + "p($a)\n"
            + String(repeating: "}\n", count: 60) + "}\np(a)"
        let failure = #expect(throws: Failure.self) { try session.run(script, named: "script") }
        let message = failure?.problems.first?.message ?? ""
        #expect(message == "blocks and procedures are at most 128 deep in each other", "\(message)")
    }

    @Test func callsFanOut() throws {
        let script =
            "define procedure p0($a) { print $a }\n"
            + (1..<60).map { "define procedure p\($0)($a) { p\($0 - 1)($a); p\($0 - 1)($a) }\n" }.joined() + "p59(x)"
        let session = try memorySession("") { $0.bounds.loopTurns = 10_000 }
        let failure = #expect(throws: Failure.self) { try session.run(script, named: "script") }
        #expect(failure?.problems.first?.code == "too-many-turns")
    }

    /// Bounds may be raised, but not beyond what a thread's stack holds.
    @Test func asDeepAsCanBeAskedFor() throws {
        let session = try memorySession("") {
            $0.bounds.nesting = 100_000
            $0.bounds.callDepth = 100_000
        }
        let parts = [
            (
                "if " + String(repeating: "(", count: 126), "$a = a",
                String(repeating: ")", count: 126) + " { print yes }"
            ),
            ("if " + String(repeating: "not ", count: 126), "$a = a", " { }"),
            ("show users where " + String(repeating: "(", count: 126), "name = a", String(repeating: ")", count: 126)),
            (String(repeating: "if $a = a {", count: 127), "print x", String(repeating: "}", count: 127)),
            (
                "count (users where " + String(repeating: "any(users where ", count: 60), "name = a",
                String(repeating: ")", count: 61)
            ),
        ]
        for (open, inner, close) in parts {
            try session.run("let $a = a\n" + open + inner + close, named: "script")
            let deeper =
                String(repeating: "if $a = a {", count: 3) + open + inner + close + String(repeating: "}", count: 3)
            _ = try? session.run("let $a = a\n" + deeper, named: "script")
        }
        let failure = #expect(throws: Failure.self) {
            try session.run("define procedure p($a) { p($a) }\np(x)", named: "script")
        }
        #expect(failure?.problems.first?.code == "too-deep")
    }
}
