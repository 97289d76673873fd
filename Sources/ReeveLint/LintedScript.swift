import ReeveDomain
import ReeveSyntax

/// One script, read: its statements, names and comments.
struct LintedScript {
    let source: SourceText
    let symbols = SymbolTable()
    let statements: [StatementSyntax]
    let comments: [SourceRange]
    let mentions: [Lexer.Mention]
    let lines: LineIndex
    /// What is wrong with it: then nothing else is looked for.
    let errors: [Diagnostic]

    init(_ source: SourceText, limits: SyntaxLimits = SyntaxLimits()) {
        self.source = source
        let parsed = Parser.parse(source, symbols: symbols, limits: limits)
        statements = parsed.statements
        comments = parsed.comments.sorted { $0.start < $1.start }
        errors = parsed.diagnostics
        mentions = errors.isEmpty ? Lexer.mentions(in: source, symbols: symbols, limits: limits) : []
        lines = LineIndex(source)
    }

    func text(_ range: SourceRange) -> String { source.text(range) }

    /// A name as it was typed, for a message.
    func shown(_ name: NameSyntax) -> String { "`" + escaped(source.text(name.range)) + "`" }

    func line(_ offset: Int32) -> Int { lines.position(offset).line }

    /// A piece of the script with one space wherever there were several, to compare it with another.
    func normalized(_ range: SourceRange) -> String {
        source.text(range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Every statement, those in blocks behind the one they stand in.
    var everyStatement: [StatementSyntax] {
        var found: [StatementSyntax] = []
        func visit(_ statements: [StatementSyntax]) {
            for statement in statements {
                found.append(statement)
                for block in statement.blocks { visit(block.statements) }
            }
        }
        visit(statements)
        return found
    }

    /// The first statement of some in the order of their places, that begins there or behind.
    static func first(of statements: [StatementSyntax], from start: Int32) -> StatementSyntax? {
        var low = 0
        var high = statements.count
        while low < high {
            let middle = (low + high) / 2
            if statements[middle].range.start < start { low = middle + 1 } else { high = middle }
        }
        return low < statements.count ? statements[low] : nil
    }

    /// The statement of the top level that stands there.
    func statement(at range: SourceRange) -> StatementSyntax? {
        Self.first(of: statements, from: range.start).flatMap { $0.range == range ? $0 : nil }
    }

    var holdsTests: Bool {
        statements.contains { if case .test = $0.body { true } else { false } }
    }

    /// The instant that a date or time stands for; nil for a variable.
    func instant(_ value: ValueSyntax) -> Instant? {
        guard value.unit == nil, value.name.form == .word || value.name.form == .string else { return nil }
        let text = source.text(value.range)
        return Instant(date: text) ?? Instant(instant: text)
    }

    // MARK: Taking something out

    /// Takes out what stands in a range: with its line, where nothing else stands there.
    func removal(of range: SourceRange) -> Diagnostic.Fix {
        let bytes = source.bytes
        let isBlank: (UInt8) -> Bool = {
            $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r")
        }
        var start = Int(range.start)
        var end = Int(range.end)
        while end < bytes.count, isBlank(bytes[end]) { end += 1 }
        let isClosed = end < bytes.count && bytes[end] == UInt8(ascii: ";")
        if isClosed {
            end += 1
            while end < bytes.count, isBlank(bytes[end]) { end += 1 }
        }
        while start > 0, isBlank(bytes[start - 1]) { start -= 1 }
        let beginsLine = start == 0 || bytes[start - 1] == UInt8(ascii: "\n")
        let endsLine = end == bytes.count || bytes[end] == UInt8(ascii: "\n")
        if beginsLine, endsLine {
            return Diagnostic.Fix(range: SourceRange(Int32(start), Int32(min(end + 1, bytes.count))), replacement: "")
        }
        if beginsLine { return Diagnostic.Fix(range: SourceRange(range.start, Int32(end)), replacement: "") }
        if isClosed { return Diagnostic.Fix(range: SourceRange(range.start, Int32(end)), replacement: "") }
        // The last of a line or block: what divided it from the one before goes along.
        if start > 0, bytes[start - 1] == UInt8(ascii: ";") { start -= 1 }
        return Diagnostic.Fix(range: SourceRange(Int32(start), range.end), replacement: "")
    }

    /// Takes one name out of a list of several, with its comma; nil where it is the only one.
    func removal(of name: NameSyntax, from names: [NameSyntax]) -> Diagnostic.Fix? {
        guard names.count > 1, let at = names.firstIndex(where: { $0.range == name.range }) else { return nil }
        let range =
            at > 0
            ? SourceRange(names[at - 1].range.end, name.range.end)
            : SourceRange(name.range.start, names[1].range.start)
        return Diagnostic.Fix(range: range, replacement: "")
    }
}

extension NameSyntax {
    /// What makes two names the same: how they are written does not count.
    struct Key: Hashable {
        var isVariable: Bool
        var symbol: Symbol
        var attribute: Symbol?
    }

    /// Nil for a text with variables in it.
    var key: Key? {
        switch form {
        case .word, .string: Key(isVariable: false, symbol: symbol, attribute: nil)
        case .variable: Key(isVariable: true, symbol: symbol, attribute: attribute)
        case .template: nil
        }
    }
}
