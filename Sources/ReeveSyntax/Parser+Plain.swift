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

    /// The next statements, as long as they are such ones. They are looked at, not taken: `nextStatement` would read the
    /// same.
    ///
    /// - Parameters:
    ///   - plain: to which they are added.
    ///   - most: how many.
    package mutating func plainInvites(into plain: inout [PlainInvite], atMost most: Int) {
        forgetReadTokens()
        guard most > 0, current.is(.invite) else { return }
        if index + most * Self.plainLength >= tokens.count { _ = lexed(index + most * Self.plainLength) }
        guard !hasErrors else { return }
        tokens.withUnsafeBufferPointer { all in
            var start = index
            for _ in 0..<most {
                // With what stands behind it.
                guard start + Self.plainLength < all.count else { return }
                let tokens = UnsafeBufferPointer(rebasing: all[start...(start + Self.plainLength)])
                guard tokens[0].is(.invite), tokens[2].is(.as), tokens[4].is(.to), tokens[1].isPlainName,
                    tokens[3].isPlainName, tokens[5].isPlainName, !tokens[2].newlineBefore, !tokens[4].newlineBefore,
                    tokens[6].newlineBefore, !tokens[6].isOne(of: Self.continuations)
                else { return }
                plain.append(
                    PlainInvite(
                        user: tokens[1].symbol, role: tokens[3].symbol, account: tokens[5].symbol,
                        range: SourceRange(tokens[0].range.start, tokens[5].range.end)))
                start += Self.plainLength
            }
        }
    }

    /// Goes on behind so many of what `plainInvites` has just answered.
    package mutating func take(plainInvites count: Int) {
        guard count > 0 else { return }
        index += count * Self.plainLength
        steps += count * Self.plainLength
        previousEnd = tokens[index - 1].range.end
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
