/// Where a role would count once it is given.
enum GrantPlace {
    case team(AccountID)
    case managing(AccountID)
    case managingAll(StandingItem)
}

/// Nobody hands out more than they hold (language.md section 4, Access). One check for every statement that gives.
extension Transaction {
    /// Refuses where the actor neither holds nor may grant all that the role would give there.
    func requireHolding(_ role: RoleID, _ place: GrantPlace) throws(Refusal) {
        guard let user = actor.user else { return }
        try requireHolding(state.compiled[Int(role.raw)], of: role, place, by: user)
    }

    func requireHolding(
        _ powers: CompiledRole, of role: RoleID, _ place: GrantPlace, by user: UserID
    ) throws(Refusal) {
        guard !state.mayGrant(user, role, place, at: now) else { return }
        guard let missing = state.firstNotHeld(powers, place, by: user, at: now) else { return }
        let here = state.text(place)
        throw Refusal(
            "escalation",
            "\(state.spelledName(user)) may not give \(state.spelledName(role)) in \(here): it \(missing), and \(state.spelledName(user)) does not hold that there",
            label: "more than \(state.spelledName(user)) holds",
            notes: ["a role with `can grant \(state.spelledName(role))` may hand it out without holding it"],
            subject: .role)
    }

    /// Whoever enables, resets or changes a user must hold all that the user has.
    func requireHoldingAll(of target: UserID) throws(Refusal) {
        guard let user = actor.user, user != target else { return }
        do throws(Refusal) {
            for grant in state.members.of(target) { try requireHolding(grant.role, .team(grant.account)) }
            guard let manager = state.manager(target) else { return }
            for grant in state.assignments.of(target) { try requireHolding(manager.role, .managing(grant.account)) }
            for item in manager.standing { try requireHolding(manager.role, .managingAll(item)) }
        } catch {
            let who = state.spelledName(user)
            throw Refusal(
                "escalation", "\(state.spelledName(target)) holds more than \(who), who may not change that user",
                label: "more than \(who) holds", notes: [error.message])
        }
    }
}

extension State {
    func text(_ place: GrantPlace) -> String {
        switch place {
        case .team(let account), .managing(let account): account.isPartner ? "partner" : spelledName(account)
        case .managingAll(let item): text(item)
        }
    }

    /// `can grant ROLE` where it counts.
    func mayGrant(_ user: UserID, _ role: RoleID, _ place: GrantPlace, at now: Instant) -> Bool {
        func listed(_ holder: RoleID, _ counts: (Reach?) -> Bool) -> Bool {
            compiled[Int(holder.raw)].grants.contains { $0.roles.contains(role) && counts($0.reach) }
        }
        switch place {
        case .team(let account), .managing(let account):
            guard let effective = effectiveRole(of: user, in: account, at: now) else { return false }
            return listed(effective.role) { reach in
                guard let reach else { return effective.route.name != .partner }
                return !account.isPartner && covers(reach, account, for: user, at: now)
            }
        case .managingAll(let item):
            guard let partner = partnerGrant(user, at: now), !hasOtherRoutes(user, in: item, at: now) else {
                return false
            }
            return listed(partner.role) { $0.map { includes($0, item.condition) } ?? false }
        }
    }

    /// The first thing among the powers that the user does not hold there, in words: `permits edit on recipe`.
    func firstNotHeld(_ powers: CompiledRole, _ place: GrantPlace, by user: UserID, at now: Instant) -> String? {
        for kind in kindIDs {
            for entry in powers.byKind[Int(kind.raw)] {
                for need in needs(entry, kind, place) where !meets(need, entry, kind, user, at: now) {
                    let actions = self[kind].definition.actions.enumerated()
                        .filter { entry.mask & (1 << UInt64($0.offset)) != 0 }.map { spelled($0.element) }
                    return "permits \(actions.joined(separator: ", ")) on \(spelled(self[kind].definition.name))"
                }
            }
        }
        // What may be handed on is a power too.
        for grant in powers.grants {
            for role in grant.roles {
                let target: GrantPlace =
                    if case .team(.partner) = place, let reach = grant.reach { .managingAll(standing(reach)) } else {
                        place
                    }
                if !mayGrant(user, role, target, at: now) { return "may grant \(spelledName(role))" }
            }
        }
        return nil
    }

    /// Where one permission would count.
    private enum Need {
        case account(AccountID)
        case customers(Condition?, except: [AccountID])
        case unassigned(Condition?)
    }

    private func needs(_ entry: CompiledRole.Entry, _ kind: KindID, _ place: GrantPlace) -> [Need] {
        let root = root(of: kind)
        let isCustomer = kind == BuiltInKind.customer.id
        switch place {
        case .team(.partner):
            if let reach = entry.reach {
                guard root != .partner || isCustomer else { return [] }
                return [
                    reach.base == .unassigned ? .unassigned(reach.condition) : .customers(reach.condition, except: [])
                ]
            }
            if isCustomer { return [.customers(nil, except: [])] }
            return root == .customer ? [] : [.account(.partner)]
        case .team(let account):
            return root == .partner ? [] : [.account(account)]
        case .managing(let account):
            guard root != .partner || (isCustomer && !entry.isAnything) else { return [] }
            return [.account(account)]
        case .managingAll(let item):
            guard root != .partner || (isCustomer && !entry.isAnything) else { return [] }
            return [.customers(item.condition, except: item.except)]
        }
    }

    private func standing(_ reach: Reach) -> StandingItem {
        StandingItem(condition: reach.condition, except: [], term: .always, seq: 0)
    }

    private func meets(
        _ need: Need, _ entry: CompiledRole.Entry, _ kind: KindID, _ user: UserID, at now: Instant
    ) -> Bool {
        switch need {
        case .account(let account):
            return holds(entry, kind, in: account, user, at: now)
        case .customers(let condition, let except):
            let item = StandingItem(condition: condition, except: except, term: .always, seq: 0)
            return holdsEverywhere(entry, kind, item, user, at: now)
        case .unassigned(let condition):
            if let partner = partnerGrant(user, at: now), manager(user) == nil,
                coveredBy(
                    compiled[Int(partner.role.raw)], entry, kind,
                    where: {
                        $0 == Reach(base: .unassigned, condition: condition)
                    })
            {
                return true
            }
            let item = StandingItem(condition: condition, except: [], term: .always, seq: 0)
            return holdsEverywhere(entry, kind, item, user, at: now)
        }
    }

    /// Holds all of the entry's actions in one account.
    private func holds(
        _ entry: CompiledRole.Entry, _ kind: KindID, in account: AccountID, _ user: UserID, at now: Instant
    ) -> Bool {
        let isCustomer = kind == BuiltInKind.customer.id
        return self[kind].definition.actions.indices.allSatisfy { index in
            guard entry.mask & (1 << UInt64(index)) != 0 else { return true }
            let decision = decide(
                Request(
                    user: user, action: self[kind].definition.actions[index], kind: kind,
                    subject: isCustomer ? .customer(account) : nil, account: account, ignoresDisabledCustomer: true),
                at: now)
            if decision.isAllowed { return true }
            // The very same condition is held, unless it is about whoever asks.
            if case .onlyWhere(let condition) = decision.reason, condition == entry.condition {
                return !condition.values.contains(.asker)
            }
            return false
        }
    }

    /// Holds it in every customer of a standing item, those to come included.
    private func holdsEverywhere(
        _ entry: CompiledRole.Entry, _ kind: KindID, _ item: StandingItem, _ user: UserID, at now: Instant
    ) -> Bool {
        guard let partner = partnerGrant(user, at: now), !self[user].isDisabled else { return false }
        let isCustomer = kind == BuiltInKind.customer.id
        let byPartner = coveredBy(compiled[Int(partner.role.raw)], entry, kind) { reach in
            reach.map { includes($0, item.condition) } ?? isCustomer
        }
        var byManager = false
        var managerHolds = true
        if let manager = manager(user) {
            managerHolds = coveredBy(compiled[Int(manager.role.raw)], entry, kind) { reach in
                reach.map { includes($0, item.condition) } ?? true
            }
            byManager =
                managerHolds
                && manager.standing.contains { own in
                    own.term.isLive(at: now) && (own.condition == nil || own.condition == item.condition)
                        && Set(own.except).isSubset(of: item.except)
                }
            // A manager's role shadows the partner's where it covers; customers' own records are decided by either.
            if !manager.standing.isEmpty, !managerHolds, !isCustomer { return false }
        }
        guard byPartner || byManager else { return false }
        if isCustomer, byPartner { return true }
        // Invites and assignments by name may shadow: look at each.
        let named = members.of(user).map(\.account) + assignments.of(user).map(\.account)
        return named.allSatisfy { account in
            account.isPartner || !covers(item, account) || holds(entry, kind, in: account, user, at: now)
        }
    }

    private func hasOtherRoutes(_ user: UserID, in item: StandingItem, at now: Instant) -> Bool {
        manager(user) != nil || members.of(user).contains { !$0.account.isPartner && covers(item, $0.account) }
    }

    /// Whether a role's entries of this kind, where they count, take in all actions under the same condition or none;
    /// and what is above may be seen.
    private func coveredBy(
        _ role: CompiledRole, _ entry: CompiledRole.Entry, _ kind: KindID, where counts: (Reach?) -> Bool
    ) -> Bool {
        func mask(_ kind: KindID, _ condition: RecordCondition?) -> UInt64 {
            role.byKind[Int(kind.raw)].reduce(0) { sum, own in
                guard counts(own.reach) else { return sum }
                let fits =
                    own.condition == nil
                    || (own.condition == condition && own.condition?.values.contains(.asker) == false)
                return fits ? sum | own.mask : sum
            }
        }
        guard mask(kind, entry.condition) & entry.mask == entry.mask else { return false }
        return parents(of: kind).allSatisfy { mask($0, nil) & self.mask(["view"], on: $0) != 0 }
    }

    /// `all` covers `own`, `unassigned` and `where`; a `where` covers only itself.
    private func includes(_ reach: Reach, _ condition: Condition?) -> Bool {
        reach.base == .all && (reach.condition == nil || reach.condition == condition)
    }
}
