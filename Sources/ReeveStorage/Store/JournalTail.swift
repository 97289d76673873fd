import ReeveDomain

/// The end of the journal behind a snapshot, verified: what in it can touch a request.
///
/// An event that gives a user something in an account, or takes it, touches a request that names neither of them only where
/// the account is the partner's; so do new users and customers. All other events are taken whole, and every name
/// in them counts as the request's: somebody may be called otherwise since.
struct JournalTail: ~Copyable {
    private struct Line {
        var place: Range<Int>
        var transaction: Int
        /// The names whose asking for it makes it count; nil where it always does.
        var names: [[UInt8]]?
        /// New users and customers count also for whoever is named in a line that does.
        var isNew = false
        var isTaken = false
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
        let line = Line(place: place, transaction: transaction)
        var scanner = JSONScanner(UnsafeRawBufferPointer(rebasing: bytes[place]))
        do throws(JSONError) {
            try scanner.expect("{\"seq\":")
            _ = try scanner.integer()
            try scanner.expect(",\"tx\":")
            _ = try scanner.integer()
            try scanner.expect(",\"event\":\"")
            var plain = line
            if scanner.take("user-added\",\"user\":") || scanner.take("customer-added\",\"customer\":") {
                plain.names = [SnapshotLine.plain(try scanner.string().bytes)]
                plain.isNew = true
                return plain
            }
            guard
                scanner.take("invited\",\"user\":") || scanner.take("uninvited\",\"user\":")
                    || scanner.take("assigned\",\"user\":") || scanner.take("unassigned\",\"user\":")
            else { return line }
            let user = SnapshotLine.plain(try scanner.string().bytes)
            try scanner.expect(",\"account\":")
            plain.names = [user, SnapshotLine.plain(try scanner.string().bytes)]
            return plain
        } catch { return line }
    }

    private mutating func choose(_ request: ExcerptRequest) -> Bool {
        var asked = Set(request.names.union(request.teams).map { Array($0.utf8) })
        asked.insert(Array("partner".utf8))
        for index in lines.indices where lines[index].names == nil {
            guard take(index) else { return false }
        }
        asked.formUnion(names)
        for index in lines.indices where !lines[index].isTaken && !lines[index].isNew {
            if lines[index].names?.contains(where: asked.contains) ?? true, !take(index) { return false }
        }
        // A new user's attributes may name another new user.
        var isDone = false
        while !isDone {
            isDone = true
            for index in lines.indices where !lines[index].isTaken && lines[index].isNew {
                guard lines[index].names?.contains(where: { asked.contains($0) || names.contains($0) }) ?? true else {
                    continue
                }
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
                while line < lines.count, lines[line].transaction == number {
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
