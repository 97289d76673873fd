#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What is wrong with a JSON text, and at which byte.
package struct JSONError: Error, Hashable, Sendable {
    package let offset: Int
    package let message: String
}

/// A string as it is written, without its quotes: nothing is copied until somebody wants a String.
package struct JSONText {
    let bytes: UnsafeRawBufferPointer
    let hasEscapes: Bool

    /// The text it stands for.
    package var string: String {
        hasEscapes ? JSONText.unescaped(bytes) : String(decoding: bytes, as: UTF8.self)
    }

    /// The scanner has checked the escapes, so that what is left to do here cannot fail.
    private static func unescaped(_ bytes: UnsafeRawBufferPointer) -> String {
        var units: [UInt8] = []
        units.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == 0x5c, index + 1 < bytes.count else {
                units.append(bytes[index])
                index += 1
                continue
            }
            let mark = bytes[index + 1]
            index += 2
            guard mark == UInt8(ascii: "u") else {
                units.append(JSONScanner.meaning(ofEscape: mark) ?? mark)
                continue
            }
            var value = JSONScanner.hex(bytes, at: index) ?? 0
            index += 4
            if value & 0xfc00 == 0xd800, let low = JSONScanner.hex(bytes, at: index + 2) {
                value = 0x10000 + (value - 0xd800) << 10 + (low - 0xdc00)
                index += 6
            }
            for unit in Unicode.Scalar(value).flatMap(UTF8.encode) ?? .init() { units.append(unit) }
        }
        return String(decoding: units, as: UTF8.self)
    }
}

/// Reads JSON (RFC 8259) strictly and without copying: UTF-8 is checked, escapes must be right and in pairs, numbers stay
/// as they are written. Linear. The bytes must outlive the scanner.
///
/// It has no idea of its own where it is: the caller, who knows the schema, asks for what must come next. `JSONValue`
/// reads what no schema is known for.
package struct JSONScanner {
    private let bytes: UnsafeRawBufferPointer
    /// The byte that is read next.
    package private(set) var offset: Int

    package init(_ bytes: UnsafeRawBufferPointer, from offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    package var isAtEnd: Bool { offset >= bytes.count }

    /// The next byte, or 0 at the end.
    @inline(__always)
    package var peek: UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    package func failure(_ message: String) -> JSONError { JSONError(offset: offset, message: message) }

    /// Skips white space.
    package mutating func skipSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0a, 0x0d, 0x09: offset += 1
            default: return
            }
        }
    }

    /// Goes past these very bytes, if they come next.
    @inline(__always)
    package mutating func take(_ expected: StaticString) -> Bool {
        let length = expected.utf8CodeUnitCount
        guard bytes.count &- offset >= length, let base = bytes.baseAddress else { return false }
        guard memcmp(base + offset, expected.utf8Start, length) == 0 else { return false }
        offset &+= length
        return true
    }

    /// Goes past these very bytes, which must come next.
    @inline(__always)
    package mutating func expect(_ expected: StaticString) throws(JSONError) {
        guard take(expected) else { throw failure("expected \(expected)") }
    }

    /// Goes on at another byte.
    mutating func skip(to offset: Int) { self.offset = offset }

    /// Goes past bytes that need no look, eight at a time: none is a quote, a backslash, a control character, or not ASCII.
    @inline(__always)
    private func plain(from start: Int) -> Int {
        guard let base = bytes.baseAddress else { return start }
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var index = start
        while bytes.count &- index >= 8 {
            let chunk = (base + index).loadUnaligned(as: UInt64.self)
            let quote = chunk ^ (ones &* 0x22)
            let slash = chunk ^ (ones &* 0x5c)
            guard (chunk | (chunk &- ones &* 0x20) | (quote &- ones) | (slash &- ones)) & highs == 0 else { break }
            index &+= 8
        }
        return index
    }

    /// A string. Linear; checks UTF-8 and escapes.
    package mutating func string() throws(JSONError) -> JSONText {
        guard peek == 0x22 else { throw failure("expected a string") }
        let start = offset + 1
        var index = plain(from: start)
        var hasEscapes = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x22 {
                offset = index + 1
                return JSONText(bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<index]), hasEscapes: hasEscapes)
            }
            if byte == 0x5c {
                hasEscapes = true
                index += try escapeLength(at: index)
            } else if byte < 0x20 {
                throw JSONError(offset: index, message: "a control character in a string")
            } else if byte < 0x80 {
                index += 1
            } else {
                index += try sequenceLength(at: index)
            }
        }
        throw JSONError(offset: start - 1, message: "a string without an end")
    }

    /// A whole number as it is written by this module: no sign but `-`, no leading zeros, no fraction.
    package mutating func integer() throws(JSONError) -> Int64 {
        let start = offset
        let negative = peek == UInt8(ascii: "-")
        if negative { offset += 1 }
        let first = offset
        var value: Int64 = 0
        while case let digit = peek &- UInt8(ascii: "0"), digit < 10 {
            let (product, over) = value.multipliedReportingOverflow(by: 10)
            let (sum, beyond) = product.subtractingReportingOverflow(Int64(digit))
            guard !over, !beyond else { throw JSONError(offset: start, message: "a number that is too large") }
            value = sum
            offset += 1
        }
        let length = offset - first
        guard length > 0, length == 1 || bytes[first] != UInt8(ascii: "0"), !(negative && value == 0) else {
            offset = start
            throw failure("expected a whole number")
        }
        guard negative || value != .min else { throw JSONError(offset: start, message: "a number that is too large") }
        return negative ? value : -value
    }

    /// A number, as it is written.
    package mutating func number() throws(JSONError) -> String {
        let start = offset
        if peek == UInt8(ascii: "-") { offset += 1 }
        let first = offset
        let whole = digits()
        var isRight = whole > 0 && (whole == 1 || bytes[first] != UInt8(ascii: "0"))
        if peek == UInt8(ascii: ".") {
            offset += 1
            isRight = isRight && digits() > 0
        }
        if peek | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { offset += 1 }
            isRight = isRight && digits() > 0
        }
        guard isRight else { throw JSONError(offset: start, message: "expected a number") }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func digits() -> Int {
        let start = offset
        while peek &- UInt8(ascii: "0") < 10 { offset += 1 }
        return offset - start
    }

    private func escapeLength(at index: Int) throws(JSONError) -> Int {
        guard index + 1 < bytes.count else { throw JSONError(offset: index, message: "a string without an end") }
        let mark = bytes[index + 1]
        if JSONScanner.meaning(ofEscape: mark) != nil { return 2 }
        guard mark == UInt8(ascii: "u"), let unit = JSONScanner.hex(bytes, at: index + 2) else {
            throw JSONError(offset: index, message: "an escape that does not exist")
        }
        if unit & 0xf800 != 0xd800 { return 6 }
        guard unit < 0xdc00, index + 7 < bytes.count, bytes[index + 6] == 0x5c, bytes[index + 7] == UInt8(ascii: "u"),
            let low = JSONScanner.hex(bytes, at: index + 8), low & 0xfc00 == 0xdc00
        else { throw JSONError(offset: index, message: "half of a surrogate pair") }
        return 12
    }

    /// The length of a well-formed UTF-8 sequence (Unicode 3.9, table 3-7).
    private func sequenceLength(at index: Int) throws(JSONError) -> Int {
        func byte(_ ahead: Int) -> UInt8 { index + ahead < bytes.count ? bytes[index + ahead] : 0 }
        func follows(_ ahead: Int) -> Bool { byte(ahead) & 0xc0 == 0x80 }
        switch bytes[index] {
        case 0xc2...0xdf where follows(1): return 2
        case 0xe0 where byte(1) >= 0xa0 && follows(1) && follows(2): return 3
        case 0xed where byte(1) < 0xa0 && follows(1) && follows(2): return 3
        case 0xe1...0xec where follows(1) && follows(2): return 3
        case 0xee...0xef where follows(1) && follows(2): return 3
        case 0xf0 where byte(1) >= 0x90 && follows(1) && follows(2) && follows(3): return 4
        case 0xf1...0xf3 where follows(1) && follows(2) && follows(3): return 4
        case 0xf4 where byte(1) < 0x90 && follows(1) && follows(2) && follows(3): return 4
        default: throw JSONError(offset: index, message: "bytes that are not UTF-8")
        }
    }

    static func meaning(ofEscape mark: UInt8) -> UInt8? {
        switch mark {
        case 0x22, 0x5c, 0x2f: mark
        case UInt8(ascii: "n"): 0x0a
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "r"): 0x0d
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0c
        default: nil
        }
    }

    static func hex(_ bytes: UnsafeRawBufferPointer, at index: Int) -> UInt32? {
        guard index >= 0, index + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[index..<(index + 4)] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(byte - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        return value
    }
}
