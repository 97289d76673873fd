/// Accounts, users and records: what exists.
///
/// ```ebnf
/// change = add | change-thing | rename | remove | set-status | set-lock | reset | work ;
/// ```
extension Parser {
    /// What the statements on records share: kind, names, and the clauses that the statement allows.
    private struct RecordClauses {
        var kind: NameSyntax
        var names: NamesSyntax
        var place: PlaceSyntax?
        var with: [SettingSyntax] = []
        var without: [NameSyntax] = []
        var to: NameSyntax?
        var everything = false
    }

    private mutating func parseRecordClauses(
        _ allowed: KeywordSet, _ because: inout NameSyntax?, several: Bool = true
    ) throws(SyntaxFailure) -> RecordClauses {
        let verb = current.range
        advance()
        return try parseRecordClauses(behind: verb, allowed, &because, several: several)
    }

    private mutating func parseRecordClauses(
        behind verb: SourceRange, _ allowed: KeywordSet, _ because: inout NameSyntax?, several: Bool = true
    ) throws(SyntaxFailure) -> RecordClauses {
        follow = allowed.union([.because])
        let kind = try parseName()
        guard !atEnd, current.kind.isName else {
            expectedThings.insert(.name)
            // Whether it is the kind that is missing or the name is known of built-in kinds only.
            let isKind = [
                "user", "customer", "role", "kind", "rule", "users", "customers", "member", "manager",
            ].contains(typed(kind.range))
            let sentence = "\(typed(verb)) \(typed(kind.range)) …"
            throw failMissing(
                isKind
                    ? sentence
                    : "\(typed(verb)) user \(typed(kind.range))` or `\(typed(verb)) customer \(typed(kind.range))",
                "a name",
                "`\(typed(verb))` needs a kind and a name")
        }
        var clauses = RecordClauses(
            kind: kind, names: several ? try parseNames() : NamesSyntax(first: try parseName()))
        var seen: KeywordSet = []
        while !atEnd, let keyword = current.keyword, follow.contains(keyword) {
            try once(keyword, &seen)
            advance()
            switch keyword {
            case .in: clauses.place = try parsePlace()
            case .with: clauses.with = try parseSettings()
            case .without: clauses.without = try parseNames().all
            case .to: clauses.to = try parseName()
            case .because: because = try parseReason()
            default:
                guard accept(.everything), accept(.in), accept(.it) else {
                    throw failExpected(label: "write `and everything in it`")
                }
                clauses.everything = true
            }
        }
        expectedWords.formUnion(follow.subtracting(seen))
        return clauses
    }

    /// ```ebnf
    /// add = "add" name names ? any order ? ( [ "in" place ] [ "with" settings ] [ reason ] ) ;
    /// ```
    mutating func parseAdd(_ because: inout NameSyntax?) throws(SyntaxFailure) -> StatementBody {
        let clauses = try parseRecordClauses([.in, .with], &because)
        return .add(kind: clauses.kind, names: clauses.names, place: clauses.place, with: clauses.with)
    }

    /// ```ebnf
    /// change-thing = "change" name names ? any order ? ( [ "in" place ] change-clause [ reason ] ) ;
    /// change-clause = "with" settings [ "without" names ] | "without" names [ "with" settings ] ;
    /// ```
    mutating func parseChange(_ because: inout NameSyntax?) throws(SyntaxFailure) -> StatementBody {
        let clauses = try parseRecordClauses([.in, .with, .without], &because)
        if clauses.with.isEmpty, clauses.without.isEmpty, atEnd {
            throw failMissing(
                "\(typedStatement) with … = …", "`with` or `without`", "`change` needs what is to change")
        }
        return .change(
            kind: clauses.kind, names: clauses.names, place: clauses.place, with: clauses.with,
            without: clauses.without)
    }

    /// ```ebnf
    /// rename = "rename" name name ? any order ? ( [ "in" place ] ( "to" name ) [ reason ] ) ;
    /// ```
    mutating func parseRename(_ because: inout NameSyntax?) throws(SyntaxFailure) -> StatementBody {
        let clauses = try parseRecordClauses([.in, .to], &because, several: false)
        guard let to = clauses.to else {
            guard atEnd else { throw failLeftOver() }
            throw failMissing("\(typedStatement) to …", "`to`", "`rename` needs the new name")
        }
        return .rename(kind: clauses.kind, name: clauses.names.first, place: clauses.place, to: to)
    }

    /// ```ebnf
    /// remove = "remove" name names ? any order ? ( [ "in" place ] [ "and" "everything" "in" "it" ] [ reason ] ) ;
    /// ```
    mutating func parseRemove(_ because: inout NameSyntax?) throws(SyntaxFailure) -> StatementBody {
        let clauses = try parseRecordClauses([.in, .and], &because)
        return .remove(
            kind: clauses.kind, names: clauses.names, place: clauses.place, everything: clauses.everything)
    }

    /// ```ebnf
    /// set-status = ( "disable" | "enable" ) name names [ reason ] ;
    /// ```
    mutating func parseSetStatus(
        _ keyword: Keyword, _ because: inout NameSyntax?
    ) throws(SyntaxFailure) -> StatementBody {
        let clauses = try parseRecordClauses([], &because)
        return .setStatus(kind: clauses.kind, names: clauses.names, enabled: keyword == .enable)
    }

    /// ```ebnf
    /// set-lock = ( "lock" | "unlock" ) name names ? any order ? ( [ "in" place ] [ reason ] ) ;
    /// ```
    mutating func parseSetLock(
        _ keyword: Keyword, _ because: inout NameSyntax?
    ) throws(SyntaxFailure) -> StatementBody {
        let clauses = try parseRecordClauses([.in], &because)
        return .setLock(
            kind: clauses.kind, names: clauses.names, place: clauses.place, locked: keyword == .lock)
    }

    /// ```ebnf
    /// reset = "reset" "password" "of" names [ reason ] ;
    /// ```
    mutating func parseReset(_ because: inout NameSyntax?) throws(SyntaxFailure) -> StatementBody {
        advance()
        try expect(.password)
        try expect(.of)
        let users = try parseNames()
        if accept(.because) { because = try parseReason() }
        return .resetPassword(users: users)
    }

    /// ```ebnf
    /// work = "do" name name names ? any order ? ( [ "in" place ] [ reason ] ) ;
    /// ```
    mutating func parseWork(_ because: inout NameSyntax?) throws(SyntaxFailure) -> StatementBody {
        let verb = current.range
        advance()
        let action = try parseName()
        let clauses = try parseRecordClauses(behind: verb.joined(action.range), [.in], &because)
        return .work(action: action, kind: clauses.kind, names: clauses.names, place: clauses.place)
    }
}
