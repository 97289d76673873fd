#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a question needs that searches a large snapshot where it lies: where its sections are, a check of each block of
/// bytes, and the lines of records and grants in the order of their accounts. A cache of `snapshot.json`, to which it is bound by that
/// file's first line; whoever finds none, or one that does not fit, reads the snapshot whole.
///
/// The file is a line of JSON and then numbers, the lowest byte first: the blocks' checks (8 bytes each), then the
/// offsets of the records', the members' and the assignments' lines (4 bytes each), by account and then as they stand.
/// Offsets count from the snapshot's second line.
struct SnapshotIndex {
    static let file = "snapshot.index"
    /// Beside a snapshot that is shorter, an index is not worth its file.
    static let defaultLimit: Int64 = 1 << 20
    /// How many bytes one check covers.
    static let blockSize = 1 << 14

    /// The arrays of a snapshot, in the order in which they stand.
    enum Section: Int, CaseIterable {
        case kinds, roles, users, customers, records, members, managers, assignments, rules, former
    }

    /// The hash of the first line of the snapshot that it is of.
    let snapshot: Digest
    /// How many bytes stand behind that line.
    let length: Int
    /// The lines of each section, without what opens and closes it.
    let sections: [Range<Int>]
    private let contents: FileContents
    private let checks: Int
    /// Where the lines of each section of `byAccount` are.
    private let places: [Range<Int>]

    /// The sections whose lines say which account they belong to.
    static let ofAccounts: [Section] = [.records, .members, .assignments]

    func lines(_ section: Section) -> Range<Int> { sections[section.rawValue] }

    /// The check of a block.
    func check(_ block: Int) -> UInt64 {
        contents.bytes.loadUnaligned(fromByteOffset: checks + block * 8, as: UInt64.self).littleEndian
    }

    /// How many lines `byAccount` has; none but for the sections of `ofAccounts`.
    func count(_ section: Section) -> Int { place(section).count / 4 }

    /// A line of one of these sections, in the order of accounts.
    func byAccount(_ section: Section, _ number: Int) -> Int {
        let at = place(section).lowerBound + number * 4
        return Int(contents.bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self).littleEndian)
    }

    private func place(_ section: Section) -> Range<Int> {
        SnapshotIndex.ofAccounts.firstIndex(of: section).map { places[$0] } ?? 0..<0
    }

    // MARK: Reading

    /// Reads the index; all of it is checked against its own check.
    ///
    /// - Returns: nil where there is none, or none that is right.
    static func load(_ files: any FileSystem) throws(StoreError) -> SnapshotIndex? {
        guard let contents = try files.map(file) else { return nil }
        return SnapshotIndex(contents)
    }

    private init?(_ contents: FileContents) {
        let bytes = contents.bytes
        guard let end = bytes.prefix(1024).firstIndex(of: 10) else { return nil }
        let line = UnsafeRawBufferPointer(rebasing: bytes[..<end])
        let rest = UnsafeRawBufferPointer(rebasing: bytes[(end + 1)...])
        do throws(JSONError) {
            var scanner = JSONScanner(line)
            try scanner.expect("{\"format\":\"reeve.index/1\",\"snapshot\":")
            guard let snapshot = Digest(hex: try scanner.string().bytes) else { return nil }
            try scanner.expect(",\"length\":")
            let length = try scanner.integer()
            var numbers: [Int64] = []
            try scanner.expect(",\"sections\":[")
            repeat { numbers.append(try scanner.integer()) } while scanner.take(",")
            try scanner.expect("],\"records\":")
            var counts = [try scanner.integer()]
            try scanner.expect(",\"members\":")
            counts.append(try scanner.integer())
            try scanner.expect(",\"assignments\":")
            counts.append(try scanner.integer())
            let body = scanner.offset
            try scanner.expect(",\"check\":")
            let check = try scanner.string()
            try scanner.expect("}")
            guard scanner.isAtEnd else { return nil }
            let sum = BlockCheck.hex(
                BlockCheck.of(UnsafeRawBufferPointer(rebasing: line[..<body])) ^ BlockCheck.of(rest))
            guard check.bytes.elementsEqual(sum) else { return nil }
            let limit = Int64(UInt32.max)
            guard length > 0, length <= limit, counts.allSatisfy({ $0 >= 0 && $0 <= limit }),
                numbers.count == 2 * Section.allCases.count, numbers.allSatisfy({ $0 >= 0 && $0 <= length }),
                zip(numbers, numbers.dropFirst()).allSatisfy({ $0 <= $1 })
            else { return nil }
            let blocks = (Int(length) + SnapshotIndex.blockSize - 1) / SnapshotIndex.blockSize
            guard rest.count == blocks * 8 + Int(counts.reduce(0, +)) * 4 else { return nil }
            self.snapshot = snapshot
            self.length = Int(length)
            sections = Section.allCases.indices.map { Int(numbers[2 * $0])..<Int(numbers[2 * $0 + 1]) }
            checks = end + 1
            var at = checks + blocks * 8
            places = counts.map { count in
                defer { at += Int(count) * 4 }
                return at..<(at + Int(count) * 4)
            }
        } catch { return nil }
        self.contents = contents
    }

    /// Whether it is of the snapshot with this first line, and so many bytes behind it.
    func isOf(firstLine: UnsafeRawBufferPointer, length: Int) -> Bool {
        var hash = SHA256()
        hash.update(bytes: firstLine)
        return hash.finalize() == snapshot && length == self.length
    }

    /// The first byte of the first block whose check does not fit; nil where all do.
    func damage(of body: UnsafeRawBufferPointer) -> Int? {
        var at = 0
        while at < body.count {
            let block = UnsafeRawBufferPointer(rebasing: body[at..<min(at + SnapshotIndex.blockSize, body.count)])
            if BlockCheck.of(block) != check(at / SnapshotIndex.blockSize) { return at }
            at += SnapshotIndex.blockSize
        }
        return nil
    }

    // MARK: Writing

    /// Writes the index of a snapshot. The writers' lock is held. It is a cache that its own check guards: nothing waits
    /// for the disk, and what goes wrong leaves none.
    static func save(of written: WrittenSnapshot, _ files: any FileSystem) throws(StoreError) {
        guard written.length < Int(UInt32.max) else { return }
        let index = bytes(of: written)
        let temporary = Temporary.name(for: file)
        guard let token = try files.open(temporary, for: .createNew) else { return }
        do throws(StoreError) {
            defer { files.close(token) }
            try files.write(token, at: 0, index.bytes)
        } catch {
            try? files.remove(temporary)
            throw error
        }
        try files.rename(temporary, to: file)
    }

    /// The written form. Linear.
    static func bytes(of written: WrittenSnapshot) -> ByteWriter {
        var rest = ByteWriter(capacity: 8 * written.checks.count + 4 * written.lines.reduce(0) { $0 + $1.count })
        for check in written.checks { rest.number(check) }
        for lines in written.lines { for line in lines { rest.number(line) } }
        var out = ByteWriter(capacity: rest.count + 1024)
        out.literal("{\"format\":\"reeve.index/1\",\"snapshot\":\"")
        out.digest(written.firstLine)
        out.literal("\",\"length\":")
        out.integer(Int64(written.bodyLength))
        out.literal(",\"sections\":")
        out.list(written.sections.flatMap { [$0.lowerBound, $0.upperBound] }) { writer, number in
            writer.integer(Int64(number))
        }
        for (section, lines) in zip(ofAccounts, written.lines) {
            out.literal(",\"")
            out.raw(Array("\(section)".utf8))
            out.literal("\":")
            out.integer(Int64(lines.count))
        }
        let check = BlockCheck.of(out.bytes) ^ BlockCheck.of(rest.bytes)
        out.literal(",\"check\":\"")
        out.raw(BlockCheck.hex(check))
        out.literal("\"}\n")
        out.raw(rest.bytes)
        return out
    }
}

extension ByteWriter {
    fileprivate mutating func number<Number: FixedWidthInteger>(_ number: Number) {
        withUnsafeBytes(of: number.littleEndian) { raw($0) }
    }
}

/// 64 bits that change with every change of a byte: against accidents, as the snapshot's hash is; who writes a file anew
/// on purpose can make either fit. Four lanes of xor, multiply and fold over words of eight bytes, the lowest byte first;
/// several times faster than memory is written.
enum BlockCheck {
    private static let factor: UInt64 = 0x9e37_79b9_7f4a_7c15

    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var (a, b, c, d): (UInt64, UInt64, UInt64, UInt64) = (1, 2, 3, 4)
        var at = 0
        if let base = bytes.baseAddress {
            while bytes.count &- at >= 32 {
                a = step(a, (base + at).loadUnaligned(as: UInt64.self).littleEndian)
                b = step(b, (base + at + 8).loadUnaligned(as: UInt64.self).littleEndian)
                c = step(c, (base + at + 16).loadUnaligned(as: UInt64.self).littleEndian)
                d = step(d, (base + at + 24).loadUnaligned(as: UInt64.self).littleEndian)
                at &+= 32
            }
            while at < bytes.count {
                a = step(a, UInt64(bytes[at]))
                at &+= 1
            }
        }
        return step(step(step(step(UInt64(bytes.count), a), b), c), d)
    }

    /// Each half of it can be undone: two words, or two beginnings, never come to the same.
    @inline(__always)
    private static func step(_ sum: UInt64, _ word: UInt64) -> UInt64 {
        let product = (sum ^ word) &* factor
        return product ^ product >> 29
    }

    /// Sixteen digits.
    static func hex(_ check: UInt64) -> [UInt8] {
        (0..<16).map { place in
            let digit = UInt8(truncatingIfNeeded: check >> UInt64(60 - 4 * place) & 15)
            return digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        }
    }
}
