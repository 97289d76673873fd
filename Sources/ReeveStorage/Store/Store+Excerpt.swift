import ReeveDomain

/// A part of what is true, and at which record of the journal.
package struct Excerpt: Sendable {
    package let state: State
    package let head: Head
}

extension Store {
    /// A longer end of the journal behind the snapshot is not worth reading twice.
    static var longestExcerptTail: Int { 1 << 24 }

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
        let tail = try JournalTail(reader, from: search.header.position, about: request)
        guard tail.isEnough, let document = try SnapshotExcerpt.make(search, request, more: tail.names)
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
