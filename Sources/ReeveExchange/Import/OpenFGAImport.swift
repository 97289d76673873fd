import ReeveDomain

/// An OpenFGA model and its tuples as a script, in the common simple form: relations that users are given directly, and
/// relations that are unions of others.
///
/// An object is a customer, a relation that users are given a role, and every relation an action on the object's type. Intersections, exclusions, and what comes from other objects have no words in Reeve, and are left out.
package struct OpenFGAImport {
    package struct Tuple: Sendable {
        let user: String
        let relation: String
        let object: String
        let place: String
        /// How long it counts, where that is what its condition says; nil: for good.
        let terms: ImportedAccess.Terms?
        /// The name of another condition.
        let condition: String?

        /// - Parameter place: where it stands: `tuples.json, tuple 3`.
        package init(
            user: String, relation: String, object: String, place: String, terms: ImportedAccess.Terms? = nil,
            condition: String? = nil
        ) {
            self.user = user
            self.relation = relation
            self.object = object
            self.place = place
            self.terms = terms
            self.condition = condition
        }
    }

    private struct Relation {
        var isDirect = false
        var from: [String] = []
        var isReadable = true
    }

    private var types: [String: [String: Relation]] = [:]
    private var access: ImportedAccess
    package var imported: ImportedAccess { access }

    /// - Throws: where the model is none.
    package init(model: String, named name: String, tuples: [Tuple], from tuplesName: String) throws(ImportProblem) {
        access = ImportedAccess("openfga \(name) \(tuplesName)")
        read(model, name)
        guard !types.isEmpty else {
            throw ImportProblem(
                "\(name) is no OpenFGA model: it defines no type",
                hint:
                    "what can be read is the modelling language: type document, relations, define viewer: [user] or editor"
            )
        }
        if RelationImport.isExport(Set(types.keys)) {
            access = RelationImport(model: model, named: name, tuples: tuples, from: tuplesName).access
            return
        }
        let used = Set(tuples.compactMap { Self.parts($0.object)?.type })
        let isAlone = used.count == 1
        for tuple in tuples { add(tuple, isAlone) }
    }

    private mutating func read(_ model: String, _ name: String) {
        var type: String?
        for (number, raw) in model.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            // A comment stands at the start of a line, or behind a blank.
            let line = CasbinText.trimmed(
                raw.hasPrefix("#") ? "" : String(raw.prefix(upTo: raw.firstRange(of: " #")?.lowerBound ?? raw.endIndex))
            )
            let place = "\(name):\(number + 1)"
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            switch words.first {
            case nil, "model", "schema", "relations": continue
            case "type" where words.count == 2:
                type = CasbinText.trimmed(words[1])
                if let type, types[type] == nil { types[type] = [:] }
            case "define" where words.count == 2:
                guard let type, let colon = words[1].firstIndex(of: ":") else {
                    access.leave("a relation without a type or a meaning: \(line)", at: place)
                    continue
                }
                let relation = CasbinText.trimmed(String(words[1][..<colon]))
                let meaning = String(words[1][words[1].index(after: colon)...])
                let read = relationMeaning(meaning, "\(type)#\(relation)", place)
                types[type]?[relation] = read
            default: access.leave("a line with no meaning here: \(line)", at: place)
            }
        }
    }

    private mutating func relationMeaning(_ text: String, _ name: String, _ place: String) -> Relation {
        var relation = Relation()
        for term in text.split(separator: " or ").map({ CasbinText.trimmed(String($0)) }) {
            if term.hasPrefix("["), term.hasSuffix("]") {
                for given in term.dropFirst().dropLast().split(separator: ",").map({ CasbinText.trimmed(String($0)) }) {
                    if given == "user" {
                        relation.isDirect = true
                    } else {
                        access.leave("\(name) may be given to \(given): only to users, here", at: place)
                    }
                }
            } else if !term.isEmpty, !term.contains(where: { $0 == " " || $0 == "(" || $0 == "[" }) {
                relation.from.append(term)
            } else {
                access.leave("\(name) is \(term): only unions of the object's own relations have words here", at: place)
                relation.isReadable = !term.contains(" and ") && !term.contains(" but not ")
            }
        }
        return relation
    }

    /// Everything that a relation implies: by fixed point, as relations may follow from each other.
    private func implied(by relation: String, in type: String) -> Set<String> {
        var found: Set<String> = [relation]
        var isGrowing = true
        while isGrowing {
            let more = (types[type] ?? [:]).filter { name, meaning in
                !found.contains(name) && meaning.isReadable && meaning.from.contains(where: found.contains)
            }
            isGrowing = !more.isEmpty
            found.formUnion(more.keys)
        }
        return found
    }

    private static func parts(_ object: String) -> (type: String, id: String)? {
        guard let colon = object.firstIndex(of: ":"), colon != object.startIndex else { return nil }
        return (String(object[..<colon]), String(object[object.index(after: colon)...]))
    }

    private mutating func add(_ tuple: Tuple, _ isAlone: Bool) {
        let whole = "\(tuple.user) \(tuple.relation) \(tuple.object)"
        if let condition = tuple.condition ?? (tuple.terms == nil ? nil : "a condition") {
            return access.leave("\(whole): it counts only where \(condition) does", at: tuple.place)
        }
        guard let user = Self.parts(tuple.user), user.type == "user", user.id != "*", !user.id.contains("#") else {
            return access.leave("\(whole): it is given to no single user", at: tuple.place)
        }
        guard let object = Self.parts(tuple.object), let relation = types[object.type]?[tuple.relation],
            relation.isDirect
        else {
            return access.leave("\(whole): the model gives that to nobody directly", at: tuple.place)
        }
        // `partner` is the partner's own account here.
        let account = isAlone && object.id != ImportedAccess.partner ? object.id : tuple.object
        let role = isAlone ? tuple.relation : "\(object.type) \(tuple.relation)"
        guard let kind = access.add(kind: object.type, inPartner: false, at: tuple.place) else { return }
        // Each relation can be asked about, those that users are given too.
        let permissions = implied(by: tuple.relation, in: object.type).map {
            ImportedAccess.Permission(action(of: $0, in: object.type), kind)
        }
        guard access.add(role: role, Set(permissions), at: tuple.place) else { return }
        access.invite(user.id, as: role, to: account, .init(), at: tuple.place)
    }

    /// `can_edit` is `edit`, unless there is an `edit` too.
    package func action(of relation: String, in type: String) -> String {
        let short = String(relation.dropFirst(4))
        return relation.hasPrefix("can_") && !short.isEmpty && types[type]?[short] == nil ? short : relation
    }
}
