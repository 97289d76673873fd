/// What of a state some questions can touch, by the names that stand in them: a state that has this part alone answers
/// them as the whole one does.
///
/// Definitions (kinds and roles) are in every part. Rules, and names that were borne once, are in none.
package struct ExcerptRequest: Hashable, Sendable {
    /// Each a user's name, a customer's, both or neither. Of a user all grants are wanted.
    package var names: Set<String> = []
    /// Accounts whose team and managers are wanted, everybody on them.
    package var teams: Set<String> = []
    /// Accounts of which all records are wanted.
    package var recordAccounts: Set<String> = []
    /// Names that stand alone for a place: one that no account has may be any record's.
    package var places: Set<String> = []
    /// Users of whom is asked where they get to.
    package var travellers: Set<String> = []
    /// Kinds that travellers are asked about.
    package var kinds: Set<String> = []
    /// Who asks; nil is the superuser, who sees everything.
    package var viewer: String?

    package init() {}

    /// Whether a part that was made for this is enough. What cannot be known before it is there: whoever gets to customers
    /// that no grant of theirs names has to be held against all of them.
    package func suffices(_ part: State, at now: Instant) -> Bool {
        for name in travellers {
            guard let user = part.user(name) else { return false }
            if part.members[user, .partner] == nil { continue }
            if part.hasReaches || !(part.manager(user)?.standing.isEmpty ?? true) { return false }
        }
        for name in kinds {
            guard let kind = part.kind(name), kind != BuiltInKind.customer.id else { return false }
        }
        guard places.allSatisfy({ part.account($0) != nil }) else { return false }
        // Whether a customer is unassigned is known of those alone that the question names.
        return (viewer == nil && travellers.isEmpty) || !part.hasReaches(.unassigned)
    }
}

extension State {
    fileprivate var hasReaches: Bool { hasReaches(.all) || hasReaches(.own) || hasReaches(.unassigned) }

    /// Whether any role, removed ones too, says `in all|own|unassigned customers`.
    package func hasReaches(_ base: Reach.Base) -> Bool {
        roles.contains { role in
            role.definition.permissions.contains { $0.reach?.base == base }
                || role.definition.grants.contains { $0.reach?.base == base }
        }
    }
}
