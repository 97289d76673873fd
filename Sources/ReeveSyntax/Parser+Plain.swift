/// What long scripts are made of, read without a tree.
extension Parser {
    /// `invite NAME as NAME to NAME`, alone on its line, with names that are plain words and no keywords.
    package struct PlainInvite {
        package let user: Symbol
        package let role: Symbol
        package let account: Symbol
        package let range: SourceRange
    }

    private static let plainLength = 6

    /// The next statement, where it is such a one. It is looked at, not taken: `nextStatement` would read the same.
    package mutating func plainInvite() -> PlainInvite? {
        forgetReadTokens()
        guard current.is(.invite) else { return nil }
        let end = index + Self.plainLength
        if end >= tokens.count { _ = lexed(end) }
        guard end < tokens.count, !hasErrors else { return nil }
        return tokens.withUnsafeBufferPointer { tokens in
            guard tokens[index + 2].is(.as), !tokens[index + 2].newlineBefore, tokens[index + 4].is(.to),
                !tokens[index + 4].newlineBefore, tokens[index + 1].isPlainName, tokens[index + 3].isPlainName,
                tokens[index + 5].isPlainName, tokens[end].newlineBefore, !tokens[end].isOne(of: Self.continuations)
            else { return nil }
            return PlainInvite(
                user: tokens[index + 1].symbol, role: tokens[index + 3].symbol, account: tokens[index + 5].symbol,
                range: SourceRange(tokens[index].range.start, tokens[end - 1].range.end))
        }
    }

    /// Goes on behind what `plainInvite` has just answered.
    package mutating func take(_ plain: PlainInvite) {
        index += Self.plainLength
        steps += Self.plainLength
        previousEnd = plain.range.end
        current = tokens[index]
        expectedWords = []
        expectedThings = []
        joinsLine = false
        // It begins a line, with a word that no line goes on with.
        atEnd = true
    }
}

extension Token {
    /// Goes on a line with a word that means nothing by itself.
    fileprivate var isPlainName: Bool { kind == .word && symbol.id > Keyword.lastSymbol && !newlineBefore }
}
