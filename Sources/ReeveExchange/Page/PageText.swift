import ReeveDomain

/// Texts of a page, each once.
struct PageTexts {
    private var list: [String] = []
    private var numbers: [String: Int] = [:]

    init() {}

    /// Goes on from the texts of another part.
    init(_ other: PageTexts) { self = other }

    mutating func number(_ text: String) -> Int {
        if let number = numbers[text] { return number }
        numbers[text] = list.count
        list.append(text)
        return list.count - 1
    }

    func write(_ give: (String) -> Void) { pageList(list, give, pageText) }
}

/// A JSON string inside a page: no character of it means anything to the reader of markup around it, and what nobody could
/// see, or would turn the text around, is spelled out.
func pageText(_ text: String) -> String {
    var plain = true
    for byte in text.utf8
    where byte < 0x20 || byte > 0x7e || byte == 0x22 || byte == 0x5c || byte == 0x3c || byte == 0x3e
        || byte == 0x26
    {
        plain = false
        break
    }
    if plain { return "\"" + text + "\"" }
    var out = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": out += "\\\""
        case "\\": out += "\\\\"
        case "\n": out += "\\n"
        case "<": out += "\\u003c"
        case ">": out += "\\u003e"
        case "&": out += "\\u0026"
        case _ where isUnsafe(scalar): out += "\\\\u{" + String(scalar.value, radix: 16) + "}"
        default: out.unicodeScalars.append(scalar)
        }
    }
    return out + "\""
}

func pageNumbers(_ numbers: [Int]) -> String {
    var out = "["
    out.reserveCapacity(numbers.count * 4)
    for (index, number) in numbers.enumerated() {
        if index > 0 { out += "," }
        out += String(number)
    }
    return out + "]"
}

/// A JSON array, given in pieces.
func pageList<Element>(_ items: [Element], _ give: (String) -> Void, _ text: (Element) -> String) {
    var piece = "["
    for (index, item) in items.enumerated() {
        if index > 0 { piece += "," }
        piece += text(item)
        if piece.utf8.count > 1 << 16 {
            give(piece)
            piece = ""
        }
    }
    give(piece + "]")
}
