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
        let trace = FormatterTrace(before.statements, symbols)
        let tokens = FormatterTokens(source, symbols: symbols, limits: limits, bareNames: trace.bareNames)
        var kept: Set<Int> = []
        while true {
            var outline = FormatterOutline(tokens, keeping: kept)
            let lines = outline.script(before.statements)
            var layout = FormatterLayout(outline)
            layout.write(lines)
            let written = SourceText(name: source.name, bytes: layout.output.bytes)
            guard let fault = fault(in: written, of: source, trace, before.comments, symbols, limits) else {
                return .formatted(written.bytes)
            }
            guard kept.isEmpty else { return .refused(fault) }
            // In rare sentences a clause that moves goes on with what it comes to stand behind, as `until` does with
            // `team of acme`. There the writer's order stays.
            kept = changed(before.statements, written, symbols, limits)
        }
    }

    /// The numbers of the statements that read differently now; all, where that cannot be told.
    private static func changed(
        _ statements: [StatementSyntax], _ written: SourceText, _ symbols: SymbolTable, _ limits: SyntaxLimits
    ) -> Set<Int> {
        let after = Parser.parse(written, symbols: symbols, limits: limits).statements
        guard after.count == statements.count else { return Set(statements.indices) }
        return Set(
            statements.indices.filter {
                FormatterTrace([statements[$0]], symbols).shape != FormatterTrace([after[$0]], symbols).shape
            })
    }

    /// What is wrong with what was written; nil where it is the script that was read.
    static func fault(
        in written: SourceText, of source: SourceText, _ trace: FormatterTrace, _ comments: [SourceRange],
        _ symbols: SymbolTable, _ limits: SyntaxLimits
    ) -> Diagnostic? {
        let after = Parser.parse(written, symbols: symbols, limits: limits)
        if let error = after.diagnostics.first {
            return refused(source, "what was written is no script", error.message)
        }
        guard FormatterTrace(after.statements, symbols).shape == trace.shape else {
            return refused(source, "what was written does not mean the same")
        }
        guard texts(source, comments) == texts(written, after.comments) else {
            return refused(source, "a comment was lost")
        }
        return nil
    }

    /// The comments without their places: clauses that move take theirs along.
    private static func texts(_ source: SourceText, _ ranges: [SourceRange]) -> [[UInt8]] {
        ranges.map { Array(source.trimmedComment($0)) }.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private static func refused(_ source: SourceText, _ message: String, _ note: String? = nil) -> Diagnostic {
        Diagnostic(
            code: "format-refused", message: "`\(escaped(source.name))` was left as it is: \(message)", source: nil,
            range: SourceRange(0, 0), notes: (note.map { [$0] } ?? []) + ["this is a fault of the formatter's own"])
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
