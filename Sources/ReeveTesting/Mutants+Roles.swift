import ReeveDomain
import ReeveLanguage

/// What roles say: each action on each kind of each `can` line, each role included, each `can grant`.
extension Mutants {
    var permissionDrops: [Mutant] {
        state.roleIDs.flatMap { id -> [Mutant] in
            let role = state[id]
            let definition = role.definition
            var found: [Mutant] = []
            for (index, permission) in definition.permissions.enumerated() {
                for piece in pieces(of: permission) {
                    var without = definition
                    without.permissions.replaceSubrange(index...index, with: piece.rest)
                    found.append(
                        Mutant(
                            item: item(.permissions, place(role, permission.line), title(role, state.text(piece.part))),
                            events: [.roleDefined(id, without)]))
                }
            }
            for (index, other) in definition.includes.enumerated() {
                var without = definition
                without.includes.remove(at: index)
                found.append(
                    Mutant(
                        item: item(
                            .permissions, place(role, 0), title(role, "includes \(state.spelledName(other))")),
                        events: [.roleDefined(id, without)]))
            }
            for (index, grant) in definition.grants.enumerated() {
                for (at, handed) in grant.roles.enumerated() {
                    var without = definition
                    without.grants[index].roles.remove(at: at)
                    if without.grants[index].roles.isEmpty { without.grants.remove(at: index) }
                    let part = GrantPermission(roles: [handed], reach: grant.reach)
                    found.append(
                        Mutant(
                            item: item(.permissions, place(role, 0), title(role, state.text(part))),
                            events: [.roleDefined(id, without)]))
                }
            }
            return found
        }
    }

    var permissionWidenings: [Mutant] {
        state.roleIDs.flatMap { id -> [Mutant] in
            let role = state[id]
            let definition = role.definition
            var found: [Mutant] = []
            func add(_ line: Int, _ text: String, _ change: String, _ widened: RoleDefinition) {
                // What the role may do already, some other line of it says: the mutant would be the original.
                guard !isSame(widened, definition) else { return }
                found.append(
                    Mutant(
                        item: item(.permissions, place(role, line), title(role, text), change),
                        events: [.roleDefined(id, widened)]))
            }
            for (index, permission) in definition.permissions.enumerated() where permission.kinds != [.selfDetails] {
                let text = state.text(permission)
                func replaced(_ change: (inout Permission) -> Void) -> RoleDefinition {
                    var widened = definition
                    change(&widened.permissions[index])
                    return widened
                }
                if !permission.actions.isEmpty {
                    add(permission.line, text, "do anything", replaced { $0.actions = [] })
                }
                if permission.condition != nil {
                    add(permission.line, text, "without `where`", replaced { $0.condition = nil })
                }
                if let reach = permission.reach, reach != Reach(base: .all) {
                    add(permission.line, text, "in all customers", replaced { $0.reach = Reach(base: .all) })
                }
            }
            for (index, grant) in definition.grants.enumerated() where grant.reach != Reach(base: .all) {
                var widened = definition
                widened.grants[index].reach = Reach(base: .all)
                add(0, state.text(grant), "in all customers", widened)
            }
            for other in otherClasses(than: definition.roleClass) {
                var changed = definition
                changed.roleClass = other
                found.append(
                    Mutant(
                        item: item(
                            .permissions, place(role, 0), "role \(spelled(definition.name))", "made \(other)"),
                        events: [.roleDefined(id, changed)]))
            }
            return found
        }
    }

    /// Plain and not: whether managers may have the role.
    private func otherClasses(than roleClass: RoleClass) -> [RoleClass] {
        roleClass == .plain ? [.inheritable] : [.plain]
    }

    /// A permission taken apart into what may be dropped on its own, and what then stays of the line. `anything` stands
    /// for whatever kinds there are, so it is one piece for each action; of a kind that is named, `do anything` is as many
    /// as the kind has actions.
    private func pieces(of permission: Permission) -> [(part: Permission, rest: [Permission])] {
        var found: [(Permission, [Permission])] = []
        for (at, kind) in permission.kinds.enumerated() {
            var others = permission
            others.kinds.remove(at: at)
            let actions = actions(of: permission, on: kind)
            guard !actions.isEmpty else {
                var part = permission
                part.kinds = [kind]
                found.append((part, others.kinds.isEmpty ? [] : [others]))
                continue
            }
            for action in actions {
                var part = permission
                part.kinds = [kind]
                part.actions = [action]
                var same = part
                same.actions = actions.filter { $0 != action }
                found.append((part, (others.kinds.isEmpty ? [] : [others]) + (same.actions.isEmpty ? [] : [same])))
            }
        }
        return found
    }

    private func actions(of permission: Permission, on kind: Permission.KindSelector) -> [String] {
        guard permission.actions.isEmpty, case .kind(let id) = kind else { return permission.actions }
        return state[id].definition.liveActions
    }

    /// Whether two definitions of a role give the same: compared by what they say of each kind, place and condition.
    private func isSame(_ a: RoleDefinition, _ b: RoleDefinition) -> Bool {
        a.grants == b.grants && a.roleClass == b.roleClass && powers(of: a) == powers(of: b)
    }

    private struct Where: Hashable {
        var kind: KindID
        var condition: RecordCondition?
        var reach: Reach?
    }

    private func powers(of definition: RoleDefinition) -> [Where: UInt64] {
        var found: [Where: UInt64] = [:]
        let included = definition.includes.flatMap { state.closure(of: $0) }.map { state[$0].definition }
        for permission in ([definition] + included).flatMap(\.permissions) {
            for selector in permission.kinds {
                let kinds: [KindID] =
                    switch selector {
                    case .kind(let kind): [kind]
                    case .anything: state.kindIDs.filter { permission.reach == nil || state.root(of: $0) != .partner }
                    case .selfDetails: []
                    }
                for kind in kinds {
                    let key = Where(kind: kind, condition: permission.condition, reach: permission.reach)
                    found[key, default: 0] |= state.mask(permission.actions, on: kind)
                }
            }
        }
        // What is given without a condition or everywhere leaves nothing to a narrower line.
        for (key, mask) in found {
            var given: UInt64 = 0
            if key.condition != nil { given |= found[Where(kind: key.kind, reach: key.reach)] ?? 0 }
            if let reach = key.reach, reach != Reach(base: .all) {
                given |= found[Where(kind: key.kind, condition: key.condition, reach: Reach(base: .all))] ?? 0
            }
            found[key] = mask & ~given
        }
        return found.filter { $0.value != 0 }
    }

    private func place(_ role: Role, _ line: Int) -> CoverageItem.Place {
        var place = log.place(of: role.modified.seq)
        if line > 0 { place.line = line }
        return place
    }

    private func title(_ role: Role, _ text: String) -> String { "role \(spelled(role.definition.name)): \(text)" }
}
