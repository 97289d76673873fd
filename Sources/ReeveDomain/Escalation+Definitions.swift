/// A definition that says more gives more to whoever holds it. Nobody adds what they do not hold themselves.
extension Transaction {
    /// After a kind was defined anew: `do anything to` it takes in the new actions, and where it lives now a permission may
    /// count that did not count before. (A kind that is new has nothing in it yet, and gives nobody anything.)
    func requireHoldingExtended(_ kind: KindID, since old: KindDefinition) throws(Refusal) {
        guard let user = actor.user else { return }
        let new = state[kind].definition
        // Below a kind that moved, everything moved.
        let moved =
            new.home != old.home ? state.kindIDs.filter { $0 == kind || state.parents(of: $0).contains(kind) } : []
        let added = new.actions.enumerated().reduce(0 as UInt64) { mask, action in
            let isNew = !action.element.isEmpty && (old.bit(of: action.element) == nil)
            return isNew ? mask | 1 << UInt64(action.offset) : mask
        }
        guard added != 0 || !moved.isEmpty else { return }
        for role in state.roleIDs {
            var gained = state.compiled[Int(role.raw)]
            gained.grants = []
            gained.reaches = []
            for other in state.kindIDs where !moved.contains(other) {
                for index in gained.byKind[Int(other.raw)].indices {
                    gained.byKind[Int(other.raw)][index].mask &= other == kind ? added : 0
                }
                gained.byKind[Int(other.raw)].removeAll { $0.mask == 0 }
            }
            guard gained.byKind.contains(where: { !$0.isEmpty }) else { continue }
            for (place, term) in places(of: [role]) {
                do throws(Refusal) {
                    try requireHolding(gained, of: role, place, term, by: user, isGrantable: false)
                } catch {
                    var refusal = error.at(.name, 0)
                    refusal.notes.append(
                        "\(state.spelledName(role)) would permit it, by what `define kind \(spelled(new.name))` says now"
                    )
                    throw refusal
                }
            }
        }
    }

    /// Where these roles count, now or later, and where someone may hand them out; and for how long.
    func places(of roles: Set<RoleID>) -> [(GrantPlace, Term)] {
        var places: [(GrantPlace, Term)] = []
        var granting: Set<RoleID> = []
        for granter in state.roleIDs {
            for grant in state.compiled[Int(granter.raw)].grants where !roles.isDisjoint(with: grant.roles) {
                guard let reach = grant.reach else {
                    granting.insert(granter)
                    continue
                }
                let item = StandingItem(condition: reach.condition, except: [], term: .always, seq: 0)
                places.append((.managingAll(item), .always))
            }
        }
        state.members.forEach {
            // What is granted from a place lasts beyond it.
            if roles.contains($0.role) { places.append((.team($0.account), $0.term)) }
            if granting.contains($0.role) { places.append((.team($0.account), .always)) }
        }
        for index in 0..<state.managers.count {
            guard let manager = state.managers[index], roles.contains(manager.role) || granting.contains(manager.role)
            else { continue }
            let isGranting = granting.contains(manager.role)
            places += state.assignments.of(UserID(Int32(truncatingIfNeeded: index))).map {
                (.managing($0.account), isGranting ? .always : $0.term)
            }
            places += manager.standing.map { (.managingAll($0), isGranting ? .always : $0.term) }
        }
        return places
    }
}
