import ReeveDomain

/// Everything that can be read from a state, as values that compare.
struct StatePicture: Equatable {
    var partnerName: String?
    var kinds: [Kind]
    var roles: [Role]
    var users: [Entity]
    var accounts: [Entity]
    var records: [Record]
    var members: [Grant] = []
    var assignments: [Grant] = []
    var managers: [UserID: Manager] = [:]
    var standingManagers: [UserID]
    var seq: Int64
    /// What names lead to, and what hangs below what.
    var found: [String: Int32?] = [:]
    var tops: [[RecordID]] = []
    var children: [[RecordID]] = []
    var counts: [Int]

    init(_ state: State) {
        partnerName = state.partnerName
        kinds = state.kinds
        roles = state.roles
        users = (0..<state.users.rows.count).map { state.users.rows[$0] }
        accounts = (0..<state.accounts.rows.count).map { state.accounts.rows[$0] }
        records = (0..<state.records.rows.count).map { state.records.rows[$0] }
        standingManagers = state.standingManagers
        seq = state.seq
        counts = [
            state.users.liveCount, state.accounts.liveCount, state.records.liveCount, state.members.count,
            state.assignments.count,
        ]
        var grants: [Grant] = []
        state.members.forEach { grants.append($0) }
        members = grants.sorted { ($0.user, $0.account) < ($1.user, $1.account) }
        grants = []
        state.assignments.forEach { grants.append($0) }
        assignments = grants.sorted { ($0.user, $0.account) < ($1.user, $1.account) }
        for user in users.indices.map({ UserID(Int32($0)) }) {
            if let manager = state.manager(user) { managers[user] = manager }
            // The chains must say what the table says.
            assert(state.members.of(user) == members.filter { $0.user == user })
            assert(state.assignments.of(user) == assignments.filter { $0.user == user })
        }
        for account in accounts.indices.map({ AccountID(Int32($0)) }) {
            tops.append(state.records.top(of: account))
            assert(state.members.of(account) == members.filter { $0.account == account })
            assert(state.assignments.of(account) == assignments.filter { $0.account == account })
        }
        for record in records.indices { children.append(state.records.children(of: RecordID(Int32(record)))) }
        for user in users { found["user \(user.name)"] = state.user(user.name)?.raw }
        for account in accounts { found["account \(account.name)"] = state.account(account.name)?.raw }
        for role in roles { found["role \(role.definition.name)"] = state.role(role.definition.name)?.raw }
        for kind in kinds { found["kind \(kind.definition.plural)"] = state.kind(kind.definition.plural)?.raw }
        for record in records {
            let name = record.entity.name
            let place = "\(record.kind.raw) \(record.account.raw) \(record.parent?.raw ?? -1)"
            found["\(name) \(place)"] =
                state.record(name, kind: record.kind, account: record.account, parent: record.parent)?.raw
        }
    }
}
