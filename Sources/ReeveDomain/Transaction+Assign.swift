extension Transaction {
    mutating func assign(_ users: [UserID], _ role: RoleID, _ scope: Scope, _ term: Term) throws(Refusal) {
        if term.hasEnded(at: now) {
            warn("past-until", "`until\(term.until.map { " " + $0.text } ?? "")` is in the past: nobody is assigned")
            unchanged(users.count)
            return
        }
        for (index, user) in users.enumerated() {
            do throws(Refusal) {
                try assign(user, role, scope, term)
            } catch {
                throw error.subject == .user ? error.at(.user, index) : error
            }
        }
    }

    private mutating func assign(_ user: UserID, _ role: RoleID, _ scope: Scope, _ term: Term) throws(Refusal) {
        try require("create", .manager)
        try requireManagerRole(role)
        try requirePartnerTeam(user)
        let who = state.spelledName(user)
        if let manager = state.manager(user), manager.role != role {
            let has = state.spelledName(manager.role)
            let wanted = state.spelledName(role)
            let places: String =
                if case .named(let accounts) = scope {
                    state.list(accounts.map { state.spelledName($0) })
                } else { "CUSTOMERS" }
            throw Refusal(
                "one-role-per-manager",
                "\(who) already manages customers as \(has), and a manager has one role everywhere",
                label: "not \(has)",
                notes: [
                    "for these customers only: invite \(who) as \(wanted) to \(places) for 8 hours",
                    "everywhere: reassign \(who) as \(wanted)",
                ], subject: .role)
        }
        switch scope {
        case .named(let accounts):
            for account in accounts { try assign(user, role, account, term) }
        case .standing(let condition, let except):
            try assign(user, role, StandingItem(condition: condition, except: except, term: term, seq: 0))
        }
    }

    private mutating func assign(_ user: UserID, _ role: RoleID, _ account: AccountID, _ term: Term) throws(Refusal) {
        if let old = state.assignments[user, account] {
            guard !isSame(old.term, term) else {
                unchanged()
                return
            }
            let place = state.spelledName(account)
            let who = state.spelledName(user)
            try refuseShortening(
                user, old.term, term, place,
                "unassign \(who) from \(place); assign \(who) as \(state.spelledName(role)) to \(place)\(state.text(term))"
            )
        }
        try forbid("create", .manager, user: user, customer: account, role: role, scope: state.spelledName(account))
        try requireHolding(role, managedBy: user, .managing(account), term)
        if state.manager(user) == nil { emit(.managerSet(user, role)) }
        emit(.assigned(user, account, term))
        noteKept(user, [account])
    }

    private mutating func assign(_ user: UserID, _ role: RoleID, _ item: StandingItem) throws(Refusal) {
        var items = state.manager(user)?.standing ?? []
        // An item that already takes in all of the new one makes it unchanged; one that the new one takes in gives way.
        let alike = items.enumerated().filter { $0.element.condition == item.condition }
        if alike.contains(where: {
            isSame($0.element.term, item.term) && Set($0.element.except).isSubset(of: item.except)
        }) {
            unchanged()
            return
        }
        for (index, old) in alike {
            if Set(item.except).isSubset(of: old.except) {
                try forbid("create", .manager, user: user, role: role, scope: state.scopeWord(item))
                if old.term != item.term {
                    try refuseShortening(
                        user, old.term, item.term, state.text(old),
                        "reassign \(state.spelledName(user)) to \(state.text(item))\(state.text(item.term))",
                        "`reassign` replaces the whole scope"
                    )
                }
                try requireHolding(role, managedBy: user, .managingAll(item), item.term)
                items[index] = item
                emit(.standingSet(user, items, .revoked))
                return
            }
        }
        try forbid("create", .manager, user: user, role: role, scope: state.scopeWord(item))
        try requireHolding(role, managedBy: user, .managingAll(item), item.term)
        let covered = state.members.of(user).map(\.account).filter { !$0.isPartner && state.covers(item, $0) }
        if state.manager(user) == nil { emit(.managerSet(user, role)) }
        emit(.standingSet(user, items + [item], .revoked))
        noteKept(user, covered)
    }

    private func refuseShortening(
        _ user: UserID, _ old: Term, _ new: Term, _ what: String, _ instead: String...
    ) throws(Refusal) {
        let shorter = new.until.map { end in old.until.map { end < $0 } ?? true } ?? false
        let later = new.from.map { $0 > now && old.isLive(at: now) } ?? false
        guard shorter || later else { return }
        let who = state.spelledName(user)
        let has = old.until.map { "until \($0.text)" } ?? "without an end"
        throw Refusal(
            "would-end",
            "\(who) manages \(what) \(has), and this would \(shorter ? "end that sooner" : "interrupt that")",
            label: shorter ? "sooner than what \(who) has" : "later than now",
            notes: instead.enumerated().map { ($0.offset == 0 ? "to limit it all the same: " : "") + $0.element },
            subject: .term)
    }

    func requireManagerRole(_ role: RoleID) throws(Refusal) {
        guard !state[role].definition.roleClass.maybeManager else { return }
        let names = state.roleIDs.filter { state[$0].definition.roleClass.maybeManager }.map { state.spelledName($0) }
        throw Refusal(
            "plain-role", "\(state.spelledName(role)) is a plain role, and a manager has a system or inheritable one",
            label: "not a role for managers",
            notes: [
                names.isEmpty
                    ? "no role is `system` or `inheritable` yet"
                    : "roles a manager may have: " + state.list(names)
            ], subject: .role)
    }

    func requirePartnerTeam(_ user: UserID) throws(Refusal) {
        guard state.partnerGrant(user, at: now) == nil else { return }
        let who = state.spelledName(user)
        throw Refusal(
            "not-on-partner-team", "\(who) is not on the partner's team, and only its members manage customers",
            label: "write first: invite \(who) as ROLE to partner", subject: .user)
    }

    // MARK: Reassign

    mutating func reassign(_ user: UserID, _ role: RoleID?, _ scope: Scope?, _ term: Term) throws(Refusal) {
        try require("edit", .manager)
        if scope != nil, term.hasEnded(at: now) {
            warn("past-until", "`until\(term.until.map { " " + $0.text } ?? "")` is in the past: nobody is assigned")
            unchanged()
            return
        }
        guard let manager = state.manager(user) else {
            // An empty scope ends a manager: one who is none has it already.
            if scope == .named([]) {
                unchanged()
                return
            }
            let who = state.spelledName(user)
            throw Refusal(
                "not-a-manager", "\(who) manages no customers",
                label:
                    "write: assign \(who) as \(role.map { state.spelledName($0) } ?? "ROLE") to \(scope.map { state.text($0) } ?? "CUSTOMERS")",
                subject: .user)
        }
        try requirePartnerTeam(user)
        if let role { try requireManagerRole(role) }
        let newRole = role ?? manager.role
        let before = state.accessBefore(user, at: now)
        let events = eventCount
        if !state.forbids.isEmpty { try forbidReassigning(user, newRole, manager, scope, term) }
        // Weighed before anything is given: whoever reassigns themselves would hold it by the first half of the statement.
        if let scope {
            try requireHolding(newRole, of: user, manager, scope, term)
        } else if newRole != manager.role {
            try requireHoldingScope(of: user, newRole)
        }
        if newRole != manager.role { emit(.managerSet(user, newRole)) }
        if let scope { replaceScope(user, manager, scope, term) }
        if eventCount == events {
            unchanged()
        } else {
            noteDifference(user, before)
        }
    }

    /// Once per customer of a named scope, or once for a standing one; not where nothing changes.
    private mutating func forbidReassigning(
        _ user: UserID, _ role: RoleID, _ old: Manager, _ scope: Scope?, _ term: Term
    ) throws(Refusal) {
        switch scope {
        case nil:
            guard role != old.role else { return }
            let words =
                old.standing.map { state.scopeWord($0) }
                + state.assignments.of(user).map { state.spelledName($0.account) }
            try forbid("edit", .manager, user: user, role: role, scope: words.joined(separator: ", "))
        case .named(let accounts):
            let had = state.assignments.of(user)
            guard
                role != old.role || !old.standing.isEmpty || Set(had.map(\.account)) != Set(accounts)
                    || had.contains(where: { !isSame($0.term, term) })
            else { return }
            let words = state.list(accounts.map { state.spelledName($0) })
            for account in accounts {
                try forbid("edit", .manager, user: user, customer: account, role: role, scope: words)
            }
        case .standing(let condition, let except):
            let item = StandingItem(condition: condition, except: except, term: term, seq: 0)
            guard
                role != old.role || state.assignments.hasAny(user) || old.standing.count != 1
                    || old.standing.first.map({ state.text($0) + state.text($0.term.remaining(at: now)) })
                        != state.text(item)
                        + state.text(item.term.remaining(at: now))
            else { return }
            try forbid("edit", .manager, user: user, role: role, scope: state.scopeWord(item))
        }
    }

    /// - Parameter term: of a place on the partner's team that is about to be given, and that managing will last with.
    func requireHoldingScope(of user: UserID, _ role: RoleID, within term: Term? = nil) throws(Refusal) {
        let member = term ?? state.members[user, .partner]?.term ?? .always
        for grant in state.assignments.of(user) {
            try requireHolding(role, managedBy: user, .managing(grant.account), grant.term, within: member)
        }
        for item in state.manager(user)?.standing ?? [] {
            try requireHolding(role, managedBy: user, .managingAll(item), item.term, within: member)
        }
    }

    /// What a scope that replaces another comes to: customers by name, and standing items, as they are where nothing of
    /// them changes.
    private func items(
        of scope: Scope, _ old: Manager, _ term: Term
    ) -> (named: [AccountID], standing: [StandingItem]) {
        switch scope {
        case .named(let accounts): return (accounts, [])
        case .standing(let condition, let except):
            let same = old.standing.first {
                $0.condition == condition && $0.except == except && isSame($0.term, term)
            }
            return ([], [same ?? StandingItem(condition: condition, except: except, term: term, seq: 0)])
        }
    }

    private func requireHolding(
        _ role: RoleID, of user: UserID, _ old: Manager, _ scope: Scope, _ term: Term
    ) throws(Refusal) {
        let (named, standing) = items(of: scope, old, term)
        for account in named where role != old.role || isOther(term, user, account) {
            try requireHolding(role, managedBy: user, .managing(account), term)
        }
        for item in standing where role != old.role || item.seq == 0 {
            try requireHolding(role, managedBy: user, .managingAll(item), item.term)
        }
    }

    /// Whether a user manages a customer not at all by name, or for another time.
    private func isOther(_ term: Term, _ user: UserID, _ account: AccountID) -> Bool {
        state.assignments[user, account].map { !isSame($0.term, term) } ?? true
    }

    private mutating func replaceScope(_ user: UserID, _ old: Manager, _ scope: Scope, _ term: Term) {
        let oldNamed = state.assignments.of(user)
        let (named, standing) = items(of: scope, old, term)
        for account in named where isOther(term, user, account) {
            emit(.assigned(user, account, term))
        }
        if standing != old.standing { emit(.standingSet(user, standing, .revoked)) }
        for grant in oldNamed where !named.contains(grant.account) { emit(.unassigned(user, grant.account, .revoked)) }
        endManagerWithoutScope(user, .revoked)
    }

    // MARK: What is kept, lost and gained

    /// The team role goes on deciding: Workato, Customer managers, FAQ 2.
    mutating func noteKept(_ user: UserID, _ accounts: [AccountID]) {
        let kept = accounts.compactMap { account -> (AccountID, RoleID)? in
            guard let grant = state.members[user, account], grant.term.isLive(at: now) else { return nil }
            return (account, grant.role)
        }
        for (account, role) in kept.prefix(20) {
            note("\(state.spelledName(user)) keeps \(state.spelledName(role)) in \(state.spelledName(account)) (team)")
        }
        if kept.count > 20 { note("\(state.spelledName(user)) keeps a team role in \(kept.count - 20) more customers") }
    }

    mutating func noteDifference(_ user: UserID, _ before: [AccountID: RoleID]) {
        let after = state.accessBefore(user, at: now)
        func names(_ accounts: [AccountID]) -> String {
            accounts.count > 5
                ? "\(accounts.count) customers"
                : accounts.sorted().map { state.spelledName($0) }.joined(separator: ", ")
        }
        let lost = before.keys.filter { after[$0] == nil }
        let gained = after.keys.filter { before[$0] == nil }
        let parts =
            (lost.isEmpty ? [] : ["lost \(names(Array(lost)))"])
            + (gained.isEmpty ? [] : ["gained \(names(Array(gained)))"])
        if !parts.isEmpty { note("\(state.spelledName(user)): \(parts.joined(separator: ", "))") }
    }
}

extension State {
    /// The customers a user gets to, and as what. Costs the customers within reach.
    func accessBefore(_ user: UserID, at now: Instant) -> [AccountID: RoleID] {
        var found: [AccountID: RoleID] = [:]
        for account in reachable(by: user, at: now) {
            if let effective = effectiveRole(of: user, in: account, at: now) { found[account] = effective.role }
        }
        return found
    }

    /// What `$scope` is: `all`, or the sentence's own words.
    func scopeWord(_ item: StandingItem) -> String {
        item.condition == nil && item.except.isEmpty ? "all" : text(item)
    }

    func text(_ scope: Scope) -> String {
        switch scope {
        case .named(let accounts): list(accounts.map { spelledName($0) })
        case .standing(let condition, let except):
            text(StandingItem(condition: condition, except: except, term: .always, seq: 0))
        }
    }
}
