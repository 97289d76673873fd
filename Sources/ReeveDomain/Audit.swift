/// One line of the audit log: every login, logout, switch, refused attempt, change, piece of work and expiry (Workato,
/// Customer managers, Audit tracking).
package struct AuditEntry: Hashable, Sendable {
    package var provenance: Provenance
    /// The statement's verb or the work done: `invite`, `run`, `login`, `refused`, `expired`.
    package var action: String
    /// What it was done to: the kind's name, and its own.
    package var kind: String
    package var name: String
    /// Where: `acme`, `partner`.
    package var account: String
    /// Before and after, as the report says it.
    package var details: String
    /// Whom and what it is about, by number: what `of` and `in` choose by.
    package var users: [UserID]
    package var accounts: [AccountID]
    package var thing: Thing?
    package var actorID: UserID?

    package func attribute(_ name: String) -> Value? {
        switch name {
        case "time": .instant(provenance.time)
        case "actor": provenance.actor.map { .text($0) }
        case "action": .text(action)
        case "kind": .text(kind)
        case "name": .text(self.name)
        case "account": .text(account)
        case "transaction": .number(Double(provenance.transaction))
        default: nil
        }
    }

    /// Attributes that `where` may look at.
    package static func type(of name: String) -> AttributeType? {
        switch name {
        case "time": .instant
        case "actor", "action", "kind", "name", "account": .text
        case "transaction": .number
        default: nil
        }
    }
}

/// Which lines of the audit log are wanted; what is nil is not chosen by.
package struct AuditFilter: Hashable, Sendable {
    package var by: UserID?
    package var of: Thing?
    package var account: AccountID?
    package var since: Instant?
    package var until: Instant?

    package init() {}

    package func accepts(_ entry: AuditEntry) -> Bool {
        if let by, entry.actorID != by { return false }
        if let account, !entry.accounts.contains(account) { return false }
        if let since, entry.provenance.time < since { return false }
        if let until, entry.provenance.time >= until { return false }
        switch of {
        case nil: return true
        case .user(let user)?: return entry.users.contains(user)
        case .customer(let customer)?: return entry.accounts.contains(customer)
        case let thing?: return entry.thing == thing
        }
    }
}

extension State {
    /// The audit line of an event, seen from the state just before it.
    package func audit(_ event: Event, _ provenance: Provenance, actor: UserID?) -> AuditEntry {
        var entry = AuditEntry(
            provenance: provenance, action: event.auditAction, kind: "", name: "", account: "partner",
            details: describe(event), users: [], accounts: [.partner], thing: nil, actorID: actor)
        func about(_ thing: Thing) {
            entry.thing = thing
            entry.kind = self[kind(of: thing)].definition.name
            entry.name = name(thing)
            switch thing {
            case .user(let user): entry.users = [user]
            case .customer(let account): entry.accounts = [.partner, account]
            case .record(let record):
                entry.account = self[self[record].account].name
                entry.accounts = [self[record].account]
            default: break
            }
        }
        func holder(_ user: UserID, _ account: AccountID?, _ kind: BuiltInKind) {
            entry.kind = kind.name
            entry.name = self[user].name
            entry.users = [user]
            guard let account else { return }
            entry.account = self[account].name
            entry.accounts = kind == .manager ? [.partner, account] : [account]
        }
        func new(_ kind: String, _ name: String) {
            entry.kind = kind
            entry.name = name
        }
        switch event {
        case .partnerNamed(let name): new("partner", name)
        case .kindDefined(let id, let definition):
            entry.thing = .kind(id)
            new("kind", definition.name)
        case .roleDefined(let id, let definition):
            entry.thing = .role(id)
            new("role", definition.name)
        case .ruleDefined(let id, let definition):
            entry.thing = .rule(id)
            new("rule", definition.name)
        case .userAdded(let id, let name, _):
            new("user", name)
            entry.thing = .user(id)
            entry.users = [id]
        case .customerAdded(let id, let name, _):
            new("customer", name)
            entry.thing = .customer(id)
            entry.accounts = [.partner, id]
        case .recordAdded(let id, let name, let kind, let account, _, _):
            new(self[kind].definition.name, name)
            entry.thing = .record(id)
            entry.account = self[account].name
            entry.accounts = [account]
        case .changed(let thing, _), .renamed(let thing, _), .removed(let thing), .statusSet(let thing, _): about(thing)
        case .lockSet(let record, _), .worked(let record, _): about(.record(record))
        case .passwordReset(let user): about(.user(user))
        case .loggedIn(let user, let account), .loggedOut(let user, let account), .switched(let user, let account),
            .switchedBack(let user, let account):
            about(.user(user))
            entry.account = self[account].name
            entry.accounts = [.partner, account]
        case .invited(let user, let account, _, _), .uninvited(let user, let account, _): holder(user, account, .member)
        case .assigned(let user, let account, _), .unassigned(let user, let account, _): holder(user, account, .manager)
        case .managerSet(let user, _), .standingSet(let user, _, _), .managerEnded(let user, _):
            holder(user, nil, .manager)
        case .refused, .recovered: break
        }
        return entry
    }
}

extension State {
    /// A record's versions as lines of a log: who made each, and when.
    package func versionEntries(of record: RecordID, seenBy seen: Visibility?) -> [AuditEntry] {
        let here = self[record]
        return here.versions.enumerated().map { index, version in
            AuditEntry(
                provenance: Provenance(
                    seq: version.seq, transaction: 0, time: version.time,
                    actor: version.actor.map { seen?.sees($0) ?? true ? self[$0].name : "someone" },
                    systemUser: "", script: "", line: 0, reason: nil),
                action: index == 0 ? "add" : "change", kind: self[here.kind].definition.name, name: here.entity.name,
                account: self[here.account].name, details: "", users: [], accounts: [here.account],
                thing: .record(record), actorID: version.actor)
        }
    }
}

extension Event {
    /// The verb under which the audit log lists it.
    package var auditAction: String {
        switch self {
        case .partnerNamed, .kindDefined, .roleDefined, .ruleDefined: "define"
        case .userAdded, .customerAdded, .recordAdded: "add"
        case .changed: "change"
        case .renamed: "rename"
        case .removed: "remove"
        case .statusSet(_, let disabled): disabled ? "disable" : "enable"
        case .lockSet(_, let locked): locked ? "lock" : "unlock"
        case .passwordReset: "reset"
        case .worked(_, let action): action
        case .invited: "invite"
        case .managerSet, .assigned: "assign"
        case .uninvited(_, _, let ending): ending == .expired ? "expired" : "uninvite"
        case .unassigned(_, _, let ending), .managerEnded(_, let ending): ending == .expired ? "expired" : "unassign"
        case .standingSet(_, let items, let ending):
            ending == .expired ? "expired" : items.isEmpty ? "unassign" : "assign"
        case .loggedIn: "login"
        case .loggedOut: "logout"
        case .switched: "switch"
        case .switchedBack: "switch-back"
        case .refused: "refused"
        case .recovered: "recovered"
        }
    }
}
