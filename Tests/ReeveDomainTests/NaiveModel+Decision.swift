import ReeveDomain

/// The five steps of language.md 3.1, one after the other.
extension NaiveModel {
    enum Way: Equatable { case team, manager, partner }

    struct Held: Equatable {
        var role: Int
        var way: Way
    }

    struct Answer: Equatable {
        var isYes: Bool
        /// The first step that failed; 0 for a yes.
        var step: Int
    }

    struct Question {
        var user: Int
        var action: String
        var kind: Int
        var customer: Int?
        var aboutUser: Int?
        var record: Int?
        var account: Int
        var looksPastDisabledCustomer = false
    }

    func answer(_ question: Question, at now: Instant) -> Answer {
        let user = question.user
        if users[user].isDisabled { return Answer(isYes: false, step: 1) }
        if question.kind == Self.userKind, question.aboutUser == user, mayToSelf(user, question.action, at: now) {
            return Answer(isYes: true, step: 0)
        }
        if question.kind == Self.customerKind { return answerOnCustomer(question, at: now) }
        let account = rootHome(question.kind) == .partner ? Self.partner : question.account
        if account != Self.partner, accounts[account].isDisabled, !question.looksPastDisabledCustomer {
            return Answer(isYes: false, step: 1)
        }
        guard let held = deciding(user, account, at: now) else { return Answer(isYes: false, step: 2) }
        let isCreate = question.action == "create"
        let subject = isCreate ? nil : question.record
        guard permits(held, question.action, question.kind, subject, user, account, at: now) else {
            return Answer(isYes: false, step: 3)
        }
        // The record above each kind above, where a record was named.
        var above = isCreate ? question.record : question.record.flatMap { records[$0].parent }
        for kind in kindsAbove(question.kind) {
            guard permits(held, "view", kind, above, user, account, at: now) else {
                return Answer(isYes: false, step: 4)
            }
            above = above.flatMap { records[$0].parent }
        }
        guard let record = question.record, ["edit", "delete", "create"].contains(question.action) else {
            return Answer(isYes: true, step: 0)
        }
        var here: Int? = record
        while let at = here {
            if records[at].isLocked, !permits(held, "lock", records[at].kind, at, user, account, at: now) {
                return Answer(isYes: false, step: 5)
            }
            here = records[at].parent
        }
        if question.action == "delete" {
            for other in records.indices where records[other].isLocked && !records[other].isRemoved {
                if isBelow(other, record) { return Answer(isYes: false, step: 5) }
            }
        }
        return Answer(isYes: true, step: 0)
    }

    /// `self` counts from any team role, whatever step 2 says.
    private func mayToSelf(_ user: Int, _ action: String, at now: Instant) -> Bool {
        guard action == "view" || action == "edit" else { return false }
        for fact in teams where fact.user == user && isLive(fact.term, at: now) {
            for permission in permissions(of: fact.role) where permission.kinds.contains(.selfDetails) {
                if permission.actions.contains(action) { return true }
            }
        }
        return false
    }

    /// Asked in the partner, and in the customer itself; either yes is a yes.
    private func answerOnCustomer(_ question: Question, at now: Instant) -> Answer {
        let yes = Answer(isYes: true, step: 0)
        let no = Answer(isYes: false, step: 3)
        // `create` is the partner's only, so that no customer is asked about.
        let isCreate = question.action == "create"
        let customer = isCreate ? nil : question.customer ?? (question.account == 0 ? nil : question.account)
        guard kinds[Self.customerKind].actions.contains(question.action) else { return no }
        if let held = teamRole(question.user, Self.partner, at: now) {
            for permission in permissions(of: held) where says(permission, question.action) {
                guard let reach = permission.reach else {
                    // On the partner's team: every customer's record. `anything` there is what lives in the partner.
                    if names(permission, Self.customerKind) || permission.kinds.contains(.anything) { return yes }
                    continue
                }
                // With a scope, `anything` is what lives in customers, and no customer does.
                guard names(permission, Self.customerKind) else { continue }
                if let customer {
                    if covers(reach, customer, question.user, at: now) { return yes }
                } else if reach.base == .all, reach.condition == nil {
                    return yes
                }
            }
        }
        guard let customer, let held = deciding(question.user, customer, at: now) else { return no }
        if question.action == "view" { return yes }
        guard held.way == .manager else { return no }
        for permission in permissions(of: held.role)
        where says(permission, question.action) && names(permission, Self.customerKind) {
            guard let reach = permission.reach else { return yes }
            if covers(reach, customer, question.user, at: now) { return yes }
        }
        return no
    }

    // MARK: Step 2

    func isLive(_ term: Term, at now: Instant) -> Bool {
        (term.from?.milliseconds ?? Int64.min) <= now.milliseconds
            && now.milliseconds < (term.until?.milliseconds ?? Int64.max)
    }

    func teamRole(_ user: Int, _ account: Int, at now: Instant) -> Int? {
        for fact in teams where fact.user == user && fact.account == account && isLive(fact.term, at: now) {
            return fact.role
        }
        return nil
    }

    func managerRole(_ user: Int, _ account: Int, at now: Instant) -> Int? {
        guard teamRole(user, Self.partner, at: now) != nil else { return nil }
        for manager in managers where manager.user == user {
            for fact in named where fact.user == user && fact.account == account && isLive(fact.term, at: now) {
                return manager.role
            }
            for fact in standing where fact.user == user && isLive(fact.term, at: now) {
                if takesIn(fact, account) { return manager.role }
            }
        }
        return nil
    }

    func takesIn(_ fact: StandingFact, _ account: Int) -> Bool {
        !fact.except.contains(account) && customerMeets(fact.condition, account)
    }

    /// Every way that exists, the deciding one first.
    func ways(_ user: Int, _ account: Int, at now: Instant) -> [Held] {
        var found: [Held] = []
        if let role = teamRole(user, account, at: now) { found.append(Held(role: role, way: .team)) }
        if account == Self.partner { return found }
        if let role = managerRole(user, account, at: now) { found.append(Held(role: role, way: .manager)) }
        if let role = teamRole(user, Self.partner, at: now) {
            for permission in permissions(of: role) {
                guard let reach = permission.reach, covers(reach, account, user, at: now) else { continue }
                found.append(Held(role: role, way: .partner))
                break
            }
        }
        return found
    }

    func deciding(_ user: Int, _ account: Int, at now: Instant) -> Held? { ways(user, account, at: now).first }

    func hasAccess(_ user: Int, _ account: Int, at now: Instant) -> Bool {
        !users[user].isDisabled && !accounts[account].isDisabled && deciding(user, account, at: now) != nil
    }

    // MARK: Step 3

    func covers(_ reach: Reach, _ account: Int, _ user: Int, at now: Instant) -> Bool {
        guard customerMeets(reach.condition, account) else { return false }
        switch reach.base {
        case .all: return true
        case .own: return managerRole(user, account, at: now) != nil
        case .unassigned: return isUnassigned(account, at: now)
        }
    }

    /// No live grant covers it by name or by `where`.
    func isUnassigned(_ account: Int, at now: Instant) -> Bool {
        for manager in managers where teamRole(manager.user, Self.partner, at: now) != nil {
            for fact in named where fact.user == manager.user && fact.account == account {
                if isLive(fact.term, at: now) { return false }
            }
            for fact in standing where fact.user == manager.user && fact.condition != nil {
                if isLive(fact.term, at: now), takesIn(fact, account) { return false }
            }
        }
        return true
    }

    /// A role's own lines and those of every role that it includes.
    func permissions(of role: Int) -> [Permission] {
        var seen: Set<Int> = []
        func collect(_ role: Int) -> [Permission] {
            guard !roles[role].isRemoved, seen.insert(role).inserted else { return [] }
            return roles[role].definition.permissions
                + roles[role].definition.includes.flatMap { collect(Int($0.raw)) }
        }
        return collect(role)
    }

    private func permits(
        _ held: Held, _ action: String, _ kind: Int, _ record: Int?, _ user: Int, _ account: Int, at now: Instant
    ) -> Bool {
        guard kinds[kind].actions.contains(action) else { return false }
        for permission in permissions(of: held.role) where says(permission, action) {
            guard names(permission, kind) || isAnything(permission, kind, account) else { continue }
            if let reach = permission.reach {
                guard account != Self.partner, covers(reach, account, user, at: now) else { continue }
            } else if held.way == .partner {
                continue
            }
            guard let condition = permission.condition else { return true }
            if let record, recordMeets(condition, record, asker: user) { return true }
        }
        return false
    }

    private func says(_ permission: Permission, _ action: String) -> Bool {
        permission.actions.isEmpty || permission.actions.contains(action)
    }

    private func names(_ permission: Permission, _ kind: Int) -> Bool {
        permission.kinds.contains(.kind(KindID(Int32(kind))))
    }

    /// `anything` means the kinds living where the permission counts.
    private func isAnything(_ permission: Permission, _ kind: Int, _ account: Int) -> Bool {
        guard permission.kinds.contains(.anything) else { return false }
        switch rootHome(kind) {
        case .partner: return account == Self.partner
        case .customer: return account != Self.partner
        default: return true
        }
    }

    // MARK: Kinds and records above

    func kindsAbove(_ kind: Int) -> [Int] {
        if case .kind(let above) = kinds[kind].home { return [Int(above.raw)] + kindsAbove(Int(above.raw)) }
        return []
    }

    func rootHome(_ kind: Int) -> KindHome { kinds[kindsAbove(kind).last ?? kind].home }

    private func isBelow(_ record: Int, _ above: Int) -> Bool {
        guard let parent = records[record].parent else { return false }
        return parent == above || isBelow(parent, above)
    }
}
