import Foundation
import ReeveDomain
import Testing

/// Nobody hands out more than they hold (language.md section 4, Access), searched for counterexamples.
///
/// For each command that an actor gets carried out: a user who may afterwards do what that user could not do before, now
/// or at a later instant, in an account that exists or comes later, may only do what the actor could do there before the
/// command. Not counted, since nothing was given: what a command that takes a role away lets show (a shadowed role
/// decides again), what a customer's losing its last manager brings (`unassigned`), and one's own details. Worlds
/// here have no `can grant`.
@Suite struct EscalationProperty {
    static let worlds = (ProcessInfo.processInfo.environment["REEVE_QUESTIONS"].flatMap(Int.init) ?? 20_000) / 600

    @Test(arguments: 0..<2)
    func nobodyHandsOutMoreThanTheyHold(part: Int) {
        var tally = Tally()
        for index in 0..<max(1, Self.worlds / 2) {
            let seed = UInt64(200_000 + part * 1_000_000 + index)
            var world = RandomWorld(seed: seed, steps: 15, handsOutFreely: false)
            guard let actor = world.empower() else { continue }
            for _ in 0..<30 {
                guard !world.state[actor].isDisabled, let command = world.givingCommand(actor) else { continue }
                tally.tried += 1
                let before = world.state
                guard world.run(command, by: .user(actor)) else { continue }
                tally.performed += 1
                let found = gains(before, world.state, actor, &world, command)
                tally.gains += found.count
                for gain in found.violations.prefix(2) {
                    Issue.record("world \(seed) at \(world.now.text): \(before[actor].name) by \(command): \(gain)")
                }
            }
        }
        #expect(tally.performed * 10 > tally.tried && tally.gains > tally.performed, "\(tally)")
        if Self.worlds > 40 { print("\(Self.worlds / 2) worlds: \(tally)") }
    }

    struct Tally {
        var tried = 0
        var performed = 0
        var gains = 0
    }

    private func gains(
        _ old: State, _ new: State, _ actor: UserID, _ world: inout RandomWorld, _ command: Command
    ) -> (count: Int, violations: [String]) {
        let newcomers = [world.customerValues(), world.customerValues()]
        let before = old.withNewcomers(newcomers)
        let after = new.withNewcomers(newcomers)
        let onlyActor: Bool =
            switch command {
            case .change(let things, _): if case .customer? = things.first { true } else { false }
            case .rename(.customer, _): true
            default: false
            }
        var count = 0
        var violations: [String] = []
        let powers = before.everyPower()
        for now in [world.now, Instant(milliseconds: world.now.milliseconds + 100 * RandomWorld.hour)] {
            for user in onlyActor ? [actor] : before.userIDs {
                for power in powers where after.holds(power, user, at: now) {
                    guard !before.holds(power, user, at: now) else { continue }
                    count += 1
                    if before.holds(power, actor, at: world.now) || before.holds(power, actor, at: now) { continue }
                    if isOnlyLeftOver(before, after, user, power.account, at: now) { continue }
                    let name = before[power.kind].definition.name
                    violations.append(
                        "\(before[user].name) may \(power.action) \(name) in \(before[power.account].name) at \(now.text)"
                            + (power.record == nil ? "" : ", a record")
                            + "\n  then: \(after.story(user, power.account, at: now))"
                            + "\n  before: \(before.story(user, power.account, at: now))"
                            + "\n  actor: \(before.story(actor, power.account, at: world.now))")
                }
            }
        }
        return (count, violations)
    }

    /// Whether it shows only because something else was taken away.
    private func isOnlyLeftOver(
        _ before: State, _ after: State, _ user: UserID, _ account: AccountID, at now: Instant
    ) -> Bool {
        guard !account.isPartner else { return false }
        if after.isUnassigned(account, at: now), !before.isUnassigned(account, at: now) { return true }
        guard let deciding = after.effectiveRole(of: user, in: account, at: now) else { return false }
        return before.routes(of: user, to: account, at: now).dropFirst().contains {
            $0.role == deciding.role && $0.route.name == deciding.route.name
        }
    }
}

extension State {
    /// How a user gets to an account, for a failure's message.
    func story(_ user: UserID, _ account: AccountID, at now: Instant) -> String {
        routes(of: user, to: account, at: now).map { held in
            let lines = closure(of: held.role).flatMap { self[$0].definition.permissions }.map { text($0) }
            return
                "\(held.route.name) \(spelledName(held.role)) until \(held.route.until?.text ?? "-") [\(lines.joined(separator: "; "))]"
        }.joined(separator: " | ")
    }
}

extension RandomWorld {
    /// Someone who may do much with people and roles, and some things in customers.
    mutating func empower() -> UserID? {
        guard let actor = random.pick(state.userIDs) else { return nil }
        var boss = RoleDefinition(name: "Boss", roleClass: .inheritable)
        let people = [BuiltInKind.manager, .user, .role, .member].map { Permission.KindSelector.kind($0.id) }
        boss.permissions = [
            Permission(actions: [], kinds: people),
            Permission(actions: [], kinds: [.kind(BuiltInKind.member.id)], reach: Reach(base: .all)),
        ]
        if random.percent(50) {
            boss.permissions.append(
                Permission(
                    actions: ["view", "edit"], kinds: [.kind(BuiltInKind.customer.id)],
                    reach: random.percent(50) ? Reach(base: .unassigned) : nil))
        }
        for _ in 0..<random.below(5) { boss.permissions.append(permission(.inheritable)) }
        run(.setStatus([.user(actor)], disabled: false))
        run(.defineRole(boss))
        guard let role = state.role("Boss") else { return nil }
        if random.percent(25) {
            // From customers' teams only.
            run(.uninvite([actor], state.members.of(actor).map(\.account)))
            run(.invite([actor], role, random.some(state.customerIDs, 1...3), .always))
            return actor
        }
        if random.percent(50) { run(.uninvite([actor], [.partner])) }
        run(.invite([actor], role, [.partner], .always))
        if random.percent(50) {
            run(.assign([actor], random.percent(50) ? role : random.pick(state.roleIDs) ?? role, scope(), .always))
        }
        return actor
    }

    /// A role made of what the actor holds, each line a little off: near the border is where a check is wrong.
    private mutating func echo(of actor: UserID) -> Command? {
        var held = state.members.of(actor).map(\.role)
        if let manager = state.manager(actor) { held.append(manager.role) }
        let lines = held.flatMap { state.closure(of: $0) }.flatMap { state[$0].definition.permissions }
        var copied = random.some(lines, 1...3)
        for index in copied.indices {
            switch random.below(8) {
            case 0: copied[index].reach = nil
            case 1: copied[index].reach = Reach(base: random.one(.all, .own, .unassigned))
            case 2: copied[index].reach?.condition = condition(0)
            case 3: copied[index].actions = random.some(copied[index].actions, 1...2)
            default: break
            }
            let isOwn = copied[index].kinds.allSatisfy {
                if case .kind(let kind) = $0 { !state[kind].isBuiltIn } else { false }
            }
            if !isOwn { copied[index].condition = nil }
            if copied[index].kinds.contains(.selfDetails) { copied[index].reach = nil }
        }
        guard let name = random.pick(Self.roleNames), state[held.first ?? RoleID(0)].definition.name != name else {
            return nil
        }
        return .defineRole(RoleDefinition(name: name, roleClass: .inheritable, permissions: copied))
    }

    /// Commands that give, or may; without those that only take away.
    mutating func givingCommand(_ actor: UserID) -> Command? {
        if random.percent(20) { advance() }
        for _ in 0..<20 {
            let command: Command? =
                switch random.below(100) {
                case 0..<70: grantCommand()
                case 70..<76: roleCommand()
                case 76..<86: echo(of: actor)
                default: random.percent(50) ? statusCommand() : directoryCommand()
                }
            switch command {
            case .invite, .assign, .reassign, .handOver, .defineRole, .resetPassword, .rename, .change:
                if case .change(let things, _)? = command, case .record? = things.first { continue }
                return command
            case .setStatus(let things, _):
                if case .user? = things.first { return command }
            default: continue
            }
        }
        return nil
    }
}
