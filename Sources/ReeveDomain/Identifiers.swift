/// The number of a user, in the order of adding. Numbers are never used again.
package struct UserID: Hashable, Comparable, Sendable {
    package let raw: Int32
    package init(_ raw: Int32) { self.raw = raw }
    package static func < (a: UserID, b: UserID) -> Bool { a.raw < b.raw }
}

/// The partner's account, or a customer's.
package struct AccountID: Hashable, Comparable, Sendable {
    package let raw: Int32
    package init(_ raw: Int32) { self.raw = raw }
    package static let partner = AccountID(0)
    package var isPartner: Bool { raw == 0 }
    package static func < (a: AccountID, b: AccountID) -> Bool { a.raw < b.raw }
}

/// The number of a role, in the order of its first definition.
package struct RoleID: Hashable, Comparable, Sendable {
    package let raw: Int32
    package init(_ raw: Int32) { self.raw = raw }
    package static func < (a: RoleID, b: RoleID) -> Bool { a.raw < b.raw }
}

/// The number of a kind; the built-in kinds come first.
package struct KindID: Hashable, Comparable, Sendable {
    package let raw: Int32
    package init(_ raw: Int32) { self.raw = raw }
    package static func < (a: KindID, b: KindID) -> Bool { a.raw < b.raw }
}

/// The number of a rule, in the order of its first definition.
package struct RuleID: Hashable, Comparable, Sendable {
    package let raw: Int32
    package init(_ raw: Int32) { self.raw = raw }
    package static func < (a: RuleID, b: RuleID) -> Bool { a.raw < b.raw }
}

/// The number of a record, in the order of adding.
package struct RecordID: Hashable, Comparable, Sendable {
    package let raw: Int32
    package init(_ raw: Int32) { self.raw = raw }
    package static func < (a: RecordID, b: RecordID) -> Bool { a.raw < b.raw }
}

/// Anything that has a name of its own.
package enum Thing: Hashable, Sendable {
    case user(UserID)
    /// A customer; never the partner.
    case customer(AccountID)
    case role(RoleID)
    case kind(KindID)
    case record(RecordID)
    case rule(RuleID)
}
