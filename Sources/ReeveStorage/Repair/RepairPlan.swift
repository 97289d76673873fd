import ReeveDomain

/// What a repair would do to a store that refuses to open. Made without changing anything; carried out only as it was shown.
package struct RepairPlan: Hashable, Sendable {
    /// A file, or the end of one, that would be put aside.
    package struct Piece: Hashable, Sendable {
        package let file: String
        /// The first byte that goes; what stands before it stays.
        package let offset: Int64
        package let bytes: Int64
        package let transactions: [DroppedTransaction]
        /// Bytes of lines that are no records.
        package let unreadable: Int64
    }

    package let store: StoreID
    /// Why the store refuses, with file and byte.
    package let problem: StoreError
    /// The end of the last transaction that is verified: what stays.
    package let position: JournalPosition
    /// What of the journal would go, in its order.
    package let pieces: [Piece]
    /// How long the snapshot is that would go, if it is to go: it tells of other things than what stays.
    package let snapshotBytes: Int64?

    package var transactionCount: Int { pieces.reduce(0) { $0 + $1.transactions.count } }

    package var byteCount: Int64 { pieces.reduce(0) { $0 + $1.bytes } + (snapshotBytes ?? 0) }

    /// The bytes that go from the end of the segment that stays.
    var cut: Piece? { pieces.first { $0.file == JournalFormat.file(position.segment) } }

    /// Whole files that go.
    var others: [String] {
        pieces.map(\.file).filter { $0 != JournalFormat.file(position.segment) }
            + (snapshotBytes == nil ? [] : [SnapshotFormat.file])
    }

    /// Finds out what is wrong, and what would be left. Linear; takes no lock, and changes nothing.
    ///
    /// - Returns: `nil` where nothing needs a repair: a torn tail and a damaged snapshot are made good by the next change.
    /// - Throws: what a repair cannot help with: `store-missing`, `store-unsafe`, `store-newer`, a disk that cannot be read,
    ///   and a journal whose beginning is gone or damaged, so that nothing in it can be verified.
    package static func examine(_ files: any FileSystem) throws(StoreError) -> RepairPlan? {
        guard try files.prepare(create: false) else { throw Store.missing(files) }
        let segments = try files.list().compactMap(JournalFormat.segment).sorted()
        guard segments.first == 1 else {
            guard try StoreFiles.check(files) != nil else { throw Store.missing(files) }
            return nil
        }
        let id = try beginning(files)
        let reader = JournalReader(files: files, store: id)
        var witness = try SnapshotWitness(files, store: id)
        var replay = Replay(State(), at: JournalFormat.origin(of: id))
        var problem: StoreError?
        var position = replay.position
        witness.look(replay)
        do throws(StoreError) {
            let end = try reader.read(from: position) { (transaction, stored) throws(StoreError) in
                try replay.apply(transaction, stored)
                witness.look(replay)
            }
            position = end.position
        } catch {
            guard error.code == .damaged || error.code == .rolledBack else { throw error }
            problem = error
            position = replay.position
        }
        if problem == nil, let last = segments.last, last > position.segment {
            problem = StoreError(
                .rolledBack, "a part of the journal is gone", file: JournalFormat.file(position.segment + 1), offset: 0)
        }
        try witness.finish(reader)
        guard let problem = problem ?? witness.refusal else { return nil }
        var pieces: [Piece] = []
        for segment in segments where segment >= position.segment {
            let start = segment == position.segment ? position.offset : 0
            if let piece = try piece(files, JournalFormat.file(segment), from: start) { pieces.append(piece) }
        }
        // A snapshot that is damaged in itself goes as well: its place is taken by a new one.
        let isSnapshotGoing = witness.length > 0 && (witness.refusal != nil || witness.remark != nil)
        return RepairPlan(
            store: id, problem: problem, position: position, pieces: pieces,
            snapshotBytes: isSnapshotGoing ? witness.length : nil)
    }

    private static func beginning(_ files: any FileSystem) throws(StoreError) -> StoreID {
        do throws(StoreError) {
            guard let id = try JournalReader.store(of: files) else { throw Store.missing(files) }
            return id
        } catch {
            guard error.code == .damaged else { throw error }
            throw StoreError(
                .damaged,
                "the journal's first line was changed, and nothing behind it can be verified without it: "
                    + "bring back a copy that was kept elsewhere",
                file: error.file, offset: error.offset)
        }
    }

    private static func piece(
        _ files: any FileSystem, _ file: String, from start: Int64
    ) throws(StoreError) -> Piece? {
        guard let token = try files.open(file, for: .read) else { return nil }
        defer { files.close(token) }
        let length = try files.length(of: token)
        // A segment with no transactions of its own is still a file that has to go.
        guard length > start || start == 0 else { return nil }
        let lines = try DroppedLines(files, token, from: start)
        // Room that was made, and nothing in it.
        if start > 0, lines.transactions.isEmpty, lines.unreadable == 0 { return nil }
        return Piece(
            file: file, offset: start, bytes: max(0, length - start), transactions: lines.transactions,
            unreadable: lines.unreadable)
    }
}
