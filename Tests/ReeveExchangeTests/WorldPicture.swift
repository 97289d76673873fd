import ReeveDomain

/// What is true, by names alone: numbers, times of making and what is over are left out. Shares nothing with the export.
struct WorldPicture: Equatable {
    private(set) var facts: [String] = []

    init(_ state: State, at now: Instant) {
        facts.append("partner \(state.partnerName ?? "-")")
        for kind in state.kindIDs { add(kind, state) }
        for role in state.roleIDs {
            let definition = state[role].definition
            let includes = definition.includes.map { state[$0].definition.name }
            let permissions = definition.permissions.map { state.text($0) } + definition.grants.map { state.text($0) }
            facts.append("role \(definition.name) \(definition.roleClass) \(includes) \(permissions)")
        }
        for rule in state.ruleIDs {
            facts.append("rule \(state[rule].definition.name) \(state[rule].definition.lines.map { state.text($0) })")
        }
        for user in state.userIDs {
            facts.append("user " + describe(state[user], BuiltInKind.user.id, state))
        }
        for customer in state.customerIDs {
            facts.append("customer " + describe(state[customer], BuiltInKind.customer.id, state))
        }
        for row in 0..<state.records.rows.count where !state.records.rows[row].entity.isRemoved {
            let record = state.records.rows[row]
            facts.append(
                "record \(state.text(Thing.record(RecordID(Int32(row))))) \(record.isLocked) "
                    + describe(record.entity, record.kind, state))
        }
        state.members.forEach { grant in
            guard !grant.term.hasEnded(at: now) else { return }
            facts.append(
                "member \(state[grant.user].name) of \(state[grant.account].name) as \(state[grant.role].definition.name)"
                    + " \(grant.term.remaining(at: now))")
        }
        for user in state.userIDs where state.partnerGrant(user, at: now) != nil { addManager(user, state, now) }
        facts.sort()
    }

    private mutating func addManager(_ user: UserID, _ state: State, _ now: Instant) {
        guard let manager = state.manager(user) else { return }
        let named = state.assignments.of(user).filter { !$0.term.hasEnded(at: now) }
            .map { "\(state[$0.account].name) \($0.term.remaining(at: now))" }
        let live = manager.standing.filter { !$0.term.hasEnded(at: now) }
        var standing: Set<String> = []
        for item in live {
            let except = item.except.filter { !state[$0].isRemoved }.map { state[$0].name }.sorted()
            // What another one covers as well tells nothing.
            let isTold = live.contains { other in
                let isAsLong = (other.term.until ?? .latest) >= (item.term.until ?? .latest)
                let isAsSoon = max(other.term.from ?? now, now) <= max(item.term.from ?? now, now)
                return other != item && other.condition == item.condition && isAsLong && isAsSoon
                    && Set(other.except).isSubset(of: item.except)
                    && (Set(other.except) != Set(item.except)
                        || other.term.remaining(at: now) != item.term.remaining(at: now))
            }
            if isTold { continue }
            let condition = item.condition.map { state.text($0) } ?? ""
            standing.insert("\(condition) except \(except) \(item.term.remaining(at: now))")
        }
        guard !named.isEmpty || !standing.isEmpty else { return }
        facts.append(
            "manager \(state[user].name) as \(state[manager.role].definition.name) of \(named.sorted()) \(standing.sorted())"
        )
    }

    private mutating func add(_ kind: KindID, _ state: State) {
        let definition = state[kind].definition
        let home: String =
            if case .kind(let parent) = definition.home { state[parent].definition.name } else { "\(definition.home)" }
        let attributes = definition.liveAttributes.map { "\($0.name) \($0.type)" }
        facts.append(
            "kind \(definition.name) \(definition.plural) in \(home) \(attributes) \(definition.liveActions.sorted())")
    }

    private func describe(_ entity: Entity, _ kind: KindID, _ state: State) -> String {
        let values = state[kind].definition.attributes.enumerated().filter { !$1.isRetired }.map { slot, attribute in
            "\(attribute.name)="
                + (entity.value(slot).map { value in
                    if case .user(let user) = value { "user \(state[user].name)" } else { "\(value)" }
                } ?? "-")
        }
        return "\(entity.name) \(entity.isDisabled ? "disabled" : "active") \(values.sorted())"
    }
}
