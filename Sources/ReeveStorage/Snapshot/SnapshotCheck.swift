/// Whether the lines behind a snapshot's first are those that it was written with: by their hash, or, where there is an
/// index of this very snapshot, by its checks, which takes a thirtieth of the time.
final class SnapshotCheck: @unchecked Sendable {
    // Unchecked: it is carried out by one thread, and then read.
    private let contents: FileContents
    private let header: SnapshotHeader
    private let start: Int
    private let index: SnapshotIndex?
    /// What was found. An index that does not fit is as none.
    private(set) var damage: StoreError?

    /// - Parameters:
    ///   - contents: the whole file, which is there as long as this is.
    ///   - start: where the second line begins.
    init(_ contents: FileContents, _ header: SnapshotHeader, _ start: Int, _ index: SnapshotIndex?) {
        (self.contents, self.header, self.start, self.index) = (contents, header, start, index)
    }

    /// Linear.
    func carryOut() {
        let bytes = contents.bytes
        let body = UnsafeRawBufferPointer(rebasing: bytes[start...])
        if let index, index.isOf(firstLine: UnsafeRawBufferPointer(rebasing: bytes[..<start]), length: body.count) {
            guard let place = index.damage(of: body) else { return }
            damage = .damaged(
                SnapshotFormat.file, at: Int64(start + place), "the snapshot was changed: a part's check does not fit")
            return
        }
        var hash = SHA256()
        hash.update(bytes: body)
        guard hash.finalize() != header.state else { return }
        damage = .damaged(SnapshotFormat.file, at: 0, "the snapshot was changed: its hash does not fit")
    }
}
