/// What is said of the left side of a condition.
extension Parser {
    /// ```ebnf
    /// predicate = value-predicate | "is" [ "not" ] "set" | can-predicate | holds-predicate | access-predicate ;
    /// value-predicate = comparison operand-right | "in" member-set | "contains" value ;
    /// comparison = "=" | "!=" | "<" | "<=" | ">" | ">=" ;
    /// member-set = set-in-parentheses | variable ;
    /// ```
    mutating func parsePredicate(
        _ left: OperandSyntax, from start: Int32
    ) throws(SyntaxFailure) -> ConditionSyntax {
        if !atEnd, let comparison = comparison(current.kind) {
            advance()
            return try parseComparison(left, comparison)
        }
        expectedThings.insert(.comparison)
        if case .value(let value) = left {
            if accept(.is) { return try parseIs(value.name, from: start) }
            if at(.can) || at(.cannot) { return try parseCanPredicate(value.name, from: start) }
            if accept(.has) { return try parseAccessPredicate(value.name, from: start) }
        }
        if accept(.contains) { return .contains(left, try parseValue()) }
        if accept(.in) {
            expectedThings.insert(.set)
            guard current.kind == .leftParenthesis || current.kind == .variable, !atEnd else {
                guard !atEnd, current.kind.isName else { throw failExpected() }
                throw failExpected(label: "a set stands in parentheses: `in (\(typed(current.range)))`")
            }
            return .member(left, of: try parseSet())
        }
        throw failPredicate(left)
    }

    /// Nothing is said of the left side, or in words that are not of this language.
    private mutating func failPredicate(_ left: OperandSyntax) -> SyntaxFailure {
        if case .set(let set) = left {
            if case .noun(let noun) = set, let list = noun.place, noun.of == nil, current.kind == .comma {
                return failExpected(
                    label: "a list stands in parentheses: `\(typed(noun.noun.range)) in (\(typed(list.range)), …)`")
            }
            return failExpected(label: "a set is compared with `=` or `!=`")
        }
        if atEnd || current.kind == .leftBrace {
            return failExpected(
                label: "what of \(typed(left.range))? such as `\(typed(left.range)) = …`, `is`, `can` or `has`")
        }
        let word = typed(current.range)
        if ["equals", "equal", "eq", "like", "isn't", "isnt"].contains(word.lowercased()), peek().kind.isName {
            let sign = word.lowercased().hasPrefix("isn") ? "!=" : "="
            return fail(
                "near-miss", "a value is compared with `\(sign)`", current.range, label: "write `\(sign)`",
                fix: Diagnostic.Fix(range: current.range, replacement: sign))
        }
        return failExpected()
    }

    private func comparison(_ kind: Token.Kind) -> ComparisonOperator? {
        switch kind {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        default: nil
        }
    }

    private mutating func parseComparison(
        _ left: OperandSyntax, _ comparison: ComparisonOperator
    ) throws(SyntaxFailure) -> ConditionSyntax {
        let right = try parseRightOperand()
        if at(.in), !follow.contains(.in), comparison == .equal || comparison == .notEqual,
            case .value(let role) = right
        {
            let verb = comparison == .equal ? "is" : "is not"
            let between = SourceRange(left.range.end, role.range.start)
            let place = peek().kind.isName ? typed(peek().range) : "…"
            throw fail(
                "near-miss", "a role is held with `is`", left.range.joined(role.range),
                label: "write `\(typed(left.range)) \(verb) \(typed(role.range)) in \(place)`",
                fix: Diagnostic.Fix(range: between, replacement: " \(verb) "))
        }
        return .compare(left, comparison, right)
    }

    /// ```ebnf
    /// operand-right = "count" "(" set ")" | bare-set | value ;
    /// ```
    private mutating func parseRightOperand() throws(SyntaxFailure) -> OperandSyntax {
        let start = current.range.start
        expectedThings.insert(.value)
        if at(.count), peek().kind == .leftParenthesis {
            let set = try parseCountedSet()
            return .count(set, range: range(from: start))
        }
        let isNoun = !atEnd && (current.kind == .word || current.kind == .string) && peek().is(.of)
        if isNoun || !atEnd && current.kind == .leftParenthesis { return .set(try parseSet()) }
        return .value(try parseValue())
    }

    /// ```ebnf
    /// holds-predicate = "is" [ "not" ] name "in" names [ through ] ;
    /// ```
    /// Reads what follows `is`, which may also be `[not] set`.
    private mutating func parseIs(_ left: NameSyntax, from start: Int32) throws(SyntaxFailure) -> ConditionSyntax {
        let verbStart = previousEnd - 2
        let negated = at(.not) && peek().kind.isName && (!peek().is(.in) || peek(2).is(.in))
        if negated { advance() }
        if at(.set), !peek().is(.in) {
            advance()
            return .isSet(
                .value(ValueSyntax(name: left, range: left.range)), negated: negated, range: range(from: start))
        }
        let verb = SourceRange(verbStart, previousEnd)
        let role = try parseName()
        guard accept(.in) else {
            let comparison = negated ? "!=" : "="
            throw fail(
                "near-miss", "`is` asks for a role in an account; a value is compared with `\(comparison)`", verb,
                label: "write `\(typed(left.range)) \(comparison) \(typed(role.range))`",
                notes: ["for a role: `\(typed(left.range)) is \(typed(role.range)) in …`"],
                fix: Diagnostic.Fix(range: verb, replacement: comparison))
        }
        let accounts = try parseNames()
        let route = try parseThrough()
        return .holds(
            left, negated: negated, role: role, accounts: accounts, through: route, range: range(from: start))
    }

    /// ```ebnf
    /// can-predicate = ( "can" | "cannot" ) name name [ other-name ] [ "in" place { "," place } ] [ through ] ;
    /// ```
    private mutating func parseCanPredicate(
        _ user: NameSyntax, from start: Int32
    ) throws(SyntaxFailure) -> ConditionSyntax {
        let negated = at(.cannot)
        advance()
        let action = try parseName()
        let kind = try parseName()
        let name = atOtherName([.in, .through]) ? try parseName() : nil
        var places: [PlaceSyntax] = []
        if accept(.in) {
            repeat { places.append(try parsePlace([.through])) } while accept(.comma, .comma)
        }
        let route = try parseThrough()
        return .can(
            user, negated: negated, action: action, kind: kind, name: name, places: places, through: route,
            range: range(from: start))
    }

    /// ```ebnf
    /// access-predicate = "has" [ "no" ] "access" "to" names [ through ] ;
    /// ```
    private mutating func parseAccessPredicate(
        _ user: NameSyntax, from start: Int32
    ) throws(SyntaxFailure) -> ConditionSyntax {
        let negated = accept(.no)
        try expect(.access)
        try expect(.to)
        let accounts = try parseNames()
        let route = try parseThrough()
        return .access(user, negated: negated, accounts: accounts, through: route, range: range(from: start))
    }

    /// ```ebnf
    /// through = "through" ( "team" | "manager" | "partner" ) ;
    /// ```
    private mutating func parseThrough() throws(SyntaxFailure) -> RouteSyntax? {
        guard accept(.through) else { return nil }
        if accept(.team) { return .team }
        if accept(.manager) { return .manager }
        try expect(.partner)
        return .partner
    }
}
