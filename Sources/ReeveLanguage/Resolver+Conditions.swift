import ReeveDomain
import ReeveSyntax

extension Resolver {
    /// A condition over the things that `subject` tells of.
    mutating func formula(
        _ syntax: ConditionSyntax, _ subject: Subject, _ state: State
    ) throws(ScriptError) -> Formula {
        switch syntax {
        case .or(let parts): return .or(try formulas(parts, subject, state))
        case .and(let parts): return .and(try formulas(parts, subject, state))
        case .not(let inner, _): return .not(try formula(inner, subject, state))
        case .any(let set, let negated, _):
            return negate(.test(.any(try self.set(set, state, mayBeAlone: true))), negated)
        case .compare(let left, let comparison, let right):
            return .test(try compare(left, self.comparison(comparison), right, subject, state))
        case .member(let left, let values):
            return .test(try member(left, values, subject, state))
        case .contains(let left, let part):
            let wanted = Value.text(try text(part.name, state))
            if let attribute = try attribute(left, subject, state) {
                return .test(.attribute(AttributeTest(attribute: attribute.name, check: .contains(wanted))))
            }
            return .test(.contains(try operand(left, nil, state), wanted))
        case .isSet(let left, let negated, _):
            if let attribute = try attribute(left, subject, state) {
                return negate(.test(.attribute(AttributeTest(attribute: attribute.name, check: .isSet))), negated)
            }
            return negate(.test(.isSet(try operand(left, nil, state))), negated)
        case .can(let user, let negated, let action, let kind, let name, let places, _, _):
            return try can(user, negated, action, kind, name, places, subject, state)
        case .holds(let user, let negated, let role, let accounts, let through, _):
            let who = try whom(user, subject, state)
            let wanted = try self.role(role, state)
            let route = through.map(routeName)
            return .and(
                try self.accounts(accounts, state).map {
                    negate(.test(.holds(who, wanted, $0, through: route)), negated)
                })
        case .access(let user, let negated, let accounts, let through, _):
            let who = try whom(user, subject, state)
            let route = through.map(routeName)
            return .and(
                try self.accounts(accounts, state).map { negate(.test(.access(who, $0, through: route)), negated) })
        }
    }

    private mutating func formulas(
        _ parts: [ConditionSyntax], _ subject: Subject, _ state: State
    ) throws(ScriptError) -> [Formula] {
        var out: [Formula] = []
        for part in parts { out.append(try formula(part, subject, state)) }
        return out
    }

    private func negate(_ formula: Formula, _ negated: Bool) -> Formula { negated ? .not(formula) : formula }

    private func comparison(_ syntax: ComparisonOperator) -> Comparison {
        switch syntax {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        }
    }

    private func routeName(_ syntax: RouteSyntax) -> RouteName {
        switch syntax {
        case .team: .team
        case .manager: .manager
        case .partner: .partner
        }
    }

    /// A condition that is kept with a role or a scope: it may look only at attributes of customers.
    mutating func keptCondition(_ syntax: ConditionSyntax, _ state: State) throws(ScriptError) -> Condition {
        let formula = try formula(syntax, .things(BuiltInKind.customer.id), state)
        guard
            let kept = formula.mapped({ test -> AttributeTest? in
                if case .attribute(let test) = test { test } else { nil }
            })
        else {
            throw error(
                "condition-not-kept",
                "this is asked again at every decision, so it may look only at the customer's attributes",
                range(of: syntax), label: "such as `where region = EU`",
                notes: ["for the customers that meet it now: let $these = customers where …"])
        }
        return kept
    }

    func range(of syntax: ConditionSyntax) -> SourceRange {
        switch syntax {
        case .or(let parts), .and(let parts):
            parts.dropFirst().reduce(parts.first.map(range) ?? SourceRange(0, 0)) { $0.joined(range(of: $1)) }
        case .not(_, let range), .isSet(_, _, let range), .any(_, _, let range), .can(_, _, _, _, _, _, _, let range),
            .holds(_, _, _, _, _, let range), .access(_, _, _, _, let range):
            range
        case .compare(let left, _, let right): left.range.joined(right.range)
        case .member(let left, let set): left.range.joined(set.range)
        case .contains(let left, let part): left.range.joined(part.range)
        }
    }

    // MARK: Operands

    /// On the left, a word is an attribute of what is looked at.
    private func attribute(
        _ operand: OperandSyntax, _ subject: Subject, _ state: State
    ) throws(ScriptError) -> (name: String, type: SubjectType)? {
        guard case .value(let value) = operand, value.name.form == .word || value.name.form == .string,
            value.unit == nil
        else { return nil }
        let name = symbols.text(value.name.symbol)
        return (name, try attributeType(name, of: subject, value.range, state))
    }

    private mutating func compare(
        _ left: OperandSyntax, _ comparison: Comparison, _ right: OperandSyntax, _ subject: Subject, _ state: State
    ) throws(ScriptError) -> FormulaTest {
        if let attribute = try attribute(left, subject, state) {
            guard case .value(let value) = right else {
                throw error("expected-value", "an attribute is compared with one value", right.range)
            }
            if value.name.form == .variable {
                switch try variable(value.name, state) {
                case .unset: return .compare(.unset, comparison, .unset)
                case .bound(let bound, let of):
                    return .attributeCompare(attribute.name, comparison, .bound(bound, attribute: of))
                default: break
                }
            }
            let wanted = try typed(value, attribute.type, attribute.name, state)
            return .attribute(AttributeTest(attribute: attribute.name, check: .compare(comparison, wanted)))
        }
        if case .set(let leftSet) = left {
            guard comparison == .equal || comparison == .notEqual else {
                throw error("expected-value", "sets are compared with `=` and `!=`", left.range.joined(right.range))
            }
            let a = try set(leftSet, state, mayBeAlone: false)
            guard case .set(let rightSet) = right else {
                throw error(
                    "expected-set", "a set is compared with a set", right.range,
                    label: "write: (\(escaped(source.text(right.range))))")
            }
            return .compare(.set(a), comparison, .set(try names(rightSet, like: a, state)))
        }
        if case .set(let set) = right {
            throw error(
                "expected-value", "a set is compared with a set, and this is one value", left.range,
                label: "write `count(\(escaped(source.text(set.range))))` for how many there are")
        }
        let a = try operand(left, nil, state)
        let b = try operand(right, a, state)
        return .compare(a, comparison, b)
    }

    /// `= (admin-a)` takes its kind of name from the set on the left.
    private mutating func names(
        _ syntax: SetSyntax, like left: SetExpression, _ state: State
    ) throws(ScriptError) -> SetExpression {
        guard case .names(let names, _) = syntax else { return try set(syntax, state, mayBeAlone: false) }
        return .elements(try elements(names, kindOfElements(left), state))
    }

    private func kindOfElements(_ set: SetExpression) -> KindID? {
        switch set {
        case .usersWhoCan: return BuiltInKind.user.id
        case .customersInWhich: return BuiltInKind.customer.id
        case .elements: return nil
        case .noun(let noun):
            switch noun.source {
            case .users, .team, .managers: return BuiltInKind.user.id
            case .customers, .customersOf: return BuiltInKind.customer.id
            case .roles: return BuiltInKind.role.id
            case .kinds: return BuiltInKind.kind.id
            case .rules: return BuiltInKind.rule.id
            case .records(let kind, _): return kind
            }
        }
    }

    private mutating func member(
        _ left: OperandSyntax, _ values: SetSyntax, _ subject: Subject, _ state: State
    ) throws(ScriptError) -> FormulaTest {
        if let attribute = try attribute(left, subject, state) {
            if case .names(let names, _) = values {
                var wanted: [Value] = []
                for name in names {
                    wanted.append(
                        try typed(ValueSyntax(name: name, range: name.range), attribute.type, attribute.name, state))
                }
                return .attribute(AttributeTest(attribute: attribute.name, check: .oneOf(wanted)))
            }
            return .attributeIn(attribute.name, try set(values, state, mayBeAlone: false))
        }
        let operand = try operand(left, nil, state)
        if case .names(let names, _) = values {
            let kind: KindID? =
                switch operand {
                case .value(.user): BuiltInKind.user.id
                case .value(.role): BuiltInKind.role.id
                case .bound(.actor, nil), .bound(.user, nil): BuiltInKind.user.id
                case .bound(.customer, nil): BuiltInKind.customer.id
                case .bound(.role, nil): BuiltInKind.role.id
                default: nil
                }
            return .member(operand, .elements(try elements(names, kind, state)))
        }
        return .member(operand, try set(values, state, mayBeAlone: false))
    }

    mutating func typed(
        _ value: ValueSyntax, _ type: SubjectType, _ attribute: String, _ state: State
    ) throws(ScriptError) -> Value {
        switch type {
        case .role: return .role(try role(value.name, state))
        case .plain(let type): return try self.value(value, as: type, of: attribute, state)
        }
    }

    /// A `$variable`, a count or a value; a word on the right is read as what stands on the left.
    private mutating func operand(
        _ syntax: OperandSyntax, _ other: Operand?, _ state: State
    ) throws(ScriptError) -> Operand {
        switch syntax {
        case .count(let set, _): return .count(try self.set(set, state, mayBeAlone: true))
        case .set(let set): return .set(try self.set(set, state, mayBeAlone: false))
        case .value(let value):
            if value.name.form == .variable, value.unit == nil {
                switch try variable(value.name, state) {
                case .unset: return .unset
                case .value(let held): return .value(held)
                case .element(let element): return state.value(of: element).map { .value($0) } ?? .unset
                case .text(let text): return .value(try read(text, value, like: other, state))
                case .set(let elements): return .set(.elements(elements))
                case .bound(let variable, let attribute): return .bound(variable, attribute: attribute)
                case let held: throw wrongVariable(value.name, held, "one value")
                }
            }
            if let unit = value.unit { return .value(.duration(milliseconds: try duration(value.name, unit, state))) }
            return .value(try read(text(value.name, state), value, like: other, state))
        }
    }

    private mutating func read(
        _ text: String, _ syntax: ValueSyntax, like other: Operand?, _ state: State
    ) throws(ScriptError) -> Value {
        let type: SubjectType? =
            switch other {
            case .count: .plain(.number)
            case .value(.number): .plain(.number)
            case .value(.yesNo): .plain(.yesNo)
            case .value(.date): .plain(.date)
            case .value(.instant): .plain(.instant)
            case .value(.duration): .plain(.duration)
            case .value(.user): .plain(.user)
            case .value(.role): .role
            case .bound(.actor, nil), .bound(.user, nil): .plain(.user)
            case .bound(.role, nil): .role
            default: nil
            }
        guard let type else { return .text(text) }
        return try typed(syntax, type, "", state)
    }

    // MARK: Predicates

    /// In a `where`, a word is a user-valued attribute; elsewhere a user's name.
    private mutating func whom(_ name: NameSyntax, _ subject: Subject, _ state: State) throws(ScriptError)
        -> UserOperand
    {
        if name.form != .variable {
            switch subject {
            case .nothing, .audit: break
            case .things, .holders:
                let attribute = symbols.text(name.symbol)
                guard case .plain(.user) = try attributeType(attribute, of: subject, name.range, state) else {
                    throw error(
                        "wrong-kind-of-value", "\(ticked(attribute)) does not hold a user", name.range,
                        label: "an attribute that holds a user, or a `$variable`")
                }
                return .attribute(attribute)
            }
        }
        if name.form == .variable, case .bound(let variable, nil) = try variable(name, state),
            variable == .actor || variable == .user
        {
            return .bound(variable)
        }
        return .user(try user(name, state))
    }

    private mutating func can(
        _ user: NameSyntax, _ negated: Bool, _ action: NameSyntax, _ kind: NameSyntax, _ name: NameSyntax?,
        _ places: [PlaceSyntax], _ subject: Subject, _ state: State
    ) throws(ScriptError) -> Formula {
        let who = try whom(user, subject, state)
        var requests: [AccessRequest] = []
        if places.isEmpty {
            requests.append(try request(action, kind, name, nil, state))
        } else {
            for place in places { requests.append(try request(action, kind, name, place, state)) }
        }
        return .and(requests.map { negate(.test(.can(who, $0)), negated) })
    }

    /// `ACTION KIND [NAME] [in PLACE]`, in the account switched to where no place is named.
    mutating func request(
        _ action: NameSyntax, _ kind: NameSyntax, _ name: NameSyntax?, _ place: PlaceSyntax?, _ state: State,
        anywhere: Bool = false
    ) throws(ScriptError) -> AccessRequest {
        let kindID = try self.kind(kind, state)
        let wanted = try self.action(action, of: kindID, state)
        if let name {
            let subject = try thing(name, kindID, place, state)
            let account: AccountID =
                switch subject {
                case .record(let record): state[record].account
                case .customer(let customer): customer
                default: .partner
                }
            return AccessRequest(action: wanted, kind: kindID, subject: subject, account: account)
        }
        if place == nil, anywhere { return AccessRequest(action: wanted, kind: kindID, account: nil) }
        let here = try self.place(place, state)
        return AccessRequest(
            action: wanted, kind: kindID, subject: here.record.map { .record($0) }, account: here.account)
    }
}
