import ReeveDomain

/// What stands in a Casbin model or policy, before anybody asks what it means.
struct CasbinText {
    struct Line {
        let number: Int
        let fields: [String]
    }

    /// By section and key, blanks taken out: `matchers.m`.
    private var values: [String: String] = [:]
    let isReeves: Bool

    /// Reads a model: sections in brackets, `key = value`, comments behind `#` or `;`, and `\` at an end goes on.
    init(_ model: String) {
        isReeves = model.hasPrefix("# Made by `reeve export casbin`")
        var section = ""
        var pending = ""
        for raw in model.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            var line = Self.trimmed(String(raw))
            if line.hasSuffix("\\") {
                pending += line.dropLast()
                continue
            }
            line = pending + line
            pending = ""
            guard let first = line.first, first != "#", first != ";" else { continue }
            if first == "[", line.last == "]" {
                section = String(line.dropFirst().dropLast())
            } else if let equals = line.firstIndex(of: "=") {
                let key = Self.trimmed(String(line[..<equals]))
                values["\(section).\(key)"] = line[line.index(after: equals)...].filter { !$0.isWhitespace }
            }
        }
    }

    subscript(key: String) -> String? { values[key] }

    /// The names of a definition: `sub,dom,obj,act`.
    func list(_ key: String) -> [String] { (values[key] ?? "").split(separator: ",").map(String.init) }

    /// Reads a policy: fields with commas between them, in double quotes where they hold some, and comments behind `#`.
    static func policyLines(_ policy: String) -> [Line] {
        var lines: [Line] = []
        for (number, raw) in policy.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = trimmed(String(raw))
            guard let first = line.first, first != "#" else { continue }
            lines.append(Line(number: number + 1, fields: fields(line)))
        }
        return lines
    }

    private static func fields(_ line: String) -> [String] {
        var fields: [String] = []
        var field = ""
        var isQuoted = false
        var wasQuoted = false
        func end() {
            fields.append(wasQuoted ? field : trimmed(field))
            field = ""
            wasQuoted = false
        }
        var rest = line[...]
        while let next = rest.popFirst() {
            if isQuoted {
                if next != "\"" {
                    field.append(next)
                } else if rest.first == "\"" {
                    field.append("\"")
                    rest.removeFirst()
                } else {
                    isQuoted = false
                }
            } else if next == "\"", trimmed(field).isEmpty, !wasQuoted {
                field = ""
                isQuoted = true
                wasQuoted = true
            } else if next == "," {
                end()
            } else if !(wasQuoted && next.isWhitespace) {
                field.append(next)
            }
        }
        end()
        return fields
    }

    static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.first?.isWhitespace ?? false { text.removeFirst() }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }
}

/// Which of the forms a model has that can be read.
enum CasbinForm {
    struct Columns {
        /// Where in a `p` line what stands.
        var subject: Int
        var domain: Int?
        var object: Int
        var action: Int
        var effect: Int?
        /// How many a rule has at least.
        var count: Int
        var hasRoles: Bool
    }
    case roles(Columns)
    /// What `reeve export casbin` writes.
    case reeve

    init(_ model: CasbinText, named name: String) throws(ImportProblem) {
        let hint =
            "what can be read: a matcher such as g(r.sub, p.sub, r.dom) && r.dom == p.dom && r.obj == p.obj && r.act == p.act"
        let request = model.list("request_definition.r")
        let rule = model.list("policy_definition.p")
        guard !request.isEmpty, !rule.isEmpty, let matcher = model["matchers.m"] else {
            throw ImportProblem(
                "\(name) is no Casbin model: it lacks a request, a policy definition or a matcher", hint: hint)
        }
        if model.isReeves, rule == ["role", "act", "kind", "set", "route", "id"] {
            self = .reeve
            return
        }
        let effect = model["policy_effect.e"] ?? ""
        guard effect == "some(where(p.eft==allow))" || effect == "some(where(p_eft==allow))" else {
            throw ImportProblem(
                "\(name): rules that deny, or that go in an order, have no words in Reeve: e = \(effect)", hint: hint)
        }
        var subject: Int?
        var domain: Int?
        var others: [Int] = []
        var domainOfRoles: String?
        var hasRoles = false
        for atom in matcher.split(separator: "&").map(String.init) {
            if atom.hasPrefix("g("), atom.hasSuffix(")") {
                let names = atom.dropFirst(2).dropLast().split(separator: ",").map(String.init)
                guard names.count == 2 || names.count == 3, names[0].hasPrefix("r."), names[1].hasPrefix("p."),
                    let index = rule.firstIndex(of: String(names[1].dropFirst(2)))
                else { throw ImportProblem("\(name): this part of the matcher cannot be read: \(atom)", hint: hint) }
                subject = index
                hasRoles = true
                if names.count == 3 { domainOfRoles = String(names[2].dropFirst(2)) }
                continue
            }
            let sides = atom.split(separator: "=").map(String.init)
            guard sides.count == 2, let left = sides.first(where: { $0.hasPrefix("r.") })?.dropFirst(2),
                let right = sides.first(where: { $0.hasPrefix("p.") })?.dropFirst(2),
                request.contains(String(left)), let index = rule.firstIndex(of: String(right))
            else { throw ImportProblem("\(name): this part of the matcher cannot be read: \(atom)", hint: hint) }
            switch left {
            case _ where String(left) == domainOfRoles || ["dom", "domain", "tenant", "org"].contains(left):
                domain = index
            case "sub", "user", "subject": subject = index
            default: others.append(index)
            }
        }
        others.sort()
        guard let subject, others.count == 2, (domainOfRoles != nil) == (domain != nil && hasRoles) else {
            throw ImportProblem(
                "\(name): the matcher compares other things than a subject, an object and an action", hint: hint)
        }
        let effectIndex = rule.firstIndex(of: "eft")
        self = .roles(
            Columns(
                subject: subject, domain: domain, object: others[0], action: others[1], effect: effectIndex,
                count: rule.count - (effectIndex == nil ? 0 : 1), hasRoles: hasRoles))
    }
}
