extension FormatterTrace {
    mutating func question(_ body: StatementBody) {
        switch body {
        case .can(let access):
            put(51)
            self.access(access)
        case .why(let access, let negated):
            put(52)
            self.access(access)
            put(negated)
        case .whoCan(let access, let shape):
            put(53)
            self.access(access)
            self.shape(shape)
        case .whatCan(let user, let place, let shape):
            put(54)
            name(user)
            some(place) { $0.place($1) }
            self.shape(shape)
        case .whereCan(let user, let action, let kind, let shape):
            put(55)
            name(user)
            name(action)
            name(kind)
            self.shape(shape)
        case .show(.set(let set), let shape):
            put(56)
            self.set(set)
            self.shape(shape)
        case .show(.thing(let kind, let name, let place), let shape):
            put(57)
            text(kind)
            self.name(name)
            some(place) { $0.place($1) }
            self.shape(shape)
        case .count(let set, let shape):
            put(58)
            self.set(set)
            self.shape(shape)
        default: break
        }
    }

    private mutating func access(_ question: AccessQuestionSyntax) {
        some(question.user) { $0.name($1) }
        name(question.action)
        name(question.kind)
        some(question.name) { $0.name($1) }
        some(question.place) { $0.place($1) }
    }

    private mutating func shape(_ shape: ShapeSyntax) {
        some(shape.condition) { $0.condition($1) }
        some(shape.sortBy) { $0.name($1) }
        put(shape.descending)
        some(shape.first) { $0.value($1) }
        some(shape.asOf) { $0.value($1) }
    }

    mutating func set(_ set: SetSyntax) {
        switch set {
        case .noun(let noun):
            put(0)
            text(noun.noun)
            some(noun.of) { $0.place($1) }
            some(noun.by) { $0.name($1) }
            some(noun.place) { $0.place($1) }
            some(noun.since) { $0.value($1) }
            some(noun.until) { $0.value($1) }
            some(noun.condition) { $0.condition($1) }
            some(noun.except) { $0.names($1) }
            put(noun.includingInactive)
        case .names(let names, _):
            put(1)
            list(names) { $0.text($1) }
        case .variable(let name):
            put(2)
            text(name)
        case .csv(let file, _):
            put(3)
            text(file)
        case .usersWhoCan(let question, _):
            put(4)
            access(question)
        case .customersInWhich(let user, let action, let kind, _):
            put(5)
            name(user)
            name(action)
            name(kind)
        }
    }

    private mutating func operand(_ operand: OperandSyntax) {
        switch operand {
        case .value(let value):
            put(0)
            self.value(value)
        case .count(let set, _):
            put(1)
            self.set(set)
        case .set(let set):
            put(2)
            self.set(set)
        }
    }

    mutating func condition(_ condition: ConditionSyntax) {
        switch condition {
        case .or(let parts):
            put(0)
            list(parts) { $0.condition($1) }
        case .and(let parts):
            put(1)
            list(parts) { $0.condition($1) }
        case .not(let inner, _):
            put(2)
            self.condition(inner)
        case .compare(let left, let comparison, let right):
            put(3)
            operand(left)
            put(Int(comparison.rawValue))
            operand(right)
        case .member(let left, let set):
            put(4)
            operand(left)
            self.set(set)
        case .contains(let left, let value):
            put(5)
            operand(left)
            self.value(value)
        case .isSet(let left, let negated, _):
            put(6)
            operand(left)
            put(negated)
        case .any(let set, let negated, _):
            put(7)
            self.set(set)
            put(negated)
        case .can(let user, let negated, let action, let kind, let name, let places, let route, _):
            put(8)
            text(user)
            put(negated)
            self.name(action)
            self.name(kind)
            some(name) { $0.name($1) }
            list(places) { $0.place($1) }
            self.route(route)
        case .holds(let user, let negated, let role, let accounts, let route, _):
            put(9)
            text(user)
            put(negated)
            name(role)
            names(accounts)
            self.route(route)
        case .access(let user, let negated, let accounts, let route, _):
            put(10)
            text(user)
            put(negated)
            names(accounts)
            self.route(route)
        }
    }

    private mutating func route(_ route: RouteSyntax?) { put(route.map { Int($0.rawValue) } ?? -1) }
}
