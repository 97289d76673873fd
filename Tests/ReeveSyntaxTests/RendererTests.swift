import Testing

@testable import ReeveSyntax

@Suite struct RendererTests {
    private func render(_ text: String, _ range: SourceRange, colored: Bool = false) -> String {
        var renderer = DiagnosticRenderer(colored: colored)
        return renderer.render(
            Diagnostic(
                code: "unknown-role", message: "there is no role `Adminn`",
                source: SourceText(name: "onboard.reeve", text: text),
                range: range, label: "did you mean `Admin`?",
                notes: ["roles a manager may have: Admin, Analyst, Operator"]))
    }

    @Test func hasTheShapeOfTheContract() {
        let text = String(repeating: "\n", count: 11) + "assign alice as Adminn to all customers\n"
        #expect(
            render(text, SourceRange(27, 33)) == """
                error[unknown-role]: there is no role `Adminn`
                  --> onboard.reeve:12:17
                   |
                12 | assign alice as Adminn to all customers
                   |                 ^^^^^^ did you mean `Admin`?
                   = roles a manager may have: Admin, Analyst, Operator

                """)
    }

    @Test func caretFollowsTabsAndWideCharacters() {
        #expect(render("\ta 东京 x", SourceRange(10, 11)).contains("1 |     a 东京 x\n  |            ^ did"))
        #expect(render("e\u{301} x", SourceRange(4, 5)).contains("  |   ^ did"))
    }

    @Test func longLinesAreCut() {
        let text = String(repeating: "a", count: 10_000) + "XY" + String(repeating: "b", count: 10_000)
        let lines = render(text, SourceRange(10_000, 10_002)).split(separator: "\n")
        #expect(lines[1] == " --> onboard.reeve:1:10001")
        #expect(lines[3].count < 140 && lines[3].contains("XY") && lines[3].contains("…"))
        let caret = lines[4].firstIndex(of: "^")
        #expect(
            caret.map { lines[4].distance(from: lines[4].startIndex, to: $0) }
                == lines[3].firstRange(of: "XY").map { lines[3].distance(from: lines[3].startIndex, to: $0.lowerBound) }
        )
    }

    @Test func whatCannotBeSeenIsEscaped() {
        #expect(escaped("a\u{202E}b\u{1B}[31m") == "a\\u{202e}b\\u{1b}[31m")
        #expect(!render("\u{1B}[31m x", SourceRange(6, 7)).contains("\u{1B}"))
        #expect(render("x", SourceRange(0, 1), colored: true).contains("\u{1B}[1;31merror[unknown-role]\u{1B}[0m"))
    }

    @Test func findsLinesAndColumns() {
        let index = LineIndex(SourceText(name: "x", text: "\u{FEFF}ab\r\ncé\n"))
        #expect(index.position(3) == (1, 1))
        #expect(index.position(4) == (1, 2))
        #expect(index.position(10) == (2, 3))
        #expect(index.lineCount == 3)
        #expect(index.range(line: 1) == SourceRange(3, 5))
        #expect(index.offset(line: 2, column: 3) == 10)
    }
}
