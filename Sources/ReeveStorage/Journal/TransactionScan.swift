#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Checks one transaction line by line.
///
/// A transaction may be incomplete only in the way in which an interrupted write leaves it: whole event lines, and then the
/// beginning of a line, perhaps filled up with zeros. A line that ends, and is neither an event of the right number nor the
/// right closing line, is damage. A closing line carries two marks, one at each end, so that no change of a single byte
/// makes a whole transaction look like an incomplete one.
struct TransactionScan: ~Copyable {
    private let start: JournalPosition
    private let store: StoreID
    private let file: String
    /// After the closing line was taken: where the journal stands, and what was read.
    private(set) var end: JournalPosition
    private var records: Int64 = 0
    private var closing = 0
    /// How the next line has to begin.
    private var lead = ByteWriter(capacity: 64)

    private static let hashMark = Array(",\"hash\":\"".utf8)

    init(after position: JournalPosition, store: StoreID, file: String) {
        start = position
        end = position
        self.store = store
        self.file = file
        writeLead()
    }

    var verified: VerifiedTransaction {
        VerifiedTransaction(
            file: file, offset: start.offset, firstSeq: start.head.seq &+ 1, records: records, closing: closing,
            end: end)
    }

    /// Takes the next line.
    ///
    /// - Parameters:
    ///   - line: with its line feed, as a range of `bytes`.
    ///   - bytes: the transaction from its first byte on.
    /// - Returns: whether that was the closing line, and all is well.
    mutating func take(_ line: Range<Int>, of bytes: UnsafeRawBufferPointer) throws(StoreError) -> Bool {
        let text = UnsafeRawBufferPointer(rebasing: bytes[line])
        guard text.hasPrefix(lead.bytes) else {
            throw damage(line, "this is not record \(start.head.seq &+ records &+ 1)")
        }
        let afterLead = UnsafeRawBufferPointer(rebasing: text[lead.count...])
        let isClosing = afterLead.hasPrefix(JournalFormat.closingEvent) && afterLead.count > 6 && afterLead[6] == 0x22
        let tail = text.count - 1 - JournalFormat.tailLength
        let hasTail = tail > 0 && UnsafeRawBufferPointer(rebasing: text[tail...]).hasPrefix(TransactionScan.hashMark)
        guard isClosing == hasTail, text[text.count - 2] == UInt8(ascii: "}") else {
            throw damage(line, "this record is neither an event nor the end of a transaction")
        }
        if isClosing {
            closing = line.lowerBound
            try close(line, bytes, tail: line.lowerBound + tail)
            return true
        }
        records &+= 1
        writeLead()
        return false
    }

    /// Checks that what is left at the end of a file is the beginning of a transaction that was not finished.
    func checkTorn(_ rest: UnsafeRawBufferPointer) throws(StoreError) {
        var lastLine = rest.count
        while lastLine > 0 && rest[lastLine - 1] != 10 { lastLine -= 1 }
        let line = UnsafeRawBufferPointer(rebasing: rest[lastLine...])
        let known = min(line.count, lead.count)
        let written = line[..<known].prefix { $0 != 0 }.count
        guard UnsafeRawBufferPointer(rebasing: line[..<written]).hasPrefix(lead.bytes, upTo: written),
            written == known || line[written...].allSatisfy({ $0 == 0 })
        else { throw damage(lastLine..<rest.count, "this is not the beginning of a record") }
        // A closing line that is all there, and then something other than a line feed: a write that was cut short ends
        // somewhere before that.
        var at = known
        while at + JournalFormat.tailLength < line.count {
            let tail = line[at..<(at + JournalFormat.tailLength)]
            if UnsafeRawBufferPointer(rebasing: tail).hasPrefix(TransactionScan.hashMark),
                Digest(hex: tail.dropFirst(TransactionScan.hashMark.count).prefix(64)) != nil, tail.last == 0x7d
            {
                throw damage(lastLine..<rest.count, "the end of this transaction was changed")
            }
            at += 1
        }
    }

    /// Whether a line, its line feed left out, ends as a closing line does, though with a byte changed, or the last one gone:
    /// the hash's name is where it must be, or the hash.
    static func isClosed(_ line: UnsafeRawBufferPointer) -> Bool {
        (JournalFormat.tailLength - 1...JournalFormat.tailLength).contains { length in
            let tail = line.suffix(length)
            guard tail.count == length else { return false }
            return UnsafeRawBufferPointer(rebasing: tail).hasPrefix(hashMark)
                || Digest(hex: tail.dropFirst(hashMark.count).prefix(64)) != nil
        }
    }

    private mutating func close(
        _ line: Range<Int>, _ bytes: UnsafeRawBufferPointer, tail: Int
    ) throws(StoreError) {
        var link = ByteWriter(capacity: 128)
        JournalFormat.writeLink(records: records, previous: start.head.hash, into: &link)
        let linkStart = tail - link.count
        guard linkStart > line.lowerBound,
            UnsafeRawBufferPointer(rebasing: bytes[linkStart...]).hasPrefix(link.bytes)
        else { throw damage(line, "the transaction does not follow on from the one before, or lacks records") }
        var hash = JournalFormat.chain(store, after: start.head.hash)
        hash.update(bytes: UnsafeRawBufferPointer(rebasing: bytes[..<tail]))
        let digest = hash.finalize()
        var ending = ByteWriter(capacity: 128)
        ending.raw(TransactionScan.hashMark)
        ending.digest(digest)
        ending.literal("\"}\n")
        guard UnsafeRawBufferPointer(rebasing: bytes[tail..<line.upperBound]).hasPrefix(ending.bytes) else {
            throw damage(0..<1, "transaction \(start.transaction &+ 1) was changed: its hash does not fit")
        }
        end.offset = start.offset &+ Int64(line.upperBound)
        end.transaction = start.transaction &+ 1
        end.head = Head(seq: start.head.seq &+ records &+ 1, hash: digest)
    }

    private mutating func writeLead() {
        lead.cut(to: 0)
        JournalFormat.writeLead(
            seq: start.head.seq &+ records &+ 1, transaction: start.transaction &+ 1, into: &lead)
    }

    private func damage(_ range: Range<Int>, _ message: String) -> StoreError {
        .damaged(file, at: start.offset &+ Int64(range.lowerBound), message)
    }
}

extension UnsafeRawBufferPointer {
    func hasPrefix(_ other: UnsafeRawBufferPointer) -> Bool { hasPrefix(other, upTo: other.count) }

    func hasPrefix(_ other: UnsafeRawBufferPointer, upTo length: Int) -> Bool {
        guard count >= length else { return false }
        guard length > 0, let mine = baseAddress, let theirs = other.baseAddress else { return true }
        return memcmp(mine, theirs, length) == 0
    }

    func hasPrefix(_ other: [UInt8]) -> Bool {
        other.withUnsafeBytes { hasPrefix($0) }
    }

    func hasPrefix(_ other: String) -> Bool {
        var other = other
        return other.withUTF8 { hasPrefix(UnsafeRawBufferPointer($0)) }
    }
}
