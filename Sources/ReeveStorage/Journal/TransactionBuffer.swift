import Synchronization

/// The bytes of one transaction as they will be stored, built up line by line. What a long one has so far is hashed
/// while it goes on.
package struct TransactionBuffer: ~Copyable {
    /// The lines behind the last full piece.
    var writer: ByteWriter
    private(set) var pieces: [Piece] = []
    private var piecesCount = 0
    private let pieceLength: Int
    private let store: StoreID?
    /// Of the full pieces, once there is one.
    private(set) var ahead: HashAhead?
    /// What the full pieces come to, once that is known.
    private var hashed: SHA256?
    /// Where the journal must stand when this is appended.
    package let start: JournalPosition
    /// How many events there are so far.
    package private(set) var records: Int64 = 0

    /// - Parameters:
    ///   - position: where the journal stands.
    ///   - store: whose journal it is; where it is not known before the end, nothing is hashed before it.
    ///   - capacity: how many bytes to make room for at first.
    ///   - pieceLength: after how many bytes a piece is full.
    package init(
        after position: JournalPosition, store: StoreID? = nil, capacity: Int = 512, pieceLength: Int? = nil
    ) {
        start = position
        self.store = store
        self.pieceLength = pieceLength ?? Piece.length
        writer = ByteWriter(capacity: capacity)
    }

    /// The `seq` of the next record.
    package var nextSeq: Int64 { start.head.seq &+ records &+ 1 }

    /// The number of this transaction.
    package var transaction: Int64 { start.transaction &+ 1 }

    /// How many bytes there are so far.
    package var count: Int { piecesCount &+ writer.count }

    /// Begins an event's line: `{"seq":12,"tx":3,"event":"`. The event's name, its closing quote and its fields follow.
    @inline(__always)
    mutating func beginRecord() {
        JournalFormat.writeLead(seq: nextSeq, transaction: transaction, into: &writer)
    }

    @inline(__always)
    mutating func endRecord() {
        writer.literal("}\n")
        records &+= 1
        if writer.count >= pieceLength { passOn() }
    }

    @inline(never)
    private mutating func passOn() {
        let piece = Piece(exchange(&writer, with: ByteWriter(capacity: pieceLength + 1024)))
        pieces.append(piece)
        piecesCount += piece.count
        if ahead == nil, let store {
            ahead = HashAhead(from: JournalFormat.chain(store, after: start.head.hash))
        }
        ahead?.take(piece)
    }

    /// Forgets what was written behind the first `length` bytes, which reach beyond the last full piece.
    mutating func cut(to length: Int) { writer.cut(to: length - piecesCount) }

    /// All the bytes, piece by piece, to go one behind the other from `offset` on.
    func write(
        to offset: Int64, _ write: (Int64, UnsafeRawBufferPointer) throws(StoreError) -> Void
    ) throws(StoreError) {
        var offset = offset
        for piece in pieces {
            try write(offset, piece.bytes)
            offset += Int64(piece.count)
        }
        try write(offset, writer.bytes)
    }

    /// All the bytes, copied.
    var array: [UInt8] {
        var all: [UInt8] = []
        all.reserveCapacity(count)
        for piece in pieces { all += piece.bytes }
        all += writer.bytes
        return all
    }

    /// Gives the memory of the full pieces back, once they are stored.
    mutating func releasePieces() { pieces = [] }

    /// Takes all the bytes away, to be stored by somebody else.
    mutating func takeAll() -> StoredPieces {
        let last = Piece(exchange(&writer, with: ByteWriter(capacity: 0)))
        piecesCount += last.count
        defer { pieces = [] }
        return StoredPieces(pieces + [last])
    }

    /// A hash that has taken in the full pieces.
    private mutating func hashOfPieces(_ store: StoreID) -> SHA256 {
        if let hashed { return hashed }
        var hash: SHA256
        if let ahead, store == self.store {
            hash = ahead.finish()
        } else {
            hash = JournalFormat.chain(store, after: start.head.hash)
            for piece in pieces { hash.update(bytes: piece.bytes) }
        }
        hashed = hash
        return hash
    }

    /// Adds one event whose fields are formatted already.
    ///
    /// - Parameters:
    ///   - event: the event's name, which needs no escapes.
    ///   - fields: JSON members without the braces, such as `"user":"alice","role":"Admin"`, on one line; may be empty.
    package mutating func append(event: String, fields: [UInt8]) {
        beginRecord()
        writer.raw(Array(event.utf8))
        writer.byte(UInt8(ascii: "\""))
        if !fields.isEmpty {
            writer.byte(UInt8(ascii: ","))
            writer.raw(fields)
        }
        endRecord()
    }

    /// Adds the closing line.
    mutating func close(store: StoreID, fields: [UInt8]) -> JournalPosition {
        let seq = nextSeq
        JournalFormat.writeLead(seq: seq, transaction: transaction, into: &writer)
        writer.literal("commit\"")
        if !fields.isEmpty {
            writer.byte(UInt8(ascii: ","))
            writer.raw(fields)
        }
        JournalFormat.writeLink(records: records, previous: start.head.hash, into: &writer)
        var hash = hashOfPieces(store)
        hash.update(bytes: writer.bytes)
        let digest = hash.finalize()
        writer.literal(",\"hash\":\"")
        writer.digest(digest)
        writer.literal("\"}\n")
        return JournalPosition(
            segment: start.segment, offset: start.offset + Int64(count), transaction: transaction,
            head: Head(seq: seq, hash: digest))
    }
}

/// Bytes that one thread has made and another stores, and then gives back their memory.
final class StoredPieces: Sendable {
    private let pieces: Mutex<[Piece]>

    init(_ pieces: [Piece]) { self.pieces = Mutex(pieces) }

    /// Writes them one behind the other, from `offset` on, and drops them.
    func store(_ files: any FileSystem, _ token: FileToken, at offset: Int64) throws(StoreError) {
        var offset = offset
        for piece in pieces.withLock({ exchange(&$0, with: []) }) {
            try files.write(token, at: offset, piece.bytes)
            offset += Int64(piece.count)
        }
    }
}

/// Puts a new value in a variable and answers the old one.
private func exchange<Value: ~Copyable>(_ value: inout Value, with new: consuming Value) -> Value {
    let old = value
    value = new
    return old
}
