import ReeveDomain

/// A state as exports look at it: names in order, terms as they are to be carried, and what each role gives along each
/// route. Decides nothing itself: whom a condition covers is asked of the state.
package struct AccessModel: Sendable {
    package let state: State
    package let now: Instant
    /// Terms are resolved as of now.
    package let isFlat: Bool
    /// Decides of kinds in accounts, not of single records: what holds of records is left out.
    package let isOfKindsOnly: Bool
    /// By name, disabled ones too: what they manage still counts as managed.
    let users: [UserID]
    let customers: [AccountID]
    let roles: [RoleID]
    /// By number: the place of a customer in the order of names.
    private let rank: [Int32]

    package init(_ state: State, now: Instant, flat: Bool, kindsOnly: Bool = false) {
        self.state = state
        self.now = now
        isFlat = flat
        isOfKindsOnly = kindsOnly
        func byName<ID>(_ ids: [ID], _ name: (ID) -> String) -> [ID] {
            ids.map { ($0, name($0)) }.sorted { $0.1.utf8.lexicographicallyPrecedes($1.1.utf8) }.map(\.0)
        }
        users = byName(state.userIDs) { state[$0].name }
        customers = byName(state.customerIDs) { state[$0].name }
        roles = byName(state.roleIDs) { state[$0].definition.name }
        var rank = [Int32](repeating: -1, count: state.accounts.rows.count)
        for (index, customer) in customers.enumerated() { rank[Int(customer.raw)] = Int32(truncatingIfNeeded: index) }
        self.rank = rank
    }

    /// The same, with terms resolved: for a target that knows none, where there are none to be carried.
    var flattened: AccessModel {
        isFlat ? self : AccessModel(state, now: now, flat: true, kindsOnly: isOfKindsOnly)
    }

    /// As it is carried; nil for one that is not live where terms are resolved.
    func term(_ term: Term) -> Term? {
        guard isFlat else { return term }
        return term.isLive(at: now) ? .always : nil
    }

    private func sorted(_ accounts: [Grant]) -> [Grant] {
        accounts.sorted { rank[Int($0.account.raw)] < rank[Int($1.account.raw)] }
    }

    /// The place of a customer in the order of names; -1 for the partner.
    func index(of account: AccountID) -> Int { Int(rank[Int(account.raw)]) }

    /// Accounts by name, the partner's first.
    func inOrder(_ accounts: [AccountID]) -> [AccountID] {
        accounts.sorted { rank[Int($0.raw)] < rank[Int($1.raw)] }
    }

    /// Places on teams, the partner's first.
    func teams(of user: UserID) -> [Grant] {
        sorted(
            state.members.of(user).compactMap { grant in
                var grant = grant
                guard let term = term(grant.term) else { return nil }
                grant.term = term
                return grant
            })
    }

    /// What a user manages, and as what: as long as they are on the partner's team.
    func managed(by user: UserID) -> Managed? {
        guard let manager = state.manager(user) else { return nil }
        let named = sorted(
            state.assignments.of(user).compactMap { grant -> Grant? in
                var grant = grant
                guard let term = term(grant.term) else { return nil }
                grant.term = term
                return grant
            })
        let standing = manager.standing.compactMap { item -> StandingItem? in
            var item = item
            guard let term = term(item.term) else { return nil }
            item.term = term
            item.except = inOrder(item.except.filter { !state[$0].isRemoved })
            return item
        }
        return Managed(role: manager.role, named: named, standing: standing)
    }

    struct Managed {
        let role: RoleID
        let named: [Grant]
        let standing: [StandingItem]
    }

    func name(_ user: UserID) -> String { state[user].name }
    func name(_ account: AccountID) -> String { account.isPartner ? "partner" : state[account].name }
    func name(_ role: RoleID) -> String { state[role].definition.name }
    func name(_ kind: KindID) -> String { state[kind].definition.name }

    // MARK: Where rows come from

    func origin(team grant: Grant) -> String {
        "invite:\(name(grant.user)):\(name(grant.role)):\(name(grant.account))@\(grant.seq)"
    }

    func origin(named grant: Grant, _ role: RoleID) -> String {
        "assign:\(name(grant.user)):\(name(role)):\(name(grant.account))@\(grant.seq)"
    }

    func origin(standing item: StandingItem, _ user: UserID, _ role: RoleID) -> String {
        let scope = item.condition.map { " where " + state.text($0) } ?? ""
        return "assign:\(name(user)):\(name(role)):*\(scope)@\(item.seq)"
    }

    func origin(role: RoleID) -> String { "role:\(name(role))@\(state[role].modified.seq)" }

    // MARK: Time

    /// When something begins or ends by itself next.
    package var nextChange: Instant? { state.nextTurn(after: now) }
}
