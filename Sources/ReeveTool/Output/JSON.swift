/// A JSON document: members keep their order, and nothing in it can act on a terminal.
enum JSON: Sendable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    case null
    case flag(Bool)
    case number(Int64)
    case text(String)
    case list([JSON])
    case object([(String, JSON)])

    init(stringLiteral value: String) { self = .text(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }
    init(integerLiteral value: Int64) { self = .number(value) }
    init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    init(_ number: Int) { self = .number(Int64(number)) }
    init(_ texts: [String]) { self = .list(texts.map { .text($0) }) }

    /// Indented by two spaces, a member a line; lists of plain values stay on theirs.
    var rendered: String {
        var out = ""
        write(into: &out, indent: 0)
        return out + "\n"
    }

    private var isPlain: Bool {
        switch self {
        case .list(let items): items.isEmpty
        case .object(let members): members.isEmpty
        default: true
        }
    }

    private func write(into out: inout String, indent: Int) {
        let inner = String(repeating: "  ", count: indent + 1)
        let outer = String(repeating: "  ", count: indent)
        switch self {
        case .null: out += "null"
        case .flag(let value): out += value ? "true" : "false"
        case .number(let value): out += String(value)
        case .text(let value): Self.quote(value, into: &out)
        case .list(let items):
            if items.allSatisfy(\.isPlain) {
                out += "["
                for (index, item) in items.enumerated() {
                    if index > 0 { out += ", " }
                    item.write(into: &out, indent: indent)
                }
                out += "]"
                return
            }
            for (index, item) in items.enumerated() {
                out += index == 0 ? "[\n" : ",\n"
                out += inner
                item.write(into: &out, indent: indent + 1)
            }
            out += "\n\(outer)]"
        case .object(let members):
            guard !members.isEmpty else {
                out += "{}"
                return
            }
            for (index, (name, value)) in members.enumerated() {
                out += index == 0 ? "{\n" : ",\n"
                out += inner
                Self.quote(name, into: &out)
                out += ": "
                value.write(into: &out, indent: indent + 1)
            }
            out += "\n\(outer)}"
        }
    }

    private static func quote(_ text: String, into out: inout String) {
        out += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\t": out += "\\t"
            default:
                if isPlain(scalar) {
                    out.unicodeScalars.append(scalar)
                } else {
                    for unit in String(scalar).utf16 {
                        let digits = String(unit, radix: 16)
                        out += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
                    }
                }
            }
        }
        out += "\""
    }

    /// False for what a terminal acts on, a reader cannot see, or an old JavaScript chokes on.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7f { return scalar.value >= 0x20 }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return false
        default: return !scalar.properties.isDefaultIgnorableCodePoint
        }
    }
}
