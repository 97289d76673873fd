@testable import ReeveDomain
import Testing

@Suite struct AuthorityProperties {
    /// Who acts only from a customer's team changes that customer and nothing else; and no manager.
    @Test func aCustomersTeamKeepsToItsCustomer() {
        var carriedOut = 0
        for seed in 0..<30 {
            var world = RandomWorld(seed: UInt64(300_000 + seed), steps: 20)
            guard let (actor, home) = world.settleInCustomer() else { continue }
            for _ in 0..<250 {
                guard let command = world.command() else { continue }
                let attempt = Attempt.perform(
                    command, on: world.state, at: world.now, by: .user(actor), expiring: false)
                guard attempt.refusal == nil, !attempt.entries.isEmpty else { continue }
                carriedOut += 1
                let before = PartnerSide(world.state, without: actor, and: home)
                #expect(before == PartnerSide(attempt.state, without: actor, and: home), "world \(seed): \(command)")
                for entry in attempt.entries {
                    #expect(
                        world.state.account(of: entry.event) == home || entry.event.isOwnDetails(of: actor),
                        "world \(seed): \(entry.event)")
                }
                world.state = attempt.state
            }
        }
        #expect(carriedOut > 50, "only \(carriedOut)")
    }

    /// A name that was removed and added again inherits nothing: no grant, no attribute, no answer.
    @Test(arguments: 0..<30) func namesInheritNothing(seed: Int) {
        var world = RandomWorld(seed: UInt64(400_000 + seed), steps: 60)
        guard let user = world.random.pick(world.state.userIDs),
            let customer = world.random.pick(world.state.customerIDs)
        else { return }
        let userName = world.state[user].name
        let customerName = world.state[customer].name
        // A locked record keeps its customer.
        world.run(.setLock(world.liveRecords, locked: false))
        let wentUser = world.run(.remove([.user(user)], everything: true))
        let wentCustomer = world.run(.remove([.customer(customer)], everything: true))
        #expect(wentUser && wentCustomer)
        world.run(.addUsers([userName], []))
        world.run(.addCustomers([customerName], []))
        let state = world.state
        guard let newUser = state.user(userName), let newCustomer = state.account(customerName) else {
            Issue.record("not added again")
            return
        }
        #expect(newUser != user && newCustomer != customer)
        #expect(state.members.of(newUser).isEmpty && state.manager(newUser) == nil)
        #expect(state.members.of(newCustomer).isEmpty && state.assignments.of(newCustomer).isEmpty)
        #expect(state.records.top(of: newCustomer).isEmpty)
        #expect(state.thingsHolding(newUser).isEmpty)
        for power in state.everyPower() { #expect(!state.holds(power, newUser, at: world.now)) }
        for other in state.userIDs {
            #expect(!(state.manager(other)?.standing.contains { $0.except.contains(customer) } ?? false))
        }
    }

    /// A role or record of an old name is a new one.
    @Test func rolesAndRecordsInheritNothing() {
        var story = Story()
        story.define("Editor", .plain, [story.can("view, edit", "recipe")])
        story.invite("bob", "Editor", "acme")
        story.addRecipe("r", "acme")
        let old = story.recipe("r", "acme")
        story.tell(.change([.record(old)], [AttributeChange(slot: 0, value: .user(story.user("bob")))]))
        story.tell(.setLock([old], locked: true))
        story.tell(.remove([.record(old)], everything: false))
        story.addRecipe("r", "acme")
        let new = story.recipe("r", "acme")
        #expect(new != old && !story.state[new].isLocked && story.state[new].entity.values.isEmpty)
        #expect(story.state[new].versions.count == 1)
        story.uninvite("bob", "acme")
        let oldRole = story.role("Editor")
        let removal = story.tell(.remove([.role(oldRole)], everything: false))
        #expect(removal.code == nil)
        story.define("Editor", .plain, [])
        #expect(story.role("Editor") != oldRole)
        #expect(story.deciding("bob", "acme") == "")
    }

    /// A kind or rule of an old name is a new one: no role's line, record, attribute or lock of the old one is its.
    @Test func kindsAndRulesInheritNothing() {
        var story = Story()
        let all = ["view", "edit"]
        func memo() -> Command {
            .defineKind(
                KindRequest(
                    name: "memo", plural: nil, home: .customer, attributes: [Attribute(name: "note", type: .text)],
                    actions: all))
        }
        story.tell(memo())
        let old = story.kind("memo")
        story.define("Writer", .plain, [story.can("view, edit", "memo")])
        story.invite("bob", "Writer", "acme")
        story.tell(.addRecords(["m"], kind: old, account: story.account("acme"), parent: nil, []))
        // While a record or a role's line hangs on it, it stays.
        #expect(story.tell(.remove([.kind(old)], everything: false)).code != nil)
        guard let record = story.state.records(old, in: .anywhere).first else {
            Issue.record("no memo")
            return
        }
        story.tell(.remove([.record(record)], everything: false))
        #expect(story.tell(.remove([.kind(old)], everything: false)).code != nil)
        story.define("Writer", .plain, [])
        #expect(story.tell(.remove([.kind(old)], everything: false)).code == nil)
        story.tell(memo())
        #expect(story.kind("memo") != old && !story.can("bob", "view", "memo", in: "acme"))
        #expect(story.state.records(story.kind("memo"), in: .anywhere).isEmpty)

        func rule(_ lines: [RuleLine]) -> Command { .defineRule(RuleDefinition(name: "calm", lines: lines)) }
        story.tell(rule([.require(.test(.never), because: nil)]))
        let first = story.state.rule("calm")
        story.tell(.remove(first.map { [.rule($0)] } ?? [], everything: false))
        #expect(story.state.rule("calm") == nil)
        story.tell(rule([]))
        #expect(story.state.rule("calm") != nil && story.state.rule("calm") != first)
        #expect(story.tell(.addUsers(["eve"], [])).code == nil)
    }

    /// Safe to run again: what was carried out is unchanged the second time, and `unchanged` is no event.
    @Test func runAgainIsUnchanged() {
        var again = 0
        for seed in 0..<40 {
            var world = RandomWorld(seed: UInt64(500_000 + seed), steps: 10)
            for _ in 0..<60 {
                guard let command = world.command(), command.isRepeatable else {
                    world.advance()
                    continue
                }
                let first = Attempt.perform(command, on: world.state, at: world.now)
                guard first.refusal == nil else { continue }
                world.state = first.state
                let second = Attempt.perform(command, on: world.state, at: world.now)
                again += 1
                if second.refusal?.code == "is-manager" { continue }
                #expect(second.refusal == nil, "world \(seed): \(command)")
                #expect(second.entries.isEmpty, "world \(seed): \(command): \(second.entries)")
                #expect(second.report.unchanged > 0 || command.isEmpty, "world \(seed): \(command)")
                #expect(second.state.seq == world.state.seq)
            }
        }
        #expect(again > 1000, "only \(again)")
    }
}

extension Command {
    /// Not what happens each time it is said, nor what no longer has the name or the thing it was said of.
    var isRepeatable: Bool {
        switch self {
        case .resetPassword, .work, .remove: false
        default: true
        }
    }

    /// Over nothing: there is nothing to be unchanged.
    var isEmpty: Bool {
        switch self {
        case .assign(_, _, .named(let accounts), _), .unassign(_, .named(let accounts)): accounts.isEmpty
        case .handOver(.named(let accounts), _, _): accounts.isEmpty
        default: false
        }
    }
}

extension Event {
    func isOwnDetails(of actor: UserID) -> Bool {
        switch self {
        case .changed(.user(let user), _), .renamed(.user(let user), _): user == actor
        default: false
        }
    }
}

extension State {
    /// Whose account an event changes; the partner's where it is anybody's.
    func account(of event: Event) -> AccountID {
        func home(_ record: RecordID) -> AccountID { self[record].account }
        switch event {
        case .recordAdded(_, _, _, let account, _, _): return account
        case .changed(.record(let id), _), .renamed(.record(let id), _), .removed(.record(let id)): return home(id)
        case .lockSet(let id, _), .worked(let id, _): return home(id)
        case .invited(_, let account, _, _), .uninvited(_, let account, _): return account
        default: return .partner
        }
    }
}

/// All that is not one customer's: definitions, users, the customers themselves, managers, rules, and other teams.
private struct PartnerSide: Equatable {
    private var picture: StatePicture
    private let rules: [Rule]

    /// - Parameters:
    ///   - actor: whose own details may change.
    ///   - home: whose team and records may change.
    init(_ state: State, without actor: UserID, and home: AccountID) {
        picture = StatePicture(state)
        rules = state.rules
        picture.seq = 0
        picture.users.remove(at: Int(actor.raw))
        picture.members.removeAll { $0.account == home }
        picture.records.removeAll { $0.account == home }
        picture.tops.remove(at: Int(home.raw))
        picture.children = []
        picture.counts = [picture.counts[0], picture.counts[1], picture.counts[4]]
        picture.found = picture.found.filter { key, _ in
            ["account ", "role ", "kind "].contains { key.hasPrefix($0) }
        }
    }
}

extension RandomWorld {
    /// Someone on the team of one customer and on no other, with a role that leaves nothing to wish for.
    mutating func settleInCustomer() -> (UserID, AccountID)? {
        guard let actor = random.pick(state.userIDs), let home = random.pick(state.customerIDs) else { return nil }
        run(.setStatus([.user(actor), .customer(home)], disabled: false))
        run(.uninvite([actor], state.members.of(actor).map(\.account)))
        run(
            .defineRole(
                RoleDefinition(
                    name: "Everything", roleClass: .inheritable,
                    permissions: [
                        Permission(
                            actions: [], kinds: [.anything], reach: random.percent(50) ? Reach(base: .all) : nil),
                        Permission(actions: [], kinds: [.anything]),
                        Permission(actions: [], kinds: state.kindIDs.map { .kind($0) }),
                        Permission(actions: ["view", "edit"], kinds: [.selfDetails]),
                    ])))
        guard let role = state.role("Everything"), run(.invite([actor], role, [home], .always)) else { return nil }
        return (actor, home)
    }
}
