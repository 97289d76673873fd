import Foundation

/// The types and relations of a model in the form that OpenFGA's API takes (openfga/api, AuthorizationModel).
func openFGATypes(json text: String) throws -> [String: [String: RelationEngine.Rule]] {
    typealias Problem = RelationEngine.Problem
    guard let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any],
        json["schema_version"] as? String == "1.1", let types = json["type_definitions"] as? [[String: Any]]
    else { throw Problem(description: "no model") }

    func name(_ json: Any?) throws -> String {
        guard let name = (json as? [String: Any])?["relation"] as? String else {
            throw Problem(description: "no relation")
        }
        return name
    }
    func children(_ json: Any) throws -> [Any] {
        guard let parts = (json as? [String: Any])?["child"] as? [Any] else { throw Problem(description: "no child") }
        return parts
    }
    func subject(_ json: [String: Any]) throws -> RelationEngine.Subject {
        guard let type = json["type"] as? String else { throw Problem(description: "no type") }
        return .init(
            type: type, relation: json["relation"] as? String, isWildcard: json["wildcard"] != nil,
            condition: json["condition"] as? String)
    }
    func rule(_ json: Any, _ metadata: [String: Any]?) throws -> RelationEngine.Rule {
        guard let json = json as? [String: Any], let (key, value) = json.first, json.count == 1 else {
            throw Problem(description: "no rule: \(json)")
        }
        switch key {
        case "this":
            let given = metadata?["directly_related_user_types"] as? [[String: Any]] ?? []
            return .this(try given.map(subject))
        case "computedUserset": return .computed(try name(value))
        case "tupleToUserset":
            let parts = value as? [String: Any]
            return .arrow(through: try name(parts?["tupleset"]), try name(parts?["computedUserset"]))
        case "union": return .union(try children(value).map { try rule($0, metadata) })
        case "intersection": return .intersection(try children(value).map { try rule($0, metadata) })
        case "difference":
            guard let parts = value as? [String: Any], let base = parts["base"], let not = parts["subtract"] else {
                throw Problem(description: "no difference")
            }
            return .exclusion(try rule(base, metadata), try rule(not, metadata))
        default: throw Problem(description: "no rule: \(key)")
        }
    }

    var found: [String: [String: RelationEngine.Rule]] = [:]
    for type in types {
        guard let name = type["type"] as? String else { throw Problem(description: "no type") }
        let metadata = (type["metadata"] as? [String: Any])?["relations"] as? [String: [String: Any]]
        found[name] = try (type["relations"] as? [String: Any] ?? [:]).reduce(into: [:]) {
            $0[$1.key] = try rule($1.value, metadata?[$1.key])
        }
    }
    return found
}
