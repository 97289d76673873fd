/// What nearly all of a script is made of, eight bytes at a time: words of ASCII, commas, brackets, spaces, line ends.
extension Lexer {
    /// Makes tokens as long as nothing else comes, up to what there is room for: the very tokens that `next` would make.
    ///
    /// - Parameter made: how many tokens there are already.
    mutating func plainTokens(_ input: Input, _ tokens: UnsafeMutableBufferPointer<Token>, _ made: inout Int) {
        let first = made
        delimit(input, tokens, &made)
        nameWords(input, UnsafeMutableBufferPointer(rebasing: tokens[first..<made]))
    }

    /// Gives words their symbols. Many spellings make a large table, and their places lie all over it: all are looked at
    /// before any is asked for, so that memory is waited for once.
    private mutating func nameWords(_ input: Input, _ tokens: UnsafeMutableBufferPointer<Token>) {
        let symbols = symbols.storage
        if symbols.pointee.isLarge {
            for token in tokens { glances &+= symbols.pointee.glance(Self.key(input, token.range)) }
        }
        for index in tokens.indices where tokens[index].kind == .word {
            let range = tokens[index].range
            let length = Int(range.end &- range.start)
            tokens[index].symbol = Symbol(
                id: length <= 8
                    ? symbols.pointee.internShort(Self.key(input, range), length)
                    : symbols.pointee.internLong(input.base + Int(range.start), length))
        }
    }

    /// A word of up to eight bytes as a number. It begins where eight bytes can be loaded.
    @inline(__always)
    private static func key(_ input: Input, _ range: SourceRange) -> UInt64 {
        let unused = 64 &- Int(range.end &- range.start) &* 8
        return input.word(Int(range.start)) & (UInt64.max &>> UInt64(truncatingIfNeeded: unused))
    }

    /// The tokens, but for the symbols of words.
    private mutating func delimit(
        _ input: Input, _ tokens: UnsafeMutableBufferPointer<Token>, _ made: inout Int
    ) {
        guard !isFull else { return }
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
        // The stops of so many bytes are found at once; those before `index` are taken out.
        var (block, stops) = (index, UInt64(0))
        while index <= last, count < tokens.count {
            let start = index
            if stops == 0 {
                block = start
                stops = Self.stops(input, from: start)
            }
            let end = block &+ stops.trailingZeroBitCount
            let behind = input.byte(end)
            // Nearly every word has a blank or a line end behind it.
            if end > start, behind == UInt8(ascii: " ") || behind == UInt8(ascii: "\n"),
                input.base[start] != UInt8(ascii: "."), input.base[end &- 1] != UInt8(ascii: ".")
            {
                tokens.initializeElement(at: count, to: token(.word, gap, start, end))
                count &+= 1
                done = end
                index = end &+ 1
                stops &= stops &- 1
                gap = Gap(newline: behind == UInt8(ascii: "\n"), space: true)
                continue
            }
            var kind: Token.Kind?
            switch ByteClass(rawValue: input.byteClass(index)) {
            case .space:
                index &+= 1
                gap.space = true
            case .lineFeed:
                index &+= 1
                gap = Gap(newline: true, space: true)
            case .carriageReturn:
                guard input.base[index + 1] == UInt8(ascii: "\n") else { return }
                index &+= 2
                gap = Gap(newline: true, space: true)
            case .word:
                guard let end = Self.plainWordEnd(input, start, last) else { return }
                kind = .word
                index = end
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
            if let kind {
                tokens.initializeElement(at: count, to: token(kind, gap, start, index))
                count &+= 1
                done = index
                gap = Gap(newline: false, space: false)
            }
            let passed = index &- block
            stops = passed < 64 ? stops & (UInt64.max << UInt64(passed)) : 0
        }
    }

    /// A bit for each of the next 64 bytes, the first lowest: set where no plain word goes on. Behind the script's end all
    /// are.
    @inline(__always)
    private static func stops(_ input: Input, from start: Int) -> UInt64 {
        let left = input.count &- start
        guard left >= 64 else { return lastStops(input, from: start) | UInt64.max << UInt64(left) }
        var all: UInt64 = 0
        for part in 0..<8 {
            // Gathers the high bits of eight bytes.
            let bits = (stops(input.word(start &+ part &* 8)) &>> 7 &* 0x0102_0408_1020_4080) &>> 56
            all |= bits &<< UInt64(part &* 8)
        }
        return all
    }

    @inline(never)
    private static func lastStops(_ input: Input, from start: Int) -> UInt64 {
        var all: UInt64 = 0
        for index in start..<input.count {
            if stops(UInt64(input.base[index])) & 0x80 != 0 { all |= 1 &<< UInt64(index &- start) }
        }
        return all
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
