import ReeveDomain

/// A snapshot's first line.
package struct SnapshotHeader: Hashable, Sendable {
    package var store: StoreID
    /// Where the journal stood.
    package var position: JournalPosition
    /// The hash of all lines after the first.
    package var state: Digest
}

/// The written form of a snapshot: one JSON document, one thing a line, sorted, the same bytes for the same state.
///
/// Commas stand at the beginning of lines, so that a line that comes or goes changes no other.
enum SnapshotFormat {
    static let file = "snapshot.json"
    static let lead = "{\"format\":\"reeve.snapshot/"
    /// A first line is never longer.
    static let mostHeader = 1024

    /// The first line, with its line feed.
    static func header(_ header: SnapshotHeader) -> [UInt8] {
        var line = ByteWriter(capacity: mostHeader)
        line.literal("{\"format\":\"reeve.snapshot/1\",\"store\":\"")
        line.raw(header.store.hex)
        line.literal("\",\"seq\":")
        line.integer(header.position.head.seq)
        line.literal(",\"head\":\"")
        line.digest(header.position.head.hash)
        line.literal("\",\"tx\":")
        line.integer(header.position.transaction)
        line.literal(",\"segment\":")
        line.integer(Int64(header.position.segment))
        line.literal(",\"offset\":")
        line.integer(header.position.offset)
        line.literal(",\"state\":\"")
        line.digest(header.state)
        line.literal("\"")
        var hash = SHA256()
        hash.update(bytes: line.bytes)
        line.literal(",\"header\":\"")
        line.digest(hash.finalize())
        line.literal("\"\n")
        return line.array
    }

    /// Reads a first line.
    ///
    /// - Throws: `store-newer` for a later format; `store-damaged` for all else that is not exactly what `header` writes.
    static func header(of bytes: UnsafeRawBufferPointer) throws(StoreError) -> (SnapshotHeader, length: Int) {
        let damage = StoreError.damaged(file, at: 0, "the snapshot's first line was changed")
        guard let end = bytes.prefix(mostHeader).firstIndex(of: 10) else { throw damage }
        if bytes.hasPrefix(lead), !bytes.hasPrefix(lead + "1\"") {
            throw StoreError(.newer, "the snapshot was written by a later version of Reeve", file: file)
        }
        let found: SnapshotHeader
        do throws(JSONError) {
            var scanner = JSONScanner(bytes)
            try scanner.expect("{\"format\":\"reeve.snapshot/1\",\"store\":")
            let store = StoreID(hex: try scanner.string().bytes)
            try scanner.expect(",\"seq\":")
            let seq = try scanner.integer()
            try scanner.expect(",\"head\":")
            let head = Digest(hex: try scanner.string().bytes)
            try scanner.expect(",\"tx\":")
            let transaction = try scanner.integer()
            try scanner.expect(",\"segment\":")
            let segment = try scanner.integer()
            try scanner.expect(",\"offset\":")
            let offset = try scanner.integer()
            try scanner.expect(",\"state\":")
            let state = Digest(hex: try scanner.string().bytes)
            guard let store, let head, let state, segment > 0, segment < 1 << 31, offset > 0, seq >= 0, transaction >= 0
            else { throw scanner.failure("a number out of its range") }
            found = SnapshotHeader(
                store: store,
                position: JournalPosition(
                    segment: Int(segment), offset: offset, transaction: transaction, head: Head(seq: seq, hash: head)),
                state: state)
        } catch { throw damage }
        guard header(found).elementsEqual(bytes[...end]) else { throw damage }
        return (found, end + 1)
    }
}
