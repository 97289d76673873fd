/// What may be true or not.
extension Parser {
    /// ```ebnf
    /// condition = conjunction { "or" conjunction } ;
    /// ```
    mutating func parseCondition(until words: KeywordSet = []) throws(SyntaxFailure) -> ConditionSyntax {
        let outer = follow
        follow = outer.union(words).union([.and, .or])
        let condition = try parseDisjunction(from: nil)
        follow = outer
        return condition
    }

    private mutating func parseDisjunction(from first: ConditionSyntax?) throws(SyntaxFailure) -> ConditionSyntax {
        var parts = [try parseConjunction(from: first)]
        while accept(.or) {
            joinLine()
            parts.append(try parseConjunction(from: nil))
        }
        return parts.count == 1 ? parts[0] : .or(parts)
    }

    /// ```ebnf
    /// conjunction = negation { "and" negation } ;
    /// ```
    private mutating func parseConjunction(from first: ConditionSyntax?) throws(SyntaxFailure) -> ConditionSyntax {
        var parts: [ConditionSyntax] = []
        if let first { parts.append(first) } else { parts.append(try parseNegation()) }
        while accept(.and) {
            joinLine()
            parts.append(try parseNegation())
        }
        return parts.count == 1 ? parts[0] : .and(parts)
    }

    /// ```ebnf
    /// negation = "not" negation | primary ;
    /// ```
    private mutating func parseNegation() throws(SyntaxFailure) -> ConditionSyntax {
        let start = current.range
        guard at(.not), !peek().kind.isComparison else { return try parsePrimary() }
        try enter(start)
        advance()
        joinLine()
        let condition = try parseNegation()
        nesting -= 1
        return .not(condition, range: range(from: start.start))
    }

    /// ```ebnf
    /// primary = "(" condition ")" | "any" "(" set ")" | "no" "(" set ")" | other-name predicate
    ///     | "count" "(" set ")" value-predicate | bare-set ( "=" | "!=" ) bare-set ;
    /// bare-set = set-in-parentheses | noun "of" place [ "except" names ] ;
    /// ```
    private mutating func parsePrimary() throws(SyntaxFailure) -> ConditionSyntax {
        expectedThings.insert(.name)
        let start = current.range.start
        if atEnd { throw failExpected(label: "a condition is missing") }
        if current.kind == .leftParenthesis {
            switch try parseGroup() {
            case .condition(let condition): return condition
            case .set(let set): return try parsePredicate(.set(set), from: start)
            }
        }
        if at(.any) || at(.no), peek().kind == .leftParenthesis {
            let negated = at(.no)
            let set = try parseCountedSet()
            return .any(set, negated: negated, range: range(from: start))
        }
        let left = try parseLeftOperand()
        if case .set(.noun(let noun)) = left, noun.condition != nil {
            let set = typed(noun.range)
            throw fail(
                "near-miss", "a set with a `where` stands in parentheses", noun.range, label: "write `(\(set))`",
                fix: Diagnostic.Fix(range: noun.range, replacement: "(\(source.text(noun.range)))"))
        }
        return try parsePredicate(left, from: start)
    }

    private enum Group {
        case condition(ConditionSyntax)
        case set(SetSyntax)
    }

    /// What stands in parentheses is a set or a condition: its first tokens say which, or what follows an inner set.
    private mutating func parseGroup() throws(SyntaxFailure) -> Group {
        let start = current.range.start
        let group = try parseParenthesized { (parser) throws(SyntaxFailure) -> Group in
            if parser.current.kind == .leftParenthesis {
                let innerStart = parser.current.range.start
                switch try parser.parseGroup() {
                case .set(let set):
                    if parser.current.kind == .rightParenthesis { return .set(set) }
                    return .condition(try parser.parseRest(of: .set(set), from: innerStart))
                case .condition(let condition):
                    return .condition(try parser.parseRest(behind: condition))
                }
            }
            if parser.startsGroupedSet() {
                let innerStart = parser.current.range.start
                let set = try parser.parseParenthesizedSet(from: start)
                if parser.current.kind == .rightParenthesis { return .set(set) }
                return .condition(try parser.parseRest(of: .set(set), from: innerStart))
            }
            return .condition(try parser.parseCondition())
        }
        switch group {
        case .set(.names(let names, _)): return .set(.names(names, range: range(from: start)))
        case .condition(let condition): return nounSet(condition).map { .set($0) } ?? group
        default: return group
        }
    }

    /// `(managers in $c)` reads like `(plan in $c)`, until a comparison with a set follows.
    private func nounSet(_ condition: ConditionSyntax) -> SetSyntax? {
        guard !atEnd, current.kind == .equal || current.kind == .notEqual,
            case .member(.value(let noun), .variable(let place)) = condition, noun.name.form == .word
        else { return nil }
        var set = NounSetSyntax(noun: noun.name)
        set.place = PlaceSyntax(steps: [PlaceSyntax.Step(kind: nil, name: place)], range: place.range)
        set.range = noun.range.joined(place.range)
        return .noun(set)
    }

    private mutating func parseRest(
        of operand: OperandSyntax, from start: Int32
    ) throws(SyntaxFailure) -> ConditionSyntax {
        let outer = follow
        follow = outer.union([.and, .or])
        let first = try parsePredicate(operand, from: start)
        follow = outer
        return try parseRest(behind: first)
    }

    private mutating func parseRest(behind first: ConditionSyntax) throws(SyntaxFailure) -> ConditionSyntax {
        let outer = follow
        follow = outer.union([.and, .or])
        let condition = try parseDisjunction(from: first)
        follow = outer
        return condition
    }

    /// Behind `(`: a list of names, the empty set, or a noun with what follows nouns.
    private mutating func startsGroupedSet() -> Bool {
        if current.kind == .rightParenthesis { return true }
        guard current.kind.isName else { return false }
        let next = peek()
        if next.kind == .comma || next.kind == .rightParenthesis { return true }
        return startsNounSet()
    }

    /// `plan in (…)` and `plan in $set` ask for membership; `managers in acme` is a set.
    private mutating func startsNounSet() -> Bool {
        guard startsSetForm() else { return false }
        let next = peek()
        guard next.is(.in), !at(.users) || !next.is(.who) else { return true }
        if at(.customers), peek(2).is(.which) { return true }
        let place = peek(2)
        if place.kind == .leftParenthesis { return false }
        guard place.kind == .variable else { return true }
        let behind = peek(3)
        if behind.kind == .equal || behind.kind == .notEqual { return true }
        return parentheses > 0 && behind.isOne(of: Self.nounMarks) && !behind.isOne(of: follow)
    }

    /// What a condition begins with, where it is no group.
    private mutating func parseLeftOperand() throws(SyntaxFailure) -> OperandSyntax {
        let start = current.range.start
        if at(.count), peek().kind == .leftParenthesis {
            let set = try parseCountedSet()
            return .count(set, range: range(from: start))
        }
        if startsNounSet() {
            let outer = follow
            follow = outer.union([.through])
            let set = try parseSet()
            follow = outer
            return .set(set)
        }
        return .value(try parseValue())
    }
}
