import ReeveDomain

/// A store, open: what is true, as of a place in the journal, and the one way to add to it.
///
/// A run is `begin`, then events through the recorder, then `commit` or `abandon`; between the first and the last this
/// process holds the writers' lock. `settle` brings the snapshot up to date when the runs are over, or the last
/// commit does.
package final class Store {
    package let files: any FileSystem
    package let id: StoreID
    /// What is true at `position`. A value: keep a copy, and it stays as it is.
    package private(set) var state: State
    package internal(set) var position: JournalPosition
    /// What is wrong, and was got over, since the last look: for the user.
    package private(set) var warnings: [String] = []
    /// The last incomplete transaction that was cut off by this handle. It has been journaled.
    package private(set) var recovery: Recovery?
    let options: StoreOptions
    /// Held during a run, and open from the first to the last.
    var lock: WriterLock?
    private var isLocked: Bool { lock?.isHeld ?? false }
    var writer: JournalWriter?
    /// The segment that the last run wrote to, open for the next.
    private(set) var kept: (segment: Int, token: FileToken)?
    var death: StoreError?
    /// How much of the journal the snapshot does not know yet, and how long it is; `nil` where there is none.
    var tail: Int64 = 0
    var snapshotLength: Int64?
    /// What kept the last commit from writing the snapshot that was due.
    var snapshotFailure: StoreError?
    /// Whether a large snapshot was written since the memory for that was given back.
    var hasScratch = false
    /// How many transactions this handle has stored.
    private var commits = 0
    var isBusy: Bool { commits >= options.busyAfter }
    /// Whether it has made room in the journal that may still be there.
    private(set) var hasMadeRoom = false
    /// Whether it has seen that there is nothing else in the room behind `position`.
    private var hasSeenRoom = false
    /// Whether there are transactions in `state` that this handle has not seen reach the disk: whoever wrote them may have
    /// been killed before the sync.
    private var hasForeignTail = false
    /// The same of the directory's names: a segment that is not safely there must not be written to.
    private var hasForeignNames = true

    /// Opens a store, recovers it, and loads its state: the snapshot and what the journal has after it, or, without a
    /// snapshot, the whole journal. Linear in what is read.
    ///
    /// - Parameters:
    ///   - files: the store's directory.
    ///   - now: the time of the record that tells of a recovery, if there is one.
    /// - Throws: `store-missing`, `store-unsafe`, `store-busy`, `store-damaged`, `store-rolled-back`, `store-newer`,
    ///   `store-read-only`, or what the system said.
    package static func open(
        _ files: any FileSystem, _ options: StoreOptions = StoreOptions(), now: Instant
    ) throws(StoreError) -> Store {
        let isWriting = options.mode == .write
        guard try files.prepare(create: isWriting && options.create) else { throw missing(files) }
        guard isWriting else {
            guard let id = try StoreFiles.check(files) else { throw missing(files) }
            return try Store(files, id, options)
        }
        guard !files.isReadOnly else {
            throw StoreError(.readOnly, "`\(files.name)` cannot be written to")
        }
        var lock = try WriterLock(files, patience: options.patience)
        let store: Store
        do throws(StoreError) {
            try Temporary.sweep(files)
            var id = try StoreFiles.check(files)
            if id == nil {
                guard options.create else { throw missing(files) }
                // The directory's own name must survive too, whoever made it.
                try files.synchronizeParent()
                var generator = SystemRandomNumberGenerator()
                let new = StoreID(using: &generator)
                _ = try JournalWriter.create(files, store: new)
                id = new
            }
            guard let id else { throw missing(files) }
            store = try Store(files, id, options)
        } catch {
            lock.close(files)
            throw error
        }
        store.lock = lock
        defer { store.unlock() }
        try store.catchUp(now: now)
        return store
    }

    static func missing(_ files: any FileSystem) -> StoreError {
        StoreError(.missing, "there is no store in `\(files.name)`")
    }

    /// Loads without changing anything on the disk.
    private init(_ files: any FileSystem, _ id: StoreID, _ options: StoreOptions) throws(StoreError) {
        self.files = files
        self.id = id
        self.options = options
        state = State()
        position = JournalFormat.origin(of: id)
        switch try Snapshot.load(files, store: id) {
        case .nothing: break
        case .damaged(let reason): warnings.append("\(reason); what it held is read from the journal instead")
        case .snapshot(let snapshot):
            try JournalReader(files: files, store: id).confirm(snapshot.header.position)
            state = snapshot.state
            position = snapshot.header.position
            snapshotLength = snapshot.length
        }
        _ = try replayTail()
    }

    deinit {
        unlock()
        leave()
        dropKept()
        lock?.close(files)
    }

    /// A shorter snapshot, or journal, gets no index.
    package var indexLimit: Int64 { options.indexLimit }

    /// The last record.
    package var head: Head { position.head }

    /// Takes the warnings away.
    package func takeWarnings() -> [String] {
        defer { warnings = [] }
        return warnings
    }

    /// Replays what other writers have added. Takes no lock; what is not whole yet is left for the next time.
    package func refresh() throws(StoreError) {
        try alive()
        if try JournalReader(files: files, store: id).confirm(position), try !hasSegment(position.segment + 1) {
            return
        }
        _ = try replayTail()
    }

    // MARK: A run

    /// Begins a run: takes the lock, and replays what others have added, so that `state` is what the run starts from.
    ///
    /// - Parameters:
    ///   - script: its name, for the journal.
    ///   - now: the time of the record that tells of a recovery, if there is one.
    /// - Returns: what to give to the domain's `Transaction`.
    /// - Throws: `store-busy`, `store-read-only`, and what `refresh` throws. Nothing is held then.
    package func begin(script: String = "", now: Instant) throws(StoreError) -> TransactionRecorder {
        try alive()
        guard options.mode == .write else {
            throw StoreError(.readOnly, "the store was opened for reading only")
        }
        guard !isLocked else { throw StoreError(.busy, "this store has a run that has not ended") }
        giveBackScratch()
        if lock == nil {
            lock = try WriterLock(files, patience: options.patience)
        } else {
            try lock?.take(files, patience: options.patience)
        }
        do throws(StoreError) {
            try catchUp(now: now)
        } catch {
            unlock()
            throw error
        }
        return TransactionRecorder(
            after: position, script: script, store: id, from: state, due: snapshotDue)
    }

    /// Stores a run's events, all or none: one write, one sync. A run without events writes nothing. Frees the lock.
    ///
    /// - Parameters:
    ///   - recorder: from `begin`; of no use afterwards.
    ///   - closing: the run's time, and what else its closing line is to say.
    ///   - after: the state that the events lead to.
    ///   - settling: whether the snapshot is settled too. It is written while the journal's sync is waited for, and gets its
    ///     name after it: a snapshot must never know more than the journal does. Where it cannot be written, the commit
    ///     is none the worse, and `settle` says why.
    /// - Returns: the head, which is on the disk.
    /// - Throws: `no-space`, `io-failed` with everything as before; `outcome-unknown`, and this store is dead then.
    package func commit(
        _ recorder: TransactionRecorder, closing: Closing, after: consuming State, settling: Bool = false
    ) throws(StoreError) -> Head {
        defer { unlock() }
        try alive()
        guard isLocked, writer != nil else { throw StoreError(.busy, "there is no run to commit") }
        guard recorder.count > 0 else { return head }
        guard after.seq == recorder.encoder.buffer.nextSeq &- 1 else {
            throw StoreError(.ioFailed, "the state does not belong to the recorded events")
        }
        var closing = closing
        closing.script = recorder.script
        try append(recorder, closing, after, settling: settling)
        return head
    }

    /// Ends a run without keeping anything of it. Frees the lock.
    package func abandon() { unlock() }

    private func append(
        _ recorder: TransactionRecorder, _ closing: Closing, _ after: consuming State, settling: Bool = false
    ) throws(StoreError) {
        guard var writer else { return }
        var next = after
        next.meter = nil
        var draft: SnapshotDraft?
        var late: StoreError?
        let settle = { (end: JournalPosition) in
            next.passClosingRecord(seq: end.head.seq, time: closing.time)
            do throws(StoreError) {
                draft = try Snapshot.draft(
                    next, from: recorder.begunSnapshot(of: next), at: end, store: self.id, self.files)
            } catch { late = error }
        }
        let isDue = settling && isSnapshotDue(behind: tail + Int64(recorder.byteCount))
        do throws(StoreError) {
            defer { self.writer = writer }
            _ = try writer.append(&recorder.encoder.buffer, fields: closing.fields, during: isDue ? settle : nil)
        } catch {
            draft?.drop(files)
            if writer.isDead { death = dead(error) }
            // A rotation may have gone before the failure.
            position = writer.position
            throw error
        }
        if !isDue { next.passClosingRecord(seq: writer.position.head.seq, time: closing.time) }
        tail += Int64(recorder.byteCount)
        recorder.encoder.buffer.releasePieces()
        state = next
        position = writer.position
        let wasBusy = isBusy
        commits += 1
        hasMadeRoom = writer.room > 0 && (hasMadeRoom || wasBusy && options.ahead > 0)
        do throws(StoreError) {
            if let written = try draft?.publish(files) { settled(written) }
        } catch { late = error }
        snapshotFailure = late
    }

    /// What must be done at the start of every run: the lock is held.
    private func catchUp(now: Instant) throws(StoreError) {
        let reader = JournalReader(files: files, store: id)
        // The one opening serves the look at the segment's end, what is written behind it, and the runs to come.
        let length = try openSegment()
        let isEnd =
            if let kept { try reader.confirm(position, in: kept.token, of: length) } else {
                try reader.confirm(position)
            }
        // Under the lock nobody appends: where nothing follows, there is nothing to read.
        var end = JournalEnd(position: position, tornBytes: 0, room: length - position.offset)
        let isLast =
            isEnd && (hasSeenRoom || length == position.offset) ? try !hasSegment(position.segment + 1) : false
        if !isLast { end = try replayTail() }
        let cut = try Recovery.cut(end, files)
        let room = cut == nil ? end.room : 0
        if kept?.segment != position.segment { _ = try openSegment() }
        writer = try JournalWriter(
            files, store: id, at: position, segmentLimit: options.segmentLimit, room: room,
            ahead: isBusy ? options.ahead : 0, token: kept?.token)
        kept = nil
        try secureForeignWork()
        guard let cut else { return }
        recovery = cut
        warnings.append("an incomplete transaction of \(cut.bytes) bytes was cut off and kept as `\(cut.keptAs)`")
        let recorder = TransactionRecorder(after: position, script: "")
        let event = Event.recovered(bytes: cut.bytes, keptAs: cut.keptAs)
        let context = EventContext(seq: state.seq + 1, time: now, actor: nil)
        recorder.record(event, context, Origin(script: "", line: 0), state)
        var after = state
        after.apply(event, context)
        try append(recorder, Closing(time: now), after)
    }

    /// Sees to it that `kept` is the position's segment; nothing is kept where there is none.
    ///
    /// - Returns: how long it is.
    private func openSegment() throws(StoreError) -> Int64 {
        let file = JournalFormat.file(position.segment)
        if let kept, kept.segment == position.segment, let length = try files.length(of: kept.token, named: file) {
            return length
        }
        dropKept()
        guard let token = try files.open(file, for: .update) else { return 0 }
        kept = (position.segment, token)
        return try files.length(of: token)
    }

    private func dropKept() {
        if let kept { files.close(kept.token) }
        kept = nil
    }

    private func hasSegment(_ segment: Int) throws(StoreError) -> Bool {
        guard let token = try files.open(JournalFormat.file(segment), for: .read) else { return false }
        files.close(token)
        return true
    }

    private func replayTail() throws(StoreError) -> JournalEnd {
        var replay = Replay(state, at: position)
        let segment = position.segment
        // The only reference, so that replaying changes tables in place.
        state = State()
        do throws(StoreError) {
            let end = try JournalReader(files: files, store: id).read(from: position) {
                (transaction, bytes) throws(StoreError) in
                try replay.apply(transaction, bytes)
            }
            state = replay.state
            position = end.position
            tail += replay.bytes
            hasForeignTail = hasForeignTail || replay.bytes > 0
            hasForeignNames = hasForeignNames || end.position.segment != segment
            hasSeenRoom = end.tornBytes == 0
            return end
        } catch {
            death = error
            throw error
        }
    }

    /// Makes what others have written as safe as what this handle writes: they may have been killed before their syncs, and
    /// what follows on from theirs must not be lost with it.
    private func secureForeignWork() throws(StoreError) {
        do throws(StoreError) {
            if hasForeignTail { try writer?.synchronize() }
            hasForeignTail = false
            if hasForeignNames { try files.synchronizeDirectory() }
            hasForeignNames = false
        } catch {
            death = dead(error)
            throw error
        }
    }

    func unlock() {
        if let segment = writer?.position.segment, let token = writer?.end() { kept = (segment, token) }
        writer = nil
        lock?.free(files)
    }

    func alive() throws(StoreError) {
        if let death { throw death }
    }

    func dead(_ error: StoreError) -> StoreError {
        StoreError(
            .outcomeUnknown, "an earlier write failed (\(error.message)); open the store again to see what was kept",
            systemError: error.systemError)
    }
}
