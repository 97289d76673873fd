/// Ends the reading of one statement; what went wrong is in `Parser.failure`.
struct SyntaxFailure: Error {}

/// What stands at a place where no fixed word does.
struct ExpectedThings: OptionSet, Sendable {
    let rawValue: UInt16

    static let name = ExpectedThings(rawValue: 1)
    static let value = ExpectedThings(rawValue: 2)
    static let comma = ExpectedThings(rawValue: 4)
    static let comparison = ExpectedThings(rawValue: 8)
    static let set = ExpectedThings(rawValue: 16)
    static let closing = ExpectedThings(rawValue: 32)
    static let block = ExpectedThings(rawValue: 64)
    static let end = ExpectedThings(rawValue: 128)
    static let equal = ExpectedThings(rawValue: 256)
    static let opening = ExpectedThings(rawValue: 512)
    static let variable = ExpectedThings(rawValue: 1024)
    static let string = ExpectedThings(rawValue: 2048)

    var descriptions: [String] {
        let all: [(ExpectedThings, String)] = [
            (.name, "a name"), (.value, "a value"), (.variable, "a variable"), (.string, "a text in double quotes"),
            (.set, "a set"), (.comma, "`,`"), (.equal, "`=`"), (.comparison, "a comparison"), (.opening, "`(`"),
            (.closing, "`)`"), (.block, "`{`"), (.end, "the end of the statement"),
        ]
        return all.filter { contains($0.0) }.map(\.1)
    }
}

extension Parser {
    @inline(__always)
    func at(_ keyword: Keyword) -> Bool {
        !atEnd && current.is(keyword)
    }

    @inline(__always)
    mutating func accept(_ keyword: Keyword) -> Bool {
        if !atEnd, current.is(keyword) {
            advance()
            return true
        }
        expectedWords.insert(keyword)
        return false
    }

    @inline(__always)
    mutating func accept(_ kind: Token.Kind, _ thing: ExpectedThings) -> Bool {
        if !atEnd, current.kind == kind {
            advance()
            return true
        }
        expectedThings.insert(thing)
        return false
    }

    mutating func expect(_ keyword: Keyword) throws(SyntaxFailure) {
        guard accept(keyword) else { throw failExpected() }
    }

    mutating func expect(_ kind: Token.Kind, _ thing: ExpectedThings) throws(SyntaxFailure) {
        guard accept(kind, thing) else { throw failExpected() }
    }

    /// Reads what stands in `( )`; inside, line ends do not count and no clause word of the sentence is awaited.
    mutating func parseParenthesized<Result>(
        _ body: (inout Parser) throws(SyntaxFailure) -> Result
    ) throws(SyntaxFailure) -> Result {
        let opening = current.range
        expectedThings.insert(.opening)
        guard !atEnd, current.kind == .leftParenthesis else { throw failExpected() }
        try enter(opening)
        let outer = (follow, openParenthesis)
        follow = []
        openParenthesis = opening
        parentheses += 1
        advance()
        let result = try body(&self)
        guard current.kind == .rightParenthesis else {
            expectedThings.insert(.closing)
            throw failExpected()
        }
        parentheses -= 1
        (follow, openParenthesis) = outer
        nesting -= 1
        advance()
        return result
    }

    /// One level deeper, within the bound.
    mutating func enter(_ range: SourceRange) throws(SyntaxFailure) {
        guard nesting < limits.nesting else {
            throw fail(
                "too-deep", "more than \(limits.nesting) blocks, parentheses or conditions within each other", range,
                label: "split it: name a part with `let`, or make a procedure of it",
                notes: ["to raise the bound: --limit nesting=\(limits.nesting * 2)"])
        }
        nesting += 1
    }

    // MARK: Failing

    mutating func fail(
        _ code: String, _ message: String, _ range: SourceRange, label: String = "", notes: [String] = [],
        fix: Diagnostic.Fix? = nil
    ) -> SyntaxFailure {
        failure = Diagnostic(
            code: code, message: message, source: source, range: range, label: label, notes: notes, fix: fix)
        if current.range.start == probe, probed == nil { answerProbe(isStart: code == "unknown-statement") }
        return SyntaxFailure()
    }

    /// `expected `as`, `to` or a name`, from what was asked for at this token.
    mutating func failExpected(label: String = "", notes: [String] = []) -> SyntaxFailure {
        if parentheses > 0, current.kind.endsStatement || current.newlineBefore && current.isOne(of: Self.verbs) {
            return fail(
                "unclosed-parenthesis", "this `(` is not closed", openParenthesis, label: "`)` is missing")
        }
        if parentheses > 0, label.isEmpty, current.kind == .word || current.kind == .string, index > 1,
            tokens[index - 1].kind == .word || tokens[index - 1].kind == .string,
            tokens[index - 2].kind == .leftParenthesis || tokens[index - 2].kind == .comma
        {
            let before = tokens[index - 1].range
            return fail(
                "expected", "expected `,` or `)`, found \(describeCurrent())", current.range,
                label: "names in a list stand apart: `\(typed(before)), \(typed(current.range))`",
                fix: Diagnostic.Fix(range: SourceRange(before.end, before.end), replacement: ","))
        }
        var wanted = expectedThings.descriptions
        let words = expectedWords.all.map { "`\($0.spelling)`" }
        // A name takes any word, so the fixed ones are told only where there are few.
        wanted = words.count > 8 ? wanted : words + wanted
        let message = "expected \(Self.list(wanted)), found \(describeCurrent())"
        if label.isEmpty, let meant = meantKeyword() {
            return fail(
                "expected", message, placeOfFailure, label: "did you mean `\(meant.spelling)`?", notes: notes,
                fix: Diagnostic.Fix(range: current.range, replacement: meant.spelling))
        }
        return fail("expected", message, placeOfFailure, label: label, notes: notes)
    }

    /// Where the statement ended too early, the place behind its last token; else the token that does not fit.
    var placeOfFailure: SourceRange {
        guard atEnd else { return current.range }
        return current.kind.endsStatement && current.range.start == previousEnd && current.kind != .end
            ? current.range : SourceRange(previousEnd, previousEnd)
    }

    private func describeCurrent() -> String {
        if !atEnd || current.kind == .rightBrace || current.kind == .semicolon {
            return "`\(typed(current.range))`"
        }
        return current.kind == .end ? "the end of the script" : "the end of the line"
    }

    /// The keyword that was asked for and differs from what stands here by case or one slip.
    func meantKeyword() -> Keyword? {
        guard !atEnd, current.kind == .word else { return nil }
        let word = symbols.text(current.symbol)
        guard word.utf8.count < 16 else { return nil }
        return expectedWords.all.first {
            $0.spelling == word.lowercased() || isOneSlip(from: word.lowercased(), to: $0.spelling)
        }
    }

    /// What was typed at a range, in one line.
    func typed(_ range: SourceRange) -> String {
        let text = source.text(range)
        if !text.utf8.contains(where: { $0 < 0x20 }) { return shortened(escaped(text)) }
        return shortened(escaped(text.split(whereSeparator: \.isWhitespace).joined(separator: " ")))
    }

    private func shortened(_ text: String) -> String {
        text.utf8.count <= 120 ? text : String(text.prefix(80)) + "…"
    }

    /// `a, b or c`
    static func list(_ items: [String]) -> String {
        guard let last = items.last else { return "something else" }
        return items.count == 1 ? last : items.dropLast().joined(separator: ", ") + " or " + last
    }
}

/// One letter changed, added, left out, or two neighbours exchanged.
func isOneSlip(from typed: String, to meant: String) -> Bool {
    var typed = typed.unicodeScalars[...]
    var meant = meant.unicodeScalars[...]
    guard typed.count > 1, meant.count > 2 else { return false }
    while let first = typed.first, first == meant.first {
        typed.removeFirst()
        meant.removeFirst()
    }
    while let last = typed.last, last == meant.last {
        typed.removeLast()
        meant.removeLast()
    }
    if typed.count <= 1, meant.count <= 1 { return true }
    return typed.count == 2 && Array(typed.reversed()) == Array(meant)
}
