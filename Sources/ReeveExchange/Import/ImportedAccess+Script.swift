import ReeveDomain

extension ImportedAccess {
    /// The script that makes what was imported, given in pieces; to be formatted. Names are in order, so that the same input
    /// gives the same script.
    package mutating func script(_ give: (String) -> Void) {
        complete()
        give("# Made by `reeve import \(shown(source))`.\n")
        if left.isEmpty {
            give("# Everything in it is here.\n")
        } else {
            give("# What is in it and not here:\n")
            for item in left { give("#   \(shown(item.place)): \(shown(item.what))\n") }
        }
        kindLines(give)
        roleLines(give)
        names("add user", users, give)
        names("add customer", customers, give)
        memberLines(give)
        managerLines(give)
        names("disable user", disabledUsers, give)
        names("disable customer", disabledCustomers, give)
    }

    private func shown(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            if isUnsafe(scalar) {
                out += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    private func kindLines(_ give: (String) -> Void) {
        guard !homes.isEmpty else { return }
        give("\n")
        func depth(_ kind: String) -> Int {
            var depth = 0
            var at = homes[kind]
            while let above = at, depth <= homes.count {
                at = homes[above]
                depth += 1
            }
            return depth
        }
        // What others live in comes first.
        let ordered = homes.map { (kind: $0, home: $1, depth: depth($0)) }
        for (kind, home, _) in ordered.sorted(by: { ($0.depth, $0.kind) < ($1.depth, $1.kind) }) {
            let can = (actions[kind] ?? []).sorted().map(spelled).joined(separator: ", ")
            // Whatever is a plural is not the name of another kind.
            let plural = homes[kind + "s"] == nil ? "" : " plural \(spelled(kind + " (all)"))"
            give("define kind \(spelled(kind))\(plural) in \(spelled(home)) {\(can.isEmpty ? "" : " can \(can) ")}\n")
        }
    }

    private func roleLines(_ give: (String) -> Void) {
        guard !roles.isEmpty else { return }
        give("\n")
        let managing = Set(managers.values.map(\.role))
        if roles.values.contains(where: \.isEmpty) {
            give("# Say what these permit, such as: can view, edit recipe\n")
        }
        for (role, permissions) in roles.sorted(by: {
            ($0.value.isEmpty ? 0 : 1, $0.key) < ($1.value.isEmpty ? 0 : 1, $1.key)
        }) {
            // Only managers have own customers.
            let isForManagers = managing.contains(role) || permissions.contains { $0.reach == "own customers" }
            let word = isForManagers ? "inheritable " : ""
            give("define \(word)role \(spelled(role)) {")
            let lines = powers(permissions)
            switch lines.count {
            case 0: give("}\n")
            case 1: give(" \(lines[0]) }\n")
            default: give("\n" + lines.map { "  \($0)\n" }.joined() + "}\n")
            }
        }
        for combined in combinations {
            give(
                "define role \(spelled(name(of: combined))) { includes \(combined.map(spelled).joined(separator: ", ")) }\n"
            )
        }
    }

    /// `can edit, view job, recipe`: kinds of which the same is permitted, together.
    private func powers(_ permissions: Set<Permission>) -> [String] {
        let reaches = Set(permissions.compactMap(\.reach)).sorted()
        return powers(permissions.filter { $0.reach == nil }, "")
            + reaches.flatMap { reach in powers(permissions.filter { $0.reach == reach }, " in " + reach) }
    }

    private func powers(_ permissions: Set<Permission>, _ end: String) -> [String] {
        var byKind: [String: [String]] = [:]
        for permission in permissions.sorted() { byKind[permission.kind, default: []].append(permission.action) }
        var byActions: [[String]: [String]] = [:]
        for (kind, actions) in byKind { byActions[actions, default: []].append(kind) }
        if let everything = byKind["anything"],
            everything.count == Set(actions.values.joined()).count
        {
            // Every action that there is.
            byActions[everything] = byActions[everything]?.filter { $0 != "anything" }
            if byActions[everything]?.isEmpty ?? false { byActions[everything] = nil }
            return ["can do anything to anything" + end] + lines(byActions, end)
        }
        return lines(byActions, end)
    }

    private func lines(_ byActions: [[String]: [String]], _ end: String) -> [String] {
        byActions.map { actions, kinds in
            "can \(actions.map(spelled).joined(separator: ", ")) \(kinds.sorted().map(spelled).joined(separator: ", "))"
                + end
        }.sorted()
    }

    /// Sets of roles that somebody has together in one account.
    private var combinations: [[String]] {
        Set(members.values.map(\.roles).filter { $0.count > 1 }).sorted { $0.lexicographicallyPrecedes($1) }
    }

    private func name(of roles: [String]) -> String {
        guard roles.count > 1 else { return roles.first ?? "" }
        let name = roles.joined(separator: " + ")
        guard name.unicodeScalars.count > 128 || self.roles[name] != nil else { return name }
        let number = combinations.firstIndex(of: roles) ?? 0
        return "roles together \(number + 1)"
    }

    /// `add user ada, bob`, some names on a line.
    private func names(_ verb: String, _ names: Set<String>, _ give: (String) -> Void) {
        guard !names.isEmpty else { return }
        give("\n")
        for line in lines(names.sorted().map(spelled), within: 110 - verb.count) { give("\(verb) \(line)\n") }
    }

    /// Names with commas, as many as fit.
    private func lines(_ names: [String], within width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for name in names {
            if !line.isEmpty, line.count + name.count + 2 > width {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? name : ", " + name
        }
        return line.isEmpty ? lines : lines + [line]
    }

    private struct Sentence: Hashable {
        var account: String
        var role: String
        var terms: Terms
    }

    /// Those who have the same in an account, together; the partner's team first.
    private func memberLines(_ give: (String) -> Void) {
        guard !members.isEmpty else { return }
        give("\n")
        var together: [Sentence: [String]] = [:]
        for (place, member) in members {
            let key = Sentence(account: place.account, role: name(of: member.roles), terms: member.terms)
            together[key, default: []].append(place.user)
        }
        let sentences = together.map { (key: $0, terms: text($0.terms), users: $1) }.sorted {
            order($0.key, $0.terms) < order($1.key, $1.terms)
        }
        for (sentence, terms, users) in sentences {
            let end = " as \(spelled(sentence.role)) to \(spelled(sentence.account))\(terms)"
            for line in lines(users.sorted().map(spelled), within: max(20, 103 - end.count)) {
                give("invite \(line)\(end)\n")
            }
        }
    }

    private func order(_ sentence: Sentence, _ terms: String) -> (Int, String, String, String) {
        (sentence.account == Self.partner ? 0 : 1, sentence.account, sentence.role, terms)
    }

    private func managerLines(_ give: (String) -> Void) {
        guard !managers.isEmpty else { return }
        give("\n")
        for (user, manager) in managers.sorted(by: { $0.key < $1.key }) {
            let begin = "assign \(spelled(user)) as \(spelled(manager.role)) to "
            var byTerms: [Terms: [String]] = [:]
            for (customer, terms) in manager.named { byTerms[terms, default: []].append(customer) }
            if let all = manager.all { give(begin + "all customers\(text(all))\n") }
            for (terms, customers) in byTerms.sorted(by: { text($0.key) < text($1.key) }) {
                let end = text(terms)
                for line in lines(customers.sorted().map(spelled), within: max(20, 110 - begin.count - end.count)) {
                    give(begin + line + end + "\n")
                }
            }
        }
    }

    private func text(_ terms: Terms) -> String {
        func when(_ instant: Instant) -> String { instant.isMidnight ? instant.dateText : instant.text }
        return (terms.from.map { " from " + when($0) } ?? "") + (terms.until.map { " until " + when($0) } ?? "")
            + (terms.reason.map { " because " + quoted($0) } ?? "")
    }
}
