/// Reads one script, statement by statement.
///
/// Conventions: `parse…` reads a production or fails; `accept…` takes a token if it is there; `expect…` takes it or
/// fails. Each production of `Grammar/reeve.ebnf` is quoted above the function that reads it. A failure ends one
/// statement, is recorded where the statement is recovered from, and nowhere else. Nothing looks further ahead than a
/// few tokens, and nothing is read twice.
package struct Parser {
    package let source: SourceText
    package let symbols: SymbolTable
    package let limits: SyntaxLimits

    var lexer: Lexer
    /// The tokens of the top-level statement at hand, and of a little more.
    var tokens: [Token] = []
    var index = 0
    var current: Token
    /// Nothing of this statement is left: line end, `;`, `}` or the end.
    var atEnd = false
    /// Where the last token that was taken ends.
    var previousEnd: Int32 = 0
    /// The line end after an operator with a missing operand does not count.
    var joinsLine = false

    var parentheses = 0
    /// The innermost `(` that is open.
    var openParenthesis = SourceRange(0, 0)
    var nesting = 0
    /// Words that could go on the sentence behind a place where a name is optional.
    var follow: KeywordSet = []
    /// The index of the first token of the statement at hand.
    var statementStart = 0

    /// What was asked for at the current token and was not there.
    var expectedWords: KeywordSet = []
    var expectedThings: ExpectedThings = []

    /// What went wrong in the statement at hand; recorded when it is recovered from.
    var failure: Diagnostic?
    var errors: [Diagnostic] = []
    var reportedUnclosed = false
    /// Whether better sentences are looked for; not while one is tried.
    var isRewording = true
    /// Where a token stands that nothing can be followed by, to learn what could; -1: nowhere.
    var probe: Int32 = -1
    /// What could have stood there.
    var probed: Probed?
    /// How many tokens were taken or skipped: the measure of the reader's work.
    package internal(set) var steps = 0

    /// - Parameter start: where the first statement is read: 0, or a `boundary` of a script that is the same up to there.
    package init(_ source: SourceText, symbols: SymbolTable, limits: SyntaxLimits = .init(), from start: Int32 = 0) {
        self.source = source
        self.symbols = symbols
        self.limits = limits
        lexer = Lexer(source, symbols: symbols, limits: limits, from: start)
        previousEnd = start
        current = Token(
            kind: .end, newlineBefore: true, spaceBefore: true, symbol: Symbol(id: -1), extra: -1,
            range: SourceRange(0, 0))
        tokens.reserveCapacity(Self.batch * 2)
        load(behindComma: false)
    }

    /// All errors so far, in the order of the script.
    package var diagnostics: [Diagnostic] {
        // A better sentence for a whole statement takes what was told of its characters along.
        let sentences = errors.filter { $0.code == "near-miss" }.map(\.range)
        let characters = lexer.diagnostics.filter { found in
            !sentences.contains {
                $0.start < found.range.start && found.range.end <= $0.end
                    || $0.start == found.range.start && found.range.end < $0.end
            }
        }
        return (characters + errors).enumerated().sorted {
            ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset)
        }.map(\.element)
    }

    package var hasErrors: Bool { !errors.isEmpty || !lexer.diagnostics.isEmpty }

    /// Where the statements read so far end.
    package var statementsEnd: Int32 { previousEnd }

    /// Where the statements read so far end, and up to where the script was looked at to know that: as long as nothing
    /// changes before `seen`, reading from `end` on gives what reading from the beginning gives.
    package mutating func boundary() -> (end: Int32, seen: Int32) {
        (previousEnd, lexed(index + 1).range.end)
    }

    /// The comments met so far.
    package var comments: [SourceRange] { lexer.comments }

    /// ```ebnf
    /// script = { statement end } ;
    /// ```
    /// The next statement that could be read, or nil at the end. What could not be read is in `diagnostics`.
    package mutating func nextStatement() -> StatementSyntax? {
        while true {
            forgetReadTokens()
            while current.kind == .semicolon { advance() }
            switch current.kind {
            case .end: return nil
            case .rightBrace:
                record(
                    Diagnostic(
                        code: "unexpected-brace", message: "no block is open here", source: source,
                        range: current.range, label: "take this `}` out",
                        fix: Diagnostic.Fix(range: current.range, replacement: "")))
                advance()
            default:
                if errors.count >= limits.errors { return nil }
                if let statement = parseStatementOrRecover() { return statement }
            }
        }
    }

    /// A whole script and what is wrong with it.
    package static func parse(
        _ source: SourceText, symbols: SymbolTable, limits: SyntaxLimits = .init()
    ) -> (statements: [StatementSyntax], comments: [SourceRange], diagnostics: [Diagnostic]) {
        var parser = Parser(source, symbols: symbols, limits: limits)
        var statements: [StatementSyntax] = []
        while let statement = parser.nextStatement() { statements.append(statement) }
        return (statements, parser.comments, parser.diagnostics)
    }

    // MARK: Tokens

    private static let batch = 256

    /// Between top-level statements the tokens of the last one are let go.
    mutating func forgetReadTokens() {
        guard index >= Self.batch else { return }
        tokens.removeFirst(index)
        index = 0
    }

    @inline(__always)
    mutating func advance() {
        previousEnd = current.range.end
        let comma = current.kind == .comma
        index += 1
        steps += 1
        load(behindComma: comma)
    }

    @inline(__always)
    mutating func load(behindComma: Bool) {
        if index >= tokens.count { lexer.lex(into: &tokens, count: Self.batch) }
        current = tokens[min(index, tokens.count - 1)]
        expectedWords = []
        expectedThings = []
        joinsLine = false
        updateEnd(behindComma: behindComma)
    }

    @inline(__always)
    mutating func updateEnd(behindComma: Bool = false) {
        if current.kind.endsStatement {
            atEnd = true
        } else if current.newlineBefore, parentheses == 0, !behindComma, !joinsLine {
            atEnd = !continuesLine(at: index)
        } else {
            atEnd = false
        }
    }

    /// The next line belongs to this statement, by its first word.
    mutating func continuesLine(at place: Int) -> Bool {
        let token = tokens[place]
        guard token.isOne(of: Self.continuations) else { return false }
        switch token.keyword {
        case .where: return !lexed(place + 1).is(.can)
        case .for: return !lexed(place + 1).is(.each)
        default: return true
        }
    }

    static let continuations: KeywordSet = [
        .as, .to, .from, .in, .with, .without, .until, .because, .except, .and, .or, .else, .when, .sort, .where, .for,
    ]

    /// The operator before has no operand yet, so the statement goes on whatever the next line begins with.
    mutating func joinLine() {
        joinsLine = true
        updateEnd()
    }

    /// A token that may not have been made yet.
    mutating func lexed(_ place: Int) -> Token {
        while place >= tokens.count {
            if tokens.last?.kind == .end { break }
            lexer.lex(into: &tokens, count: Self.batch)
        }
        return tokens[min(place, tokens.count - 1)]
    }

    /// The token so many behind the current one, or an end where the statement ends before it.
    mutating func peek(_ distance: Int = 1) -> Token {
        var inParentheses = parentheses > 0
        var place = index
        var token = current
        if atEnd { return endToken(token) }
        for _ in 0..<distance {
            let previous = token
            place += 1
            token = lexed(place)
            if previous.kind == .leftParenthesis { inParentheses = true }
            if token.kind.endsStatement { return endToken(token) }
            if token.newlineBefore, !inParentheses, previous.kind != .comma, !continuesLine(at: place) {
                return endToken(token)
            }
        }
        return token
    }

    private func endToken(_ token: Token) -> Token {
        Token(
            kind: .end, newlineBefore: true, spaceBefore: true, symbol: Symbol(id: -1), extra: -1, range: token.range)
    }
}
