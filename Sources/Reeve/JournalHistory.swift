import ReeveDomain
import ReeveStorage

/// The past as the journal tells it, and what a run that is not committed yet has added.
struct JournalHistory: History {
    let store: Store?
    /// Events of the run at hand, by number from `first` on.
    let pending: PendingEvents
    /// Whether to stop: what is answered then is dropped by whoever asked.
    var isInterrupted: (@Sendable () -> Bool)?

    /// A reader's errors were met when the store was opened; one that comes up meanwhile is answered as not known.
    func provenance(of seq: Int64) -> Provenance? {
        if let found = pending.provenance(of: seq) { return found }
        guard let store, seq > 0 else { return nil }
        do throws(StoreError) {
            return try JournalLookup(store.files).provenance(of: seq)
        } catch {
            return nil
        }
    }

    func lastEnding(of user: UserID, in account: AccountID) -> EndedGrant? {
        if let found = pending.lastEnding(of: user, in: account) { return found }
        guard mayHaveEnded(user) else { return nil }
        var found: EndedGrant?
        replay { recorded, before, provenance in
            found = before.grantEnded(by: recorded.event, of: user, in: account, provenance) ?? found
        }
        return found
    }

    /// False where a look at the journal's bytes shows that nothing of the user's ever ended.
    private func mayHaveEnded(_ user: UserID) -> Bool {
        guard let store else { return false }
        var names: [String] = []
        store.state.users.names.forEach { _, name, row in if row == user.raw { names.append(name) } }
        do throws(StoreError) {
            return try JournalLookup(store.files).hasEvent(
                ["uninvited", "unassigned", "standing-set"], aboutUsers: names)
        } catch {
            return true
        }
    }

    func state(asOf instant: Instant) -> State? {
        guard let store else { return State() }
        do throws(StoreError) {
            let last = try lastRecord(at: instant, of: store)
            return last >= store.head.seq
                ? store.state : try store.history(through: last, isInterrupted: isInterrupted) { _, _ in }
        } catch {
            return nil
        }
    }

    /// The last record that is not later than an instant: whole transactions have one time.
    private func lastRecord(at instant: Instant, of store: Store) throws(StoreError) -> Int64 {
        if let log = try AuditLog.open(store.files, limit: store.indexLimit) {
            return min(log.lastRecord(at: instant), store.head.seq)
        }
        var last: Int64 = 0
        var isAll = true
        _ = try store.history(isInterrupted: isInterrupted) { recorded, _ in
            if recorded.context.time <= instant { last = recorded.context.seq } else { isAll = false }
        }
        return isAll ? store.head.seq : last
    }

    func audit(_ filter: AuditFilter) -> [AuditEntry]? {
        if let found = indexed(filter) { return found }
        var found: [AuditEntry] = []
        let isWhole = replay { recorded, before, provenance in
            let entry = before.audit(recorded.event, provenance(), actor: recorded.context.actor)
            if filter.accepts(entry) { found.append(entry) }
        }
        return isWhole ? found : nil
    }

    /// The same by way of the index; nil where there is none that helps. Whoever then tells the journal again meets what is
    /// wrong with it.
    private func indexed(_ filter: AuditFilter) -> [AuditEntry]? {
        guard let store else { return [] }
        do throws(StoreError) {
            guard var log = try AuditLog.open(store.files, limit: store.indexLimit) else { return nil }
            return try log.entries(filter, through: store.head.seq)
        } catch { return nil }
    }

    /// Tells the journal again. What is not committed yet is not part of the log.
    ///
    /// - Returns: false where the journal is damaged behind the snapshot that the store was opened from.
    @discardableResult
    private func replay(_ visit: @escaping (RecordedEvent, State, () -> Provenance) -> Void) -> Bool {
        guard let store else { return true }
        do throws(StoreError) {
            _ = try store.history(isInterrupted: isInterrupted) { recorded, before in
                visit(recorded, before) { Self.provenance(recorded, before) }
            }
            return true
        } catch {
            return false
        }
    }

    static func provenance(_ recorded: RecordedEvent, _ before: State) -> Provenance {
        Provenance(
            seq: recorded.context.seq, transaction: recorded.transaction, time: recorded.context.time,
            actor: recorded.context.actor.map { before[$0].name }, systemUser: recorded.systemUser,
            script: recorded.origin.script, line: recorded.origin.line, reason: recorded.origin.reason)
    }
}

/// Who made what a run has done so far, for its own questions. Of very many events only the first are kept.
final class PendingEvents {
    private static let most = 10_000
    private static let mostStandingEndings = 4
    /// What is kept: put back as a whole where a part of a run is undone.
    struct Kept {
        /// Each event's line, and which of the circumstances are its: those of an event and the next are mostly the same.
        fileprivate var lines: [(line: Int32, circumstances: Int32)] = []
        fileprivate var circumstances: [Circumstances] = []
        fileprivate var firstSeq: Int64 = 0
        /// Events that end grants, such as those that have run out and that no run has journaled yet.
        fileprivate var endings: [UserID: [AccountID: EndedGrant]] = [:]
        /// Which customers a standing item covered is known to the state of that time: to keep one is dear.
        fileprivate var standing: [(event: Event, before: State, provenance: Provenance)] = []
    }
    /// What events that come from one script have in common.
    fileprivate struct Circumstances {
        var time: Instant
        var actor: UserID?
        /// At the time.
        var actorName: String?
        var script: String
        var reason: String?
    }
    var kept = Kept()
    private let systemUser: String

    init(systemUser: String) { self.systemUser = systemUser }

    func add(_ event: Event, _ context: EventContext, _ origin: Origin, _ before: State) {
        guard kept.lines.count < Self.most else { return }
        if kept.lines.isEmpty { kept.firstSeq = context.seq }
        // (A method of the state's, passed on, would take a copy of it along.)
        let actorName = context.actor.map { before.name(of: $0) }
        let isSame =
            kept.circumstances.last.map {
                $0.script == origin.script && $0.reason == origin.reason && $0.time == context.time
                    && $0.actor == context.actor && $0.actorName == actorName
            } ?? false
        if !isSame {
            kept.circumstances.append(
                Circumstances(
                    time: context.time, actor: context.actor, actorName: actorName,
                    script: origin.script, reason: origin.reason))
        }
        kept.lines.append(
            (Int32(truncatingIfNeeded: origin.line), Int32(truncatingIfNeeded: kept.circumstances.count - 1)))
        switch event {
        case .uninvited(let user, let account, _), .unassigned(let user, let account, _):
            let provenance = provenance(at: kept.lines.count - 1)
            kept.endings[user, default: [:]][account] = before.grantEnded(by: event, of: user, in: account) {
                provenance
            }
        case .standingSet where kept.standing.count < Self.mostStandingEndings:
            let provenance = provenance(at: kept.lines.count - 1)
            kept.standing.append((event, before, provenance))
        default: break
        }
    }

    private func provenance(at index: Int) -> Provenance {
        let (line, place) = kept.lines[index]
        let known = kept.circumstances[Int(place)]
        return Provenance(
            seq: kept.firstSeq + Int64(index), transaction: 0, time: known.time, actor: known.actorName,
            systemUser: systemUser, script: known.script, line: Int(line), reason: known.reason)
    }

    func lastEnding(of user: UserID, in account: AccountID) -> EndedGrant? {
        if let found = kept.endings[user]?[account] { return found }
        for (event, before, provenance) in kept.standing.reversed() {
            if let found = before.grantEnded(by: event, of: user, in: account, { provenance }) { return found }
        }
        return nil
    }

    func provenance(of seq: Int64) -> Provenance? {
        let index = seq - kept.firstSeq
        return index >= 0 && index < Int64(kept.lines.count) ? provenance(at: Int(index)) : nil
    }
}
