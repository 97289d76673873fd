/// Appends transactions to a journal: one write and one sync each. Whoever uses it holds the writers' lock.
struct JournalWriter {
    let files: any FileSystem
    let store: StoreID
    let segmentLimit: Int64
    /// Where the next transaction goes.
    private(set) var position: JournalPosition
    private var token: FileToken
    /// How many line feeds lie behind `position`, up to the end of the segment.
    private(set) var room: Int64
    /// How much room to make where there is not enough; 0 for none.
    private var ahead: Int64
    /// Set once it cannot be known what the disk holds; nothing is written any more.
    private(set) var isDead = false

    /// - Parameters:
    ///   - position: the verified end of the journal.
    ///   - room: how many line feeds follow; there is nothing else.
    ///   - ahead: how much room to make where there is not enough.
    ///   - opened: the last segment, where it is open for writing already.
    init(
        _ files: any FileSystem, store: StoreID, at position: JournalPosition, segmentLimit: Int64,
        room: Int64 = 0, ahead: Int64 = 0, token opened: FileToken? = nil
    ) throws(StoreError) {
        let file = JournalFormat.file(position.segment)
        let found: FileToken?
        if let opened { found = opened } else { found = try files.open(file, for: .update) }
        guard let token = found else {
            throw StoreError(.rolledBack, "a part of the journal is gone", file: file)
        }
        self.files = files
        self.store = store
        self.position = position
        self.token = token
        self.room = room
        self.ahead = ahead
        self.segmentLimit = segmentLimit
    }

    /// Ends the writer; nothing may be appended afterwards.
    ///
    /// - Returns: the last segment, which stays open: the next writer of this journal may go on with it.
    mutating func end() -> FileToken {
        isDead = true
        return token
    }

    /// Makes a journal with no transactions. The caller has made sure that nothing is there.
    static func create(_ files: any FileSystem, store: StoreID) throws(StoreError) -> JournalPosition {
        let origin = JournalFormat.origin(of: store)
        let nothing = JournalPosition(segment: 0, offset: 0, transaction: 0, head: Head(seq: 0, hash: .zero))
        try writeHeader(files, JournalFormat.header(of: 1, store: store, after: nothing).line, segment: 1)
        return origin
    }

    private static func writeHeader(_ files: any FileSystem, _ line: [UInt8], segment: Int) throws(StoreError) {
        let file = JournalFormat.file(segment)
        try files.replace(file, temporary: Temporary.name(for: file)) { (token) throws(StoreError) in
            try files.write(token, at: 0, bytes: line)
        }
    }

    /// Closes a transaction and stores it.
    ///
    /// - Parameters:
    ///   - transaction: built from this writer's `position`. Afterwards it holds the stored bytes.
    ///   - fields: what the closing line says besides the chain: JSON members without the braces; may be empty.
    ///   - work: what else can be done while the disk is waited for; is told where the journal will end. Whether it does,
    ///     is only known when this returns. The transaction holds no bytes then.
    /// - Returns: the new head, which is on the disk.
    /// - Throws: `no-space` or `io-failed` with the journal as before; `outcome-unknown` when the sync failed, and for
    ///   everything after that.
    mutating func append(
        _ transaction: inout TransactionBuffer, fields: [UInt8], during work: ((JournalPosition) -> Void)? = nil
    ) throws(StoreError) -> Head {
        guard !isDead else { throw StoreError(.outcomeUnknown, "an earlier write has failed; open the store again") }
        guard transaction.start == position else {
            throw StoreError(.ioFailed, "the transaction was built for another place in the journal")
        }
        let before = transaction.count
        var end = transaction.close(store: store, fields: fields)
        do throws(StoreError) {
            if position.offset >= segmentLimit { try rotate() }
            end.segment = position.segment
            try makeRoom(for: Int64(transaction.count))
            end.offset = position.offset + Int64(transaction.count)
            if let work {
                let (files, token, offset) = (files, token, position.offset)
                let isLong = !transaction.pieces.isEmpty
                let pieces = transaction.takeAll()
                try files.perform(
                    { () throws(StoreError) in
                        try pieces.store(files, token, at: offset)
                        try files.synchronize(token)
                    }, during: { work(end) }, isLong: isLong)
            } else {
                try transaction.write(to: position.offset) { (offset, bytes) throws(StoreError) in
                    try files.write(token, at: offset, bytes)
                }
            }
        } catch {
            if work == nil { transaction.cut(to: before) }
            try takeBack(after: error)
            throw error
        }
        if work == nil { try synchronize() }
        room = max(0, room - (end.offset - position.offset))
        position = end
        return end.head
    }

    /// Waits until all that the journal holds is on the disk, whoever wrote it.
    mutating func synchronize() throws(StoreError) {
        do throws(StoreError) {
            try files.synchronize(token)
        } catch {
            isDead = true
            throw error
        }
    }

    /// Sees to it that a transaction goes over line feeds of which one stays behind it, or to the end of the file.
    private mutating func makeRoom(for count: Int64) throws(StoreError) {
        if count >= room { try cutRoom() }
        guard count < ahead, room - count < ahead / 2 else { return }
        // Synced with the transaction: what there is room for already does not rely on it, and where there is none, the file
        // only grows.
        let length = max(room, count)
        do throws(StoreError) {
            try files.write(token, at: position.offset + length, bytes: WrittenAhead.lineFeeds(Int(ahead)))
            room = length + ahead
        } catch {
            // Where there is no room to be had, there may still be enough for the transaction.
            ahead = 0
            try files.truncate(token, to: position.offset + room)
        }
    }

    /// Leaves nothing behind the last transaction.
    mutating func cutRoom() throws(StoreError) {
        guard room > 0 else { return }
        try files.cut(token, to: position.offset)
        room = 0
    }

    /// Cuts off what a failed write may have left. Where even that fails, the next writer will find a torn tail; this one
    /// must not go on, as it no longer knows what lies behind `position`.
    private mutating func takeBack(after error: StoreError) throws(StoreError) {
        guard error.code != .outcomeUnknown else {
            isDead = true
            return
        }
        do throws(StoreError) {
            if room > 0 {
                try files.cut(token, to: position.offset)
            } else {
                try files.truncate(token, to: position.offset)
            }
            room = 0
        } catch {
            isDead = true
        }
    }

    /// Begins the next segment.
    mutating func rotate() throws(StoreError) {
        if room > 0 { try files.truncate(token, to: position.offset) }
        room = 0
        // The end of the old segment may be another process's, which was killed before its sync; nothing may follow on
        // from what could still be lost.
        try files.synchronize(token)
        let next = position.segment + 1
        let (line, _) = JournalFormat.header(of: next, store: store, after: position)
        try JournalWriter.writeHeader(files, line, segment: next)
        guard let opened = try files.open(JournalFormat.file(next), for: .update) else {
            throw StoreError(.ioFailed, "the new segment is gone", file: JournalFormat.file(next))
        }
        files.close(token)
        token = opened
        position.segment = next
        position.offset = Int64(line.count)
    }
}

extension FileSystem {
    func write(_ file: FileToken, at offset: Int64, bytes: [UInt8]) throws(StoreError) {
        // `withUnsafeBytes` does not carry typed errors of a closure everywhere; a buffer does.
        var writer = ByteWriter(capacity: bytes.count)
        writer.raw(bytes)
        try write(file, at: offset, writer.bytes)
    }
}
