/// What a piece of a script is, for whoever colors it.
package enum TextRole: Sendable { case verb, keyword, string, variable, comment, wrong }

extension Lexer {
    /// The pieces of a script that are more than plain names and marks, in order.
    package static func highlights(_ text: String) -> [(range: SourceRange, role: TextRole)] {
        let source = SourceText(name: "", text: text)
        let symbols = SymbolTable()
        var lexer = Lexer(source, symbols: symbols)
        var tokens: [Token] = []
        while tokens.last?.kind != .end { lexer.lex(into: &tokens, count: 256) }
        var found: [(range: SourceRange, role: TextRole)] = []
        var startsStatement = true
        for token in tokens.dropLast() {
            switch token.kind {
            case .word:
                // A word is a keyword by its place alone, and this is a guess at it: cheap, and only a color.
                if startsStatement || token.newlineBefore, token.isOne(of: Parser.verbs) {
                    found.append((token.range, .verb))
                } else if token.isOne(of: clauses) {
                    found.append((token.range, .keyword))
                }
            case .string, .template: found.append((token.range, .string))
            case .variable: found.append((token.range, .variable))
            case .invalid: found.append((token.range, .wrong))
            default: break
            }
            startsStatement = token.kind == .semicolon || token.kind == .leftBrace || token.is(.why) || token.is(.who)
        }
        for comment in lexer.comments { found.append((comment, .comment)) }
        return found.sorted { $0.range.start < $1.range.start }
    }

    /// The words that are colored wherever they stand.
    static let clauses: KeywordSet = [
        .as, .to, .from, .in, .with, .without, .until, .because, .except, .and, .or, .not, .else, .when, .sort, .where,
        .for, .of, .each, .can, .cannot, .is, .all, .includes, .has, .by, .since, .over, .including,
    ]
}
