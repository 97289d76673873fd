/// The answer to: may this user do this, here, now? With its reason.
package struct Decision: Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        case permitted
        /// `can edit self`: one's own details.
        case ownDetails
        /// An effective role in a customer is itself `view customer`.
        case effectiveRole
        case userDisabled
        case customerDisabled
        /// No route leads to the account.
        case noRole
        /// The role that decides has no such permission that counts here.
        case notPermitted
        /// It has, but only on records that meet this.
        case onlyWhere(RecordCondition)
        /// `view` is missing on a kind above.
        case hidden(KindID)
        case locked(RecordID)
        /// A record below is locked.
        case lockedBelow(RecordID)
    }
    package var isAllowed: Bool
    package var reason: Reason
    /// The role that decides in the account, and how it came there.
    package var effective: EffectiveRole?
    /// The permission that allows: which role wrote it, and where in its list.
    package var permission: (role: RoleID, index: Int)? {
        permissionRole.map { ($0, permissionIndex) }
    }
    private var permissionRole: RoleID?
    private var permissionIndex = 0

    init(
        _ isAllowed: Bool, _ reason: Reason, effective: EffectiveRole? = nil,
        permission: (role: RoleID, index: Int)? = nil
    ) {
        self.isAllowed = isAllowed
        self.reason = reason
        self.effective = effective
        permissionRole = permission?.role
        permissionIndex = permission?.index ?? 0
    }
}

/// One request to the decision function.
package struct Request: Hashable, Sendable {
    package var user: UserID
    package var action: String
    package var kind: KindID
    /// The record, user, customer … asked about; nil for the kind as such. For `create` of a record that lives in
    /// another: the one it will live in.
    package var subject: Thing?
    package var account: AccountID
    /// `uninvite` works in a disabled customer too, and so does what only looks ahead.
    package var ignoresDisabledCustomer = false

    package init(
        user: UserID, action: String, kind: KindID, subject: Thing? = nil, account: AccountID,
        ignoresDisabledCustomer: Bool = false
    ) {
        self.user = user
        self.action = action
        self.kind = kind
        self.subject = subject
        self.account = account
        self.ignoresDisabledCustomer = ignoresDisabledCustomer
    }
}

extension State {
    /// The one decision function (language.md 3.1): scripts, questions, tests, exports and the library call it. The first
    /// failing step decides. Costs a few look-ups, and the permissions of one role on one kind.
    package func decide(_ request: Request, at now: Instant) -> Decision {
        // 1. Who and what is active.
        guard !self[request.user].isDisabled else { return Decision(false, .userDisabled) }
        if isOwnDetails(request, at: now) { return Decision(true, .ownDetails) }
        let root = root(of: request.kind)
        if request.kind == BuiltInKind.customer.id { return decideCustomer(request, at: now) }
        let account = root == .partner ? .partner : request.account
        if !account.isPartner, !request.ignoresDisabledCustomer, self[account].isDisabled {
            return Decision(false, .customerDisabled)
        }
        // 2. The effective role.
        guard let effective = effectiveRole(of: request.user, in: account, at: now) else {
            return Decision(false, .noRole)
        }
        // 3. What it permits.
        let record: RecordID? = if case .record(let id)? = request.subject { id } else { nil }
        let isCreate = request.action == "create"
        let here = permission(
            effective, request.action, on: request.kind, isCreate ? nil : record, request.user, account, at: now)
        let entry: CompiledRole.Entry
        switch here {
        case .yes(let found): entry = found
        case .onlyWhere(let condition): return Decision(false, .onlyWhere(condition), effective: effective)
        case .no: return Decision(false, .notPermitted, effective: effective)
        }
        // 4. What is above may be seen.
        var above = record.flatMap { isCreate ? $0 : self[$0].parent }
        for parent in parents(of: request.kind) {
            guard case .yes = permission(effective, "view", on: parent, above, request.user, account, at: now) else {
                return Decision(false, .hidden(parent), effective: effective)
            }
            above = above.flatMap { self[$0].parent }
        }
        // 5. Locks.
        if let record, let lock = lockInTheWay(request.action, record, effective, request.user, account, at: now) {
            return Decision(false, lock, effective: effective)
        }
        return Decision(true, .permitted, effective: effective, permission: (entry.source, entry.index))
    }

    /// Steps 1 and 2: whether the user gets into the account at all.
    package func hasAccess(_ user: UserID, to account: AccountID, at now: Instant) -> Bool {
        !self[user].isDisabled && !self[account].isDisabled && effectiveRole(of: user, in: account, at: now) != nil
    }

    // MARK: Step 3

    private enum Permitted {
        case yes(CompiledRole.Entry)
        case onlyWhere(RecordCondition)
        case no
    }

    private func permission(
        _ effective: EffectiveRole, _ action: String, on kind: KindID, _ record: RecordID?, _ user: UserID,
        _ account: AccountID, at now: Instant
    ) -> Permitted {
        guard let bit = self[kind].definition.bit(of: action) else { return .no }
        var condition: RecordCondition?
        // `anything` is what lives where it counts: in the partner that is not what lives in customers.
        let isElsewhere = account.isPartner && root(of: kind) == .customer
        for entry in compiled[Int(effective.role.raw)].byKind[Int(kind.raw)] where entry.mask & bit != 0 {
            if entry.isAnything, isElsewhere { continue }
            guard counts(entry, effective.route, user, account, at: now) else { continue }
            guard let wanted = entry.condition else { return .yes(entry) }
            if let record, meets(record, wanted, user) { return .yes(entry) }
            condition = condition ?? wanted
        }
        return condition.map { .onlyWhere($0) } ?? .no
    }

    /// A permission without a reach counts in the account where the role is held; with one, where it covers the account.
    func counts(
        _ entry: CompiledRole.Entry, _ route: Route, _ user: UserID, _ account: AccountID, at now: Instant
    ) -> Bool {
        guard let reach = entry.reach else {
            if case .partner = route { return false }
            return true
        }
        return !account.isPartner && covers(reach, account, for: user, at: now)
    }

    private func meets(_ record: RecordID, _ condition: RecordCondition, _ user: UserID) -> Bool {
        guard let value = attribute(condition.attribute, of: .record(record)) else { return false }
        return condition.values.contains {
            switch $0 {
            case .value(let wanted): wanted == value
            case .asker: value == .user(user)
            }
        }
    }

    // MARK: Step 5

    private func lockInTheWay(
        _ action: String, _ record: RecordID, _ effective: EffectiveRole, _ user: UserID, _ account: AccountID,
        at now: Instant
    ) -> Decision.Reason? {
        guard action == "edit" || action == "delete" || action == "create" else { return nil }
        var at: RecordID? = record
        while let here = at {
            if self[here].isLocked {
                guard case .yes = permission(effective, "lock", on: self[here].kind, here, user, account, at: now)
                else { return .locked(here) }
            }
            at = self[here].parent
        }
        if action == "delete", let below = lockedBelow(record) { return .lockedBelow(below) }
        return nil
    }

    /// A locked record below this one: it may not be deleted by anybody.
    package func lockedBelow(_ record: RecordID) -> RecordID? {
        var waiting = records.children(of: record)
        while let next = waiting.popLast() {
            if self[next].isLocked { return next }
            waiting += records.children(of: next)
        }
        return nil
    }

    // MARK: Customers and one's own details

    /// Customer records live in the partner, and may also be asked about in the customer itself: either yes is a yes.
    private func decideCustomer(_ request: Request, at now: Instant) -> Decision {
        // `create` is the partner's only, whatever account was entered: it is asked of no customer.
        let customer: AccountID? =
            if request.action == "create" {
                nil
            } else if case .customer(let id)? = request.subject {
                id
            } else {
                request.account.isPartner ? nil : request.account
            }
        guard let bit = self[request.kind].definition.bit(of: request.action) else {
            return Decision(false, .notPermitted)
        }
        let partner = partnerGrant(request.user, at: now)
        if let partner {
            let effective = EffectiveRole(role: partner.role, route: .team(partner))
            for entry in entries(partner.role, request.kind, bit) {
                let counts: Bool =
                    if let reach = entry.reach {
                        customer.map { covers(reach, $0, for: request.user, at: now) }
                            ?? (reach == Reach(base: .all))
                    } else { true }
                if counts {
                    return Decision(true, .permitted, effective: effective, permission: (entry.source, entry.index))
                }
            }
        }
        guard let customer else {
            let effective = partner.map { EffectiveRole(role: $0.role, route: .team($0)) }
            return Decision(false, partner == nil ? .noRole : .notPermitted, effective: effective)
        }
        guard let effective = effectiveRole(of: request.user, in: customer, at: now) else {
            let role = partner.map { EffectiveRole(role: $0.role, route: .team($0)) }
            return Decision(false, role == nil ? .noRole : .notPermitted, effective: role)
        }
        if request.action == "view" { return Decision(true, .effectiveRole, effective: effective) }
        // A role held on a customer's team gives at most `view` of its customer.
        if effective.route.name == .manager {
            for entry in entries(effective.role, request.kind, bit)
            where !entry.isAnything && counts(entry, effective.route, request.user, customer, at: now) {
                return Decision(true, .permitted, effective: effective, permission: (entry.source, entry.index))
            }
        }
        return Decision(false, .notPermitted, effective: effective)
    }

    private func entries(_ role: RoleID, _ kind: KindID, _ bit: UInt64) -> [CompiledRole.Entry] {
        compiled[Int(role.raw)].byKind[Int(kind.raw)].filter { $0.mask & bit != 0 }
    }

    /// `can view, edit self` counts from any team role: one's own details, never credentials, status or grants.
    private func isOwnDetails(_ request: Request, at now: Instant) -> Bool {
        guard request.kind == BuiltInKind.user.id, request.subject == .user(request.user),
            request.action == "view" || request.action == "edit",
            let bit = self[request.kind].definition.bit(of: request.action)
        else { return false }
        return members.of(request.user).contains {
            $0.term.isLive(at: now) && compiled[Int($0.role.raw)].selfMask & bit != 0
        }
    }
}
