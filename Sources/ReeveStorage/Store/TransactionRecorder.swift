import ReeveDomain

/// The journal's side of one run: what a domain `Transaction` calls for each event. Made by `Store.begin`, used up by
/// `Store.commit`.
package final class TransactionRecorder {
    var encoder: TransactionEncoder
    let script: String

    /// - Parameter store: whose journal it is; then a long run is hashed while it goes on.
    init(after position: JournalPosition, script: String, store: StoreID? = nil) {
        encoder = TransactionEncoder(after: position, script: script, store: store)
        self.script = script
    }

    /// How many events there are so far.
    package var count: Int64 { encoder.count }

    /// How many bytes they take.
    package var byteCount: Int { encoder.buffer.count }

    /// Writes one event; fits `Transaction.Recorder`. Allocates nothing for the common events.
    package func record(_ event: Event, _ context: EventContext, _ origin: Origin, _ before: State) {
        encoder.record(event, by: context.actor, at: origin, before: before)
    }

    /// The events' lines as a commit writes them, before the closing one: they follow from the events and from where the
    /// journal stands, not from the time or the store's name.
    package var lines: [UInt8] { encoder.buffer.array }
}

extension Store {
    /// A recorder for what is kept nowhere: of what a run from here would write.
    package func draft(script: String) -> TransactionRecorder { TransactionRecorder(after: position, script: script) }

    /// The same for the first run of a store that is not there yet.
    package static func firstDraft(script: String) -> TransactionRecorder {
        let nowhere = JournalPosition(segment: 1, offset: 0, transaction: 0, head: Head(seq: 0, hash: .zero))
        return TransactionRecorder(after: nowhere, script: script)
    }
}
