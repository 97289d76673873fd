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
    /// Whom, what and which accounts it is about, by `State.auditNumber`: what `of` and `in` choose by.
    package var about: [Int64]
    /// Who did it, by the same; nil for the superuser.
    package var actorNumber: Int64?

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
    /// By `State.auditNumber`, as `of` and `account` are.
    package var by: Int64?
    package var of: Int64?
    package var account: Int64?
    package var since: Instant?
    package var until: Instant?
    /// What was done is one of these; whoever can tell quickly may use it, and nobody has to.
    package var actions: Set<String>?

    package init() {}

    /// Takes from a condition that every line has to meet what narrows the search; the lines are still held against it.
    package mutating func narrow(by formula: Formula?) {
        switch formula {
        case .and(let parts)?:
            for part in parts { narrow(by: part) }
        case .test(.attribute(let test))?:
            switch (test.attribute, test.check) {
            case ("action", .compare(.equal, .text(let action))): narrow(to: [action])
            case ("action", .oneOf(let values)):
                narrow(to: Set(values.compactMap { if case .text(let text) = $0 { text } else { nil } }))
            case ("time", .compare(let comparison, .instant(let time))),
                ("time", .compare(let comparison, .date(let time))):
                if comparison == .greater || comparison == .greaterOrEqual { since = max(since ?? time, time) }
                if comparison == .less { until = min(until ?? time, time) }
            default: break
            }
        default: break
        }
    }

    private mutating func narrow(to more: Set<String>) { actions = actions.map { $0.intersection(more) } ?? more }

    package func accepts(_ entry: AuditEntry) -> Bool {
        if let by, entry.actorNumber != by { return false }
        if let account, !entry.about.contains(account) { return false }
        if let of, !entry.about.contains(of) { return false }
        return accepts(entry.provenance.time)
    }

    package func accepts(_ time: Instant) -> Bool {
        if let since, time < since { return false }
        if let until, time >= until { return false }
        return true
    }
}

extension State {
    /// What a thing is called in the audit log as long as there is a journal, whatever its name: the number of the event
    /// that made it; below 0 for built-in kinds. The same in a part of a state as in the whole.
    package func auditNumber(_ thing: Thing) -> Int64 {
        switch thing {
        case .user(let id): self[id].created.seq
        case .customer(let id): self[id].created.seq
        case .record(let id): self[id].entity.created.seq
        case .role(let id): self[id].created.seq
        case .kind(let id): self[id].isBuiltIn ? -1 - Int64(id.raw) : self[id].created.seq
        case .rule(let id): self[id].created.seq
        }
    }

    /// The partner's is 0.
    package func auditNumber(_ account: AccountID) -> Int64 {
        account.isPartner ? 0 : auditNumber(.customer(account))
    }

    /// The audit line of an event, seen from the state just before it.
    ///
    /// - Parameter describing: whether anybody wants to read it: false leaves the details out.
    package func audit(
        _ event: Event, _ provenance: Provenance, actor: UserID?, describing: Bool = true
    ) -> AuditEntry {
        var entry = AuditEntry(
            provenance: provenance, action: event.auditAction, kind: "", name: "", account: "partner",
            details: describing ? describe(event) : "", about: [], actorNumber: actor.map { auditNumber(.user($0)) })
        func about(_ thing: Thing) {
            entry.kind = self[kind(of: thing)].definition.name
            entry.name = name(thing)
            entry.about = [auditNumber(thing)]
            if case .record(let record) = thing {
                entry.account = self[self[record].account].name
                entry.about.append(auditNumber(self[record].account))
            } else {
                entry.about.append(auditNumber(.partner))
            }
        }
        func holder(_ user: UserID, _ account: AccountID?, _ kind: BuiltInKind) {
            entry.kind = kind.name
            entry.name = self[user].name
            entry.about = [auditNumber(.user(user))]
            if let account {
                entry.account = self[account].name
                entry.about.append(auditNumber(account))
            }
            if kind == .manager, account != .partner { entry.about.append(auditNumber(.partner)) }
        }
        func new(_ kind: String, _ name: String, _ number: Int64? = nil, in account: AccountID = .partner) {
            entry.kind = kind
            entry.name = name
            entry.about = [number ?? provenance.seq, auditNumber(account)]
        }
        switch event {
        case .partnerNamed(let name):
            new("partner", name)
            entry.about = [auditNumber(.partner)]
        case .kindDefined(let id, let definition):
            new("kind", definition.name, Int(id.raw) < kinds.count ? auditNumber(.kind(id)) : nil)
        case .roleDefined(let id, let definition):
            new("role", definition.name, Int(id.raw) < roles.count ? auditNumber(.role(id)) : nil)
        case .ruleDefined(let id, let definition):
            new("rule", definition.name, Int(id.raw) < rules.count ? auditNumber(.rule(id)) : nil)
        case .userAdded(_, let name, _): new("user", name)
        case .customerAdded(_, let name, _): new("customer", name)
        case .recordAdded(_, let name, let kind, let account, _, _):
            new(self[kind].definition.name, name, in: account)
            entry.account = self[account].name
        case .changed(let thing, _), .renamed(let thing, _), .removed(let thing), .statusSet(let thing, _): about(thing)
        case .lockSet(let record, _), .worked(let record, _): about(.record(record))
        case .passwordReset(let user): about(.user(user))
        case .loggedIn(let user, let account), .loggedOut(let user, let account), .switched(let user, let account),
            .switchedBack(let user, let account):
            about(.user(user))
            entry.account = self[account].name
            if !account.isPartner { entry.about.append(auditNumber(account)) }
        case .invited(let user, let account, _, _), .uninvited(let user, let account, _): holder(user, account, .member)
        case .assigned(let user, let account, _), .unassigned(let user, let account, _): holder(user, account, .manager)
        case .managerSet(let user, _), .standingSet(let user, _, _), .managerEnded(let user, _):
            holder(user, nil, .manager)
        case .refused, .recovered: entry.about = [auditNumber(.partner)]
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
                account: self[here.account].name, details: "",
                about: [auditNumber(.record(record)), auditNumber(here.account)],
                actorNumber: version.actor.map { auditNumber(.user($0)) })
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
