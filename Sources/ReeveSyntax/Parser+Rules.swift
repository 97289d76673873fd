/// What must hold, whoever asks.
extension Parser {
    /// ```ebnf
    /// rule = "rule" name rule-body [ reason ] ;
    /// rule-body = "{" { rule-line end } "}" ;
    /// ```
    mutating func parseRule() throws(SyntaxFailure) -> StatementBody {
        advance()
        let name = try parseName()
        var lines: [RuleSyntax.Line] = []
        _ = try parseBody { parser in
            if let line = parser.parseLine({ (parser) throws(SyntaxFailure) in try parser.parseRuleLine() }) {
                lines.append(line)
            }
        }
        return .defineRule(RuleSyntax(name: name, lines: lines))
    }

    /// ```ebnf
    /// rule-line = require | forbid | warn ;
    /// ```
    private mutating func parseRuleLine() throws(SyntaxFailure) -> RuleSyntax.Line {
        let start = current.range.start
        if accept(.require) { return try parseRequire(from: start) }
        if accept(.forbid) { return try parseForbid(from: start) }
        if accept(.warn) { return try parseWarn(from: start) }
        throw failExpected(
            label: "a rule's lines are `require CONDITION`, `forbid ACTION KIND when CONDITION`, `warn when CONDITION`")
    }

    /// ```ebnf
    /// require = "require" condition [ reason ] ;
    /// ```
    private mutating func parseRequire(from start: Int32) throws(SyntaxFailure) -> RuleSyntax.Line {
        let condition = try parseCondition(until: [.because])
        let reason = accept(.because) ? try parseReason() : nil
        return .require(condition, because: reason, range: range(from: start))
    }

    /// ```ebnf
    /// forbid = "forbid" name name "when" condition [ reason ] ;
    /// ```
    private mutating func parseForbid(from start: Int32) throws(SyntaxFailure) -> RuleSyntax.Line {
        let action = try parseName()
        let kind = try parseName()
        guard accept(.when) else {
            throw failMissing("\(typedStatement) when …", "`when`", "`forbid` needs `when` and a condition")
        }
        let condition = try parseCondition(until: [.because])
        let reason = accept(.because) ? try parseReason() : nil
        return .forbid(action: action, kind: kind, when: condition, because: reason, range: range(from: start))
    }

    /// ```ebnf
    /// warn = "warn" ( "when" | "unless" ) condition [ reason ] ;
    /// ```
    private mutating func parseWarn(from start: Int32) throws(SyntaxFailure) -> RuleSyntax.Line {
        let negated = !accept(.when)
        if negated { try expect(.unless) }
        let condition = try parseCondition(until: [.because])
        let reason = accept(.because) ? try parseReason() : nil
        return .warn(condition, negated: negated, because: reason, range: range(from: start))
    }
}
