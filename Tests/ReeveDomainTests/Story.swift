import ReeveDomain

/// A small world for examples: things are called by name, and each line is one transaction.
struct Story {
    var state = State()
    var now = Instant(milliseconds: 1_767_225_600_000)

    struct Outcome {
        var code: String?
        var message = ""
        var lines: [String] = []
        var notes: [String] = []
        var warnings: [String] = []
        var events: [Event] = []
        var isUnchanged: Bool { code == nil && events.isEmpty }
    }

    /// Users ada, bob, cleo, dan; customers acme (pro), globex (free), initech (pro); recipe in customer, job in recipe.
    init() {
        let all = ["view", "create", "edit", "delete"]
        let plan = Attribute(name: "plan", type: .oneOf(["free", "pro"]))
        let owner = Attribute(name: "owner", type: .user)
        tell(.defineKind(KindRequest(name: "customer", plural: nil, home: nil, attributes: [plan], actions: [])))
        tell(
            .defineKind(
                KindRequest(
                    name: "recipe", plural: nil, home: .customer, attributes: [owner], actions: all + ["run", "lock"])))
        tell(
            .defineKind(
                KindRequest(name: "job", plural: nil, home: .kind(kind("recipe")), attributes: [], actions: all)))
        tell(.addUsers(["ada", "bob", "cleo", "dan"], []))
        tell(.addCustomers(["acme", "initech"], [AttributeChange(slot: 0, value: .text("pro"))]))
        tell(.addCustomers(["globex"], [AttributeChange(slot: 0, value: .text("free"))]))
    }

    @discardableResult
    mutating func tell(_ command: Command, as actor: String? = nil) -> Outcome {
        let attempt = Attempt.perform(command, on: state, at: now, by: actor.map { .user(user($0)) } ?? .superuser)
        if let refusal = attempt.refusal {
            return Outcome(code: refusal.code, message: refusal.message, notes: refusal.notes + [refusal.label])
        }
        state = attempt.state
        return Outcome(
            lines: (attempt.report.lines + attempt.report.removals).map { "\($0.sign.rawValue) \($0.text)" },
            notes: attempt.report.notes.map(\.text), warnings: attempt.report.warnings.map(\.code),
            events: attempt.entries.map(\.event))
    }

    // MARK: Names. An unknown one is a mistake of the test, and traps.

    func user(_ name: String) -> UserID { found(state.user(name), name) }
    func account(_ name: String) -> AccountID { found(state.account(name), name) }
    func role(_ name: String) -> RoleID { found(state.role(name), name) }
    func kind(_ name: String) -> KindID { found(state.kind(name), name) }

    func recipe(_ name: String, _ customer: String) -> RecordID {
        found(state.record(name, kind: kind("recipe"), account: account(customer), parent: nil), name)
    }

    private func found<Found>(_ found: Found?, _ name: String) -> Found {
        guard let found else { preconditionFailure("there is no \(name)") }
        return found
    }

    private func accounts(_ names: String) -> [AccountID] { words(names).map(account) }

    private func words(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.drop { $0 == " " } }.map(String.init)
    }

    // MARK: Statements

    /// `can("view, edit", "recipe", Reach(base: .all))`; `anything` and `self` are kinds too, no action is `do anything to`.
    func can(_ actions: String, _ kinds: String, _ reach: Reach? = nil, _ condition: RecordCondition? = nil)
        -> Permission
    {
        Permission(
            actions: words(actions),
            kinds: words(kinds).map { $0 == "anything" ? .anything : $0 == "self" ? .selfDetails : .kind(kind($0)) },
            condition: condition, reach: reach)
    }

    @discardableResult
    mutating func define(
        _ name: String, _ roleClass: RoleClass = .inheritable, _ permissions: [Permission], includes: String = "",
        grants: [GrantPermission] = [], as actor: String? = nil
    ) -> Outcome {
        tell(
            .defineRole(
                RoleDefinition(
                    name: name, roleClass: roleClass, includes: words(includes).map(role), permissions: permissions,
                    grants: grants)), as: actor)
    }

    @discardableResult
    mutating func invite(
        _ users: String, _ role: String, _ places: String, _ term: Term = .always, as actor: String? = nil
    ) -> Outcome {
        tell(
            .invite(Several(words(users).map(user)), self.role(role), Several(accounts(places)), term), as: actor)
    }

    @discardableResult
    mutating func uninvite(_ users: String, _ places: String, as actor: String? = nil) -> Outcome {
        tell(.uninvite(words(users).map(user), accounts(places)), as: actor)
    }

    /// `assign("bob", "Viewer", "acme, globex")`
    @discardableResult
    mutating func assign(
        _ users: String, _ role: String, _ customers: String, _ term: Term = .always, as actor: String? = nil
    ) -> Outcome {
        tell(.assign(words(users).map(user), self.role(role), .named(accounts(customers)), term), as: actor)
    }

    @discardableResult
    mutating func assignAll(
        _ users: String, _ role: String, where condition: Condition? = nil, except: String = "",
        _ term: Term = .always, as actor: String? = nil
    ) -> Outcome {
        tell(
            .assign(
                words(users).map(user), self.role(role), .standing(condition, except: accounts(except).sorted()), term),
            as: actor)
    }

    @discardableResult
    mutating func unassign(_ users: String, _ customers: String, as actor: String? = nil) -> Outcome {
        tell(.unassign(words(users).map(user), .named(accounts(customers))), as: actor)
    }

    @discardableResult
    mutating func handOver(
        _ customers: String?, from giver: String, to receiver: String, as actor: String? = nil
    ) -> Outcome {
        tell(
            .handOver(customers.map { .named(accounts($0)) } ?? .all, from: user(giver), to: user(receiver)),
            as: actor)
    }

    @discardableResult
    mutating func change(_ customer: String, plan: String?, as actor: String? = nil) -> Outcome {
        tell(
            .change(
                [.customer(account(customer))], [AttributeChange(slot: 0, value: plan.map { .text($0) })]), as: actor)
    }

    @discardableResult
    mutating func addRecipe(_ name: String, _ customer: String, as actor: String? = nil) -> Outcome {
        tell(.addRecords([name], kind: kind("recipe"), account: account(customer), parent: nil, []), as: actor)
    }

    // MARK: Questions

    func can(_ user: String, _ action: String, _ kind: String, in place: String) -> Bool {
        let account = account(place)
        let isCustomer = kind == "customer" && !account.isPartner
        return state.decide(
            Request(
                user: self.user(user), action: action, kind: self.kind(kind),
                subject: isCustomer ? .customer(account) : nil, account: account), at: now
        ).isAllowed
    }

    /// `Viewer (team)`, or nothing.
    func deciding(_ user: String, _ place: String) -> String {
        state.effectiveRole(of: self.user(user), in: account(place), at: now).map {
            "\(state.spelledName($0.role)) (\($0.route.name))"
        } ?? ""
    }

    func managed(by user: String) -> String {
        state.customerIDs.filter { state.manages(self.user(user), $0, at: now) }.map { state.spelledName($0) }
            .joined(separator: ", ")
    }

    func days(_ count: Int) -> Instant { Instant(milliseconds: now.milliseconds + Int64(count) * 86_400_000) }
}

/// `plan = pro`
func plan(_ value: String) -> Condition {
    .test(AttributeTest(attribute: "plan", check: .compare(.equal, .text(value))))
}
