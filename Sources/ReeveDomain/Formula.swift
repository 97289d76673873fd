/// A condition of a script (`if`, `where`, `expect`): besides attributes it may count, ask and compare sets.
package typealias Formula = Logic<FormulaTest>

package enum FormulaTest: Hashable, Sendable {
    /// Of the thing that a `where` looks at.
    case attribute(AttributeTest)
    /// The thing's attribute is in a set.
    case attributeIn(String, SetExpression)
    case compare(Operand, Comparison, Operand)
    case member(Operand, SetExpression)
    case contains(Operand, Value)
    case isSet(Operand)
    case any(SetExpression)
    case can(UserOperand, AccessRequest)
    case holds(UserOperand, RoleID, AccountID, through: RouteName?)
    case access(UserOperand, AccountID, through: RouteName?)
    /// Of the thing that a `where` looks at, with what is known only when it is asked.
    case attributeCompare(String, Comparison, Operand)
    /// About something that the statement at hand does not have.
    case never
}

package indirect enum Operand: Hashable, Sendable {
    case value(Value)
    /// A variable's attribute that is not set.
    case unset
    case count(SetExpression)
    case set(SetExpression)
    /// What a rule's variable is bound to, or an attribute of it (`$customer.plan`).
    case bound(BoundVariable, attribute: String?)
}

/// Whom a predicate asks about.
package enum UserOperand: Hashable, Sendable {
    case user(UserID)
    /// The user that an attribute of the looked-at thing holds (`owner`), or the thing itself where it is a user.
    case attribute(String)
    case bound(BoundVariable)
}

package enum RouteName: UInt8, Hashable, CaseIterable, Sendable {
    case team, manager, partner
}

/// `ACTION KIND [RECORD] [in ACCOUNT]`. Without an account: anywhere.
package struct AccessRequest: Hashable, Sendable {
    package var action: String
    package var kind: KindID
    package var subject: Thing?
    package var account: AccountID?

    package init(action: String, kind: KindID, subject: Thing? = nil, account: AccountID?) {
        self.action = action
        self.kind = kind
        self.subject = subject
        self.account = account
    }
}

/// The sets of language.md section 4, with names resolved.
package indirect enum SetExpression: Hashable, Sendable {
    case elements([Element])
    case noun(NounSet)
    case usersWhoCan(AccessRequest)
    case customersInWhich(UserID, action: String, kind: KindID)
}

package struct NounSet: Hashable, Sendable {
    package enum Source: Hashable, Sendable {
        case users
        case customers
        case roles
        case kinds
        case rules
        case team(AccountID)
        /// Of one customer, or every manager.
        case managers(AccountID?)
        case customersOf(UserID)
        case records(KindID, in: RecordPlace)
    }
    package var source: Source
    package var condition: Formula?
    package var except: [Thing]
    package var includingInactive: Bool

    package init(source: Source, condition: Formula? = nil, except: [Thing] = [], includingInactive: Bool = false) {
        self.source = source
        self.condition = condition
        self.except = except
        self.includingInactive = includingInactive
    }

    /// Whether all that its source has is in it.
    var isWhole: Bool { condition == nil && except.isEmpty }
}

/// Where a set of records is looked for.
package enum RecordPlace: Hashable, Sendable {
    case anywhere
    case account(AccountID)
    case record(RecordID)
}

/// What a set holds.
package enum Element: Hashable, Sendable {
    case thing(Thing)
    /// Someone on a team, or managing: a row of `team of …` and `managers of …`.
    case holder(Holder)
    /// A line of the audit log.
    case entry(AuditEntry)
    case text(String)

    /// The thing itself; of a holder, the user.
    package var thing: Thing? {
        switch self {
        case .thing(let thing): thing
        case .holder(let holder): .user(holder.user)
        case .text, .entry: nil
        }
    }
}

package struct Holder: Hashable, Sendable {
    package var user: UserID
    /// Nil for a manager of no particular customer.
    package var account: AccountID?
    package var role: RoleID
    package var route: RouteName
    package var term: Term

    package init(user: UserID, account: AccountID?, role: RoleID, route: RouteName, term: Term) {
        self.user = user
        self.account = account
        self.role = role
        self.route = route
        self.term = term
    }

    /// Someone on a team.
    init(_ grant: Grant) {
        self.init(user: grant.user, account: grant.account, role: grant.role, route: .team, term: grant.term)
    }
}
