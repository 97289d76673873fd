#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One line of a snapshot, looked at without reading it: its names. Bounds are kept whatever stands there.
struct SnapshotLine {
    private let body: UnsafeRawBufferPointer
    private let start: Int

    /// - Parameter start: the line's first byte, which is the blank or comma before its brace.
    init(_ body: UnsafeRawBufferPointer, _ start: Int) {
        self.body = body
        self.start = start
    }

    /// The name that lines are sorted by, as it is written: the value of the first member, or the name in it where that
    /// is `["alice",12]`.
    var name: UnsafeRawBufferPointer? {
        var scanner = JSONScanner(body, from: start + 1)
        return SnapshotLine.member(&scanner, "{")
    }

    /// The account's name, of a record, a member or an assignment.
    var account: UnsafeRawBufferPointer? {
        if let plain = plainAccount { return plain }
        var scanner = JSONScanner(body, from: start + 1)
        guard SnapshotLine.member(&scanner, "{") != nil else { return nil }
        return SnapshotLine.member(&scanner, ",")
    }

    /// The same of a line like most: the key before it has four letters, `user` or `kind`, and both names are plain.
    private var plainAccount: UnsafeRawBufferPointer? {
        let end = body.count - 32
        var scanner = JSONScanner(body, from: start + 1)
        guard let base = body.baseAddress, start < end, scanner.take("{\"user\":\"") || scanner.take("{\"kind\":\"")
        else { return nil }
        let name = PlainText.length(base, scanner.offset, end)
        guard name > 0 else { return nil }
        scanner.skip(to: scanner.offset + name)
        guard scanner.take("\",\"account\":\"") else { return nil }
        let length = PlainText.length(base, scanner.offset, end)
        guard length > 0 else { return nil }
        return UnsafeRawBufferPointer(rebasing: body[scanner.offset..<(scanner.offset + length)])
    }

    private static func member(_ scanner: inout JSONScanner, _ lead: StaticString) -> UnsafeRawBufferPointer? {
        do throws(JSONError) {
            try scanner.expect(lead)
            _ = try scanner.string()
            try scanner.expect(":")
            let isNumbered = scanner.take("[")
            let name = try scanner.string().bytes
            if isNumbered {
                try scanner.expect(",")
                _ = try scanner.integer()
                try scanner.expect("]")
            }
            return name
        } catch { return nil }
    }

    /// A name's bytes without the escapes.
    static func plain(_ name: UnsafeRawBufferPointer) -> [UInt8] {
        guard name.contains(UInt8(ascii: "\\")) else { return Array(name) }
        return Array(JSONText(bytes: name, hasEscapes: true).string.utf8)
    }

    /// Less than, equal to or greater than 0, as the name that is written comes before, is, or comes after a plain one.
    static func order(_ name: UnsafeRawBufferPointer, _ wanted: [UInt8]) -> Int {
        guard !name.contains(UInt8(ascii: "\\")) else {
            let name = plain(name)
            return name == wanted ? 0 : name.lexicographicallyPrecedes(wanted) ? -1 : 1
        }
        let common = min(name.count, wanted.count)
        let order = wanted.withUnsafeBytes { other -> Int in
            guard common > 0, let mine = name.baseAddress, let theirs = other.baseAddress else { return 0 }
            return Int(memcmp(mine, theirs, common))
        }
        return order != 0 ? order : name.count - wanted.count
    }
}
