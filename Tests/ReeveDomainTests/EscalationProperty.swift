import Foundation
import Testing

@testable import ReeveDomain

/// Nobody hands out more than they hold (language.md section 4, Access), searched for counterexamples.
///
/// For each command that an actor gets carried out: a user who may afterwards do what that user could not do before, now
/// or at a later instant, in an account that exists or comes later, may at that instant only do what the actor could do
/// then and there before the command, or what a role permits that the actor may grant. Not counted, since nothing was
/// given: what a command that takes a role away lets show (a shadowed role decides again), what a customer's losing its
/// last manager brings (`unassigned`), and one's own details.
@Suite struct EscalationProperty {
    static let worlds = (ProcessInfo.processInfo.environment["REEVE_QUESTIONS"].flatMap(Int.init) ?? 20_000) / 600

    /// Every second world has roles that say `can grant`.
    @Test(arguments: 0..<2)
    func nobodyHandsOutMoreThanTheyHold(part: Int) {
        var tally = Tally()
        for index in 0..<max(2, Self.worlds / 2) {
            let seed = UInt64(200_000 + part * 1_000_000 + index)
            var world = RandomWorld(seed: seed, steps: 15, handsOutFreely: part == 1)
            guard let actor = world.empower() else { continue }
            for _ in 0..<30 {
                guard !world.state[actor].isDisabled, let command = world.commandOfOneWithAuthority(actor) else {
                    continue
                }
                tally.tried += 1
                let before = world.state
                guard world.run(command, by: .user(actor)) else { continue }
                tally.performed += 1
                if command.takesAway { tally.revoking += 1 }
                var step = Step(before: before, after: world.state, actor: actor, now: world.now, command: command)
                step.addNewcomers([world.customerValues(), world.customerValues()])
                let found = step.gains()
                tally.gains += found.count
                tally.granted += found.granted
                for gain in found.violations.prefix(2) {
                    Issue.record("world \(seed) at \(world.now.text): \(before[actor].name) by \(command): \(gain)")
                }
            }
        }
        #expect(tally.performed * 10 > tally.tried && tally.gains > tally.performed, "\(tally)")
        #expect(tally.revoking > 0, "\(tally)")
        if Self.worlds > 40 { print("\(Self.worlds / 2) worlds: \(tally)") }
    }

    struct Tally {
        var tried = 0
        var performed = 0
        /// Of these, commands that take something away.
        var revoking = 0
        var gains = 0
        /// Of these, by `can grant` alone.
        var granted = 0
    }
}

/// What one command of one actor changed for everybody.
private struct Step {
    var before: State
    var after: State
    let actor: UserID
    let now: Instant
    let command: Command

    mutating func addNewcomers(_ values: [[AttributeChange]]) {
        before = before.withNewcomers(values)
        after = after.withNewcomers(values)
    }

    func gains() -> (count: Int, granted: Int, violations: [String]) {
        let onlyActor: Bool =
            switch command {
            case .change(let things, _), .setStatus(let things, _):
                if case .customer? = things.first { true } else { false }
            case .rename(.customer, _): true
            default: false
            }
        var count = 0
        var granted = 0
        var violations: [String] = []
        let kinds = Set(before.kindIDs)
        // What is new has nothing in it that anybody could have been kept from.
        let powers = after.everyPower().filter { power in
            kinds.contains(power.kind) && power.record.map { Int($0.raw) < before.records.rows.count } ?? true
        }
        for instant in [now, Instant(milliseconds: now.milliseconds + 100 * RandomWorld.hour)] {
            for user in onlyActor ? [actor] : before.userIDs {
                for power in powers where after.holds(power, user, at: instant) {
                    guard !before.holds(power, user, at: instant) else { continue }
                    count += 1
                    if actorHolds(power, at: instant) || isOnlyLeftOver(user, power.account, at: instant) { continue }
                    if isGranted(user, power.account, at: instant) {
                        granted += 1
                        continue
                    }
                    let name = before[power.kind].definition.name
                    violations.append(
                        "\(before[user].name) may \(power.action) \(name) in \(before[power.account].name) at \(instant.text)"
                            + (power.record == nil ? "" : ", a record") + tale(user, power.account, at: instant))
                }
                violations += grants(of: user, at: instant)
            }
        }
        return (count, granted, violations)
    }

    /// An action that a kind has only now is held by whoever holds it now.
    private func actorHolds(_ power: Power, at instant: Instant) -> Bool {
        if case .defineKind = command { return after.holds(power, actor, at: instant) }
        return before.holds(power, actor, at: instant)
    }

    /// Roles that a user may hand out now, could not before, and got from one who may not.
    private func grants(of user: UserID, at instant: Instant) -> [String] {
        var violations: [String] = []
        for account in [AccountID.partner] + before.customerIDs {
            for role in before.roleIDs where after.mayNaivelyGrant(user, role, account, at: instant) {
                guard !before.mayNaivelyGrant(user, role, account, at: instant),
                    !before.mayNaivelyGrant(actor, role, account, at: instant),
                    !isGranted(user, account, at: instant), !isOnlyLeftOver(user, account, at: instant)
                else { continue }
                violations.append(
                    "\(before[user].name) may grant \(before[role].definition.name) in \(before[account].name) at \(instant.text)"
                        + tale(user, account, at: instant))
            }
        }
        return violations
    }

    private func tale(_ user: UserID, _ account: AccountID, at instant: Instant) -> String {
        "\n  then: \(after.story(user, account, at: instant))\n  before: \(before.story(user, account, at: instant))"
            + "\n  actor: \(before.story(actor, account, at: instant))"
            + "\n  actor in the partner: \(before.story(actor, .partner, at: instant))"
    }

    /// Whether it shows only because something else was taken away.
    private func isOnlyLeftOver(_ user: UserID, _ account: AccountID, at instant: Instant) -> Bool {
        guard !account.isPartner else { return false }
        if after.isUnassigned(account, at: instant), !before.isUnassigned(account, at: instant) { return true }
        guard let deciding = after.effectiveRole(of: user, in: account, at: instant) else { return false }
        return before.routes(of: user, to: account, at: instant).dropFirst().contains {
            $0.role == deciding.role && $0.route.name == deciding.route.name
        }
    }

    /// Whether the role that decides is one that the actor may grant where it is held, and says what it said before.
    private func isGranted(_ user: UserID, _ account: AccountID, at instant: Instant) -> Bool {
        func mayGive(_ role: RoleID, in place: AccountID) -> Bool {
            let isSame = after.closure(of: role).allSatisfy {
                Int($0.raw) < before.roles.count && before[$0].definition == after[$0].definition
            }
            // To oneself only for as long as one may.
            return isSame && before.mayNaivelyGrant(actor, role, place, at: user == actor ? instant : now)
        }
        func mayGive(_ held: EffectiveRole?, in account: AccountID) -> Bool {
            guard let held, Int(held.role.raw) < before.roles.count else { return false }
            let place = held.route.name == .partner ? .partner : account
            if mayGive(held.role, in: place) { return true }
            // What one may grant, one may write into another role as a whole.
            guard case .defineRole(let definition) = command else { return false }
            return definition.includes.contains { mayGive($0, in: place) }
        }
        return mayGive(after.effectiveRole(of: user, in: account, at: instant), in: account)
            || mayGive(after.effectiveRole(of: user, in: .partner, at: instant), in: .partner)
    }
}

extension State {
    /// `can grant`, read from the roles' lines one by one.
    fileprivate func mayNaivelyGrant(_ user: UserID, _ role: RoleID, _ account: AccountID, at now: Instant) -> Bool {
        guard !self[user].isDisabled else { return false }
        func lists(_ holder: RoleID, _ counts: (Reach?) -> Bool) -> Bool {
            closure(of: holder).contains { included in
                self[included].definition.grants.contains { $0.roles.contains(role) && counts($0.reach) }
            }
        }
        if !account.isPartner, let partner = routes(of: user, to: .partner, at: now).first,
            lists(partner.role, { $0.map { covers($0, account, for: user, at: now) } ?? false })
        {
            return true
        }
        guard let effective = routes(of: user, to: account, at: now).first else { return false }
        return lists(effective.role) { reach in
            guard let reach else { return effective.route.name != .partner }
            return !account.isPartner && covers(reach, account, for: user, at: now)
        }
    }
}

extension Command {
    fileprivate var takesAway: Bool {
        switch self {
        case .uninvite, .unassign, .remove: true
        default: false
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
        if random.percent(50) { boss.permissions.append(Permission(actions: [], kinds: [.kind(BuiltInKind.kind.id)])) }
        if handsOutFreely, random.percent(80) {
            boss.grants = [
                GrantPermission(
                    roles: random.some(state.roleIDs, 1...2), reach: random.percent(60) ? reach(.all) : nil)
            ]
        }
        run(.setStatus([.user(actor)], disabled: false))
        run(.defineRole(boss))
        guard let role = state.role("Boss") else { return nil }
        if random.percent(25) {
            // From customers' teams only.
            run(.uninvite([actor], state.members.of(actor).map(\.account)))
            run(.invite([actor], role, Several(random.some(state.customerIDs, 1...3)), .always))
            return actor
        }
        if random.percent(50) { run(.uninvite([actor], [.partner])) }
        // Whoever holds it for a time may hand it on for that time.
        run(.invite([actor], role, [.partner], random.percent(70) ? .always : term()))
        if random.percent(50) {
            run(.assign([actor], random.percent(50) ? role : random.pick(state.roleIDs) ?? role, scope(), term()))
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

    /// Commands that give, or may, and now and then any other.
    mutating func commandOfOneWithAuthority(_ actor: UserID) -> Command? {
        if random.percent(20) { advance() }
        if random.percent(25) {
            guard let any = command() else { return nil }
            if case .addCustomers = any { return nil }
            return any
        }
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
