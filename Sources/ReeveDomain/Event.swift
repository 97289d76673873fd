/// Something that happened: what a script's statements did, and what the journal keeps. An event holds what is new; what
/// was before is in the state that it is applied to.
package enum Event: Hashable, Sendable {
    case partnerNamed(String)
    /// A new kind where the number is the count of kinds, else a redefinition.
    case kindDefined(KindID, KindDefinition)
    case roleDefined(RoleID, RoleDefinition)
    case ruleDefined(RuleID, RuleDefinition)

    case userAdded(UserID, name: String, values: [AttributeChange])
    case customerAdded(AccountID, name: String, values: [AttributeChange])
    case recordAdded(
        RecordID, name: String, kind: KindID, account: AccountID, parent: RecordID?, values: [AttributeChange])
    /// Of a user, customer or record.
    case changed(Thing, [AttributeChange])
    case renamed(Thing, to: String)
    /// What hung on it was removed by events of its own before.
    case removed(Thing)
    /// Of a user or customer.
    case statusSet(Thing, disabled: Bool)
    case lockSet(RecordID, locked: Bool)
    case passwordReset(UserID)
    /// An action of a record's kind was done: work.
    case worked(RecordID, action: String)

    /// On the team, or with another role or term.
    case invited(UserID, AccountID, RoleID, Term)
    case uninvited(UserID, AccountID, Ending)
    /// A manager's one role; comes before the first of the scope.
    case managerSet(UserID, RoleID)
    /// Named item of a manager's scope.
    case assigned(UserID, AccountID, Term)
    case unassigned(UserID, AccountID, Ending)
    /// All standing items, replaced. `seq` of an item that is new or changed is 0: applying fills it in.
    case standingSet(UserID, [StandingItem], Ending)
    /// No scope is left.
    case managerEnded(UserID, Ending)

    /// To act in an account: journaled for it and for the partner.
    case loggedIn(UserID, in: AccountID)
    case loggedOut(UserID, from: AccountID)
    case switched(UserID, to: AccountID)
    case switchedBack(UserID, from: AccountID)
    /// An attempt that was refused; nothing else of its run was kept.
    case refused(code: String, message: String, statement: String)
    /// A torn tail of this many bytes was cut off, and kept aside under this file name.
    case recovered(bytes: Int64, keptAs: String)
}

/// Why a grant ended.
package enum Ending: UInt8, Hashable, CaseIterable, Sendable {
    /// Somebody said so.
    case revoked
    /// Its time ran out.
    case expired
    /// It hung on something that ended: the partner's team, the user, the customer.
    case followed
}

/// What the state needs to know besides the event itself.
package struct EventContext: Hashable, Sendable {
    package var seq: Int64
    package var time: Instant
    /// Nil: the superuser.
    package var actor: UserID?

    package init(seq: Int64, time: Instant, actor: UserID?) {
        self.seq = seq
        self.time = time
        self.actor = actor
    }
}

/// Which statement an event comes from.
package struct Origin: Hashable, Sendable {
    /// The script, as it was named; empty where there is none.
    package var script: String
    /// From 1; 0 where there is none.
    package var line: Int
    package var reason: String?

    package init(script: String, line: Int, reason: String? = nil) {
        self.script = script
        self.line = line
        self.reason = reason
    }
}
