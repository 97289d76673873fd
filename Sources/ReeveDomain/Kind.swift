/// Where records of a kind live.
package enum KindHome: Hashable, Sendable {
    case partner
    case customer
    /// The team and the audit log: in the partner and in each customer.
    case everyAccount
    case kind(KindID)
}

package struct Attribute: Hashable, Sendable {
    package var name: String
    package var type: AttributeType
    /// Taken out of the definition again; its slot is never given to another.
    package var isRetired: Bool

    package init(name: String, type: AttributeType, isRetired: Bool = false) {
        self.name = name
        self.type = type
        self.isRetired = isRetired
    }
}

/// What a script says of a kind.
package struct KindDefinition: Hashable, Sendable {
    package var name: String
    package var plural: String
    package var home: KindHome
    /// Slots: index and meaning stay when a definition is replaced.
    package var attributes: [Attribute]
    /// At most 64; the index is the bit of a permission's mask. Actions that were taken out are empty strings.
    package var actions: [String]

    package init(name: String, plural: String, home: KindHome, attributes: [Attribute], actions: [String]) {
        self.name = name
        self.plural = plural
        self.home = home
        self.attributes = attributes
        self.actions = actions
    }

    package static let mostActions = 64

    package func slot(of attribute: String) -> Int? {
        attributes.firstIndex { !$0.isRetired && $0.name == attribute }
    }

    /// The bit of an action, or nil where the kind has no such action.
    package func bit(of action: String) -> UInt64? {
        action.isEmpty ? nil : actions.firstIndex(of: action).map { 1 << UInt64($0) }
    }

    package var liveActions: [String] { actions.filter { !$0.isEmpty } }
    package var liveAttributes: [Attribute] { attributes.filter { !$0.isRetired } }
}

/// When, by which event and by whom something was made or changed last. `actor` is nil for the superuser.
package struct Stamp: Hashable, Sendable {
    package var seq: Int64
    package var time: Instant
    package var actor: UserID?

    package init(seq: Int64, time: Instant, actor: UserID?) {
        self.seq = seq
        self.time = time
        self.actor = actor
    }

    package static let builtIn = Stamp(seq: 0, time: Instant(milliseconds: 0), actor: nil)
}

package struct Kind: Hashable, Sendable {
    package var definition: KindDefinition
    package var isBuiltIn: Bool
    package var isRemoved: Bool
    package var created: Stamp
    package var modified: Stamp

    package init(
        definition: KindDefinition, isBuiltIn: Bool = false, isRemoved: Bool = false, created: Stamp, modified: Stamp
    ) {
        self.definition = definition
        self.isBuiltIn = isBuiltIn
        self.isRemoved = isRemoved
        self.created = created
        self.modified = modified
    }
}

/// The one table of the built-in kinds and their actions (language.md section 4, Definitions).
package enum BuiltInKind: Int32, CaseIterable, Sendable {
    case customer, user, manager, role, kind, rule, member, audit

    package var id: KindID { KindID(rawValue) }

    package var name: String {
        switch self {
        case .customer: "customer"
        case .user: "user"
        case .manager: "manager"
        case .role: "role"
        case .kind: "kind"
        case .rule: "rule"
        case .member: "member"
        case .audit: "audit"
        }
    }

    package var definition: KindDefinition {
        var actions = ["view", "create", "edit", "delete"]
        switch self {
        case .user: actions += ["disable", "reset"]
        case .customer: actions += ["disable"]
        default: break
        }
        let home: KindHome = self == .member || self == .audit ? .everyAccount : .partner
        return KindDefinition(
            name: name, plural: self == .audit ? name : name + "s", home: home,
            attributes: self == .user ? [Attribute(name: "email", type: .text)] : [], actions: actions)
    }
}

/// Whether everything of a kind has this attribute without a definition, so that no definition may take it.
package func isReserved(attribute: String, of kind: String) -> Bool {
    switch attribute {
    case "name", "locked", "created", "modified": true
    case "status": kind == BuiltInKind.user.name || kind == BuiltInKind.customer.name
    default: false
    }
}
