import ReeveDomain

/// What `reeve export openfga` writes, read back: kinds and their actions by the model, roles by what their tuples permit,
/// places on teams, and what is managed.
///
/// A role's reach and a standing grant that look at conditions on customers cannot be told, for no attribute of a customer
/// is exported: reaches are left out and said, and a standing grant becomes the customers that it covers now.
struct RelationImport {
    private let dialect = RelationDialect.openFGA
    private let model: String
    private let tuplesName: String
    private(set) var access: ImportedAccess
    private let parts: [Part]
    private var said: Set<String> = []

    /// A tuple with its ends taken apart.
    private struct Part {
        var type: String
        var id: String
        var relation: String
        var subjectType: String
        var subject: String
        var terms: ImportedAccess.Terms
        var place: String
    }

    static func isExport(_ types: Set<String>) -> Bool {
        types.isSuperset(of: ["customer_set", "account_team", "grant_term", "partner", "customer", "role", "user"])
    }

    init(model: String, named name: String, tuples: [OpenFGAImport.Tuple], from tuplesName: String) {
        self.model = name
        self.tuplesName = tuplesName
        access = ImportedAccess("openfga \(name) \(tuplesName)")
        parts = tuples.map { tuple in
            func split(_ text: String) -> (String, String) {
                let colon = text.firstIndex(of: ":") ?? text.endIndex
                return (String(text[..<colon]), String(text[colon...].dropFirst()))
            }
            let (type, id) = split(tuple.object)
            let (subjectType, subject) = split(tuple.user)
            return Part(
                type: type, id: id, relation: tuple.relation, subjectType: subjectType, subject: subject,
                terms: tuple.terms ?? .init(), place: tuple.place)
        }
        kinds(model)
        roles()
        people()
        managers()
        let records = parts.filter { $0.relation == "account" && $0.type != "user" }.count
        if records > 0 { access.leave("\(records) records, with their locks and what they have", at: tuplesName) }
    }

    /// The names of an id, or nil where one was too long to stand in it.
    private func names(_ id: some StringProtocol) -> [String]? {
        let names = id.split(separator: "/", omittingEmptySubsequences: false).map { dialect.decoded($0) }
        return names.contains(nil) ? nil : names.compactMap(\.self)
    }

    private mutating func name(_ id: some StringProtocol, _ place: String) -> String? {
        guard let names = names(id), names.count == 1, let name = names.first else {
            access.leave("\(id): a name that was too long for an id", at: place)
            return nil
        }
        return name
    }

    // MARK: Kinds

    private static let builtIn = Set(BuiltInKind.allCases.map(\.name))
    private var homes: [String: String] = [:]

    private mutating func kinds(_ text: String) {
        var type = ""
        var inCustomers: Set<String> = []
        var actions: [String: Set<String>] = [:]
        var above: [String: String] = [:]
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(separator: " ").map(String.init)
            if words.first == "type", words.count == 2 { type = words[1] }
            guard words.first == "define", words.count > 2, type == "partner" || type == "customer",
                words[1].hasPrefix("can_")
            else { continue }
            guard let (action, kind) = permission(words[1].dropLast().dropFirst(4)) else {
                access.leave(
                    "\(words[1].dropLast()): a name that was too long for a relation", at: "\(model):\(number + 1)")
                continue
            }
            actions[kind, default: []].insert(action)
            if type == "customer" { inCustomers.insert(kind) }
            // What is above has to be seen.
            let seen = words.dropFirst(3).filter { $0.hasPrefix("may_view_") }.compactMap {
                permission($0.dropFirst(4))?.kind
            }
            if words[2].hasPrefix("may_"), let next = seen.first { above[kind] = next }
        }
        for (kind, found) in actions {
            guard !Self.builtIn.contains(kind) else { continue }
            for action in found { access.add(action: action, to: kind) }
        }
        for kind in actions.keys.sorted() where !Self.builtIn.contains(kind) {
            homes[kind] = inCustomers.contains(kind) ? "customer" : "partner"
            _ = access.add(kind: kind, inPartner: !inCustomers.contains(kind), below: above[kind], at: model)
        }
    }

    /// `edit_sales_220order` is to edit a sales order.
    private func permission(_ text: some StringProtocol) -> (action: String, kind: String)? {
        guard let words = dialect.words(text), words.count == 2 else { return nil }
        return (words[0], words[1])
    }

    /// Said once, however many tuples say it.
    private mutating func leave(_ what: String, at place: String) {
        if said.insert(what).inserted { access.leave(what, at: place) }
    }

    // MARK: Roles

    private mutating func roles() {
        var powers: [String: ExportedPowers] = [:]
        var reaches: [String: Set<ImportedAccess.Permission>] = [:]
        for part in parts where part.type == "partner" && part.relation == "member" {
            if let role = name(part.subject.dropLast("#staff".count), part.place) { powers[role] = ExportedPowers() }
        }
        for part in parts {
            let way = part.relation.prefix { $0 != "_" }
            guard ["may", "h", "hm", "t", "tm", "m", "p"].contains(way), part.relation != way,
                ["role", "customer_set", "partner"].contains(part.type)
            else { continue }
            let inSet =
                part.type == "role"
                ? part.id.split(separator: "/", maxSplits: 1).dropFirst().first.map(String.init) : part.id
            let roleID = part.type == "role" ? part.id.prefix { $0 != "/" } : part.subject.prefix { $0 != "#" }
            guard let role = name(roleID, part.place) else { continue }
            var relation = part.relation.dropFirst(way.count + 1)
            let condition = relation.firstRange(of: "_if_")
            if let condition { relation = relation[..<condition.lowerBound] }
            guard let (action, kind) = permission(relation) else {
                leave("\(quoted(role)): \(part.relation), whose name was too long", at: part.place)
                continue
            }
            guard condition == nil else {
                leave("\(quoted(role)): to \(action) \(kind) that meets a condition", at: part.place)
                continue
            }
            let isCustomer = kind == BuiltInKind.customer.name
            let permission = ImportedAccess.Permission(action, kind)
            if way != "may", let inSet, inSet != "customers" {
                // What follows from a reach by itself.
                guard !(isCustomer && action == "view" && ["t", "m", "p"].contains(way)), way != "t", way != "m" else {
                    continue
                }
                let set = dialect.decoded(inSet) ?? inSet
                leave("\(quoted(role)): to \(action) \(kind) in \(set)", at: part.place)
                continue
            }
            switch way {
            case "may":
                let isHome = isCustomer || !ExportedPowers.everywhere.contains(kind) && homes[kind] != "customer"
                if isHome {
                    powers[role, default: .init()].home.insert(permission)
                } else {
                    powers[role, default: .init()].inPartner.insert(permission)
                }
            case "t" where !isCustomer: powers[role, default: .init()].team.insert(permission)
            case "m" where isCustomer: powers[role, default: .init()].ofCustomer.insert(action)
            case "tm" where !isCustomer, "hm":
                reaches[role, default: []].insert(.init(action, kind, reach: "own customers"))
            case "p" where !isCustomer:
                reaches[role, default: []].insert(.init(action, kind, reach: "all customers"))
                powers[role, default: .init()].reached.insert(permission)
            default: continue
            }
        }
        own(&powers)
        let all = powers.values.reduce(into: ExportedPowers()) {
            $0.team.formUnion($1.team)
            $0.home.formUnion($1.home)
        }
        for permission in all.team.union(all.home) { access.add(action: permission.action, to: permission.kind) }
        for (role, found) in powers.sorted(by: { $0.key < $1.key }) {
            let permissions = found.permissions(of: role, among: all, &access, at: tuplesName)
            _ = access.add(role: role, permissions.union(reaches[role] ?? []), at: tuplesName)
        }
    }

    /// One's own details: of roles whose holders all have that, for as long as they hold them. Others would have it by one
    /// of these anyhow.
    private func own(_ powers: inout [String: ExportedPowers]) {
        var terms: [String: ImportedAccess.Terms] = [:]
        for part in parts where part.relation == "holder" { terms[part.id] = part.terms }
        var has: [String: [String: [ImportedAccess.Terms]]] = [:]
        for part in parts where part.relation.hasPrefix("own_") {
            let holder =
                part.subject.hasSuffix("#holder") ? terms[String(part.subject.dropLast("#holder".count))] : part.terms
            has[String(part.relation.dropFirst("own_".count)), default: [:]][part.id, default: []].append(
                holder ?? .init())
        }
        for (action, users) in has {
            var held: [String: [(user: String, term: Term)]] = [:]
            var without: Set<String> = []
            for part in parts where part.relation == "staff" || part.relation == "member" && part.type == "account_team"
            {
                guard let role = names(part.id)?.last else { continue }
                let term = Term(from: part.terms.from, until: part.terms.until)
                held[role, default: []].append((part.subject, term))
                let isCovered = (users[part.subject] ?? []).contains {
                    Term(from: $0.from, until: $0.until).includes(term)
                }
                if !isCovered { without.insert(role) }
            }
            // No more roles than it takes.
            var giving = Set(held.keys).subtracting(without)
            var times: [String: [Term: Int]] = [:]
            for role in giving {
                for (user, term) in held[role] ?? [] { times[user, default: [:]][term, default: 0] += 1 }
            }
            for role in giving.sorted(by: { (held[$0]?.count ?? 0, $0) < (held[$1]?.count ?? 0, $1) }) {
                let grants = held[role] ?? []
                for (user, term) in grants { times[user]?[term, default: 1] -= 1 }
                let isNeeded = grants.contains { user, term in
                    !(times[user] ?? [:]).contains { $0.value > 0 && $0.key.includes(term) }
                }
                if isNeeded {
                    for (user, term) in grants { times[user]?[term, default: 0] += 1 }
                } else {
                    giving.remove(role)
                }
            }
            for role in giving { powers[role]?.own.insert(action) }
        }
    }

    // MARK: People

    private mutating func people() {
        for part in parts {
            switch (part.type, part.relation) {
            case ("user", "partner"):
                if let user = name(part.id, part.place) { _ = access.add(user: user, at: part.place) }
            case ("customer", "partner"):
                if let customer = name(part.id, part.place) { _ = access.add(account: customer, at: part.place) }
            case ("customer", "disabled"):
                if let customer = name(part.id, part.place) { access.disable(customer: customer) }
            case ("role", "staff"):
                guard let role = name(part.id, part.place), let user = name(part.subject, part.place) else { continue }
                access.invite(user, as: role, to: ImportedAccess.partner, part.terms, at: part.place)
            case ("account_team", "member"):
                guard let names = names(part.id), names.count == 2, let user = name(part.subject, part.place) else {
                    access.leave("\(part.id): a name that was too long for an id", at: part.place)
                    continue
                }
                access.invite(user, as: names[1], to: names[0], part.terms, at: part.place)
            default: continue
            }
        }
    }

    private mutating func managers() {
        var terms: [String: (user: String, terms: ImportedAccess.Terms)] = [:]
        var roles: [String: String] = [:]
        var inSet: [String: [String]] = [:]
        var excepted: Set<[String]> = []
        for part in parts {
            switch (part.type, part.relation) {
            case ("grant_term", "holder"): terms[part.id] = (part.subject, part.terms)
            case ("role", "manager"): roles[part.subject] = part.id
            case ("customer", "set"): inSet[part.subject, default: []].append(part.id)
            case ("customer", "excepted"): excepted.insert([part.id, part.subject])
            default: continue
            }
        }
        let exceptedUsers = Set(excepted.map { $0[1] })
        var named: Set<[String]> = []
        func given(_ part: Part) -> (user: String, terms: ImportedAccess.Terms)? {
            part.subjectType == "grant_term"
                ? terms[String(part.subject.dropLast("#holder".count))] : (part.subject, part.terms)
        }
        for part in parts where part.type == "customer" && part.relation == "assigned" {
            guard let (id, terms) = given(part) else { continue }
            assign(id, roles[id], to: part.id, terms, &named, part.place)
        }
        for part in parts where part.type == "customer_set" && part.relation == "manager" {
            guard let (id, terms) = given(part), let role = roles[id].flatMap({ name($0, part.place) }),
                let user = name(id, part.place)
            else { continue }
            guard part.id != "customers" || exceptedUsers.contains(id) else {
                access.assign(user, as: role, to: nil, terms, at: part.place)
                continue
            }
            let covered = (inSet[part.id] ?? []).filter { !excepted.contains([$0, id]) }
            access.leave(
                "\(quoted(user)) manages all \(dialect.decoded(part.id) ?? part.id)"
                    + (exceptedUsers.contains(id) ? ", but some" : "")
                    + ": here those \(covered.count) of now, by name",
                at: part.place)
            for customer in covered { assign(id, roles[id], to: customer, terms, &named, part.place) }
        }
    }

    private mutating func assign(
        _ user: String, _ role: String?, to customer: String, _ terms: ImportedAccess.Terms,
        _ named: inout Set<[String]>,
        _ place: String
    ) {
        guard let role = role.flatMap({ name($0, place) }), let user = name(user, place),
            let customer = name(customer, place)
        else { return }
        guard named.insert([user, customer]).inserted else {
            access.extend(user, of: customer, terms, at: place)
            return
        }
        access.assign(user, as: role, to: customer, terms, at: place)
    }
}
