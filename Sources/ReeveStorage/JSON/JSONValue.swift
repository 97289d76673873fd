/// A JSON document whose schema is not known beforehand, or is small enough not to matter.
package indirect enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// As it is written.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// In the order in which it is written; no key twice.
    case object([Member])

    package struct Member: Hashable, Sendable {
        package let key: String
        package let value: JSONValue

        package init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// How deep arrays and objects may lie in one another.
    package static let mostDepth = 64

    /// Reads a whole document. Linear, but for the few steps that keeping keys apart takes.
    ///
    /// - Throws: what is wrong, and where: also for a key that comes twice, and for what lies deeper than `mostDepth`.
    package init(parsing bytes: UnsafeRawBufferPointer) throws(JSONError) {
        var scanner = JSONScanner(bytes)
        scanner.skipSpace()
        self = try JSONValue.read(&scanner, depth: 0)
        scanner.skipSpace()
        guard scanner.isAtEnd else { throw scanner.failure("more than one value") }
    }

    /// Reads one value where the scanner stands.
    package static func read(_ scanner: inout JSONScanner, depth: Int = 0) throws(JSONError) -> JSONValue {
        switch scanner.peek {
        case UInt8(ascii: "{"): return try readObject(&scanner, depth + 1)
        case UInt8(ascii: "["): return try readArray(&scanner, depth + 1)
        case UInt8(ascii: "\""): return .string(try scanner.string().string)
        case UInt8(ascii: "t"):
            try scanner.expect("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try scanner.expect("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try scanner.expect("null")
            return .null
        default: return .number(try scanner.number())
        }
    }

    private static func readArray(_ scanner: inout JSONScanner, _ depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= mostDepth else { throw scanner.failure("deeper than \(mostDepth) levels") }
        try scanner.expect("[")
        scanner.skipSpace()
        var items: [JSONValue] = []
        if scanner.take("]") { return .array(items) }
        while true {
            scanner.skipSpace()
            items.append(try read(&scanner, depth: depth))
            scanner.skipSpace()
            if scanner.take("]") { return .array(items) }
            try scanner.expect(",")
        }
    }

    private static func readObject(_ scanner: inout JSONScanner, _ depth: Int) throws(JSONError) -> JSONValue {
        guard depth <= mostDepth else { throw scanner.failure("deeper than \(mostDepth) levels") }
        try scanner.expect("{")
        scanner.skipSpace()
        var members: [Member] = []
        var keys: Set<[UInt8]> = []
        if scanner.take("}") { return .object(members) }
        while true {
            scanner.skipSpace()
            let place = scanner.offset
            let key = try scanner.string().string
            // As bytes: two keys that only look equal (NFC, NFD) are two.
            guard keys.insert(Array(key.utf8)).inserted else {
                throw JSONError(offset: place, message: "the key `\(key)` comes twice")
            }
            scanner.skipSpace()
            try scanner.expect(":")
            scanner.skipSpace()
            members.append(Member(key, try read(&scanner, depth: depth)))
            scanner.skipSpace()
            if scanner.take("}") { return .object(members) }
            try scanner.expect(",")
        }
    }

    /// The value of a key; `nil` where this is no object or has no such key.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }

    /// The text of a string, else `nil`.
    package var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// A whole number that fits, else `nil`.
    package var integer: Int64? {
        guard case .number(let text) = self, !text.utf8.contains(where: { $0 == 0x2e || $0 | 0x20 == 0x65 }) else {
            return nil
        }
        return Int64(text)
    }
}

extension ByteWriter {
    /// Appends a whole document on one line.
    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: literal("null")
        case .bool(let flag): if flag { literal("true") } else { literal("false") }
        case .number(let text): raw(Array(text.utf8))
        case .string(let text): string(text)
        case .array(let items):
            byte(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { byte(UInt8(ascii: ",")) }
                self.value(item)
            }
            byte(UInt8(ascii: "]"))
        case .object(let members):
            byte(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { byte(UInt8(ascii: ",")) }
                string(member.key)
                byte(UInt8(ascii: ":"))
                self.value(member.value)
            }
            byte(UInt8(ascii: "}"))
        }
    }
}
