/// Who may be given a role: managers only get system and inheritable ones (Workato, Customer managers, step 3).
package enum RoleClass: UInt8, Hashable, Sendable {
    case plain, system, inheritable

    package var maybeManager: Bool { self != .plain }
}

/// Which customers a permission reaches from the partner's team.
package struct Reach: Hashable, Sendable {
    package enum Base: UInt8, Hashable, Sendable { case all, own, unassigned }
    package var base: Base
    package var condition: Condition?

    package init(base: Base, condition: Condition? = nil) {
        self.base = base
        self.condition = condition
    }
}

/// `where assignee = $user`: the record's attribute is one of these.
package struct RecordCondition: Hashable, Sendable {
    package enum Wanted: Hashable, Sendable {
        case value(Value)
        /// `$user`: whoever asks
        case asker
    }
    package var attribute: String
    package var values: [Wanted]

    package init(attribute: String, values: [Wanted]) {
        self.attribute = attribute
        self.values = values
    }
}

/// One `can` line of a role.
package struct Permission: Hashable, Sendable {
    package enum KindSelector: Hashable, Sendable {
        case kind(KindID)
        case anything
        case selfDetails
    }
    /// Empty: `do anything to`.
    package var actions: [String]
    package var kinds: [KindSelector]
    package var condition: RecordCondition?
    package var reach: Reach?
    /// The line in its script, 0 where it is not known.
    package var line: Int

    package init(
        actions: [String], kinds: [KindSelector], condition: RecordCondition? = nil, reach: Reach? = nil, line: Int = 0
    ) {
        self.actions = actions
        self.kinds = kinds
        self.condition = condition
        self.reach = reach
        self.line = line
    }

    /// Lines do not count: the same permission further down is the same permission.
    package static func == (a: Permission, b: Permission) -> Bool {
        a.actions == b.actions && a.kinds == b.kinds && a.condition == b.condition && a.reach == b.reach
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(actions)
        hasher.combine(kinds)
        hasher.combine(condition)
        hasher.combine(reach)
    }
}

/// `can grant ROLES [in … customers]`
package struct GrantPermission: Hashable, Sendable {
    package var roles: [RoleID]
    package var reach: Reach?

    package init(roles: [RoleID], reach: Reach? = nil) {
        self.roles = roles
        self.reach = reach
    }
}

/// What a script says of a role.
package struct RoleDefinition: Hashable, Sendable {
    package var name: String
    package var roleClass: RoleClass
    package var includes: [RoleID]
    package var permissions: [Permission]
    package var grants: [GrantPermission]

    package init(
        name: String, roleClass: RoleClass, includes: [RoleID] = [], permissions: [Permission] = [],
        grants: [GrantPermission] = []
    ) {
        self.name = name
        self.roleClass = roleClass
        self.includes = includes
        self.permissions = permissions
        self.grants = grants
    }
}

package struct Role: Hashable, Sendable {
    package var definition: RoleDefinition
    package var isRemoved: Bool
    package var created: Stamp
    package var modified: Stamp

    package init(definition: RoleDefinition, isRemoved: Bool = false, created: Stamp, modified: Stamp) {
        self.definition = definition
        self.isRemoved = isRemoved
        self.created = created
        self.modified = modified
    }
}

/// A role with what it includes, laid out by kind for the decision.
package struct CompiledRole: Sendable {
    package struct Entry: Hashable, Sendable {
        package var mask: UInt64
        package var condition: RecordCondition?
        package var reach: Reach?
        /// Written as `anything`, which is never a customer's own record seen from the customer.
        package var isAnything: Bool
        /// Which role wrote it, and where in its list: what `why` shows.
        package var source: RoleID
        package var index: Int
    }
    /// By kind; an `anything` stands under each kind.
    package var byKind: [[Entry]] = []
    /// Actions on one's own details: bits of the kind `user`.
    package var selfMask: UInt64 = 0
    package var selfSource: (role: RoleID, index: Int)?
    /// The distinct reaches that open accounts (route (c)).
    package var reaches: [Reach] = []
    package var grants: [GrantPermission] = []
}
