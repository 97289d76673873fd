import ReeveDomain

/// Casbin's `model.conf` and `policy.csv`. Routes are settled by the matcher, one row a permission and route; who is where
/// stands in `g`, and in `g2` which customers are in the sets that permissions look at.
struct CasbinModel: ExportedModel {
    private let access: AccessModel
    private let rules: [Rule]
    /// What permissions look at: every set that must hold the customer, as one.
    private let sets: [String: Set<CustomerSet>]
    private var state: State { access.state }

    private struct Rule {
        var role: RoleID
        var kind: String
        var action: String
        var set: String
        var route: String
    }

    init(_ access: AccessModel) {
        self.access = access
        var rules: [Rule] = []
        var sets: [String: Set<CustomerSet>] = [:]
        for role in access.roles {
            for kind in access.kinds {
                for action in access.state[kind].definition.liveActions.sorted(by: precedes) {
                    for held in HeldRole.allCases {
                        let formula = access.formula(role, held: held, kind, action).withoutRecord
                        for isManaging in [false, true] {
                            // What managing adds stands in rows of its own.
                            let known = isManaging ? formula.managing(false).waysThroughSets : []
                            for way in formula.managing(isManaging).waysThroughSets where !known.contains(way) {
                                let set = access.name(of: way)
                                if !way.isEmpty { sets[set] = way }
                                rules.append(
                                    Rule(
                                        role: role, kind: access.name(kind), action: action,
                                        set: way.isEmpty ? Self.everywhere(held) : "s:" + set,
                                        route: "\(held)" + (isManaging ? "-managing" : "")))
                            }
                        }
                    }
                }
            }
            let own = access.selfActions(of: role)
            rules += own.map { Rule(role: role, kind: "self", action: $0, set: "*", route: "self") }
        }
        self.rules = rules
        self.sets = sets
    }

    private static func everywhere(_ held: HeldRole) -> String {
        switch held {
        case .home: "*"
        case .inPartner: "partner"
        case .team, .manager, .partner: "customers"
        }
    }

    var sections: [ExportSection] {
        [
            ExportSection("model", in: "model.conf", .lines), ExportSection("permissions", in: "policy.csv", .lines),
            ExportSection("sets", in: "policy.csv", .lines), ExportSection("grants", in: "policy.csv", .lines),
        ]
    }

    func rows(of section: String, _ give: (ExportRow) -> Void) {
        switch section {
        case "model": give(ExportRow("model", Self.model))
        case "permissions":
            for rule in rules {
                line(
                    "p", [access.name(rule.role, as: .team), rule.action, rule.kind, rule.set, rule.route], of: 5,
                    id: access.origin(role: rule.role), give)
            }
        case "sets": customerSets(give)
        default: grants(give)
        }
    }

    /// - Parameter of: how many of the fields name the row; the id tells where it comes from.
    private func line(_ sort: String, _ fields: [String], of count: Int, id: String, _ give: (ExportRow) -> Void) {
        let key = ([sort] + fields.prefix(count).map(casbinName)).joined(separator: ", ")
        give(ExportRow(key, ([key] + fields.dropFirst(count) + [casbinName(id)]).joined(separator: ", ")))
    }

    private func customerSets(_ give: (ExportRow) -> Void) {
        let sorted = sets.sorted { precedes($0.key, $1.key) }
        for customer in access.customers {
            let name = "c:" + access.name(customer)
            let id = "customer:\(access.name(customer))@\(state[customer].modified.seq)"
            if state[customer].isDisabled { line("g2", [name, "disabled"], of: 2, id: id, give) }
            for (set, parts) in sorted where parts.allSatisfy({ access.covers($0, customer) }) {
                line("g2", [name, "s:" + set], of: 2, id: id, give)
            }
        }
    }

    private func grants(_ give: (ExportRow) -> Void) {
        for user in access.users where !state[user].isDisabled {
            let teams = access.teams(of: user)
            let name = "u:" + access.name(user)
            let partner = teams.first { $0.account.isPartner }
            var own: Set<RoleID> = []
            for grant in teams {
                let id = access.origin(team: grant)
                let role = access.name(grant.role, as: .team)
                let account = access.casbinAccount(grant.account)
                line("g", [name, role, account], of: 3, id: id, give)
                // Only the partner's people have a role that it could shadow.
                if partner != nil, !grant.account.isPartner {
                    line("g", [name, "invited", account], of: 3, id: id, give)
                }
                if !access.selfActions(of: grant.role).isEmpty, own.insert(grant.role).inserted {
                    line("g", [name, role, "self"], of: 3, id: id, give)
                }
            }
            if partner != nil, let managed = access.managed(by: user) { managing(name, user, managed, give) }
        }
    }

    private func managing(_ name: String, _ user: UserID, _ managed: AccessModel.Managed, _ give: (ExportRow) -> Void) {
        let role = access.name(managed.role, as: .manager)
        func manages(_ account: String, _ id: String) {
            line("g", [name, role, account], of: 3, id: id, give)
            line("g", [name, "managing", account], of: 3, id: id, give)
        }
        if let item = managed.standing.first(where: { $0.condition == nil && $0.except.isEmpty }) {
            return manages("*", access.origin(standing: item, user, managed.role))
        }
        // Whoever manages by name alone is not looked for at every customer.
        guard !managed.standing.isEmpty else {
            for grant in managed.named {
                manages(access.casbinAccount(grant.account), access.origin(named: grant, managed.role))
            }
            return
        }
        var named = managed.named[...]
        for customer in access.customers {
            if named.first?.account == customer, let grant = named.popFirst() {
                manages(access.casbinAccount(customer), access.origin(named: grant, managed.role))
            } else if let item = managed.standing.first(where: { state.covers($0, customer) }) {
                manages(access.casbinAccount(customer), access.origin(standing: item, user, managed.role))
            }
        }
    }

    private static let model = """
        # Made by `reeve export casbin`. The same for every export: what differs is in policy.csv.
        [request_definition]
        r = sub, act, kind, acct

        [policy_definition]
        p = role, act, kind, set, route, id

        [role_definition]
        g = _, _, _
        g2 = _, _

        [policy_effect]
        e = some(where (p.eft == allow))

        [matchers]
        m = \(matcher)
        """

    /// Only what a row needs is looked up: its text is compared first.
    private static let matcher = [
        "r.act == p.act && r.kind == p.kind && (p.set == \"*\" || (p.set == \"customers\" && r.acct != \"partner\")",
        "|| (p.set == \"partner\" && r.acct == \"partner\") || g2(r.acct, p.set)) && (",
        "(p.route == \"home\" && g(r.sub, p.role, \"partner\"))",
        "|| (p.route == \"home-managing\" && g(r.sub, p.role, \"partner\") && \(manages))",
        "|| (p.route == \"self\" && g(r.sub, p.role, \"self\"))",
        "|| ((r.kind == \"customer\" || !g2(r.acct, \"disabled\")) && (",
        "(p.route == \"inPartner\" && g(r.sub, p.role, r.acct))",
        "|| (p.route == \"team\" && g(r.sub, p.role, r.acct))",
        "|| (p.route == \"team-managing\" && g(r.sub, p.role, r.acct) && \(manages))",
        "|| (!g(r.sub, \"invited\", r.acct) && (",
        "(p.route == \"manager\" && (g(r.sub, \"m\" + p.role, r.acct) || g(r.sub, \"m\" + p.role, \"*\")))",
        "|| (p.route == \"partner\" && g(r.sub, p.role, \"partner\") && !\(manages)))))))",
    ].joined(separator: " ")

    private static let manages =
        "(g(r.sub, \"managing\", r.acct) || (r.acct != \"partner\" && g(r.sub, \"managing\", \"*\")))"
}

extension AccessModel {
    enum NamedFor { case team, manager }

    func name(_ role: RoleID, as held: NamedFor) -> String { (held == .manager ? "mr:" : "r:") + name(role) }

    func casbinAccount(_ account: AccountID) -> String { account.isPartner ? "partner" : "c:" + name(account) }

    /// By name.
    var kinds: [KindID] { state.kindIDs.sorted { precedes(name($0), name($1)) } }

    /// What a role permits with one's own details.
    func selfActions(of role: RoleID) -> [String] {
        let user = state[BuiltInKind.user.id].definition
        let mask = state.compiled[Int(role.raw)].selfMask
        return ["edit", "view"].filter { mask & (user.bit(of: $0) ?? 0) != 0 }
    }

    /// All of the sets.
    func name(of sets: Set<CustomerSet>) -> String { sets.map(text).sorted(by: precedes).joined(separator: " & ") }
}

func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

/// A name as it stands in `policy.csv` and in requests: bytes other than letters, digits, `_ - . @ + / : * & =` and those of
/// other scripts are written `%xx`. So no name breaks a row, and none is taken for another.
package func casbinName(_ name: String) -> String {
    var out: [UInt8] = []
    for byte in name.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
            out.append(byte)
        case _ where "_-.@+/:*&=".utf8.contains(byte): out.append(byte)
        default:
            let digits = String(byte, radix: 16)
            out += "%\(digits.utf8.count == 1 ? "0" : "")\(digits)".utf8
        }
    }
    return String(decoding: out, as: UTF8.self)
}
