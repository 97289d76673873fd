#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A transaction that the reader has verified.
package struct VerifiedTransaction: Sendable {
    /// The segment's file, and the byte in it where the transaction begins.
    package let file: String
    package let offset: Int64
    package let firstSeq: Int64
    /// How many events it has; their lines come before the closing line.
    package let records: Int64
    /// Where the closing line begins, counted from the transaction's first byte.
    package let closing: Int
    /// Where the journal stands after it.
    package let end: JournalPosition

    /// The transaction's number.
    package var number: Int64 { end.transaction }
}

/// Where a journal ends.
package struct JournalEnd: Hashable, Sendable {
    package var position: JournalPosition
    /// How many bytes follow that belong to no whole transaction.
    package var tornBytes: Int64
    /// How many line feeds follow then, up to the end of the segment.
    package var room: Int64 = 0
}

/// Reads a journal and believes nothing: every line's number, the count, the chain and the hash of each transaction are
/// checked before anybody sees it. Linear; holds one transaction in memory at a time.
struct JournalReader {
    let files: any FileSystem
    let store: StoreID

    /// Reads from a position to the end of the journal.
    ///
    /// - Parameters:
    ///   - start: a place between two transactions, such as `JournalFormat.origin` or a snapshot's. It is trusted.
    ///   - last: no more is read once there is this record.
    ///   - visit: sees each transaction and its stored bytes, closing line included, in order.
    /// - Returns: where the journal ends, and whether the last transaction in it is incomplete.
    /// - Throws: `store-damaged` for all that is wrong and is not just an incomplete end.
    func read(
        from start: JournalPosition, through last: Int64 = .max,
        visit: (VerifiedTransaction, UnsafeRawBufferPointer) throws(StoreError) -> Void
    ) throws(StoreError) -> JournalEnd {
        var position = start
        while true {
            let file = JournalFormat.file(position.segment)
            let next = JournalFormat.file(position.segment + 1)
            // Looked for before the segment is read to its end: a writer beside us may append and rotate meanwhile, and
            // only what is read once the next segment is there, is all of this one.
            let following = try files.open(next, for: .read)
            defer { following.map(files.close) }
            let end = try readSegment(from: position, through: last, visit: visit)
            position = end.position
            if position.head.seq >= last { return end }
            guard let following else {
                guard let late = try files.open(next, for: .read) else { return end }
                files.close(late)
                continue
            }
            // Only a whole journal is rotated, and without the room that was made in it: what looks torn here, has been cut.
            guard end.tornBytes == 0, end.room == 0 else {
                let what = end.tornBytes == 0 ? "in empty lines" : "in the middle of a transaction"
                throw .damaged(file, at: end.position.offset, "the segment ends \(what), but another one follows")
            }
            position.offset = try checkHeader(of: position.segment + 1, following, after: position)
            position.segment += 1
        }
    }

    /// Checks a segment's first line, byte by byte, and answers its length.
    func checkHeader(
        of segment: Int, _ token: FileToken, after position: JournalPosition
    ) throws(StoreError) -> Int64 {
        let (line, _) = JournalFormat.header(of: segment, store: store, after: position)
        let found = try files.bytes(of: token, from: 0, count: line.count)
        guard found == line else {
            let same = zip(found, line).prefix { $0 == $1 }.count
            throw .damaged(
                JournalFormat.file(segment), at: Int64(same), "the segment's header is not what it must be here")
        }
        return Int64(line.count)
    }

    private func readSegment(
        from start: JournalPosition, through last: Int64,
        visit: (VerifiedTransaction, UnsafeRawBufferPointer) throws(StoreError) -> Void
    ) throws(StoreError) -> JournalEnd {
        let file = JournalFormat.file(start.segment)
        guard let token = try files.open(file, for: .read) else {
            throw StoreError(.rolledBack, "a part of the journal is gone", file: file)
        }
        defer { files.close(token) }
        var position = start
        var isVisiting = false
        var isSecondTry = false
        while true {
            do throws(StoreError) {
                return try readTransactions(token, file, &position, through: last) {
                    (transaction, bytes) throws(StoreError) in
                    isVisiting = true
                    try visit(transaction, bytes)
                    isVisiting = false
                }
            } catch {
                // A writer may have cut off a torn tail and written on between two of our reads; what is really damaged
                // is so when it is read again.
                guard error.code == .damaged, !isVisiting, !isSecondTry else { throw error }
                isSecondTry = true
            }
        }
    }

    /// - Parameter position: moves on with each transaction.
    private func readTransactions(
        _ token: FileToken, _ file: String, _ position: inout JournalPosition, through last: Int64,
        visit: (VerifiedTransaction, UnsafeRawBufferPointer) throws(StoreError) -> Void
    ) throws(StoreError) -> JournalEnd {
        let window = FileWindow(files, token, from: position.offset)
        var scan = TransactionScan(after: position, store: store, file: file)
        while let line = try window.nextLine() {
            let isWhole: Bool
            do throws(StoreError) {
                isWhole = try scan.take(line, of: window.transaction)
            } catch {
                guard let end = try ending(of: window, at: position, file) else { throw error }
                return end
            }
            guard isWhole else { continue }
            try visit(scan.verified, UnsafeRawBufferPointer(rebasing: window.transaction[..<line.upperBound]))
            position = scan.end
            window.finishTransaction()
            if position.head.seq >= last { return JournalEnd(position: position, tornBytes: 0) }
            scan = TransactionScan(after: position, store: store, file: file)
        }
        let rest = window.transaction
        try scan.checkTorn(rest)
        return JournalEnd(position: position, tornBytes: Int64(rest.count))
    }

    /// What follows the last transaction of a segment that is written ahead: line feeds, and before them perhaps what was not
    /// finished.
    ///
    /// - Returns: nil where it is something else.
    private func ending(
        of window: FileWindow, at position: JournalPosition, _ file: String
    ) throws(StoreError) -> JournalEnd? {
        guard let rest = try window.rest(upTo: WrittenAhead.longestRest) else { return nil }
        if rest.allSatisfy({ $0 == WrittenAhead.lineFeed }) {
            return JournalEnd(position: position, tornBytes: 0, room: Int64(rest.count))
        }
        guard let torn = WrittenAhead.unfinished(in: rest, after: position, store: store, file: file) else {
            return nil
        }
        return JournalEnd(position: position, tornBytes: Int64(torn), room: Int64(rest.count - torn))
    }
}

/// The part of a file from the current transaction's first byte on, as far as it has been read.
private final class FileWindow {
    private let files: any FileSystem
    private let token: FileToken
    private var buffer: UnsafeMutableRawBufferPointer
    private static let leastRoom = 1 << 18
    private var start = 0
    private var filled = 0
    private var searched = 0
    private var lineStart = 0
    /// The byte of the file that goes to `buffer[filled]`.
    private var next: Int64
    private var isAtEnd = false

    init(_ files: any FileSystem, _ token: FileToken, from offset: Int64) {
        self.files = files
        self.token = token
        next = offset
        buffer = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    }

    deinit { free(buffer.baseAddress) }

    /// All that has been read of the current transaction. Valid until the next call.
    var transaction: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: buffer[start..<filled])
    }

    /// The next line, with its line feed, counted from the transaction's first byte; `nil` where no more line ends.
    func nextLine() throws(StoreError) -> Range<Int>? {
        while true {
            if let base = buffer.baseAddress, searched < filled,
                let found = memchr(base + searched, 10, filled - searched)
            {
                let after = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
                let line = (lineStart - start)..<(after - start)
                lineStart = after
                searched = after
                return line
            }
            searched = filled
            if isAtEnd { return nil }
            try fill()
        }
    }

    func finishTransaction() { start = lineStart }

    /// All from the current transaction on to the end of the file; nil where that is more than so much. Valid until the
    /// next call.
    func rest(upTo most: Int) throws(StoreError) -> UnsafeRawBufferPointer? {
        while !isAtEnd, filled - start <= most { try fill() }
        return filled - start <= most ? transaction : nil
    }

    private func fill() throws(StoreError) {
        if start > 0 {
            if filled > start, let base = buffer.baseAddress {
                memmove(base, base + start, filled - start)
            }
            filled -= start
            searched -= start
            lineStart -= start
            start = 0
        }
        if filled == buffer.count {
            let room = max(buffer.count * 2, Self.leastRoom)
            // The system moves large runs without copying them.
            guard let larger = realloc(buffer.baseAddress, room) else {
                throw StoreError(.ioFailed, "there is no memory for a transaction of more than \(buffer.count) bytes")
            }
            buffer = UnsafeMutableRawBufferPointer(start: larger, count: room)
        }
        let got = try files.read(token, at: next, into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
        isAtEnd = got == 0
        filled += got
        next += Int64(got)
    }
}
