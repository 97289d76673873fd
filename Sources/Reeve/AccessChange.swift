import ReeveDomain

/// How a plan changes what one user can reach.
public struct AccessChange: Sendable, Hashable {
    /// An account, and the role that decides there.
    public struct Access: Sendable, Hashable {
        /// The customer's name, or `partner`.
        public let account: String
        /// The name of the role that decides there.
        public let role: String
    }

    /// An account where another role decides than before.
    public struct Move: Sendable, Hashable {
        /// The customer's name, or `partner`.
        public let account: String
        /// The name of the role that decides now.
        public let from: String
        /// The name of the role that will.
        public let to: String
    }

    /// Who.
    public let user: String
    /// Where they have access that they have not now.
    public let gained: [Access]
    /// Where they have access now, and will not.
    public let lost: [Access]
    /// Where another role will decide.
    public let moved: [Move]
    /// `bob: gains acme, globex as Operator; loses initech as Viewer`; long lists are counted, names are spelled.
    public let description: String

    init(_ entry: AccessDifference.Entry, before: State, after: State) {
        func account(_ id: AccountID) -> String {
            Int(id.raw) < after.accounts.rows.count ? after[id].name : before[id].name
        }
        func role(_ id: RoleID, in state: State) -> String { state[id].definition.name }
        user = Int(entry.user.raw) < after.users.rows.count ? after[entry.user].name : before[entry.user].name
        gained = entry.gained.map { Access(account: account($0.account), role: role($0.role, in: after)) }
        lost = entry.lost.map { Access(account: account($0.account), role: role($0.role, in: before)) }
        moved = entry.changed.map {
            Move(account: account($0.account), from: role($0.from, in: before), to: role($0.to, in: after))
        }
        description = after.describe(entry, before: before)
    }
}

extension AccessChange: CustomStringConvertible {}
