import ReeveDomain
import ReeveLanguage

/// Who was given what: each place on a team, each customer a manager has by name, each standing item.
extension Mutants {
    var grantDrops: [Mutant] {
        var found: [Mutant] = []
        for grant in members {
            found.append(
                Mutant(
                    item: item(.grants, log.place(of: grant.seq), title(grant)),
                    events: [.uninvited(grant.user, grant.account, .revoked)]))
        }
        for grant in assignments {
            var events: [Event] = [.unassigned(grant.user, grant.account, .revoked)]
            if scopeCount(of: grant.user) == 1 { events.append(.managerEnded(grant.user, .revoked)) }
            found.append(
                Mutant(item: item(.grants, log.place(of: grant.seq), title(assignment: grant)), events: events))
        }
        for user in state.standingManagers {
            guard let manager = state.manager(user) else { continue }
            for (index, standing) in manager.standing.enumerated() {
                var items = manager.standing
                items.remove(at: index)
                var events: [Event] = [.standingSet(user, items, .revoked)]
                if scopeCount(of: user) == 1 { events.append(.managerEnded(user, .revoked)) }
                found.append(
                    Mutant(
                        item: item(.grants, log.place(of: standing.seq), title(user, manager, standing)),
                        events: events))
            }
        }
        return found
    }

    /// A scope becomes `all customers`, a grant that ends becomes one that does not.
    var grantWidenings: [Mutant] {
        var found: [Mutant] = []
        for grant in members where grant.term.until != nil {
            found.append(
                Mutant(
                    item: item(.grants, log.place(of: grant.seq), title(grant), "without end"),
                    events: [.invited(grant.user, grant.account, grant.role, Term(from: grant.term.from))]))
        }
        for grant in assignments {
            let manager = state.manager(grant.user)
            let standing = manager?.standing ?? []
            guard !standing.contains(where: { $0.condition == nil && $0.except.isEmpty }) else { continue }
            let everything = StandingItem(condition: nil, except: [], term: grant.term, seq: 0)
            found.append(
                Mutant(
                    item: item(.grants, log.place(of: grant.seq), title(assignment: grant), "to all customers"),
                    events: [.standingSet(grant.user, standing + [everything], .revoked)]))
            if grant.term.until != nil {
                found.append(
                    Mutant(
                        item: item(.grants, log.place(of: grant.seq), title(assignment: grant), "without end"),
                        events: [.assigned(grant.user, grant.account, Term(from: grant.term.from))]))
            }
        }
        for user in state.standingManagers {
            guard let manager = state.manager(user) else { continue }
            for (index, standing) in manager.standing.enumerated() {
                func add(_ change: String, _ widen: (inout StandingItem) -> Void) {
                    var items = manager.standing
                    widen(&items[index])
                    found.append(
                        Mutant(
                            item: item(
                                .grants, log.place(of: standing.seq), title(user, manager, standing), change),
                            events: [.standingSet(user, items, .revoked)]))
                }
                if standing.condition != nil { add("without `where`") { $0.condition = nil } }
                if !standing.except.isEmpty { add("without `except`") { $0.except = [] } }
                if standing.term.until != nil { add("without end") { $0.term = Term(from: $0.term.from) } }
            }
        }
        return found
    }

    private var members: [Grant] { sorted(state.members) }

    private var assignments: [Grant] { sorted(state.assignments) }

    private func sorted(_ table: GrantTable) -> [Grant] {
        var found: [Grant] = []
        table.forEach { found.append($0) }
        return found.sorted { ($0.seq, $0.user, $0.account) < ($1.seq, $1.user, $1.account) }
    }

    private func scopeCount(of user: UserID) -> Int {
        state.assignments.of(user).count + (state.manager(user)?.standing.count ?? 0)
    }

    private func title(_ grant: Grant) -> String {
        "\(state.spelledName(grant.user)) is \(state.spelledName(grant.role)) in \(state.spelledName(grant.account))"
    }

    private func title(assignment grant: Grant) -> String {
        let role = state.manager(grant.user)?.role ?? grant.role
        return
            "\(state.spelledName(grant.user)) manages \(state.spelledName(grant.account)) as \(state.spelledName(role))"
    }

    private func title(_ user: UserID, _ manager: Manager, _ standing: StandingItem) -> String {
        "\(state.spelledName(user)) manages \(state.text(standing)) as \(state.spelledName(manager.role))"
    }
}
