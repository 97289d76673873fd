/// What lies in a store's directory.
enum StoreFiles {
    /// Whether a file holds what a recovery or a repair cut off.
    static func isKeptAside(_ file: String) -> Bool { file.hasPrefix("torn-") || file.hasPrefix("damaged-") }

    /// Makes sure that the journal is there from its first segment on, without a gap.
    ///
    /// - Returns: the store's name; `nil` where there is nothing at all, so that a store may be made.
    /// - Throws: `store-rolled-back` where a part of the journal is gone, `store-exists` where other things lie.
    static func check(_ files: any FileSystem) throws(StoreError) -> StoreID? {
        let names = try files.list().filter { $0 != WriterLock.fileName && !Temporary.isTemporary($0) }
        let segments = names.compactMap(JournalFormat.segment).sorted()
        for (index, segment) in segments.enumerated() where segment != index + 1 {
            throw StoreError(
                .rolledBack, "a part of the journal is gone", file: JournalFormat.file(index + 1), offset: 0)
        }
        if segments.isEmpty {
            if names.contains(SnapshotFormat.file) || names.contains(where: isKeptAside) {
                throw StoreError(.rolledBack, "the journal is gone", file: JournalFormat.file(1), offset: 0)
            }
            if let other = names.first {
                throw StoreError(
                    .exists, "`\(files.name)` is no store, and not empty: it has `\(other)` in it", file: other)
            }
            return nil
        }
        return try JournalReader.store(of: files)
    }
}
