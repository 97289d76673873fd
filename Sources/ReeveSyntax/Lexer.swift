/// Makes tokens of the bytes of one script, on demand. Looks at every byte a bounded number of times, makes no `String`
/// for a word of ASCII, and never stops: what it cannot read is reported, and repaired where the meaning is plain.
package struct Lexer {
    /// The bytes of the script while a batch of tokens is made.
    struct Input {
        let base: UnsafePointer<UInt8>
        let count: Int
        let classes: UnsafePointer<UInt8>

        /// 0 behind the end, which no token goes on with.
        @inline(__always)
        func byte(_ index: Int) -> UInt8 { index < count ? base[index] : 0 }

        @inline(__always)
        func byteClass(_ index: Int) -> UInt8 { classes[Int(base[index])] }

        /// Eight bytes, the first lowest; all of them are in the script.
        @inline(__always)
        func word(_ index: Int) -> UInt64 {
            UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
        }

        func slice(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(start: base + start, count: end - start)
        }
    }

    let source: SourceText
    let symbols: SymbolTable
    let limits: SyntaxLimits
    /// The next byte to look at.
    var offset = 0
    /// The ranges of the comments met so far, without their line ends.
    package private(set) var comments: [SourceRange] = []
    package internal(set) var diagnostics: [Diagnostic] = []
    /// Where the line ends of which curly quotes were reported: once a line is enough.
    var reportedCurlyEnd = -1
    /// Of no meaning; it is kept so that a look ahead is not left out as needless.
    var glances: UInt64 = 0

    /// - Parameter start: a place between two statements to begin at.
    package init(_ source: SourceText, symbols: SymbolTable, limits: SyntaxLimits = .init(), from start: Int32 = 0) {
        self.source = source
        self.symbols = symbols
        self.limits = limits
        let bytes = source.bytes
        offset = max(0, min(Int(start), bytes.count))
        if offset < 3, bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { offset = 3 }
        if bytes.count > limits.effectiveScriptBytes {
            offset = bytes.count
            report(
                "too-long", "the script is longer than \(limits.effectiveScriptBytes) bytes", 0, 0,
                label: "split it with `use`, or raise the bound: --limit script=\(bytes.count)")
        }
    }

    /// Appends up to `count` tokens; the last one of a script is `end`, over and over.
    package mutating func lex(into tokens: inout [Token], count: Int) {
        let bytes = source.bytes
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else {
                tokens.append(endToken(at: 0))
                return
            }
            let input = Input(base: base, count: buffer.count, classes: ByteClass.table)
            withUnsafeTemporaryAllocation(of: Token.self, capacity: count) { batch in
                var made = 0
                while made < count {
                    plainTokens(input, batch, &made)
                    if made == count { break }
                    let token = next(input)
                    batch.initializeElement(at: made, to: token)
                    made += 1
                    if token.kind == .end { break }
                }
                tokens.append(contentsOf: UnsafeBufferPointer(rebasing: batch[..<made]))
            }
        }
    }

    private func endToken(at place: Int) -> Token {
        let place = Int32(truncatingIfNeeded: place)
        return Token(
            kind: .end, newlineBefore: true, spaceBefore: true, symbol: Symbol(id: -1), extra: -1,
            range: SourceRange(place, place))
    }

    /// The next token, whatever it is.
    mutating func next(_ input: Input) -> Token {
        var gap = Gap(newline: false, space: offset == 0)
        while offset < input.count, !isFull {
            switch ByteClass(rawValue: input.byteClass(offset)) {
            case .word, .dot:
                if let token = word(input, gap) { return token }
            case .space:
                offset += 1
                gap.space = true
            case .lineFeed:
                offset += 1
                gap = Gap(newline: true, space: true)
            case .carriageReturn:
                carriageReturn(input)
                gap = Gap(newline: true, space: true)
            case .mark:
                return mark(input, gap)
            case .quote:
                return string(input, gap)
            case .dollar:
                if let token = variable(input, gap) { return token }
            case .hash:
                comment(input)
            case .nonASCII:
                if let token = nonASCII(input, gap) { return token }
                gap.space = true
            case .control:
                reportInvisible(input, offset)
                offset += 1
                gap.space = true
            case .other, nil:
                return unexpected(input, gap)
            }
        }
        return endToken(at: input.count)
    }

    /// So many errors that the rest is not read: the end comes at once.
    var isFull: Bool { diagnostics.count >= limits.errors }

    /// What was skipped before a token.
    struct Gap {
        var newline: Bool
        var space: Bool
    }

    @inline(__always)
    func token(
        _ kind: Token.Kind, _ gap: Gap, _ start: Int, _ end: Int, symbol: Symbol = Symbol(id: -1), extra: Int32 = -1
    ) -> Token {
        Token(
            kind: kind, newlineBefore: gap.newline, spaceBefore: gap.space, symbol: symbol, extra: extra,
            range: SourceRange(Int32(truncatingIfNeeded: start), Int32(truncatingIfNeeded: end)))
    }

    private mutating func carriageReturn(_ input: Input) {
        if input.byte(offset + 1) == UInt8(ascii: "\n") {
            offset += 2
            return
        }
        report(
            "lone-carriage-return", "a carriage return without a line feed", offset, offset + 1,
            label: "end lines with a line feed", replacement: "\n")
        offset += 1
    }

    private mutating func comment(_ input: Input) {
        let start = offset
        while offset < input.count {
            let byte = input.base[offset]
            if byte == UInt8(ascii: "\n") { break }
            if byte == UInt8(ascii: "\r"), input.byte(offset + 1) == UInt8(ascii: "\n") { break }
            if byte >= 0x20, byte < 0x7F {
                offset += 1
            } else if byte == UInt8(ascii: "\t") {
                offset += 1
            } else if byte < 0x80 {
                reportInvisible(input, offset)
                offset += 1
            } else if let scalar = checkedScalar(input) {
                offset += UTF8.width(scalar)
            }
        }
        comments.append(
            SourceRange(Int32(truncatingIfNeeded: start), Int32(truncatingIfNeeded: offset)))
    }

    private mutating func mark(_ input: Input, _ gap: Gap) -> Token {
        let start = offset
        let next = input.byte(start + 1)
        let kind: Token.Kind
        var width = 1
        switch input.base[start] {
        case UInt8(ascii: "{"): kind = .leftBrace
        case UInt8(ascii: "}"): kind = .rightBrace
        case UInt8(ascii: "("): kind = .leftParenthesis
        case UInt8(ascii: ")"): kind = .rightParenthesis
        case UInt8(ascii: ","): kind = .comma
        case UInt8(ascii: ";"): kind = .semicolon
        case UInt8(ascii: "=") where next != UInt8(ascii: "="): kind = .equal
        case UInt8(ascii: "!") where next == UInt8(ascii: "="): (kind, width) = (.notEqual, 2)
        case UInt8(ascii: "<") where next == UInt8(ascii: "="): (kind, width) = (.lessOrEqual, 2)
        case UInt8(ascii: "<") where next != UInt8(ascii: ">"): kind = .less
        case UInt8(ascii: ">") where next == UInt8(ascii: "="): (kind, width) = (.greaterOrEqual, 2)
        case UInt8(ascii: ">"): kind = .greater
        default: return unexpected(input, gap)
        }
        offset += width
        return token(kind, gap, start, start + width)
    }
}
