import ReeveDomain

/// A Casbin model and policy as a script: role-based access with or without domains, lists of who may do what, and what
/// `reeve export casbin` writes.
///
/// A domain is a customer, an object a kind, and a role of Casbin's a role; without domains everything is in the partner's
/// account. Roles that permit other things in another domain become roles of their own there, and what Casbin gives
/// through other roles is given itself: so every request is decided as before.
package struct CasbinImport {
    let policy: String
    var access: ImportedAccess

    /// - Throws: what of the model is none of the forms.
    package init(model: String, named modelName: String, policy: String, named name: String) throws(ImportProblem) {
        self.policy = name
        let form = try CasbinForm(CasbinText(model), named: modelName)
        access = ImportedAccess("casbin \(modelName) \(name)")
        let lines = CasbinText.policyLines(policy)
        switch form {
        case .reeve: reeve(lines)
        case .roles(let columns): roles(lines, columns)
        }
    }

    package var imported: ImportedAccess { access }

    // MARK: Roles, with or without domains

    private typealias Permission = ImportedAccess.Permission
    private struct Place: Hashable {
        var name: String
        var domain: String
    }

    private mutating func roles(_ lines: [CasbinText.Line], _ columns: CasbinForm.Columns) {
        var permitted: [Place: Set<Permission>] = [:]
        var parents: [Place: Set<String>] = [:]
        var domains: Set<String> = []
        var isRole: Set<String> = []
        var firstLine: [String: Int] = [:]
        for line in lines {
            let place = "\(policy):\(line.number)"
            func whole() -> String { line.fields.joined(separator: ", ") }
            switch line.fields[0] {
            case "p":
                let fields = Array(line.fields.dropFirst())
                guard fields.count >= columns.count else {
                    access.leave("a rule that is too short: \(whole())", at: place)
                    continue
                }
                if let effect = columns.effect, effect < fields.count, fields[effect] != "allow",
                    !fields[effect].isEmpty
                {
                    // Where only an `allow` counts, any other rule says nothing.
                    access.leave("a rule that permits nothing, for only `allow` counts: \(whole())", at: place)
                    continue
                }
                let domain = columns.domain.map { fields[$0] } ?? ImportedAccess.partner
                guard access.takes(action: fields[columns.action], at: place) else { continue }
                guard let kind = access.add(kind: fields[columns.object], inPartner: columns.domain == nil, at: place)
                else { continue }
                let key = Place(name: fields[columns.subject], domain: domain)
                permitted[key, default: []].insert(Permission(fields[columns.action], kind))
                domains.insert(domain)
                firstLine[key.name] = firstLine[key.name] ?? line.number
            case "g" where columns.hasRoles:
                guard line.fields.count >= (columns.domain == nil ? 3 : 4) else {
                    access.leave("a role that is given to nobody or nowhere: \(whole())", at: place)
                    continue
                }
                let domain = columns.domain == nil ? ImportedAccess.partner : line.fields[3]
                parents[Place(name: line.fields[1], domain: domain), default: []].insert(line.fields[2])
                isRole.insert(line.fields[2])
                domains.insert(domain)
                firstLine[line.fields[1]] = firstLine[line.fields[1]] ?? line.number
            default: access.leave("a line that the model has no place for: \(whole())", at: place)
            }
        }
        if columns.domain != nil { leaveWildDomains(&domains) }
        /// What a name may do in a domain, by itself and through others (Casbin, RBAC: the hierarchy is transitive).
        func power(_ name: String, _ domain: String) -> Set<Permission> {
            var seen: Set<String> = [name]
            var waiting = [name]
            var power: Set<Permission> = []
            while let next = waiting.popLast() {
                let place = Place(name: next, domain: domain)
                power.formUnion(permitted[place] ?? [])
                for parent in parents[place] ?? [] where seen.insert(parent).inserted { waiting.append(parent) }
            }
            return power
        }
        // Who is anything somewhere stands in these: to look at every name for every domain would take their product.
        var users: [String: Set<String>] = [:]
        var homes: [String: Set<String>] = [:]
        for place in Set(permitted.keys).union(parents.keys) where domains.contains(place.domain) {
            if isRole.contains(place.name) {
                homes[place.name, default: []].insert(place.domain)
            } else {
                users[place.domain, default: []].insert(place.name)
            }
        }
        let names = RoleNames(homes.mapValues { $0.sorted() }, power)
        for domain in domains.sorted() {
            for user in users[domain, default: []].sorted() {
                let place = "\(policy):\(firstLine[user] ?? 0)"
                let key = Place(name: user, domain: domain)
                if let own = permitted[key] {
                    let name = "\(user) (\(domain))"
                    guard access.add(role: name, own, at: place) else { continue }
                    access.invite(user, as: name, to: domain, .init(), at: place)
                }
                for role in (parents[key] ?? []).sorted() {
                    guard let name = names[role, domain], access.add(role: name, power(role, domain), at: place) else {
                        continue
                    }
                    access.invite(user, as: name, to: domain, .init(), at: place)
                }
            }
        }
    }

    private mutating func leaveWildDomains(_ domains: inout Set<String>) {
        for domain in domains.sorted() where domain.contains("*") || domain == ImportedAccess.partner {
            access.leave(
                domain == ImportedAccess.partner
                    ? "the domain `partner`: no customer may be called so"
                    : "the domain \(quoted(domain)): which domains it stands for is said in the program that asks, not here",
                at: policy)
            domains.remove(domain)
        }
    }

    /// What a role is called where it permits something else in some domains than in others.
    private struct RoleNames {
        private var names: [Place: String] = [:]

        /// - Parameter domains: of each role those in which something is said of it, sorted.
        init(_ domains: [String: [String]], _ power: (String, String) -> Set<Permission>) {
            for (role, domains) in domains {
                var variants: [Set<Permission>: String] = [:]
                // One that permits nothing somewhere is no role there.
                let powers = domains.map { ($0, power(role, $0)) }.filter { !$0.1.isEmpty }
                let isOne = powers.allSatisfy { $0.1 == powers[0].1 }
                for (domain, power) in powers {
                    let name = variants[power] ?? (isOne ? role : "\(role) (\(domain))")
                    variants[power] = name
                    names[Place(name: role, domain: domain)] = name
                }
            }
        }

        subscript(role: String, domain: String) -> String? { names[Place(name: role, domain: domain)] }
    }
}
