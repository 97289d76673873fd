import ReeveDomain

/// One self-contained page that shows who has access, and why. All that it tells was decided here, by the state that the
/// page is made of; its script looks up and shows.
package struct AccessPage {
    /// What there is to show besides the state.
    package struct Past {
        /// Who made the grants.
        package var made: ProvenanceTable
        package var timeline: Timeline

        package init(made: ProvenanceTable, timeline: Timeline) {
            self.made = made
            self.timeline = timeline
        }
    }

    let access: AccessModel
    private let review: AccessReview
    private let past: Past
    private let head: String
    var state: State { access.state }

    /// - Parameter head: the store's, by which the page can be told to belong to a journal; empty where there is none.
    package init(_ state: State, now: Instant, past: Past, head: String) {
        review = AccessReview(state, now: now)
        access = AccessModel(state, now: now, flat: false)
        self.past = past
        self.head = head
    }

    /// Writes the page, piece by piece. Linear in grants and records; a standing grant costs a look at every customer.
    ///
    /// - Parameter hash: the SHA-256 of a text, in Base64: the page allows its own style and script, and nothing else.
    package func write(hash: (String) -> String, _ give: (String) -> Void) {
        give(pageTop(style: hash(pageStyle), script: hash(pageScript)))
        give("<script type=\"application/json\" id=\"data\">")
        data(give)
        give("</script>\n<script>\(pageScript)</script>\n</body>\n</html>\n")
    }

    // MARK: Data

    private func data(_ give: (String) -> Void) {
        var texts = PageTexts(past.timeline.texts)
        give("{\"format\":\"reeve.page/1\",\"partner\":\(pageText(state.partnerName ?? "")),")
        give("\"seq\":\(state.seq),\"head\":\(pageText(head)),\"asOf\":\(access.now.milliseconds),\n")
        entities(
            "users", access.users.map { (state[$0].name, state[$0].isDisabled, .user($0)) }, BuiltInKind.user.id,
            more: "", &texts, give)
        var free: [Int] = []
        for (index, customer) in access.customers.enumerated() where state.isUnassigned(customer, at: access.now) {
            free.append(index)
        }
        entities(
            "customers", access.customers.map { (state[$0].name, state[$0].isDisabled, .customer($0)) },
            BuiltInKind.customer.id, more: ",\"free\":\(pageNumbers(free))", &texts, give)
        roles(&texts, give)
        grants(&texts, give)
        past.timeline.write(give)
        give("\"texts\":")
        texts.write(give)
        give("}")
    }

    private func entities(
        _ name: String, _ rows: [(name: String, isDisabled: Bool, thing: Thing)], _ kind: KindID, more: String,
        _ texts: inout PageTexts, _ give: (String) -> Void
    ) {
        give("\"\(name)\":{\"name\":")
        pageList(rows, give) { pageText($0.name) }
        give(",\"off\":\(pageNumbers(rows.indices.filter { rows[$0].isDisabled }))\(more),\"facts\":[")
        for (number, attribute) in state[kind].definition.liveAttributes.enumerated() {
            let column = rows.map { row in
                state.attribute(attribute.name, of: row.thing).map { texts.number(state.text($0)) } ?? -1
            }
            give((number > 0 ? "," : "") + "[\(texts.number(attribute.name)),\(pageNumbers(column))]")
        }
        give("]},\n")
    }

    /// The grants in columns, in the order of the review.
    private func grants(_ texts: inout PageTexts, _ give: (String) -> Void) {
        var columns = GrantColumns(access, past.made, texts)
        review.grants { columns.add($0) }
        texts = columns.texts
        columns.write(users: access.users, give)
    }

    // MARK: Roles

    private func roles(_ texts: inout PageTexts, _ give: (String) -> Void) {
        // One's own kinds first.
        let kinds = state.kindIDs.filter { !state[$0].isBuiltIn } + state.kindIDs.filter { state[$0].isBuiltIn }
        give("\"kinds\":[")
        for (number, kind) in kinds.enumerated() {
            let definition = state[kind].definition
            let actions = definition.liveActions.map(pageText).joined(separator: ",")
            let home = definition.home == .everyAccount ? "in every account" : "in " + state.homeText(definition.home)
            give(
                "\(number > 0 ? "," : "")\n{\"name\":\(pageText(definition.name)),\"home\":\(pageText(home)),\"actions\":[\(actions)]}"
            )
        }
        give("],\n\"roles\":[")
        for (number, role) in access.roles.enumerated() {
            let definition = state[role].definition
            var cells: [Int] = []
            for (k, kind) in kinds.enumerated() {
                for (a, action) in state[kind].definition.liveActions.enumerated() {
                    guard let cell = cell(role, kind, action, &texts) else { continue }
                    cells += [k, a, cell]
                }
            }
            give(
                "\(number > 0 ? "," : "")\n{\"name\":\(pageText(definition.name)),\"kind\":\"\(definition.roleClass)\",\"can\":\(pageNumbers(cells)),"
            )
            give("\"more\":\(pageNumbers(notes(role).map { texts.number($0) }))}")
        }
        give("],\n")
    }

    /// What a role permits of one action: -1 for all of it, else where or on which records; nil for nothing.
    private func cell(_ role: RoleID, _ kind: KindID, _ action: String, _ texts: inout PageTexts) -> Int? {
        let bit = state[kind].definition.bit(of: action) ?? 0
        let entries = state.compiled[Int(role.raw)].byKind[Int(kind.raw)].filter { $0.mask & bit != 0 }
        guard !entries.isEmpty else { return nil }
        if entries.contains(where: { $0.reach == nil && $0.condition == nil }) { return -1 }
        var parts: [String] = []
        for entry in entries {
            let condition = entry.condition.map { "where " + state.text($0) }
            let text = [condition, entry.reach.map { state.text($0) }].compactMap { $0 }.joined(separator: " ")
            if !parts.contains(text) { parts.append(text) }
        }
        return texts.number(parts.joined(separator: "; or "))
    }

    private func notes(_ role: RoleID) -> [String] {
        let definition = state[role].definition
        let compiled = state.compiled[Int(role.raw)]
        var notes = definition.includes.map { "includes \(state.spelledName($0))" }
        let own = state[BuiltInKind.user.id].definition
        let actions = own.liveActions.filter { compiled.selfMask & (own.bit(of: $0) ?? 0) != 0 }
        if !actions.isEmpty { notes.append("can \(actions.joined(separator: ", ")) self") }
        return notes + compiled.grants.map { state.text($0) }
    }
}
