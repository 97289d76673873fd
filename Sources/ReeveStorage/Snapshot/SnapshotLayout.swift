#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where a snapshot's sections and lines are, found by going through all of it once.
struct SnapshotLayout {
    private let body: UnsafeRawBufferPointer
    private(set) var sections: [Range<Int>] = []

    private static let leads: [StaticString] = [
        ",\"kinds\":[\n", "]\n,\"roles\":[\n", "]\n,\"users\":[\n", "]\n,\"customers\":[\n", "]\n,\"records\":[\n",
        "]\n,\"members\":[\n", "]\n,\"managers\":[\n", "]\n,\"assignments\":[\n", "]\n,\"rules\":[\n",
        "]\n,\"former\":[\n",
    ]

    /// - Parameter body: a snapshot's bytes from the second line on.
    init(_ body: UnsafeRawBufferPointer) { self.body = body }

    /// Whether it is laid out as a snapshot is.
    mutating func read() -> Bool {
        guard var at = next(0) else { return false }
        for (number, lead) in SnapshotLayout.leads.enumerated() {
            var scanner = JSONScanner(body, from: at)
            guard scanner.take(lead) else { return false }
            if number > 0 { sections[number - 1] = sections[number - 1].lowerBound..<at }
            let start = scanner.offset
            at = start
            while at < body.count, body[at] != UInt8(ascii: "]") {
                guard let end = next(at) else { return false }
                at = end
            }
            sections.append(start..<at)
        }
        var scanner = JSONScanner(body, from: at)
        return scanner.take("]}\n") && scanner.isAtEnd
    }

    private func next(_ at: Int) -> Int? {
        guard let base = body.baseAddress, at < body.count, let feed = memchr(base + at, 10, body.count - at) else {
            return nil
        }
        return UnsafeRawPointer(feed) - base + 1
    }

    /// The lines of records, members or assignments by the names of their accounts; those of one account in the order in which
    /// they stand. Linear, but for the sorting of the accounts' names.
    func byAccount(_ section: SnapshotIndex.Section) -> [UInt32] {
        var groups = ByteTable()
        var names: [UnsafeRawBufferPointer] = []
        var counts: [Int] = []
        var lines: [(line: UInt32, group: Int32)] = []
        var at = sections[section.rawValue].lowerBound
        while at < sections[section.rawValue].upperBound, let end = next(at) {
            guard let name = SnapshotLine(body, at).account else { return [] }
            let group: Int32
            if let found = groups.find(name) {
                group = found
            } else {
                group = Int32(truncatingIfNeeded: names.count)
                _ = groups.insert(name, group)
                names.append(name)
                counts.append(0)
            }
            counts[Int(group)] += 1
            lines.append((UInt32(truncatingIfNeeded: at), group))
            at = end
        }
        var places = [Int](repeating: 0, count: names.count)
        var place = 0
        for group in NameOrder.sorted(names.count, appending: { SnapshotLine.appendPlain(names[Int($0)], to: &$1) }) {
            places[Int(group)] = place
            place += counts[Int(group)]
        }
        var sorted = [UInt32](repeating: 0, count: lines.count)
        for (line, group) in lines {
            sorted[places[Int(group)]] = line
            places[Int(group)] += 1
        }
        return sorted
    }
}

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

    static func appendPlain(_ name: UnsafeRawBufferPointer, to text: inout [UInt8]) {
        if name.contains(UInt8(ascii: "\\")) { text += plain(name) } else { text.append(contentsOf: name) }
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
