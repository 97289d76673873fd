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
    /// How many bytes of room are made in the journal at a time, by a handle that has stored so many transactions; see
    /// `WrittenAhead`. Where it is 0, none is.
    package var ahead: Int64
    package var aheadAfter: Int

    package init(
        mode: Mode = .write, create: Bool = false, patience: Int? = nil, segmentLimit: Int64? = nil,
        indexLimit: Int64? = nil, ahead: Int64? = nil, aheadAfter: Int? = nil
    ) {
        self.mode = mode
        self.create = create
        self.patience = patience ?? WriterLock.defaultPatience
        self.segmentLimit = segmentLimit ?? JournalFormat.defaultSegmentLimit
        self.indexLimit = indexLimit ?? SnapshotIndex.defaultLimit
        self.ahead = ahead ?? WrittenAhead.defaultLength
        self.aheadAfter = aheadAfter ?? WrittenAhead.defaultCommits
    }
}
