import ReeveDomain

/// What `Store.verify` found to be right.
package struct VerifyReport: Hashable, Sendable {
    package var store: StoreID
    package var head: Head
    package var transactions: Int64
    /// Events; closing records come on top of that.
    package var events: Int64
    package var segments: Int
    package var bytes: Int64
    /// Bytes at the end that belong to no whole transaction; the next writer cuts them off.
    package var tornBytes: Int64
    /// `nil` where the snapshot is what the journal leads to, else why it counts as missing.
    package var snapshotProblem: String?
}

/// A store at a glance.
package struct StoreInfo: Hashable, Sendable {
    package var name: String
    package var store: StoreID
    package var head: Head
    package var transactions: Int64
    package var segments: Int
    package var journalBytes: Int64
    /// Where the snapshot stands; `nil` where there is none that can be read.
    package var snapshotSeq: Int64?
    package var snapshotBytes: Int64?
    /// Files that recoveries and repairs left.
    package var keptFiles: [String]
}

extension Store {
    /// Reads the whole journal and believes nothing: every hash, every event; and that the snapshot and the audit index say
    /// what the journal leads to. Linear; takes no lock, and changes nothing.
    ///
    /// - Parameters:
    ///   - files: the store's directory; the store need not be open, nor fit to be opened.
    ///   - expected: a head that was kept elsewhere; the journal must have it, or have gone on from it.
    ///   - onProgress: told, behind each transaction, how many bytes of how many have been read.
    /// - Throws: `store-damaged` and `store-rolled-back`, with file and byte.
    package static func verify(
        _ files: any FileSystem, expecting expected: Head? = nil, onProgress: ((Int64, Int64) -> Void)? = nil
    ) throws(StoreError) -> VerifyReport {
        guard try files.prepare(create: false), let id = try StoreFiles.check(files) else { throw missing(files) }
        let reader = JournalReader(files: files, store: id)
        var witness = try SnapshotWitness(files, store: id)
        let origin = JournalFormat.origin(of: id)
        var replay = Replay(State(), at: origin)
        var search = expected.map { HeadSearch($0, origin) }
        let audit = try AuditIndex.load(files, store: id)
        var pass = audit.map { _ in AuditPass(of: id) }
        var events: Int64 = 0
        var bytes = origin.offset
        witness.look(replay)
        let total = onProgress == nil ? 0 : try journalBytes(files)
        let end = try reader.read(from: origin) { (transaction, stored) throws(StoreError) in
            try replay.apply(transaction, stored)
            events += transaction.records
            bytes += Int64(stored.count)
            onProgress?(bytes, total)
            witness.look(replay)
            search?.look(transaction)
            if let audit, transaction.end.head.seq <= audit.position.head.seq { try pass?.take(transaction, stored) }
        }
        try search?.finish(end.position)
        try witness.finish(reader)
        if let refusal = witness.refusal { throw refusal }
        try pass?.finished(files).confirmStored(files, of: id)
        return VerifyReport(
            store: id, head: end.position.head, transactions: end.position.transaction, events: events,
            segments: end.position.segment, bytes: bytes, tornBytes: end.tornBytes, snapshotProblem: witness.remark)
    }

    private static func journalBytes(
        _ files: any FileSystem, but excluded: Int? = nil
    ) throws(StoreError) -> Int64 {
        var bytes: Int64 = 0
        for segment in try files.list() {
            guard let number = JournalFormat.segment(of: segment), number != excluded else { continue }
            guard let token = try files.open(segment, for: .read) else { continue }
            defer { files.close(token) }
            bytes += try files.length(of: token)
        }
        return bytes
    }

    /// The same, of a store that is open.
    package func verify(expecting expected: Head? = nil) throws(StoreError) -> VerifyReport {
        try Store.verify(files, expecting: expected)
    }

    /// What the store is, without reading it.
    package func info() throws(StoreError) -> StoreInfo {
        let names = try files.list()
        let segments = names.filter { JournalFormat.segment(of: $0) != nil }
        let bytes = try Self.journalBytes(files, but: position.segment) + position.offset
        let snapshot = try? Snapshot.header(files)
        return StoreInfo(
            name: files.name, store: id, head: head, transactions: position.transaction, segments: segments.count,
            journalBytes: bytes, snapshotSeq: snapshot?.header.position.head.seq, snapshotBytes: snapshot?.length,
            keptFiles: names.filter(StoreFiles.isKeptAside))
    }

    /// Tells the store's whole history again, from the first event on: for the audit, for versions, and for what was true
    /// at some time. Linear; verified as it is read.
    ///
    /// - Parameters:
    ///   - last: stop after this record; whole transactions are told up to the one that has it.
    ///   - isInterrupted: asked before each transaction whether to stop.
    ///   - visit: sees each event, with the state as it was just before.
    /// - Returns: the state at the end.
    /// - Throws: `interrupted`, and what is wrong with the journal.
    package func history(
        through last: Int64 = .max, isInterrupted: (() -> Bool)? = nil, visit: @escaping (RecordedEvent, State) -> Void
    ) throws(StoreError) -> State {
        var replay = Replay(State(), at: JournalFormat.origin(of: id))
        _ = try JournalReader(files: files, store: id).read(
            from: replay.position, through: min(last, position.head.seq)
        ) {
            (transaction, bytes) throws(StoreError) in
            guard transaction.firstSeq <= last, transaction.end.head.seq <= position.head.seq else { return }
            if isInterrupted?() == true { throw StoreError(.interrupted, "interrupted") }
            try replay.apply(transaction, bytes, visit: visit)
        }
        return replay.state
    }
}

/// Looks for a head that was kept elsewhere while the journal goes by.
private struct HeadSearch {
    private let expected: Head
    private var isFound: Bool
    /// Where the journal has something else.
    private var other: (file: String, offset: Int64)?

    init(_ expected: Head, _ origin: JournalPosition) {
        self.expected = expected
        isFound = expected == origin.head
        if expected.seq == 0 && !isFound { other = (JournalFormat.file(1), 0) }
    }

    mutating func look(_ transaction: VerifiedTransaction) {
        if transaction.end.head == expected {
            isFound = true
        } else if transaction.firstSeq <= expected.seq, expected.seq <= transaction.end.head.seq {
            other = (transaction.file, transaction.offset)
        }
    }

    func finish(_ end: JournalPosition) throws(StoreError) {
        guard !isFound else { return }
        if let other {
            throw StoreError(
                .rolledBack, "the journal does not have the expected head \(expected): another record stands there",
                file: other.file, offset: other.offset)
        }
        throw StoreError(
            .rolledBack, "the journal does not have the expected head \(expected): it ends at record \(end.head.seq)",
            file: JournalFormat.file(end.segment), offset: end.offset)
    }
}
