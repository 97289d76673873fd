/// Writes a script in its one form: from its tokens, ordered as its tree says. There are no options.
///
/// What comes out is read again, and held back where the tree is another or a comment is missing.
package enum Formatter {
    package enum Outcome: Sendable {
        case formatted([UInt8])
        /// The script is wrong: nothing to format.
        case invalid([Diagnostic])
        /// A fault of the formatter's own, found by reading its work again (`format-refused`).
        case refused(Diagnostic)
    }

    package static func format(_ source: SourceText, limits: SyntaxLimits = .init()) -> Outcome {
        let symbols = SymbolTable()
        let before = Parser.parse(source, symbols: symbols, limits: limits)
        guard before.diagnostics.isEmpty else { return .invalid(before.diagnostics) }
        let traceBefore = FormatterTrace(before.statements)
        let tokens = FormatterTokens(source, symbols: symbols, limits: limits, bareNames: traceBefore.bareNames)
        var outline = FormatterOutline(tokens)
        let lines = outline.script(before.statements)
        var layout = FormatterLayout(outline)
        layout.write(lines)
        let written = SourceText(name: source.name, bytes: layout.output.bytes)

        let after = Parser.parse(written, symbols: symbols, limits: limits)
        if let error = after.diagnostics.first {
            return refused(source, "what was written is no script", error.message)
        }
        guard FormatterTrace(after.statements).shape == traceBefore.shape else {
            return refused(source, "what was written does not mean the same", nil)
        }
        guard comments(source, before.comments) == comments(written, after.comments) else {
            return refused(source, "a comment was lost", nil)
        }
        return .formatted(written.bytes)
    }

    /// The comments without their places: clauses that move take theirs along.
    private static func comments(_ source: SourceText, _ ranges: [SourceRange]) -> [[UInt8]] {
        ranges.map { Array(source.trimmedComment($0)) }.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private static func refused(_ source: SourceText, _ message: String, _ note: String?) -> Outcome {
        .refused(
            Diagnostic(
                code: "format-refused", message: "the script was left as it is: \(message)", source: nil,
                range: SourceRange(0, 0),
                notes: (note.map { [$0] } ?? []) + ["in `\(escaped(source.name))`; a fault of the formatter's own"]))
    }
}

extension SourceText {
    /// The bytes of a comment without the spaces at its end.
    func trimmedComment(_ range: SourceRange) -> ArraySlice<UInt8> {
        var text = bytes[Int(range.start)..<Int(range.end)]
        while let last = text.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") { text.removeLast() }
        return text
    }
}
