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

/// A request in numbers: nothing in it is counted by reference.
package struct PreparedRequest: Sendable {
    package var user: UserID
    package var kind: KindID
    /// The action's bit; 0 for one that the kind does not have.
    package var action: UInt64
    package var subject: Thing?
    package var account: AccountID
    package var ignoresDisabledCustomer = false

    package init(user: UserID, kind: KindID, action: UInt64, subject: Thing? = nil, account: AccountID) {
        self.user = user
        self.kind = kind
        self.action = action
        self.subject = subject
        self.account = account
    }
}

/// A decision in numbers.
private struct Verdict {
    enum Outcome {
        case permitted, ownDetails, effectiveRole, userDisabled, customerDisabled, noRole, notPermitted
        case onlyWhere(entry: Int32)
        case hidden(KindID)
        case locked(RecordID)
        case lockedBelow(RecordID)
    }
    var outcome: Outcome
    var way: Way?
    /// Of `permitted`: which of the role's entries on the kind, where that was asked for.
    var entry: Int32 = -1

    @inline(__always)
    init(_ outcome: Outcome, _ way: Way? = nil, entry: Int32 = -1) {
        self.outcome = outcome
        self.way = way
        self.entry = entry
    }

    @inline(__always)
    var isAllowed: Bool {
        switch outcome {
        case .permitted, .ownDetails, .effectiveRole: true
        default: false
        }
    }
}

extension State {
    /// The one decision function (language.md 3.1): scripts, questions, tests, exports and the library call it. The first
    /// failing step decides. Costs a few look-ups, and the permissions of one role on one kind.
    package func decide(_ request: Request, at now: Instant) -> Decision {
        let verdict = verdict(question(request), at: now, namingEntry: true)
        let way = verdict.way
        let reason: Decision.Reason =
            switch verdict.outcome {
            case .permitted: .permitted
            case .ownDetails: .ownDetails
            case .effectiveRole: .effectiveRole
            case .userDisabled: .userDisabled
            case .customerDisabled: .customerDisabled
            case .noRole: .noRole
            case .notPermitted: .notPermitted
            case .onlyWhere(let entry):
                way.flatMap { entries($0.role, request.kind)[Int(entry)].condition }.map { .onlyWhere($0) }
                    ?? .notPermitted
            case .hidden(let kind): .hidden(kind)
            case .locked(let record): .locked(record)
            case .lockedBelow(let record): .lockedBelow(record)
            }
        let entry = way.flatMap { verdict.entry < 0 ? nil : entries($0.role, request.kind)[Int(verdict.entry)] }
        return Decision(
            verdict.isAllowed, reason, effective: way.map { effectiveRole(of: request.user, by: $0) },
            permission: entry.map { ($0.source, $0.index) })
    }

    /// The decision without its reason, which costs less.
    package func allows(_ request: Request, at now: Instant) -> Bool { allows(question(request), at: now) }

    /// The decision without its reason, on a request whose names were looked up.
    package func allows(_ question: PreparedRequest, at now: Instant) -> Bool {
        plainly(question) ?? verdict(question, at: now, namingEntry: false).isAllowed
    }

    @inline(__always)
    private func plainly(_ question: PreparedRequest) -> Bool? {
        question.subject == nil
            ? plainly(question.user, question.action, question.kind, in: question.account) : nil
    }

    /// The decision where it takes no more than the user's place on the account's team and the table of powers, as most
    /// do; nil where it takes more, or a number means nothing that is there.
    @inline(__always)
    func plainly(_ user: UserID, _ action: UInt64, _ kind: KindID, in account: AccountID) -> Bool? {
        guard !account.isPartner, users.isActive(user.raw), accounts.isActive(account.raw),
            powers.isPlain(action, on: kind)
        else { return nil }
        guard let found = members.find(user, account) else {
            // Every other way begins on the partner's team.
            return members.isInPartner(user) ? nil : false
        }
        let row = powers[found.role, kind]
        guard !found.isLimited, row.any & ~row.open & action == 0 else { return nil }
        return row.open & action != 0
    }

    /// The bit of an action, for a `PreparedRequest`; 0 where the kind has no such action.
    package func bit(of action: String, on kind: KindID) -> UInt64 { powers.bit(of: action, on: kind) }

    private func question(_ request: Request) -> PreparedRequest {
        var question = PreparedRequest(
            user: request.user, kind: request.kind, action: powers.bit(of: request.action, on: request.kind),
            subject: request.subject, account: request.account)
        question.ignoresDisabledCustomer = request.ignoresDisabledCustomer
        return question
    }

    /// - Parameter namingEntry: whether the permission that allows is wanted, and not only that there is one.
    private func verdict(_ question: PreparedRequest, at now: Instant, namingEntry: Bool) -> Verdict {
        // 1. Who and what is active.
        guard !users.isDisabled(question.user.raw) else { return Verdict(.userDisabled) }
        let kind = powers[question.kind]
        if question.kind == BuiltInKind.user.id, isOwnDetails(question, at: now) { return Verdict(.ownDetails) }
        if question.kind == BuiltInKind.customer.id { return verdictOnCustomer(question, at: now) }
        let account = kind.root == .partner ? .partner : question.account
        if !account.isPartner, !question.ignoresDisabledCustomer, accounts.isDisabled(account.raw) {
            return Verdict(.customerDisabled)
        }
        // 2. The effective role.
        guard let way = way(of: question.user, in: account, at: now) else { return Verdict(.noRole) }
        // 3. What it permits.
        let record: RecordID? = if case .record(let id)? = question.subject { id } else { nil }
        let isCreate = question.action != 0 && question.action == kind.create
        let asked = Asked(user: question.user, account: account, way: way, now: now, namingEntry: namingEntry)
        let entry: Int32
        switch permission(question.action, on: question.kind, isCreate ? nil : record, asked) {
        case .yes(let found): entry = found
        case .onlyWhere(let entry): return Verdict(.onlyWhere(entry: entry), way)
        case .no: return Verdict(.notPermitted, way)
        }
        // 4. What is above may be seen.
        var parent = kind.parent
        if parent >= 0 {
            var above = record.flatMap { isCreate ? $0 : self[$0].parent }
            repeat {
                let id = KindID(parent)
                guard case .yes = permission(powers[id].view, on: id, above, asked) else {
                    return Verdict(.hidden(id), way)
                }
                above = above.flatMap { self[$0].parent }
                parent = powers[id].parent
            } while parent >= 0
        }
        // 5. Locks.
        if let record, let lock = lockInTheWay(question.action, kind, record, asked) { return Verdict(lock, way) }
        return Verdict(.permitted, way, entry: entry)
    }

    /// Steps 1 and 2: whether the user gets into the account at all.
    package func hasAccess(_ user: UserID, to account: AccountID, at now: Instant) -> Bool {
        !users.isDisabled(user.raw) && !accounts.isDisabled(account.raw) && way(of: user, in: account, at: now) != nil
    }

    // MARK: Step 3

    /// Who asks, where, and by what role.
    private struct Asked {
        var user: UserID
        var account: AccountID
        var way: Way
        var now: Instant
        var namingEntry: Bool
    }

    private enum Permitted {
        /// By which entry; -1 where that was not asked for.
        case yes(Int32)
        case onlyWhere(Int32)
        case no
    }

    @inline(__always)
    private func permission(_ bit: UInt64, on kind: KindID, _ record: RecordID?, _ asked: Asked) -> Permitted {
        let row = powers[asked.way.role, kind]
        guard row.any & bit != 0 else { return .no }
        // `anything` is what lives where it counts: in the partner that is not what lives in customers.
        let isElsewhere = asked.account.isPartner && powers[kind].root == .customer
        if !asked.namingEntry, asked.way.route != .partner, (isElsewhere ? row.openByName : row.open) & bit != 0 {
            return .yes(-1)
        }
        return entry(bit, on: kind, record, asked, isElsewhere: isElsewhere)
    }

    /// The first entry that counts, in the order of the definitions.
    private func entry(
        _ bit: UInt64, on kind: KindID, _ record: RecordID?, _ asked: Asked, isElsewhere: Bool
    ) -> Permitted {
        var conditional: Int32?
        for (number, entry) in entries(asked.way.role, kind).enumerated() where entry.mask & bit != 0 {
            if entry.isAnything, isElsewhere { continue }
            guard counts(entry, asked.way.route, asked.user, asked.account, at: asked.now) else { continue }
            let number = Int32(truncatingIfNeeded: number)
            guard let wanted = entry.condition else { return .yes(number) }
            if let record, meets(record, wanted, asked.user) { return .yes(number) }
            conditional = conditional ?? number
        }
        return conditional.map { .onlyWhere($0) } ?? .no
    }

    private func entries(_ role: RoleID, _ kind: KindID) -> [CompiledRole.Entry] {
        compiled[Int(role.raw)].byKind[Int(kind.raw)]
    }

    /// A permission without a reach counts in the account where the role is held; with one, where it covers the account.
    func counts(
        _ entry: CompiledRole.Entry, _ route: RouteName, _ user: UserID, _ account: AccountID, at now: Instant
    ) -> Bool {
        guard let reach = entry.reach else { return route != .partner }
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
        _ action: UInt64, _ kind: PowerTable.OfKind, _ record: RecordID, _ asked: Asked
    ) -> Verdict.Outcome? {
        guard action & (kind.edit | kind.delete | kind.create) != 0 else { return nil }
        var at: RecordID? = record
        while let here = at {
            if self[here].isLocked {
                let kind = self[here].kind
                guard case .yes = permission(powers[kind].lock, on: kind, here, asked) else { return .locked(here) }
            }
            at = self[here].parent
        }
        if action == kind.delete, let below = lockedBelow(record) { return .lockedBelow(below) }
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
    private func verdictOnCustomer(_ question: PreparedRequest, at now: Instant) -> Verdict {
        let bit = question.action
        guard bit != 0 else { return Verdict(.notPermitted) }
        let kind = powers[question.kind]
        // `create` is the partner's only, whatever account was entered: it is asked of no customer.
        let customer: AccountID? =
            if bit == kind.create {
                nil
            } else if case .customer(let id)? = question.subject {
                id
            } else {
                question.account.isPartner ? nil : question.account
            }
        let partner = partner(question.user, at: now).map { Way(role: $0.role, route: .team, row: $0.row) }
        if let partner {
            for (number, entry) in entries(partner.role, question.kind).enumerated() where entry.mask & bit != 0 {
                let counts: Bool =
                    if let reach = entry.reach {
                        customer.map { covers(reach, $0, for: question.user, at: now) } ?? (reach == Reach(base: .all))
                    } else { true }
                if counts { return Verdict(.permitted, partner, entry: Int32(truncatingIfNeeded: number)) }
            }
        }
        guard let customer else { return Verdict(partner == nil ? .noRole : .notPermitted, partner) }
        guard let way = way(of: question.user, in: customer, at: now) else {
            return Verdict(partner == nil ? .noRole : .notPermitted, partner)
        }
        if bit == kind.view { return Verdict(.effectiveRole, way) }
        // A role held on a customer's team gives at most `view` of its customer.
        if way.route == .manager {
            for (number, entry) in entries(way.role, question.kind).enumerated()
            where entry.mask & bit != 0 && !entry.isAnything
                && counts(entry, way.route, question.user, customer, at: now)
            {
                return Verdict(.permitted, way, entry: Int32(truncatingIfNeeded: number))
            }
        }
        return Verdict(.notPermitted, way)
    }

    /// `can view, edit self` counts from any team role: one's own details, never credentials, status or grants.
    private func isOwnDetails(_ question: PreparedRequest, at now: Instant) -> Bool {
        let kind = powers[question.kind]
        guard question.subject == .user(question.user), question.action & (kind.view | kind.edit) != 0 else {
            return false
        }
        var isHeld = false
        members.forEach(of: question.user) {
            if $0.term.isLive(at: now), compiled[Int($0.role.raw)].selfMask & question.action != 0 { isHeld = true }
        }
        return isHeld
    }
}
