import ReeveDomain

extension RepairPlan {
    /// What a repair did.
    package struct Outcome: Hashable, Sendable {
        package let head: Head
        /// The files that hold what was dropped.
        package let kept: [String]
    }

    /// Does what was shown, and journals it.
    ///
    /// The store refuses to open until the last step. First what goes from the last segment is copied aside; then that
    /// segment is replaced by what is verified of it and the record of the repair, at once; then the other files are put
    /// aside. A crash leaves the store as it was, or with the record in it and something still to repair; never repaired
    /// without a record.
    ///
    /// - Parameters:
    ///   - files: the same directory.
    ///   - systemUser: who agreed to it, for the journal.
    ///   - patience: how many milliseconds to wait for another writer.
    /// - Throws: `store-busy` where the store is not any more what was shown, and nothing was done then.
    package func carryOut(
        _ files: any FileSystem, now: Instant, systemUser: String, patience: Int? = nil
    ) throws(StoreError) -> Outcome {
        guard !files.isReadOnly else { throw StoreError(.readOnly, "`\(files.name)` cannot be written to") }
        let kept = try underLock(files, patience) { () throws(StoreError) in
            guard try RepairPlan.examine(files) == self else {
                throw StoreError(.busy, "the store is not any more what was shown; nothing was changed: look again")
            }
            try Temporary.sweep(files)
            let names = try asides(files)
            if let cut, let name = names[cut.file] { try copy(cut, to: name, files) }
            let kept = (pieces.map(\.file) + others).compactMap { names[$0] }.uniqued()
            try writeRecord(kept, Closing(time: now, extra: [.init("osUser", .string(systemUser))]), files)
            // The last one first: as long as any is left, there is a gap.
            for file in others.reversed() {
                if let name = names[file] { try files.rename(file, to: name) }
            }
            return kept
        }
        // Whoever opens a store syncs its names first.
        let store = try Store.open(files, StoreOptions(patience: patience), now: now)
        try store.settle(force: true, now: now)
        return Outcome(head: store.head, kept: kept)
    }

    /// What the journal says of it.
    private var reason: String {
        var parts: [String] = []
        for piece in pieces {
            let count = piece.transactions.count
            var part = "\(count) \(count == 1 ? "transaction" : "transactions")"
            if let first = piece.transactions.first, let last = piece.transactions.last {
                part += ", records \(first.firstSeq) to \(last.lastSeq),"
            }
            parts.append("\(part) from `\(piece.file)`, byte \(piece.offset)")
        }
        if snapshotBytes != nil { parts.append("`\(SnapshotFormat.file)`") }
        let dropped = parts.isEmpty ? "nothing" : parts.joined(separator: "; ")
        return "repair dropped \(dropped): \(problem.message)"
    }

    private func underLock<Result>(
        _ files: any FileSystem, _ patience: Int?, _ body: () throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        var lock = try WriterLock(files, patience: patience ?? WriterLock.defaultPatience)
        defer { lock.close(files) }
        return try body()
    }

    /// Names that are free, for all that goes.
    private func asides(_ files: any FileSystem) throws(StoreError) -> [String: String] {
        let taken = Set(try files.list())
        var names: [String: String] = [:]
        for file in pieces.map(\.file) + others {
            var name = "damaged-\(position.head.seq)-\(file)"
            var attempt = 1
            while taken.contains(name) {
                attempt += 1
                name = "damaged-\(position.head.seq).\(attempt)-\(file)"
            }
            names[file] = name
        }
        return names
    }

    private func copy(_ piece: Piece, to name: String, _ files: any FileSystem) throws(StoreError) {
        guard let token = try files.open(piece.file, for: .read) else { throw gone(piece.file) }
        defer { files.close(token) }
        try files.replace(name, temporary: Temporary.name(for: name)) { (copy) throws(StoreError) in
            try files.copy(token, piece.offset..<(piece.offset + piece.bytes), to: copy, at: 0)
        }
    }

    /// Replaces the last segment by what is verified of it, and the record.
    private func writeRecord(_ kept: [String], _ closing: Closing, _ files: any FileSystem) throws(StoreError) {
        let recorder = TransactionRecorder(after: position, script: "")
        let event = Event.recovered(bytes: byteCount, keptAs: kept.joined(separator: ", "))
        let context = EventContext(seq: position.head.seq + 1, time: closing.time, actor: nil)
        recorder.record(event, context, Origin(script: "", line: 0, reason: reason), State())
        _ = recorder.encoder.buffer.close(store: store, fields: closing.fields)
        let file = JournalFormat.file(position.segment)
        guard let token = try files.open(file, for: .read) else { throw gone(file) }
        defer { files.close(token) }
        try files.replace(file, temporary: Temporary.name(for: file)) { (new) throws(StoreError) in
            try files.copy(token, 0..<position.offset, to: new, at: 0)
            try recorder.encoder.buffer.write(to: position.offset) { (offset, bytes) throws(StoreError) in
                try files.write(new, at: offset, bytes)
            }
        }
    }

    private func gone(_ file: String) -> StoreError {
        StoreError(.rolledBack, "a part of the journal is gone", file: file, offset: 0)
    }
}

extension [String] {
    fileprivate func uniqued() -> [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
