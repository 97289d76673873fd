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
    func audit(_ filter: AuditFilter) -> [AuditEntry]
}

/// A grant that was, and is no more.
package struct EndedGrant: Hashable, Sendable {
    package var role: String
    package var route: RouteName
    package var ending: Ending
    package var provenance: Provenance

    package init(role: String, route: RouteName, ending: Ending, provenance: Provenance) {
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
    package func audit(_ filter: AuditFilter) -> [AuditEntry] { [] }
}
