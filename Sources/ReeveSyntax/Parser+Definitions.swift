/// What an installation consists of: partner, kinds, procedures. Roles and rules have files of their own.
///
/// ```ebnf
/// definition = "define" ( partner | kind | role | rule | procedure ) ;
/// ```
extension Parser {
    mutating func parseDefinition(_ because: inout NameSyntax?) throws(SyntaxFailure) -> StatementBody {
        advance()
        let body: StatementBody
        switch current.keyword {
        case .partner where !atEnd: body = try parsePartner()
        case .kind where !atEnd: body = try parseKind()
        case .role where !atEnd, .system where !atEnd, .inheritable where !atEnd: body = try parseRole()
        case .rule where !atEnd: body = try parseRule()
        case .procedure where !atEnd: return try parseProcedure()
        default:
            for keyword in [Keyword.partner, .kind, .role, .system, .inheritable, .rule, .procedure] {
                expectedWords.insert(keyword)
            }
            throw failExpected()
        }
        if accept(.because) { because = try parseReason() }
        return body
    }

    /// ```ebnf
    /// partner = "partner" name [ reason ] ;
    /// ```
    private mutating func parsePartner() throws(SyntaxFailure) -> StatementBody {
        advance()
        return .definePartner(name: try parseName())
    }

    /// ```ebnf
    /// kind = "kind" name ? any order ? ( [ "plural" name ] [ "in" name ] ) [ kind-body ] [ reason ] ;
    /// kind-body = "{" { kind-line end } "}" ;
    /// ```
    private mutating func parseKind() throws(SyntaxFailure) -> StatementBody {
        advance()
        var kind = KindSyntax(name: try parseName(), plural: nil, parent: nil, lines: [])
        var seen: KeywordSet = []
        while !atEnd, let keyword = current.keyword, keyword == .plural || keyword == .in {
            try once(keyword, &seen)
            advance()
            let name = try parseName()
            if keyword == .plural { kind.plural = name } else { kind.parent = name }
        }
        if !atEnd, current.kind == .leftBrace {
            var lines: [KindSyntax.Line] = []
            _ = try parseBody { parser in
                parser.parseLine { (parser) throws(SyntaxFailure) in lines.append(try parser.parseKindLine()) }
            }
            kind.lines = lines
        }
        expectedThings.insert(.block)
        for keyword in [Keyword.plural, .in] where !seen.contains(keyword) { expectedWords.insert(keyword) }
        return .defineKind(kind)
    }

    /// What makes a script of one line of the definition that begins at a token.
    private func opening(at start: Int) -> String {
        let head = tokens[min(start + 1, tokens.count - 1)]
        return head.is(.kind) ? "define kind x {" : head.is(.rule) ? "define rule x {" : "define role x {"
    }

    /// Reads one line of a definition's body, and goes on behind a wrong one.
    mutating func parseLine(_ body: (inout Parser) throws(SyntaxFailure) -> Void) {
        let outerStart = statementStart
        let outerNesting = nesting
        statementStart = index
        defer {
            statementStart = outerStart
            nesting = outerNesting
            parentheses = 0
            follow = []
        }
        expectedWords = []
        expectedThings = []
        joinsLine = true
        updateEnd()
        do throws(SyntaxFailure) {
            try body(&self)
            try expectStatementEnd()
        } catch {
            recordFailure(ofStatement: false, within: opening(at: outerStart))
            recoverLine()
        }
    }

    private mutating func recoverLine() {
        parentheses = 0
        joinsLine = false
        updateEnd()
        while current.kind != .end, current.kind != .rightBrace {
            if current.kind == .semicolon { return advance() }
            if current.newlineBefore, index != statementStart, atEnd { return }
            advance()
        }
    }

    /// ```ebnf
    /// kind-line = "has" name [ attribute-type ] | "can" names ;
    /// ```
    private mutating func parseKindLine() throws(SyntaxFailure) -> KindSyntax.Line {
        if accept(.has) {
            let name = try parseName()
            return .has(AttributeSyntax(name: name, kind: try parseAttributeType()))
        }
        if accept(.can) { return .can(try parseNames().all) }
        throw failExpected(label: "a kind's lines are `has ATTRIBUTE TYPE` and `can ACTION, ACTION`")
    }

    /// ```ebnf
    /// attribute-type = "text" | "number" | "yes/no" | "date" | "instant" | "duration" | "user" | "one" "of" names ;
    /// ```
    private mutating func parseAttributeType() throws(SyntaxFailure) -> AttributeSyntax.Kind {
        if accept(.text) { return .text }
        if accept(.number) { return .number }
        if accept(.yesNo) { return .yesNo }
        if accept(.date) { return .date }
        if accept(.instant) { return .instant }
        if accept(.duration) { return .duration }
        if accept(.user) { return .user }
        if accept(.one) {
            try expect(.of)
            return .oneOf(try parseNames().all)
        }
        guard atEnd else { throw failExpected() }
        return .text
    }

    /// ```ebnf
    /// procedure = "procedure" name "(" [ variable-name { "," variable-name } ] ")" block ;
    /// ```
    private mutating func parseProcedure() throws(SyntaxFailure) -> StatementBody {
        advance()
        let name = try parseName()
        if atEnd || current.kind == .leftBrace {
            expectedThings.insert(.opening)
            throw failExpected(label: "write `define procedure \(typed(name.range))() { … }`")
        }
        let parameters = try parseParenthesized { (parser) throws(SyntaxFailure) -> [NameSyntax] in
            var parameters: [NameSyntax] = []
            if parser.current.kind == .rightParenthesis { return parameters }
            repeat { parameters.append(try parser.parseVariableName()) } while parser.accept(.comma, .comma)
            return parameters
        }
        return .defineProcedure(name: name, parameters: parameters, body: try parseBlock())
    }
}
