/// The name of one store, in every hash of its journal: 128 random bits as 32 hexadecimal digits.
package struct StoreID: Hashable, Sendable, CustomStringConvertible {
    let hex: [UInt8]

    /// A new one.
    package init(using generator: inout some RandomNumberGenerator) {
        var hex: [UInt8] = []
        for _ in 0..<32 {
            let value = UInt8.random(in: 0..<16, using: &generator)
            hex.append(value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10)
        }
        self.hex = hex
    }

    /// Reads exactly 32 lower-case hexadecimal digits; anything else is `nil`.
    package init?(hex: some Collection<UInt8>) {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let letters = UInt8(ascii: "a")...UInt8(ascii: "f")
        guard hex.count == 32, hex.allSatisfy({ digits.contains($0) || letters.contains($0) }) else { return nil }
        self.hex = Array(hex)
    }

    package var description: String { String(decoding: hex, as: UTF8.self) }
}

/// The last record of a journal: what to keep elsewhere, to notice later that the journal was rewritten.
package struct Head: Hashable, Sendable, CustomStringConvertible {
    package let seq: Int64
    package let hash: Digest

    package init(seq: Int64, hash: Digest) {
        self.seq = seq
        self.hash = hash
    }

    /// Reads `seq:hash`.
    package init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, let hash = Digest(hex: Array(parts[1])),
            parts[0].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let seq = Int64(String(decoding: parts[0], as: UTF8.self))
        else { return nil }
        self.init(seq: seq, hash: hash)
    }

    /// `seq:hash`
    package var description: String {
        var text = ByteWriter(capacity: 96)
        text.integer(seq)
        text.byte(UInt8(ascii: ":"))
        text.digest(hash)
        return String(decoding: text.bytes, as: UTF8.self)
    }
}

/// A place between two transactions of a journal.
package struct JournalPosition: Hashable, Sendable {
    package var segment: Int
    /// The byte of that segment where the next transaction goes.
    package var offset: Int64
    /// The number of the last transaction; 0 before the first.
    package var transaction: Int64
    package var head: Head
}

/// The written form of a journal: segments `journal-00001.jsonl` and on, each a header line and then transactions. A
/// transaction is a line for each event and a closing line, which carries the chain's hash.
enum JournalFormat {
    static let name = "reeve.journal/1"
    static let hashTag = "reeve-journal-1\n"
    static let defaultSegmentLimit: Int64 = 256 << 20
    /// The value of `event` in a closing line. No event may be called so.
    static let closingEvent = "commit"
    /// A segment's first line is never longer.
    static let mostHeader: Int64 = 384
    /// `,"hash":"` 64 digits `"}`
    static let tailLength = 75

    /// The file of a segment.
    static func file(_ segment: Int) -> String {
        var name = ByteWriter(capacity: 64)
        name.literal("journal-")
        var least = 10_000
        while least > segment, least > 1 {
            name.byte(UInt8(ascii: "0"))
            least /= 10
        }
        name.integer(Int64(segment))
        name.literal(".jsonl")
        return String(decoding: name.bytes, as: UTF8.self)
    }

    /// The segment that a file is, or `nil` for other files.
    static func segment(of file: String) -> Int? {
        guard file.hasPrefix("journal-"), file.hasSuffix(".jsonl") else { return nil }
        let digits = file.utf8.dropFirst(8).dropLast(6)
        guard digits.count >= 5, let number = Int(String(digits) ?? ""), number > 0, self.file(number) == file else {
            return nil
        }
        return number
    }

    /// A segment's first line, with its line feed. Every byte of it follows from the arguments, so that whoever knows them
    /// knows whether the line was changed; the first segment's hash is what the first transaction follows on from.
    ///
    /// - Parameters:
    ///   - position: where the journal stands before the segment; only its head and its transaction count.
    static func header(of segment: Int, store: StoreID, after position: JournalPosition) -> (
        line: [UInt8], hash: Digest
    ) {
        var line = ByteWriter(capacity: Int(mostHeader))
        line.literal("{\"format\":\"reeve.journal/1\",\"store\":\"")
        line.raw(store.hex)
        line.literal("\",\"segment\":")
        line.integer(Int64(segment))
        line.literal(",\"seq\":")
        line.integer(position.head.seq)
        line.literal(",\"tx\":")
        line.integer(position.transaction)
        line.literal(",\"previous\":\"")
        line.digest(position.head.hash)
        line.literal("\"")
        var hash = SHA256()
        hash.update(text: hashTag)
        hash.update(bytes: line.bytes)
        let digest = hash.finalize()
        line.literal(",\"hash\":\"")
        line.digest(digest)
        line.literal("\"}\n")
        return (line.array, digest)
    }

    /// The start of a new journal, before its first transaction.
    static func origin(of store: StoreID) -> JournalPosition {
        let nothing = JournalPosition(segment: 0, offset: 0, transaction: 0, head: Head(seq: 0, hash: .zero))
        let (line, hash) = header(of: 1, store: store, after: nothing)
        return JournalPosition(segment: 1, offset: Int64(line.count), transaction: 0, head: Head(seq: 0, hash: hash))
    }

    /// The store's name as the first segment's header has it; whether that line is unchanged is for the reader to see.
    static func store(inHeader line: [UInt8]) -> StoreID? {
        let lead = Array("{\"format\":\"reeve.journal/1\",\"store\":\"".utf8)
        guard line.starts(with: lead), line.count >= lead.count + 32 else { return nil }
        return StoreID(hex: line[lead.count..<(lead.count + 32)])
    }

    /// A hash that has taken in all that comes before a transaction's own bytes.
    static func chain(_ store: StoreID, after previous: Digest) -> SHA256 {
        var hash = SHA256()
        hash.update(text: hashTag)
        hash.update(bytes: store.hex)
        hash.update(text: "\n")
        hash.update(bytes: previous.hex)
        hash.update(text: "\n")
        return hash
    }

    /// How every line of a record begins: `{"seq":12,"tx":3,"event":"`.
    static func writeLead(seq: Int64, transaction: Int64, into line: inout ByteWriter) {
        line.literal("{\"seq\":")
        line.integer(seq)
        line.literal(",\"tx\":")
        line.integer(transaction)
        line.literal(",\"event\":\"")
    }

    /// What stands in a closing line between the caller's fields and the hash.
    static func writeLink(records: Int64, previous: Digest, into line: inout ByteWriter) {
        line.literal(",\"records\":")
        line.integer(records)
        line.literal(",\"previous\":\"")
        line.digest(previous)
        line.literal("\"")
    }
}
