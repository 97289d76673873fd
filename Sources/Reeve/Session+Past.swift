import ReeveDomain
import ReeveStorage

extension Session {
    /// Tells the whole journal once, for exports that show much of the past.
    ///
    /// - Parameters:
    ///   - seqs: the events whose makers are wanted.
    ///   - visit: sees each event of the audit log, oldest first; nil where only the makers are wanted, which costs less.
    /// - Returns: who made the wanted events.
    /// - Throws: what is wrong with the journal.
    package func past(
        of seqs: [Int64], telling visit: ((AuditEntry) -> Void)? = nil
    ) throws(Failure) -> ProvenanceTable {
        try exclusively { core throws(Failure) in
            var table = ProvenanceTable(for: seqs)
            guard let store = core.store else { return table }
            _ = try core.stored { () throws(StoreError) in
                try store.history { recorded, before in
                    let isWanted = table.wants(recorded.context.seq)
                    guard isWanted || visit != nil else { return }
                    let provenance = JournalHistory.provenance(recorded, before)
                    if isWanted { table.keep(provenance) }
                    visit?(before.audit(recorded.event, provenance, actor: recorded.context.actor))
                }
            }
            return table
        }
    }
}
