import ReeveDomain

/// The journal's side of one run: what a domain `Transaction` calls for each event. Made by `Store.begin`, used up by
/// `Store.commit`.
package final class TransactionRecorder {
    var encoder: TransactionEncoder
    let script: String
    /// What a snapshot will begin with, where one will be due.
    private var snapshot: SnapshotAhead?
    /// Whose idle time it takes, once it has begun.
    private var ahead: HashAhead?
    /// With how many bytes the run is looked at again: whether the snapshot is due, and whether that still fits.
    private var nextLook = Int.max

    /// - Parameters:
    ///   - store: whose journal it is; then a long run is hashed while it goes on.
    ///   - state: what is true there, where a snapshot may be worth beginning before the run ends.
    ///   - due: after how many bytes one is due.
    init(
        after position: JournalPosition, script: String, store: StoreID? = nil, from state: State? = nil, due: Int = 0
    ) {
        encoder = TransactionEncoder(after: position, script: script, store: store)
        self.script = script
        guard let state else { return }
        snapshot = SnapshotAhead(state)
        nextLook = max(due, Piece.length)
    }

    /// How many events there are so far.
    package var count: Int64 { encoder.count }

    /// How many bytes they take.
    package var byteCount: Int { encoder.buffer.count }

    /// Writes one event; fits `Transaction.Recorder`. Allocates nothing for the common events.
    package func record(_ event: Event, _ context: EventContext, _ origin: Origin, _ before: State) {
        encoder.record(event, by: context.actor, at: origin, before: before)
        if byteCount >= nextLook { look(before) }
    }

    @inline(never)
    private func look(_ state: State) {
        nextLook = byteCount + Piece.length
        if let snapshot, snapshot.fits(state), let hash = encoder.buffer.ahead {
            if ahead == nil { hash.spend { snapshot.step() } }
            ahead = hash
        } else {
            ahead?.endIdling()
            (snapshot, ahead, nextLook) = (nil, nil, .max)
        }
    }

    /// Takes out what there is of the snapshot.
    ///
    /// - Parameter state: what the run leads to.
    /// - Returns: nil where nothing of that fits.
    func begunSnapshot(of state: State) -> BegunSnapshot? {
        ahead?.endIdling()
        return snapshot?.finish(for: state)
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
