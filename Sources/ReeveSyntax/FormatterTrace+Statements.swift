extension FormatterTrace {
    mutating func body(_ body: StatementBody) {
        switch body {
        case .definePartner, .defineKind, .defineRole, .defineRule, .defineProcedure: definition(body)
        case .add, .change, .rename, .remove, .setStatus, .setLock, .resetPassword, .work: record(body)
        case .invite, .uninvite, .assign, .reassign, .unassign, .handOver: access(body)
        case .act, .letting, .parameter, .forEach, .conditional, .use, .call, .print: control(body)
        case .can, .why, .whoCan, .whatCan, .whereCan, .show, .count: question(body)
        case .test, .at, .expect, .expectOutcome: testing(body)
        }
    }

    private mutating func record(_ body: StatementBody) {
        switch body {
        case .add(let kind, let names, let place, let with):
            things(1, kind, names, place)
            settings(with)
        case .change(let kind, let names, let place, let with, let without):
            things(2, kind, names, place)
            settings(with)
            list(without) { $0.name($1) }
        case .rename(let kind, let name, let place, let to):
            things(3, kind, NamesSyntax(first: name), place)
            self.name(to)
        case .remove(let kind, let names, let place, let everything):
            things(4, kind, names, place)
            put(everything)
        case .setStatus(let kind, let names, let enabled):
            things(5, kind, names, nil)
            put(enabled)
        case .setLock(let kind, let names, let place, let locked):
            things(6, kind, names, place)
            put(locked)
        case .resetPassword(let users):
            put(7)
            names(users)
        case .work(let action, let kind, let names, let place):
            things(8, kind, names, place)
            name(action)
        default: break
        }
    }

    private mutating func things(_ verb: Int, _ kind: NameSyntax, _ names: NamesSyntax, _ place: PlaceSyntax?) {
        put(verb)
        name(kind)
        self.names(names)
        some(place) { $0.place($1) }
    }

    private mutating func access(_ body: StatementBody) {
        switch body {
        case .invite(let users, let role, let accounts, let term):
            put(11)
            names(users)
            name(role)
            names(accounts)
            self.term(term)
        case .uninvite(let users, let accounts):
            put(12)
            names(users)
            names(accounts)
        case .assign(let users, let role, let scope, let term):
            put(13)
            names(users)
            name(role)
            self.scope(scope)
            self.term(term)
        case .reassign(let user, let role, let scope, let term):
            put(14)
            name(user)
            some(role) { $0.name($1) }
            some(scope) { $0.scope($1) }
            self.term(term)
        case .unassign(let users, let customers):
            put(15)
            names(users)
            self.customers(customers)
        case .handOver(let customers, let from, let to):
            put(16)
            self.customers(customers)
            name(from)
            name(to)
        default: break
        }
    }

    private mutating func control(_ body: StatementBody) {
        switch body {
        case .act(let user, let place, let body):
            put(21)
            name(user)
            some(place) { $0.place($1) }
            block(body)
        case .letting(let variable, let value):
            put(22)
            name(variable)
            expression(value)
        case .parameter(let variable, let value):
            put(23)
            name(variable)
            some(value) { $0.value($1) }
        case .forEach(let variable, let set, let body):
            put(24)
            name(variable)
            self.set(set)
            block(body)
        case .conditional(let branches, let otherwise):
            put(25)
            list(branches) { trace, branch in
                trace.condition(branch.condition)
                trace.block(branch.body)
            }
            some(otherwise) { $0.block($1) }
        case .use(let file):
            put(26)
            text(file)
        case .call(let procedure, let arguments):
            put(27)
            text(procedure)
            list(arguments) { $0.expression($1) }
        case .print(let value):
            put(28)
            expression(value)
        default: break
        }
    }

    private mutating func expression(_ expression: ExpressionSyntax) {
        switch expression {
        case .value(let value):
            put(0)
            self.value(value)
        case .set(let set):
            put(1)
            self.set(set)
        case .count(let set, _):
            put(2)
            self.set(set)
        }
    }

    private mutating func testing(_ body: StatementBody) {
        switch body {
        case .test(let name, let tags, let body):
            put(31)
            text(name)
            list(tags) { $0.text($1) }
            block(body)
        case .at(let instant, let body):
            put(32)
            value(instant)
            block(body)
        case .expect(let condition):
            put(33)
            self.condition(condition)
        case .expectOutcome(let outcome, let body):
            switch outcome {
            case .error(let name):
                put(34)
                some(name) { $0.text($1) }
            case .warning(let name):
                put(35)
                some(name) { $0.text($1) }
            case .unchanged: put(36)
            }
            block(body)
        default: break
        }
    }

    private mutating func definition(_ body: StatementBody) {
        switch body {
        case .definePartner(let name):
            put(41)
            text(name)
        case .defineKind(let kind):
            put(42)
            name(kind.name)
            some(kind.plural) { $0.name($1) }
            some(kind.parent) { $0.name($1) }
            list(kind.lines) { $0.line($1) }
        case .defineRole(let role):
            put(43)
            put(Int(role.roleClass.rawValue))
            name(role.name)
            put(role.hasBody)
            list(role.lines) { $0.line($1) }
        case .defineRule(let rule):
            put(44)
            text(rule.name)
            list(rule.lines) { $0.line($1) }
        case .defineProcedure(let name, let parameters, let body):
            put(45)
            text(name)
            list(parameters) { $0.text($1) }
            block(body)
        default: break
        }
    }

    private mutating func line(_ line: KindSyntax.Line) {
        switch line {
        case .can(let actions):
            put(0)
            list(actions) { $0.name($1) }
        case .has(let attribute):
            put(1)
            name(attribute.name)
            switch attribute.kind {
            case .text: put(0)
            case .number: put(1)
            case .yesNo: put(2)
            case .date: put(3)
            case .instant: put(4)
            case .duration: put(5)
            case .user: put(6)
            case .oneOf(let values):
                put(7)
                list(values) { $0.text($1) }
            }
        }
    }

    private mutating func line(_ line: RoleSyntax.Line) {
        switch line {
        case .includes(let roles, _):
            put(0)
            names(roles)
        case .permission(let permission):
            put(1)
            list(permission.actions) { $0.name($1) }
            list(permission.kinds) { $0.name($1) }
            some(permission.condition) { trace, condition in
                trace.name(condition.attribute)
                trace.list(condition.values) { $0.value($1) }
                trace.put(condition.isList)
            }
            some(permission.reach) { $0.reach($1) }
        case .canGrant(let roles, let reach, _):
            put(2)
            names(roles)
            some(reach) { $0.reach($1) }
        }
    }

    private mutating func reach(_ reach: ReachSyntax) {
        put(Int(reach.base.rawValue))
        some(reach.condition) { $0.condition($1) }
    }

    private mutating func line(_ line: RuleSyntax.Line) {
        let reason: NameSyntax?
        switch line {
        case .require(let condition, let because, _):
            put(0)
            self.condition(condition)
            reason = because
        case .forbid(let action, let kind, let condition, let because, _):
            put(1)
            name(action)
            name(kind)
            self.condition(condition)
            reason = because
        case .warn(let condition, let negated, let because, _):
            put(2)
            put(negated)
            self.condition(condition)
            reason = because
        }
        some(reason) { $0.text($1) }
    }
}
