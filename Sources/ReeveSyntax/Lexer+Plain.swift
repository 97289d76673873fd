/// What nearly all of a script is made of, eight bytes at a time: words of ASCII, commas, brackets, spaces, line ends.
extension Lexer {
    /// Makes tokens as long as nothing else comes, up to what there is room for: the very tokens that `next` would make.
    ///
    /// - Parameter made: how many tokens there are already.
    mutating func plainTokens(_ input: Input, _ tokens: UnsafeMutableBufferPointer<Token>, _ made: inout Int) {
        guard !isFull else { return }
        let symbols = symbols.storage
        // A word is loaded whole, so the last few bytes of a script are left to `next`.
        let last = input.count - 8
        var index = offset
        // Kept where the machine keeps numbers, and not in memory.
        var (done, count) = (index, made)
        defer {
            offset = done
            made = count
        }
        var gap = Gap(newline: false, space: index == 0)
        while index <= last, count < tokens.count {
            let kind: Token.Kind
            let start = index
            var symbol: Int32 = -1
            switch ByteClass(rawValue: input.byteClass(index)) {
            case .space:
                index &+= 1
                gap.space = true
                continue
            case .lineFeed:
                index &+= 1
                gap = Gap(newline: true, space: true)
                continue
            case .carriageReturn:
                guard input.base[index + 1] == UInt8(ascii: "\n") else { return }
                index &+= 2
                gap = Gap(newline: true, space: true)
                continue
            case .word:
                guard let end = Self.plainWordEnd(input, start, last) else { return }
                kind = .word
                index = end
                let length = end &- start
                if length <= 8 {
                    let key = input.word(start) & (UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- length &* 8))
                    symbol = symbols.pointee.internShort(key, length)
                } else {
                    symbol = symbols.pointee.internLong(input.base + start, length)
                }
            case .mark:
                switch input.base[index] {
                case UInt8(ascii: ","): kind = .comma
                case UInt8(ascii: ";"): kind = .semicolon
                case UInt8(ascii: "("): kind = .leftParenthesis
                case UInt8(ascii: ")"): kind = .rightParenthesis
                case UInt8(ascii: "{"): kind = .leftBrace
                case UInt8(ascii: "}"): kind = .rightBrace
                default: return
                }
                index &+= 1
            default: return
            }
            tokens.initializeElement(
                at: count, to: token(kind, gap, start, index, symbol: Symbol(id: symbol)))
            count &+= 1
            done = index
            gap = Gap(newline: false, space: false)
            // One blank, as nearly every word has behind it.
            if index <= last, input.base[index] == UInt8(ascii: " ") {
                index &+= 1
                gap.space = true
            }
        }
    }

    /// The end of a word that needs no second look; nil for others, and near the end of the script.
    @inline(__always)
    private static func plainWordEnd(_ input: Input, _ start: Int, _ last: Int) -> Int? {
        var end = start
        while end <= last {
            let stops = stops(input.word(end))
            if stops == 0 {
                end &+= 8
                continue
            }
            end &+= stops.trailingZeroBitCount >> 3
            // Behind nearly every word.
            let stop = input.base[end]
            if stop == UInt8(ascii: " ") || stop == UInt8(ascii: "\n") {
                return input.base[end &- 1] == UInt8(ascii: ".") ? nil : end
            }
            switch ByteClass(rawValue: input.byteClass(end)) {
            // `@`, `_`, `+`
            case .word: end &+= 1
            case .nonASCII: return nil
            // An instant has a colon in it.
            case .other where end &- start == 13 && input.base[end] == UInt8(ascii: ":"): return nil
            default: return input.base[end &- 1] == UInt8(ascii: ".") ? nil : end
            }
        }
        return nil
    }

    /// The high bit of each byte that is neither a letter, a digit, `-`, `.` nor `/`.
    @inline(__always)
    private static func stops(_ bytes: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let high = ones &* 0x80
        let low = bytes & ~high
        let lower = low | ones &* 0x20
        // Adding carries into a byte's high bit exactly where it is at least so much.
        let letter = (lower &+ ones &* (0x80 - 0x61)) & ~(lower &+ ones &* (0x80 - 0x7B))
        let figure = (low &+ ones &* (0x80 - 0x2D)) & ~(low &+ ones &* (0x80 - 0x3A))
        return high & (bytes | ~(letter | figure))
    }
}
