extension FormatterTokens {
    /// Strings are escaped anew, and names stand without quotes where that is plainly the same; the rest stays as typed.
    static func text(
        _ token: Token, _ source: SourceText, _ symbols: SymbolTable, _ bareNames: Set<Int32>
    ) -> String {
        switch token.kind {
        case .string:
            let text = symbols.text(token.symbol)
            if bareNames.contains(token.range.start), isPlainName(text) { return text }
            return literal(text)
        case .variable where token.extra >= 0:
            // `$row."Customer name"`
            let column = symbols.text(Symbol(id: token.extra))
            return "$" + symbols.text(token.symbol) + "." + (isVariableName(column) ? column : literal(column))
        default: return source.text(token.range)
        }
    }

    /// A word that begins with a letter, and so is neither a number nor a date, and means nothing else as a word.
    private static func isPlainName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first.properties.isAlphabetic, !text.hasSuffix(".") else {
            return false
        }
        if ["everyone", "everywhere"].contains(text) { return false }
        return text.unicodeScalars.allSatisfy { $0 == "." || isWordScalar($0) }
    }

    private static func isVariableName(_ text: String) -> Bool {
        !text.isEmpty && text.unicodeScalars.allSatisfy(isWordScalar)
    }

    private static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", "@", "+", "/": true
        default: !scalar.isASCII && Lexer.isWord(scalar)
        }
    }

    /// In quotes, escaped as everywhere that a name is printed.
    private static func literal(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "{": out += "\\{"
            case "\n": out += "\\n"
            case "\t": out += "\\t"
            default:
                if isInvisible(scalar) || scalar.properties.isDefaultIgnorableCodePoint {
                    out += "\\u{" + String(scalar.value, radix: 16) + "}"
                } else {
                    out.unicodeScalars.append(scalar)
                }
            }
        }
        return out + "\""
    }
}
