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

    /// The statement so many behind the next one, where all up to it are such ones. It is looked at, not taken:
    /// `nextStatement` would read the same.
    package mutating func plainInvite(behind: Int = 0) -> PlainInvite? {
        if behind == 0 {
            forgetReadTokens()
            guard current.is(.invite) else { return nil }
        }
        let start = index + behind * Self.plainLength
        let end = start + Self.plainLength
        if end >= tokens.count { _ = lexed(end) }
        guard end < tokens.count, !hasErrors else { return nil }
        return tokens.withUnsafeBufferPointer { all in
            guard let tokens = all.baseAddress.map({ $0 + start }), tokens[0].is(.invite), tokens[2].is(.as),
                !tokens[2].newlineBefore,
                tokens[4].is(.to), !tokens[4].newlineBefore, tokens[1].isPlainName, tokens[3].isPlainName,
                tokens[5].isPlainName, tokens[6].newlineBefore, !tokens[6].isOne(of: Self.continuations)
            else { return nil }
            return PlainInvite(
                user: tokens[1].symbol, role: tokens[3].symbol, account: tokens[5].symbol,
                range: SourceRange(tokens[0].range.start, tokens[5].range.end))
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
