import ReeveDomain
import Testing

/// Questions in rows say what the one decision says when each row is asked for by itself.
@Suite struct QuestionAgreementTests {
    @Test func rowsAgreeWithSingleQuestions() {
        var asked = 0
        for seed in 0..<40 {
            let world = RandomWorld(seed: UInt64(9_000 + seed), steps: 60)
            asked += Asked(world.state, world.now, "seed \(9_000 + seed)").everything()
        }
        #expect(asked > 200_000)
    }
}

/// Every user, account, kind and action of a state, asked about one by one and in rows.
private struct Asked {
    let state: State
    let now: Instant
    let world: String
    let accounts: [AccountID]

    init(_ state: State, _ now: Instant, _ world: String) {
        self.state = state
        self.now = now
        self.world = world
        accounts = [.partner] + state.customerIDs
    }

    private func can(
        _ user: UserID, _ action: String, _ kind: KindID, _ subject: Thing?, _ account: AccountID
    ) -> Bool {
        state.decide(Request(user: user, action: action, kind: kind, subject: subject, account: account), at: now)
            .isAllowed
    }

    /// How many single questions were asked.
    func everything() -> Int {
        var asked = 0
        for kind in state.kindIDs {
            for action in state[kind].definition.liveActions {
                asked += whoAndWhere(action, kind)
            }
        }
        for user in state.userIDs {
            for account in accounts { asked += what(user, account) }
            let reached = accounts.filter {
                !state[user].isDisabled && !state[$0].isDisabled
                    && state.effectiveRole(of: user, in: $0, at: now) != nil
            }
            let told = state.access(of: user, at: now).map { row -> AccountID in
                if case .thing(.customer(let account)) = row.0 { account } else { .partner }
            }
            #expect(told == reached, "\(world): access of \(state[user].name)")
        }
        return asked
    }

    private func users(_ elements: [Element]) -> [UserID] {
        elements.compactMap { if case .thing(.user(let user)) = $0 { user } else { nil } }
    }

    private func customers(_ elements: [Element]) -> [AccountID] {
        elements.compactMap { if case .thing(.customer(let account)) = $0 { account } else { nil } }
    }

    private func whoAndWhere(_ action: String, _ kind: KindID) -> Int {
        let isCustomer = kind == BuiltInKind.customer.id
        let what = "\(world): \(action) \(state[kind].definition.name)"
        var anywhere: Set<UserID> = []
        for account in accounts {
            let subjects: [Thing?] =
                isCustomer
                ? [nil, account.isPartner ? nil : .customer(account)]
                : [nil] + state.records(kind, in: .account(account)).map { .record($0) }
            for subject in subjects {
                let wanted = state.userIDs.filter { can($0, action, kind, subject, account) }
                if subject == nil { anywhere.formUnion(wanted) }
                let request = AccessRequest(action: action, kind: kind, subject: subject, account: account)
                #expect(users(state.whoCan(request, at: now).map(\.0)) == wanted, "\(what)")
                #expect(users(state.elements(of: .usersWhoCan(request), at: now)) == wanted, "\(what)")
            }
        }
        let request = AccessRequest(action: action, kind: kind, subject: nil, account: nil)
        #expect(Set(users(state.whoCan(request, at: now).map(\.0))) == anywhere, "\(what), anywhere")
        for user in state.userIDs {
            let wanted = state.customerIDs.filter { can(user, action, kind, isCustomer ? .customer($0) : nil, $0) }
            let told = customers(state.whereCan(user, action, kind, at: now).map(\.0))
            let chosen = customers(
                state.elements(of: .customersInWhich(user, action: action, kind: kind), at: now))
            if state.root(of: kind) == .partner, !isCustomer {
                let isAllowed = can(user, action, kind, nil, .partner)
                let row = state.whereCan(user, action, kind, at: now).map(\.1[0])
                #expect(row == (isAllowed ? [.text("partner")] : []), "\(what): where can \(state[user].name)")
            } else {
                #expect(told == wanted, "\(what): where can \(state[user].name)")
            }
            #expect(chosen == wanted, "\(what): customers in which \(state[user].name)")
        }
        return state.userIDs.count * accounts.count * 2
    }

    private func what(_ user: UserID, _ account: AccountID) -> Int {
        var asked = 0
        for row in state.whatCan(user, in: account, at: now).rows {
            guard case .text(let name) = row[0], let kind = state.kind(name) else { continue }
            let isCustomer = kind == BuiltInKind.customer.id
            let wanted = state[kind].definition.liveActions.filter {
                can(user, $0, kind, isCustomer && !account.isPartner ? .customer(account) : nil, account)
            }
            let told: [String] = if case .list(let actions) = row[1] { actions } else { [] }
            #expect(told == wanted, "\(world): what can \(state[user].name) do in \(state[account].name)")
            asked += state[kind].definition.liveActions.count
        }
        return asked
    }
}
