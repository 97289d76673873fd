extension Transaction {
    mutating func namePartner(_ name: String) throws(Refusal) {
        try requireSuperuser("name the partner")
        guard state.partnerName != name else {
            unchanged()
            return
        }
        try requireGoodName(name, "partner", nil, 0)
        emit(.partnerNamed(name))
    }

    // MARK: Kinds

    mutating func defineKind(_ request: KindRequest) throws(Refusal) {
        let old = state.kind(request.name)
        try require(old == nil ? "create" : "edit", .kind)
        if request.name == "partner" { throw reservedName(0) }
        if let old {
            let name = state[old].definition.name
            guard name == request.name else {
                throw Refusal(
                    "name-taken", "\(spelled(request.name)) already names the kind \(spelled(name)), as its plural",
                    label: "choose another name; to change that kind write: define kind \(spelled(name))",
                    subject: .name)
            }
            try redefineKind(old, request)
            return
        }
        guard let home = request.home else {
            throw Refusal(
                "missing-clause", "where does a \(spelled(request.name)) live?",
                label: "write: define kind \(spelled(request.name)) in customer", subject: .name)
        }
        try requireGoodName(request.name, "kind", state.kindLookAlike(of: request.name), 0)
        try requireGoodWords(request, since: nil)
        let plural = request.plural ?? request.name + "s"
        if let other = state.kind(plural) {
            throw Refusal(
                "name-taken", "\(spelled(plural)) already names the kind \(spelled(state[other].definition.name))",
                label: request.plural == nil
                    ? "write: define kind \(spelled(request.name)) plural … in …" : "choose another plural",
                subject: .value)
        }
        let definition = KindDefinition(
            name: request.name, plural: plural, home: home, attributes: request.attributes, actions: request.actions)
        try requireFewActions(definition)
        emit(.kindDefined(KindID(Int32(truncatingIfNeeded: state.kinds.count)), definition))
    }

    private func requireFewActions(_ definition: KindDefinition) throws(Refusal) {
        guard definition.actions.count > KindDefinition.mostActions else { return }
        throw Refusal(
            "too-many-actions", "a kind has at most \(KindDefinition.mostActions) actions over its life",
            label: "\(definition.actions.count) with these", subject: .name)
    }

    /// Attributes and actions keep their slots; what was taken out leaves a gap.
    private mutating func redefineKind(_ kind: KindID, _ request: KindRequest) throws(Refusal) {
        let old = state[kind].definition
        try requireGoodWords(request, since: old)
        var new = old
        if let home = request.home, home != old.home {
            guard !state[kind].isBuiltIn else {
                throw Refusal("built-in", "\(spelled(old.name)) is built in and stays where it lives", subject: .kind)
            }
            if case .kind(let parent) = home, parent == kind || state.parents(of: parent).contains(kind) {
                throw Refusal(
                    "kind-cycle", "\(spelled(old.name)) cannot live in itself",
                    label: "it lives in \(homeText(old.home))", subject: .kind)
            }
            let there = state.records(kind, in: .anywhere)
            guard there.isEmpty else {
                throw Refusal(
                    "would-orphan",
                    "\(spelled(old.name)) cannot move while there are records: \(state.list(there.map { state.text(.record($0)) }))",
                    label: "it lives in \(homeText(old.home))", notes: ["remove them first, or define another kind"],
                    subject: .kind)
            }
            try requireNoScopes(on: kind, movingTo: home)
            new.home = home
        }
        if let plural = request.plural {
            if let other = state.kind(plural), other != kind {
                throw Refusal(
                    "name-taken", "\(spelled(plural)) already names the kind \(spelled(state[other].definition.name))",
                    label: "choose another plural", subject: .value)
            }
            new.plural = plural
        }
        // A built-in kind is extended: its own attributes and actions stay without being written again.
        let builtIn = BuiltInKind(rawValue: kind.raw)?.definition
        let actions = (builtIn?.actions ?? []) + request.actions.filter { builtIn?.bit(of: $0) == nil }
        for (index, action) in old.actions.enumerated() where !action.isEmpty && !actions.contains(action) {
            let users = state.roleIDs.filter { role in
                state[role].definition.permissions.contains {
                    $0.actions.contains(action) && $0.kinds.contains(.kind(kind))
                }
            }
            let rules = state.rules { $0.actions.contains(RuleNames.Name(kind: kind, name: action)) }
            guard users.isEmpty, rules.isEmpty else {
                throw orphans(
                    kind, "without the action \(spelled(action))",
                    users.map { "role \(state.spelledName($0))" } + rules, "can \(spelled(action))")
            }
            new.actions[index] = ""
        }
        for action in actions where new.bit(of: action) == nil { new.actions.append(action) }
        try requireFewActions(new)
        try redefineAttributes(kind, (builtIn?.attributes ?? []) + request.attributes, &new)
        guard new != old else {
            unchanged()
            return
        }
        emit(.kindDefined(kind, new))
        try requireHoldingExtended(kind, since: old)
    }

    /// What lives in the partner has no customers in which a role could permit it: `scope-without-effect` of the role.
    private func requireNoScopes(on kind: KindID, movingTo home: KindHome) throws(Refusal) {
        var root = home
        if case .kind(let parent) = home { root = state.root(of: parent) }
        guard root == .partner else { return }
        let moving = Set(state.kindIDs.filter { $0 == kind || state.parents(of: $0).contains(kind) })
        for role in state.roleIDs {
            for permission in state[role].definition.permissions where permission.reach != nil {
                let named = permission.kinds.contains {
                    if case .kind(let named) = $0 { moving.contains(named) } else { false }
                }
                guard named else { continue }
                throw Refusal(
                    "would-orphan",
                    "\(spelled(state[kind].definition.name)) cannot move to the partner while the role \(state.spelledName(role)) says in which customers it counts: `\(state.text(permission))`",
                    label: "it lives in \(homeText(state[kind].definition.home))",
                    notes: ["take the line out of the role first"], subject: .kind)
            }
        }
    }

    private func redefineAttributes(
        _ kind: KindID, _ attributes: [Attribute], _ new: inout KindDefinition
    ) throws(Refusal) {
        for (slot, attribute) in new.attributes.enumerated() where !attribute.isRetired {
            let next = attributes.first { $0.name == attribute.name }
            guard next?.type != attribute.type else { continue }
            let holders = state.things(of: kind).filter { thing in
                guard let value = state.attribute(attribute.name, of: thing) else { return false }
                return next.map { !$0.type.accepts(value) } ?? true
            }
            guard holders.isEmpty else {
                let what = next == nil ? "without" : "with another type of"
                throw orphans(
                    kind, "\(what) the attribute \(spelled(attribute.name))", holders.map { state.text($0) },
                    "has \(spelled(attribute.name)) \(attribute.type.spelling)")
            }
            if next == nil {
                let conditions =
                    state.conditions(naming: attribute.name, of: kind)
                    + state.rules { $0.attributes.contains(RuleNames.Name(kind: kind, name: attribute.name)) }
                guard conditions.isEmpty else {
                    throw orphans(
                        kind, "without the attribute \(spelled(attribute.name))", conditions,
                        "has \(spelled(attribute.name)) \(attribute.type.spelling)")
                }
            }
            if let next { new.attributes[slot].type = next.type } else { new.attributes[slot].isRetired = true }
        }
        for attribute in attributes where new.slot(of: attribute.name) == nil { new.attributes.append(attribute) }
    }

    private func orphans(_ kind: KindID, _ what: String, _ holders: [String], _ line: String) -> Refusal {
        Refusal(
            "would-orphan",
            "this defines \(spelled(state[kind].definition.name)) \(what), and that is still used by \(state.list(holders))",
            label: "keep the line `\(line)`", notes: ["a definition says all that a kind has; what it leaves out goes"],
            subject: .name)
    }

    private func homeText(_ home: KindHome) -> String {
        switch home {
        case .partner: "partner"
        case .customer: "customer"
        case .everyAccount: "every account"
        case .kind(let kind): spelled(state[kind].definition.name)
        }
    }

    // MARK: Roles

    func requireSystemRoleAuthority(_ roleClass: RoleClass) throws(Refusal) {
        // System roles are not edited: Workato, Customer managers, step 3.
        if roleClass == .system { try requireSuperuser("change a system role") }
    }

    mutating func defineRole(_ definition: RoleDefinition) throws(Refusal) {
        let old = state.role(definition.name)
        try require(old == nil ? "create" : "edit", .role)
        try requireSystemRoleAuthority(definition.roleClass)
        if let old { try requireSystemRoleAuthority(state[old].definition.roleClass) }
        try requireSense(definition, old)
        guard let old else {
            try requireGoodName(definition.name, "role", state.roleLookAlike(of: definition.name), 0)
            try forbid("create", .role)
            emit(.roleDefined(RoleID(Int32(truncatingIfNeeded: state.roles.count)), definition))
            return
        }
        guard state[old].definition != definition else {
            unchanged()
            return
        }
        if definition.roleClass == .plain, state[old].definition.roleClass != .plain {
            let managers = (0..<state.managers.count).filter { state.managers[$0]?.role == old }
            guard managers.isEmpty else {
                let names = managers.map { state.spelledName(UserID(Int32(truncatingIfNeeded: $0))) }
                throw Refusal(
                    "would-orphan",
                    "\(spelled(definition.name)) is the role of managers, who may not have a plain one: \(state.list(names))",
                    label: "reassign them first", subject: .name)
            }
        }
        try forbid("edit", .role, role: old)
        try requireHoldingAdditions(old, definition)
        emit(.roleDefined(old, definition))
        let holders = state.uses(of: old).filter {
            !$0.hasPrefix("included") && !$0.hasPrefix("granted") && !$0.hasPrefix("rule ")
        }
        if !holders.isEmpty { note("\(spelled(definition.name)) changes for \(state.list(holders))") }
    }

    private func requireSense(_ definition: RoleDefinition, _ old: RoleID?) throws(Refusal) {
        if let old {
            for (index, included) in definition.includes.enumerated() where state.closure(of: included).contains(old) {
                throw Refusal(
                    "role-cycle",
                    "\(spelled(definition.name)) would include itself, through \(state.spelledName(included))",
                    label: "take it out", subject: .role, index: index)
            }
        }
        for (index, permission) in definition.permissions.enumerated() {
            if definition.roleClass == .plain, permission.reach?.base == .own {
                throw Refusal(
                    "own-in-plain-role",
                    "only managers have own customers, and a plain role is never a manager's: `\(state.text(permission))`",
                    label: "for managers write: define inheritable role \(spelled(definition.name)) { … }",
                    subject: .scope,
                    index: index)
            }
            for case .kind(let kind) in permission.kinds
            where permission.reach != nil && state.root(of: kind) == .partner && kind != BuiltInKind.customer.id {
                throw Refusal(
                    "scope-without-effect",
                    "\(spelled(state[kind].definition.name)) lives in the partner, so a scope of customers means nothing: `\(state.text(permission))`",
                    label: "leave out `\(permission.reach.map { state.text($0) } ?? "")`", subject: .scope, index: index
                )
            }
        }
    }

    /// A redefinition adds to what every holder has, wherever the role or one that includes it is held.
    private func requireHoldingAdditions(_ role: RoleID, _ definition: RoleDefinition) throws(Refusal) {
        guard let user = actor.user else { return }
        let old = state.compiled[Int(role.raw)]
        /// What is new in it. `can grant` of a role is enough to include it, and not enough to write into it.
        func additions(_ sources: [(role: RoleID, definition: RoleDefinition)]) -> CompiledRole {
            var added = state.compile(sources)
            for kind in added.byKind.indices {
                for index in added.byKind[kind].indices {
                    let new = added.byKind[kind][index]
                    for had in old.byKind[kind] where had.condition == new.condition && had.reach == new.reach {
                        added.byKind[kind][index].mask &= ~had.mask
                    }
                }
                added.byKind[kind].removeAll { $0.mask == 0 }
            }
            added.grants.removeAll { old.grants.contains($0) }
            added.reaches.removeAll { old.reaches.contains($0) }
            return added
        }
        let written = additions([(role, definition)])
        let included = definition.includes.map { included in
            (included, additions(state.closure(of: included).map { ($0, state[$0].definition) }))
        }
        let affected = Set(state.roleIDs.filter { state.closure(of: $0).contains(role) })
        do throws(Refusal) {
            try requireHoldingRevealed([written] + included.map(\.1), affected, by: user)
        } catch {
            throw error.at(.name, 0)
        }
        for (place, term) in places(of: affected) {
            do throws(Refusal) {
                if case .team(.partner) = place, let closed = state.firstClosed(written, place, to: user, at: now) {
                    throw tooMuch(role, place, closed, user, at: now, isGrantable: false)
                }
                try requireHolding(written, of: role, place, term, by: user, isGrantable: false)
                for (other, added) in included { try requireHolding(added, of: other, place, term, by: user) }
            } catch {
                throw error.at(.name, 0)
            }
        }
    }

    /// To see a kind is to have what one may do below it: that was permitted, and hidden.
    private func requireHoldingRevealed(
        _ added: [CompiledRole], _ holders: Set<RoleID>, by user: UserID
    ) throws(Refusal) {
        let seen = state.kindIDs.filter { kind in
            let view = state.mask(["view"], on: kind)
            return added.contains { $0.byKind[Int(kind.raw)].contains { $0.mask & view != 0 } }
        }
        for role in holders.sorted() {
            var below = state.compiled[Int(role.raw)]
            below.grants = []
            for kind in state.kindIDs where !state.parents(of: kind).contains(where: seen.contains) {
                below.byKind[Int(kind.raw)] = []
            }
            for (place, term) in places(of: [role]) {
                try requireHolding(below, of: role, place, term, by: user)
            }
        }
    }
}

extension AttributeType {
    /// Whether a value already kept may stay under this type.
    package func accepts(_ value: Value) -> Bool {
        switch (self, value) {
        case (.text, .text), (.number, .number), (.yesNo, .yesNo), (.date, .date), (.instant, .instant),
            (.duration, .duration), (.user, .user):
            true
        case (.oneOf(let allowed), .text(let text)): allowed.contains(text)
        default: false
        }
    }
}

extension State {
    /// Every live thing of a kind.
    func things(of kind: KindID) -> [Thing] {
        switch BuiltInKind(rawValue: kind.raw) {
        case .user: userIDs.map { .user($0) }
        case .customer: customerIDs.map { .customer($0) }
        case nil: records(kind, in: .anywhere).map { .record($0) }
        default: []
        }
    }

    /// Kept conditions that look at an attribute of a kind: standing scopes, reaches, record conditions.
    func conditions(naming attribute: String, of kind: KindID) -> [String] {
        func names(_ condition: Condition?) -> Bool {
            guard let condition else { return false }
            var found = false
            _ = condition.mapped { test -> AttributeTest? in
                if test.attribute == attribute { found = true }
                return test
            }
            return found
        }
        var found: [String] = []
        if kind == BuiltInKind.customer.id {
            for user in standingManagers where manager(user)?.standing.contains(where: { names($0.condition) }) == true
            {
                found.append("the scope of \(spelledName(user))")
            }
        }
        for role in roleIDs {
            let definition = self[role].definition
            let inReach =
                kind == BuiltInKind.customer.id
                && (definition.permissions.contains { names($0.reach?.condition) }
                    || definition.grants.contains { names($0.reach?.condition) })
            let inCondition = definition.permissions.contains {
                $0.condition?.attribute == attribute && ($0.kinds.contains(.kind(kind)) || $0.kinds.contains(.anything))
            }
            if inReach || inCondition { found.append("role \(spelledName(role))") }
        }
        return found
    }
}
