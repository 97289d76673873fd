import ReeveDomain
import ReeveStorage

extension Session {
    /// What was true behind the transaction that holds this record of the journal, read from the journal's beginning.
    ///
    /// - Returns: nil where the journal does not reach so far.
    /// - Throws: what is wrong with the journal.
    package func state(through seq: Int64) throws(Failure) -> State? {
        try exclusively { core throws(Failure) in
            guard let store = core.store, seq > 0, seq <= core.state.seq else { return nil }
            return try stored { () throws(StoreError) in
                try store.history(through: seq, isInterrupted: core.options.isInterrupted) { _, _ in }
            }
        }
    }

    /// Tells the whole journal once, for exports that show much of the past.
    ///
    /// - Parameters:
    ///   - seqs: the events whose makers are wanted.
    ///   - first: the number of the first event that is to be told.
    ///   - visit: sees each event of the audit log from there on, oldest first. To tell of one costs much more than to
    ///     pass it by.
    /// - Returns: who made the wanted events.
    /// - Throws: what is wrong with the journal.
    package func past(
        of seqs: [Int64], since first: Int64 = .max, telling visit: @escaping (Event, AuditEntry) -> Void = { _, _ in }
    ) throws(Failure) -> ProvenanceTable {
        try exclusively { core throws(Failure) in
            var table = ProvenanceTable(for: seqs)
            guard let store = core.store else { return table }
            let (onProgress, last) = (core.options.onProgress, core.state.seq)
            _ = try stored { () throws(StoreError) in
                try store.history(isInterrupted: core.options.isInterrupted) { recorded, before in
                    if recorded.context.seq & 0xff == 0 {
                        onProgress?(.recalling(record: recorded.context.seq, of: last))
                    }
                    let isWanted = table.wants(recorded.context.seq)
                    let isTold = recorded.context.seq >= first
                    guard isWanted || isTold else { return }
                    let provenance = JournalHistory.provenance(recorded, before)
                    if isWanted { table.keep(provenance) }
                    guard isTold else { return }
                    visit(recorded.event, before.audit(recorded.event, provenance, actor: recorded.context.actor))
                }
            }
            return table
        }
    }
}
