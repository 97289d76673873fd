import ReeveDomain
import ReeveLanguage
import ReeveSyntax
import Testing

/// Scripts that no text file can hold: each with the code and the place of what is said first.
@Suite struct BadBytes {
    struct Row: Sendable, CustomTestStringConvertible {
        var title: String
        var bytes: [UInt8]
        var code: String
        var line: Int
        var column: Int

        var testDescription: String { title }

        init(_ title: String, _ bytes: [UInt8], _ code: String, _ line: Int = 1, _ column: Int = 10) {
            self.title = title
            self.bytes = bytes
            self.code = code
            self.line = line
            self.column = column
        }

        init(_ title: String, _ text: String, _ code: String, _ line: Int = 1, _ column: Int = 10) {
            self.init(title, Array(text.utf8), code, line, column)
        }
    }

    static let rows: [Row] = [
        Row("a byte that begins nothing", Array("add user ".utf8) + [0xFF], "invalid-utf8"),
        Row("Latin 1", Array("add user Ren".utf8) + [0xE9] + Array(" \n".utf8), "invalid-utf8", 1, 13),
        Row("a cut character", Array("add user ".utf8) + [0xE2, 0x82], "invalid-utf8"),
        Row("an overlong slash", Array("add user ".utf8) + [0xC0, 0xAF], "invalid-utf8"),
        Row("a surrogate", Array("add user ".utf8) + [0xED, 0xA0, 0x80], "invalid-utf8"),
        Row("beyond Unicode", Array("add user ".utf8) + [0xF5, 0x80, 0x80, 0x80], "invalid-utf8"),
        Row("UTF-16", [0xFF, 0xFE, 0x61, 0x00, 0x64, 0x00], "invalid-utf8", 1, 1),
        Row("bad bytes in a string", Array("add user \"".utf8) + [0xFE] + Array("\"".utf8), "invalid-utf8", 1, 11),
        Row("bad bytes in a comment", Array("# ".utf8) + [0x80], "invalid-utf8", 1, 3),
        Row("NUL", "add user \u{0}", "invisible-character"),
        Row("NUL in a string", "add user \"a\u{0}b\"", "invisible-character", 1, 12),
        Row("a bell", "add user \u{7}", "invisible-character"),
        Row("an escape for a terminal", "add user \"\u{1B}[2J\"", "invisible-character", 1, 11),
        Row("delete", "add user \u{7F}", "invisible-character"),
        Row("a right-to-left override", "add user a\u{202E}b", "invisible-character", 1, 11),
        Row("an override in a comment", "# a\u{202E}b", "invisible-character", 1, 4),
        Row("an isolate in a string", "print \"a\u{2066}b\"", "invisible-character", 1, 9),
        Row("a zero-width space", "add user a\u{200B}b", "invisible-character", 1, 11),
        Row("a zero-width joiner", "add user \"a\u{200D}b\"", "invisible-character", 1, 12),
        Row("a byte order mark inside", "add user \u{FEFF}x", "invisible-character"),
        Row("a line separator", "add user x\u{2028}add user y", "invisible-character", 1, 11),
        Row("a soft hyphen", "add user al\u{AD}ice", "invisible-character", 1, 12),
        Row("a no-break space", "add user\u{A0}x", "unexpected-character", 1, 9),
        Row("curly quotes", "add user \u{201C}x\u{201D}", "curly-quote"),
        Row("low quotes", "add user \u{201E}x\u{201C}", "curly-quote"),
        Row("guillemets", "add user \u{AB}x\u{BB}", "curly-quote"),
        Row("a curly apostrophe", "add user \u{2018}x\u{2019}", "curly-quote"),
        Row("a lone carriage return", "add user x\radd user y", "lone-carriage-return", 1, 11),
        Row("a mark and CRLF before an error", [0xEF, 0xBB, 0xBF] + Array("# a\r\nadd\r\n".utf8), "expected", 2, 4),
        Row("tabs before an error", "\t\tadd custmer x", "unknown-kind", 1, 7),
        Row("an escape that is no character", "add user \"\\u{D800}\"", "bad-escape", 1, 11),
        Row("an escape beyond Unicode", "add user \"\\u{110000}\"", "bad-escape", 1, 11),
        Row("an escaped override in a name", "add user \"a\\u{202E}b\"", "bad-name"),
        Row("a name too long", "add user " + String(repeating: "x", count: 129), "name-too-long"),
        Row("a string too long", "print \"" + String(repeating: "x", count: 65_537) + "\"", "too-long", 1, 7),
        Row("deep parentheses", "let $x = " + String(repeating: "(", count: 100), "too-deep", 1, 74),
        Row(
            "deep blocks", String(repeating: "if $now is set { ", count: 100) + String(repeating: "}", count: 100),
            "too-deep", 1, 1104),
        Row("deep negation", "if " + String(repeating: "not ", count: 5000) + "$now is set { }", "too-deep", 1, 260),
    ]

    @Test(arguments: rows)
    func isRefusedAtItsPlace(_ row: Row) throws {
        var world = World()
        let outcome = world.run(SourceText(name: "bytes.reeve", bytes: row.bytes))
        let first = try #require(outcome.diagnostics.first)
        let source = try #require(first.source)
        let position = LineIndex(source).position(first.range.start)
        #expect(first.code == row.code)
        #expect(position.line == row.line && position.column == row.column, "at \(position)")
        #expect(outcome.report == nil && world.events.isEmpty)
        let error = try #require(outcome.error)
        #expect(
            !error.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n") || $0 == "\u{202E}" || $0 == "\u{7F}" })
        #expect(error.utf8.count < 4000, "an error stays readable")
    }

    @Test(arguments: ["", "\n", "\r\n\r\n", "# nothing\n", "\u{FEFF}", "\u{FEFF}# nothing", ";;;", " \t "])
    func nothingIsFine(_ text: String) {
        var world = World()
        let outcome = world.run(SourceText(name: "empty.reeve", bytes: Array(text.utf8)))
        #expect(outcome.error == nil && outcome.report?.isEmpty == true)
    }

    @Test func linesMayEndAndBeginAsTheyDoEverywhere() {
        var world = World()
        let outcome = world.run(
            SourceText(name: "mixed.reeve", bytes: Array("\u{FEFF}add user a\r\n\tadd user b # c\r\nadd user é\n".utf8))
        )
        #expect(outcome.error == nil)
        #expect(world.state.user("a") != nil && world.state.user("b") != nil && world.state.user("é") != nil)
    }

    /// Bounds that are too far off for a script of a few lines.
    @Test func loopsHaveABound() {
        var limits = RunLimits()
        limits.turns = 3
        var transaction = Transaction(state: State(), now: Instant(milliseconds: 0), actor: .superuser)
        var interpreter = Interpreter(limits: limits)
        let source = SourceText(
            name: "loop.reeve", text: "for each $a in (x, y) { for each $b in (z, w) { print $b } }")
        #expect(throws: ScriptFailure.self) { try interpreter.run([source], in: &transaction) }
    }

    /// A message takes in a huge line in part, and the reader is done with it at once.
    @Test func hugeLinesStayReadable() {
        var world = World()
        let long = "add user " + Array(repeating: "someone", count: 100_000).joined(separator: " ")
        let outcome = world.run(long)
        #expect(outcome.codes == ["expected"])
        #expect((outcome.error ?? "").utf8.count < 2000)
    }
}
