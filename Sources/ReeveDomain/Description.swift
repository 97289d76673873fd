/// Conditions, permissions and scopes as they are written in a script, and events as lines of a report.
extension State {
    package func text(_ value: Value) -> String {
        switch value {
        case .text(let text): spelled(text)
        case .number(let number): numberText(number)
        case .yesNo(let flag): flag ? "yes" : "no"
        case .date(let instant): instant.dateText
        case .instant(let instant): instant.text
        case .duration(let milliseconds): durationText(milliseconds: milliseconds)
        case .user(let user): spelled(self[user].name)
        case .role(let role): spelled(self[role].definition.name)
        }
    }

    package func text(_ condition: Condition) -> String { text(condition, inside: 0) }

    /// `level`: 0 at the top or in parentheses, 1 inside `or`, 2 inside `and`, 3 behind `not`.
    private func text(_ condition: Condition, inside level: Int) -> String {
        switch condition {
        case .test(let test): return text(test)
        case .not(let inner): return "not " + text(inner, inside: 3)
        case .and(let parts):
            let joined = parts.map { text($0, inside: 2) }.joined(separator: " and ")
            return level >= 2 ? "(" + joined + ")" : joined
        case .or(let parts):
            let joined = parts.map { text($0, inside: 1) }.joined(separator: " or ")
            return level >= 1 ? "(" + joined + ")" : joined
        }
    }

    private func text(_ test: AttributeTest) -> String {
        let name = spelledApart(test.attribute)
        return switch test.check {
        case .isSet: name + " is set"
        case .compare(let comparison, let value): "\(name) \(comparison.spelling) \(text(value))"
        case .contains(let value): "\(name) contains \(text(value))"
        case .oneOf(let values): "\(name) in (\(values.map(text).joined(separator: ", ")))"
        }
    }

    package func text(_ permission: Permission) -> String {
        let actions =
            permission.actions.isEmpty ? "do anything to" : permission.actions.map(spelledApart).joined(separator: ", ")
        let kinds = permission.kinds.map {
            switch $0 {
            case .kind(let kind): spelledApart(self[kind].definition.name)
            case .anything: "anything"
            case .selfDetails: "self"
            }
        }.joined(separator: ", ")
        var out = "can \(actions) \(kinds)"
        if let condition = permission.condition { out += " where " + text(condition) }
        if let reach = permission.reach { out += " " + text(reach) }
        return out
    }

    package func text(_ condition: RecordCondition) -> String {
        let values = condition.values.map {
            switch $0 {
            case .asker: "$user"
            case .value(let value): text(value)
            }
        }
        return values.count == 1
            ? "\(spelled(condition.attribute)) = \(values[0])"
            : "\(spelled(condition.attribute)) in (\(values.joined(separator: ", ")))"
    }

    package func text(_ reach: Reach) -> String {
        let base =
            switch reach.base {
            case .all: "in all customers"
            case .own: "in own customers"
            case .unassigned: "in unassigned customers"
            }
        return reach.condition.map { base + " where " + text($0) } ?? base
    }

    package func text(_ grant: GrantPermission) -> String {
        let roles = grant.roles.map { spelled(self[$0].definition.name) }.joined(separator: ", ")
        return "can grant \(roles)" + (grant.reach.map { " " + text($0) } ?? "")
    }

    /// `all customers where region = EU except acme`
    package func text(_ item: StandingItem) -> String {
        var out = "all customers"
        if let condition = item.condition { out += " where " + text(condition) }
        let except = item.except.filter { !self[$0].isRemoved }
        if !except.isEmpty { out += " except " + except.map { spelled(self[$0].name) }.joined(separator: ", ") }
        return out
    }

    /// ` from … until …`, or nothing.
    package func text(_ term: Term) -> String {
        (term.from.map { " from " + $0.text } ?? "") + (term.until.map { " until " + $0.text } ?? "")
    }

    /// `recipe "Sync orders" in acme`; users and customers by kind and name.
    package func text(_ thing: Thing) -> String {
        let kind = spelled(self[kind(of: thing)].definition.name)
        guard case .record(let id) = thing else { return "\(kind) \(spelledApart(name(thing)))" }
        return "\(kind) \(spelledApart(name(thing))) in \(place(of: id))"
    }

    private func place(of id: RecordID) -> String {
        if let parent = self[id].parent { return text(.record(parent)) }
        return spelled(self[self[id].account].name)
    }

    package func spelledName(_ user: UserID) -> String { spelled(self[user].name) }
    package func spelledName(_ account: AccountID) -> String { spelled(self[account].name) }
    package func spelledName(_ role: RoleID) -> String { spelled(self[role].definition.name) }

    /// `acme, globex and 3 more`
    package func list(_ names: [String], most: Int = 8) -> String {
        guard names.count > most + 1 else { return names.joined(separator: ", ") }
        return names[..<most].joined(separator: ", ") + " and \(names.count - most) more"
    }
}

extension Event {
    /// How the report shows it; nil where it shows nothing (logins, and what another line says).
    func sign(in before: State) -> ChangeReport.Sign? {
        switch self {
        case .partnerNamed: before.partnerName == nil ? .add : .change
        case .kindDefined(let id, _): Int(id.raw) == before.kinds.count ? .add : .change
        case .roleDefined(let id, _): Int(id.raw) == before.roles.count ? .add : .change
        case .ruleDefined(let id, _): Int(id.raw) == before.rules.count ? .add : .change
        case .userAdded, .customerAdded, .recordAdded: .add
        case .changed, .renamed, .statusSet, .lockSet, .passwordReset, .worked: .change
        case .removed, .uninvited, .unassigned: .remove
        case .invited(let user, let account, _, _): before.members.find(user, account) == nil ? .add : .change
        case .managerSet(let user, _): before.manager(user) == nil ? nil : .change
        case .assigned(let user, let account, _): before.assignments[user, account] == nil ? .add : .change
        case .standingSet(let user, let items, _):
            items.isEmpty ? .remove : before.manager(user)?.standing.isEmpty ?? true ? .add : .change
        case .managerEnded, .loggedIn, .loggedOut, .switched, .switchedBack, .refused, .recovered: nil
        }
    }

    /// Whether it takes a grant away.
    var takesAway: Bool {
        switch self {
        case .uninvited, .unassigned: true
        case .standingSet(_, let items, _): items.isEmpty
        default: false
        }
    }
}

extension State {
    /// The event as a line of the report, seen from the state just before it.
    ///
    /// - Parameter seen: whose eyes it is looked at with, asked for where it matters; nil sees everything.
    package func describe(_ event: Event, seenBy seen: @autoclosure () -> Visibility? = nil) -> String {
        switch event {
        case .partnerNamed(let name):
            return partnerName.map { "partner \(spelled($0)) -> \(spelled(name))" } ?? "partner \(spelled(name))"
        case .kindDefined(let id, let definition): return describe(id, definition)
        case .roleDefined(let id, let definition): return describe(id, definition, seen())
        case .ruleDefined(_, let definition): return "rule \(spelled(definition.name))"
        case .userAdded(_, let name, let values): return "user \(spelled(name))" + with(values, BuiltInKind.user.id)
        case .customerAdded(_, let name, let values):
            return "customer \(spelled(name))" + with(values, BuiltInKind.customer.id)
        case .recordAdded(_, let name, let kind, let account, let parent, let values):
            let place = parent.map { text(.record($0)) } ?? spelledName(account)
            return "\(spelled(self[kind].definition.name)) \(spelled(name)) in \(place)" + with(values, kind)
        case .changed(let thing, let changes): return "\(text(thing)): " + describe(changes, thing, seen)
        case .renamed(let thing, let name): return "\(text(thing)) -> \(spelled(name))"
        case .removed(let thing): return text(thing)
        case .statusSet(let thing, let disabled):
            return "\(text(thing)): " + (disabled ? "active -> disabled" : "disabled -> active")
        case .lockSet(let id, let locked): return "\(text(.record(id))): \(locked ? "locked" : "unlocked")"
        case .passwordReset(let user): return "user \(spelledName(user)): password reset"
        case .worked(let id, let action): return "\(text(.record(id))): \(spelled(action))"
        case .standingSet(let user, let items, let ending): return describe(user, items, ending, seen())
        default: return describeGrant(event)
        }
    }

    private func describeGrant(_ event: Event) -> String {
        switch event {
        case .invited(let user, let account, let role, let term):
            let who = spelledName(user)
            guard let old = members[user, account] else {
                return "\(who) is \(spelledName(role)) in \(spelledName(account))\(text(term))"
            }
            var parts: [String] = []
            if old.role != role { parts.append("\(spelledName(old.role)) -> \(spelledName(role))") }
            if old.term != term {
                let ends = (old.term, term)
                parts.append(
                    "\(ends.0 == .always ? "no end" : text(ends.0).trimmed) -> \(ends.1 == .always ? "no end" : text(ends.1).trimmed)"
                )
            }
            return "\(who): \(parts.joined(separator: ", ")) in \(spelledName(account))"
        case .uninvited(let user, let account, let ending):
            let role = members[user, account].map { spelledName($0.role) } ?? "member"
            return "\(spelledName(user)): \(role) in \(spelledName(account))" + text(ending)
        case .managerSet(let user, let role):
            let old = manager(user).map { spelledName($0.role) + " -> " } ?? ""
            return "\(spelledName(user)): \(old)\(spelledName(role)) as manager"
        case .assigned(let user, let account, let term):
            let role = manager(user).map { " as " + spelledName($0.role) } ?? ""
            return "\(spelledName(user)) manages \(spelledName(account))\(role)\(text(term))"
        case .unassigned(let user, let account, let ending):
            return "\(spelledName(user)): manages \(spelledName(account))" + text(ending)
        case .managerEnded(let user, let ending): return "\(spelledName(user)): manager" + text(ending)
        case .loggedIn(let user, _): return "\(spelledName(user)) logged in"
        case .loggedOut(let user, _): return "\(spelledName(user)) logged out"
        case .switched(let user, let account): return "\(spelledName(user)) switched to \(spelledName(account))"
        case .switchedBack(let user, let account):
            return "\(spelledName(user)) switched back from \(spelledName(account))"
        case .refused(let code, let message, _): return "refused (\(code)): \(message)"
        case .recovered(let bytes, let file): return "recovered: \(bytes) bytes cut off and kept as \(file)"
        default: return ""
        }
    }

    private func describe(
        _ user: UserID, _ items: [StandingItem], _ ending: Ending, _ seen: Visibility?
    ) -> String {
        let old = manager(user)?.standing ?? []
        func all(_ items: [StandingItem]) -> String {
            items.map { text(seen.seen($0)) + text($0.term) }.joined(separator: ", and ")
        }
        let role = manager(user).map { " as " + spelledName($0.role) } ?? ""
        if items.isEmpty { return "\(spelledName(user)): manages \(all(old))" + text(ending) }
        if old.isEmpty { return "\(spelledName(user)) manages \(all(items))\(role)" }
        return "\(spelledName(user)): manages \(all(old)) -> \(all(items))"
    }

    private func text(_ ending: Ending) -> String {
        switch ending {
        case .revoked: ""
        case .expired: " (expired)"
        case .followed: " (ended with it)"
        }
    }

    private func with(_ values: [AttributeChange], _ kind: KindID) -> String {
        let parts = values.compactMap { change in
            change.value.map { "\(spelled(self[kind].definition.attributes[change.slot].name)) = \(text($0))" }
        }
        return parts.isEmpty ? "" : " with " + parts.joined(separator: ", ")
    }

    private func describe(
        _ changes: [AttributeChange], _ thing: Thing, _ seen: () -> Visibility?
    ) -> String {
        changes.map { change in
            let attribute = self[kind(of: thing)].definition.attributes[change.slot].name
            var before = self.attribute(attribute, of: thing)
            if case .user? = before, let seen = seen() { before = seen.seen(before) }
            let old = before.map(text) ?? "not set"
            return "\(spelled(attribute)) \(old) -> \(change.value.map(text) ?? "not set")"
        }.joined(separator: ", ")
    }

    private func describe(_ id: KindID, _ new: KindDefinition) -> String {
        let name = "kind \(spelled(new.name))"
        guard Int(id.raw) < kinds.count else { return name }
        let old = self[id].definition
        var parts: [String] = []
        for action in new.liveActions where !old.liveActions.contains(action) {
            parts.append("can now \(spelled(action))")
        }
        for action in old.liveActions where !new.liveActions.contains(action) {
            parts.append("can no longer \(spelled(action))")
        }
        for attribute in new.liveAttributes where !old.liveAttributes.contains(attribute) {
            parts.append("has \(spelled(attribute.name)) \(attribute.type.spelling)")
        }
        for attribute in old.liveAttributes where !new.liveAttributes.contains(where: { $0.name == attribute.name }) {
            parts.append("no longer has \(spelled(attribute.name))")
        }
        if old.plural != new.plural { parts.append("plural \(spelled(old.plural)) -> \(spelled(new.plural))") }
        return name + (parts.isEmpty ? "" : ": " + parts.joined(separator: "; "))
    }

    private func describe(_ id: RoleID, _ definition: RoleDefinition, _ seen: Visibility?) -> String {
        let new = seen.seen(definition)
        let word = new.roleClass == .plain ? "" : "\(new.roleClass) "
        let name = "\(word)role \(spelled(new.name))"
        guard Int(id.raw) < roles.count else { return name }
        let old = seen.seen(self[id].definition)
        var parts: [String] = []
        if old.roleClass != new.roleClass { parts.append("\(old.roleClass) -> \(new.roleClass)") }
        let had = powerLines(old)
        let has = powerLines(new)
        parts += has.filter { !had.contains($0) }.joinedByVerb("can now")
        parts += had.filter { !has.contains($0) }.joinedByVerb("can no longer")
        let granted = (old.grants.map(text), new.grants.map(text))
        parts += granted.1.filter { !granted.0.contains($0) }.map { "now \($0)" }
        parts += granted.0.filter { !granted.1.contains($0) }.map { "no longer \($0)" }
        let included = (old.includes, new.includes)
        parts += included.1.filter { !included.0.contains($0) }.map { "now includes \(spelledName($0))" }
        parts += included.0.filter { !included.1.contains($0) }.map { "no longer includes \(spelledName($0))" }
        return name + (parts.isEmpty ? "" : ": " + parts.joined(separator: "; "))
    }

    /// Each permission taken apart into one action on one kind, so that two definitions can be compared by what they
    /// permit and not by how they are written.
    private func powerLines(_ definition: RoleDefinition) -> [PowerLine] {
        definition.permissions.flatMap { permission in
            permission.kinds.flatMap { selector -> [PowerLine] in
                let what =
                    switch selector {
                    case .kind(let kind): spelled(self[kind].definition.name)
                    case .anything: "anything"
                    case .selfDetails: "self"
                    }
                var rest = permission.condition.map { " where " + text($0) } ?? ""
                rest += permission.reach.map { " " + text($0) } ?? ""
                let actions = permission.actions.isEmpty ? ["do anything to"] : permission.actions.map(spelled)
                return actions.map { PowerLine(action: $0, what: what + rest) }
            }
        }
    }
}

private struct PowerLine: Equatable {
    var action: String
    var what: String
}

extension [PowerLine] {
    /// `can now view, run recipe`
    fileprivate func joinedByVerb(_ verb: String) -> [String] {
        var order: [String] = []
        for line in self where !order.contains(line.what) { order.append(line.what) }
        return order.map { what in
            "\(verb) \(filter { $0.what == what }.map(\.action).joined(separator: ", ")) \(what)"
        }
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
