import ReeveDomain
import ReeveExchange
import ReeveLanguage
import ReeveSyntax
import SeededRandom
import Testing

@testable import Reeve

/// Runs the script of an import, formatted as the command does it.
func session(of imported: ImportedAccess) throws -> Session {
    var imported = imported
    var text = ""
    imported.script { text += $0 }
    let source = SourceText(name: "import", bytes: Array(text.utf8))
    guard case .formatted(let bytes) = Formatter.format(source) else {
        Issue.record("no script: \(text)")
        return try Session()
    }
    let session = try Session(options: ScriptWorld.options)
    try session.run([Script(named: "import", bytes: bytes)])
    return session
}

/// What an import makes runs, is in its form, and decides as what it came from.
@Suite struct ImportTests {
    // MARK: Casbin

    /// A policy with domains, and Casbin's decision as its documentation tells it (RBAC with domains).
    private struct Policy {
        static let users = ["ann", "bob", "cyd", "dan \"d\"", "eve%"]
        static let roles = ["admin", "editor", "viewer", "auditor"]
        static let domains = ["acme", "globex, inc", "hooli"]
        static let objects = ["report", "reports", "user", "data 1"]
        static let actions = ["read", "write", "view all"]
        var rules: Set<[String]> = []
        var groups: Set<[String]> = []
        let hasDomains: Bool

        init(_ seed: UInt64) {
            var dice = SeededRandom(seed: seed)
            hasDomains = seed % 3 != 0
            let domains = hasDomains ? Self.domains : ["-"]
            for _ in 0..<14 {
                let subject = dice.percent(80) ? dice.one(Self.roles) : dice.one(Self.users)
                rules.insert([subject, dice.one(domains), dice.one(Self.objects), dice.one(Self.actions)])
            }
            for _ in 0..<8 { groups.insert([dice.one(Self.users), dice.one(Self.roles), dice.one(domains)]) }
            for _ in 0..<3 { groups.insert([dice.one(Self.roles), dice.one(Self.roles), dice.one(domains)]) }
        }

        func allows(_ user: String, _ domain: String, _ object: String, _ action: String) -> Bool {
            var names: Set<String> = [user]
            var isGrowing = true
            while isGrowing {
                let more = groups.filter { names.contains($0[0]) && $0[2] == domain }.map { $0[1] }
                isGrowing = !names.isSuperset(of: more)
                names.formUnion(more)
            }
            return names.contains { rules.contains([$0, domain, object, action]) }
        }

        private func row(_ sort: String, _ fields: [String]) -> String {
            let quoted = fields.map { field in
                field.contains(where: { ",\"".contains($0) })
                    ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
            }
            return ([sort] + quoted).joined(separator: ", ")
        }

        var text: String {
            let kept: (Int) -> ([String]) -> [String] = { place in
                { fields in hasDomains ? fields : fields.enumerated().filter { $0.offset != place }.map(\.element) }
            }
            return "# a policy\n\n"
                + (rules.map(kept(1)).map { row("p", $0) } + groups.map(kept(2)).map { row("g", $0) })
                .sorted().joined(separator: "\r\n")
        }

        var model: String {
            hasDomains
                ? """
                [request_definition]
                r = sub, dom, obj, act
                [policy_definition]
                p = sub, dom, obj, act
                [role_definition]
                g = _, _, _
                [policy_effect]
                e = some(where (p.eft == allow))
                [matchers]
                m = g(r.sub, p.sub, r.dom) && \\
                    r.dom == p.dom && r.obj == p.obj && r.act == p.act
                """
                : """
                [request_definition]
                r = sub, obj, act
                [policy_definition]
                p = sub, obj, act
                [role_definition]
                g = _, _
                [policy_effect]
                e = some(where (p.eft == allow))
                [matchers]
                m = g(r.sub, p.sub) && r.obj == p.obj && r.act == p.act
                """
        }
    }

    @Test(arguments: 0..<18 as Range<UInt64>) func casbinDecidesTheSame(_ seed: UInt64) throws {
        let policy = Policy(seed)
        let imported = try CasbinImport(model: policy.model, named: "m", policy: policy.text, named: "p").imported
        #expect(imported.left.allSatisfy { $0.what.hasSuffix("which nobody has") }, "\(imported.left)")
        let state = try session(of: imported).view.everything
        var asked = 0
        for user in Policy.users {
            for domain in policy.hasDomains ? Policy.domains : ["-"] {
                for object in Policy.objects {
                    for action in Policy.actions {
                        let wanted = policy.allows(user, domain, object, action)
                        let kind = state.kind(object == "user" ? "user object" : object)
                        let account = policy.hasDomains ? state.account(domain) : .partner
                        var found = false
                        if let user = state.user(user), let kind, let account {
                            let request = Request(user: user, action: action, kind: kind, account: account)
                            found = state.allows(request, at: ScriptWorld.now)
                        }
                        #expect(found == wanted, "\(user) \(action) \(object) in \(domain)\n\(policy.text)")
                        asked += 1
                    }
                }
            }
        }
        #expect(asked == (policy.hasDomains ? 180 : 60))
    }

    @Test(arguments: [
        (
            "some(where (p.eft == allow)) && !some(where (p.eft == deny))",
            "r.sub == p.sub && r.obj == p.obj && r.act == p.act"
        ),
        ("priority(p.eft) || deny", "r.sub == p.sub && r.obj == p.obj && r.act == p.act"),
        ("some(where (p.eft == allow))", "r.sub == p.sub && keyMatch(r.obj, p.obj) && r.act == p.act"),
        ("some(where (p.eft == allow))", "r.sub == p.sub && r.obj == p.obj || r.sub == \"root\""),
        ("some(where (p.eft == allow))", "g(r.sub, p.sub, r.dom) && r.obj == p.obj && r.act == p.act"),
        ("some(where (p.eft == allow))", ""),
    ]) func whatIsNotReadIsRefused(_ effect: String, _ matcher: String) {
        let model = """
            [request_definition]
            r = sub, obj, act
            [policy_definition]
            p = sub, obj, act
            [policy_effect]
            e = \(effect)
            [matchers]
            m = \(matcher)
            """
        #expect(throws: ImportProblem.self) {
            _ = try CasbinImport(model: model, named: "m", policy: "p, a, b, c", named: "p")
        }
    }

    /// Rows as `reeve export casbin` writes them: places, managers, what `anything` is, and who is disabled.
    @Test func whatReeveExportedItself() throws {
        let model = """
            # Made by `reeve export casbin`. The same for every export: what differs is in policy.csv.
            [request_definition]
            r = sub, act, kind, acct
            [policy_definition]
            p = role, act, kind, set, route, id
            [matchers]
            m = r.act == p.act && r.kind == p.kind
            """
        let policy = """
            p, r:All, view, customer, *, home, role:All@3
            p, r:All, edit, customer, *, home, role:All@3
            p, r:All, view, customer, customers, team, role:All@3
            p, r:All, view, customer, customers, manager, role:All@3
            p, r:All, edit, recipe, customers, team, role:All@3
            p, r:All, view, recipe, customers, team, role:All@3
            p, r:All, view, recipe, customers, manager, role:All@3
            p, r:All, edit, staff, *, home, role:All@3
            p, r:All, view, staff, *, home, role:All@3
            p, r:Look, view, recipe, partner, inPartner, role:Look@4
            p, r:Look, view, recipe, customers, team, role:Look@4
            p, r:Look, view, self, *, self, role:Look@4
            p, r:Look, edit, recipe, s:all customers where plan = pro, partner, role:Look@4
            g2, c:globex, disabled, customer:globex@5
            g, u:ann, r:All, partner, invite:ann:All:partner@6
            g, u:ann, mr:Look, c:acme, assign:ann:Look:acme@7
            g, u:ann, managing, c:acme, assign:ann:Look:acme@7
            g, u:a%20b, r:All, c:globex, invite:x@8
            g, u:a%20b, invited, c:globex, invite:x@8
            g, u:cyd, r:Look, c:acme, invite:x@9
            g, u:cyd, r:Look, self, invite:x@9
            """
        let imported = try CasbinImport(model: model, named: "m", policy: policy, named: "p").imported
        #expect(imported.left.map(\.place) == ["p:13", "p"])
        let view = try session(of: imported).view
        #expect(try view.can("ann", "edit", "staff", in: "partner"))
        #expect(try view.can("ann", "edit", "customer", in: "acme"))
        #expect(try view.can("ann", "view", "recipe", in: "acme"))
        #expect(try !view.can("ann", "edit", "recipe", in: "acme"))
        // Of customers' things `anything` says nothing in the partner's account.
        #expect(try !view.can("ann", "view", "recipe", in: "partner"))
        #expect(try !view.can("a b", "view", "recipe", in: "globex"))
        #expect(try view.can("cyd", "view", "recipe", in: "acme"))
        #expect(try view.can("cyd", "view", "user", "cyd", in: "partner"))
        #expect(try !view.can("cyd", "edit", "recipe", in: "acme"))
    }

    // MARK: OpenFGA

    /// Every relation of every object, asked of every user, against the tuples followed by hand (OpenFGA, Concepts: a
    /// union holds where one of its parts does).
    @Test(arguments: 0..<12 as Range<UInt64>) func openFGADecidesTheSame(_ seed: UInt64) throws {
        var dice = SeededRandom(seed: seed)
        let model = """
            model
              schema 1.1
            # who there is
            type user
            type document
              relations
                define owner: [user]
                define editor: [user] or owner
                define viewer: [user, user:*] or editor
                define blocked: [user]
                define can_view: viewer
                define can_edit: editor or owner
                define edit: owner
                define can_share: owner and editor
                define parent: [folder]
                define can_audit: owner or viewer from parent
            type folder
              relations
                define keeper: [user] # one
                define can_open: keeper
            """
        let from: [String: [String: [String]]] = [
            "document": [
                "owner": [], "editor": ["owner"], "viewer": ["editor"], "blocked": [], "can_view": ["viewer"],
                "can_edit": ["editor", "owner"], "edit": ["owner"], "can_audit": ["owner"],
            ],
            "folder": ["keeper": [], "can_open": ["keeper"]],
        ]
        let users = ["anne", "bo", "cy"]
        let isAlone = seed % 2 == 0
        var tuples: Set<[String]> = []
        for _ in 0..<8 {
            let type = isAlone || dice.percent(60) ? "document" : "folder"
            let relation = type == "folder" ? "keeper" : dice.one(["owner", "editor", "viewer", "blocked"])
            tuples.insert([dice.one(users), relation, "\(type):\(dice.one(["one", "two, three"]))"])
        }
        let list = tuples.sorted { $0.lexicographicallyPrecedes($1) }.map {
            OpenFGAImport.Tuple(user: "user:\($0[0])", relation: $0[1], object: $0[2], place: "t")
        }
        let more = [
            OpenFGAImport.Tuple(user: "user:*", relation: "viewer", object: "document:one", place: "all"),
            OpenFGAImport.Tuple(user: "folder:x", relation: "parent", object: "document:one", place: "parent"),
        ]
        let read = try OpenFGAImport(model: model, named: "m", tuples: list + more, from: "t")
        #expect(Set(read.imported.left.map(\.place)).isSuperset(of: ["m:9", "m:14", "m:15", "m:16", "all", "parent"]))
        let state = try session(of: read.imported).view.everything
        let types = Set(tuples.map { String($0[2].prefix { $0 != ":" }) })
        for user in users {
            for type in types.sorted() {
                for id in ["one", "two, three"] {
                    for relation in (from[type] ?? [:]).keys {
                        var holds: Set<String> = Set(
                            tuples.filter { $0[0] == user && $0[2] == "\(type):\(id)" }.map { $0[1] })
                        for _ in 0..<4 {
                            for (name, parts) in from[type] ?? [:] where !holds.isDisjoint(with: parts) {
                                holds.insert(name)
                            }
                        }
                        var found = false
                        let account = types.count == 1 ? id : "\(type):\(id)"
                        if let user = state.user(user), let kind = state.kind(type),
                            let account = state.account(account)
                        {
                            let request = Request(
                                user: user, action: read.action(of: relation, in: type), kind: kind, account: account)
                            found = state.allows(request, at: ScriptWorld.now)
                        }
                        #expect(found == holds.contains(relation), "\(user) \(relation) \(type):\(id) \(tuples)")
                    }
                }
            }
        }
    }

    // MARK: Tables

    private struct Membership: Hashable {
        var user: String
        var account: String
        var role: String
        var term: Term
    }

    private func grants(_ state: State) -> Set<Membership> {
        var found: Set<Membership> = []
        func add(_ grant: Grant, _ role: RoleID) {
            found.insert(
                Membership(
                    user: state[grant.user].name, account: state[grant.account].name, role: state[role].definition.name,
                    term: grant.term))
        }
        state.members.forEach { add($0, $0.role) }
        state.assignments.forEach { if let manager = state.manager($0.user) { add($0, manager.role) } }
        return found
    }

    /// The review of a world, read back as a table: the same people in the same places, as the same, for as long.
    @Test(arguments: 0..<10 as Range<UInt64>) func aReviewReadBack(_ seed: UInt64) throws {
        let world = try ScriptWorld(seed: seed)
        let review = AccessReview(world.state, now: ScriptWorld.now)
        let made = try world.session.past(of: review.origins)
        var text = AccessReview.columns.joined(separator: ";") + "\r\n"
        review.grants { text += review.row($0, made[$0.seq]).map(CSVField.text).joined(separator: ";") + "\r\n" }
        let rows = try readCSV(SourceText(name: "review.csv", bytes: Array("\u{feff}\(text)".utf8)))
        var table = try CSVImport(AccessReview.columns, file: "review.csv", now: ScriptWorld.now)
        for row in rows { table.add(row.fields, line: row.line) }
        // Only what reaches over many customers is not told by a table.
        #expect(table.imported.left.allSatisfy { $0.what.contains("reaches") || $0.what.contains("manages \"all") })
        let state = try session(of: table.imported).view.everything
        #expect(grants(state) == grants(world.state))
        for user in world.state.userIDs {
            let name = world.state[user].name
            #expect(
                state.user(name).map { state[$0].isDisabled } ?? world.state[user].isDisabled
                    == world.state[user].isDisabled)
        }
    }

    @Test func aTableAsPeopleHaveIt() throws {
        let rows: [(String, Int)] = [
            ("ann|acme|Editor||", 2), ("ann|acme|Viewer||", 3), ("bob|acme|Editor|31.12.2026|=1+1", 4),
            ("Bob|acme|Editor||", 5), ("cyd|globex|Editor|12/31/2026|", 6), ("|globex|Editor||", 7),
            ("dan|all customers|Viewer||", 8), ("eve|acme|Editor|2020-01-01|", 9), ("fay|partner|Admin||", 10),
            ("\u{202e}x|acme|Editor||", 11), ("gus|acme|Editor||a\u{1b}b", 12),
        ]
        var table = try CSVImport(
            ["E-Mail", "Tenant", "Role", "Expires", "Comment"], file: "t.csv", now: ScriptWorld.now)
        for (row, line) in rows {
            table.add(row.split(separator: "|", omittingEmptySubsequences: false).map(String.init), line: line)
        }
        #expect(
            table.imported.left.map(\.place) == ["t.csv:5", "t.csv:6", "t.csv:7", "t.csv:9", "t.csv:11", "t.csv:12"])
        var imported = table.imported
        var text = ""
        imported.script { text += $0 }
        #expect(
            text.contains("invite ann as \"Editor + Viewer\" to acme\n")
                && text.contains("invite bob as Editor to acme until 2026-12-31 because \"=1+1\"\n")
                && text.contains("assign dan as Viewer to all customers\n")
                && text.contains("invite dan as Team to partner\n") && text.contains("invite fay as Admin to partner\n")
        )
        _ = try session(of: table.imported)
        #expect(throws: ImportProblem.self) { _ = try CSVImport(["user", "role"], file: "t", now: ScriptWorld.now) }
    }
}
