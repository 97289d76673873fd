import ReeveDomain

/// What `reeve export casbin` writes, read back: roles by what they permit on a team, places on teams, and managers.
extension CasbinImport {
    private static let builtIn = Set(BuiltInKind.allCases.map(\.name))

    mutating func reeve(_ lines: [CasbinText.Line]) {
        var powers: [String: ExportedPowers] = [:]
        for line in lines where line.fields[0] == "p" { rule(line, &powers) }
        let all = powers.values.reduce(into: ExportedPowers()) {
            $0.team.formUnion($1.team)
            $0.home.formUnion($1.home)
        }
        for permission in all.team.union(all.home) { access.add(action: permission.action, to: permission.kind) }
        for (role, found) in powers.sorted(by: { $0.key < $1.key }) {
            let permissions = found.permissions(of: role, among: all, &access, at: policy)
            _ = access.add(role: role, permissions, at: policy)
        }
        var reachesAll = powers.values.contains { $0.home.contains { $0.kind == BuiltInKind.customer.name } }
        for line in lines {
            let place = "\(policy):\(line.number)"
            let fields = line.fields.map(casbinPlain)
            switch fields[0] {
            case "g2" where fields.count > 2:
                guard let customer = named(fields[1], "c:"), access.add(account: customer, at: place) else { continue }
                if fields[2] == "disabled" { access.disable(customer: customer) }
            case "g" where fields.count > 3:
                reachesAll = reachesAll || fields[3] == "*"
                grant(fields, at: place)
            case "p": continue
            default: access.leave("a line that is no row of an export: \(fields.joined(separator: ", "))", at: place)
            }
        }
        if reachesAll { access.leave("customers that no row names: somebody reaches them all the same", at: policy) }
    }

    private func named(_ field: String, _ prefix: String) -> String? {
        field.hasPrefix(prefix) ? String(field.dropFirst(prefix.count)) : nil
    }

    private mutating func rule(_ line: CasbinText.Line, _ powers: inout [String: ExportedPowers]) {
        let place = "\(policy):\(line.number)"
        let fields = line.fields.map(casbinPlain)
        guard fields.count > 5, let role = named(fields[1], "r:") else {
            return access.leave("a rule that is too short", at: place)
        }
        let (action, kind, set, route) = (fields[2], fields[3], fields[4], fields[5])
        // On a customer's team everybody sees the customer, and what a manager may do there is what the role says.
        if route == "manager", kind == BuiltInKind.customer.name {
            powers[role, default: ExportedPowers()].ofCustomer.insert(action)
        }
        if route == "manager" || kind == BuiltInKind.customer.name && route != "home" { return }
        guard ["home", "inPartner", "team", "self"].contains(route), ["*", "partner", "customers"].contains(set) else {
            return access.leave(
                "\(quoted(role)) may \(action) \(kind) in \(set) (\(route)): a permission that reaches from the partner's team",
                at: place)
        }
        let isHome = route == "home"
        guard
            route == "self" || Self.builtIn.contains(kind)
                || access.add(kind: kind, inPartner: isHome, at: place) != nil
        else { return }
        switch route {
        case "self": powers[role, default: ExportedPowers()].own.insert(action)
        case "home": powers[role, default: ExportedPowers()].home.insert(.init(action, kind))
        case "team": powers[role, default: ExportedPowers()].team.insert(.init(action, kind))
        default: powers[role, default: ExportedPowers()].inPartner.insert(.init(action, kind))
        }
    }

    private mutating func grant(_ fields: [String], at place: String) {
        guard let user = named(fields[1], "u:"), fields[3] != "self", fields[2] != "invited", fields[2] != "managing"
        else {
            return
        }
        let account = fields[3] == "partner" ? "partner" : named(fields[3], "c:")
        if let role = named(fields[2], "mr:") {
            access.assign(user, as: role, to: fields[3] == "*" ? nil : account, .init(), at: place)
        } else if let role = named(fields[2], "r:"), let account {
            access.invite(user, as: role, to: account, .init(), at: place)
        }
    }
}

/// A name as it was before `casbinName`.
func casbinPlain(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
    var out: [UInt8] = []
    var rest = Array(text.utf8)[...]
    func digit(_ byte: UInt8) -> UInt8? { Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) } }
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%"), rest.count >= 2, let high = digit(rest[rest.startIndex]),
            let low = digit(rest[rest.startIndex + 1])
        {
            out.append(high << 4 | low)
            rest = rest.dropFirst(2)
        } else {
            out.append(byte)
        }
    }
    return String(decoding: out, as: UTF8.self)
}
