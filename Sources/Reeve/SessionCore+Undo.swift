import ReeveDomain
import ReeveLanguage
import ReeveStorage

extension SessionCore {
    /// Takes one transaction back by a new one.
    ///
    /// - Parameter committing: false tells what it would do, and does nothing.
    mutating func undo(_ seq: Int64, committing: Bool) throws(Failure) -> Report {
        try refresh()
        guard let store else { throw Self.noTransaction(seq) }
        let (plan, provenance) = try undoPlan(of: seq, in: store)
        let now = options.now
        guard committing, !isReadOnly else {
            let attempt = try undone(plan, provenance, on: store.state, at: now, recorder: nil)
            guard !committing else {
                throw Failure(
                    .inputOutput, "store-read-only", "this would change something, and nothing may be changed")
            }
            var report = attempt.report
            report.isPlan = true
            report.access = attempt.accessChanges
            return report
        }
        let recorder = try stored { () throws(StoreError) in try store.begin(script: "", now: now) }
        do throws(Failure) {
            // Others may have written since: what they did may stand in the way.
            let (plan, provenance) = try undoPlan(of: seq, in: store)
            let attempt = try undone(plan, provenance, on: store.state, at: now, recorder: recorder)
            try guardRemovals(attempt)
            var report = attempt.report
            if attempt.isWorthKeeping {
                _ = try stored { () throws(StoreError) in
                    try store.commit(
                        recorder, closing: closing(now), after: attempt.transaction.state, settling: true)
                }
                settle(store, &report)
            } else {
                store.abandon()
            }
            report.head = store.head.description
            return report
        } catch {
            store.abandon()
            throw error
        }
    }

    private func undone(
        _ plan: UndoPlan, _ undone: Provenance, on state: State, at now: Instant, recorder: TransactionRecorder?
    ) throws(Failure) -> Attempt {
        let actor = try user.map { name throws(Failure) in try Self.actor(named: name, in: state) }
        let attempt = Attempt(
            on: state, now: now, recorder: recorder, watching: true,
            pending: PendingEvents(systemUser: options.systemUser))
        do throws(Refusal) {
            try attempt.undo(plan, as: actor, reason: "undo of transaction \(undone.transaction)")
            return attempt
        } catch {
            throw Failure(
                .script, error.code, error.message, notes: (error.label.isEmpty ? [] : [error.label]) + error.notes)
        }
    }

    /// The inverse of the transaction that has this record, and what stands in its way. Reads the journal once.
    private func undoPlan(of seq: Int64, in store: Store) throws(Failure) -> (UndoPlan, Provenance) {
        guard seq > 0,
            let wanted = try stored({ () throws(StoreError) in
                try JournalLookup(store.files).provenance(of: seq)
            })
        else { throw Self.noTransaction(seq) }
        var plan = UndoPlan()
        _ = try stored { () throws(StoreError) in
            try store.history { recorded, before in
                if recorded.transaction == wanted.transaction {
                    plan.undo(recorded.event, before: before)
                } else if recorded.transaction > wanted.transaction {
                    plan.pass(recorded.event, before: before, JournalHistory.provenance(recorded, before))
                }
            }
        }
        return (plan, wanted)
    }

    private static func noTransaction(_ seq: Int64) -> Failure {
        Failure(
            .usage, "unknown-transaction", "the journal has no record \(seq)",
            notes: ["`show audit` lists the records; the last line of a run begins with its number"])
    }
}
