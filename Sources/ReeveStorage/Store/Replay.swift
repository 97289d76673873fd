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
    private(set) var state: State
    private(set) var position: JournalPosition
    /// How many bytes of the journal were read.
    private(set) var bytes: Int64 = 0

    init(_ state: State, at position: JournalPosition) {
        self.state = state
        self.position = position
    }

    /// Applies a transaction's events in order. Linear.
    ///
    /// - Parameter visit: sees each event, with the state as it was just before.
    /// - Throws: `store-damaged` for what the hash approves of, but makes no sense.
    mutating func apply(
        _ transaction: VerifiedTransaction, _ bytes: UnsafeRawBufferPointer,
        visit: ((RecordedEvent, State) -> Void)? = nil
    ) throws(StoreError) {
        let closing: Closing
        do throws(JSONError) {
            closing = try Closing(line: UnsafeRawBufferPointer(rebasing: bytes[transaction.closing...]))
        } catch {
            throw .damaged(
                transaction.file, at: transaction.offset + Int64(transaction.closing + error.offset), error.message)
        }
        var start = 0
        while start < transaction.closing {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[start..<transaction.closing])
            guard let base = rest.baseAddress, let feed = memchr(base, 10, rest.count) else { break }
            let length = UnsafeRawPointer(feed) - base + 1
            let line = UnsafeRawBufferPointer(rebasing: rest[..<length])
            let recorded: RecordedEvent
            do throws(JSONError) {
                recorded = try DomainReader.event(line, in: closing, before: state)
            } catch {
                throw .damaged(transaction.file, at: transaction.offset + Int64(start + error.offset), error.message)
            }
            visit?(recorded, state)
            state.apply(recorded.event, recorded.context)
            start += length
        }
        state.passClosingRecord(seq: transaction.end.head.seq, time: closing.time)
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
