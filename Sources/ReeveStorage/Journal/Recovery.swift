/// What was done about an incomplete transaction at the end of the journal.
package struct Recovery: Hashable, Sendable {
    /// How many bytes were cut off.
    package let bytes: Int64
    /// The file in the store's directory that they were copied to.
    package let keptAs: String

    /// Cuts off what follows the last whole transaction, after copying it aside. The caller holds the writers' lock, and
    /// journals what this answers.
    ///
    /// - Returns: `nil` where there was nothing to do.
    static func cut(_ end: JournalEnd, _ files: any FileSystem) throws(StoreError) -> Recovery? {
        guard end.tornBytes > 0 else { return nil }
        let file = JournalFormat.file(end.position.segment)
        guard let token = try files.open(file, for: .update) else {
            throw StoreError(.rolledBack, "a part of the journal is gone", file: file)
        }
        defer { files.close(token) }
        let taken = Set(try files.list())
        var name = "torn-\(end.position.head.seq).bak"
        var attempt = 1
        while taken.contains(name) {
            attempt += 1
            name = "torn-\(end.position.head.seq)-\(attempt).bak"
        }
        try files.replace(name, temporary: Temporary.name(for: name)) { (copy) throws(StoreError) in
            try files.copy(
                token, end.position.offset..<(end.position.offset + end.tornBytes), to: copy, at: 0)
        }
        try files.cut(token, to: end.position.offset)
        return Recovery(bytes: end.tornBytes, keptAs: name)
    }
}
