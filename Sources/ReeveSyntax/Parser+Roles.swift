/// Roles and their permissions.
extension Parser {
    /// ```ebnf
    /// role = [ "system" | "inheritable" ] "role" name [ role-body ] [ reason ] ;
    /// role-body = "{" { role-line end } "}" ;
    /// ```
    mutating func parseRole() throws(SyntaxFailure) -> StatementBody {
        var role = RoleSyntax(
            roleClass: at(.system) ? .system : at(.inheritable) ? .inheritable : .plain,
            name: NameSyntax(form: .word, symbol: current.symbol, range: current.range), lines: [], hasBody: false)
        if role.roleClass != .plain { advance() }
        try expect(.role)
        role.name = try parseName()
        if !atEnd, current.kind == .leftBrace {
            var lines: [RoleSyntax.Line] = []
            _ = try parseBody { parser in
                if let line = parser.parseLine({ (parser) throws(SyntaxFailure) in try parser.parseRoleLine() }) {
                    lines.append(line)
                }
            }
            role.lines = lines
            role.hasBody = true
        }
        expectedThings.insert(.block)
        return .defineRole(role)
    }

    /// ```ebnf
    /// role-line = "includes" names | "can" "grant" names [ reach ] | "can" permission ;
    /// ```
    private mutating func parseRoleLine() throws(SyntaxFailure) -> RoleSyntax.Line {
        let start = current.range.start
        if accept(.includes) {
            let names = try parseNames()
            return .includes(names, range: range(from: start))
        }
        guard accept(.can) else {
            throw failExpected(label: "a role's lines are `includes ROLE` and `can ACTION KIND`")
        }
        if at(.grant), peek().kind != .comma {
            advance()
            let roles = try parseNames()
            return .canGrant(roles: roles, reach: try parseReach(), range: range(from: start))
        }
        return .permission(try parsePermission(from: start))
    }

    /// ```ebnf
    /// permission = actions kinds [ record-condition ] [ reach ] ;
    /// actions = other-name { "," name } | "do" "anything" "to" ;
    /// kinds = names | "anything" | "self" ;
    /// ```
    private mutating func parsePermission(from start: Int32) throws(SyntaxFailure) -> PermissionSyntax {
        var actions: [NameSyntax] = []
        if at(.do), peek().is(.anything), peek(2).is(.to) {
            advance()
            advance()
            advance()
        } else {
            actions = try parseNames().all
        }
        guard !atEnd, current.kind.isName else {
            expectedThings.insert(.name)
            throw failMissing("\(typedStatement) …", "a kind", "on which kind is missing")
        }
        let anything = at(.anything)
        var kinds = try parseNames().all
        if anything, kinds.count == 1 { kinds = [] }
        let condition = try parseRecordCondition()
        let reach = try parseReach()
        return PermissionSyntax(
            actions: actions, kinds: kinds, condition: condition, reach: reach, range: range(from: start))
    }

    /// ```ebnf
    /// record-condition = "where" name ( "=" value | "in" "(" value { "," value } ")" ) ;
    /// ```
    private mutating func parseRecordCondition() throws(SyntaxFailure) -> RecordConditionSyntax? {
        guard accept(.where) else { return nil }
        let attribute = try parseName()
        if accept(.equal, .equal) {
            return RecordConditionSyntax(attribute: attribute, values: [try parseValue()], isList: false)
        }
        if at(.is) {
            throw fail(
                "near-miss", "an attribute is compared with `=`", current.range, label: "write `=`",
                fix: Diagnostic.Fix(range: current.range, replacement: "="))
        }
        if current.kind.isComparison || at(.not) {
            throw fail(
                "near-miss", "a permission picks records by what an attribute is, not by what it is not or by an order",
                current.range, label: "write `=` and a value, or `in (…)`")
        }
        try expect(.in)
        let values = try parseParenthesized { (parser) throws(SyntaxFailure) -> [ValueSyntax] in
            var values = [try parser.parseValue()]
            while parser.accept(.comma, .comma) { values.append(try parser.parseValue()) }
            return values
        }
        return RecordConditionSyntax(attribute: attribute, values: values, isList: true)
    }

    /// ```ebnf
    /// reach = "in" ( "all" | "own" | "unassigned" ) "customers" [ "where" condition ] ;
    /// ```
    private mutating func parseReach() throws(SyntaxFailure) -> ReachSyntax? {
        let start = current.range.start
        guard accept(.in) else { return nil }
        let base: ReachSyntax.Base
        if accept(.all) {
            base = .all
        } else if accept(.own) {
            base = .own
        } else if accept(.unassigned) {
            base = .unassigned
        } else {
            throw failExpected(label: "a scope is `in all customers`, `in own customers` or `in unassigned customers`")
        }
        try expect(.customers)
        let condition = accept(.where) ? try parseCondition() : nil
        return ReachSyntax(base: base, condition: condition, range: range(from: start))
    }
}
