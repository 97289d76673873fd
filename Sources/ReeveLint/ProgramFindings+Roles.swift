import ReeveDomain
import ReeveLanguage
import ReeveSyntax

extension ProgramFindings {
    mutating func roles() {
        let roles = definedRoles
        for role in roles {
            repeats(in: role)
            includes(of: role)
            hidden(in: role)
        }
        guard givesAnything else { return }
        for role in roles { unused(role) }
    }

    // MARK: Nobody has it

    private mutating func unused(_ role: DefinedRole) {
        let name = state[role.id].definition.name
        let range = role.syntax.name.range
        if mentions(of: name) < 2, !isReferred(role.id) {
            report(
                .unusedRole, "the role `\(escaped(name))` is defined and never used", role.trace.source, range,
                label: "give it to somebody, or take it out")
        } else if !maybeGiven(role.id) {
            report(
                .unassignableRole, "nobody may be given the role `\(escaped(name))`", role.trace.source, range,
                label: "rules refuse it to everybody",
                notes: ["every invite and assignment of it was tried, on the state that this script leaves"])
        }
    }

    /// A name written in another way, as through a variable or a table, is still used.
    private func isReferred(_ role: RoleID) -> Bool {
        var isHeld = false
        state.members.forEach { isHeld = isHeld || $0.role == role }
        return isHeld || state.userIDs.contains { state.manager($0)?.role == role }
            || included.contains(role)
    }

    /// Tries to give the role to somebody new, and to give it where people are already.
    private func maybeGiven(_ role: RoleID) -> Bool {
        guard !state.ruleIDs.isEmpty else { return true }
        var isHeld = false
        state.members.forEach { isHeld = isHeld || $0.role == role }
        if isHeld || state.userIDs.contains(where: { state.manager($0)?.role == role }) { return true }
        let name = spelled(state[role].definition.name)
        // A name that nobody has: two that look alike are refused.
        let (user, customer) = ("lint-tries-a-user", "lint-tries-a-customer")
        let somebody = [user] + state.userIDs.prefix(8).map { spelled(state[$0].name) }
        let somewhere = ["partner", customer] + state.customerIDs.prefix(8).map { spelled(state[$0].name) }
        for person in somebody {
            for place in somewhere where runs("invite \(person) as \(name) to \(place)", user, customer) { return true }
            guard state[role].definition.roleClass.maybeManager else { continue }
            for place in somewhere.dropFirst() + ["all customers"]
            where runs("assign \(person) as \(name) to \(place)", user, customer) {
                return true
            }
        }
        return false
    }

    private func runs(_ statement: String, _ user: String, _ customer: String) -> Bool {
        var transaction = Transaction(state: state, now: program.now, actor: .superuser)
        var interpreter = Interpreter()
        let teams = state.roleIDs.map { spelled(state[$0].definition.name) }
        let first = SourceText(name: "", text: "add user \(user); add customer \(customer)")
        // Rules are asked at the end, and only of what this does: those that the script breaks already refuse nothing.
        guard (try? interpreter.run([first], in: &transaction, checkingRules: false)) != nil else { return true }
        if statement.hasPrefix("assign \(user) ") {
            let isOnTeam = teams.contains { role in
                let invite = SourceText(name: "", text: "invite \(user) as \(role) to partner")
                var trial = transaction
                guard (try? interpreter.run([invite], in: &trial, checkingRules: false)) != nil else { return false }
                transaction = trial
                return true
            }
            guard isOnTeam else { return false }
        }
        do throws(ScriptFailure) {
            try interpreter.run([SourceText(name: "", text: statement)], in: &transaction, checkingRules: false)
            return true
        } catch {
            return error.rule == nil
                && !["not-on-partner-team", "one-role-per-manager"].contains { code in
                    error.diagnostics.contains { $0.code == code }
                }
        }
    }

    // MARK: Said twice

    /// A piece of a role: one action on one kind, where and under which condition it counts.
    private struct Power: Hashable {
        var kind: KindID
        var condition: RecordCondition?
        var reach: Reach?
    }

    private mutating func repeats(in role: DefinedRole) {
        let definition = state[role.id].definition
        let lines = role.syntax.lines.compactMap { line in
            if case .permission(let permission) = line { permission } else { nil }
        }
        guard lines.count == definition.permissions.count, let script = script(role.trace.source) else { return }
        for (index, permission) in definition.permissions.enumerated() {
            // Everything else that the role says, and what its includes say.
            for (at, selector) in permission.kinds.enumerated() {
                for action in permission.actions.isEmpty ? [""] : permission.actions {
                    var piece = permission
                    piece.kinds = [selector]
                    piece.actions = action.isEmpty ? [] : [action]
                    guard let giver = giver(of: piece, besides: (role.id, index), definition) else { continue }
                    let line = lines[index]
                    let fix = removal(of: action, at, from: line, permission, giver.isWhole, script)
                    let what = action.isEmpty && permission.actions.isEmpty ? "everything here" : "`\(action)`"
                    report(
                        .redundantPermission,
                        "\(what) is permitted already, \(giver.text)", role.trace.source,
                        place(of: action, at, in: line), label: "take it out", fix: fix)
                }
            }
        }
    }

    /// The other line, of this role or of one it includes, that gives all of a piece.
    private func giver(
        of piece: Permission, besides own: (role: RoleID, index: Int), _ definition: RoleDefinition
    ) -> (text: String, isWhole: Bool)? {
        guard let selector = piece.kinds.first, selector != .selfDetails else { return nil }
        for other in state.closure(of: own.role) {
            for (index, permission) in state[other].definition.permissions.enumerated() {
                // Of two lines that say the same the later one is told.
                if other == own.role, index >= own.index, !(index > own.index && isBroader(permission, piece)) {
                    continue
                }
                guard covers(permission, piece, selector) else { continue }
                if other == own.role {
                    return (permission.line > 0 ? "by line \(permission.line)" : "by another line", true)
                }
                return ("by the role `\(escaped(state[other].definition.name))`, which this one includes", true)
            }
        }
        return nil
    }

    /// Strictly more than the piece: then a later line makes the earlier one superfluous.
    private func isBroader(_ permission: Permission, _ piece: Permission) -> Bool {
        guard let selector = piece.kinds.first, covers(permission, piece, selector) else { return false }
        var same = permission
        same.kinds = [selector]
        return !covers(piece, same, selector)
    }

    /// Whether one permission gives all that a piece of another does.
    private func covers(_ permission: Permission, _ piece: Permission, _ selector: Permission.KindSelector) -> Bool {
        guard permission.condition == nil || permission.condition == piece.condition else { return false }
        switch (permission.reach, piece.reach) {
        case (nil, nil): break
        case (let outer?, let inner?):
            // `own` and `unassigned` are within `all`; conditions are only ever within nothing or themselves.
            guard outer == inner || outer == Reach(base: .all) else { return false }
        default: return false
        }
        let kinds: [KindID]
        switch selector {
        case .kind(let kind): kinds = [kind]
        case .anything: kinds = permission.kinds.contains(.anything) ? state.kindIDs : []
        case .selfDetails: return false
        }
        guard !kinds.isEmpty else { return false }
        return kinds.allSatisfy { kind in
            let named = permission.kinds.contains(.kind(kind))
            // `anything` with a reach leaves out what lives in the partner, and never is a customer's own record.
            let byAnything =
                permission.kinds.contains(.anything)
                && (selector == .anything
                    || permission.reach == nil && kind != BuiltInKind.customer.id
                    || permission.reach != nil && state.root(of: kind) != .partner)
            guard named || byAnything else { return false }
            let wanted = state.mask(piece.actions, on: kind)
            return state.mask(permission.actions, on: kind) & wanted == wanted
        }
    }

    private func place(of action: String, _ at: Int, in line: PermissionSyntax) -> SourceRange {
        if line.actions.count > 1, let name = line.actions.first(where: { text($0) == action }) { return name.range }
        if line.kinds.count > 1, line.kinds.indices.contains(at) { return line.kinds[at].range }
        return line.range
    }

    /// Taking out one action or kind of several says the same of the rest only where the other list has one member.
    private func removal(
        of action: String, _ at: Int, from line: PermissionSyntax, _ permission: Permission, _ isWhole: Bool,
        _ script: LintedScript
    ) -> Diagnostic.Fix? {
        if line.actions.count <= 1, line.kinds.count <= 1 { return script.removal(of: line.range) }
        if line.actions.count > 1, line.kinds.count <= 1,
            let name = line.actions.first(where: { text($0) == action })
        {
            return script.removal(of: name, from: line.actions)
        }
        if line.kinds.count > 1, line.actions.count <= 1, line.kinds.indices.contains(at) {
            return script.removal(of: line.kinds[at], from: line.kinds)
        }
        return nil
    }

    private mutating func includes(of role: DefinedRole) {
        guard let script = script(role.trace.source) else { return }
        let included = state[role.id].definition.includes
        for line in role.syntax.lines {
            guard case .includes(let names, let range) = line else { continue }
            for name in names.all {
                guard let id = state.role(text(name)) else { continue }
                guard let other = included.first(where: { $0 != id && state.closure(of: $0).contains(id) }) else {
                    continue
                }
                report(
                    .redundantInclude,
                    "\(script.shown(name)) comes along with `\(escaped(state[other].definition.name))` already",
                    role.trace.source, name.range, label: "take it out",
                    fix: names.count == 1
                        ? script.removal(of: range) : script.removal(of: name, from: names.all))
            }
        }
    }

    // MARK: Below what is hidden

    /// A permission on a kind counts only for who may `view` each kind above it (language.md 3.1, step 4).
    private mutating func hidden(in role: DefinedRole) {
        // A role that is only ever part of others may rely on them.
        if included.contains(role.id) { return }
        let closure = state.closure(of: role.id).map { (role: $0, definition: state[$0].definition) }
        let compiled = state.compile(closure)
        let lines = role.syntax.lines.compactMap { line in
            if case .permission(let permission) = line { permission } else { nil }
        }
        var told: Set<KindID> = []
        for (kind, entries) in zip(state.kindIDs, state.kindIDs.map { compiled.byKind[Int($0.raw)] }) {
            for entry in entries where !entry.isAnything {
                for parent in state.parents(of: kind) {
                    let view = state.mask(["view"], on: parent)
                    let isSeen = compiled.byKind[Int(parent.raw)].contains { $0.mask & view != 0 }
                    guard !isSeen, told.insert(parent).inserted else { continue }
                    let (above, below) = (state[parent].definition.name, state[kind].definition.name)
                    let isOwn = entry.source == role.id && lines.indices.contains(entry.index)
                    report(
                        .hiddenPermission,
                        "who may not view a `\(escaped(above))` gets to no `\(escaped(below))` in it",
                        role.trace.source, isOwn ? lines[entry.index].range : role.syntax.name.range,
                        label: "this permits nothing",
                        notes: ["to let them: can view \(spelled(above))"])
                }
            }
        }
    }

    // MARK: Kinds

    mutating func kinds() {
        guard givesAnything, !state.roleIDs.isEmpty else { return }
        let compiled = state.roleIDs.map { id in
            state.compile(state.closure(of: id).map { (role: $0, definition: state[$0].definition) })
        }
        for kind in state.kindIDs {
            guard let trace = program.trace(of: state[kind].modified.seq),
                case .defineKind(let syntax) = trace.statement.body
            else { continue }
            let definition = state[kind].definition
            // A customer's record is also what one's own account is: `anything` does not name it.
            let entries = compiled.flatMap { $0.byKind[Int(kind.raw)] }
            if entries.isEmpty, !state[kind].isBuiltIn {
                report(
                    .unusedKind, "no role permits anything on `\(escaped(definition.name))`", trace.source,
                    syntax.name.range, label: "only the superuser gets to it")
                continue
            }
            let permitted = entries.reduce(0) { $0 | $1.mask }
            for line in syntax.lines {
                guard case .can(let actions) = line else { continue }
                for action in actions where state.mask([text(action)], on: kind) & permitted == 0 {
                    report(
                        .unpermittedAction,
                        "no role permits `\(escaped(text(action)))` on `\(escaped(definition.name))`", trace.source,
                        action.range, label: "only the superuser may")
                }
            }
        }
    }
}
