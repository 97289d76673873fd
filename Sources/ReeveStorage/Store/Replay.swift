#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import ReeveDomain

/// Takes verified transactions and makes them true.
struct Replay {
    private var reader: DomainReader
    private(set) var position: JournalPosition
    /// How many bytes of the journal were read.
    private(set) var bytes: Int64 = 0

    init(_ state: State, at position: JournalPosition) {
        reader = DomainReader(JSONScanner(UnsafeRawBufferPointer(start: nil, count: 0)), state)
        self.position = position
    }

    /// What is true at `position`.
    var state: State { reader.state }

    /// Applies a transaction's events in order. Linear.
    ///
    /// - Parameter visit: sees each event, with the state as it was just before.
    /// - Throws: `store-damaged` for what the hash approves of, but makes no sense.
    mutating func apply(
        _ transaction: VerifiedTransaction, _ bytes: UnsafeRawBufferPointer,
        visit: ((RecordedEvent, State) -> Void)? = nil
    ) throws(StoreError) {
        var place = transaction.closing
        do throws(JSONError) {
            let closing = try Closing(line: UnsafeRawBufferPointer(rebasing: bytes[place...]))
            place = 0
            reader.start(UnsafeRawBufferPointer(rebasing: bytes[..<transaction.closing]))
            while !reader.scanner.isAtEnd {
                let recorded = try reader.event(in: closing)
                visit?(recorded, reader.state)
                reader.state.apply(recorded.event, recorded.context)
            }
            reader.state.passClosingRecord(seq: transaction.end.head.seq, time: closing.time)
        } catch {
            throw .damaged(transaction.file, at: transaction.offset + Int64(place + error.offset), error.message)
        }
        position = transaction.end
        self.bytes += Int64(bytes.count)
    }
}

extension State {
    /// The closing record of a transaction takes a number as well, and changes nothing else.
    mutating func passClosingRecord(seq: Int64, time: Instant) {
        apply(.recovered(bytes: 0, keptAs: ""), EventContext(seq: seq, time: time, actor: nil))
    }
}
