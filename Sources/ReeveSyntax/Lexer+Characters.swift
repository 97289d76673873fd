/// Characters beyond ASCII, and those that no token begins with.
extension Lexer {
    /// The character at a place, or nil where the bytes are not UTF-8.
    static func scalar(_ input: Input, _ index: Int) -> Unicode.Scalar? {
        let first = input.base[index]
        let width: Int
        var value: UInt32
        switch first {
        case 0x00..<0x80: return Unicode.Scalar(first)
        case 0xC2..<0xE0: (width, value) = (2, UInt32(first & 0x1F))
        case 0xE0..<0xF0: (width, value) = (3, UInt32(first & 0x0F))
        case 0xF0..<0xF5: (width, value) = (4, UInt32(first & 0x07))
        default: return nil
        }
        guard input.count - index >= width else { return nil }
        for place in 1..<width {
            let byte = input.base[index + place]
            guard byte & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        guard value >= (width == 2 ? 0x80 : width == 3 ? 0x800 : 0x10000) else { return nil }
        return Unicode.Scalar(value)
    }

    /// Letters, digits and combining marks of any script.
    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if isInvisible(scalar) { return false }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
        case .nonspacingMark, .spacingMark, .enclosingMark: return true
        case .decimalNumber, .letterNumber: return true
        default: return false
        }
    }

    /// The character at the offset if it may stand in a string or comment; else reports it and moves behind it.
    mutating func checkedScalar(_ input: Input) -> Unicode.Scalar? {
        guard let scalar = Self.scalar(input, offset) else {
            invalidBytes(input)
            return nil
        }
        guard isInvisible(scalar) else { return scalar }
        reportInvisible(input, offset)
        offset += UTF8.width(scalar)
        return nil
    }

    /// A token that begins beyond ASCII; nil for what is reported and skipped.
    mutating func nonASCII(_ input: Input, _ gap: Gap) -> Token? {
        guard let scalar = Self.scalar(input, offset) else {
            let start = offset
            invalidBytes(input)
            return token(.invalid, gap, start, offset)
        }
        if Self.isWord(scalar) { return word(input, gap) }
        let start = offset
        let width = UTF8.width(scalar)
        if isInvisible(scalar) {
            reportInvisible(input, offset)
            offset += width
            return nil
        }
        if scalar.properties.isWhitespace {
            offset += width
            report(
                "unexpected-character", "a space that is not the plain one (\(codePoint(scalar)))", start, offset,
                label: "write a plain space", replacement: " ")
            return nil
        }
        if Self.isCurly(scalar) { return curlyString(input, gap) }
        offset += width
        if scalar.value == 0x2014, input.byte(offset) == UInt8(ascii: " ") {
            report(
                "unexpected-character", "a comment begins with `#`", start, offset, label: "write `#`", replacement: "#"
            )
            return token(.invalid, gap, start, offset)
        }
        if (0x2010...0x2015).contains(scalar.value) || scalar.value == 0x2212 {
            report(
                "unexpected-character", "`\(scalar)` is a dash of a word processor", start, offset,
                label: "write `-`", replacement: "-")
            return token(.invalid, gap, start, offset)
        }
        if scalar.value == 0x2026 {
            report(
                "unexpected-character", "`…` stands for what is left out", start, offset,
                label: "say it, or take it out")
            return token(.invalid, gap, start, offset)
        }
        report(
            "unexpected-character", "`\(escaped(String(scalar)))` does not belong here", start, offset,
            label: "a name with such a character stands in double quotes")
        return token(.invalid, gap, start, offset)
    }

    private mutating func invalidBytes(_ input: Input) {
        let start = offset
        repeat { offset += 1 } while offset < input.count && Self.scalar(input, offset) == nil
        report(
            "invalid-utf8", "these bytes are not UTF-8", start, offset, label: "save the script as UTF-8")
    }

    mutating func reportInvisible(_ input: Input, _ place: Int) {
        guard let scalar = Self.scalar(input, place) else { return }
        report(
            "invisible-character", "the character \(codePoint(scalar)) cannot be seen", place,
            place + UTF8.width(scalar), label: "take it out", replacement: "")
    }

    // MARK: Curly quotes

    static func isCurly(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2018...0x201F, 0xAB, 0xBB: true
        default: false
        }
    }

    func firstCurlyQuote(_ input: Input, _ start: Int, _ end: Int) -> Int? {
        var index = start
        while index < end {
            if let scalar = Self.scalar(input, index), Self.isCurly(scalar), scalar.value > 0xFF { return index }
            index += 1
        }
        return nil
    }

    /// Reads on to the closing quote, as if both were straight.
    private mutating func curlyString(_ input: Input, _ gap: Gap) -> Token {
        let start = offset
        var index = offset
        var text: [UInt8] = []
        while index < input.count, input.base[index] != UInt8(ascii: "\n"), input.base[index] != UInt8(ascii: "\r") {
            guard let scalar = Self.scalar(input, index) else { break }
            let width = UTF8.width(scalar)
            if index > start, Self.isCurly(scalar) || scalar == "\"" {
                offset = index + width
                reportCurly(input, start, offset)
                return token(.string, gap, start, offset, symbol: intern(text))
            }
            if index > start { text.append(contentsOf: input.slice(index, index + width)) }
            index += width
        }
        offset = start + 3
        if input.byte(start) == 0xC2 { offset = start + 2 }
        reportCurly(input, start, offset, fixable: false)
        offset = max(offset, index)
        return token(.invalid, gap, start, offset)
    }

    /// Shows the whole line with straight quotes, once a line.
    mutating func reportCurly(_ input: Input, _ start: Int, _ end: Int, fixable: Bool = true) {
        if isFull { return }
        if let last = diagnostics.last, last.code == "curly-quote", reportedCurlyEnd > start { return }
        var lineStart = start
        while lineStart > max(0, start - 400), input.base[lineStart - 1] != UInt8(ascii: "\n") { lineStart -= 1 }
        var lineEnd = end
        while lineEnd < min(input.count, end + 400), input.base[lineEnd] != UInt8(ascii: "\n"),
            input.base[lineEnd] != UInt8(ascii: "\r")
        { lineEnd += 1 }
        reportedCurlyEnd = lineEnd
        var straight = ""
        for scalar in String(decoding: input.slice(lineStart, lineEnd), as: UTF8.self).unicodeScalars {
            straight.unicodeScalars.append(Self.isCurly(scalar) ? "\"" : scalar)
        }
        report(
            "curly-quote", "a curly quote", start, end,
            label: "write `\(escaped(straight.trimmedOfSpaces))`")
        guard fixable else { return }
        diagnostics[diagnostics.count - 1].fix = Diagnostic.Fix(
            range: SourceRange(Int32(truncatingIfNeeded: lineStart), Int32(truncatingIfNeeded: lineEnd)),
            replacement: straight)
    }
}

extension String {
    fileprivate var trimmedOfSpaces: Substring {
        var text = self[...]
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
