/// A JSON document: members keep their order, and nothing in it can act on a terminal.
///
/// For documents and messages at the edges. The store's lines have their own reader and writer, which know their schema.
package enum JSON: Sendable, Equatable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral
{
    case null
    case flag(Bool)
    case number(Int64)
    /// A number that is no whole one, or too large for one.
    case real(Double)
    case text(String)
    case list([JSON])
    case object([(String, JSON)])

    package init(stringLiteral value: String) { self = .text(value) }
    package init(booleanLiteral value: Bool) { self = .flag(value) }
    package init(integerLiteral value: Int64) { self = .number(value) }
    package init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    package init(_ number: Int) { self = .number(Int64(number)) }
    package init(_ texts: [String]) { self = .list(texts.map { .text($0) }) }

    /// Indented by two spaces, a member a line; lists of plain values stay on theirs.
    package var rendered: String {
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
        case .real(let value): out += value.isFinite ? "\(value)" : "null"
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

    static func quote(_ text: String, into out: inout String) {
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

extension JSON {
    package static func == (one: JSON, other: JSON) -> Bool {
        switch (one, other) {
        case (.null, .null): true
        case (.flag(let a), .flag(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.real(let a), .real(let b)): a == b
        case (.text(let a), .text(let b)): a == b
        case (.list(let a), .list(let b)): a == b
        case (.object(let a), .object(let b)): a.elementsEqual(b) { $0.0 == $1.0 && $0.1 == $1.1 }
        default: false
        }
    }

    /// A member of an object; nil where this is none, or has no such member. Of two with one name, the last.
    package subscript(_ name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.0 == name }?.1
    }

    /// Text, where it is one.
    package var text: String? { if case .text(let text) = self { text } else { nil } }

    /// A whole number, where it is one.
    package var integer: Int64? { if case .number(let number) = self { number } else { nil } }

    /// Yes or no, where it is one.
    package var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }

    /// The items of a list; none where it is none.
    package var items: [JSON] { if case .list(let items) = self { items } else { [] } }

    /// On one line, without spaces.
    package var compact: [UInt8] {
        var out: [UInt8] = []
        writeCompact(into: &out)
        return out
    }

    private func writeCompact(into out: inout [UInt8]) {
        switch self {
        case .null: out += "null".utf8
        case .flag(let value): out += (value ? "true" : "false").utf8
        case .number(let value): Self.write(value, into: &out)
        case .real(let value): out += (value.isFinite ? "\(value)" : "null").utf8
        case .text(let value): Self.writeText(value, into: &out)
        case .list(let items):
            out.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                item.writeCompact(into: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let members):
            out.append(UInt8(ascii: "{"))
            for (index, (name, value)) in members.enumerated() {
                if index > 0 { out.append(UInt8(ascii: ",")) }
                Self.writeText(name, into: &out)
                out.append(UInt8(ascii: ":"))
                value.writeCompact(into: &out)
            }
            out.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ number: Int64, into out: inout [UInt8]) {
        // Long lists of small numbers are what an editor's colors are made of.
        if number >= 0, number < 10 { return out.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number)) }
        out += String(number).utf8
    }

    private static func writeText(_ text: String, into out: inout [UInt8]) {
        let isSimple = text.utf8.allSatisfy {
            $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        if isSimple {
            out.append(UInt8(ascii: "\""))
            out += text.utf8
            out.append(UInt8(ascii: "\""))
        } else {
            var quoted = ""
            quote(text, into: &quoted)
            out += quoted.utf8
        }
    }
}
