import ReeveDomain

/// A bundle for OPA: the decision as a policy that is the same for every export, and all that is true as its data. It
/// carries everything: terms are compared with the request's `now`, conditions and locks with the record it brings.
struct OPAModel: ExportedModel {
    private let access: AccessModel
    private var state: State { access.state }

    init(_ access: AccessModel) { self.access = access }

    var sections: [ExportSection] {
        let file = "data.json"
        return [
            ExportSection("manifest", in: ".manifest", .lines),
            ExportSection("policy", in: "policy.rego", .lines),
            ExportSection("kinds", in: file, .members, opening: "{\"reeve\": {\"kinds\": {\n", closing: "}, "),
            ExportSection("roles", in: file, .members, opening: "\"roles\": {\n", closing: "}, "),
            ExportSection("customers", in: file, .members, opening: "\"customers\": {\n", closing: "}, "),
            ExportSection("standing_where", in: file, .members, opening: "\"standing_where\": {\n", closing: "}, "),
            ExportSection("users", in: file, .members, opening: "\"users\": {\n", closing: "}}}\n"),
        ]
    }

    func rows(of section: String, _ give: (ExportRow) -> Void) {
        switch section {
        case "manifest":
            let revision = jsonObject([("revision", jsonText(String(state.seq))), ("roots", "[\"reeve\"]")])
            give(ExportRow("manifest", revision))
        case "policy": give(ExportRow("policy", opaPolicy))
        case "kinds": kinds(give)
        case "roles": roles(give)
        case "customers": customers(give)
        case "standing_where": standing(give)
        default: users(give)
        }
    }

    // MARK: Definitions

    private func kinds(_ give: (ExportRow) -> Void) {
        for kind in state.kindIDs {
            let home =
                switch state.root(of: kind) {
                case .partner: "partner"
                case .everyAccount: "every account"
                default: "customer"
                }
            let above = state.parents(of: kind).map { jsonText(access.name($0)) }
            give(
                ExportRow(access.name(kind), jsonObject([("home", jsonText(home)), ("above", jsonList(above))])))
        }
    }

    private func roles(_ give: (ExportRow) -> Void) {
        for role in access.roles {
            let compiled = state.compiled[Int(role.raw)]
            let user = state[BuiltInKind.user.id].definition
            let own = user.liveActions.filter { compiled.selfMask & (user.bit(of: $0) ?? 0) != 0 }
            var kinds: [(String, String)] = []
            for kind in state.kindIDs {
                let definition = state[kind].definition
                let actions = definition.liveActions.compactMap { action -> (String, String)? in
                    let entries = compiled.byKind[Int(kind.raw)].filter {
                        $0.mask & (definition.bit(of: action) ?? 0) != 0
                    }
                    return entries.isEmpty ? nil : (action, jsonList(entries.map(entry)))
                }
                if !actions.isEmpty { kinds.append((definition.name, jsonObject(actions))) }
            }
            give(
                ExportRow(
                    access.name(role),
                    jsonObject([
                        ("id", jsonText(access.origin(role: role))),
                        ("self", jsonObject(own.map { ($0, "true") })),
                        ("reaches", jsonList(compiled.reaches.map(reach))), ("can", jsonObject(kinds)),
                    ])))
        }
    }

    private func reach(_ reach: Reach) -> String {
        let scope = reach.condition.map { [("scope", jsonText(state.text($0)))] } ?? []
        return jsonObject([("customers", jsonText("\(reach.base)"))] + scope)
    }

    private func entry(_ entry: CompiledRole.Entry) -> String {
        var members = [("id", jsonText("\(access.origin(role: entry.source))#\(entry.index + 1)"))]
        if entry.isAnything { members.append(("anything", "true")) }
        if let wanted = entry.reach { members.append(("reach", reach(wanted))) }
        if let condition = entry.condition {
            let values = condition.values.compactMap { wanted -> String? in
                if case .value(let value) = wanted { json(value) } else { nil }
            }
            var parts = [("attribute", jsonText(condition.attribute)), ("values", jsonList(values))]
            if condition.values.contains(.asker) { parts.append(("asker", "true")) }
            members.append(("where", jsonObject(parts)))
        }
        return jsonObject(members)
    }

    /// As requests are to bring it: a date, an instant or a duration as Reeve writes it, a user by name.
    private func json(_ value: Value) -> String {
        switch value {
        case .number(let number): numberText(number)
        case .yesNo(let flag): flag ? "true" : "false"
        case .text(let text): jsonText(text)
        case .date(let instant): jsonText(instant.dateText)
        case .instant(let instant): jsonText(instant.text)
        case .duration(let milliseconds): jsonText(durationText(milliseconds: milliseconds))
        case .user(let user): jsonText(access.name(user))
        case .role(let role): jsonText(access.name(role))
        }
    }

    // MARK: Who and where

    /// Every condition that a scope or a reach looks at, each once.
    private var conditions: [(text: String, condition: Condition)] {
        var found: [String: Condition] = [:]
        for role in access.roles {
            for reach in state.compiled[Int(role.raw)].reaches {
                if let condition = reach.condition { found[state.text(condition)] = condition }
            }
        }
        for user in state.standingManagers {
            for item in state.manager(user)?.standing ?? [] {
                if let condition = item.condition { found[state.text(condition)] = condition }
            }
        }
        return found.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, $0.value) }
    }

    private var usesUnassigned: Bool {
        access.roles.contains { state.compiled[Int($0.raw)].reaches.contains { $0.base == .unassigned } }
    }

    private func customers(_ give: (ExportRow) -> Void) {
        let conditions = conditions
        let needsManagers = usesUnassigned
        for customer in access.customers {
            let scopes = conditions.filter { state.holds($0.condition, on: customer) }.map { ($0.text, "true") }
            var members = [("scopes", jsonObject(scopes))]
            if state[customer].isDisabled { members.append(("disabled", "true")) }
            if needsManagers {
                let names = state.assignments.of(customer).filter { access.term($0.term) != nil }
                    .map { access.name($0.user) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
                members.append(("managed_by", jsonList(names.map(jsonText))))
            }
            give(ExportRow(access.name(customer), jsonObject(members)))
        }
    }

    /// Whose standing items make a customer one that somebody manages.
    private func standing(_ give: (ExportRow) -> Void) {
        guard usesUnassigned else { return }
        for user in access.users {
            guard let manager = state.manager(user), manager.standing.contains(where: { $0.condition != nil }) else {
                continue
            }
            give(ExportRow(access.name(user), "true"))
        }
    }

    private func users(_ give: (ExportRow) -> Void) {
        for user in access.users {
            var members: [(String, String)] = []
            if state[user].isDisabled { members.append(("disabled", "true")) }
            let teams = access.teams(of: user).map { grant in
                (
                    access.name(grant.account),
                    grantObject(access.origin(team: grant), grant.term, [("role", jsonText(access.name(grant.role)))])
                )
            }
            if !teams.isEmpty { members.append(("team", jsonObject(teams))) }
            if let managed = access.managed(by: user) {
                let named = managed.named.map { grant in
                    (access.name(grant.account), grantObject(access.origin(named: grant, managed.role), grant.term))
                }
                let standing = managed.standing.map { item in
                    var more: [(String, String)] = []
                    if let condition = item.condition { more.append(("scope", jsonText(state.text(condition)))) }
                    let except = item.except.map { (access.name($0), "true") }
                    if !except.isEmpty { more.append(("except", jsonObject(except))) }
                    return grantObject(access.origin(standing: item, user, managed.role), item.term, more)
                }
                members.append(
                    (
                        "manager",
                        jsonObject([
                            ("role", jsonText(access.name(managed.role))), ("named", jsonObject(named)),
                            ("standing", jsonList(standing)),
                        ])
                    ))
            }
            give(ExportRow(access.name(user), jsonObject(members)))
        }
    }

    private func grantObject(_ id: String, _ term: Term, _ more: [(String, String)] = []) -> String {
        var members = more
        if let from = term.from { members.append(("from", String(from.milliseconds))) }
        if let until = term.until { members.append(("until", String(until.milliseconds))) }
        return jsonObject(members + [("id", jsonText(id))])
    }
}
