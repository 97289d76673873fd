/// Sets of users, customers, records and entries.
extension Parser {
    /// ```ebnf
    /// set = noun-set | set-in-parentheses | variable | csv | users-who-can | customers-in-which ;
    /// set-in-parentheses = "(" ")" | "(" names ")" | "(" set ")" ;
    /// csv = "csv" string ;
    /// ```
    /// Where nothing but a set may stand.
    mutating func parseSet() throws(SyntaxFailure) -> SetSyntax {
        expectedThings.insert(.set)
        if atEnd { throw failExpected(label: "such as `users`, or `customers where …`") }
        switch current.kind {
        case .leftParenthesis: return try parseSetInParentheses()
        case .variable: return .variable(try parseName())
        case .word, .string: break
        default: throw failExpected()
        }
        let next = peek()
        if at(.csv), next.kind == .string || next.kind == .template || next.kind == .variable {
            let start = current.range.start
            advance()
            let file = try parseName()
            return .csv(file: file, range: range(from: start))
        }
        if at(.users) && next.is(.who) || at(.who) && next.is(.can) { return try parseUsersWhoCan() }
        if startsCustomersInWhich() { return try parseCustomersInWhich() }
        if at(.all), next.is(.customers) {
            throw fail(
                "near-miss", "`all customers` is a scope, of later customers too", current.range.joined(next.range),
                label: "write `customers` for those of now",
                fix: Diagnostic.Fix(range: current.range.joined(next.range), replacement: "customers"))
        }
        return .noun(try parseNounSet())
    }

    private mutating func parseSetInParentheses() throws(SyntaxFailure) -> SetSyntax {
        let start = current.range.start
        let inner = try parseParenthesized { (parser) throws(SyntaxFailure) -> SetSyntax in
            try parser.parseParenthesizedSet(from: start)
        }
        if case .names(let names, _) = inner { return .names(names, range: range(from: start)) }
        return inner
    }

    /// What stands between the parentheses of a set.
    mutating func parseParenthesizedSet(from start: Int32) throws(SyntaxFailure) -> SetSyntax {
        if current.kind == .rightParenthesis { return .names([], range: range(from: start)) }
        let next = peek().kind
        // At the last name the lookahead ends: the closing parenthesis is one of the tokens it sees.
        if current.kind.isName, next == .comma || next == .rightParenthesis {
            return .names(try parseNames().all, range: range(from: start))
        }
        return try parseSet()
    }

    private static let nounClauses: [Keyword] = [.of, .by, .in, .since, .until, .where, .except, .including]

    /// The words a noun is followed by, and so is known as one.
    static let nounMarks: KeywordSet = [.of, .by, .in, .since, .until, .where, .except, .including]

    /// ```ebnf
    /// noun-set = noun noun-clauses ;
    /// noun = ? word that could not go on the sentence ? | string ;
    /// noun-clauses = [ "of" place ] [ "by" name ] [ "in" place ] [ "since" value ] [ "until" value ]
    ///     [ "where" condition ] [ "except" names ] [ "including" "inactive" ] ;
    /// ```
    private mutating func parseNounSet() throws(SyntaxFailure) -> NounSetSyntax {
        let start = current.range
        try enter(start)
        var set = NounSetSyntax(noun: try parseName())
        let outer = follow
        var position = 0
        while !atEnd, let keyword = current.keyword, let place = Self.nounClauses.firstIndex(of: keyword) {
            if outer.contains(keyword), keyword == .in || keyword == .until || keyword == .except, position > 5 {
                break
            }
            guard place >= position else {
                let order = Self.nounClauses[position - 1].spelling
                throw fail(
                    "doubled-clause", "`\(keyword.spelling)` stands before `\(order)` in a set, and once",
                    current.range, label: "the order is `of`, `in`, `where`, `except`, `including inactive`")
            }
            position = place + 1
            follow = outer
            for later in Self.nounClauses.dropFirst(position) { follow.insert(later) }
            advance()
            switch keyword {
            case .of: set.of = try parsePlace()
            case .by: set.by = try parseName()
            case .in: set.place = try parsePlace()
            case .since: set.since = try parseValue()
            case .until: set.until = try parseValue()
            case .where: set.condition = try parseCondition()
            case .except: set.except = try parseNames()
            default:
                try expect(.inactive)
                set.includingInactive = true
            }
        }
        for keyword in Self.nounClauses.dropFirst(position) { expectedWords.insert(keyword) }
        follow = outer
        nesting -= 1
        set.range = range(from: start.start)
        return set
    }

    /// ```ebnf
    /// users-who-can = ( "users" "who" | "who" ) "can" access-question ;
    /// access-question = name name [ other-name ] [ "in" place ] ;
    /// ```
    private mutating func parseUsersWhoCan() throws(SyntaxFailure) -> SetSyntax {
        let start = current.range.start
        if at(.users) { advance() }
        advance()
        try expect(.can)
        let question = try parseAccess(of: nil)
        return .usersWhoCan(question, range: range(from: start))
    }

    /// ACTION KIND [NAME] [in PLACE]
    mutating func parseAccess(of user: NameSyntax?) throws(SyntaxFailure) -> AccessQuestionSyntax {
        let action = try parseName()
        if atEnd || current.kind == .leftBrace {
            expectedThings.insert(.name)
            throw failExpected(label: "of which kind? `\(typed(action.range)) …`")
        }
        let kind = try parseName()
        var question = AccessQuestionSyntax(user: user, action: action, kind: kind, name: nil, place: nil)
        if atOtherName([.in]) { question.name = try parseName() }
        if accept(.in) { question.place = try parsePlace() }
        return question
    }

    /// ```ebnf
    /// customers-in-which = "customers" "in" "which" name "can" name name ;
    /// ```
    private mutating func parseCustomersInWhich() throws(SyntaxFailure) -> SetSyntax {
        let start = current.range.start
        advance()
        advance()
        advance()
        let user = try parseName()
        try expect(.can)
        let action = try parseName()
        let kind = try parseName()
        return .customersInWhich(user: user, action: action, kind: kind, range: range(from: start))
    }

    /// A set begins here, and not a value: told by its first few tokens, where either may stand.
    mutating func startsSetForm() -> Bool {
        guard !atEnd else { return false }
        if current.kind == .leftParenthesis { return true }
        guard current.kind == .word || current.kind == .string else { return false }
        let next = peek()
        if at(.csv) { return next.kind == .string || next.kind == .template || next.kind == .variable }
        if at(.users), next.is(.who) { return true }
        if at(.who), next.is(.can) { return true }
        return next.isOne(of: Self.nounMarks) && !next.isOne(of: follow)
    }

    private mutating func startsCustomersInWhich() -> Bool {
        at(.customers) && peek().is(.in) && peek(2).is(.which) && peek(3).kind.isName && peek(4).is(.can)
    }

    /// ```ebnf
    /// expression = value | set | "count" "(" set ")" ;
    /// ```
    mutating func parseExpression() throws(SyntaxFailure) -> ExpressionSyntax {
        expectedThings.insert(.value)
        if at(.count), peek().kind == .leftParenthesis {
            let start = current.range.start
            let set = try parseCountedSet()
            return .count(set, range: range(from: start))
        }
        return startsSetForm() ? .set(try parseSet()) : .value(try parseValue())
    }

    /// `count`, `any` or `no`, and the set in parentheses behind it.
    mutating func parseCountedSet() throws(SyntaxFailure) -> SetSyntax {
        advance()
        return try parseParenthesized { (parser) throws(SyntaxFailure) -> SetSyntax in try parser.parseSet() }
    }
}
