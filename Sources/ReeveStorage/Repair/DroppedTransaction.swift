/// A transaction that a repair would drop, as far as its lines can still be read. None of it is verified.
package struct DroppedTransaction: Hashable, Sendable {
    /// Where its first line begins.
    package var offset: Int64
    package var number: Int64
    package var firstSeq: Int64
    package var lastSeq: Int64
    /// What its closing line says; `nil` where none can be read.
    package var closing: Closing?
}

/// Reads the lines of a file that the journal's reader refuses, and makes of them what it can. Linear; holds one line in
/// memory, and the list.
struct DroppedLines {
    private(set) var transactions: [DroppedTransaction] = []
    /// Bytes of lines that are no records.
    private(set) var unreadable: Int64 = 0
    private var current: DroppedTransaction?

    init(_ files: any FileSystem, _ token: FileToken, from start: Int64) throws(StoreError) {
        var at = start
        var line: [UInt8] = []
        var lineStart = start
        while true {
            let chunk = try files.bytes(of: token, from: at, count: 1 << 16)
            guard !chunk.isEmpty else { break }
            at += Int64(chunk.count)
            var rest = chunk[...]
            while let feed = rest.firstIndex(of: 10) {
                line += rest[...feed]
                take(line, at: lineStart)
                lineStart += Int64(line.count)
                line.removeAll(keepingCapacity: true)
                rest = rest[(feed + 1)...]
            }
            line += rest
        }
        if !line.isEmpty { take(line, at: lineStart) }
        flush()
    }

    private mutating func take(_ line: [UInt8], at offset: Int64) {
        if line == [WrittenAhead.lineFeed] { return }
        line.withUnsafeBytes { bytes in
            do throws(JSONError) {
                var scanner = JSONScanner(bytes)
                // A segment's header is no record, and nothing is lost with it: it follows from what comes before.
                if scanner.take("{\"format\":") { return }
                try scanner.expect("{\"seq\":")
                let seq = try scanner.integer()
                try scanner.expect(",\"tx\":")
                let number = try scanner.integer()
                try scanner.expect(",\"event\":\"")
                let isClosing = scanner.take("commit\"")
                let closing = isClosing ? try Closing(line: UnsafeRawBufferPointer(rebasing: bytes.dropLast())) : nil
                if current?.number != number { flush() }
                var transaction =
                    current
                    ?? DroppedTransaction(offset: offset, number: number, firstSeq: seq, lastSeq: seq, closing: nil)
                transaction.lastSeq = seq
                transaction.closing = closing
                current = transaction
                if isClosing { flush() }
            } catch {
                unreadable += Int64(bytes.count)
            }
        }
    }

    private mutating func flush() {
        if let current { transactions.append(current) }
        current = nil
    }
}
