/// The tokens of a script as they will be written, and what stood between them: comments, line ends, empty lines.
/// Semicolons are left out; where they are needed the layout puts its own.
struct FormatterTokens {
    struct Comment {
        var text: String
        var blankBefore: Bool
    }

    let source: SourceText
    private(set) var tokens: [Token] = []
    /// How each token is written.
    private(set) var texts: [String] = []
    /// The comments on lines of their own before a token.
    private(set) var leading: [Int: [Comment]] = [:]
    /// The comment behind a token on its line, and those that go on with it in the same column below.
    private(set) var trailing: [Int: [String]] = [:]
    /// An empty line stood before the token.
    private(set) var blankBefore: [Bool] = []
    /// The brace that closes the one at a place.
    private(set) var closing: [Int: Int] = [:]
    /// How many parentheses are open before a token.
    private(set) var depth: [Int] = []
    /// How many tokens up to and with this one began a line.
    private var lineStarts: [Int] = []

    init(_ source: SourceText, symbols: SymbolTable, limits: SyntaxLimits, bareNames: Set<Int32>) {
        self.source = source
        var lexer = Lexer(source, symbols: symbols, limits: limits)
        var all: [Token] = []
        while all.last?.kind != .end { lexer.lex(into: &all, count: 4096) }
        attach(all, lexer.comments)
        texts.reserveCapacity(tokens.count)
        for token in tokens { texts.append(Self.text(token, source, symbols, bareNames)) }
        match()
    }

    // MARK: Asking

    /// The first token at or behind an offset.
    func index(_ offset: Int32) -> Int {
        var low = 0
        var high = tokens.count - 1
        while low < high {
            let middle = (low + high) / 2
            if tokens[middle].range.start < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// No line ends behind the first of these tokens, up to the last.
    func isOneLine(_ first: Int, _ last: Int) -> Bool { lineStarts[first] == lineStarts[last] }

    func startsLine(_ index: Int) -> Bool { tokens[index].newlineBefore }

    /// Whether a line goes on with this word, whatever stood before: `as`, `to`, … (language.md section 2).
    func goesOn(_ index: Int) -> Bool {
        let token = tokens[index]
        guard token.isOne(of: Parser.continuations) else { return false }
        let next = tokens[min(index + 1, tokens.count - 1)]
        if token.is(.where) { return !next.is(.can) }
        if token.is(.for) { return !next.is(.each) }
        return true
    }

    /// Whether a line may end between two tokens of one statement.
    func mayBreak(_ previous: Int, _ index: Int) -> Bool {
        depth[index] > 0 || tokens[previous].kind == .comma || goesOn(index)
    }

    // MARK: Reading

    /// Hands every comment to the token it belongs to.
    private mutating func attach(_ all: [Token], _ comments: [SourceRange]) {
        tokens.reserveCapacity(all.count)
        var next = 0
        var previousEnd: Int32 = 0
        var gap = Gap()
        /// Where the comment behind a token began, while lines below may go on with it.
        var column: Int?
        for token in all {
            var own: [Comment] = []
            while next < comments.count, comments[next].start < token.range.start {
                let comment = comments[next]
                next += 1
                gap.pass(source.bytes[Int(previousEnd)..<Int(comment.start)])
                previousEnd = comment.end
                let text = String(decoding: source.trimmedComment(comment), as: UTF8.self)
                let last = tokens.count - 1
                if !gap.hasLineEnd, last >= 0, trailing[last] == nil {
                    trailing[last] = [text]
                    column = self.column(comment.start)
                } else if own.isEmpty, !gap.isBlank, let column, column == self.column(comment.start) {
                    trailing[last, default: []].append(text)
                } else {
                    own.append(Comment(text: text, blankBefore: gap.isBlank))
                    column = nil
                }
                gap = Gap()
            }
            gap.pass(source.bytes[Int(previousEnd)..<Int(token.range.start)])
            previousEnd = token.range.end
            if token.kind == .semicolon {
                // What stood before it stands before what follows.
                if !own.isEmpty { held += own }
                heldLine = heldLine || token.newlineBefore
                continue
            }
            column = nil
            var token = token
            token.newlineBefore = token.newlineBefore || heldLine
            heldLine = false
            if !held.isEmpty || !own.isEmpty { leading[tokens.count] = held + own }
            held = []
            lineStarts.append((lineStarts.last ?? 0) + (token.newlineBefore ? 1 : 0))
            blankBefore.append(gap.isBlank)
            tokens.append(token)
            gap = Gap()
        }
    }

    private var held: [Comment] = []
    private var heldLine = false

    private struct Gap {
        var lineEnds = 0
        var hasLineEnd: Bool { lineEnds > 0 }
        var isBlank: Bool { lineEnds > 1 }

        mutating func pass(_ bytes: ArraySlice<UInt8>) {
            for byte in bytes where byte == UInt8(ascii: "\n") { lineEnds += 1 }
        }
    }

    /// In cells, from the start of the line.
    private func column(_ offset: Int32) -> Int {
        var start = Int(offset)
        while start > 0, source.bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
        return textWidth(String(decoding: source.bytes[start..<Int(offset)], as: UTF8.self))
    }

    private mutating func match() {
        var open: [Int] = []
        var parentheses = 0
        depth.reserveCapacity(tokens.count)
        for (index, token) in tokens.enumerated() {
            depth.append(parentheses)
            switch token.kind {
            case .leftBrace: open.append(index)
            case .rightBrace: if let opening = open.popLast() { closing[opening] = index }
            case .leftParenthesis: parentheses += 1
            case .rightParenthesis: parentheses -= 1
            default: break
            }
        }
    }
}
