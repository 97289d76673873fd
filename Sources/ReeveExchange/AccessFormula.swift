import ReeveDomain

/// A set of customers that a scope or a permission's reach looks at. Shared by all that look at the same.
struct CustomerSet: Hashable {
    /// Only those that no live grant covers by name or by `where`.
    var isUnassigned = false
    var condition: Condition?
}

/// When one role permits one action, once the route by which it is held is settled: what is left to be looked at.
indirect enum AccessFormula: Hashable {
    case yes, no
    /// The customer asked about is in the set.
    case inSet(CustomerSet)
    /// Whoever asks manages the customer asked about, be it shadowed or not.
    case manages
    /// The record of this kind that the request brings meets the condition.
    case meets(KindID, RecordCondition)
    /// The record of this kind that the request brings is locked.
    case locked(KindID)
    /// A record below the one asked about is locked.
    case lockedBelow
    case not(AccessFormula)
    case and([AccessFormula])
    case or([AccessFormula])

    static func all(_ parts: [AccessFormula]) -> AccessFormula {
        if parts.contains(.no) { return .no }
        var kept: [AccessFormula] = []
        for part in parts where part != .yes && !kept.contains(part) { kept.append(part) }
        return kept.isEmpty ? .yes : kept.count == 1 ? kept[0] : .and(kept)
    }

    static func any(_ parts: [AccessFormula]) -> AccessFormula {
        if parts.contains(.yes) { return .yes }
        var kept: [AccessFormula] = []
        for part in parts where part != .no && !kept.contains(part) { kept.append(part) }
        return kept.isEmpty ? .no : kept.count == 1 ? kept[0] : .or(kept)
    }

    static func unless(_ part: AccessFormula) -> AccessFormula {
        switch part {
        case .yes: .no
        case .no: .yes
        case .not(let inner): inner
        default: .not(part)
        }
    }

    /// With each leaf answered by another formula.
    func replacing(_ change: (AccessFormula) -> AccessFormula) -> AccessFormula {
        switch self {
        case .not(let inner): .unless(inner.replacing(change))
        case .and(let parts): .all(parts.map { $0.replacing(change) })
        case .or(let parts): .any(parts.map { $0.replacing(change) })
        default: change(self)
        }
    }

    /// Asked of the kind as such: no record meets a condition, and none is locked.
    var withoutRecord: AccessFormula {
        replacing {
            switch $0 {
            case .meets, .locked, .lockedBelow: .no
            default: $0
            }
        }
    }

    func managing(_ answer: Bool) -> AccessFormula {
        replacing { $0 == .manages ? (answer ? .yes : .no) : $0 }
    }

    /// Sets that must all hold the customer, in as many ways as there are; of a formula without records, which looks only
    /// at sets, none of them negated. An empty list of sets is: always.
    var waysThroughSets: [Set<CustomerSet>] {
        var ways: [Set<CustomerSet>]
        switch self {
        case .yes: ways = [[]]
        case .inSet(let set): ways = [[set]]
        case .and(let parts):
            ways = [[]]
            for part in parts {
                let more = part.waysThroughSets
                ways = ways.flatMap { way in more.map { way.union($0) } }
            }
        case .or(let parts): ways = parts.flatMap(\.waysThroughSets)
        default: ways = []
        }
        var kept: [Set<CustomerSet>] = []
        for way in ways.sorted(by: { $0.count < $1.count }) where !kept.contains(where: { $0.isSubset(of: way) }) {
            kept.append(way)
        }
        return kept
    }
}

/// How a role is held where it decides.
enum HeldRole: CaseIterable {
    /// On the partner's team, about what lives in the partner and about customers' own records: nothing shadows it.
    case home
    /// On the partner's team, and the partner is the account asked about.
    case inPartner
    /// On the team of the customer asked about.
    case team
    /// As the customer's manager.
    case manager
    /// On the partner's team, by its reach.
    case partner
}

extension AccessModel {
    /// The decision (language.md 3.1) from step 3 on, of a role that is held so. `State.decide` is what it must agree
    /// with: `Scripts/exchange/prove` and the tests ask both.
    func formula(_ role: RoleID, held: HeldRole, _ kind: KindID, _ action: String) -> AccessFormula {
        guard let bit = state[kind].definition.bit(of: action) else { return .no }
        if kind == BuiltInKind.customer.id { return customerFormula(role, held, action, bit) }
        guard (state.root(of: kind) == .partner) == (held == .home) else { return .no }
        let above = state.parents(of: kind)
        let isCreate = action == "create"
        var parts = [permitted(role, held, kind, bit, about: isCreate ? nil : kind)]
        parts += above.map { permitted(role, held, $0, self.bit(of: "view", $0), about: $0) }
        if ["edit", "delete", "create"].contains(action) {
            for level in (isCreate ? [] : [kind]) + above {
                let mayLock = permitted(role, held, level, self.bit(of: "lock", level), about: level)
                parts.append(.unless(.all([.locked(level), .unless(mayLock)])))
            }
        }
        if action == "delete" { parts.append(.unless(.lockedBelow)) }
        return .all(parts)
    }

    /// What of the decision one role says of one kind by itself: without what is above and without locks.
    func permission(_ role: RoleID, held: HeldRole, _ kind: KindID, _ action: String) -> AccessFormula {
        guard let bit = state[kind].definition.bit(of: action) else { return .no }
        if kind == BuiltInKind.customer.id { return customerFormula(role, held, action, bit) }
        guard (state.root(of: kind) == .partner) == (held == .home) else { return .no }
        return permitted(role, held, kind, bit, about: action == "create" ? nil : kind)
    }

    private func bit(of action: String, _ kind: KindID) -> UInt64 { state[kind].definition.bit(of: action) ?? 0 }

    private func permitted(
        _ role: RoleID, _ held: HeldRole, _ kind: KindID, _ bit: UInt64, about level: KindID?
    ) -> AccessFormula {
        let isElsewhere = held == .inPartner && state.root(of: kind) == .customer
        return .any(
            entries(role, kind).filter { $0.mask & bit != 0 && !($0.isAnything && isElsewhere) }.map { entry in
                let meets: AccessFormula =
                    entry.condition.map { wanted in level.map { .meets($0, wanted) } ?? .no } ?? .yes
                return .all([counts(entry.reach, held), meets])
            })
    }

    private func entries(_ role: RoleID, _ kind: KindID) -> [CompiledRole.Entry] {
        state.compiled[Int(role.raw)].byKind[Int(kind.raw)]
    }

    private func counts(_ reach: Reach?, _ held: HeldRole) -> AccessFormula {
        guard let reach else { return held == .partner ? .no : .yes }
        guard held != .home, held != .inPartner else { return .no }
        return covers(reach, held)
    }

    private func covers(_ reach: Reach, _ held: HeldRole) -> AccessFormula {
        switch reach.base {
        case .unassigned: return .inSet(CustomerSet(isUnassigned: true, condition: reach.condition))
        case .all, .own: break
        }
        let scope: AccessFormula = reach.condition.map { .inSet(CustomerSet(condition: $0)) } ?? .yes
        guard reach.base == .own else { return scope }
        return switch held {
        case .manager: scope
        // Whoever manages the customer is there as its manager.
        case .partner: .no
        case .home, .inPartner, .team: .all([.manages, scope])
        }
    }

    private func customerFormula(_ role: RoleID, _ held: HeldRole, _ action: String, _ bit: UInt64) -> AccessFormula {
        let entries = entries(role, BuiltInKind.customer.id).filter { $0.mask & bit != 0 }
        switch held {
        case .home:
            return .any(
                entries.map { entry in
                    guard let reach = entry.reach, reach != Reach(base: .all) else { return .yes }
                    // `create` is asked of no customer.
                    return action == "create" ? .no : covers(reach, .home)
                })
        case _ where action == "create": return .no
        case .team where action == "view", .manager where action == "view": return .yes
        case .partner where action == "view":
            return .any(state.compiled[Int(role.raw)].reaches.map { covers($0, .partner) })
        case .manager: return .any(entries.filter { !$0.isAnything }.map { counts($0.reach, .manager) })
        case .inPartner, .team, .partner: return .no
        }
    }

    // MARK: Sets

    func text(_ set: CustomerSet) -> String {
        (set.isUnassigned ? "unassigned customers" : "customers")
            + (set.condition.map { " where " + state.text($0) } ?? "")
    }

    func covers(_ set: CustomerSet, _ customer: AccountID) -> Bool {
        if let condition = set.condition, !state.holds(condition, on: customer) { return false }
        return !set.isUnassigned || state.isUnassigned(customer, at: now)
    }
}
