/// How a store is opened.
package struct StoreOptions: Hashable, Sendable {
    package enum Mode: Hashable, Sendable {
        /// Takes no lock, changes nothing, works on a read-only disk.
        case readOnly
        case write
    }

    package var mode: Mode
    /// Make the store where there is none. Only for `write`.
    package var create: Bool
    /// How many milliseconds to wait for another writer.
    package var patience: Int
    /// A journal segment that is longer is followed by another.
    package var segmentLimit: Int64
    /// A snapshot, or a journal, of more bytes gets an index beside it.
    package var indexLimit: Int64
    /// How many transactions a handle stores before it counts as busy: it makes room in the journal, and lets the snapshot
    /// wait.
    package var busyAfter: Int
    /// How many bytes of room a busy handle makes at a time; see `WrittenAhead`. Where it is 0, none.
    package var ahead: Int64
    /// How many bytes of the journal the snapshot of a busy handle waits for at least.
    package var busyTail: Int64

    package init(
        mode: Mode = .write, create: Bool = false, patience: Int? = nil, segmentLimit: Int64? = nil,
        indexLimit: Int64? = nil, busyAfter: Int = 16, ahead: Int64? = nil, busyTail: Int64 = 1 << 16
    ) {
        self.mode = mode
        self.create = create
        self.patience = patience ?? WriterLock.defaultPatience
        self.segmentLimit = segmentLimit ?? JournalFormat.defaultSegmentLimit
        self.indexLimit = indexLimit ?? SnapshotIndex.defaultLimit
        self.busyAfter = busyAfter
        self.ahead = ahead ?? WrittenAhead.defaultLength
        self.busyTail = busyTail
    }
}
