import ReeveDomain

extension DomainReader {
    mutating func kindDefinition() throws(JSONError) -> KindDefinition {
        try scanner.expect("\"kind\":")
        let name = try string()
        try scanner.expect(",\"plural\":")
        let plural = try string()
        try scanner.expect(",\"in\":")
        let home: KindHome
        if scanner.take("\"partner\"") {
            home = .partner
        } else if scanner.take("\"customer\"") {
            home = .customer
        } else if scanner.take("\"account\"") {
            home = .everyAccount
        } else {
            try scanner.expect("{\"kind\":")
            home = .kind(try kind())
            try scanner.expect("}")
        }
        try scanner.expect(",\"attributes\":")
        let attributes = try list { (reader) throws(JSONError) in try reader.attribute() }
        try scanner.expect(",\"actions\":")
        let actions = try strings()
        guard actions.count <= KindDefinition.mostActions else { throw failure("more actions than a kind may have") }
        return KindDefinition(name: name, plural: plural, home: home, attributes: attributes, actions: actions)
    }

    private mutating func attribute() throws(JSONError) -> Attribute {
        try scanner.expect("{\"name\":")
        let name = try string()
        try scanner.expect(",\"type\":")
        let type: AttributeType
        if scanner.peek == UInt8(ascii: "[") {
            type = .oneOf(try strings())
        } else {
            let place = scanner.offset
            switch try string() {
            case "text": type = .text
            case "number": type = .number
            case "yes/no": type = .yesNo
            case "date": type = .date
            case "instant": type = .instant
            case "duration": type = .duration
            case "user": type = .user
            default: throw JSONError(offset: place, message: "there is no such type")
            }
        }
        let isRetired = scanner.take(",\"retired\":true")
        try scanner.expect("}")
        return Attribute(name: name, type: type, isRetired: isRetired)
    }

    mutating func roleDefinition() throws(JSONError) -> RoleDefinition {
        try scanner.expect("\"role\":")
        let name = try string()
        try scanner.expect(",\"class\":")
        let roleClass: RoleClass
        if scanner.take("\"plain\"") {
            roleClass = .plain
        } else if scanner.take("\"system\"") {
            roleClass = .system
        } else {
            try scanner.expect("\"inheritable\"")
            roleClass = .inheritable
        }
        try scanner.expect(",\"includes\":")
        let includes = try list { (reader) throws(JSONError) in try reader.role() }
        try scanner.expect(",\"permissions\":")
        let permissions = try list { (reader) throws(JSONError) in try reader.permission() }
        try scanner.expect(",\"grants\":")
        let grants = try list { (reader) throws(JSONError) in
            try reader.scanner.expect("{\"roles\":")
            let roles = try reader.list { (reader) throws(JSONError) in try reader.role() }
            let reach = try reader.reach()
            try reader.scanner.expect("}")
            return GrantPermission(roles: roles, reach: reach)
        }
        return RoleDefinition(
            name: name, roleClass: roleClass, includes: includes, permissions: permissions, grants: grants)
    }

    private mutating func permission() throws(JSONError) -> Permission {
        try scanner.expect("{\"can\":")
        let actions = try strings()
        try scanner.expect(",\"kinds\":")
        let kinds = try list { (reader) throws(JSONError) -> Permission.KindSelector in
            if reader.scanner.take("{\"any\":true}") { return .anything }
            if reader.scanner.take("{\"self\":true}") { return .selfDetails }
            return .kind(try reader.kind())
        }
        var condition: RecordCondition?
        if scanner.take(",\"where\":{\"attribute\":") {
            let attribute = try string()
            try scanner.expect(",\"in\":")
            let values = try list { (reader) throws(JSONError) -> RecordCondition.Wanted in
                reader.scanner.take("{\"asker\":true}") ? .asker : .value(try reader.value())
            }
            try scanner.expect("}")
            condition = RecordCondition(attribute: attribute, values: values)
        }
        let reach = try reach()
        var line = 0
        if scanner.take(",\"line\":") { line = Int(try scanner.integer()) }
        try scanner.expect("}")
        return Permission(actions: actions, kinds: kinds, condition: condition, reach: reach, line: line)
    }

    private mutating func reach() throws(JSONError) -> Reach? {
        guard scanner.take(",\"in\":{\"customers\":") else { return nil }
        let base: Reach.Base
        if scanner.take("\"all\"") {
            base = .all
        } else if scanner.take("\"own\"") {
            base = .own
        } else {
            try scanner.expect("\"unassigned\"")
            base = .unassigned
        }
        let condition = scanner.take(",\"where\":") ? try condition() : nil
        try scanner.expect("}")
        return Reach(base: base, condition: condition)
    }
}
