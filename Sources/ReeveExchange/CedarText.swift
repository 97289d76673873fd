import ReeveDomain

struct CedarEntity: Hashable {
    let type: String
    let id: String

    init(_ type: String, _ id: String) {
        self.type = type
        self.id = id
    }

    static let partner = CedarEntity("Partner", "partner")

    var reference: String { "{\"type\": \(jsonText(type)), \"id\": \(jsonText(id))}" }
}

/// An expression of Cedar, as its JSON form writes it.
indirect enum Cedar: Hashable {
    case yes, no
    case variable(String)
    case number(Int64)
    case text(String)
    case flag(Bool)
    case entity(CedarEntity)
    case set([Cedar])
    case attribute(Cedar, String)
    case has(Cedar, String)
    case contains(Cedar, Cedar)
    case within(Cedar, CedarEntity)
    /// True only of a customer: the partner has none of a customer's attributes.
    case customer(Cedar)
    case equal(Cedar, Cedar)
    case atMost(Cedar, Cedar)
    case below(Cedar, Cedar)
    case not(Cedar)
    case all([Cedar])
    case any([Cedar])

    var json: String {
        func pair(_ op: String, _ left: String, _ right: String) -> String {
            "{\"\(op)\": {\"left\": \(left), \"right\": \(right)}}"
        }
        func chain(_ op: String, _ parts: [Cedar], empty: Cedar) -> String {
            guard let first = parts.first else { return empty.json }
            return parts.dropFirst().reduce(first.json) { pair(op, $0, $1.json) }
        }
        switch self {
        case .yes: return "{\"Value\": true}"
        case .no: return "{\"Value\": false}"
        case .variable(let name): return "{\"Var\": \"\(name)\"}"
        case .number(let number): return "{\"Value\": \(number)}"
        case .text(let text): return "{\"Value\": \(jsonText(text))}"
        case .flag(let flag): return "{\"Value\": \(flag)}"
        case .entity(let entity): return "{\"Value\": {\"__entity\": \(entity.reference)}}"
        case .set(let items): return "{\"Set\": \(jsonList(items.map(\.json)))}"
        case .attribute(let of, let name): return "{\".\": {\"left\": \(of.json), \"attr\": \(jsonText(name))}}"
        case .has(let of, let name): return "{\"has\": {\"left\": \(of.json), \"attr\": \(jsonText(name))}}"
        case .contains(let set, let item): return pair("contains", set.json, item.json)
        case .within(let what, let entity): return pair("in", what.json, Cedar.entity(entity).json)
        case .customer(let inner):
            return pair(
                "&&", "{\"is\": {\"left\": {\"Var\": \"resource\"}, \"entity_type\": \"Customer\"}}", inner.json)
        case .equal(let a, let b): return pair("==", a.json, b.json)
        case .atMost(let a, let b): return pair("<=", a.json, b.json)
        case .below(let a, let b): return pair("<", a.json, b.json)
        case .not(let inner): return "{\"!\": {\"arg\": \(inner.json)}}"
        case .all(let parts): return chain("&&", parts, empty: .yes)
        case .any(let parts): return chain("||", parts, empty: .no)
        }
    }
}

/// As requests are to bring it: users as entities, flags as such, all else as text in Reeve's spelling.
func cedarValue(_ value: Value, _ access: AccessModel) -> Cedar {
    switch value {
    case .yesNo(let flag): .flag(flag)
    case .user(let user): .entity(CedarEntity("User", access.name(user)))
    case .text(let text): .text(text)
    case .number(let number): .text(numberText(number))
    case .date(let instant): .text(instant.dateText)
    case .instant(let instant): .text(instant.text)
    case .duration(let milliseconds): .text(durationText(milliseconds: milliseconds))
    case .role(let role): .text(access.name(role))
    }
}

/// What a request may hold: `now`, the user it is about, and the record of each kind that it is about or that is above.
func cedarSchema(_ access: AccessModel) -> String {
    func type(_ name: String, required: Bool = true) -> String {
        jsonObject([("type", jsonText(name)), ("required", required ? "true" : "false")])
    }
    func entity(_ name: String) -> [(String, String)] { [("type", "\"Entity\""), ("name", jsonText(name))] }
    func record(_ members: [(String, String)], required: Bool = true) -> String {
        let optional = required ? [] : [("required", "false")]
        return jsonObject([("type", "\"Record\"")] + optional + [("attributes", jsonObject(members))])
    }
    let state = access.state
    let kinds = access.kinds.filter { !state[$0].isBuiltIn }.map { kind in
        let attributes = state[kind].definition.liveAttributes.map { attribute in
            switch attribute.type {
            case .user: (attribute.name, jsonObject(entity("User") + [("required", "false")]))
            case .yesNo: (attribute.name, type("Boolean", required: false))
            default: (attribute.name, type("String", required: false))
            }
        }
        return (
            access.name(kind),
            record([("locked", type("Boolean")), ("attributes", record(attributes))], required: false)
        )
    }
    let context = record(
        [
            ("now", type("Long")), ("subject", jsonObject(entity("User") + [("required", "false")])),
            ("lockedBelow", type("Boolean", required: false)), ("records", record(kinds)),
        ])
    let users = jsonObject([("type", "\"Set\""), ("element", jsonObject(entity("User")))])
    let customer = jsonObject([
        ("type", "\"Record\""),
        (
            "attributes",
            jsonObject([("disabled", type("Boolean")), ("invited", users), ("managers", users)])
        ),
    ])
    let actions = access.kinds.flatMap { kind in
        state[kind].definition.liveActions.sorted(by: precedes).map { action in
            (
                "\(action) \(access.name(kind))",
                jsonObject([
                    (
                        "appliesTo",
                        jsonObject([
                            ("principalTypes", "[\"User\"]"), ("resourceTypes", "[\"Customer\", \"Partner\"]"),
                            ("context", "{\"type\": \"Request\"}"),
                        ])
                    )
                ])
            )
        }
    }
    return jsonObject([
        (
            "",
            jsonObject([
                ("commonTypes", jsonObject([("Request", context)])),
                (
                    "entityTypes",
                    jsonObject([
                        ("User", "{}"), ("Partner", "{}"), ("Scope", "{}"),
                        (
                            "Customer",
                            jsonObject([("memberOfTypes", "[\"Partner\", \"Scope\"]"), ("shape", customer)])
                        ),
                    ])
                ), ("actions", jsonObject(actions)),
            ])
        )
    ])
}
