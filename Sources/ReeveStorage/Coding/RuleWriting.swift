import ReeveDomain

/// How rules are spelled. A rule's variables stand where a user, an account or a role may: `{"variable":"actor"}`.
extension ByteWriter {
    /// `"rule":"keep one administrator","lines":[…]`
    mutating func definition(_ rule: RuleDefinition, _ state: State) {
        literal("\"rule\":")
        string(rule.name)
        literal(",\"lines\":")
        list(rule.lines) { (writer, line) in writer.line(line, state) }
    }

    private mutating func line(_ line: RuleLine, _ state: State) {
        let reason: String?
        switch line {
        case .require(let formula, let because):
            literal("{\"require\":")
            self.formula(formula, state)
            reason = because
        case .forbid(let action, let kind, let formula, let because):
            literal("{\"forbid\":")
            string(action)
            literal(",\"kind\":")
            self.kind(kind, state)
            literal(",\"when\":")
            self.formula(formula, state)
            reason = because
        case .warn(let formula, let because):
            literal("{\"warn\":")
            self.formula(formula, state)
            reason = because
        }
        if let reason {
            literal(",\"because\":")
            string(reason)
        }
        byte(UInt8(ascii: "}"))
    }

    private mutating func formula(_ formula: Formula, _ state: State) {
        switch formula {
        case .test(let test): self.test(test, state)
        case .not(let inner):
            literal("{\"not\":")
            self.formula(inner, state)
        case .and(let parts):
            literal("{\"and\":")
            list(parts) { (writer, part) in writer.formula(part, state) }
        case .or(let parts):
            literal("{\"or\":")
            list(parts) { (writer, part) in writer.formula(part, state) }
        }
        byte(UInt8(ascii: "}"))
    }

    /// Without the closing brace.
    private mutating func test(_ test: FormulaTest, _ state: State) {
        switch test {
        case .attribute(let test):
            literal("{\"attribute\":")
            string(test.attribute)
            byte(UInt8(ascii: ","))
            check(test.check, state)
        case .attributeIn(let name, let set):
            literal("{\"attributeIn\":")
            string(name)
            literal(",\"set\":")
            self.set(set, state)
        case .attributeCompare(let name, let comparison, let right):
            literal("{\"attributeCompare\":")
            string(name)
            self.comparison(comparison, right, state)
        case .compare(let left, let comparison, let right):
            literal("{\"compare\":")
            operand(left, state)
            self.comparison(comparison, right, state)
        case .member(let left, let set):
            literal("{\"member\":")
            operand(left, state)
            literal(",\"set\":")
            self.set(set, state)
        case .contains(let left, let value):
            literal("{\"contains\":")
            operand(left, state)
            literal(",\"value\":")
            self.value(value, state)
        case .isSet(let inner):
            literal("{\"isSet\":")
            operand(inner, state)
        case .any(let set):
            literal("{\"any\":")
            self.set(set, state)
        case .can(let who, let request):
            literal("{\"can\":")
            self.who(who, state)
            literal(",\"request\":")
            self.request(request, state)
        case .holds(let who, let role, let account, let through):
            literal("{\"holds\":")
            self.who(who, state)
            literal(",\"role\":")
            self.role(role, state)
            literal(",\"account\":")
            self.account(account, state)
            self.through(through)
        case .access(let who, let account, let through):
            literal("{\"access\":")
            self.who(who, state)
            literal(",\"account\":")
            self.account(account, state)
            self.through(through)
        case .never: literal("{\"never\":true")
        }
    }

    private mutating func comparison(_ comparison: Comparison, _ right: Operand, _ state: State) {
        literal(",\"is\":")
        string(comparison.spelling)
        literal(",\"to\":")
        operand(right, state)
    }

    private mutating func through(_ route: RouteName?) {
        guard let route else { return }
        literal(",\"through\":")
        self.route(route)
    }

    private mutating func route(_ route: RouteName) {
        switch route {
        case .team: literal("\"team\"")
        case .manager: literal("\"manager\"")
        case .partner: literal("\"partner\"")
        }
    }

    private mutating func operand(_ operand: Operand, _ state: State) {
        switch operand {
        case .value(let value):
            literal("{\"value\":")
            self.value(value, state)
        case .unset: literal("{\"unset\":true")
        case .count(let set):
            literal("{\"count\":")
            self.set(set, state)
        case .set(let set):
            literal("{\"set\":")
            self.set(set, state)
        case .bound(let variable, let attribute):
            literal("{\"variable\":")
            string(variable.name)
            if let attribute {
                literal(",\"attribute\":")
                string(attribute)
            }
        }
        byte(UInt8(ascii: "}"))
    }

    private mutating func who(_ who: UserOperand, _ state: State) {
        switch who {
        case .user(let id):
            literal("{\"user\":")
            user(id, state)
        case .attribute(let name):
            literal("{\"attribute\":")
            string(name)
        case .bound(let variable):
            literal("{\"variable\":")
            string(variable.name)
        }
        byte(UInt8(ascii: "}"))
    }

    private mutating func request(_ request: AccessRequest, _ state: State) {
        literal("{\"action\":")
        string(request.action)
        literal(",\"kind\":")
        kind(request.kind, state)
        if let subject = request.subject {
            literal(",\"subject\":")
            element(subject, state)
        }
        if let account = request.account {
            literal(",\"account\":")
            self.account(account, state)
        }
        byte(UInt8(ascii: "}"))
    }

    private mutating func set(_ set: SetExpression, _ state: State) {
        switch set {
        case .elements(let elements):
            literal("{\"elements\":")
            list(elements) { (writer, element) in
                switch element {
                case .thing(let thing): writer.element(thing, state)
                case .text(let text): writer.string(text)
                case .holder(let holder): writer.holder(holder, state)
                // The audit log is shown, and is no set that a rule could hold.
                case .entry(let entry): writer.string(entry.name)
                }
            }
        case .noun(let noun):
            literal("{\"noun\":")
            source(noun.source, state)
            if let condition = noun.condition {
                literal(",\"where\":")
                formula(condition, state)
            }
            literal(",\"except\":")
            list(noun.except) { (writer, thing) in writer.element(thing, state) }
            if noun.includingInactive { literal(",\"inactive\":true") }
        case .usersWhoCan(let request):
            literal("{\"usersWhoCan\":")
            self.request(request, state)
        case .customersInWhich(let user, let action, let kind):
            literal("{\"customersInWhich\":")
            self.user(user, state)
            literal(",\"action\":")
            string(action)
            literal(",\"kind\":")
            self.kind(kind, state)
        }
        byte(UInt8(ascii: "}"))
    }

    private mutating func source(_ source: NounSet.Source, _ state: State) {
        switch source {
        case .users: literal("\"users\"")
        case .customers: literal("\"customers\"")
        case .roles: literal("\"roles\"")
        case .kinds: literal("\"kinds\"")
        case .rules: literal("\"rules\"")
        case .team(let account):
            literal("{\"team\":")
            self.account(account, state)
            byte(UInt8(ascii: "}"))
        case .managers(let account):
            literal("{\"managers\":")
            if let account { self.account(account, state) } else { literal("null") }
            byte(UInt8(ascii: "}"))
        case .customersOf(let user):
            literal("{\"customersOf\":")
            self.user(user, state)
            byte(UInt8(ascii: "}"))
        case .records(let kind, let place):
            literal("{\"records\":")
            self.kind(kind, state)
            switch place {
            case .anywhere: break
            case .account(let account):
                literal(",\"account\":")
                self.account(account, state)
            case .record(let record):
                literal(",\"in\":")
                element(.record(record), state)
            }
            byte(UInt8(ascii: "}"))
        }
    }

    private mutating func holder(_ holder: Holder, _ state: State) {
        literal("{\"holder\":")
        user(holder.user, state)
        if let account = holder.account {
            literal(",\"account\":")
            self.account(account, state)
        }
        literal(",\"role\":")
        role(holder.role, state)
        literal(",\"route\":")
        route(holder.route)
        term(holder.term)
        byte(UInt8(ascii: "}"))
    }

    /// A thing in a rule. Rules outlive the names of what they speak of, so that a record has its number here.
    private mutating func element(_ thing: Thing, _ state: State) {
        guard case .record(let id) = thing else {
            byte(UInt8(ascii: "{"))
            self.thing(thing, state)
            return byte(UInt8(ascii: "}"))
        }
        literal("{\"record\":")
        string(state[id].entity.name)
        literal(",\"number\":")
        integer(Int64(id.raw))
        byte(UInt8(ascii: "}"))
    }
}
