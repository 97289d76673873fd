/// Who gets in, as what, and for how long.
///
/// ```ebnf
/// access = invite | uninvite | assign | reassign | unassign | hand-over ;
/// ```
extension Parser {
    /// The clauses of the access statements, with where they stand: a message fills the right sentence in with them.
    private struct AccessClauses {
        var role: NameSyntax?
        var accounts: NamesSyntax?
        var scope: ScopeSyntax?
        var customers: CustomersSyntax?
        var term = TermSyntax()
        var fromUser: NameSyntax?
        var toUser: NameSyntax?
        var seen: KeywordSet = []
    }

    /// What `to` and `from` are followed by.
    private enum Meaning { case accounts, scope, customers, term, user }

    private mutating func parseAccessClauses(
        _ clauses: inout AccessClauses, _ allowed: KeywordSet, to: Meaning, from: Meaning, _ because: inout NameSyntax?
    ) throws(SyntaxFailure) {
        follow = allowed
        while !atEnd, let keyword = current.keyword, follow.contains(keyword) {
            try once(keyword, &clauses.seen)
            if keyword == .until && clauses.seen.contains(.for) || keyword == .for && clauses.seen.contains(.until) {
                throw fail(
                    "doubled-clause", "`until` and `for` both say when it ends", current.range,
                    label: "keep one of them")
            }
            advance()
            switch keyword {
            case .as: clauses.role = try parseName()
            case .to where to == .user: clauses.toUser = try parseName()
            case .to where to == .scope: clauses.scope = try parseScope()
            case .to: clauses.accounts = try parseAccounts()
            case .from where from == .term: clauses.term.from = try parseValue()
            case .from where from == .user: clauses.fromUser = try parseName()
            case .from where from == .accounts: clauses.accounts = try parseAccounts()
            case .from: clauses.customers = try parseCustomers()
            case .until: clauses.term.until = try parseValue()
            case .for: clauses.term.duration = try parseDuration()
            default: because = try parseReason()
            }
        }
        expectedWords.formUnion(follow.subtracting(clauses.seen))
    }

    /// ```ebnf
    /// term = [ "from" value ] [ "until" value | "for" ( duration | variable ) ] ;
    /// ```
    /// Reads what follows `for`.
    private mutating func parseDuration() throws(SyntaxFailure) -> ValueSyntax {
        let value = try parseValue()
        if value.unit == nil, value.name.form == .word {
            throw failDuration(value)
        }
        return value
    }

    private mutating func failDuration(_ value: ValueSyntax) -> SyntaxFailure {
        let written = typed(value.range)
        let isCount = written.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        if isCount, !atEnd, current.kind == .word, !current.isOne(of: Self.grantClauses) {
            let unit = typed(current.range)
            let count = Int(written) ?? 0
            let days = unit.hasPrefix("month") ? count * 30 : unit.hasPrefix("year") ? count * 365 : nil
            return fail(
                "expected", "there is no unit `\(unit)`", value.range.joined(current.range),
                label: days.map { "write `for \($0) days`, or `until` and a date" }
                    ?? "the units are minutes, hours, days and weeks")
        }
        let isDate = written.utf8.count >= 10 && written.contains("-")
        return fail(
            "expected", "`for` is followed by a number and its unit", value.range,
            label: isDate ? "write `until \(written)`" : "such as `for \(isCount ? written : "8") hours`")
    }

    private static let leavingClauses: KeywordSet = [.from, .because]
    private static let grantClauses: KeywordSet = [.as, .to, .from, .until, .for, .because]

    /// ```ebnf
    /// invite = "invite" names ? any order ? ( ( "as" name ) ( "to" names ) [ term ] [ reason ] ) ;
    /// ```
    mutating func parseInvite(_ because: inout NameSyntax?) throws(SyntaxFailure) -> StatementBody {
        advance()
        let users = try parseNames()
        var clauses = AccessClauses()
        try parseAccessClauses(&clauses, Self.grantClauses, to: .accounts, from: .term, &because)
        guard let role = clauses.role, let accounts = clauses.accounts else {
            throw failMissingGrant("invite", users.range, clauses)
        }
        return .invite(users: users, role: role, accounts: accounts, term: clauses.term)
    }

    /// ```ebnf
    /// uninvite = "uninvite" names ? any order ? ( ( "from" names ) [ reason ] ) ;
    /// ```
    mutating func parseUninvite(_ because: inout NameSyntax?) throws(SyntaxFailure) -> StatementBody {
        advance()
        let users = try parseNames()
        var clauses = AccessClauses()
        try parseAccessClauses(&clauses, Self.leavingClauses, to: .accounts, from: .accounts, &because)
        guard let accounts = clauses.accounts else {
            throw failMissingClause("uninvite \(typed(users.range)) from …", "`from`")
        }
        return .uninvite(users: users, accounts: accounts)
    }

    /// ```ebnf
    /// assign = "assign" names ? any order ? ( ( "as" name ) ( "to" scope ) [ term ] [ reason ] ) ;
    /// ```
    mutating func parseAssign(_ because: inout NameSyntax?) throws(SyntaxFailure) -> StatementBody {
        advance()
        let users = try parseNames()
        var clauses = AccessClauses()
        try parseAccessClauses(&clauses, Self.grantClauses, to: .scope, from: .term, &because)
        guard let role = clauses.role, let scope = clauses.scope else {
            throw failMissingGrant("assign", users.range, clauses)
        }
        return .assign(users: users, role: role, scope: scope, term: clauses.term)
    }

    /// ```ebnf
    /// reassign = "reassign" name ? any order ? ( reassign-clause [ term ] [ reason ] ) ;
    /// reassign-clause = "as" name [ "to" scope ] | "to" scope [ "as" name ] ;
    /// ```
    mutating func parseReassign(_ because: inout NameSyntax?) throws(SyntaxFailure) -> StatementBody {
        advance()
        let user = try parseName()
        var clauses = AccessClauses()
        try parseAccessClauses(&clauses, Self.grantClauses, to: .scope, from: .term, &because)
        guard clauses.role != nil || clauses.scope != nil else {
            throw failMissingClause(
                "reassign \(typed(user.range)) as …` or `reassign \(typed(user.range)) to …", "`as` or `to`")
        }
        return .reassign(user: user, role: clauses.role, scope: clauses.scope, term: clauses.term)
    }

    /// ```ebnf
    /// unassign = "unassign" names ? any order ? ( ( "from" customers ) [ reason ] ) ;
    /// ```
    mutating func parseUnassign(_ because: inout NameSyntax?) throws(SyntaxFailure) -> StatementBody {
        advance()
        let users = try parseNames()
        var clauses = AccessClauses()
        try parseAccessClauses(&clauses, Self.leavingClauses, to: .accounts, from: .customers, &because)
        guard let customers = clauses.customers else {
            throw failMissingClause(
                "unassign \(typed(users.range)) from …` or `unassign \(typed(users.range)) from all customers",
                "`from`")
        }
        return .unassign(users: users, customers: customers)
    }

    /// ```ebnf
    /// hand-over = "hand" "over" customers ? any order ? ( ( "from" name ) ( "to" name ) [ reason ] ) ;
    /// ```
    mutating func parseHandOver(_ because: inout NameSyntax?) throws(SyntaxFailure) -> StatementBody {
        advance()
        try expect(.over)
        let customers = try parseCustomers()
        var clauses = AccessClauses()
        try parseAccessClauses(&clauses, [.from, .to, .because], to: .user, from: .user, &because)
        guard let from = clauses.fromUser, let to = clauses.toUser else {
            let giver = clauses.fromUser.map { typed($0.range) } ?? "…"
            let receiver = clauses.toUser.map { typed($0.range) } ?? "…"
            throw failMissingClause(
                "hand over \(typed(customers.range)) from \(giver) to \(receiver)",
                clauses.fromUser == nil ? "`from`" : "`to`")
        }
        return .handOver(customers: customers, from: from, to: to)
    }

    // MARK: Accounts and scopes

    /// Names of accounts, and nothing standing.
    private mutating func parseAccounts() throws(SyntaxFailure) -> NamesSyntax {
        if at(.all), peek().is(.customers) {
            let written = statementTokens()
            let isLeaving = tokens[statementStart].is(.uninvite)
            let rest = written.dropFirst().first.map { typed($0.range.joined(written.last?.range ?? $0.range)) } ?? "…"
            throw fail(
                "near-miss", "a team is \(isLeaving ? "left" : "joined") in named accounts",
                current.range.joined(peek().range), label: "name the accounts, or a set: `let $c = customers where …`",
                notes: [
                    isLeaving
                        ? "who manages all customers is taken back by: unassign \(rest)"
                        : "for every customer, now and later: assign \(rest)"
                ])
        }
        try refusePassingSet()
        return try parseNames()
    }

    /// ```ebnf
    /// scope = names | "all" "customers" [ "where" condition ] [ "except" names ] ;
    /// ```
    mutating func parseScope() throws(SyntaxFailure) -> ScopeSyntax {
        try probeCustomers()
        guard at(.all), peek().is(.customers) else {
            try refusePassingSet(mayStand: true)
            return .named(try parseNames())
        }
        let start = current.range.start
        advance()
        advance()
        var condition: ConditionSyntax?
        if accept(.where) { condition = try parseCondition(until: [.except]) }
        let except = accept(.except) ? try parseNames() : nil
        return .standing(condition: condition, except: except, range: range(from: start))
    }

    /// ```ebnf
    /// customers = names | "all" "customers" ;
    /// ```
    mutating func parseCustomers() throws(SyntaxFailure) -> CustomersSyntax {
        try probeCustomers()
        guard at(.all), peek().is(.customers) else {
            try refusePassingSet()
            return .named(try parseNames())
        }
        let start = current.range
        advance()
        let range = start.joined(current.range)
        advance()
        if at(.where) || at(.except) {
            throw fail(
                "near-miss", "`all customers` means every one here, and the scope as a whole", current.range,
                label: "name the customers, or a set: `let $c = customers \(typed(current.range)) …`",
                notes: ["to narrow a standing scope: reassign USER to all customers \(typed(current.range)) …"])
        }
        return .all(range)
    }

    /// `customers where …` could mean those of today or those of every day. Both spellings are shown, where both may
    /// stand.
    private mutating func refusePassingSet(mayStand: Bool = false) throws(SyntaxFailure) {
        guard at(.customers) else { return }
        let next = peek()
        guard next.isOne(of: [.where, .of, .except, .in]) else { return }
        var last = next
        var place = index + 1
        while let token = Optional(lexed(place)), !token.kind.endsStatement, token.kind != .leftBrace,
            !token.newlineBefore || continuesLine(at: place),
            !token.isOne(of: [.as, .to, .from, .until, .for, .because])
        {
            last = token
            place += 1
        }
        let set = typed(current.range.joined(last.range))
        let written = statementTokens()
        let before = typed(SourceRange(tokens[statementStart].range.start, tokens[max(0, index - 1)].range.end))
        let behind = written.first { $0.range.start >= last.range.end }
        let after = behind.map { " " + typed($0.range.joined(written.last?.range ?? $0.range)) } ?? ""
        let both = current.range.joined(next.range)
        let now = "let $c = \(set)`, then `\(before) $c\(after)"
        guard mayStand else {
            throw fail(
                "near-miss", "a set is given a name before its members stand here", both, label: "write `\(now)`")
        }
        throw fail(
            "near-miss", "`customers \(typed(next.range)) …` does not say whether later customers count", both,
            label: "write `all \(set)`, which covers later ones too",
            notes: ["only those of now: `\(now)`"],
            fix: Diagnostic.Fix(range: SourceRange(current.range.start, current.range.start), replacement: "all "))
    }

    // MARK: Missing clauses

    private mutating func failMissingGrant(
        _ verb: String, _ users: SourceRange, _ clauses: AccessClauses
    ) -> SyntaxFailure {
        let role = clauses.role.map { typed($0.range) } ?? "…"
        let range = clauses.scope?.range ?? clauses.accounts?.range
        let scope = range.map { typed($0) } ?? "…"
        let missing = clauses.role == nil ? range == nil ? "`as` and `to`" : "`as`" : "`to`"
        return failMissingClause("\(verb) \(typed(users)) as \(role) to \(scope)", missing)
    }

    /// Where something else stands in the clause's place, that is told first.
    private mutating func failMissingClause(_ sentence: String, _ missing: String) -> SyntaxFailure {
        let first = lexed(statementStart + 1)
        if first.isOne(of: [.as, .to, .from]), current.kind.isName {
            let verb = typed(tokens[statementStart].range)
            return fail(
                "missing-clause", "`\(verb)` whom?", first.range, label: "write `\(verb) … \(typed(first.range)) …`")
        }
        return failMissing(sentence, missing, "\(missing) \(missing.contains("and") ? "are" : "is") missing")
    }
}
