import ReeveDomain

/// The past of a fixture and its tests, kept as audit lines: what a journal would tell. Confined to one run.
package final class TestLog {
    /// What the fixture did: shared by all its tests, never changed again.
    private var fixture: [AuditEntry] = []
    private var entries: [AuditEntry] = []
    private var transaction: Int64 = 1

    package init() {}

    /// Fits `Transaction.Recorder`.
    package func record(_ event: Event, _ context: EventContext, _ origin: Origin, _ before: State) {
        let provenance = Provenance(
            seq: context.seq, transaction: transaction, time: context.time, actor: context.actor.map { before[$0].name },
            systemUser: "", script: origin.script, line: origin.line, reason: origin.reason)
        entries.append(before.audit(event, provenance, actor: context.actor))
    }

    /// Ends the fixture: what tests add is kept apart, so that a test's log costs what the test does.
    package func seal() {
        fixture += entries
        entries = []
    }

    /// A log that goes on from here and leaves this one as it is.
    func copy() -> TestLog {
        let copy = TestLog()
        copy.fixture = fixture
        copy.entries = entries
        copy.transaction = transaction + 1
        return copy
    }

    var history: any History { LoggedHistory(parts: [fixture, entries]) }
}

private struct LoggedHistory: History {
    /// Each in the order of events.
    let parts: [[AuditEntry]]

    func provenance(of seq: Int64) -> Provenance? {
        for entries in parts {
            var low = 0
            var high = entries.count
            while low < high {
                let middle = (low + high) / 2
                if entries[middle].provenance.seq < seq { low = middle + 1 } else { high = middle }
            }
            if low < entries.count, entries[low].provenance.seq == seq { return entries[low].provenance }
        }
        return nil
    }

    func lastEnding(of user: UserID, in account: AccountID) -> EndedGrant? { nil }

    func state(asOf instant: Instant) -> State? { nil }

    func audit(_ filter: AuditFilter) -> [AuditEntry] { parts.flatMap { $0.filter(filter.accepts) } }
}
