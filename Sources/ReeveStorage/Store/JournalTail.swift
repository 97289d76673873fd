import ReeveDomain

/// The end of the journal behind a snapshot, verified: what in it can touch a request.
///
/// An event that gives a user something in an account, or takes it, touches a request that names neither of them only where
/// the account is the partner's; so do new users and customers. All other events are taken whole, and every name
/// in them counts as the request's: somebody may be called otherwise since.
struct JournalTail: ~Copyable {
    private struct Line {
        /// Where it is in `bytes`, which are fewer than 4 GiB.
        var start: UInt32
        var end: UInt32
        var transaction: Int32
        /// It counts whoever is asked for.
        var isAlways = true
        /// The names whose asking for it makes it count: those of a user and an account, or one, twice.
        var names: (NameHashes.Hash, NameHashes.Hash) = (0, 0)
        /// New users and customers count also for whoever is named in a line that does.
        var isNew = false
        var isTaken = false

        var place: Range<Int> { Int(start)..<Int(end) }
    }

    /// Names by their hashes: one with the hash of another makes a line count that need not, which changes no answer.
    private struct NameHashes {
        typealias Hash = UInt64
        private var hashes: Set<Hash> = []
        /// A bit for the end of each: nearly all that are looked for are not there.
        private var ends: UInt64 = 0

        /// - Parameter name: as it is written in a journal.
        static func hash(_ name: JSONText) -> Hash {
            guard name.hasEscapes else { return BlockCheck.of(name.bytes) }
            return hash(Array(name.string.utf8))
        }

        static func hash(_ name: [UInt8]) -> Hash { name.withUnsafeBytes { BlockCheck.of($0) } }

        mutating func insert(_ name: [UInt8]) {
            let hash = Self.hash(name)
            hashes.insert(hash)
            ends |= 1 << (hash & 63)
        }

        @inline(__always)
        func contains(_ hash: Hash) -> Bool { ends >> (hash & 63) & 1 != 0 && hashes.contains(hash) }
    }
    private var bytes = ByteWriter()
    private var transactions: [VerifiedTransaction] = []
    private var closings: [Range<Int>] = []
    private var lines: [Line] = []
    /// Every text in what counts.
    private(set) var names: Set<[UInt8]> = []
    let head: Head
    /// False where it is too long, or names things by numbers, which are others in a part.
    private(set) var isEnough: Bool

    init(
        _ reader: JournalReader, from position: JournalPosition, about request: ExcerptRequest
    ) throws(StoreError) {
        var bytes = ByteWriter()
        var found: [VerifiedTransaction] = []
        var starts: [Int] = []
        var length = 0
        let end = try reader.read(from: position) { (transaction, stored) throws(StoreError) in
            length += stored.count
            guard length <= Store.longestExcerptTail else { return }
            found.append(transaction)
            starts.append(bytes.count)
            bytes.raw(stored)
        }
        head = end.position.head
        transactions = found
        isEnough = length <= Store.longestExcerptTail
        for (number, transaction) in found.enumerated() where isEnough {
            lines.reserveCapacity(lines.count + Int(clamping: transaction.records))
            let closing = starts[number] + transaction.closing
            var at = starts[number]
            while at < closing {
                let after = (bytes.bytes[at..<closing].firstIndex(of: 10) ?? closing - 1) + 1
                lines.append(JournalTail.line(bytes.bytes, at..<after, number))
                at = after
            }
            closings.append(closing..<(number + 1 < starts.count ? starts[number + 1] : bytes.count))
        }
        self.bytes = bytes
        isEnough = isEnough && choose(request)
    }

    private static func line(_ bytes: UnsafeRawBufferPointer, _ place: Range<Int>, _ transaction: Int) -> Line {
        let line = Line(
            start: UInt32(truncatingIfNeeded: place.lowerBound), end: UInt32(truncatingIfNeeded: place.upperBound),
            transaction: Int32(truncatingIfNeeded: transaction))
        var scanner = JSONScanner(UnsafeRawBufferPointer(rebasing: bytes[place]))
        do throws(JSONError) {
            try scanner.expect("{\"seq\":")
            _ = try scanner.integer()
            try scanner.expect(",\"tx\":")
            _ = try scanner.integer()
            try scanner.expect(",\"event\":\"")
            var plain = line
            if scanner.take("user-added\",\"user\":") || scanner.take("customer-added\",\"customer\":") {
                let name = NameHashes.hash(try scanner.string())
                (plain.names, plain.isAlways, plain.isNew) = ((name, name), false, true)
                return plain
            }
            guard
                scanner.take("invited\",\"user\":") || scanner.take("uninvited\",\"user\":")
                    || scanner.take("assigned\",\"user\":") || scanner.take("unassigned\",\"user\":")
            else { return line }
            let user = NameHashes.hash(try scanner.string())
            try scanner.expect(",\"account\":")
            (plain.names, plain.isAlways) = ((user, NameHashes.hash(try scanner.string())), false)
            return plain
        } catch { return line }
    }

    private mutating func choose(_ request: ExcerptRequest) -> Bool {
        var asked = NameHashes()
        for name in request.names.union(request.teams) { asked.insert(Array(name.utf8)) }
        asked.insert(Array("partner".utf8))
        for index in lines.indices where lines[index].isAlways {
            guard take(index) else { return false }
        }
        for name in names { asked.insert(name) }
        for index in lines.indices where !lines[index].isTaken && !lines[index].isNew {
            let (user, account) = lines[index].names
            if asked.contains(user) || asked.contains(account), !take(index) { return false }
        }
        // A new user's attributes may name another new user.
        var isDone = false
        while !isDone {
            isDone = true
            for name in names { asked.insert(name) }
            for index in lines.indices where !lines[index].isTaken && lines[index].isNew {
                guard asked.contains(lines[index].names.0) else { continue }
                guard take(index) else { return false }
                isDone = false
            }
        }
        return true
    }

    private mutating func take(_ index: Int) -> Bool {
        lines[index].isTaken = true
        let line = UnsafeRawBufferPointer(rebasing: bytes.bytes[lines[index].place])
        var texts: [[UInt8]] = []
        do throws(JSONError) {
            if try JSONTexts.forEach(line, { texts.append($0) }) { return false }
        } catch { return false }
        names.formUnion(texts)
        return true
    }

    /// Makes it true of a part.
    ///
    /// - Returns: nil where something is named that the part does not have.
    func replayed(on state: State, at position: JournalPosition) -> State? {
        var replay = Replay(state, at: position)
        var line = 0
        do throws(StoreError) {
            for (number, transaction) in transactions.enumerated() {
                var events = ByteWriter()
                while line < lines.count, Int(lines[line].transaction) == number {
                    if lines[line].isTaken {
                        events.raw(UnsafeRawBufferPointer(rebasing: bytes.bytes[lines[line].place]))
                    }
                    line += 1
                }
                let closing = events.count
                events.raw(UnsafeRawBufferPointer(rebasing: bytes.bytes[closings[number]]))
                let part = VerifiedTransaction(
                    file: transaction.file, offset: transaction.offset, firstSeq: transaction.firstSeq,
                    records: transaction.records, closing: closing, end: transaction.end)
                try replay.apply(part, events.bytes)
            }
        } catch { return nil }
        return replay.state
    }
}
