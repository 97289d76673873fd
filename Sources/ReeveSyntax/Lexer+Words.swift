/// Words, instants and variables.
extension Lexer {
    /// Nil where nothing but dots stood, which is reported and left out.
    mutating func word(_ input: Input, _ gap: Gap) -> Token? {
        let start = offset
        var isASCII = true
        var end = wordEnd(input, start, dots: true, isASCII: &isASCII)
        while end > start, input.base[end - 1] == UInt8(ascii: ".") { end -= 1 }
        if end == start {
            while input.byte(offset) == UInt8(ascii: ".") { offset += 1 }
            report(
                "unexpected-character", "a word does not end in `.`", start, offset,
                label: "leave it out, or write the name in double quotes", replacement: "")
            return nil
        }
        offset = end
        let symbol = symbols.intern(input.slice(start, end), isASCII: isASCII)
        return token(.word, gap, start, end, symbol: symbol)
    }

    /// The end of the run of word characters; a `:` belongs to it in an instant only.
    func wordEnd(_ input: Input, _ start: Int, dots: Bool, isASCII: inout Bool) -> Int {
        var index = start
        while index < input.count {
            let byteClass = input.byteClass(index)
            if byteClass == ByteClass.word.rawValue {
                index += 1
            } else if byteClass == ByteClass.dot.rawValue {
                guard dots else { return index }
                index += 1
            } else if byteClass == ByteClass.nonASCII.rawValue {
                guard let scalar = Self.scalar(input, index), Self.isWord(scalar) else { return index }
                isASCII = false
                index += UTF8.width(scalar)
            } else if dots, input.base[index] == UInt8(ascii: ":"), index - start == 13,
                let end = Self.instantEnd(input, start)
            {
                index = end
            } else {
                return index
            }
        }
        return index
    }

    /// The end of `2026-12-31T18:00[:00[.0]][Z|+02:00]`.
    private static func instantEnd(_ input: Input, _ start: Int) -> Int? {
        guard matches(input, start, "0000-00-00T00:00") else { return nil }
        var end = start + 16
        if matches(input, end, ":00") { end += 3 }
        if input.byte(end) == UInt8(ascii: "."), isDigit(input.byte(end + 1)) {
            end += 1
            while isDigit(input.byte(end)) { end += 1 }
        }
        if matches(input, end, "+00:00") || matches(input, end, "-00:00") { return end + 6 }
        if input.byte(end) == UInt8(ascii: "Z") { return end + 1 }
        return end
    }

    /// A `0` in the shape stands for any digit.
    private static func matches(_ input: Input, _ start: Int, _ shape: StaticString) -> Bool {
        guard input.count - start >= shape.utf8CodeUnitCount else { return false }
        for index in 0..<shape.utf8CodeUnitCount {
            let wanted = shape.utf8Start[index]
            let byte = input.base[start + index]
            guard wanted == UInt8(ascii: "0") ? isDigit(byte) : byte == wanted else { return false }
        }
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    /// `$name`, `$c.plan`, `$row."Customer name"`. Nil where only a `$` stood, which is reported.
    mutating func variable(_ input: Input, _ gap: Gap) -> Token? {
        let start = offset
        guard let name = variableName(input) else {
            report("expected", "a variable has a name", start, start + 1, label: "write `$name`")
            return token(.invalid, gap, start, offset)
        }
        guard input.byte(offset) == UInt8(ascii: ".") else {
            return token(.variable, gap, start, offset, symbol: name)
        }
        if input.byte(offset + 1) == UInt8(ascii: "\"") {
            offset += 1
            let column = string(input, gap)
            guard column.kind == .string else {
                if column.kind == .template {
                    report(
                        "bad-interpolation", "a column's name is fixed", Int(column.range.start),
                        Int(column.range.end), label: "no variable stands in it")
                }
                return token(.invalid, gap, start, offset)
            }
            return token(.variable, gap, start, offset, symbol: name, extra: column.symbol.id)
        }
        let attribute = attributeName(input)
        return token(.variable, gap, start, offset, symbol: name, extra: attribute?.id ?? -1)
    }

    /// `$name` at the offset; moves behind it, or behind the `$` alone.
    mutating func variableName(_ input: Input) -> Symbol? {
        let start = offset + 1
        var isASCII = true
        let end = wordEnd(input, start, dots: false, isASCII: &isASCII)
        offset = end
        guard end > start else { return nil }
        return symbols.intern(input.slice(start, end), isASCII: isASCII)
    }

    /// `.plan` at the offset; stays where no word follows the dot.
    mutating func attributeName(_ input: Input) -> Symbol? {
        guard input.byte(offset) == UInt8(ascii: ".") else { return nil }
        var isASCII = true
        let start = offset + 1
        let end = wordEnd(input, start, dots: false, isASCII: &isASCII)
        guard end > start else { return nil }
        offset = end
        return symbols.intern(input.slice(start, end), isASCII: isASCII)
    }
}
