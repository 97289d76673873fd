/// Why a text is no JSON, and at which byte.
package struct JSONProblem: Error, Equatable, Sendable {
    package let offset: Int
    package let message: String
}

extension JSON {
    /// How deep arrays and objects may lie in one another.
    package static let mostDepth = 128

    /// Reads one document (RFC 8259). Linear, and not deeper than `mostDepth`. Half of a surrogate pair, which editors
    /// send when a character is typed in two parts, reads as U+FFFD; so do bytes that are not UTF-8.
    ///
    /// - Throws: what is wrong with it.
    package init(reading bytes: [UInt8]) throws(JSONProblem) {
        var reader = JSONReader(bytes: bytes)
        reader.skipSpace()
        self = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.index == bytes.count else { throw reader.problem("more than one value") }
    }
}

private struct JSONReader {
    let bytes: [UInt8]
    var index = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    func problem(_ message: String) -> JSONProblem { JSONProblem(offset: index, message: message) }

    private var peek: UInt8 { index < bytes.count ? bytes[index] : 0 }

    mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0a, 0x0d, 0x09: index += 1
            default: return
            }
        }
    }

    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard index < bytes.count, bytes[index] == UInt8(truncatingIfNeeded: mark.value) else { return false }
        index += 1
        return true
    }

    mutating func value(depth: Int) throws(JSONProblem) -> JSON {
        guard depth <= JSON.mostDepth else { throw problem("deeper than \(JSON.mostDepth) levels") }
        switch peek {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try list(depth)
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try word("true", .flag(true))
        case UInt8(ascii: "f"): return try word("false", .flag(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ spelling: String, _ value: JSON) throws(JSONProblem) -> JSON {
        guard bytes[index...].starts(with: spelling.utf8) else { throw problem("no value") }
        index += spelling.utf8.count
        return value
    }

    private mutating func list(_ depth: Int) throws(JSONProblem) -> JSON {
        index += 1
        var items: [JSON] = []
        skipSpace()
        if take("]") { return .list(items) }
        while true {
            skipSpace()
            items.append(try value(depth: depth + 1))
            skipSpace()
            if take("]") { return .list(items) }
            guard take(",") else { throw problem("expected `,` or `]`") }
        }
    }

    private mutating func object(_ depth: Int) throws(JSONProblem) -> JSON {
        index += 1
        var members: [(String, JSON)] = []
        skipSpace()
        if take("}") { return .object(members) }
        while true {
            skipSpace()
            let name = try text()
            skipSpace()
            guard take(":") else { throw problem("expected `:`") }
            skipSpace()
            members.append((name, try value(depth: depth + 1)))
            skipSpace()
            if take("}") { return .object(members) }
            guard take(",") else { throw problem("expected `,` or `}`") }
        }
    }

    private mutating func number() throws(JSONProblem) -> JSON {
        let start = index
        var isWhole = true
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"): break
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): isWhole = false
            default:
                return try number(from: start, isWhole)
            }
            index += 1
        }
        return try number(from: start, isWhole)
    }

    private func number(from start: Int, _ isWhole: Bool) throws(JSONProblem) -> JSON {
        guard index - start <= 64, bytes[start..<index].first != UInt8(ascii: "+") else { throw problem("no number") }
        let written = String(decoding: bytes[start..<index], as: UTF8.self)
        if isWhole, let number = Int64(written) { return .number(number) }
        guard let number = Double(written), number.isFinite else { throw problem("no value") }
        return .real(number)
    }

    private mutating func text() throws(JSONProblem) -> String {
        guard take("\"") else { throw problem("expected a string") }
        let start = index
        // Most strings have no escapes, and are taken as they lie there.
        while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\") { index += 1 }
        if peek == UInt8(ascii: "\"") {
            defer { index += 1 }
            return String(decoding: bytes[start..<index], as: UTF8.self)
        }
        var units = Array(bytes[start..<index])
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &units)
            default: units.append(byte)
            }
        }
        throw problem("a string without an end")
    }

    private mutating func escape(into units: inout [UInt8]) throws(JSONProblem) {
        let mark = peek
        index += 1
        switch mark {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): units.append(mark)
        case UInt8(ascii: "n"): units.append(0x0a)
        case UInt8(ascii: "t"): units.append(0x09)
        case UInt8(ascii: "r"): units.append(0x0d)
        case UInt8(ascii: "b"): units.append(0x08)
        case UInt8(ascii: "f"): units.append(0x0c)
        case UInt8(ascii: "u"):
            var value = try hex()
            if value & 0xfc00 == 0xd800, peek == UInt8(ascii: "\\"), index + 1 < bytes.count,
                bytes[index + 1] == UInt8(ascii: "u")
            {
                let back = index
                index += 2
                let low = try hex()
                if low & 0xfc00 == 0xdc00 {
                    value = 0x10000 + (value - 0xd800) << 10 + (low - 0xdc00)
                } else {
                    index = back
                }
            }
            units += Array(String(Unicode.Scalar(value) ?? "\u{fffd}").utf8)
        default: throw problem("an escape that does not exist")
        }
    }

    private mutating func hex() throws(JSONProblem) -> UInt32 {
        guard index + 4 <= bytes.count else { throw problem("a string without an end") }
        var value: UInt32 = 0
        for byte in bytes[index..<index + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw problem("an escape that does not exist")
            }
            value = value << 4 | UInt32(digit)
        }
        index += 4
        return value
    }
}
