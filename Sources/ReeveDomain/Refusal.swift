/// Why something may not be done. The language layer binds it to its place.
package struct Refusal: Error, Hashable, Sendable {
    /// Which part of the statement it is about: where the caret goes.
    package enum Subject: UInt8, Hashable, Sendable {
        case statement, user, role, scope, kind, name, place, value, term
    }
    /// Stable, kebab-case: `one-role-per-manager`.
    package var code: String
    package var message: String
    /// Behind the caret: what to write instead.
    package var label: String
    package var notes: [String]
    package var subject: Subject
    /// Which of several names, from 0.
    package var index: Int
    /// The rule that refused.
    package var rule: String?

    package init(
        _ code: String, _ message: String, label: String = "", notes: [String] = [], subject: Subject = .statement,
        index: Int = 0
    ) {
        self.code = code
        self.message = message
        self.label = label
        self.notes = notes
        self.subject = subject
        self.index = index
    }
}

/// Who a script runs as.
package enum Actor: Hashable, Sendable {
    /// Whoever opens the store without `--as`: allowed everything, bound by rules.
    case superuser
    case user(UserID)

    package var user: UserID? {
        if case .user(let id) = self { id } else { nil }
    }
}
