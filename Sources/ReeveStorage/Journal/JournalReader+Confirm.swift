#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension JournalReader {
    /// Makes sure that the journal has, at a position, the closing line that the position's head names. Reads that line.
    ///
    /// - Returns: whether its segment ends there, but for the room that was made in it; of the journal's beginning it is not
    ///   known.
    /// - Throws: `store-rolled-back` where the journal ends before, or has another transaction there.
    @discardableResult
    func confirm(_ position: JournalPosition) throws(StoreError) -> Bool {
        guard position.head.seq != 0 else { return try confirmOrigin(position) }
        guard let token = try files.open(JournalFormat.file(position.segment), for: .read) else {
            throw mismatch(position)
        }
        defer { files.close(token) }
        return try confirm(position, in: token, of: files.length(of: token))
    }

    private func confirmOrigin(_ position: JournalPosition) throws(StoreError) -> Bool {
        guard position == JournalFormat.origin(of: store) else { throw mismatch(position) }
        return false
    }

    private func mismatch(_ position: JournalPosition) -> StoreError {
        StoreError(
            .rolledBack,
            "the journal does not have record \(position.head.seq) as it was known: a part of it is gone or was replaced",
            file: JournalFormat.file(position.segment), offset: position.offset)
    }

    /// The same, where the position's segment is open, and so long.
    func confirm(_ position: JournalPosition, in token: FileToken, of length: Int64) throws(StoreError) -> Bool {
        guard position.head.seq != 0 else { return try confirmOrigin(position) }
        guard length >= position.offset else { throw mismatch(position) }
        // Right behind a segment's header: that line names the last record of the segment before.
        if position.segment > 1, position.offset < JournalFormat.mostHeader {
            let (header, _) = JournalFormat.header(of: position.segment, store: store, after: position)
            if position.offset == Int64(header.count) {
                var bytes = try files.bytes(of: token, from: 0, count: header.count + 1)
                let isEnd = JournalReader.takeEnd(from: &bytes, header.count)
                guard bytes == header else { throw mismatch(position) }
                return isEnd
            }
        }
        var lead = ByteWriter(capacity: 64)
        JournalFormat.writeLead(seq: position.head.seq, transaction: position.transaction, into: &lead)
        lead.literal("commit\"")
        var tail = ByteWriter(capacity: 128)
        tail.literal(",\"hash\":\"")
        tail.digest(position.head.hash)
        tail.literal("\"}\n")
        var size: Int64 = 1024
        while true {
            let start = max(0, position.offset - size)
            let count = Int(position.offset - start)
            var bytes = try files.bytes(of: token, from: start, count: count + 1)
            let isEnd = JournalReader.takeEnd(from: &bytes, count)
            guard bytes.count > tail.count, bytes.count == count,
                bytes.ends(with: tail.bytes)
            else { throw mismatch(position) }
            if let feed = bytes.dropLast().lastIndex(of: 10) {
                guard bytes[(feed + 1)...].starts(with: lead.bytes) else { throw mismatch(position) }
                return isEnd
            }
            guard start > 0 else { throw mismatch(position) }
            size *= 2
        }
    }

    /// Takes the byte behind the first `count` away.
    ///
    /// - Returns: whether there was none, or a line feed: the next transaction's first byte would be none.
    private static func takeEnd(from bytes: inout [UInt8], _ count: Int) -> Bool {
        guard bytes.count > count else { return true }
        return bytes.removeLast() == WrittenAhead.lineFeed
    }

    /// The store's name, as the first segment's header has it, once the whole line has been checked.
    ///
    /// - Returns: `nil` where there is no first segment.
    static func store(of files: any FileSystem) throws(StoreError) -> StoreID? {
        let file = JournalFormat.file(1)
        guard let token = try files.open(file, for: .read) else { return nil }
        defer { files.close(token) }
        let start = try files.bytes(of: token, from: 0, count: 80)
        guard let store = JournalFormat.store(inHeader: start) else {
            let lead = Array("{\"format\":\"reeve.journal/".utf8)
            if start.starts(with: lead), !start.dropFirst(lead.count).starts(with: Array("1\"".utf8)) {
                throw StoreError(.newer, "the journal was written by a later version of Reeve", file: file)
            }
            throw .damaged(file, at: 0, "this is not the beginning of a journal")
        }
        let nothing = JournalPosition(segment: 0, offset: 0, transaction: 0, head: Head(seq: 0, hash: .zero))
        _ = try JournalReader(files: files, store: store).checkHeader(of: 1, token, after: nothing)
        return store
    }
}

extension [UInt8] {
    /// Linear in the ending.
    fileprivate func ends(with ending: UnsafeRawBufferPointer) -> Bool {
        withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, let other = ending.baseAddress, bytes.count >= ending.count else {
                return ending.isEmpty
            }
            return memcmp(base + (bytes.count - ending.count), other, ending.count) == 0
        }
    }
}
