import ReeveDomain
import ReeveSyntax

/// A state as a script: run on a store in that state it changes nothing, run on a new store it makes the same.
///
/// What is over is not part of it: removed things, versions, who changed what, grants that have ended.
package struct ReeveScript {
    let state: State
    let now: Instant
    let access: AccessModel
    let removed: RemovedNames
    private let made: ProvenanceTable?
    private let head: String?

    /// - Parameters:
    ///   - now: grants that have ended by then are left out.
    ///   - head: of the store, for the first line.
    ///   - made: who made what `origins` names, and why.
    package init(_ state: State, now: Instant, head: String? = nil, made: ProvenanceTable? = nil) {
        self.state = state
        self.now = now
        self.head = head
        self.made = made
        access = AccessModel(state, now: now, flat: false)
        removed = RemovedNames(state: state)
    }

    /// Writes the script in its one form, piece by piece: what is written does not have to fit into memory.
    ///
    /// - Parameters:
    ///   - limits: the bounds within which the script is to be read; only the longest string counts.
    ///   - isInterrupted: whether to stop at once.
    /// - Returns: one sentence for each thing that no sentence can say any more, because it names what was removed.
    /// - Throws: where it was stopped, or the language cannot say what the state holds: a fault of Reeve's own.
    package func write(
        limits: SyntaxLimits = .init(), isInterrupted: @escaping () -> Bool = { false },
        _ sink: @escaping (String) -> Void
    ) throws(ScriptFault) -> [String] {
        var writer = ScriptWriter(limits: limits, isInterrupted: isInterrupted, sink)
        let origin = head.map { " of a store at \($0)" } ?? ""
        writer.comment("The state\(origin). Run on it, this changes nothing; run on a new store, it makes the same.")
        if let name = state.partnerName { writer.add("define partner " + ScriptNames.written(name)) }
        try writer.section("Kinds") { add in kinds(&add) }
        try writer.section("Users") { add in users(&add) }
        try writer.section("Roles") { add in roles(&add) }
        try writer.section("Customers") { add in customers(&add) }
        try writer.section("Records") { add in records(&add) }
        try writer.section("Teams") { add in teams(&add) }
        try writer.section("Managers") { add in managers(&add) }
        try writer.section("Disabled and locked") { add in
            disabled(&add)
            locks(&add)
        }
        try writer.section("Rules") { add in rules(&add) }
        try writer.finish()
        return writer.notes
    }

    func reason(_ seq: Int64) -> String? { made?[seq]?.reason }

    /// The events whose reasons stand in the script. Linear in what there is.
    package static func origins(of state: State) -> [Int64] {
        var seqs: [Int64] = []
        seqs += state.kindIDs.map { state[$0].modified.seq } + state.roleIDs.map { state[$0].modified.seq }
        seqs += state.ruleIDs.map { state[$0].modified.seq } + state.userIDs.map { state[$0].created.seq }
        seqs += state.customerIDs.map { state[$0].created.seq }
        for row in 0..<state.records.rows.count { seqs.append(state.records.rows[row].entity.created.seq) }
        state.members.forEach { seqs.append($0.seq) }
        state.assignments.forEach { seqs.append($0.seq) }
        for user in state.standingManagers { seqs += (state.manager(user)?.standing ?? []).map(\.seq) }
        return seqs
    }

    // MARK: Kinds

    private func kinds(_ writer: inout ScriptWriter) {
        var done: Set<KindID> = []
        func write(_ kind: KindID) {
            guard done.insert(kind).inserted else { return }
            if case .kind(let parent) = state[kind].definition.home { write(parent) }
            if let text = self.kind(kind) { writer.add(text, because: reason(state[kind].modified.seq)) }
        }
        for kind in state.kindIDs { write(kind) }
    }

    /// Nil for a built-in kind that nobody has extended.
    private func kind(_ id: KindID) -> String? {
        let definition = state[id].definition
        let builtIn = BuiltInKind(rawValue: id.raw)?.definition
        let attributes = definition.liveAttributes.filter { attribute in
            builtIn.map { !$0.attributes.contains(attribute) } ?? true
        }
        let actions = definition.liveActions.filter { builtIn?.bit(of: $0) == nil }
        let plural = definition.plural == builtIn?.plural ?? (definition.name + "s") ? nil : definition.plural
        if builtIn != nil, attributes.isEmpty, actions.isEmpty, plural == nil { return nil }
        var text = "define kind " + ScriptNames.written(definition.name)
        if let plural { text += " plural " + ScriptNames.written(plural) }
        if builtIn == nil { text += " in " + home(definition.home) }
        guard !attributes.isEmpty || !actions.isEmpty else { return text }
        text += " {\n"
        for attribute in attributes { text += "has \(ScriptNames.written(attribute.name))\(attribute.type.script)\n" }
        if !actions.isEmpty { text += "can \(ScriptNames.list(actions))\n" }
        return text + "}"
    }

    private func home(_ home: KindHome) -> String {
        switch home {
        case .partner: "partner"
        case .customer, .everyAccount: "customer"
        case .kind(let kind): ScriptNames.written(state[kind].definition.name)
        }
    }

    // MARK: Roles

    /// Each behind those that it names. Those that name each other, in `can grant`, are declared first.
    private func roles(_ writer: inout ScriptWriter) {
        var open: Set<RoleID> = []
        var done: Set<RoleID> = []
        var order: [RoleID] = []
        var declared: Set<RoleID> = []
        func visit(_ role: RoleID) {
            guard !done.contains(role) else { return }
            if open.contains(role) {
                declared.insert(role)
                return
            }
            open.insert(role)
            let definition = state[role].definition
            let named = Set(definition.includes + definition.grants.flatMap(\.roles))
            for other in access.roles where named.contains(other) { visit(other) }
            open.remove(role)
            done.insert(role)
            order.append(role)
        }
        // By name: whichever was there first, it is the same script.
        for role in access.roles { visit(role) }
        for role in order where declared.contains(role) { writer.add(beginning(of: role)) }
        for role in order {
            writer.add(self.role(role, &writer.notes), because: reason(state[role].modified.seq))
        }
    }

    private func beginning(of role: RoleID) -> String {
        let definition = state[role].definition
        let roleClass = definition.roleClass == .plain ? "" : "\(definition.roleClass) "
        return "define \(roleClass)role \(ScriptNames.written(definition.name))"
    }

    private func role(_ id: RoleID, _ notes: inout [String]) -> String {
        let definition = state[id].definition
        var text = beginning(of: id) + " {\n"
        let includes = definition.includes.filter { !state[$0].isRemoved }
        if !includes.isEmpty { text += "includes \(ScriptNames.list(includes.map { access.name($0) }))\n" }
        var isCut = false
        // A line that permits nothing still shows the customers of its scope.
        var dark: [Reach] = []
        for permission in definition.permissions {
            let left = removed.permission(permission)
            isCut = isCut || left != permission
            if left == nil, let reach = permission.reach { dark.append(reach) }
            if let left { text += state.text(left) + "\n" }
        }
        for grant in definition.grants {
            let reach = grant.reach.map(removed.reach)
            isCut = isCut || reach != grant.reach
            let roles = grant.roles.filter { !state[$0].isRemoved }
            guard !roles.isEmpty else { continue }
            text += "can grant \(ScriptNames.list(roles.map { access.name($0) }))"
            text += reach.map { " " + state.text($0) } ?? ""
            text += "\n"
        }
        if isCut {
            let kept = definition.permissions.compactMap(removed.permission).compactMap(\.reach)
            let shown = dark.contains { !kept.contains($0) }
            notes.append(
                "role \(spelled(definition.name)) names something that was removed: it is written without, and "
                    + (shown ? "shows fewer customers" : "means the same"))
        }
        return text + "}"
    }

    // MARK: Rules

    private func rules(_ writer: inout ScriptWriter) {
        for id in state.ruleIDs {
            let definition = state[id].definition
            let lines = definition.lines.filter { !removed.stands(in: $0) }
            let name = ScriptNames.written(definition.name)
            if lines.count < definition.lines.count {
                let what = lines.isEmpty ? "the rule" : "a line of the rule"
                writer.comment("Left out: \(what) \(name), which names something that was removed.")
                writer.notes.append(
                    "\(what) \(spelled(definition.name)) names something that was removed: it is left out")
            }
            guard !lines.isEmpty else { continue }
            writer.add(
                "define rule \(name) {\n" + lines.map { state.text($0) + "\n" }.joined() + "}",
                because: reason(state[id].modified.seq))
        }
    }
}
