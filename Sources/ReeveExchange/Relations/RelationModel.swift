import ReeveDomain

/// The access model as types, relations and tuples, from which both engines' files are written.
///
/// What roles permit is tuples, so that a role that is defined anew changes no model. On a customer, the three routes are
/// relations that leave each other out; so each user has one role there, and what has to hold together (what is above may be
/// seen, no lock is in the way) is put together of what that one role permits.
struct RelationModel {
    let access: AccessModel
    let dialect: RelationDialect
    let rows: [RelationPower]
    /// The relation of a kind's records that tells whether they meet a condition.
    private(set) var conditions: [KindID: [(name: String, condition: RecordCondition)]] = [:]
    /// Every set that is looked at, with the id of its object.
    private(set) var sets: [CustomerSet: IDPart] = [:]
    /// In the order of customers' names.
    let customerParts: [IDPart]
    let roleParts: [RoleID: IDPart]
    /// Of each relation that roles have, whether one does.
    private let used: Set<String>
    var state: State { access.state }

    init(_ access: AccessModel, _ dialect: RelationDialect) {
        self.access = access
        self.dialect = dialect
        customerParts = access.customers.map {
            IDPart(encoded: dialect.encoded(access.name($0)), seq: access.state[$0].created.seq)
        }
        roleParts = Dictionary(
            uniqueKeysWithValues: access.roles.map {
                ($0, IDPart(encoded: dialect.encoded(access.name($0)), seq: access.state[$0].created.seq))
            })
        var found: [RelationPower] = []
        var seen: Set<RelationPower> = []
        for role in access.roles {
            for kind in access.kinds {
                for action in access.state[kind].definition.liveActions.sorted(by: precedes) {
                    for power in RelationPower.all(of: role, kind, action, access) where seen.insert(power).inserted {
                        found.append(power)
                    }
                }
            }
        }
        rows = found
        conditions = Self.conditions(found, access)
        sets = Self.sets(found, access, dialect)
        var used: Set<String> = []
        for power in found {
            used.insert(Self.relation(power, dialect, access, Self.suffix(power, conditions)))
        }
        self.used = used
    }

    // MARK: Names

    private static func conditions(
        _ rows: [RelationPower], _ access: AccessModel
    ) -> [KindID: [(name: String, condition: RecordCondition)]] {
        var found: [KindID: [String: RecordCondition]] = [:]
        for power in rows {
            if let condition = power.condition {
                found[power.kind, default: [:]][access.state.text(condition)] = condition
            }
        }
        return found.mapValues { conditions in
            let texts = conditions.sorted { precedes($0.key, $1.key) }
            return zip(texts, shortNames(texts.map(\.key))).map { ("if_" + $1, $0.value) }
        }
    }

    private static func sets(
        _ rows: [RelationPower], _ access: AccessModel, _ dialect: RelationDialect
    ) -> [CustomerSet: IDPart] {
        var found: Set<CustomerSet> = [CustomerSet()]
        for power in rows { found.insert(power.set ?? CustomerSet()) }
        for user in access.users {
            for item in access.managed(by: user)?.standing ?? [] {
                found.insert(CustomerSet(condition: item.condition))
            }
        }
        let texts = found.map { (access.text($0), $0) }.sorted { precedes($0.0, $1.0) }
        var ids: [CustomerSet: IDPart] = [:]
        for (text, short) in zip(texts, shortNames(texts.map(\.0))) {
            var id = dialect.encoded(text.0)
            // A role's name stands before it in ids of what roles permit there.
            if id.utf8.count > 80 { id = "|" + short }
            ids[text.1] = IDPart(encoded: id, seq: -1)
        }
        return ids
    }

    /// Eight hexadecimal digits for each text, the same in every export unless two of them would have the same.
    private static func shortNames(_ texts: [String]) -> [String] {
        var taken: Set<String> = []
        return texts.map { text in
            // Fowler, Noll, Vo: FNV-1a, 32 bits.
            let hash = text.utf8.reduce(2_166_136_261 as UInt32) { ($0 ^ UInt32($1)) &* 16_777_619 }
            let digits = String(hash, radix: 16)
            let name = String(repeating: "0", count: 8 - digits.utf8.count) + digits
            var free = name
            var number = 2
            while !taken.insert(free).inserted {
                free = name + "x\(number)"
                number += 1
            }
            return free
        }
    }

    private static func suffix(
        _ power: RelationPower, _ conditions: [KindID: [(name: String, condition: RecordCondition)]]
    ) -> String {
        power.condition.flatMap { wanted in
            conditions[power.kind]?.first { $0.condition == wanted }.map { "_" + $0.name }
        } ?? ""
    }

    private static func relation(
        _ power: RelationPower, _ dialect: RelationDialect, _ access: AccessModel, _ suffix: String
    ) -> String {
        dialect.relation(power.way.rawValue, power.action, access.state[power.kind], suffix)
    }

    /// `m_edit_recipe`, what tuples of a role permit along a way.
    func relation(_ power: RelationPower) -> String {
        Self.relation(power, dialect, access, Self.suffix(power, conditions))
    }

    private func name(_ prefix: String, _ action: String, _ kind: KindID, _ suffix: String = "") -> String {
        dialect.relation(prefix, action, state[kind], suffix)
    }

    private func actions(of kind: KindID) -> [String] { state[kind].definition.liveActions.sorted(by: precedes) }

    private func isOfPartner(_ kind: KindID) -> Bool { state.root(of: kind) == .partner }

    // MARK: Types

    var types: [RelationType] {
        let kinds = access.kinds
        var all = [user, role, customerSet, grantTerm, team, partner(kinds), customer(kinds)]
        if !access.isOfKindsOnly { all += kinds.filter { !state[$0].isBuiltIn }.map { record($0) } }
        return all
    }

    private var forTerm: [RelationSubject] { [access.isFlat ? .user : .userForTerm] }
    private var forTerms: [RelationSubject] { forTerm + [.usersOf(type: "grant_term", relation: "holder")] }

    private var user: RelationType {
        var type = RelationType("user", "A user. What others may do with one is asked here too.")
        type.define("partner", .direct([.object("partner")]))
        let kind = BuiltInKind.user.id
        for action in ["edit", "view"] { type.define("own_" + action, .direct(forTerms)) }
        for action in actions(of: kind) {
            let others = RelationRule.from(name("can", action, kind), through: "partner")
            let isOwn = action == "edit" || action == "view"
            type.define(dialect.relation("can", action, nil), isOwn ? .any([others, .own("own_" + action)]) : others)
        }
        return type
    }

    /// The relations that roles have along some ways, each once, in order.
    private func used(_ ways: Set<RelationWay>) -> [String] {
        Set(rows.filter { ways.contains($0.way) }.map(relation)).sorted(by: precedes)
    }

    private var role: RelationType {
        var type = RelationType(
            "role", "A role, also for customers of one set only: who holds it, and what it permits on customers' teams."
        )
        type.define("manager", .direct([.user]))
        type.define("staff", .direct(forTerm))
        for relation in used([.team, .teamManaging]) { type.define(relation, .direct([.everyone])) }
        return type
    }

    private var customerSet: RelationType {
        var type = RelationType(
            "customer_set", "Customers that meet a condition: who manages them all, and what roles permit with them.")
        type.define("manager", .direct(forTerms))
        for relation in used([.manager]) {
            type.define(relation, .direct([.usersOf(type: "role", relation: "manager")]))
        }
        for relation in used([.partner, .home, .homeManaging]) {
            type.define(relation, .direct([.usersOf(type: "role", relation: "staff")]))
        }
        return type
    }

    private var grantTerm: RelationType {
        var type = RelationType("grant_term", "A user for a term, where one tuple is not enough to say it.")
        type.define("holder", .direct(forTerm))
        return type
    }

    private var team: RelationType {
        var type = RelationType("account_team", "Who has one role on one customer's team.")
        type.define("role", .direct([.object("role")]))
        type.define("member", .direct(forTerm))
        for relation in used([.team, .teamManaging]) {
            type.define(relation, .all([.own("member"), .from(relation, through: "role")]))
        }
        return type
    }

    private func partner(_ kinds: [KindID]) -> RelationType {
        var type = RelationType("partner", "The partner's account.")
        let staff = RelationRule.direct([.usersOf(type: "role", relation: "staff")])
        type.define("nobody", .direct([.user]))
        type.define("member", staff)
        for relation in used([.account]) { type.define(relation, staff) }
        for kind in kinds {
            for action in actions(of: kind) {
                type.define(name("can", action, kind), asked(action, kind) { $0 })
            }
        }
        return type
    }

    /// Of a kind as such: what is above may be seen. `rule` is told the relation for what is permitted.
    private func asked(_ action: String, _ kind: KindID, _ rule: (RelationRule) -> RelationRule) -> RelationRule {
        func may(_ action: String, _ kind: KindID) -> RelationRule {
            let relation = name("may", action, kind)
            return rule(used.contains(relation) ? .own(relation) : .nobody)
        }
        return .every([may(action, kind)] + state.parents(of: kind).map { may("view", $0) })
    }

    private func customer(_ kinds: [KindID]) -> RelationType {
        var type = RelationType(
            "customer", "A customer's account: the three routes, and what the role of the first one permits.")
        type.define("nobody", .direct([.user]))
        type.define("partner", .direct([.object("partner")]))
        type.define("team", .direct([.object("account_team")]))
        type.define("set", .direct([.object("customer_set")]))
        type.define("disabled", .direct([.everyone]))
        type.define("member", .from("member", through: "team"))
        type.define("staff", .from("member", through: "partner"))
        type.define("assigned", .direct(forTerms))
        type.define("excepted", .direct([.user]))
        type.define("standing", .except(.from("manager", through: "set"), .own("excepted")))
        type.define("manages", .all([.any([.own("assigned"), .own("standing")]), .own("staff")]))
        type.define("by_manager", .except(.own("manages"), .own("member")))
        type.define("by_partner", .except(.own("staff"), .any([.own("member"), .own("manages")])))
        for kind in kinds where !isOfPartner(kind) || kind == BuiltInKind.customer.id {
            for action in actions(of: kind) {
                for suffix in suffixes(of: kind) where permits(action, kind, suffix) {
                    type.define(name("may", action, kind, suffix), permitted(action, kind, suffix))
                }
            }
        }
        for kind in kinds where !isOfPartner(kind) || kind == BuiltInKind.customer.id {
            for action in actions(of: kind) {
                func may(_ action: String, _ kind: KindID) -> RelationRule {
                    permits(action, kind, "") ? .own(name("may", action, kind)) : .nobody
                }
                let above = kind == BuiltInKind.customer.id ? [] : state.parents(of: kind)
                type.define(
                    name("can", action, kind), .every([may(action, kind)] + above.map { may("view", $0) }))
            }
        }
        return type
    }

    /// Nothing for what is permitted anyhow, and one for each condition on records of the kind.
    private func suffixes(of kind: KindID) -> [String] { [""] + (conditions[kind] ?? []).map { "_" + $0.name } }

    private func has(_ way: RelationWay, _ action: String, _ kind: KindID, _ suffix: String) -> String? {
        let relation = name(way.rawValue, action, kind, suffix)
        return used.contains(relation) ? relation : nil
    }

    /// Whether any role permits it in a customer's account.
    private func permits(_ action: String, _ kind: KindID, _ suffix: String) -> Bool {
        let isCustomer = kind == BuiltInKind.customer.id
        return RelationWay.allCases.contains { way in
            (way != .account || isCustomer) && has(way, action, kind, suffix) != nil
        }
    }

    /// What is permitted in a customer's account, by the one route that counts there.
    private func permitted(_ action: String, _ kind: KindID, _ suffix: String) -> RelationRule {
        func part(_ way: RelationWay, through: String, _ route: String? = nil) -> [RelationRule] {
            guard let relation = has(way, action, kind, suffix) else { return [] }
            let rule = RelationRule.from(relation, through: through)
            return [route.map { .all([.own($0), rule]) } ?? rule]
        }
        let routes =
            part(.team, through: "team") + part(.teamManaging, through: "team", "manages")
            + part(.manager, through: "set", "by_manager") + part(.partner, through: "set", "by_partner")
        guard kind == BuiltInKind.customer.id else { return .except(.either(routes), .own("disabled")) }
        // Customers' own records live with the partner: what its team may do counts beside what the route gives.
        return .either(
            part(.account, through: "partner") + part(.home, through: "set")
                + part(.homeManaging, through: "set", "manages") + routes)
    }

    // MARK: Records

    private func record(_ kind: KindID) -> RelationType {
        var type = RelationType(dialect.type(of: state[kind]), "Records of the kind \(jsonText(access.name(kind))).")
        let parent: KindID? = if case .kind(let above) = state[kind].definition.home { above } else { nil }
        let accounts: [String] =
            switch state.root(of: kind) {
            case .partner: ["partner"]
            case .everyAccount: ["partner", "customer"]
            default: ["customer"]
            }
        type.define("nobody", .direct([.user]))
        type.define("account", .direct(accounts.map { .object($0) }))
        if let parent { type.define("parent", .direct([.object(dialect.type(of: state[parent]))])) }
        type.define("locked", .direct([.everyone]))
        type.define("locked_below", .direct([.everyone]))
        for (name, condition) in conditions[kind] ?? [] {
            var subjects: [RelationSubject] = []
            if condition.values.contains(.asker) { subjects.append(.user) }
            if condition.values.contains(where: { $0 != .asker }) { subjects.append(.everyone) }
            type.define(name, .direct(subjects))
        }
        let actions = actions(of: kind)
        for action in Set(actions + ["lock", "view"]).sorted(by: precedes) where action != "create" {
            type.define(dialect.relation("may", action, nil), permittedHere(action, kind))
        }
        func above(_ relation: String) -> [RelationRule] { parent == nil ? [] : [.from(relation, through: "parent")] }
        type.define("seen", .every([.own(dialect.relation("may", "view", nil))] + above("seen")))
        let lock = RelationRule.except(.own("locked"), .own(dialect.relation("may", "lock", nil)))
        type.define("barred", .either([lock] + above("barred")))
        for action in actions where action != "create" {
            let may = RelationRule.every([.own(dialect.relation("may", action, nil))] + above("seen"))
            let rule: RelationRule =
                switch action {
                case "edit": .except(may, .own("barred"))
                case "delete": .except(may, .any([.own("barred"), .own("locked_below")]))
                default: may
                }
            type.define(dialect.relation("can", action, nil), rule)
        }
        for child in access.kinds
        where state[child].definition.home == .kind(kind) && self.actions(of: child).contains("create") {
            let may = fromAccount("create", child, "")
            let rule = RelationRule.but(.every([may, .own("seen")]), not: .own("barred"))
            type.define(name("can", "create", child), rule)
        }
        return type
    }

    private func fromAccount(_ action: String, _ kind: KindID, _ suffix: String) -> RelationRule {
        let relation = name("may", action, kind, suffix)
        let root = state.root(of: kind)
        let isThere =
            root != .partner && permits(action, kind, suffix) || root != .customer && used.contains(relation)
        return isThere ? .from(relation, through: "account") : .nobody
    }

    private func permittedHere(_ action: String, _ kind: KindID) -> RelationRule {
        .either(
            suffixes(of: kind).map { suffix in
                let may = fromAccount(action, kind, suffix)
                return suffix.isEmpty ? may : .every([may, .own(String(suffix.dropFirst()))])
            })
    }
}
