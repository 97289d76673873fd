/// The snapshot held against what the journal leads to, while somebody reads the journal from its beginning.
struct SnapshotWitness {
    /// What counts as missing: the journal makes it good, and the next change writes it anew.
    private(set) var remark: String?
    /// What nothing makes good: the snapshot says what the journal does not.
    private(set) var refusal: StoreError?
    /// How long the snapshot is.
    private(set) var length: Int64 = 0
    private var contents: FileContents?
    private var header: SnapshotHeader?
    private var bodyStart = 0
    private var isSeen = false

    /// - Throws: what reading the file threw, and `store-newer`.
    init(_ files: any FileSystem, store: StoreID) throws(StoreError) {
        guard let contents = try files.map(SnapshotFormat.file) else {
            remark = "there is no snapshot"
            return
        }
        self.contents = contents
        length = Int64(contents.bytes.count)
        do throws(StoreError) {
            let (header, start) = try Snapshot.check(contents, store: store)
            self.header = header
            bodyStart = start
        } catch {
            guard error.code == .damaged else { throw error }
            if error.offset != nil {
                remark = error.message
            } else {
                refusal = .damaged(SnapshotFormat.file, at: 0, error.message)
            }
        }
    }

    /// To be called at the journal's origin and behind each of its transactions. Costs what the state costs, once.
    mutating func look(_ replay: borrowing Replay) {
        guard let header, let contents, !isSeen, replay.position.head == header.position.head else { return }
        isSeen = true
        let told = UnsafeRawBufferPointer(rebasing: contents.bytes[bodyStart...])
        let body = SnapshotFormat.body(of: replay.state)
        guard !told.elementsEqual(body.bytes) else { return }
        let same = zip(told, body.bytes).prefix { $0 == $1 }.count
        // Its own hash fits, so this was no accident; and whoever opens the store would believe it.
        refusal = .damaged(
            SnapshotFormat.file, at: Int64(bodyStart + same), "the snapshot is not what the journal leads to")
    }

    /// To be called at the end, with a reader of the same journal.
    mutating func finish(_ reader: JournalReader) throws(StoreError) {
        guard let header, refusal == nil else { return }
        guard isSeen else {
            refusal = StoreError(
                .rolledBack, "the snapshot knows of record \(header.position.head), and the journal does not",
                file: SnapshotFormat.file, offset: 0)
            return
        }
        do throws(StoreError) {
            try reader.confirm(header.position)
        } catch {
            guard error.code == .rolledBack else { throw error }
            refusal = .damaged(SnapshotFormat.file, at: 0, "the snapshot names a wrong place in the journal")
        }
    }
}
