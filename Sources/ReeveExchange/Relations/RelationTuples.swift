import ReeveDomain

/// One fact: a subject stands in a relation to an object, for good or for a term.
struct RelationTuple {
    var object: String
    var relation: String
    /// `user:alice`, `user:*`, `role:Admin#staff`.
    var subject: String
    var term = Term.always
    /// What it leads back to: `assign:alice:Admin:acme@12`.
    var origin: String

    /// Names it: no two tuples of a model have the same.
    var key: String { "\(object)#\(relation)@\(subject)" }
}

extension RelationModel {
    // MARK: Objects

    private func part(_ user: UserID) -> IDPart {
        IDPart(encoded: dialect.encoded(access.name(user)), seq: state[user].created.seq)
    }
    private func part(_ role: RoleID) -> IDPart { roleParts[role] ?? IDPart(encoded: "", seq: -1) }
    private func part(_ account: AccountID) -> IDPart {
        account.isPartner ? IDPart(encoded: "partner", seq: -1) : customerParts[access.index(of: account)]
    }

    func object(_ user: UserID) -> String { dialect.object("user", [part(user)]) }
    func object(_ account: AccountID) -> String {
        dialect.object(account.isPartner ? "partner" : "customer", [part(account)])
    }
    private func object(_ role: RoleID, in set: CustomerSet? = nil) -> String {
        dialect.object("role", [part(role)] + (set.flatMap { sets[$0] }.map { [$0] } ?? []))
    }
    private func object(_ set: CustomerSet) -> String { dialect.object("customer_set", sets[set].map { [$0] } ?? []) }
    private func team(_ account: AccountID, _ role: RoleID) -> String {
        dialect.object("account_team", [part(account), part(role)])
    }

    /// `recipe:acme/Sync%20orders`, and the names of all that is between.
    func object(_ record: RecordID) -> String {
        var parts: [IDPart] = []
        var at: RecordID? = record
        while let here = at {
            parts.append(
                IDPart(encoded: dialect.encoded(state[here].entity.name), seq: state[here].entity.created.seq))
            at = state[here].parent
        }
        return dialect.object(
            dialect.type(of: state[state[record].kind]), [part(state[record].account)] + parts.reversed())
    }

    // MARK: Roles

    /// What roles permit, and who has them on the partner's team.
    func roleTuples(_ give: (RelationTuple) -> Void) {
        for role in access.roles {
            give(
                RelationTuple(
                    object: "partner:partner", relation: "member", subject: object(role) + "#staff",
                    origin: access.origin(role: role)))
        }
        for power in rows {
            let relation = relation(power)
            let (object, subject) =
                switch power.way {
                case .account: ("partner:partner", object(power.role) + "#staff")
                case .home, .homeManaging, .partner: (object(power.set ?? CustomerSet()), object(power.role) + "#staff")
                case .manager: (object(power.set ?? CustomerSet()), object(power.role) + "#manager")
                case .team, .teamManaging: (object(power.role, in: power.set), "user:*")
                }
            give(
                RelationTuple(
                    object: object, relation: relation, subject: subject, origin: access.origin(role: power.role)))
        }
    }

    // MARK: Customers

    /// Each customer with the sets that it is in, and the roles that somebody has on its team.
    func customerTuples(_ give: (RelationTuple) -> Void) {
        let sets = sets.keys.map { ($0, access.text($0)) }.sorted { precedes($0.1, $1.1) }.map(\.0)
        var setsOfTeams: [RoleID: Set<CustomerSet>] = [:]
        for power in rows where power.way == .team || power.way == .teamManaging {
            if let set = power.set { setsOfTeams[power.role, default: []].insert(set) }
        }
        let roleRank = Dictionary(uniqueKeysWithValues: access.roles.enumerated().map { ($1, $0) })
        for customer in access.customers {
            let object = object(customer)
            let origin = "customer:\(access.name(customer))@\(state[customer].modified.seq)"
            func put(_ relation: String, _ subject: String) {
                give(RelationTuple(object: object, relation: relation, subject: subject, origin: origin))
            }
            put("partner", "partner:partner")
            if state[customer].isDisabled { put("disabled", "user:*") }
            let covering = sets.filter { access.covers($0, customer) }
            for set in covering { put("set", self.object(set)) }
            let held = Set(
                state.members.of(customer).filter { !state[$0.user].isDisabled && access.term($0.term) != nil }
                    .map(\.role))
            for role in held.sorted(by: { roleRank[$0] ?? 0 < roleRank[$1] ?? 0 }) {
                let team = team(customer, role)
                put("team", team)
                func permits(_ set: CustomerSet?) {
                    give(
                        RelationTuple(
                            object: team, relation: "role", subject: self.object(role, in: set), origin: origin))
                }
                permits(nil)
                for set in covering where setsOfTeams[role]?.contains(set) ?? false { permits(set) }
            }
        }
    }

    // MARK: Grants

    /// Users, and what each has been given. Disabled ones have nothing.
    func userTuples(_ give: (RelationTuple) -> Void) {
        for user in access.users {
            let subject = object(user)
            give(
                RelationTuple(
                    object: subject, relation: "partner", subject: "partner:partner",
                    origin: "user:\(access.name(user))@\(state[user].modified.seq)"))
            guard !state[user].isDisabled else { continue }
            var grants = UserGrants(user: user, subject: subject, model: self)
            grants.teams()
            grants.managed()
            grants.tuples.forEach(give)
        }
    }

    private struct UserGrants {
        let user: UserID
        let subject: String
        let model: RelationModel
        private(set) var tuples: [RelationTuple] = []
        private var terms: Set<String> = []

        private var access: AccessModel { model.access }
        private var state: State { model.state }

        init(user: UserID, subject: String, model: RelationModel) {
            self.user = user
            self.subject = subject
            self.model = model
        }

        private typealias Given = (term: Term, origin: String)

        /// The user stands in the relation while one of the terms does. A second term is told by an object of its own,
        /// for no two tuples have the same ends.
        private mutating func put(_ object: String, _ relation: String, _ given: [(term: Term, origin: String)]) {
            guard let first = given.first(where: { $0.term == .always }) ?? given.first else { return }
            tuples.append(
                RelationTuple(
                    object: object, relation: relation, subject: subject, term: first.term, origin: first.origin))
            guard first.term != .always else { return }
            var seen: Set<Term> = [first.term]
            for more in given where seen.insert(more.term).inserted {
                func text(_ instant: Instant?) -> String { instant.map { String($0.milliseconds) } ?? "" }
                let id = IDPart(encoded: "\(text(more.term.from))_\(text(more.term.until))", seq: -1)
                let holder = model.dialect.object("grant_term", [model.part(user), id])
                if terms.insert(holder).inserted {
                    tuples.append(
                        RelationTuple(
                            object: holder, relation: "holder", subject: subject, term: more.term, origin: more.origin))
                }
                tuples.append(
                    RelationTuple(
                        object: object, relation: relation, subject: holder + "#holder", origin: more.origin))
            }
        }

        mutating func teams() {
            var own: [String: [Given]] = [:]
            for grant in access.teams(of: user) {
                let given: Given = (grant.term, access.origin(team: grant))
                if grant.account.isPartner {
                    put(model.object(grant.role), "staff", [given])
                } else {
                    put(model.team(grant.account, grant.role), "member", [given])
                }
                for action in access.selfActions(of: grant.role) { own[action, default: []].append(given) }
            }
            for action in ["edit", "view"] { put(subject, "own_" + action, own[action] ?? []) }
        }

        /// What the user manages, as long as they are on the partner's team.
        mutating func managed() {
            guard access.partnerTerm(of: user) != nil, let managed = access.managed(by: user) else { return }
            let items = managed.standing
            put(model.object(managed.role), "manager", [(.always, access.origin(role: managed.role))])
            var bySet: [(set: CustomerSet, given: [Given])] = []
            for item in items {
                let set = CustomerSet(condition: item.condition)
                let given: Given = (item.term, access.origin(standing: item, user, managed.role))
                if let at = bySet.firstIndex(where: { $0.set == set }) {
                    bySet[at].given.append(given)
                } else {
                    bySet.append((set, [given]))
                }
            }
            for (set, given) in bySet { put(model.object(set), "manager", given) }
            // Where one item leaves a customer out, the others that cover it say so themselves.
            let except = items.map { Set($0.except) }
            let excepted = except.reduce(into: Set<AccountID>()) { $0.formUnion($1) }
            for customer in access.inOrder(Array(excepted)) {
                guard let at = except.firstIndex(where: { $0.contains(customer) }) else { continue }
                tuples.append(
                    RelationTuple(
                        object: model.object(customer), relation: "excepted", subject: subject,
                        origin: access.origin(standing: items[at], user, managed.role)))
            }
            func standing(_ customer: AccountID) -> [Given] {
                guard excepted.contains(customer) else { return [] }
                return zip(items, except).filter { item, except in
                    !except.contains(customer) && (item.condition.map { state.holds($0, on: customer) } ?? true)
                }.map { ($0.0.term, access.origin(standing: $0.0, user, managed.role)) }
            }
            var named: Set<AccountID> = []
            for grant in managed.named {
                if !excepted.isEmpty { named.insert(grant.account) }
                put(
                    model.object(grant.account), "assigned",
                    [(grant.term, access.origin(named: grant, managed.role))] + standing(grant.account))
            }
            for customer in access.inOrder(Array(excepted)) where !named.contains(customer) {
                put(model.object(customer), "assigned", standing(customer))
            }
        }
    }

    // MARK: Records

    /// Records with what decides about them: where they are, which conditions they meet, and locks.
    func recordTuples(_ give: (RelationTuple) -> Void) {
        guard !access.isOfKindsOnly else { return }
        var found: [RecordID] = []
        var lockedBelow: Set<RecordID> = []
        for row in 0..<state.records.rows.count {
            let id = RecordID(Int32(truncatingIfNeeded: row))
            guard !state[id].entity.isRemoved else { continue }
            found.append(id)
            guard state[id].isLocked else { continue }
            var above = state[id].parent
            while let here = above, lockedBelow.insert(here).inserted { above = state[here].parent }
        }
        let objects = found.map { ($0, object($0)) }.sorted { precedes($0.1, $1.1) }
        for (id, object) in objects {
            let record = state[id]
            let origin = "\(access.name(record.kind)):\(record.entity.name)@\(record.entity.modified.seq)"
            func put(_ relation: String, _ subject: String) {
                give(RelationTuple(object: object, relation: relation, subject: subject, origin: origin))
            }
            put("account", self.object(record.account))
            if let parent = record.parent { put("parent", self.object(parent)) }
            if record.isLocked { put("locked", "user:*") }
            if lockedBelow.contains(id) { put("locked_below", "user:*") }
            for (name, condition) in conditions[record.kind] ?? [] {
                let slot = state[record.kind].definition.slot(of: condition.attribute)
                guard let value = slot.flatMap({ record.entity.value($0) }) else { continue }
                if condition.values.contains(.value(value)) {
                    put(name, "user:*")
                } else if condition.values.contains(.asker), case .user(let user) = value, !state[user].isRemoved {
                    put(name, self.object(user))
                }
            }
        }
    }
}
