/// String literals: escapes and interpolation.
extension Lexer {
    mutating func string(_ input: Input, _ gap: Gap) -> Token {
        let start = offset
        var index = start + 1
        while index < input.count {
            let byte = input.base[index]
            if byte == UInt8(ascii: "\"") {
                guard index - start - 1 <= limits.stringBytes else { break }
                offset = index + 1
                let symbol = symbols.intern(input.slice(start + 1, index), isASCII: true)
                return token(.string, gap, start, offset, symbol: symbol)
            }
            guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\\"), byte != UInt8(ascii: "{") else { break }
            index += 1
        }
        return longString(input, gap)
    }

    /// A string with anything but plain ASCII in it.
    private mutating func longString(_ input: Input, _ gap: Gap) -> Token {
        let start = offset
        offset += 1
        var text: [UInt8] = []
        var parts: [TemplatePart] = []
        while offset < input.count {
            let byte = input.base[offset]
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return finish(input, gap, start, text, parts)
            case UInt8(ascii: "\n"):
                return unterminated(input, gap, start)
            case UInt8(ascii: "\r") where input.byte(offset + 1) == UInt8(ascii: "\n"):
                return unterminated(input, gap, start)
            case UInt8(ascii: "\\"):
                escape(input, &text)
            case UInt8(ascii: "{"):
                interpolation(input, &text, &parts)
            case UInt8(ascii: "\t"):
                report(
                    "invisible-character", "a tab inside a string", offset, offset + 1, label: "write `\\t`",
                    replacement: "\\t")
                offset += 1
            case 0x20..<0x7F:
                text.append(byte)
                offset += 1
            case 0x80...:
                guard let scalar = checkedScalar(input) else { continue }
                let width = UTF8.width(scalar)
                text.append(contentsOf: input.slice(offset, offset + width))
                offset += width
            default:
                reportInvisible(input, offset)
                offset += 1
            }
        }
        return unterminated(input, gap, start)
    }

    private mutating func finish(
        _ input: Input, _ gap: Gap, _ start: Int, _ text: [UInt8], _ parts: [TemplatePart]
    ) -> Token {
        if offset - start - 2 > limits.stringBytes {
            report(
                "too-long", "the string is longer than \(limits.stringBytes) bytes", start, start + 1,
                label: "shorten it, or raise the bound: --limit string=\(offset - start)")
        }
        if parts.isEmpty { return token(.string, gap, start, offset, symbol: intern(text)) }
        var parts = parts
        if !text.isEmpty { parts.append(.text(intern(text))) }
        let written = symbols.intern(input.slice(start + 1, offset - 1), isASCII: false)
        return token(.template, gap, start, offset, symbol: written, extra: symbols.keep(parts))
    }

    private mutating func unterminated(_ input: Input, _ gap: Gap, _ start: Int) -> Token {
        if let curly = firstCurlyQuote(input, start + 1, offset) {
            reportCurly(input, curly, curly + 3)
        } else {
            report(
                "unterminated-string", "the string that starts here is not closed on its line", start, offset,
                label: "close it with `\"`")
        }
        return token(.invalid, gap, start, offset)
    }

    func intern(_ text: [UInt8]) -> Symbol {
        text.withUnsafeBufferPointer { symbols.intern($0, isASCII: false) }
    }

    private mutating func escape(_ input: Input, _ text: inout [UInt8]) {
        let start = offset
        offset += 2
        switch input.byte(start + 1) {
        case UInt8(ascii: "\""): text.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): text.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "{"): text.append(UInt8(ascii: "{"))
        case UInt8(ascii: "n"): text.append(UInt8(ascii: "\n"))
        case UInt8(ascii: "t"): text.append(UInt8(ascii: "\t"))
        case UInt8(ascii: "u"):
            guard let scalar = escapedScalar(input) else {
                report(
                    "bad-escape", "`\\u` is followed by the number of a character", start, offset,
                    label: "write it as `\\u{e9}`")
                return
            }
            text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default:
            // The line end, or the first byte of a longer character, is looked at again.
            offset = start + 1
            if input.byte(offset) >= 0x20, input.byte(offset) < 0x7F { offset += 1 }
            report(
                "bad-escape", "there is no such escape", start, offset,
                label: "the escapes are `\\\"`, `\\\\`, `\\n`, `\\t`, `\\u{…}` and `\\{`")
        }
    }

    /// `{e9}` behind `\u`; nil where it names no character, or one that may not stand in a name.
    private mutating func escapedScalar(_ input: Input) -> Unicode.Scalar? {
        guard input.byte(offset) == UInt8(ascii: "{") else { return nil }
        offset += 1
        var value: UInt32 = 0
        var digits = 0
        while digits < 7, let digit = Character(Unicode.Scalar(input.byte(offset))).hexDigitValue {
            value = value << 4 | UInt32(truncatingIfNeeded: digit)
            digits += 1
            offset += 1
        }
        guard digits > 0, digits < 7, input.byte(offset) == UInt8(ascii: "}") else { return nil }
        offset += 1
        return Unicode.Scalar(value)
    }

    /// `{$x}` or `{$x.plan}`.
    private mutating func interpolation(_ input: Input, _ text: inout [UInt8], _ parts: inout [TemplatePart]) {
        let start = offset
        guard input.byte(start + 1) == UInt8(ascii: "$") else {
            report(
                "bad-interpolation", "in a string `{` begins a variable", start, start + 1,
                label: "write `\\{` for a brace, or `{$x}`", replacement: "\\{")
            offset += 1
            return
        }
        offset += 1
        let nameStart = offset
        let symbol = variableName(input)
        let attribute = symbol == nil ? nil : attributeName(input)
        let nameEnd = offset
        guard let symbol, input.byte(offset) == UInt8(ascii: "}") else {
            report(
                "bad-interpolation", "a variable in a string is written `{$x}` or `{$x.plan}`", start,
                max(offset, start + 2), label: "`}` is missing, or write `\\{` for a brace")
            return
        }
        offset += 1
        if !text.isEmpty { parts.append(.text(intern(text))) }
        text.removeAll(keepingCapacity: true)
        let range = SourceRange(Int32(truncatingIfNeeded: nameStart), Int32(truncatingIfNeeded: nameEnd))
        parts.append(.variable(NameSyntax(form: .variable, symbol: symbol, attribute: attribute, range: range)))
    }
}
