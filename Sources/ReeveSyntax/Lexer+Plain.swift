/// What nearly all of a script is made of, eight bytes at a time: words of ASCII, commas, brackets, spaces, line ends.
extension Lexer {
    /// Makes tokens as long as nothing else comes, up to what there is room for: the very tokens that `next` would make.
    ///
    /// - Parameter made: how many tokens there are already.
    mutating func plainTokens(_ input: Input, _ tokens: UnsafeMutableBufferPointer<Token>, _ made: inout Int) {
        guard !isFull else { return }
        let symbols = symbols.storage
        // A word is loaded whole, with the byte behind it, so the last few bytes of a script are left to `next`.
        let last = input.count - 9
        var index = offset
        // Kept where the machine keeps numbers, and not in memory.
        var (done, count) = (index, made)
        defer {
            offset = done
            made = count
        }
        var gap = Gap(newline: false, space: index == 0)
        while index <= last, count < tokens.count {
            let start = index
            let bytes = input.word(start)
            let length = Self.stops(bytes).trailingZeroBitCount >> 3
            let behind = input.base[start &+ length]
            // Nearly every word is a short one with a blank or a line end behind it.
            if length > 0, behind == UInt8(ascii: " ") || behind == UInt8(ascii: "\n"),
                UInt8(truncatingIfNeeded: bytes) != UInt8(ascii: "."),
                input.base[start &+ length &- 1] != UInt8(ascii: ".")
            {
                let key = bytes & (UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- length &* 8))
                let symbol = symbols.pointee.internShort(key, length)
                done = start &+ length
                tokens.initializeElement(at: count, to: token(.word, gap, start, done, symbol: Symbol(id: symbol)))
                count &+= 1
                index = done &+ 1
                gap = Gap(newline: behind == UInt8(ascii: "\n"), space: true)
                continue
            }
            let kind: Token.Kind
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
                    let key = bytes & (UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- length &* 8))
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
