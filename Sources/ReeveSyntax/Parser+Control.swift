/// Acting as someone, variables, loops, branches, files and procedures.
///
/// ```ebnf
/// control = act | let | param | for-each | if | use | call | print ;
/// ```
extension Parser {
    /// ```ebnf
    /// act = "act" "as" name [ "in" place ] block ;
    /// ```
    mutating func parseAct() throws(SyntaxFailure) -> StatementBody {
        advance()
        try expect(.as)
        let user = try parseName()
        let place = accept(.in) ? try parsePlace() : nil
        return .act(user: user, place: place, body: try parseBlock(label: "what is done so stands in a block: `{ … }`"))
    }

    /// ```ebnf
    /// let = "let" variable-name "=" expression ;
    /// ```
    mutating func parseLet() throws(SyntaxFailure) -> StatementBody {
        advance()
        let variable = try parseVariableName()
        try expect(.equal, .equal)
        return .letting(variable: variable, value: try parseExpression())
    }

    /// ```ebnf
    /// param = "param" variable-name [ "default" value ] ;
    /// ```
    mutating func parseParameter() throws(SyntaxFailure) -> StatementBody {
        advance()
        let variable = try parseVariableName()
        if !atEnd, current.kind == .equal {
            throw fail(
                "near-miss", "a parameter's value comes from outside", current.range,
                label: "write `default` for the one it has otherwise",
                fix: Diagnostic.Fix(range: current.range, replacement: "default"))
        }
        return .parameter(variable: variable, defaultValue: accept(.default) ? try parseValue() : nil)
    }

    /// ```ebnf
    /// for-each = "for" "each" variable-name "in" set block ;
    /// ```
    mutating func parseForEach() throws(SyntaxFailure) -> StatementBody {
        advance()
        try expect(.each)
        let variable = try parseVariableName()
        try expect(.in)
        let set = try parseSet()
        return .forEach(
            variable: variable, set: set,
            body: try parseBlock(label: "what is done with each stands in a block: `{ … }`"))
    }

    /// ```ebnf
    /// if = "if" condition block { "else" "if" condition block } [ "else" block ] ;
    /// ```
    mutating func parseIf() throws(SyntaxFailure) -> StatementBody {
        advance()
        var branches = [try parseBranch()]
        while accept(.else) {
            guard accept(.if) else { return .conditional(branches: branches, otherwise: try parseBlock()) }
            branches.append(try parseBranch())
        }
        return .conditional(branches: branches, otherwise: nil)
    }

    private mutating func parseBranch() throws(SyntaxFailure) -> BranchSyntax {
        let condition = try parseCondition()
        if !atEnd, current.kind == .word, source.text(current.range).lowercased() == "then" {
            throw fail(
                "near-miss", "what depends on a condition stands in a block", current.range,
                label: "take it out, and write `{ … }`",
                fix: peek().kind == .leftBrace ? Diagnostic.Fix(range: current.range, replacement: "") : nil)
        }
        return BranchSyntax(
            condition: condition, body: try parseBlock(label: "what depends on it stands in a block: `{ … }`"))
    }

    /// ```ebnf
    /// use = "use" string ;
    /// ```
    mutating func parseUse() throws(SyntaxFailure) -> StatementBody {
        advance()
        expectedThings.insert(.string)
        guard !atEnd, current.kind == .string else {
            guard !atEnd, current.kind == .word else { throw failExpected() }
            let file = source.text(current.range)
            throw fail(
                "near-miss", "a file's name stands in double quotes", current.range,
                label: "write `use \"\(escaped(file))\"`",
                fix: Diagnostic.Fix(range: current.range, replacement: "\"\(file)\""))
        }
        return .use(file: try parseName())
    }

    /// ```ebnf
    /// print = "print" expression ;
    /// ```
    mutating func parsePrint() throws(SyntaxFailure) -> StatementBody {
        advance()
        return .print(try parseExpression())
    }

    /// A word directly followed by `(` is a call.
    mutating func startsCall() -> Bool {
        guard current.kind == .word else { return false }
        let next = lexed(index + 1)
        return next.kind == .leftParenthesis && !next.spaceBefore
    }

    /// ```ebnf
    /// call = procedure-name ? no space ? "(" [ argument { "," argument } ] ")" ;
    /// procedure-name = ? word that no line goes on with ? ;
    /// argument = value | set-in-parentheses | "count" "(" set ")" ;
    /// ```
    mutating func parseCall() throws(SyntaxFailure) -> StatementBody {
        let procedure = try parseName()
        do throws(SyntaxFailure) {
            return .call(procedure: procedure, arguments: try parseArguments())
        } catch {
            guard procedure.symbol == Keyword.if.symbol else { throw error }
            let gap = SourceRange(procedure.range.end, procedure.range.end)
            throw fail(
                "near-miss", "a word directly followed by `(` is a call", procedure.range, label: "write `if (`",
                fix: Diagnostic.Fix(range: gap, replacement: " "))
        }
    }

    private mutating func parseArguments() throws(SyntaxFailure) -> [ExpressionSyntax] {
        try parseParenthesized { (parser) throws(SyntaxFailure) -> [ExpressionSyntax] in
            var arguments: [ExpressionSyntax] = []
            if parser.current.kind == .rightParenthesis { return arguments }
            repeat { arguments.append(try parser.parseExpression()) } while parser.accept(.comma, .comma)
            return arguments
        }
    }
}
