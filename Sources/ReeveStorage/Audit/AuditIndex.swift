import ReeveDomain

/// What answers a question to the audit log of a long journal without telling all of it again: where each record lies, and
/// which records are of which thing, account, actor and action. A cache of the journal, to which it is bound by the store
/// and by the head up to which it goes; whoever finds none, or one that does not fit, makes it anew. It points, and is
/// never read for what happened: every line comes from the journal, from a block whose check fits.
///
/// The file is a line of JSON and then runs of numbers, the lowest byte first, in the order of `Part`.
struct AuditIndex {
    static let file = "audit.index"
    static let format = "reeve.audit-index/1"
    /// How many bytes of a segment one check covers.
    static let blockSize = 1 << 14
    /// A journal of fewer bytes is told again as quickly.
    static let defaultLimit: Int64 = 1 << 20

    enum Part: Int, CaseIterable {
        /// The check of each block, and the number of the first record that begins in it or behind it.
        case checks, firsts
        /// The number of each closing record, and its transaction's time in milliseconds.
        case closings, times
        /// Of a record that gives or takes customers (upper half), the manager's role (lower half).
        case roles
        /// Records of kinds and roles, and of who is renamed while roles name users.
        case definitions
        case nameHighs, nameLows, nameNumbers
        case users, accounts, records
        case managers
        case aboutKeys, aboutEnds, about, actorKeys, actorEnds, actor, actionKeys, actionEnds, action
    }

    /// Up to where it goes.
    var position: JournalPosition
    /// How long each segment is, as far as it goes.
    var segments: [Int64] = []
    var checks = AuditColumn<UInt64>()
    var firsts = AuditColumn<UInt32>()
    var closings = AuditColumn<UInt32>()
    var times = AuditColumn<Int64>()
    var roles = AuditColumn<UInt64>()
    var definitions = AuditColumn<UInt32>()
    var book = AuditBook()
    var postings = AuditPostings()
    private(set) var actions: [String] = []
    private var placesOfActions: [String: UInt32] = [:]
    /// Whether a role has ever named a user.
    var namesUsers = false
    /// Whether no transaction has an earlier time than the one before.
    var isOrdered = true

    /// Of nothing.
    init(of store: StoreID) {
        position = JournalFormat.origin(of: store)
    }

    mutating func place(ofAction action: String) -> UInt32 {
        if let place = placesOfActions[action] { return place }
        let place = UInt32(truncatingIfNeeded: actions.count)
        actions.append(action)
        placesOfActions[action] = place
        return place
    }

    func place(ofKnown action: String) -> UInt32? { placesOfActions[action] }

    /// The first block of a segment.
    func firstBlock(of segment: Int) -> Int {
        segments.prefix(segment - 1).reduce(0) { $0 + AuditIndex.blocks(in: $1) }
    }

    static func blocks(in length: Int64) -> Int { Int((length + Int64(blockSize) - 1) / Int64(blockSize)) }

    /// The place of the transaction that has a record.
    func transaction(of record: UInt32) -> Int { closings.lowerBound { $0 >= record } }

    // MARK: Reading

    /// Reads the file; all of it is checked against its own check, and the place against the journal.
    ///
    /// - Returns: nil where there is none, or none that fits.
    static func load(_ files: any FileSystem, store: StoreID) throws(StoreError) -> AuditIndex? {
        guard let contents = try files.map(file), let index = AuditIndex(contents, store) else { return nil }
        do throws(StoreError) {
            try JournalReader(files: files, store: store).confirm(index.position)
        } catch {
            guard error.code == .rolledBack else { throw error }
            return nil
        }
        return index
    }

    private init?(_ contents: FileContents, _ store: StoreID) {
        let bytes = contents.bytes
        guard let end = bytes.prefix(1 << 16).firstIndex(of: 10) else { return nil }
        let line = UnsafeRawBufferPointer(rebasing: bytes[..<end])
        let rest = UnsafeRawBufferPointer(rebasing: bytes[(end + 1)...])
        var lengths: [Int64] = []
        do throws(JSONError) {
            var scanner = JSONScanner(line)
            try scanner.expect("{\"format\":\"reeve.audit-index/1\",\"store\":")
            guard StoreID(hex: try scanner.string().bytes) == store else { return nil }
            try scanner.expect(",\"segment\":")
            let segment = try scanner.integer()
            try scanner.expect(",\"offset\":")
            let offset = try scanner.integer()
            try scanner.expect(",\"tx\":")
            let transaction = try scanner.integer()
            try scanner.expect(",\"seq\":")
            let seq = try scanner.integer()
            try scanner.expect(",\"hash\":")
            guard let hash = Digest(hex: try scanner.string().bytes), segment > 0, segment < 1 << 20, offset > 0,
                seq > 0
            else { return nil }
            position = JournalPosition(
                segment: Int(segment), offset: offset, transaction: transaction, head: Head(seq: seq, hash: hash))
            try scanner.expect(",\"segments\":[")
            repeat { segments.append(try scanner.integer()) } while scanner.take(",")
            try scanner.expect("],\"namesUsers\":")
            namesUsers = scanner.take("true")
            if !namesUsers { try scanner.expect("false") }
            try scanner.expect(",\"isOrdered\":")
            isOrdered = scanner.take("true")
            if !isOrdered { try scanner.expect("false") }
            try scanner.expect(",\"actions\":[")
            if scanner.peek != UInt8(ascii: "]") {
                repeat { _ = place(ofAction: try scanner.string().string) } while scanner.take(",")
            }
            try scanner.expect("],\"parts\":[")
            repeat { lengths.append(try scanner.integer()) } while scanner.take(",")
            try scanner.expect("]")
            let body = scanner.offset
            try scanner.expect(",\"check\":")
            let check = try scanner.string()
            try scanner.expect("}")
            let sum = BlockCheck.hex(
                BlockCheck.of(UnsafeRawBufferPointer(rebasing: line[..<body])) ^ BlockCheck.of(rest))
            guard scanner.isAtEnd, check.bytes.elementsEqual(sum) else { return nil }
        } catch { return nil }
        var at = end + 1
        var places: [Range<Int>] = []
        for length in lengths {
            guard length >= 0, length <= Int64(bytes.count - at) else { return nil }
            places.append(at..<(at + Int(length)))
            at += Int(length)
        }
        guard places.count == Part.allCases.count, at == bytes.count, segments.count == position.segment,
            segments.allSatisfy({ $0 > 0 && $0 < 1 << 48 }), segments.last == position.offset
        else { return nil }
        func column<Number>(_ part: Part) -> AuditColumn<Number> { AuditColumn(contents, places[part.rawValue]) }
        checks = column(.checks)
        firsts = column(.firsts)
        closings = column(.closings)
        times = column(.times)
        roles = column(.roles)
        definitions = column(.definitions)
        book = AuditBook(
            highs: column(.nameHighs), lows: column(.nameLows), numbers: column(.nameNumbers),
            rows: [column(.users), column(.accounts), column(.records)], managers: column(.managers))
        postings = AuditPostings(contents, Array(places[Part.aboutKeys.rawValue...]))
        let blocks = segments.reduce(0) { $0 + AuditIndex.blocks(in: $1) }
        guard checks.count == blocks, firsts.count == blocks, closings.count == times.count else { return nil }
    }

    /// Makes sure that the file says what this index says, which is what the journal leads to.
    func confirmStored(_ files: any FileSystem, of store: StoreID) throws(StoreError) {
        guard let stored = try files.map(AuditIndex.file), let right = bytes(of: store) else { return }
        guard !stored.bytes.elementsEqual(right.bytes) else { return }
        let same = zip(stored.bytes, right.bytes).prefix { $0 == $1 }.count
        // Its own check fits, so this was no accident.
        throw .damaged(
            AuditIndex.file, at: Int64(same),
            "the audit index is not what the journal leads to; without it, it is made anew")
    }

    // MARK: Writing

    /// The written form. Linear.
    ///
    /// - Returns: nil where the journal is too long for it.
    func bytes(of store: StoreID) -> ByteWriter? {
        guard position.head.seq < Int64(Int32.max) else { return nil }
        var rest = ByteWriter(capacity: 1 << 20)
        var lengths: [Int64] = []
        var start = 0
        func end(_ writer: borrowing ByteWriter) {
            lengths.append(Int64(writer.count - start))
            start = writer.count
        }
        rest.numbers(checks)
        end(rest)
        rest.numbers(firsts)
        end(rest)
        rest.numbers(closings)
        end(rest)
        rest.numbers(times)
        end(rest)
        rest.numbers(roles)
        end(rest)
        rest.numbers(definitions)
        end(rest)
        var names: (highs: [UInt64], lows: [UInt64], numbers: [UInt32]) = ([], [], [])
        book.forEachName { name, number in
            names.highs.append(name.high)
            names.lows.append(name.low)
            names.numbers.append(number)
        }
        rest.numbers(names.highs)
        end(rest)
        rest.numbers(names.lows)
        end(rest)
        rest.numbers(names.numbers)
        end(rest)
        for rows in book.rows {
            rest.numbers(rows)
            end(rest)
        }
        var managers: [UInt64] = []
        book.forEachManager { managers.append(UInt64($0) << 32 | UInt64($1)) }
        rest.numbers(managers)
        end(rest)
        guard postings.write(into: &rest, end: end) else { return nil }
        var out = ByteWriter(capacity: rest.count + 4096)
        out.literal("{\"format\":\"reeve.audit-index/1\",\"store\":\"")
        out.raw(store.hex)
        out.literal("\",\"segment\":")
        out.integer(Int64(position.segment))
        out.literal(",\"offset\":")
        out.integer(position.offset)
        out.literal(",\"tx\":")
        out.integer(position.transaction)
        out.literal(",\"seq\":")
        out.integer(position.head.seq)
        out.literal(",\"hash\":\"")
        out.digest(position.head.hash)
        out.literal("\",\"segments\":")
        out.list(segments) { writer, length in writer.integer(length) }
        out.literal(",\"namesUsers\":")
        out.boolean(namesUsers)
        out.literal(",\"isOrdered\":")
        out.boolean(isOrdered)
        out.literal(",\"actions\":")
        out.list(actions) { writer, action in writer.string(action) }
        out.literal(",\"parts\":")
        out.list(lengths) { writer, length in writer.integer(length) }
        guard out.count < 1 << 16 - 64 else { return nil }
        let check = BlockCheck.of(out.bytes) ^ BlockCheck.of(rest.bytes)
        out.literal(",\"check\":\"")
        out.raw(BlockCheck.hex(check))
        out.literal("\"}\n")
        out.raw(rest.bytes)
        return out
    }
}
