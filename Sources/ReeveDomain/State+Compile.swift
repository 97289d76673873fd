extension State {
    /// Lays every role out by kind, with what it includes. Costs roles × permissions × kinds; done when a kind changes.
    mutating func compileRoles() {
        compiled = roles.indices.map { compile(RoleID(Int32(truncatingIfNeeded: $0))) }
        powers = PowerTable(self, compiled)
    }

    /// Lays a role that changed out, and those that include it. Costs their permissions × kinds.
    ///
    /// - Parameter former: what it was before; nil where it is new.
    mutating func compile(_ role: RoleID, insteadOf former: Role?) {
        if !isKnownUniquelyReferenced(&powers) { powers = PowerTable(powers) }
        let now = self[role]
        powers.rename(
            role, from: former.flatMap { $0.isRemoved ? nil : $0.definition.name },
            to: now.isRemoved ? nil : now.definition.name)
        // A new one is included by none yet.
        for moved in former == nil ? [role] : including(role) {
            let new = compile(moved)
            let index = Int(moved.raw)
            powers.set(moved, new, insteadOf: index < compiled.count ? compiled[index] : nil)
            if index < compiled.count { compiled[index] = new } else { compiled.append(new) }
        }
    }

    /// A role, and every role that includes it.
    private func including(_ role: RoleID) -> [RoleID] {
        var includers: [RoleID: [RoleID]] = [:]
        for index in roles.indices {
            for included in roles[index].definition.includes {
                includers[included, default: []].append(RoleID(Int32(truncatingIfNeeded: index)))
            }
        }
        var found: Set<RoleID> = [role]
        var waiting = [role]
        while let next = waiting.popLast() {
            for includer in includers[next] ?? [] where found.insert(includer).inserted { waiting.append(includer) }
        }
        return found.sorted()
    }

    /// The role and all that it includes, each once, itself first.
    package func closure(of role: RoleID) -> [RoleID] {
        var seen: [RoleID] = []
        var waiting = [role]
        while let next = waiting.popLast() {
            guard !seen.contains(next), !self[next].isRemoved else { continue }
            seen.append(next)
            waiting += self[next].definition.includes
        }
        return seen
    }

    private func compile(_ role: RoleID) -> CompiledRole {
        compile(closure(of: role).map { ($0, self[$0].definition) })
    }

    /// What these definitions would give together; also asked about definitions that are not there yet.
    package func compile(_ definitions: [(role: RoleID, definition: RoleDefinition)]) -> CompiledRole {
        var out = CompiledRole(byKind: Array(repeating: [], count: kinds.count))
        for (source, definition) in definitions {
            for (index, permission) in definition.permissions.enumerated() {
                if let reach = permission.reach, !out.reaches.contains(reach) { out.reaches.append(reach) }
                for selector in permission.kinds {
                    add(permission, selector, source, index, to: &out)
                }
            }
            out.grants += definition.grants
        }
        return out
    }

    private func add(
        _ permission: Permission, _ selector: Permission.KindSelector, _ source: RoleID, _ index: Int,
        to out: inout CompiledRole
    ) {
        func entry(_ kind: KindID, isAnything: Bool) -> CompiledRole.Entry? {
            let mask = mask(permission.actions, on: kind)
            guard mask != 0 else { return nil }
            return CompiledRole.Entry(
                mask: mask, condition: permission.condition, reach: permission.reach, isAnything: isAnything,
                source: source, index: index)
        }
        switch selector {
        case .kind(let kind):
            if let entry = entry(kind, isAnything: false) { out.byKind[Int(kind.raw)].append(entry) }
        case .anything:
            for kind in kindIDs {
                // `anything` is the kinds living where the permission counts: with a reach, what lives in customers.
                if permission.reach != nil, root(of: kind) == .partner { continue }
                if let entry = entry(kind, isAnything: true) { out.byKind[Int(kind.raw)].append(entry) }
            }
        case .selfDetails:
            out.selfMask |= mask(permission.actions, on: BuiltInKind.user.id)
            if out.selfSource == nil { out.selfSource = (source, index) }
        }
    }

    /// The bits of these actions on a kind; all of them for `do anything to`.
    package func mask(_ actions: [String], on kind: KindID) -> UInt64 {
        let definition = self[kind].definition
        if actions.isEmpty {
            return definition.actions.indices.reduce(0) { definition.actions[$1].isEmpty ? $0 : $0 | 1 << UInt64($1) }
        }
        return actions.reduce(0) { $0 | (definition.bit(of: $1) ?? 0) }
    }

    /// Where a kind lives in the end: in the partner, in customers, or in every account.
    package func root(of kind: KindID) -> KindHome {
        var home = self[kind].definition.home
        while case .kind(let parent) = home { home = self[parent].definition.home }
        return home
    }

    /// The kinds above a kind, nearest first, without `customer`.
    package func parents(of kind: KindID) -> [KindID] {
        var found: [KindID] = []
        var home = self[kind].definition.home
        while case .kind(let parent) = home {
            found.append(parent)
            home = self[parent].definition.home
        }
        return found
    }
}
