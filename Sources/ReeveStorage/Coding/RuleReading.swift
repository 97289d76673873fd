import ReeveDomain

extension DomainReader {
    mutating func ruleDefinition() throws(JSONError) -> RuleDefinition {
        // Only here do a rule's variables stand for things.
        allowsVariables = true
        defer { allowsVariables = false }
        try scanner.expect("\"rule\":")
        let name = try string()
        try scanner.expect(",\"lines\":")
        let lines = try list { (reader) throws(JSONError) in try reader.ruleLine() }
        return RuleDefinition(name: name, lines: lines)
    }

    private mutating func ruleLine() throws(JSONError) -> RuleLine {
        let line: RuleLine
        if scanner.take("{\"require\":") {
            line = .require(try formula(0), because: try because())
        } else if scanner.take("{\"forbid\":") {
            let action = try string()
            try scanner.expect(",\"kind\":")
            let kind = try kind()
            try scanner.expect(",\"when\":")
            line = .forbid(action: action, kind: kind, when: try formula(0), because: try because())
        } else {
            try scanner.expect("{\"warn\":")
            line = .warn(try formula(0), because: try because())
        }
        try scanner.expect("}")
        return line
    }

    private mutating func because() throws(JSONError) -> String? {
        scanner.take(",\"because\":") ? try string() : nil
    }

    private func checkDepth(_ depth: Int) throws(JSONError) {
        guard depth < DomainReader.mostDepth else { throw failure("a condition that is too deep") }
    }

    private mutating func formula(_ depth: Int) throws(JSONError) -> Formula {
        try checkDepth(depth)
        let formula: Formula
        if scanner.take("{\"not\":") {
            formula = .not(try self.formula(depth + 1))
        } else if scanner.take("{\"and\":") {
            formula = .and(try list { (reader) throws(JSONError) in try reader.formula(depth + 1) })
        } else if scanner.take("{\"or\":") {
            formula = .or(try list { (reader) throws(JSONError) in try reader.formula(depth + 1) })
        } else {
            formula = .test(try formulaTest(depth))
        }
        try scanner.expect("}")
        return formula
    }

    private mutating func formulaTest(_ depth: Int) throws(JSONError) -> FormulaTest {
        if scanner.take("{\"attribute\":") {
            let name = try string()
            try scanner.expect(",")
            return .attribute(AttributeTest(attribute: name, check: try check()))
        }
        if scanner.take("{\"attributeIn\":") {
            let name = try string()
            try scanner.expect(",\"set\":")
            return .attributeIn(name, try set(depth + 1))
        }
        if scanner.take("{\"attributeCompare\":") {
            let name = try string()
            let (comparison, right) = try comparison(depth)
            return .attributeCompare(name, comparison, right)
        }
        if scanner.take("{\"compare\":") {
            let left = try operand(depth)
            let (comparison, right) = try comparison(depth)
            return .compare(left, comparison, right)
        }
        if scanner.take("{\"member\":") {
            let left = try operand(depth)
            try scanner.expect(",\"set\":")
            return .member(left, try set(depth + 1))
        }
        if scanner.take("{\"contains\":") {
            let left = try operand(depth)
            try scanner.expect(",\"value\":")
            return .contains(left, try value())
        }
        if scanner.take("{\"isSet\":") { return .isSet(try operand(depth)) }
        if scanner.take("{\"any\":") { return .any(try set(depth + 1)) }
        if scanner.take("{\"never\":true") { return .never }
        return try access()
    }

    private mutating func access() throws(JSONError) -> FormulaTest {
        if scanner.take("{\"can\":") {
            let who = try who()
            try scanner.expect(",\"request\":")
            return .can(who, try request())
        }
        if scanner.take("{\"holds\":") {
            let who = try who()
            try scanner.expect(",\"role\":")
            let role = try role()
            try scanner.expect(",\"account\":")
            return .holds(who, role, try account(), through: try through())
        }
        try scanner.expect("{\"access\":")
        let who = try who()
        try scanner.expect(",\"account\":")
        return .access(who, try account(), through: try through())
    }

    private mutating func comparison(_ depth: Int) throws(JSONError) -> (Comparison, Operand) {
        try scanner.expect(",\"is\":")
        let place = scanner.offset
        let spelling = try string()
        guard let comparison = Comparison.allCases.first(where: { $0.spelling == spelling }) else {
            throw JSONError(offset: place, message: "there is no comparison `\(spelling)`")
        }
        try scanner.expect(",\"to\":")
        return (comparison, try operand(depth))
    }

    private mutating func through() throws(JSONError) -> RouteName? {
        scanner.take(",\"through\":") ? try route() : nil
    }

    private mutating func route() throws(JSONError) -> RouteName {
        if scanner.take("\"team\"") { return .team }
        if scanner.take("\"manager\"") { return .manager }
        try scanner.expect("\"partner\"")
        return .partner
    }

    private mutating func variable() throws(JSONError) -> BoundVariable {
        let place = scanner.offset
        let name = try string()
        guard let variable = BoundVariable.allCases.first(where: { $0.name == name }) else {
            throw JSONError(offset: place, message: "there is no variable `\(name)`")
        }
        return variable
    }

    private mutating func operand(_ depth: Int) throws(JSONError) -> Operand {
        let operand: Operand
        if scanner.take("{\"value\":") {
            operand = .value(try value())
        } else if scanner.take("{\"unset\":true") {
            operand = .unset
        } else if scanner.take("{\"count\":") {
            operand = .count(try set(depth + 1))
        } else if scanner.take("{\"set\":") {
            operand = .set(try set(depth + 1))
        } else {
            try scanner.expect("{\"variable\":")
            operand = .bound(try variable(), attribute: scanner.take(",\"attribute\":") ? try string() : nil)
        }
        try scanner.expect("}")
        return operand
    }

    private mutating func who() throws(JSONError) -> UserOperand {
        let who: UserOperand
        if scanner.take("{\"user\":") {
            who = .user(try user())
        } else if scanner.take("{\"attribute\":") {
            who = .attribute(try string())
        } else {
            try scanner.expect("{\"variable\":")
            who = .bound(try variable())
        }
        try scanner.expect("}")
        return who
    }

    private mutating func request() throws(JSONError) -> AccessRequest {
        try scanner.expect("{\"action\":")
        let action = try string()
        try scanner.expect(",\"kind\":")
        let kind = try kind()
        let subject = scanner.take(",\"subject\":") ? try element() : nil
        let account = scanner.take(",\"account\":") ? try account() : nil
        try scanner.expect("}")
        return AccessRequest(action: action, kind: kind, subject: subject, account: account)
    }

    private mutating func set(_ depth: Int) throws(JSONError) -> SetExpression {
        try checkDepth(depth)
        let set: SetExpression
        if scanner.take("{\"elements\":") {
            set = .elements(
                try list { (reader) throws(JSONError) -> Element in
                    if reader.scanner.peek == UInt8(ascii: "\"") { return .text(try reader.string()) }
                    if reader.scanner.take("{\"holder\":") { return .holder(try reader.holder()) }
                    return .thing(try reader.element())
                })
        } else if scanner.take("{\"noun\":") {
            let source = try source()
            let condition = scanner.take(",\"where\":") ? try formula(depth + 1) : nil
            try scanner.expect(",\"except\":")
            let except = try list { (reader) throws(JSONError) in try reader.element() }
            let isIncluding = scanner.take(",\"inactive\":true")
            set = .noun(
                NounSet(source: source, condition: condition, except: except, includingInactive: isIncluding))
        } else if scanner.take("{\"usersWhoCan\":") {
            set = .usersWhoCan(try request())
        } else {
            try scanner.expect("{\"customersInWhich\":")
            let user = try user()
            try scanner.expect(",\"action\":")
            let action = try string()
            try scanner.expect(",\"kind\":")
            set = .customersInWhich(user, action: action, kind: try kind())
        }
        try scanner.expect("}")
        return set
    }

    private mutating func source() throws(JSONError) -> NounSet.Source {
        if scanner.take("\"users\"") { return .users }
        if scanner.take("\"customers\"") { return .customers }
        if scanner.take("\"roles\"") { return .roles }
        if scanner.take("\"kinds\"") { return .kinds }
        if scanner.take("\"rules\"") { return .rules }
        let source: NounSet.Source
        if scanner.take("{\"team\":") {
            source = .team(try account())
        } else if scanner.take("{\"managers\":") {
            source = .managers(scanner.take("null") ? nil : try account())
        } else if scanner.take("{\"customersOf\":") {
            source = .customersOf(try user())
        } else {
            try scanner.expect("{\"records\":")
            let kind = try kind()
            if scanner.take(",\"account\":") {
                source = .records(kind, in: .account(try account()))
            } else if scanner.take(",\"in\":") {
                guard case .record(let record) = try element() else { throw failure("expected a record") }
                source = .records(kind, in: .record(record))
            } else {
                source = .records(kind, in: .anywhere)
            }
        }
        try scanner.expect("}")
        return source
    }

    private mutating func holder() throws(JSONError) -> Holder {
        let user = try user()
        let account = scanner.take(",\"account\":") ? try account() : nil
        try scanner.expect(",\"role\":")
        let role = try role()
        try scanner.expect(",\"route\":")
        let route = try route()
        let term = try term()
        try scanner.expect("}")
        return Holder(user: user, account: account, role: role, route: route, term: term)
    }

    private mutating func element() throws(JSONError) -> Thing {
        let thing: Thing
        if scanner.take("{\"record\":") {
            _ = try string()
            try scanner.expect(",\"number\":")
            if let stranger = try strangeRecord() {
                thing = .record(stranger)
            } else {
                thing = .record(RecordID(try number(below: table?.recordCount ?? state.recordCount)))
            }
        } else {
            try scanner.expect("{")
            thing = try self.thing()
        }
        try scanner.expect("}")
        return thing
    }
}
