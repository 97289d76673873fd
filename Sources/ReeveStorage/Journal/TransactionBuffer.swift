/// The bytes of one transaction as they will be stored, built up line by line.
package struct TransactionBuffer: ~Copyable {
    var writer: ByteWriter
    /// Where the journal must stand when this is appended.
    package let start: JournalPosition
    /// How many events there are so far.
    package private(set) var records: Int64 = 0

    /// - Parameters:
    ///   - position: where the journal stands.
    ///   - capacity: how many bytes to make room for at first.
    package init(after position: JournalPosition, capacity: Int = 512) {
        start = position
        writer = ByteWriter(capacity: capacity)
    }

    /// The `seq` of the next record.
    package var nextSeq: Int64 { start.head.seq &+ records &+ 1 }

    /// The number of this transaction.
    package var transaction: Int64 { start.transaction &+ 1 }

    /// How many bytes there are so far.
    package var count: Int { writer.count }

    /// Begins an event's line: `{"seq":12,"tx":3,"event":"`. The event's name, its closing quote and its fields follow.
    @inline(__always)
    mutating func beginRecord() {
        JournalFormat.writeLead(seq: nextSeq, transaction: transaction, into: &writer)
    }

    @inline(__always)
    mutating func endRecord() {
        writer.literal("}\n")
        records &+= 1
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
        var hash = JournalFormat.chain(store, after: start.head.hash)
        hash.update(bytes: writer.bytes)
        let digest = hash.finalize()
        writer.literal(",\"hash\":\"")
        writer.digest(digest)
        writer.literal("\"}\n")
        return JournalPosition(
            segment: start.segment, offset: start.offset + Int64(writer.count), transaction: transaction,
            head: Head(seq: seq, hash: digest))
    }
}
