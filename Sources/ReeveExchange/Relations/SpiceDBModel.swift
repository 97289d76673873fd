import ReeveDomain

/// SpiceDB: the schema, and relationships as `zed` and the API's text form have them.
struct SpiceDBModel: ExportedModel {
    private let model: RelationModel

    init(_ access: AccessModel) { model = RelationModel(access, .spiceDB) }

    var sections: [ExportSection] {
        [ExportSection("schema", in: "schema.zed", .lines)] + model.tupleSections(in: "relationships.txt")
    }

    func rows(of section: String, _ give: (ExportRow) -> Void) {
        guard section != "schema" else { return give(ExportRow("schema", schema)) }
        model.rows(of: section, relationship, give)
    }

    private func relationship(_ tuple: RelationTuple) -> String {
        guard let term = RelationTerm(tuple.term) else { return tuple.key }
        let context = term.context(tuple.term).map { ($0.0, jsonText($0.1.text)) }
        return "\(tuple.key)[\(term.rawValue):\(jsonObject(context))]"
    }

    private var schema: String {
        var out = "// Made by `reeve export spicedb`. Who has what is in relationships.txt.\n"
        for term in model.terms {
            let parameters = (["current_time"] + term.parameters).map { $0 + " timestamp" }
            out += "\ncaveat \(term.rawValue)(\(parameters.joined(separator: ", "))) {\n    \(term.expression)\n}\n"
        }
        for type in model.types {
            out += "\n// \(type.comment)\ndefinition \(type.name) {"
            if !type.relations.isEmpty { out += "\n" }
            for (name, rule) in type.relations {
                if case .direct(let subjects) = rule {
                    out += "    relation \(name): \(subjects.flatMap(texts).joined(separator: " | "))\n"
                } else {
                    out += "    permission \(name) = \(text(rule, inside: false))\n"
                }
            }
            out += "}\n"
        }
        return String(out.dropLast())
    }

    /// Parentheses wherever one operator stands in another, for their precedence is not everybody's.
    private func text(_ rule: RelationRule, inside: Bool) -> String {
        func chain(_ parts: [RelationRule], _ sign: String) -> String {
            let text = parts.map { self.text($0, inside: true) }.joined(separator: " \(sign) ")
            return inside ? "(\(text))" : text
        }
        switch rule {
        case .direct: return ""
        case .own(let name): return name
        case .from(let name, let through): return "\(through)->\(name)"
        case .any(let parts): return chain(parts, "+")
        case .all(let parts): return chain(parts, "&")
        case .except(let base, let not): return chain([base, not], "-")
        }
    }

    private func texts(_ subject: RelationSubject) -> [String] {
        switch subject {
        case .user: ["user"]
        case .userForTerm: ["user"] + RelationTerm.allCases.map { "user with \($0.rawValue)" }
        case .everyone: ["user:*"]
        case .object(let type): [type]
        case .usersOf(let type, let relation): ["\(type)#\(relation)"]
        }
    }
}
