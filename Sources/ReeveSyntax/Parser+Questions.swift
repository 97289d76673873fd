/// What is asked, and how the answer is shown.
///
/// ```ebnf
/// question = can-question | why-question | who-question | what-question | where-question | show | count ;
/// ```
extension Parser {
    /// ```ebnf
    /// can-question = "can" name access-question [ "as" "of" value ] ;
    /// ```
    mutating func parseCan() throws(SyntaxFailure) -> StatementBody {
        advance()
        let user = try parseName()
        return .can(try parsePastAccess(of: user))
    }

    /// ```ebnf
    /// why-question = "why" ( "can" | "cannot" ) name access-question [ "as" "of" value ] ;
    /// ```
    mutating func parseWhy() throws(SyntaxFailure) -> StatementBody {
        advance()
        let negated = accept(.cannot)
        if !negated { try expect(.can) }
        let user = try parseName()
        return .why(try parsePastAccess(of: user), negated: negated)
    }

    private mutating func parsePastAccess(of user: NameSyntax) throws(SyntaxFailure) -> AccessQuestionSyntax {
        follow = [.as]
        var question = try parseAccess(of: user)
        expectedWords.insert(.as)
        if accept(.as) {
            try expect(.of)
            question.asOf = try parseValue()
        }
        return question
    }

    /// ```ebnf
    /// who-question = "who" "can" access-question shape ;
    /// ```
    mutating func parseWho() throws(SyntaxFailure) -> StatementBody {
        advance()
        try expect(.can)
        follow = Self.shapeClauses
        let question = try parseAccess(of: nil)
        return .whoCan(question, try parseShape())
    }

    /// ```ebnf
    /// what-question = "what" "can" name "do" [ "in" place ] shape ;
    /// ```
    mutating func parseWhat() throws(SyntaxFailure) -> StatementBody {
        advance()
        try expect(.can)
        let user = try parseName()
        try expect(.do)
        follow = Self.shapeClauses
        let place = accept(.in) ? try parsePlace() : nil
        return .whatCan(user: user, place: place, try parseShape())
    }

    /// ```ebnf
    /// where-question = "where" "can" name name name shape ;
    /// ```
    mutating func parseWhere() throws(SyntaxFailure) -> StatementBody {
        advance()
        try expect(.can)
        let user = try parseName()
        let action = try parseName()
        let kind = try parseName()
        follow = Self.shapeClauses
        return .whereCan(user: user, action: action, kind: kind, try parseShape())
    }

    /// ```ebnf
    /// show = "show" ( set | thing ) order ;
    /// thing = noun other-name [ "in" place ] ;
    /// ```
    mutating func parseShow() throws(SyntaxFailure) -> StatementBody {
        advance()
        follow = Self.shapeClauses
        guard startsThing() else {
            let set = try parseSet()
            return .show(.set(set), try parseShape())
        }
        let kind = try parseName()
        let name = try parseName()
        let place = accept(.in) ? try parsePlace() : nil
        return .show(.thing(kind: kind, name: name, place: place), try parseShape())
    }

    /// A kind and a name, where a noun would be followed by a clause or by nothing.
    private mutating func startsThing() -> Bool {
        guard !atEnd, current.kind == .word || current.kind == .string else { return false }
        let next = peek()
        if at(.who), next.is(.can) { return false }
        if at(.csv), next.kind == .string || next.kind == .template { return false }
        if at(.all), next.is(.customers) { return false }
        if at(.users), next.is(.who), peek(2).is(.can) { return false }
        return isOtherName(next, Self.nounMarks)
    }

    /// ```ebnf
    /// count = "count" set order ;
    /// ```
    mutating func parseCount() throws(SyntaxFailure) -> StatementBody {
        advance()
        follow = Self.shapeClauses
        let set = try parseSet()
        return .count(set, try parseShape())
    }

    private static let shapeClauses: KeywordSet = [.where, .sort, .first, .as]

    /// ```ebnf
    /// shape = [ "where" condition ] order ;
    /// order = ? any order ? ( [ "sort" "by" name [ "descending" ] ] [ "first" value ] [ "as" "of" value ] ) ;
    /// ```
    private mutating func parseShape() throws(SyntaxFailure) -> ShapeSyntax {
        var shape = ShapeSyntax()
        var seen: KeywordSet = []
        while !atEnd, let keyword = current.keyword, Self.shapeClauses.contains(keyword) {
            try once(keyword, &seen)
            advance()
            switch keyword {
            case .where: shape.condition = try parseCondition()
            case .sort:
                try expect(.by)
                shape.sortBy = try parseName()
                shape.descending = accept(.descending)
            case .first: shape.first = try parseValue()
            default:
                try expect(.of)
                shape.asOf = try parseValue()
            }
        }
        expectedWords.formUnion(Self.shapeClauses.subtracting(seen))
        return shape
    }
}
