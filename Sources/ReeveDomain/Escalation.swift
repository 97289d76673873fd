/// Where a role would count once it is given.
enum GrantPlace {
    case team(AccountID)
    case managing(AccountID)
    case managingAll(StandingItem)

    var isManaging: Bool {
        if case .team = self { false } else { true }
    }
}

/// Nobody hands out more than they hold (language.md section 4, Access). One check for every statement that gives.
extension Transaction {
    /// Refuses where the actor neither holds nor may grant all that the role would give there, for as long as it would.
    func requireHolding(_ role: RoleID, _ place: GrantPlace, _ term: Term, to target: UserID) throws(Refusal) {
        guard let user = actor.user, !mayGrant(role, place, term, to: target, by: user) else { return }
        let powers = state.compiled[Int(role.raw)]
        for instant in instants(of: term, by: user) where !state.mayGrant(user, role, place, at: instant) {
            if let missing = state.firstClosed(powers, place, to: user, at: instant) {
                throw tooMuch(role, place, missing, user, at: instant, isGrantable: true)
            }
        }
        try requireHolding(powers, of: role, place, term, by: user)
    }

    /// `isGrantable`: whether `can grant` of the role is enough, as it is not for who writes the role.
    func requireHolding(
        _ powers: CompiledRole, of role: RoleID, _ place: GrantPlace, _ term: Term, by user: UserID,
        isGrantable: Bool = true
    ) throws(Refusal) {
        for instant in instants(of: term, by: user)
        where !isGrantable || !state.mayGrant(user, role, place, at: instant) {
            guard let missing = state.firstNotHeld(powers, place, by: user, at: instant) else { continue }
            throw tooMuch(role, place, missing, user, at: instant, isGrantable: isGrantable)
        }
    }

    /// To grant is an office: what is given by it stays when the office ends. To oneself nobody gives longer than that.
    private func mayGrant(
        _ role: RoleID, _ place: GrantPlace, _ term: Term, to target: UserID, by user: UserID
    ) -> Bool {
        state.mayGrant(user, role, place, at: now)
            && (target != user
                || instants(of: term, by: user).allSatisfy { state.mayGrant(user, role, place, at: $0) })
    }

    /// When what is given is weighed: now, and wherever something of the actor's own begins or ends before the grant's
    /// end. What one holds until tomorrow, one hands on until tomorrow.
    private func instants(of term: Term, by user: UserID) -> [Instant] {
        let changes = state.termChanges(of: user).filter { change in
            change > now && (term.until.map { change < $0 } ?? true)
        }
        return changes.isEmpty ? [now] : [now] + Set(changes).sorted()
    }

    /// Managing makes customers one's own: what the user's team roles give `in own customers` comes along.
    ///
    /// - Parameter member: how long the user is on the partner's team, where that is about to change.
    func requireHolding(
        _ role: RoleID, managedBy target: UserID, _ place: GrantPlace, _ managing: Term, within member: Term? = nil
    ) throws(Refusal) {
        let term = managing.within(member ?? state.members[target, .partner]?.term ?? .always)
        try requireHolding(role, place, term, to: target)
        guard let user = actor.user else { return }
        for grant in state.members.of(target) {
            var own = state.compiled[Int(grant.role.raw)]
            own.grants.removeAll { $0.reach?.base != .own }
            for kind in own.byKind.indices {
                // The role on the partner's team is shadowed there, but for the customers' own records.
                let counts = !grant.account.isPartner || kind == Int(BuiltInKind.customer.id.raw)
                own.byKind[kind].removeAll { !counts || $0.reach?.base != .own }
            }
            if grant.account.isPartner {
                try requireHolding(own, of: grant.role, place, term, by: user)
            } else if state.takesIn(place, grant.account) {
                try requireHolding(own, of: grant.role, .team(grant.account), term.within(grant.term), by: user)
            }
        }
    }

    func tooMuch(
        _ role: RoleID, _ place: GrantPlace, _ missing: String, _ user: UserID, at instant: Instant, isGrantable: Bool
    ) -> Refusal {
        let here = state.text(place)
        let who = state.spelledName(user)
        let name = state.spelledName(role)
        let later = instant > now ? " from \(instant.text) on" : ""
        return Refusal(
            "escalation",
            isGrantable
                ? "\(who) may not give \(name) in \(here): it \(missing), and \(who) does not hold that there\(later)"
                : "\(who) may not add to \(name) what \(who) does not hold\(later): in \(here) it \(missing)",
            label: "more than \(who) holds",
            notes: (isGrantable && instant > now ? ["give it for as long as you hold it: until \(instant.text)"] : [])
                + (isGrantable ? ["a role with `can grant \(name)` may hand it out without holding it"] : []),
            subject: .role)
    }

    /// Whoever enables, resets or changes a user must hold all that the user has.
    func requireHoldingAll(of target: UserID) throws(Refusal) {
        guard let user = actor.user, user != target else { return }
        do throws(Refusal) {
            for grant in state.members.of(target) {
                try requireHolding(grant.role, .team(grant.account), grant.term, to: target)
            }
            guard let manager = state.manager(target) else { return }
            let member = state.members[target, .partner]?.term ?? .always
            for grant in state.assignments.of(target) {
                try requireHolding(manager.role, .managing(grant.account), grant.term.within(member), to: target)
            }
            for item in manager.standing {
                try requireHolding(manager.role, .managingAll(item), item.term.within(member), to: target)
            }
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

    /// When grants of a user begin and end, in no order.
    func termChanges(of user: UserID) -> [Instant] {
        let terms =
            members.of(user).map(\.term) + assignments.of(user).map(\.term)
            + (manager(user)?.standing.map(\.term) ?? [])
        return terms.flatMap { [$0.from, $0.until].compactMap { $0 } }
    }

    /// `can grant ROLE` where it counts.
    func mayGrant(_ user: UserID, _ role: RoleID, _ place: GrantPlace, at now: Instant) -> Bool {
        func listed(_ holder: RoleID, _ counts: (Reach?) -> Bool) -> Bool {
            compiled[Int(holder.raw)].grants.contains { $0.roles.contains(role) && counts($0.reach) }
        }
        // Held on the partner's team it is an authority of the partner's, whatever role its holder has in the customer.
        let partner = partnerGrant(user, at: now)
        switch place {
        case .team(let account), .managing(let account):
            if let partner, !account.isPartner,
                listed(partner.role, { $0.map { covers($0, account, for: user, at: now) } ?? false })
            {
                return true
            }
            guard let effective = effectiveRole(of: user, in: account, at: now) else { return false }
            return listed(effective.role) { reach in
                guard let reach else { return effective.route.name != .partner }
                return !account.isPartner && covers(reach, account, for: user, at: now)
            }
        case .managingAll(let item):
            guard let partner else { return false }
            return listed(partner.role) { $0.map { includes($0, item.condition) } ?? false }
        }
    }

    /// The first thing among the powers that the user does not hold there, in words: `permits edit on recipe`.
    func firstNotHeld(_ powers: CompiledRole, _ place: GrantPlace, by user: UserID, at now: Instant) -> String? {
        let onCustomers = self[BuiltInKind.customer.id].definition
        for kind in kindIDs {
            for var entry in powers.byKind[Int(kind.raw)] {
                // A manager's role never creates customers, whatever it says.
                if kind == BuiltInKind.customer.id, place.isManaging {
                    entry.mask &= ~(onCustomers.bit(of: "create") ?? 0)
                    if entry.mask == 0 { continue }
                }
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

    /// An effective role is itself `view customer`, even one that permits nothing: the first place that the role would
    /// open and that is closed to the user, in words.
    func firstClosed(_ powers: CompiledRole, _ place: GrantPlace, to user: UserID, at now: Instant) -> String? {
        let isOpen: Bool
        switch place {
        case .team(.partner):
            isOpen = powers.reaches.allSatisfy { reach in
                if reach.base == .unassigned, let partner = partnerGrant(user, at: now),
                    compiled[Int(partner.role.raw)].reaches.contains(reach)
                {
                    return true
                }
                return opens(standing(reach), user, at: now)
            }
        case .team(let account), .managing(let account):
            isOpen =
                decide(
                    Request(
                        user: user, action: "view", kind: BuiltInKind.customer.id, subject: .customer(account),
                        account: account, ignoresDisabledCustomer: true), at: now
                ).isAllowed
        case .managingAll(let item): isOpen = opens(item, user, at: now)
        }
        return isOpen ? nil : "shows the customer"
    }

    /// Whether the user sees each customer of a standing item, those to come included.
    private func opens(_ item: StandingItem, _ user: UserID, at now: Instant) -> Bool {
        guard let partner = partnerGrant(user, at: now), !self[user].isDisabled else { return false }
        let role = compiled[Int(partner.role.raw)]
        if role.reaches.contains(where: { includes($0, item.condition) }) { return true }
        if manager(user)?.standing.contains(where: { takesIn($0, all: item, at: now) }) == true { return true }
        let view = mask(["view"], on: BuiltInKind.customer.id)
        return role.byKind[Int(BuiltInKind.customer.id.raw)].contains { $0.reach == nil && $0.mask & view != 0 }
    }

    /// Whether what one manages takes in all of another item.
    private func takesIn(_ own: StandingItem, all item: StandingItem, at now: Instant) -> Bool {
        own.term.isLive(at: now) && (own.condition == nil || own.condition == item.condition)
            && Set(own.except).isSubset(of: item.except)
    }

    func takesIn(_ place: GrantPlace, _ account: AccountID) -> Bool {
        switch place {
        case .team(let other), .managing(let other): other == account
        case .managingAll(let item): covers(item, account)
        }
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
            let item = StandingItem(condition: condition, except: [], term: .always, seq: 0)
            if let partner = partnerGrant(user, at: now), manager(user) == nil,
                coveredBy(
                    compiled[Int(partner.role.raw)], entry, kind,
                    where: {
                        $0 == Reach(base: .unassigned, condition: condition)
                    }), kind == BuiltInKind.customer.id || holdsWhereNamed(entry, kind, item, user, at: now)
            {
                return true
            }
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
            var role = compiled[Int(manager.role.raw)]
            if isCustomer { role.byKind[Int(kind.raw)].removeAll { $0.isAnything } }
            managerHolds = coveredBy(role, entry, kind) { reach in
                reach.map { includes($0, item.condition) } ?? true
            }
            byManager = managerHolds && manager.standing.contains { takesIn($0, all: item, at: now) }
            // A manager's role shadows the partner's where it covers; customers' own records are decided by either.
            if !manager.standing.isEmpty, !managerHolds, !isCustomer { return false }
        }
        guard byPartner || byManager else { return false }
        if isCustomer, byPartner { return true }
        return holdsWhereNamed(entry, kind, item, user, at: now)
    }

    /// Invites and assignments by name may shadow: each is looked at.
    private func holdsWhereNamed(
        _ entry: CompiledRole.Entry, _ kind: KindID, _ item: StandingItem, _ user: UserID, at now: Instant
    ) -> Bool {
        let named = members.of(user).map(\.account) + assignments.of(user).map(\.account)
        return named.allSatisfy { account in
            account.isPartner || !covers(item, account) || holds(entry, kind, in: account, user, at: now)
        }
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
