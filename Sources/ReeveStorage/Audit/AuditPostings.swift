/// Which records of the journal are of which thing, actor or action: lists in ascending order, those of the file and what
/// came since.
struct AuditPostings {
    /// What a list is of. The numbers of each are its own.
    enum Space: Int, CaseIterable {
        /// Things and accounts, by `State.auditNumber`.
        case about
        /// Users, by the same.
        case actor
        /// Places in the list of actions.
        case action
    }

    private struct Stored {
        var keys = AuditColumn<UInt32>()
        /// Where each key's list ends, counted from the first list's first byte.
        var ends = AuditColumn<UInt32>()
        var place = 0..<0
    }

    private let contents: FileContents?
    private let stored: [Stored]
    /// A key and a record each, in the order of records.
    private var added: [[UInt64]] = Space.allCases.map { _ in [] }

    init() {
        contents = nil
        stored = Space.allCases.map { _ in Stored() }
    }

    /// - Parameter places: of keys, ends and lists, of each space in order.
    init(_ contents: FileContents, _ places: [Range<Int>]) {
        self.contents = contents
        stored = Space.allCases.map { space in
            Stored(
                keys: AuditColumn(contents, places[3 * space.rawValue]),
                ends: AuditColumn(contents, places[3 * space.rawValue + 1]), place: places[3 * space.rawValue + 2])
        }
    }

    mutating func add(_ space: Space, _ key: UInt32, _ record: UInt32) {
        added[space.rawValue].append(UInt64(key) << 32 | UInt64(record))
    }

    /// The records of a key, in ascending order. Linear in them, and in what came since the file.
    func records(_ space: Space, _ key: UInt32) -> [UInt32] {
        let stored = stored[space.rawValue]
        var found: [UInt32] = []
        let at = stored.keys.lowerBound { $0 >= key }
        if at < stored.keys.count, stored.keys[at] == key { decode(stored, at) { found.append($0) } }
        for pair in added[space.rawValue] where UInt32(truncatingIfNeeded: pair >> 32) == key {
            found.append(UInt32(truncatingIfNeeded: pair))
        }
        return found
    }

    /// Seven bits to a byte, the lowest first: the difference to the one before.
    private func decode(_ stored: Stored, _ index: Int, _ body: (UInt32) -> Void) {
        guard let contents, index < stored.ends.count else { return }
        let start = stored.place.lowerBound + (index > 0 ? Int(stored.ends[index - 1]) : 0)
        let end = min(stored.place.lowerBound + Int(stored.ends[index]), stored.place.upperBound)
        guard start < end else { return }
        let bytes = contents.bytes
        var at = start
        var last: UInt32 = 0
        while at < end {
            var value: UInt32 = 0
            var shift: UInt32 = 0
            while at < end {
                let byte = bytes[at]
                at &+= 1
                value |= UInt32(byte & 127) << shift
                shift &+= 7
                if byte < 128 || shift > 28 { break }
            }
            last &+= value
            body(last)
        }
    }

    // MARK: Writing

    /// Writes what the initializer reads. Linear, and the sorting of what came since.
    ///
    /// - Parameter end: called at the end of each place.
    /// - Returns: false where there is more than the numbers can say.
    func write(into writer: inout ByteWriter, end: (borrowing ByteWriter) -> Void) -> Bool {
        for space in Space.allCases {
            let stored = stored[space.rawValue]
            let news = added[space.rawValue].sorted()
            var keys: [UInt32] = []
            var ends: [UInt32] = []
            var lists = ByteWriter(capacity: 1 << 16)
            var (old, new) = (0, 0)
            while old < stored.keys.count || new < news.count {
                let next = new < news.count ? UInt32(truncatingIfNeeded: news[new] >> 32) : UInt32.max
                let key = old < stored.keys.count ? min(stored.keys[old], next) : next
                var last: UInt32 = 0
                if old < stored.keys.count, stored.keys[old] == key {
                    decode(stored, old) { record in
                        Self.write(record &- last, into: &lists)
                        last = record
                    }
                    old += 1
                }
                while new < news.count, UInt32(truncatingIfNeeded: news[new] >> 32) == key {
                    let record = UInt32(truncatingIfNeeded: news[new])
                    Self.write(record &- last, into: &lists)
                    last = record
                    new += 1
                }
                guard let length = UInt32(exactly: lists.count) else { return false }
                keys.append(key)
                ends.append(length)
            }
            writer.numbers(keys)
            end(writer)
            writer.numbers(ends)
            end(writer)
            writer.raw(lists.bytes)
            end(writer)
        }
        return true
    }

    private static func write(_ difference: UInt32, into writer: inout ByteWriter) {
        var rest = difference
        while rest >= 128 {
            writer.byte(UInt8(truncatingIfNeeded: rest) | 128)
            rest >>= 7
        }
        writer.byte(UInt8(truncatingIfNeeded: rest))
    }
}

extension ByteWriter {
    /// Lowest byte first.
    mutating func numbers<Number: FixedWidthInteger>(_ numbers: [Number]) {
        for number in numbers { withUnsafeBytes(of: number.littleEndian) { raw($0) } }
    }

    mutating func numbers<Number: FixedWidthInteger>(_ column: AuditColumn<Number>) {
        for index in 0..<column.count { withUnsafeBytes(of: column[index].littleEndian) { raw($0) } }
    }
}
