/// Who made something, when, where and why: what the journal knows of one event.
package struct Provenance: Hashable, Sendable {
    package var seq: Int64
    package var transaction: Int64
    package var time: Instant
    /// The acting user's name at the time; nil for the superuser.
    package var actor: String?
    /// The operating system's user who ran it.
    package var systemUser: String
    package var script: String
    /// From 1; 0 where there is none.
    package var line: Int
    package var reason: String?

    package init(
        seq: Int64, transaction: Int64, time: Instant, actor: String?, systemUser: String, script: String, line: Int,
        reason: String?
    ) {
        self.seq = seq
        self.transaction = transaction
        self.time = time
        self.actor = actor
        self.systemUser = systemUser
        self.script = script
        self.line = line
        self.reason = reason
    }

    /// `world.reeve:12, by the superuser (root) on 2026-11-23T10:00:00Z, because "INC-42"`
    package var text: String {
        var parts: [String] = []
        if !script.isEmpty { parts.append(printable(script) + (line > 0 ? ":\(line)" : "")) }
        let who = actor.map { $0.contains(" ") ? printable($0) : spelled($0) } ?? "the superuser"
        parts.append("by \(who)\(systemUser.isEmpty ? "" : " (\(printable(systemUser)))") on \(time.text)")
        if let reason { parts.append("because \(quoted(reason))") }
        return parts.joined(separator: ", ")
    }
}

/// What can be asked of the past. Events of a run that is not committed yet are part of it.
package protocol History {
    /// Who made the event of this number, or nil where it is not known.
    func provenance(of seq: Int64) -> Provenance?
    /// The last grant of a user in an account that ended, by name of both, and how.
    func lastEnding(of user: UserID, in account: AccountID) -> EndedGrant?
    /// What was true at an instant, or nil where that is not known. Of the moment itself, the last event counts.
    func state(asOf instant: Instant) -> State?
    /// The audit log, oldest first. Linear in the journal.
    /// Nil where the journal cannot be read whole: no part of it stands for the rest.
    func audit(_ filter: AuditFilter) -> [AuditEntry]?
}

/// A grant that was, and is no more.
package struct EndedGrant: Hashable, Sendable {
    package var role: String
    package var route: RouteName
    package var ending: Ending
    /// When it would have ended by itself.
    package var until: Instant?
    package var provenance: Provenance

    package init(role: String, route: RouteName, ending: Ending, until: Instant?, provenance: Provenance) {
        self.until = until
        self.role = role
        self.route = route
        self.ending = ending
        self.provenance = provenance
    }
}

/// A past that nothing is known of.
package struct NoHistory: History {
    package init() {}
    package func provenance(of seq: Int64) -> Provenance? { nil }
    package func lastEnding(of user: UserID, in account: AccountID) -> EndedGrant? { nil }
    package func state(asOf instant: Instant) -> State? { nil }
    package func audit(_ filter: AuditFilter) -> [AuditEntry]? { [] }
}

extension State {
    /// The grant of a user in an account that this event ends, seen from the state just before it.
    package func grantEnded(
        by event: Event, of user: UserID, in account: AccountID, _ provenance: () -> Provenance
    ) -> EndedGrant? {
        func ended(_ role: RoleID, _ route: RouteName, _ ending: Ending, _ until: Instant?) -> EndedGrant {
            EndedGrant(
                role: self[role].definition.name, route: route, ending: ending, until: until, provenance: provenance())
        }
        switch event {
        case .uninvited(user, account, let ending):
            return members[user, account].map { ended($0.role, .team, ending, $0.term.until) }
        case .unassigned(user, account, let ending):
            guard let manager = manager(user) else { return nil }
            return ended(manager.role, .manager, ending, assignments[user, account]?.term.until)
        case .standingSet(user, let items, let ending):
            guard let manager = manager(user), let item = manager.standing.first(where: { covers($0, account) }),
                !items.contains(where: { covers($0, account) })
            else { return nil }
            return ended(manager.role, .manager, ending, item.term.until)
        default: return nil
        }
    }
}
