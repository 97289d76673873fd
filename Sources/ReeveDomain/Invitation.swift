/// What a plain `invite` asks for: one user in one account, from now on and without an end.
package struct Invitation {
    package var user: UserID
    package var role: RoleID
    package var account: AccountID

    package init(user: UserID, role: RoleID, account: AccountID) {
        self.user = user
        self.role = role
        self.account = account
    }
}

extension Transaction {
    package mutating func invite(_ invitation: Invitation) throws(Refusal) {
        try invite(invitation.user, invitation.role, invitation.account, .always)
    }

    /// Looks at what invitations will look at, and answers nothing of use. Their places lie all over large tables: asked
    /// for one right behind the other, they are fetched from memory together.
    package func glance(_ invitations: [Invitation]) -> Int {
        var glances = 0
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: invitations.count) { rows in
            for (index, invitation) in invitations.enumerated() {
                rows.initializeElement(at: index, to: state.members.glance(invitation.user, invitation.account))
            }
            for row in rows where row >= 0 { glances &+= Int(state.members.glance(row: row)) }
        }
        // The journal names them.
        guard isRecorded else { return glances }
        for invitation in invitations { glances &+= state.accounts.rows[Int(invitation.account.raw)].name.utf8.count }
        return glances
    }
}
