/// Puts lines together to whole statements, looking at each line once.
///
/// Strings end on their line, so what is open behind a line is a count of blocks and parentheses and its last token.
package struct LineAssembler {
    /// Whole statements, and where they begin.
    package struct Piece: Equatable, Sendable {
        package var text: String
        /// From 1.
        package var firstLine: Int

        package init(text: String, firstLine: Int) {
            self.text = text
            self.firstLine = firstLine
        }
    }

    private let symbols = SymbolTable()
    private var lines: [String] = []
    private var firstLine = 1
    private var nextLine: Int
    private var braces = 0
    private var parentheses = 0
    private var last: Token.Kind?
    /// The last line ends with an operator that lacks its operand.
    private var lacksOperand = false
    /// The bytes of what was said, and what they were when that was last asked of the parser.
    package private(set) var length = 0
    private var parsedLength = 0

    /// - Parameter firstLine: the number of the first line to come.
    package init(firstLine: Int = 1) { nextLine = firstLine }

    /// Something was said, and nothing of it was given out yet.
    package var isEmpty: Bool { last == nil }

    /// A block or parenthesis is open, or the last line ends with a comma or an operator that lacks its operand.
    package var isOpen: Bool {
        braces > 0 || parentheses > 0 || last == .comma || lacksOperand
    }

    /// `add user and` adds one called `and`: the parser knows. In a condition of many lines it is asked now and then, so that
    /// each line is read a bounded number of times; in between what stands before the word tells.
    private mutating func lacksOperand(behind tokens: [Token]) -> Bool {
        guard let end = tokens.last, end.is(.and) || end.is(.or) || end.is(.not) else { return false }
        guard !lacksOperand || length >= 2 * parsedLength else {
            switch tokens.dropLast().last?.kind {
            case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: return false
            default: return true
            }
        }
        parsedLength = length
        return !Parser.parse(SourceText(name: "", text: text), symbols: SymbolTable()).diagnostics.isEmpty
    }

    /// The last line ends with `;`.
    package var isEnded: Bool { last == .semicolon }

    private var text: String { lines.joined(separator: "\n") }

    /// Takes the next line.
    ///
    /// - Returns: what was said before it, where this line does not go on with that.
    package mutating func add(_ line: String) -> Piece? {
        let tokens = Self.tokens(of: line, symbols)
        var piece: Piece?
        if let first = tokens.first, !isEmpty, !isOpen, !Self.goesOn(line, first, symbols) { piece = take() }
        if lines.isEmpty { firstLine = nextLine }
        // Comments and empty lines before a statement belong to nothing.
        if !tokens.isEmpty || !isEmpty {
            lines.append(line)
            length += line.utf8.count + 1
        }
        nextLine += 1
        for token in tokens { count(token) }
        if let token = tokens.last {
            last = token.kind
            lacksOperand = lacksOperand(behind: tokens)
        }
        return piece
    }

    /// All that was said and not given out yet.
    package mutating func take() -> Piece? {
        defer {
            lines = []
            (braces, parentheses, last, lacksOperand) = (0, 0, nil, false)
            (length, parsedLength) = (0, 0)
        }
        return isEmpty ? nil : Piece(text: text, firstLine: firstLine)
    }

    private mutating func count(_ token: Token) {
        switch token.kind {
        case .leftBrace: braces += 1
        case .rightBrace: braces -= 1
        case .leftParenthesis: parentheses += 1
        case .rightParenthesis: parentheses -= 1
        default: break
        }
    }

    private static func tokens(of line: String, _ symbols: SymbolTable) -> [Token] {
        var lexer = Lexer(SourceText(name: "", text: line), symbols: symbols)
        var tokens: [Token] = []
        while tokens.last?.kind != .end { lexer.lex(into: &tokens, count: 256) }
        return tokens.dropLast()
    }

    /// The line goes on with the statement before it, by its first word.
    private static func goesOn(_ line: String, _ first: Token, _ symbols: SymbolTable) -> Bool {
        var parser = Parser(SourceText(name: "", text: line), symbols: symbols)
        return parser.continuesLine(at: 0)
    }
}
