import ReeveDomain

#if canImport(Glibc)
    import Glibc
#endif

/// The snapshot follows the journal, now and then.
extension Store {
    /// Brings the snapshot up to date, unless it is large and what it lacks is less than an eighth of it, or the handle is
    /// busy: readers replay that. Takes the lock for as long as it writes. Costs what there is, where it writes.
    ///
    /// - Parameter force: write it even so, and also where the last commit could not.
    /// - Throws: what kept it from being written; no transaction is lost by that.
    package func settle(force: Bool = false, now: Instant) throws(StoreError) {
        try alive()
        guard options.mode == .write, force || isSnapshotDue(behind: tail) else { return }
        if let failure = snapshotFailure, !force {
            snapshotFailure = nil
            throw failure
        }
        _ = try begin(now: now)
        defer { unlock() }
        try saveSnapshot()
    }

    /// Makes the store quick to open and easy to copy: ends a segment that is longer than `limit`, so that only a short one
    /// changes from here on, and writes the snapshot. No byte of the journal is dropped, moved or written anew.
    ///
    /// - Parameter limit: a shorter segment goes on.
    package func compact(limit: Int64 = 1 << 20, now: Instant) throws(StoreError) {
        try alive()
        _ = try begin(now: now)
        defer { unlock() }
        if var writer {
            do throws(StoreError) {
                defer { self.writer = writer }
                if position.offset > limit { try writer.rotate() } else { try writer.cutRoom() }
            } catch {
                if error.code == .outcomeUnknown { death = dead(error) }
                throw error
            }
            position = writer.position
        }
        try saveSnapshot()
    }

    /// The lock is held.
    private func saveSnapshot() throws(StoreError) {
        settled(try Snapshot.save(state, at: position, store: id, files))
    }

    func settled(_ written: WrittenSnapshot) {
        snapshotLength = written.length
        tail = 0
        // A cache of a cache: without it the next question reads the snapshot whole.
        if written.length >= options.indexLimit { try? SnapshotIndex.save(of: written, files) }
        if written.length >= Store.largeSnapshot { hasScratch = true }
    }

    /// Lets the system have the memory that a snapshot took, and that the allocator keeps. Done by the run after it: most
    /// processes end with the snapshot, and need not pay for that.
    func giveBackScratch() {
        guard hasScratch else { return }
        hasScratch = false
        #if canImport(Glibc)
            // In no header that Swift sees.
            guard let found = dlsym(nil, "malloc_trim") else { return }
            _ = unsafeBitCast(found, to: (@convention(c) (Int) -> Int32).self)(0)
        #endif
    }

    /// Below this many bytes a snapshot is never worth waiting for.
    private static let smallSnapshot: Int64 = 1 << 16

    /// From so many bytes on it takes memory that is worth giving back.
    private static let largeSnapshot: Int64 = 1 << 20

    /// - Parameter tail: how much of the journal the snapshot does not know.
    func isSnapshotDue(behind tail: Int64) -> Bool { tail >= leastDue }

    /// After how many bytes of a run it is due.
    var snapshotDue: Int { Int(clamping: leastDue - tail) }

    /// How much of the journal a snapshot must lack to be due.
    private var leastDue: Int64 {
        snapshotLength != nil && isBusy ? max(options.busyTail, leastDueAtEnd) : leastDueAtEnd
    }

    private var leastDueAtEnd: Int64 {
        guard let snapshotLength else { return 0 }
        return snapshotLength < Store.smallSnapshot ? 1 : snapshotLength / 8
    }

    /// Leaves the store as a single run does: what a busy handle let wait is done, and the room that it made in the journal is
    /// taken away, if nobody else has written since, or does now. Nothing is lost where that cannot be done.
    func leave() {
        let isDue = isBusy && tail >= leastDueAtEnd
        guard isDue || hasMadeRoom, death == nil, let kept, kept.segment == position.segment else { return }
        do throws(StoreError) {
            try lock?.take(files, patience: 0)
            defer { lock?.free(files) }
            let file = JournalFormat.file(kept.segment)
            guard let length = try files.length(of: kept.token, named: file),
                try JournalReader(files: files, store: id).confirm(position, in: kept.token, of: length)
            else { return }
            if hasMadeRoom, length > position.offset { try files.cut(kept.token, to: position.offset) }
            if isDue { try saveSnapshot() }
        } catch {}
    }
}
