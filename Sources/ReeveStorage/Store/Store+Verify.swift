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
    /// `nil` where the snapshot is what the journal leads to, else what is wrong with it.
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
    /// Files that recoveries left.
    package var tornFiles: [String]
}

extension Store {
    /// Reads the whole journal and believes nothing: every hash, every event; and that the snapshot says what the journal
    /// leads to. Linear; takes no lock, and changes nothing.
    ///
    /// - Parameter expected: a head that was kept elsewhere; the journal must have it, or have gone on from it.
    /// - Throws: `store-damaged` with file and byte; `store-rolled-back` where the expected head is not there.
    package func verify(expecting expected: Head? = nil) throws(StoreError) -> VerifyReport {
        let reader = JournalReader(files: files, store: id)
        _ = try StoreFiles.check(files)
        var snapshot: SnapshotHeader?
        var problem: String?
        do throws(StoreError) {
            if let contents = try files.map(SnapshotFormat.file) {
                snapshot = try Snapshot.check(contents.bytes, store: id).0
            } else {
                problem = "there is no snapshot"
            }
        } catch {
            guard error.code == .damaged, error.offset != nil else { throw error }
            problem = error.message
        }
        let origin = JournalFormat.origin(of: id)
        var replay = Replay(State(), at: origin)
        var events: Int64 = 0
        var bytes = origin.offset
        var hasExpected = expected.map { $0 == origin.head } ?? true
        var isSnapshotSeen = false
        func look(_ replay: borrowing Replay) {
            if replay.position.head == expected { hasExpected = true }
            guard let header = snapshot, replay.position.head == header.position.head else { return }
            isSnapshotSeen = true
            guard problem == nil else { return }
            let body = SnapshotFormat.body(of: replay.state)
            var hash = SHA256()
            hash.update(bytes: body.bytes)
            if hash.finalize() != header.state { problem = "the snapshot is not what the journal leads to" }
        }
        look(replay)
        let end = try reader.read(from: origin) { (transaction, stored) throws(StoreError) in
            try replay.apply(transaction, stored)
            events += transaction.records
            bytes += Int64(stored.count)
            look(replay)
        }
        guard hasExpected else {
            throw StoreError(.rolledBack, "the journal does not have the expected head \(expected?.description ?? "")")
        }
        if let snapshot, !isSnapshotSeen, problem == nil {
            throw StoreError(
                .rolledBack, "the snapshot knows of record \(snapshot.position.head), and the journal does not",
                file: SnapshotFormat.file)
        }
        return VerifyReport(
            store: id, head: end.position.head, transactions: end.position.transaction, events: events,
            segments: end.position.segment, bytes: bytes, tornBytes: end.tornBytes, snapshotProblem: problem)
    }

    /// What the store is, without reading it.
    package func info() throws(StoreError) -> StoreInfo {
        let names = try files.list()
        let segments = names.filter { JournalFormat.segment(of: $0) != nil }
        var bytes: Int64 = 0
        for segment in segments {
            guard let token = try files.open(segment, for: .read) else { continue }
            defer { files.close(token) }
            bytes += try files.length(of: token)
        }
        let snapshot = try? Snapshot.header(files)
        return StoreInfo(
            name: files.name, store: id, head: head, transactions: position.transaction, segments: segments.count,
            journalBytes: bytes, snapshotSeq: snapshot?.header.position.head.seq, snapshotBytes: snapshot?.length,
            tornFiles: names.filter { $0.hasPrefix("torn-") })
    }

    /// Tells the store's whole history again, from the first event on: for the audit, for versions, and for what was true
    /// at some time. Linear; verified as it is read.
    ///
    /// - Parameters:
    ///   - last: stop after this record; whole transactions are told up to the one that has it.
    ///   - visit: sees each event, with the state as it was just before.
    /// - Returns: the state at the end.
    package func history(
        through last: Int64 = .max, visit: @escaping (RecordedEvent, State) -> Void
    ) throws(StoreError) -> State {
        var replay = Replay(State(), at: JournalFormat.origin(of: id))
        _ = try JournalReader(files: files, store: id).read(from: replay.position) {
            (transaction, bytes) throws(StoreError) in
            guard transaction.firstSeq <= last, transaction.end.head.seq <= position.head.seq else { return }
            try replay.apply(transaction, bytes, visit: visit)
        }
        return replay.state
    }
}
