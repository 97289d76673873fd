import ReeveDomain

/// The names that the next statement may use: what the session's user may see, and no more.
package struct LiveNames: Sendable {
    package var users: [String] = []
    package var customers: [String] = []
    package var roles: [String] = []
    /// In the singular, with their plural, actions and attributes.
    package var kinds: [Kind] = []
    package var variables: [String] = []

    package struct Kind: Sendable {
        package let name: String
        package let plural: String
        package let actions: [String]
        package let attributes: [String]
    }

    package init() {}
}

extension LiveNames {
    /// - Parameter viewer: whose eyes see the users and customers; nil sees all.
    package init(_ state: State, seenBy viewer: UserID?, at now: Instant) {
        let seen = viewer.map { Visibility(state, viewer: $0, at: now) }
        users = state.userIDs.filter { seen?.sees($0) ?? true }.map { state[$0].name }
        customers = state.customerIDs.filter { seen?.sees($0) ?? true }.map { state[$0].name }
        roles = state.roleIDs.map { state[$0].definition.name }
        kinds = state.kindIDs.map {
            let kind = state[$0].definition
            return LiveNames.Kind(
                name: kind.name, plural: kind.plural, actions: kind.liveActions,
                attributes: kind.liveAttributes.map(\.name))
        }
    }
}

extension Session {
    /// What is there for the next statement, with what is pending.
    package var names: LiveNames {
        looking { core in
            let conversation = core.conversation
            let state = conversation?.pending?.attempt.transaction.state ?? core.state
            var viewer: UserID?
            if let user = core.user {
                guard let found = state.user(user) else { return LiveNames() }
                viewer = found
            }
            var names = LiveNames(state, seenBy: viewer, at: core.options.now)
            let interpreter = conversation?.pending?.interpreter ?? conversation?.interpreter
            names.variables = interpreter?.variables ?? []
            return names
        }
    }
}

extension Session {
    /// What is true after the last run, for whoever works with the language itself.
    package var state: State { view.state }
}
