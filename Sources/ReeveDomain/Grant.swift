/// A user's place in an account: on its team with a role, or (in the table of assignments) managing it by name, where
/// `role` is the manager's one role.
package struct Grant: Hashable, Sendable {
    package var user: UserID
    package var account: AccountID
    package var role: RoleID
    package var term: Term
    /// The event that made it, or changed it last.
    package var seq: Int64

    package init(user: UserID, account: AccountID, role: RoleID, term: Term, seq: Int64) {
        self.user = user
        self.account = account
        self.role = role
        self.term = term
        self.seq = seq
    }
}

/// One standing item of a manager's scope: `all customers [where …] [except …]`.
package struct StandingItem: Hashable, Sendable {
    package var condition: Condition?
    /// In ascending order.
    package var except: [AccountID]
    package var term: Term
    package var seq: Int64

    package init(condition: Condition?, except: [AccountID], term: Term, seq: Int64) {
        self.condition = condition
        self.except = except
        self.term = term
        self.seq = seq
    }
}

/// A member of the partner's team who is assigned to customers: one role in all of them.
package struct Manager: Hashable, Sendable {
    package var role: RoleID
    package var standing: [StandingItem]
    /// The event that gave the role.
    package var seq: Int64

    package init(role: RoleID, standing: [StandingItem], seq: Int64) {
        self.role = role
        self.standing = standing
        self.seq = seq
    }
}
