import ReeveDomain

/// Cedar's policies, schema and entities, in its JSON form: a template for each role, way of holding it and condition; a
/// link for each grant; a static policy for a grant that begins or ends, or has exceptions. What shadows is an `unless` of
/// the same policy, not a `forbid`: a `forbid` that errors is skipped, and would let through.
struct CedarModel: ExportedModel {
    let access: AccessModel
    var state: State { access.state }
    private let bodies: [Held: [Body]]
    private let own: Set<UserID>
    private let scopes: [(name: String, set: CustomerSet)]
    /// By a customer's place in the order of names: who manages it, for good.
    private let managers: [[UserID]]

    private struct Held: Hashable {
        var role: RoleID
        var held: HeldRole
    }

    /// One policy but for who, where and when.
    private struct Body {
        var id: String
        var actions: [String]
        var formula: AccessFormula
        /// Customers' own records are not asked whether the customer is active.
        var isOfCustomer: Bool
    }

    init(_ access: AccessModel) {
        self.access = access
        var bodies: [Held: [Body]] = [:]
        var sets: Set<CustomerSet> = []
        for role in access.roles {
            for held in HeldRole.allCases {
                let made = Self.bodies(access, role, held)
                for body in made { body.formula.eachSet { sets.insert($0) } }
                if !made.isEmpty { bodies[Held(role: role, held: held)] = made }
            }
        }
        var managers = Array(repeating: [UserID](), count: access.customers.count)
        for user in access.users {
            guard let managed = access.managed(by: user) else { continue }
            for item in managed.standing {
                if let condition = item.condition { sets.insert(CustomerSet(condition: condition)) }
            }
            guard access.partnerTerm(of: user) == .always else { continue }
            let named = Set(managed.named.filter { $0.term == .always }.map(\.account))
            let standing = managed.standing.filter { $0.term == .always }
            guard !standing.isEmpty else {
                for customer in named { managers[access.index(of: customer)].append(user) }
                continue
            }
            for (place, customer) in access.customers.enumerated()
            where named.contains(customer) || standing.contains(where: { access.state.covers($0, customer) }) {
                managers[place].append(user)
            }
        }
        self.bodies = bodies
        self.managers = managers
        own = Set(access.state.members.of(AccountID.partner).map(\.user))
        scopes = sets.map { (access.text($0), $0) }.sorted { precedes($0.0, $1.0) }
    }

    private static func bodies(_ access: AccessModel, _ role: RoleID, _ held: HeldRole) -> [Body] {
        var found: [Body] = []
        for kind in access.kinds {
            let isCustomer = kind == BuiltInKind.customer.id
            for action in access.state[kind].definition.liveActions.sorted(by: precedes) {
                let formula = access.formula(role, held: held, kind, action)
                guard formula != .no else { continue }
                let name = "\(action) \(access.name(kind))"
                if let at = found.firstIndex(where: { $0.formula == formula && $0.isOfCustomer == isCustomer }) {
                    found[at].actions.append(name)
                } else {
                    let id = "role:\(access.name(role)):\(held)#\(found.count + 1)@\(access.state[role].modified.seq)"
                    found.append(Body(id: id, actions: [name], formula: formula, isOfCustomer: isCustomer))
                }
            }
        }
        return found
    }

    var sections: [ExportSection] {
        let policies = "policies.json"
        return [
            ExportSection("templates", in: policies, .members, opening: "{\"templates\": {\n", closing: "},\n"),
            ExportSection("policies", in: policies, .members, opening: "\"staticPolicies\": {\n", closing: "},\n"),
            ExportSection("links", in: policies, .elements, opening: "\"templateLinks\": [\n", closing: "]}\n"),
            ExportSection("schema", in: "schema.json", .lines),
            ExportSection("entities", in: "entities.json", .elements, opening: "[\n", closing: "]\n"),
        ]
    }

    func rows(of section: String, _ give: (ExportRow) -> Void) {
        switch section {
        case "templates": templates(give)
        case "policies": grants(links: false, give)
        case "links": grants(links: true, give)
        case "schema": give(ExportRow("schema", cedarSchema(access)))
        default: entities(give)
        }
    }

    // MARK: Policies

    private func templates(_ give: (ExportRow) -> Void) {
        for role in access.roles {
            for held in HeldRole.allCases {
                for body in bodies[Held(role: role, held: held)] ?? [] {
                    give(ExportRow(body.id, policy(body, held, nil, nil, invited: invited, manages: manages, [])))
                }
            }
            if !access.selfActions(of: role).isEmpty {
                give(ExportRow(selfID(role), selfPolicy(role, "{\"op\": \"==\", \"slot\": \"?principal\"}", [])))
            }
        }
    }

    private var invited: Cedar {
        .customer(.contains(.attribute(.variable("resource"), "invited"), .variable("principal")))
    }
    private var manages: Cedar {
        .customer(.contains(.attribute(.variable("resource"), "managers"), .variable("principal")))
    }

    /// - Parameters:
    ///   - user: nil for a template.
    ///   - place: where it is held: of a static policy; nil for a template.
    private func policy(
        _ body: Body, _ held: HeldRole, _ user: UserID?, _ place: (op: String, entity: CedarEntity)?, invited: Cedar,
        manages: Cedar, _ more: [Cedar]
    ) -> String {
        let principal =
            user.map { "{\"op\": \"==\", \"entity\": \(CedarEntity("User", access.name($0)).reference)}" }
            ?? "{\"op\": \"==\", \"slot\": \"?principal\"}"
        let slot = "\"slot\": \"?resource\""
        let entity = place.map { "\"entity\": \($0.entity.reference)" } ?? slot
        let resource =
            switch held {
            case .home: "{\"op\": \"All\"}"
            case .inPartner: "{\"op\": \"==\", \"entity\": \(CedarEntity.partner.reference)}"
            case .team: "{\"op\": \"==\", \(entity)}"
            case .manager: "{\"op\": \"is\", \"entity_type\": \"Customer\", \"in\": {\(entity)}}"
            case .partner: "{\"op\": \"is\", \"entity_type\": \"Customer\"}"
            }
        var when = more
        var unless: [Cedar] = []
        if held != .home, held != .inPartner, !body.isOfCustomer {
            // A template's resource has no type until it is linked.
            unless.append(.customer(.attribute(.variable("resource"), "disabled")))
        }
        if held == .manager || held == .partner { unless.append(invited) }
        if held == .partner { unless.append(manages) }
        let formula = cedar(body.formula, manages: manages)
        if formula != .yes { when.append(formula) }
        let conditions = when.map { ("when", $0) } + unless.map { ("unless", $0) }
        return jsonObject([
            ("effect", "\"permit\""), ("principal", principal), ("action", actions(body.actions)),
            ("resource", resource),
            (
                "conditions",
                jsonList(conditions.map { jsonObject([("kind", jsonText($0.0)), ("body", $0.1.json)]) })
            ),
        ])
    }

    private func actions(_ names: [String]) -> String {
        jsonObject([
            ("op", "\"in\""), ("entities", jsonList(names.map { CedarEntity("Action", $0).reference })),
        ])
    }

    private func selfID(_ role: RoleID) -> String { "role:\(access.name(role)):self@\(state[role].modified.seq)" }

    private func selfPolicy(_ role: RoleID, _ principal: String, _ more: [Cedar]) -> String {
        let subject = Cedar.variable("context")
        let conditions =
            more + [.all([.has(subject, "subject"), .equal(.attribute(subject, "subject"), .variable("principal"))])]
        return jsonObject([
            ("effect", "\"permit\""), ("principal", principal),
            ("action", actions(access.selfActions(of: role).map { "\($0) user" })), ("resource", "{\"op\": \"All\"}"),
            ("conditions", jsonList(conditions.map { jsonObject([("kind", "\"when\""), ("body", $0.json)]) })),
        ])
    }

    private func cedar(_ formula: AccessFormula, manages: Cedar) -> Cedar {
        let context = Cedar.variable("context")
        let records = Cedar.attribute(context, "records")
        func record(_ kind: KindID) -> Cedar { .attribute(records, access.name(kind)) }
        switch formula {
        case .yes: return .yes
        case .no: return .no
        case .inSet(let set): return .within(.variable("resource"), scope(set))
        case .manages: return manages
        case .locked(let kind):
            return .all([.has(records, access.name(kind)), .attribute(record(kind), "locked")])
        case .lockedBelow: return .all([.has(context, "lockedBelow"), .attribute(context, "lockedBelow")])
        case .meets(let kind, let wanted):
            let attributes = Cedar.attribute(record(kind), "attributes")
            let values = wanted.values.map { value in
                switch value {
                case .asker: Cedar.variable("principal")
                case .value(let value): cedarValue(value, access)
                }
            }
            return .all([
                .has(records, access.name(kind)), .has(attributes, wanted.attribute),
                .contains(.set(values), .attribute(attributes, wanted.attribute)),
            ])
        case .not(let inner): return .not(cedar(inner, manages: manages))
        case .and(let parts): return .all(parts.map { cedar($0, manages: manages) })
        case .or(let parts): return .any(parts.map { cedar($0, manages: manages) })
        }
    }

    private func scope(_ set: CustomerSet) -> CedarEntity { CedarEntity("Scope", access.text(set)) }

    // MARK: Grants

    /// - Parameter links: the links of templates; else the static policies.
    private func grants(links: Bool, _ give: (ExportRow) -> Void) {
        for user in access.users where !state[user].isDisabled {
            let teams = access.teams(of: user)
            let home = teams.first { $0.account.isPartner }
            let managed = home == nil ? nil : access.managed(by: user)
            let timedTeams = teams.filter { !$0.account.isPartner && $0.term != .always }
            let homeTerm = home?.term ?? .always
            var invited = invited
            var manages = manages
            if !timedTeams.isEmpty {
                invited = .any(
                    [invited]
                        + timedTeams.map {
                            .all([.within(.variable("resource"), customer($0.account))] + live($0.term))
                        })
            }
            if let managed {
                let named = managed.named.filter { $0.term != .always || homeTerm != .always }.map {
                    Cedar.all([.within(.variable("resource"), customer($0.account))] + live($0.term) + live(homeTerm))
                }
                let standing = managed.standing.filter { $0.term != .always || homeTerm != .always }.map {
                    Cedar.all(
                        [.customer(.within(.variable("resource"), scope($0)))] + excepting($0) + live($0.term)
                            + live(homeTerm))
                }
                if !named.isEmpty || !standing.isEmpty { manages = .any([manages] + named + standing) }
            }
            let isPlain = invited == self.invited && manages == self.manages
            func put(
                _ role: RoleID, _ held: HeldRole, _ place: CedarEntity?, _ id: String, _ conditions: [Cedar]
            ) {
                for body in bodies[Held(role: role, held: held)] ?? [] {
                    let id = "\(id)|\(body.id)"
                    // What begins and ends changes also what other grants of the same user shadow.
                    let isLink = isPlain && conditions.isEmpty
                    guard isLink == links else { continue }
                    if isLink {
                        give(ExportRow(id, link(body.id, id, user, place)))
                    } else {
                        give(
                            ExportRow(
                                id,
                                policy(
                                    body, held, user, place.map { ("in", $0) }, invited: invited, manages: manages,
                                    conditions)))
                    }
                }
            }
            for grant in teams {
                let id = access.origin(team: grant)
                if !access.selfActions(of: grant.role).isEmpty {
                    let id = "\(id)|\(selfID(grant.role))"
                    if grant.term == .always {
                        if links { give(ExportRow(id, link(selfID(grant.role), id, user, nil))) }
                    } else if !links {
                        let principal =
                            "{\"op\": \"==\", \"entity\": \(CedarEntity("User", access.name(user)).reference)}"
                        give(ExportRow(id, selfPolicy(grant.role, principal, live(grant.term))))
                    }
                }
                guard grant.account.isPartner else {
                    put(grant.role, .team, customer(grant.account), id, live(grant.term))
                    continue
                }
                for held in [HeldRole.home, .inPartner, .partner] { put(grant.role, held, nil, id, live(grant.term)) }
            }
            guard let managed else { continue }
            for grant in managed.named {
                put(
                    managed.role, .manager, customer(grant.account), access.origin(named: grant, managed.role),
                    live(grant.term) + live(homeTerm))
            }
            for item in managed.standing {
                put(
                    managed.role, .manager, scope(item), access.origin(standing: item, user, managed.role),
                    excepting(item) + live(item.term) + live(homeTerm))
            }
        }
    }

    private func customer(_ account: AccountID) -> CedarEntity { CedarEntity("Customer", access.name(account)) }

    private func scope(_ item: StandingItem) -> CedarEntity {
        item.condition.map { scope(CustomerSet(condition: $0)) } ?? .partner
    }

    private func excepting(_ item: StandingItem) -> [Cedar] {
        item.except.map { .not(.within(.variable("resource"), customer($0))) }
    }

    /// In milliseconds since 1970.
    private func live(_ term: Term) -> [Cedar] {
        let now = Cedar.attribute(.variable("context"), "now")
        return (term.from.map { [.atMost(.number($0.milliseconds), now)] } ?? [])
            + (term.until.map { [.below(now, .number($0.milliseconds))] } ?? [])
    }

    private func link(_ template: String, _ id: String, _ user: UserID, _ place: CedarEntity?) -> String {
        var values = [("?principal", CedarEntity("User", access.name(user)).reference)]
        if let place { values.append(("?resource", place.reference)) }
        return jsonObject([
            ("templateId", jsonText(template)), ("newId", jsonText(id)), ("values", jsonObject(values)),
        ])
    }

    // MARK: Entities

    private func entities(_ give: (ExportRow) -> Void) {
        func put(_ entity: CedarEntity, _ attributes: [(String, String)] = [], in parents: [CedarEntity] = []) {
            give(
                ExportRow(
                    "\(entity.type)::\(entity.id)",
                    jsonObject([
                        ("uid", entity.reference), ("attrs", jsonObject(attributes)),
                        ("parents", jsonList(parents.map(\.reference))),
                    ])))
        }
        put(.partner)
        for scope in scopes { put(CedarEntity("Scope", scope.name)) }
        func users(_ ids: [UserID]) -> String {
            jsonList(ids.map { "{\"__entity\": \(CedarEntity("User", access.name($0)).reference)}" })
        }
        for (place, account) in access.customers.enumerated() {
            // Only the partner's people have something that an invite could shadow.
            let invited = state.members.of(account).filter {
                own.contains($0.user) && access.term($0.term) == .always
            }.map(\.user).sorted { precedes(access.name($0), access.name($1)) }
            put(
                customer(account),
                [
                    ("disabled", state[account].isDisabled ? "true" : "false"), ("invited", users(invited)),
                    ("managers", users(managers[place])),
                ],
                in: [.partner]
                    + scopes.filter { access.covers($0.set, account) }.map { CedarEntity("Scope", $0.name) })
        }
        for user in access.users { put(CedarEntity("User", access.name(user))) }
    }
}

extension AccessModel {
    /// The term of a user's place on the partner's team; nil for one who has none.
    func partnerTerm(of user: UserID) -> Term? { teams(of: user).first { $0.account.isPartner }?.term }
}

extension AccessFormula {
    func eachSet(_ visit: (CustomerSet) -> Void) {
        switch self {
        case .inSet(let set): visit(set)
        case .not(let inner): inner.eachSet(visit)
        case .and(let parts), .or(let parts): parts.forEach { $0.eachSet(visit) }
        default: break
        }
    }
}
