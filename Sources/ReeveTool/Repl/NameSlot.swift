/// Which names stand at a place, by the words before it. The parser tells that a name stands there, not whose.
enum NameSlot: Equatable {
    case user, role, account, customer, kind, action
    /// An attribute of this kind.
    case attribute(String)
    case other

    /// - Parameters:
    ///   - before: the words and marks of the statement so far.
    ///   - enclosing: the words of the definition it stands in.
    init(after before: [String], in enclosing: [String] = []) {
        guard let verb = before.first else {
            self = .other
            return
        }
        // In a list the word before it says what its names are.
        var at = before.count - 1
        while at >= 2, before[at] == "," { at -= 2 }
        let previous = at > 0 ? before[at - 1] : ""
        switch before[at] {
        case "invite", "uninvite", "assign", "reassign", "unassign", "by": self = .user
        case "as": self = verb == "act" ? .user : .role
        case "includes", "grant": self = .role
        case "to" where verb == "hand", "from" where verb == "hand": self = .user
        case "to" where previous == "anything": self = .kind
        case "to" where ["invite", "assign", "reassign"].contains(verb): self = .account
        case "from" where ["uninvite", "unassign"].contains(verb): self = .account
        case "in" where verb == "define" && before.dropFirst().first == "kind": self = .kind
        case "in" where enclosing.contains("role"): self = .other
        case "in", "except": self = .account
        case "over": self = .customer
        case "of": self = ["access", "customers", "password"].contains(previous) ? .user : .account
        case "with", "without", "where":
            let kind = before.dropFirst().first ?? ""
            self = verb == "where" && at == 0 ? .other : .attribute(kind)
        default: self = Self.counted(before, verb, isRole: enclosing.contains("role") || verb == "define")
        }
    }

    /// By how many names stand between the verb and this place.
    private static func counted(_ before: [String], _ verb: String, isRole: Bool) -> NameSlot {
        if let can = before.lastIndex(where: { $0 == "can" || $0 == "cannot" }) {
            let asker = can > 0 ? before[can - 1] : ""
            let namesUser = !isRole && can == 0 || ["why", "what", "where"].contains(asker)
            let order: [NameSlot] = namesUser ? [.user, .action, .kind] : [.action, .kind]
            let place = groups(before[(can + 1)...])
            return place < order.count ? order[place] : .other
        }
        let place = groups(before.dropFirst())
        switch verb {
        case "do": return place == 0 ? .action : place == 1 ? .kind : .other
        case "add": return place == 0 ? .kind : .other
        case "change", "rename", "remove", "lock", "unlock", "show", "count", "disable", "enable":
            guard place == 1 else { return place == 0 ? .kind : .other }
            switch before.dropFirst().first {
            case "user": return .user
            case "customer": return .customer
            case "role": return .role
            case "kind": return .kind
            default: return .other
            }
        default: return .other
        }
    }

    /// How many names, or lists of them, are finished.
    private static func groups(_ words: ArraySlice<String>) -> Int {
        var count = 0
        var isJoined = false
        for word in words {
            if word == "," {
                isJoined = true
                count -= 1
            } else {
                count += 1
                isJoined = false
            }
        }
        return isJoined ? max(0, count) : count
    }

    /// What a hint calls it.
    var label: String? {
        switch self {
        case .user: "user"
        case .role: "role"
        case .account: "account"
        case .customer: "customer"
        case .kind: "kind"
        case .action: "action"
        case .attribute: "attribute"
        case .other: nil
        }
    }
}
