/// Characters of other languages: says what is written instead, and reads on as if that stood there.
extension Lexer {
    private struct Instead {
        var width: Int
        var written: StaticString
        var kind: Token.Kind
        var keyword: Keyword?
        var label: String
    }

    mutating func unexpected(_ input: Input, _ gap: Gap) -> Token {
        let start = offset
        let byte = input.base[start]
        let next = input.byte(start + 1)
        if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`"), let token = singleQuoted(input, gap) { return token }
        if byte == UInt8(ascii: ":"), let meant = meantByColon(input, start) {
            offset = meant.end
            report(
                "unexpected-character", meant.message, meant.start, offset, label: meant.label,
                replacement: meant.replacement)
            return token(.invalid, gap, start, offset)
        }
        if let instead = instead(of: byte, next) {
            offset += instead.width
            report(
                "unexpected-character",
                "`\(text(input, start, offset))` is written `\(String(describing: instead.written).filter { $0 != " " })`",
                start, offset,
                label: instead.label, replacement: String(describing: instead.written))
            return token(instead.kind, gap, start, offset, symbol: instead.keyword?.symbol ?? Symbol(id: -1))
        }
        if let meant = meant(input, start) {
            offset = meant.end
            report(
                "unexpected-character", meant.message, start, offset, label: meant.label,
                replacement: meant.replacement.isEmpty && meant.label.contains("…") ? nil : meant.replacement)
            return token(.invalid, gap, start, offset)
        }
        offset += 1
        // A bracket that closes what was told of is no second mistake.
        let isTold =
            byte == UInt8(ascii: "]") && diagnostics.last.map { input.byte(Int($0.range.start)) == 0x5B } == true
        if !isTold {
            report(
                "unexpected-character", "`\(text(input, start, offset))` does not belong here", start, offset,
                label: hint(byte))
        }
        return token(.invalid, gap, start, offset)
    }

    /// `2027-01-31 18:00`, `if COND: …`, `has title: text`
    private func meantByColon(_ input: Input, _ start: Int) -> Meant? {
        var lineStart = start
        while lineStart > 0, start - lineStart < 400, input.base[lineStart - 1] != UInt8(ascii: "\n") { lineStart -= 1 }
        var lineEnd = start
        while lineEnd < input.count, input.base[lineEnd] >= 0x20, lineEnd - start < 400 { lineEnd += 1 }
        let before = String(decoding: input.slice(lineStart, start), as: UTF8.self)
        let behind = String(decoding: input.slice(start + 1, lineEnd), as: UTF8.self)
        let words = before.split(separator: " ")
        if words.count >= 2, let hour = words.last, let date = words.dropLast().last, date.utf8.count == 10,
            (1...2).contains(hour.utf8.count), hour.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), behind.utf8.count >= 2,
            behind.utf8.prefix(2).allSatisfy({ $0 >= 48 && $0 <= 57 }), before.hasSuffix("\(date) \(hour)")
        {
            let instant = "\(date)T\(hour.utf8.count == 1 ? "0" : "")\(hour):\(behind.prefix(2)):00Z"
            return Meant(
                start: start - hour.utf8.count - 1 - date.utf8.count, end: start + 3,
                message: "a time is written on its date", label: "write `\(escaped(instant))`", replacement: instant)
        }
        let blocks: Set<Substring> = ["if", "for", "foreach", "else", "elif", "while", "act", "test"]
        if let first = words.first, blocks.contains(first) {
            let rest = behind.drop { $0 == " " }
            return Meant(
                start: start, end: rest.isEmpty ? start + 1 : lineEnd, message: "a block stands in `{ }`",
                label: "write `{ \(rest.isEmpty ? "…" : escaped(String(rest))) }`",
                replacement: rest.isEmpty ? " {" : " { \(rest) }")
        }
        if words.dropLast().last == "has" {
            return Meant(
                start: start, end: start + 1, message: "`:` is too much here", label: "take it out", replacement: "")
        }
        return nil
    }

    private struct Meant {
        var start: Int
        var end: Int
        var message: String
        var label: String
        var replacement: String
    }

    /// What a mark stands for at this place, by the word before it.
    private func meant(_ input: Input, _ start: Int) -> Meant? {
        var lineEnd = start
        while lineEnd < input.count, input.base[lineEnd] != UInt8(ascii: "\n"), lineEnd - start < 400 { lineEnd += 1 }
        switch input.base[start] {
        case UInt8(ascii: "*"):
            switch wordBefore(input, start) {
            case "to":
                return Meant(
                    start: start, end: start + 1, message: "every customer, now and later, is `all customers`",
                    label: "write `all customers`", replacement: "all customers")
            case "can":
                return Meant(
                    start: start, end: start + 1, message: "every action is `do anything to`",
                    label: "write `do anything to`",
                    replacement: "do anything to")
            default:
                guard start > 0, input.base[start - 1] == UInt8(ascii: "/") else { return nil }
                return Meant(
                    start: start, end: lineEnd, message: "a comment begins with `#`, and ends with its line",
                    label: "write `# …`", replacement: "")
            }
        case UInt8(ascii: "&"):
            return Meant(
                start: start, end: start + 1, message: "names in a list stand apart by `,`", label: "write `,`",
                replacement: ",")
        case UInt8(ascii: "?"):
            guard input.slice(start + 1, lineEnd).allSatisfy({ $0 == 32 || $0 == 13 }) else { return nil }
            return Meant(
                start: start, end: start + 1, message: "a question ends with its line", label: "take this `?` out",
                replacement: "")
        case UInt8(ascii: "["):
            guard ["to", "from", "except", "user", "customer", "invite", "assign"].contains(wordBefore(input, start)),
                let close = (start..<lineEnd).first(where: { input.base[$0] == UInt8(ascii: "]") })
            else { return nil }
            let inner = String(decoding: input.slice(start + 1, close), as: UTF8.self)
            return Meant(
                start: start, end: close + 1, message: "a list of names has no brackets",
                label: "write `\(escaped(inner))`",
                replacement: inner)
        default: return nil
        }
    }

    private func wordBefore(_ input: Input, _ start: Int) -> String {
        var end = start
        while end > 0, input.base[end - 1] == UInt8(ascii: " ") { end -= 1 }
        var begin = end
        while begin > 0, end - begin < 16, input.base[begin - 1] > 0x20 { begin -= 1 }
        return String(decoding: input.slice(begin, end), as: UTF8.self).lowercased()
    }

    private func instead(of byte: UInt8, _ next: UInt8) -> Instead? {
        switch (byte, next) {
        case (UInt8(ascii: "="), UInt8(ascii: "=")):
            Instead(width: 2, written: "=", kind: .equal, label: "write `=`")
        case (UInt8(ascii: ":"), UInt8(ascii: "=")):
            Instead(width: 2, written: "=", kind: .equal, label: "write `=`")
        case (UInt8(ascii: ":"), UInt8(ascii: " ")):
            Instead(width: 1, written: " =", kind: .equal, label: "a value is given with `=`")
        case (UInt8(ascii: "<"), UInt8(ascii: ">")):
            Instead(width: 2, written: "!=", kind: .notEqual, label: "write `!=`")
        case (UInt8(ascii: "&"), UInt8(ascii: "&")):
            Instead(width: 2, written: "and", kind: .word, keyword: .and, label: "write `and`")
        case (UInt8(ascii: "|"), UInt8(ascii: "|")):
            Instead(width: 2, written: "or", kind: .word, keyword: .or, label: "write `or`")
        case (UInt8(ascii: "!"), _):
            Instead(width: 1, written: "not ", kind: .word, keyword: .not, label: "write `not`")
        default: nil
        }
    }

    private func hint(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: ":"):
            "a value is given with `=`; a time stands in an instant: `2026-12-31T18:00:00Z`"
        case UInt8(ascii: "*"): "write `all customers`, or `anything`"
        case UInt8(ascii: "["), UInt8(ascii: "]"):
            "names stand apart by `,`; where a set may stand, in `( )`"
        case UInt8(ascii: "'"), UInt8(ascii: "`"): "a name stands in double quotes"
        case UInt8(ascii: "&"): "write `and`"
        case UInt8(ascii: "|"): "write `or`"
        case UInt8(ascii: "%"): "a variable is written `$name`"
        default: "a name with such a character stands in double quotes"
        }
    }

    /// `'x'`, or `x` between backquotes, read as `"x"`; nil where it does not close on its line.
    private mutating func singleQuoted(_ input: Input, _ gap: Gap) -> Token? {
        let start = offset
        let quote = input.base[start]
        var index = start + 1
        while index < input.count, input.base[index] != quote {
            let byte = input.base[index]
            guard byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else {
                offset = byte >= 0x20 ? offset : index
                if byte < 0x20 {
                    report(
                        "unterminated-string", "the string that starts here is not closed on its line", start, index,
                        label: "a string stands in double quotes")
                    return token(.invalid, gap, start, index)
                }
                return nil
            }
            index += 1
        }
        guard index < input.count else { return nil }
        let content = Array(input.slice(start + 1, index))
        offset = index + 1
        let text = String(decoding: content, as: UTF8.self)
        report(
            "unexpected-character", "a string stands in double quotes", start, offset,
            label: "write `\"\(escaped(text))\"`", replacement: "\"\(text)\"")
        return token(.string, gap, start, offset, symbol: intern(content))
    }

    private func text(_ input: Input, _ start: Int, _ end: Int) -> String {
        escaped(String(decoding: input.slice(start, end), as: UTF8.self))
    }

    mutating func report(
        _ code: String, _ message: String, _ start: Int, _ end: Int, label: String, replacement: String? = nil
    ) {
        guard !isFull else { return }
        let range = SourceRange(Int32(truncatingIfNeeded: start), Int32(truncatingIfNeeded: end))
        diagnostics.append(
            Diagnostic(
                code: code, message: message, source: source, range: range, label: label,
                fix: replacement.map { Diagnostic.Fix(range: range, replacement: $0) }))
    }
}
