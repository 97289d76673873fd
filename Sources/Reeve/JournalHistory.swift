import ReeveDomain
import ReeveStorage

/// The past as the journal tells it, and what a run that is not committed yet has added.
struct JournalHistory: History {
    let store: Store?
    /// Events of the run at hand, by number from `first` on.
    let pending: PendingEvents

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
        guard mayHaveEnded(user) else { return nil }
        var found: EndedGrant?
        replay { recorded, before, provenance in
            switch recorded.event {
            case .uninvited(user, account, let ending):
                guard let grant = before.members[user, account] else { return }
                found = EndedGrant(
                    role: before[grant.role].definition.name, route: .team, ending: ending, provenance: provenance())
            case .unassigned(user, account, let ending):
                guard let manager = before.manager(user) else { return }
                found = EndedGrant(
                    role: before[manager.role].definition.name, route: .manager, ending: ending,
                    provenance: provenance())
            case .standingSet(user, let items, let ending):
                guard let manager = before.manager(user),
                    manager.standing.contains(where: { before.covers($0, account) }),
                    !items.contains(where: { before.covers($0, account) })
                else { return }
                found = EndedGrant(
                    role: before[manager.role].definition.name, route: .manager, ending: ending,
                    provenance: provenance())
            default: break
            }
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
        var last: Int64 = 0
        var isPast = true
        do throws(StoreError) {
            // Whole transactions have one time, so the last event that is not later ends one.
            let all = try store.history { recorded, _ in
                if recorded.context.time <= instant {
                    last = recorded.context.seq
                } else {
                    isPast = false
                }
            }
            return isPast ? all : try store.history(through: last) { _, _ in }
        } catch {
            return nil
        }
    }

    func audit(_ filter: AuditFilter) -> [AuditEntry] {
        var found: [AuditEntry] = []
        replay { recorded, before, provenance in
            let entry = before.audit(recorded.event, provenance(), actor: recorded.context.actor)
            if filter.accepts(entry) { found.append(entry) }
        }
        return found
    }

    /// Tells the journal again. What is not committed yet is not part of the log.
    private func replay(_ visit: @escaping (RecordedEvent, State, () -> Provenance) -> Void) {
        guard let store else { return }
        do throws(StoreError) {
            _ = try store.history { recorded, before in
                visit(recorded, before) { Self.provenance(recorded, before) }
            }
        } catch {
            // Damage was told of when the store was opened; what could be read is told.
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
    var provenances: [Provenance] = []
    private let systemUser: String

    init(systemUser: String) { self.systemUser = systemUser }

    func add(_ context: EventContext, _ origin: Origin, _ before: State) {
        guard provenances.count < Self.most else { return }
        provenances.append(
            Provenance(
                seq: context.seq, transaction: 0, time: context.time, actor: context.actor.map { before[$0].name },
                systemUser: systemUser, script: origin.script, line: origin.line, reason: origin.reason))
    }

    func provenance(of seq: Int64) -> Provenance? {
        guard let first = provenances.first?.seq, seq >= first, seq - first < Int64(provenances.count) else {
            return nil
        }
        return provenances[Int(seq - first)]
    }
}
