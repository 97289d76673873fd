import ReeveDomain

/// How definitions of kinds and roles, and the conditions in them, are spelled.
extension ByteWriter {
    /// `"kind":"recipe","plural":"recipes","in":"customer","attributes":[…],"actions":[…]`
    mutating func definition(_ kind: KindDefinition, _ state: State) {
        literal("\"kind\":")
        string(kind.name)
        literal(",\"plural\":")
        string(kind.plural)
        literal(",\"in\":")
        switch kind.home {
        case .partner: literal("\"partner\"")
        case .customer: literal("\"customer\"")
        case .everyAccount: literal("\"account\"")
        case .kind(let id):
            literal("{\"kind\":")
            self.kind(id, state)
            byte(UInt8(ascii: "}"))
        }
        literal(",\"attributes\":")
        list(kind.attributes) { (writer, attribute) in writer.attribute(attribute) }
        literal(",\"actions\":")
        list(kind.actions) { (writer, action) in writer.string(action) }
    }

    private mutating func attribute(_ attribute: Attribute) {
        literal("{\"name\":")
        string(attribute.name)
        literal(",\"type\":")
        switch attribute.type {
        case .text: literal("\"text\"")
        case .number: literal("\"number\"")
        case .yesNo: literal("\"yes/no\"")
        case .date: literal("\"date\"")
        case .instant: literal("\"instant\"")
        case .duration: literal("\"duration\"")
        case .user: literal("\"user\"")
        case .oneOf(let values): list(values) { (writer, value) in writer.string(value) }
        }
        if attribute.isRetired { literal(",\"retired\":true") }
        byte(UInt8(ascii: "}"))
    }

    /// `"role":"Admin","class":"system","includes":[…],"permissions":[…],"grants":[…]`
    mutating func definition(_ role: RoleDefinition, _ state: State) {
        literal("\"role\":")
        string(role.name)
        literal(",\"class\":")
        switch role.roleClass {
        case .plain: literal("\"plain\"")
        case .system: literal("\"system\"")
        case .inheritable: literal("\"inheritable\"")
        }
        literal(",\"includes\":")
        list(role.includes) { (writer, id) in writer.role(id, state) }
        literal(",\"permissions\":")
        list(role.permissions) { (writer, permission) in writer.permission(permission, state) }
        literal(",\"grants\":")
        list(role.grants) { (writer, grant) in
            writer.literal("{\"roles\":")
            writer.list(grant.roles) { (writer, id) in writer.role(id, state) }
            writer.reach(grant.reach, state)
            writer.byte(UInt8(ascii: "}"))
        }
    }

    /// `{"can":["view"],"kinds":["recipe",{"any":true}],"where":…,"in":…,"line":3}`
    private mutating func permission(_ permission: Permission, _ state: State) {
        literal("{\"can\":")
        list(permission.actions) { (writer, action) in writer.string(action) }
        literal(",\"kinds\":")
        list(permission.kinds) { (writer, selector) in
            switch selector {
            case .kind(let id): writer.kind(id, state)
            case .anything: writer.literal("{\"any\":true}")
            case .selfDetails: writer.literal("{\"self\":true}")
            }
        }
        if let condition = permission.condition {
            literal(",\"where\":{\"attribute\":")
            string(condition.attribute)
            literal(",\"in\":")
            list(condition.values) { (writer, wanted) in
                switch wanted {
                case .asker: writer.literal("{\"asker\":true}")
                case .value(let value): writer.value(value, state)
                }
            }
            byte(UInt8(ascii: "}"))
        }
        reach(permission.reach, state)
        if permission.line != 0 {
            literal(",\"line\":")
            integer(Int64(permission.line))
        }
        byte(UInt8(ascii: "}"))
    }

    /// `,"in":{"customers":"own","where":…}`, where there is a reach.
    private mutating func reach(_ reach: Reach?, _ state: State) {
        guard let reach else { return }
        literal(",\"in\":{\"customers\":")
        switch reach.base {
        case .all: literal("\"all\"")
        case .own: literal("\"own\"")
        case .unassigned: literal("\"unassigned\"")
        }
        if let condition = reach.condition {
            literal(",\"where\":")
            self.condition(condition, state)
        }
        byte(UInt8(ascii: "}"))
    }

    /// `{"attribute":"plan","=":"pro"}`, `{"not":…}`, `{"and":[…]}`, `{"or":[…]}`
    mutating func condition(_ condition: Condition, _ state: State) {
        switch condition {
        case .test(let test):
            literal("{\"attribute\":")
            string(test.attribute)
            byte(UInt8(ascii: ","))
            check(test.check, state)
        case .not(let inner):
            literal("{\"not\":")
            self.condition(inner, state)
        case .and(let parts):
            literal("{\"and\":")
            list(parts) { (writer, part) in writer.condition(part, state) }
        case .or(let parts):
            literal("{\"or\":")
            list(parts) { (writer, part) in writer.condition(part, state) }
        }
        byte(UInt8(ascii: "}"))
    }

    mutating func check(_ check: AttributeTest.Check, _ state: State) {
        switch check {
        case .compare(let comparison, let value):
            string(comparison.spelling)
            byte(UInt8(ascii: ":"))
            self.value(value, state)
        case .oneOf(let values):
            literal("\"in\":")
            list(values) { (writer, value) in writer.value(value, state) }
        case .contains(let value):
            literal("\"contains\":")
            self.value(value, state)
        case .isSet: literal("\"set\":true")
        }
    }

    /// `[{"where":…,"except":[…],"from":…,"until":…,"seq":12}]`
    mutating func standing(_ items: [StandingItem], _ state: State) {
        list(items) { (writer, item) in
            writer.literal("{\"except\":")
            writer.list(item.except) { (writer, id) in writer.account(id, state) }
            if let condition = item.condition {
                writer.literal(",\"where\":")
                writer.condition(condition, state)
            }
            writer.term(item.term)
            if item.seq != 0 {
                writer.literal(",\"seq\":")
                writer.integer(item.seq)
            }
            writer.byte(UInt8(ascii: "}"))
        }
    }
}
