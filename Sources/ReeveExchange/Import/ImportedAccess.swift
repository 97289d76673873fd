import ReeveDomain

/// What another system has, on its way to a script: kinds, roles, and who has which where. What Reeve has no words for, or
/// would not take, is left out and said.
package struct ImportedAccess {
    package struct Permission: Hashable, Comparable, Sendable {
        package var action: String
        package var kind: String
        /// Over which customers it reaches from the partner's team, as a script has it: `own customers`. Nil: over none.
        package var reach: String?

        package init(_ action: String, _ kind: String, reach: String? = nil) {
            self.action = action
            self.kind = kind
            self.reach = reach
        }

        package static func < (a: Permission, b: Permission) -> Bool {
            (a.reach ?? "", a.kind, a.action) < (b.reach ?? "", b.kind, b.action)
        }
    }

    /// How long a grant counts, and why it was given.
    package struct Terms: Hashable, Sendable {
        package var from: Instant?
        package var until: Instant?
        package var reason: String?

        package init(from: Instant? = nil, until: Instant? = nil, reason: String? = nil) {
            self.from = from
            self.until = until
            self.reason = reason
        }
    }

    /// Something that is not part of the script, and where it stands in what was imported: `policy.csv:7`.
    package struct Left: Hashable, Sendable {
        package let place: String
        package let what: String
    }

    struct Place: Hashable {
        var user: String
        var account: String
    }
    struct Membership {
        var roles: [String]
        var terms: Terms
    }
    struct Management {
        var role: String
        var all: Terms?
        var named: [String: Terms] = [:]
    }

    /// What the script says at its top.
    let source: String
    package private(set) var left: [Left] = []
    private(set) var homes: [String: String] = [:]
    private(set) var actions: [String: Set<String>] = [:]
    package private(set) var roles: [String: Set<Permission>] = [:]
    package private(set) var users: Set<String> = []
    package private(set) var customers: Set<String> = []
    private(set) var disabledUsers: Set<String> = []
    private(set) var disabledCustomers: Set<String> = []
    private(set) var members: [Place: Membership] = [:]
    private(set) var managers: [String: Management] = [:]
    /// What cannot be permitted, and was said to be so.
    private var refused: Set<Permission> = []
    /// By what they look like, and what they are names of: two that look alike cannot both be in a store.
    private var looks: [String: String] = ["customer partner": "partner"]

    package static let partner = "partner"

    /// - Parameter source: `casbin model.conf policy.csv`.
    package init(_ source: String) { self.source = source }

    package mutating func leave(_ what: String, at place: String) { left.append(Left(place: place, what: what)) }

    /// Places on teams, and items of managers.
    package var grantCount: Int {
        members.count + managers.values.reduce(0) { $0 + $1.named.count + ($1.all == nil ? 0 : 1) }
    }

    // MARK: What there is

    /// Why a name can be none, whatever else there is; nil where it can.
    private func flaw(of name: String, _ sort: String) -> String? {
        if name.isEmpty || name.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
            "a \(sort) without a name"
        } else if name.unicodeScalars.count > 128 {
            "a \(sort) whose name has more than 128 characters: \(quoted(String(name.prefix(40)))) …"
        } else if name.unicodeScalars.contains(where: isUnsafe) {
            "the \(sort) \(quoted(name)): its name has a character that cannot be seen"
        } else {
            nil
        }
    }

    /// Whether something that can be done may be called so; says so where it may not.
    mutating func takes(action name: String, at place: String) -> Bool {
        guard let flaw = flaw(of: name, "permission") else { return true }
        leave(flaw, at: place)
        return false
    }

    /// Whether a name may be one; says so where it may not.
    private mutating func takes(_ name: String, _ sort: String, _ place: String) -> Bool {
        let problem: String? =
            if let flaw = flaw(of: name, sort) {
                flaw
            } else if let other = looks["\(sort) \(skeleton(name))"], other != name {
                "the \(sort) \(quoted(name)): it looks like \(quoted(other)), which is another"
            } else { nil }
        if let problem {
            leave(problem, at: place)
            return false
        }
        looks["\(sort) \(skeleton(name))"] = name
        return true
    }

    /// - Returns: whether the script can have it.
    package mutating func add(user name: String, at place: String) -> Bool {
        if users.contains(name) { return true }
        guard takes(name, "user", place) else { return false }
        users.insert(name)
        return true
    }

    /// - Parameter name: a customer's, or `partner`.
    /// - Returns: whether the script can have it.
    package mutating func add(account name: String, at place: String) -> Bool {
        if name == Self.partner || customers.contains(name) { return true }
        guard takes(name, "customer", place) else { return false }
        customers.insert(name)
        return true
    }

    /// - Returns: whether the script can have it.
    package mutating func add(role name: String, _ permissions: Set<Permission> = [], at place: String) -> Bool {
        if roles[name] == nil {
            guard takes(name, "role", place) else { return false }
        }
        let new = permissions.subtracting(roles[name, default: []]).subtracting(refused).sorted()
        for permission in new where takes(permission, at: place) {
            roles[name, default: []].insert(permission)
            actions[permission.kind, default: []].insert(permission.action)
        }
        roles[name] = roles[name] ?? []
        return true
    }

    /// Whether there is such a thing to permit; says so once where there is not. Kinds of Reeve's own have the actions that
    /// they have.
    private mutating func takes(_ permission: Permission, at place: String) -> Bool {
        let known: Bool =
            if permission.kind == "self" {
                ["view", "edit"].contains(permission.action)
            } else if homes[permission.kind] == nil,
                let kind = BuiltInKind.allCases.first(where: { $0.name == permission.kind })
            {
                kind.definition.bit(of: permission.action) != nil
            } else { true }
        if known, takes(action: permission.action, at: place) { return true }
        if !known { leave("\(quoted(permission.action)) is nothing that is done to \(permission.kind)", at: place) }
        refused.insert(permission)
        return false
    }

    /// - Parameters:
    ///   - isInPartner: its records live in the partner's account, not in customers'.
    ///   - parent: the kind in whose records they live there; nil: in the account itself.
    /// - Returns: the name it goes by here, or nil where it can have none.
    package mutating func add(
        kind name: String, inPartner isInPartner: Bool, below parent: String? = nil, at place: String
    ) -> String? {
        let builtIn = Set(BuiltInKind.allCases.flatMap { [$0.name, $0.name + "s"] } + [Self.partner])
        let name = builtIn.contains(name) ? name + " object" : name
        if homes[name] != nil { return name }
        guard takes(name, "kind", place) else { return nil }
        homes[name] = parent ?? (isInPartner ? Self.partner : "customer")
        return name
    }

    /// What can be done to a kind at all; what roles permit is noted by itself.
    mutating func add(action: String, to kind: String) {
        if flaw(of: action, "permission") == nil { actions[kind, default: []].insert(action) }
    }

    package mutating func disable(user name: String) { if users.contains(name) { disabledUsers.insert(name) } }
    package mutating func disable(customer name: String) {
        if customers.contains(name) { disabledCustomers.insert(name) }
    }

    // MARK: Who has what

    /// Puts a user on a team. A second role there is added to the first.
    package mutating func invite(_ user: String, as role: String, to account: String, _ terms: Terms, at place: String)
    {
        guard add(user: user, at: place), add(account: account, at: place), add(role: role, at: place) else { return }
        let key = Place(user: user, account: account)
        guard var found = members[key] else {
            members[key] = Membership(roles: [role], terms: terms)
            return
        }
        if found.roles.contains(role) {
            if found.terms != terms {
                leave("a second term or reason of \(who(user, role, account)); the first stays", at: place)
            }
            return
        }
        if found.terms.from != terms.from || found.terms.until != terms.until {
            return leave("\(who(user, role, account)): another role there begins or ends at another time", at: place)
        }
        found.roles.append(role)
        found.roles.sort()
        members[key] = found
    }

    /// Makes a user a manager of a customer, or of all where `customer` is nil. A manager has one role.
    package mutating func assign(
        _ user: String, as role: String, to customer: String?, _ terms: Terms, at place: String
    ) {
        guard add(user: user, at: place), customer.map({ add(account: $0, at: place) }) ?? true,
            add(role: role, at: place)
        else { return }
        var manager = managers[user] ?? Management(role: role)
        guard manager.role == role else {
            return leave(
                "\(who(user, role, customer ?? "all customers")): a manager has one role, and this one is \(quoted(manager.role)) elsewhere",
                at: place)
        }
        if let customer { manager.named[customer] = terms } else { manager.all = terms }
        managers[user] = manager
    }

    /// A manager of a customer is its manager for a second term too; said where both are not one.
    package mutating func extend(_ user: String, of customer: String, _ terms: Terms, at place: String) {
        guard let kept = managers[user]?.named[customer] else { return }
        let (a, b) = (Term(from: kept.from, until: kept.until), Term(from: terms.from, until: terms.until))
        func reaches(_ first: Term, _ second: Term) -> Bool {
            guard let end = first.until, let begin = second.from else { return true }
            return begin <= end
        }
        guard reaches(a, b), reaches(b, a) else {
            return leave("a second term of \(quoted(user)) in \(quoted(customer)); the first stays", at: place)
        }
        let from = a.from.flatMap { first in b.from.map { min(first, $0) } }
        let until = a.until.flatMap { first in b.until.map { max(first, $0) } }
        managers[user]?.named[customer] = Terms(from: from, until: until, reason: kept.reason)
    }

    private func who(_ user: String, _ role: String, _ account: String) -> String {
        "\(quoted(user)) as \(quoted(role)) in \(quoted(account))"
    }

    /// Gives every manager a place on the partner's team, which they must have, and every set of roles one name.
    mutating func complete() {
        for user in managers.keys.sorted() where members[Place(user: user, account: Self.partner)] == nil {
            guard add(role: "Team", at: source) else { continue }
            members[Place(user: user, account: Self.partner)] = Membership(roles: ["Team"], terms: Terms())
        }
    }
}
