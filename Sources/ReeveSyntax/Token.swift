/// One word, string, variable or punctuation mark: 20 bytes and no reference.
package struct Token: Equatable, Sendable {
    package enum Kind: UInt8, Sendable {
        // Names come first, ends last: both are asked by comparison.
        case word, string, variable, template
        case leftParenthesis, rightParenthesis, leftBrace, comma
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
        /// Was reported by the lexer; no further error follows from it.
        case invalid
        case semicolon, rightBrace, end

        var isName: Bool { rawValue <= Kind.template.rawValue }
        var endsStatement: Bool { rawValue >= Kind.semicolon.rawValue }
        var isComparison: Bool { rawValue >= Kind.equal.rawValue && rawValue <= Kind.greaterOrEqual.rawValue }
    }
    package var kind: Kind
    package var newlineBefore: Bool
    package var spaceBefore: Bool
    /// Of a name; -1 for punctuation.
    package var symbol: Symbol
    /// A variable's attribute, or the number of a template in its `SymbolTable`; -1 for none.
    package var extra: Int32
    package var range: SourceRange

    func `is`(_ keyword: Keyword) -> Bool {
        symbol.id == keyword.rawValue && kind == .word
    }

    func isOne(of keywords: KeywordSet) -> Bool {
        kind == .word && keywords.contains(symbol)
    }

    var keyword: Keyword? {
        kind == .word ? Keyword(symbol) : nil
    }
}
