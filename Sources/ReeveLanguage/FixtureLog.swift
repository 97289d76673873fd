import ReeveDomain

/// Keeps what a fixture did, so that its tests may ask for it.
package final class FixtureLog: History {
    private struct Entry {
        var event: Event
        var context: EventContext
        var origin: Origin
        var actor: String?
    }
    private var entries: [Entry] = []

    package init() {}

    /// For the fixture's transaction.
    package var recorder: Transaction.Recorder {
        { [self] event, context, origin, before in
            entries.append(
                Entry(event: event, context: context, origin: origin, actor: context.actor.map { before[$0].name }))
        }
    }

    /// Which statement made an event.
    package func origin(of seq: Int64) -> Origin? { entry(seq)?.origin }

    package func provenance(of seq: Int64) -> Provenance? { entry(seq).map(provenance) }

    package func lastEnding(of user: UserID, in account: AccountID) -> EndedGrant? {
        var state = State()
        var found: EndedGrant?
        for entry in entries {
            found = state.grantEnded(by: entry.event, of: user, in: account) { provenance(entry) } ?? found
            state.apply(entry.event, entry.context)
        }
        return found
    }

    package func state(asOf instant: Instant) -> State? {
        var state = State()
        for entry in entries where entry.context.time <= instant { state.apply(entry.event, entry.context) }
        return state
    }

    /// Tells the fixture again from its beginning: nobody pays for the log but who asks for it.
    package func audit(_ filter: AuditFilter) -> [AuditEntry]? {
        var state = State()
        var found: [AuditEntry] = []
        for entry in entries {
            let line = state.audit(entry.event, provenance(entry), actor: entry.context.actor)
            if filter.accepts(line) { found.append(line) }
            state.apply(entry.event, entry.context)
        }
        return found
    }

    /// Numbers follow each other from 1: a fixture begins with nothing.
    private func entry(_ seq: Int64) -> Entry? {
        seq >= 1 && seq <= Int64(entries.count) ? entries[Int(seq) - 1] : nil
    }

    private func provenance(_ entry: Entry) -> Provenance {
        Provenance(
            seq: entry.context.seq, transaction: 0, time: entry.context.time, actor: entry.actor, systemUser: "",
            script: entry.origin.script, line: entry.origin.line, reason: entry.origin.reason)
    }
}

/// The same of one test: the fixture's past, and what the test has done since.
final class TestLog: History {
    private let fixture: any History
    private var entries: [AuditEntry] = []

    init(behind fixture: any History) { self.fixture = fixture }

    var count: Int { entries.count }

    /// What was undone never was.
    func forget(after count: Int) { entries.removeSubrange(min(count, entries.count)...) }

    var recorder: Transaction.Recorder {
        { [self] event, context, origin, before in
            let provenance = Provenance(
                seq: context.seq, transaction: 0, time: context.time, actor: context.actor.map { before[$0].name },
                systemUser: "", script: origin.script, line: origin.line, reason: origin.reason)
            entries.append(before.audit(event, provenance, actor: context.actor))
        }
    }

    func provenance(of seq: Int64) -> Provenance? {
        entries.first { $0.provenance.seq == seq }?.provenance ?? fixture.provenance(of: seq)
    }

    func lastEnding(of user: UserID, in account: AccountID) -> EndedGrant? {
        fixture.lastEnding(of: user, in: account)
    }

    /// Known as far as the test has not gone on from the fixture.
    func state(asOf instant: Instant) -> State? { entries.isEmpty ? fixture.state(asOf: instant) : nil }

    func audit(_ filter: AuditFilter) -> [AuditEntry]? {
        fixture.audit(filter).map { $0 + entries.filter(filter.accepts) }
    }
}
