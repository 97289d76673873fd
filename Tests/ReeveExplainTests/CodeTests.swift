import Foundation
import ReeveDomain
import ReeveLanguage
import ReeveLint
import ReeveTesting
import Testing

@testable import ReeveExplain
@testable import ReeveSyntax

/// No code without a page, and no page without a code.
struct CodeTests {
    /// Those that are one word, so that they could be any word.
    private static let shortCodes: Set = ["expected", "escalation", "usage", "coverage"]

    /// Every code that stands in the sources where codes stand, with a file that has it.
    private var written: [String: String] {
        get throws {
            let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "Sources")
            let place =
                #/(?:code:|code\ =|error\(|fail\(|Refusal\(|warn\(|Failure\(\s*\.\w+,|unknown\(|report\(|refuse\w*\(|Problem\(|case\ \w+\ =|\w+,\ )\s*"(?<code>[a-z]+(?:-[a-z]+)*)"/#
            let message = #/error\[(?<code>[a-z-]+)\]/#
            var found: [String: String] = [:]
            let files = try #require(FileManager.default.enumerator(atPath: root.path))
            for case let file as String in files
            where file.hasSuffix(".swift") && !Self.apart.contains(where: file.hasPrefix) {
                let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
                for match in text.matches(of: place) { found[String(match.output.code)] = file }
                for match in text.matches(of: message) { found[String(match.output.code)] = file }
            }
            return found.filter { $0.key.contains("-") || Self.shortCodes.contains($0.key) }
        }
    }

    /// Where words stand that are no codes: the pages themselves, and what a browser reads.
    private static let apart = ["ReeveExplain/", "ReeveExchange/Page/"]

    /// What looks like a code and is none: actions of the audit log, kinds of deliveries.
    private static let others: Set = ["switch-back", "standing-set", "password-reset"]

    @Test func everyCodeHasItsPage() throws {
        for (code, file) in try written where !Self.others.contains(code) {
            #expect(
                CodePages.page(of: code) != nil,
                "\(file) has the code `\(code)`: write its page in Sources/ReeveExplain (or, if it is none, name it in `others`)"
            )
        }
        for code in LintCode.allCases { #expect(CodePages.page(of: code.rawValue) != nil) }
    }

    @Test func everyPageHasItsCode() throws {
        let known = Set(try written.keys).union(LintCode.allCases.map(\.rawValue))
        for page in CodePages.all { #expect(known.contains(page.code), "nothing has the code `\(page.code)`") }
    }

    @Test func everyPageIsOne() {
        #expect(Set(CodePages.all.map(\.code)).count == CodePages.all.count)
        for page in CodePages.all {
            #expect(!page.meaning.isEmpty && page.meaning.hasSuffix("."), "\(page.code)")
            #expect(page.trial != .none || !page.cause.isEmpty || Self.unshown.contains(page.code), "\(page.code)")
        }
        for code in Self.unshown { #expect(CodePages.page(of: code)?.trial == CodePage.Trial.none, "\(code)") }
    }

    /// What no few lines show: it takes a program, or a fault of Reeve's own.
    private static let unshown: Set = [
        "export-refused", "foreign-handle", "stale-handle",
    ]

    // MARK: Causes that are too long to show

    @Test func longCauses() throws {
        var caused: Set<String> = []
        func run(_ code: String, _ text: String, turns: Int = 1000, steps: Int = 1_000_000) {
            caused.insert(code)
            var limits = RunLimits()
            limits.turns = turns
            limits.steps = steps
            var interpreter = Interpreter(limits: limits)
            var transaction = Transaction(state: State(), now: ExampleTests.now, actor: .superuser)
            let error = #expect(throws: ScriptFailure.self, "\(code)") {
                try interpreter.run([SourceText(name: "example.reeve", text: text)], in: &transaction)
            }
            #expect(error?.diagnostics.map(\.code) == [code])
        }
        run("lone-carriage-return", "add user a\radd user b\n")
        run("too-long", "print \"\(String(repeating: "a", count: 65 << 10))\"")
        run("name-too-long", "add user \(String(repeating: "a", count: 129))")
        run(
            "too-many-actions", "define kind k in customer { can \((0...64).map { "a\($0)" }.joined(separator: ", ")) }"
        )
        run(
            "too-many-turns",
            "for each $a in (1, 2, 3, 4) { for each $b in (1, 2, 3, 4) { print $a; print $b } }", turns: 10)
        run(
            "too-many-steps",
            "add user a, b, c, d\nfor each $user in users { if count(users where status = active) > 9 { print $user } }",
            steps: 10)
        caused.insert("unknown-directive")
        let page = MemoryTestFiles(["a.md": "```reeve skip\nprint a\n```\n"])
        let error = #expect(throws: ScriptFailure.self) { try TestFinder(page).scripts(at: ["a.md"]) }
        #expect(error?.diagnostics.map(\.code) == ["unknown-directive"])
        // What the formatter writes is judged by this.
        caused.insert("format-refused")
        let symbols = SymbolTable()
        let source = SourceText(name: "a.reeve", text: "add user a  # why\n")
        let read = Parser.parse(source, symbols: symbols)
        let fault = Formatter.fault(
            in: SourceText(name: "a.reeve", text: "add user a\n"), of: source,
            FormatterTrace(read.statements, symbols), read.comments, symbols, .init())
        #expect(fault?.code == "format-refused")
        #expect(caused == Set(CodePages.all.filter { !$0.cause.isEmpty }.map(\.code)))
    }
}
