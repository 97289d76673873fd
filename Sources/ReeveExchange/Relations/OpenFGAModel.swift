import ReeveDomain

/// OpenFGA: the authorization model in its language (schema 1.1) and as the JSON that its API takes, and tuples as lines.
struct OpenFGAModel: ExportedModel {
    private let model: RelationModel

    init(_ access: AccessModel) { model = RelationModel(access, .openFGA) }

    var sections: [ExportSection] {
        [
            ExportSection("model", in: "model.fga", .lines), ExportSection("model-json", in: "model.json", .lines),
        ] + model.tupleSections(in: "tuples.jsonl")
    }

    func rows(of section: String, _ give: (ExportRow) -> Void) {
        switch section {
        case "model": give(ExportRow("model", language))
        case "model-json": give(ExportRow("model", json))
        default: model.rows(of: section, tuple, give)
        }
    }

    private func tuple(_ tuple: RelationTuple) -> String {
        var members = [
            ("user", jsonText(tuple.subject)), ("relation", jsonText(tuple.relation)),
            ("object", jsonText(tuple.object)),
        ]
        if let term = RelationTerm(tuple.term) {
            let context = term.context(tuple.term).map { ($0.0, jsonText($0.1.text)) }
            members.append(
                ("condition", jsonObject([("name", jsonText(term.rawValue)), ("context", jsonObject(context))])))
        }
        return jsonObject(members)
    }

    // MARK: The language

    private var language: String {
        var out = "# Made by `reeve export openfga`. Who has what is in tuples.jsonl.\nmodel\n  schema 1.1\n"
        for type in model.types {
            out += "\n# \(type.comment)\ntype \(type.name)\n"
            if !type.relations.isEmpty { out += "  relations\n" }
            for (name, rule) in type.relations { out += "    define \(name): \(text(rule, inside: false))\n" }
        }
        for term in model.terms {
            let parameters = (["current_time"] + term.parameters).map { $0 + ": timestamp" }
            out += "\ncondition \(term.rawValue)(\(parameters.joined(separator: ", "))) {\n  \(term.expression)\n}\n"
        }
        return String(out.dropLast())
    }

    private func text(_ rule: RelationRule, inside: Bool) -> String {
        func chain(_ parts: [RelationRule], _ word: String) -> String {
            let text = parts.map { self.text($0, inside: true) }.joined(separator: " \(word) ")
            return inside ? "(\(text))" : text
        }
        switch rule {
        case .direct(let subjects): return "[\(subjects.flatMap(texts).joined(separator: ", "))]"
        case .own(let name): return name
        case .from(let name, let through): return "\(name) from \(through)"
        case .any(let parts): return chain(parts, "or")
        case .all(let parts): return chain(parts, "and")
        case .except(let base, let not): return chain([base, not], "but not")
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

    // MARK: The API's JSON

    private var json: String {
        let types = model.types.map { type in
            var members = [("type", jsonText(type.name))]
            if !type.relations.isEmpty {
                let direct = type.relations.map { name, rule in
                    if case .direct(let subjects) = rule {
                        (name, jsonObject([("directly_related_user_types", jsonList(subjects.flatMap(references)))]))
                    } else {
                        (name, "{}")
                    }
                }
                members.append(("relations", jsonObject(type.relations.map { ($0.name, json($0.rule)) })))
                members.append(("metadata", jsonObject([("relations", jsonObject(direct))])))
            }
            return jsonObject(members)
        }
        let conditions = model.terms.map { term in
            let parameters = (["current_time"] + term.parameters).map {
                ($0, "{\"type_name\": \"TYPE_NAME_TIMESTAMP\"}")
            }
            return (
                term.rawValue,
                jsonObject([
                    ("name", jsonText(term.rawValue)), ("expression", jsonText(term.expression)),
                    ("parameters", jsonObject(parameters)),
                ])
            )
        }
        return jsonObject([
            ("schema_version", "\"1.1\""), ("type_definitions", "[\n" + types.joined(separator: ",\n") + "\n]"),
            ("conditions", jsonObject(conditions)),
        ])
    }

    private func json(_ rule: RelationRule) -> String {
        func relation(_ name: String) -> String { jsonObject([("relation", jsonText(name))]) }
        func children(_ parts: [RelationRule]) -> String { jsonObject([("child", jsonList(parts.map(json)))]) }
        switch rule {
        case .direct: return "{\"this\": {}}"
        case .own(let name): return jsonObject([("computedUserset", relation(name))])
        case .from(let name, let through):
            return jsonObject([
                (
                    "tupleToUserset",
                    jsonObject([("tupleset", relation(through)), ("computedUserset", relation(name))])
                )
            ])
        case .any(let parts): return jsonObject([("union", children(parts))])
        case .all(let parts): return jsonObject([("intersection", children(parts))])
        case .except(let base, let not):
            return jsonObject([("difference", jsonObject([("base", json(base)), ("subtract", json(not))]))])
        }
    }

    private func references(_ subject: RelationSubject) -> [String] {
        func reference(_ type: String, _ more: [(String, String)] = []) -> String {
            jsonObject([("type", jsonText(type))] + more)
        }
        switch subject {
        case .user: return [reference("user")]
        case .userForTerm:
            return [reference("user")]
                + RelationTerm.allCases.map { reference("user", [("condition", jsonText($0.rawValue))]) }
        case .everyone: return [reference("user", [("wildcard", "{}")])]
        case .object(let type): return [reference(type)]
        case .usersOf(let type, let relation): return [reference(type, [("relation", jsonText(relation))])]
        }
    }
}

extension RelationModel {
    /// The conditions that tuples may have.
    var terms: [RelationTerm] { access.isFlat ? [] : RelationTerm.allCases }

    /// Tuples by what they tell, and beside each where it comes from.
    func tupleSections(in file: String) -> [ExportSection] {
        Self.tupleSorts.map { ExportSection($0, in: file, .lines) }
            + Self.tupleSorts.map { ExportSection("origins of " + $0, in: "origins.jsonl", .lines) }
    }

    private static let tupleSorts = ["roles", "customers", "grants", "records"]

    /// - Parameter text: a tuple as the engine takes it.
    func rows(of section: String, _ text: (RelationTuple) -> String, _ give: (ExportRow) -> Void) {
        let origins = "origins of "
        let isOrigin = section.hasPrefix(origins)
        func put(_ tuple: RelationTuple) {
            let key = tuple.key
            let line =
                isOrigin
                ? jsonObject([("tuple", jsonText(key)), ("id", jsonText(tuple.origin))]) : text(tuple)
            give(ExportRow(key, line))
        }
        switch isOrigin ? String(section.dropFirst(origins.count)) : section {
        case "roles": roleTuples(put)
        case "customers": customerTuples(put)
        case "grants": userTuples(put)
        default: recordTuples(put)
        }
    }
}

extension RelationTerm {
    init?(_ term: Term) {
        switch (term.from, term.until) {
        case (nil, nil): return nil
        case (nil, _): self = .liveUntil
        case (_, nil): self = .liveFrom
        default: self = .liveBetween
        }
    }

    /// What a tuple brings, in the order of the parameters.
    func context(_ term: Term) -> [(String, Instant)] {
        (term.from.map { [("begins", $0)] } ?? []) + (term.until.map { [("ends", $0)] } ?? [])
    }
}
