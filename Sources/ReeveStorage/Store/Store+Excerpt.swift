import ReeveDomain

/// A part of what is true, and at which record of the journal.
package struct Excerpt: Sendable {
    package let state: State
    package let head: Head
}

extension Store {
    /// A longer end of the journal behind the snapshot is not worth reading twice.
    static var longestExcerptTail: Int { 1 << 18 }

    /// Reads that part of a store which a request is about, from the snapshot where it lies and from the end of the
    /// journal behind it. Takes no lock, and changes nothing. Costs what is read, and the look for it: not what there is.
    ///
    /// Checked are: the snapshot's first line by its own hash, and that the journal has, where it says, the record that it
    /// names; the index by its check; each block of the snapshot that a line is taken from; and the end of the journal,
    /// as always. What is wrong elsewhere is found by whoever reads the whole.
    ///
    /// - Returns: nil where the whole has to be read: there is no snapshot or no index of it, the part is too large, or
    ///   the journal's end names things by numbers.
    /// - Throws: what is damaged; whoever then reads the whole is told the same, or gets over it.
    package static func excerpt(
        _ files: any FileSystem, _ request: ExcerptRequest
    ) throws(StoreError) -> Excerpt? {
        guard try files.prepare(create: false), let id = try StoreFiles.check(files),
            let search = try SnapshotSearch(files, store: id)
        else { return nil }
        let reader = JournalReader(files: files, store: id)
        try reader.confirm(search.header.position)
        guard let tail = try Tail(reader, from: search.header.position),
            let document = try SnapshotExcerpt.make(search, request, more: tail.names)
        else { return nil }
        let state: State
        do throws(JSONError) {
            var snapshot = SnapshotReader(document.bytes, from: 0, isExcerpt: true)
            state = try snapshot.read(seq: search.header.position.head.seq)
        } catch {
            throw .damaged(SnapshotFormat.file, at: 0, error.message)
        }
        guard let whole = tail.replayed(on: state, at: search.header.position) else { return nil }
        return Excerpt(state: whole, head: tail.head)
    }
}

/// The journal behind a snapshot: verified, and held until its names have been looked for.
private struct Tail: ~Copyable {
    private var bytes = ByteWriter()
    private var transactions: [(transaction: VerifiedTransaction, place: Range<Int>)] = []
    private(set) var names: Set<[UInt8]> = []
    let head: Head

    /// - Returns: nil where it is too long, or names things by numbers, which are others in a part.
    init?(_ reader: JournalReader, from position: JournalPosition) throws(StoreError) {
        var bytes = ByteWriter()
        var found: [(transaction: VerifiedTransaction, place: Range<Int>)] = []
        var length = 0
        let end = try reader.read(from: position) { (transaction, stored) throws(StoreError) in
            length += stored.count
            guard length <= Store.longestExcerptTail else { return }
            found.append((transaction, bytes.count..<(bytes.count + stored.count)))
            bytes.raw(stored)
        }
        guard length <= Store.longestExcerptTail else { return nil }
        var names: Set<[UInt8]> = []
        for (transaction, place) in found {
            let events = bytes.bytes[place.lowerBound..<(place.lowerBound + transaction.closing)]
            do throws(JSONError) {
                let hasNumbers = try JSONTexts.forEach(UnsafeRawBufferPointer(rebasing: events)) { names.insert($0) }
                if hasNumbers { return nil }
            } catch { return nil }
        }
        self.bytes = bytes
        self.names = names
        transactions = found
        head = end.position.head
    }

    /// Makes it true of a part.
    ///
    /// - Returns: nil where something is named that the part does not have.
    func replayed(on state: State, at position: JournalPosition) -> State? {
        var replay = Replay(state, at: position)
        do throws(StoreError) {
            for (transaction, place) in transactions {
                try replay.apply(transaction, UnsafeRawBufferPointer(rebasing: bytes.bytes[place]))
            }
        } catch { return nil }
        return replay.state
    }
}
