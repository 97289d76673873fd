/// Statements as such: which one begins here, blocks, and going on after an error.
extension Parser {
    /// Reads one statement; nil where it was wrong, with the reader behind it.
    mutating func parseStatementOrRecover() -> StatementSyntax? {
        let outerStart = statementStart
        let outerNesting = nesting
        let outerFollow = follow
        defer {
            statementStart = outerStart
            nesting = outerNesting
            follow = outerFollow
            parentheses = 0
        }
        statementStart = index
        parentheses = 0
        follow = []
        expectedWords = []
        expectedThings = []
        // A word that goes on a line also begins one where a statement must stand.
        joinsLine = true
        updateEnd()
        do throws(SyntaxFailure) {
            let statement = try parseStatement()
            try expectStatementEnd()
            return statement
        } catch {
            recordFailure()
            nesting = outerNesting
            recover()
            return nil
        }
    }

    /// ```ebnf
    /// statement = definition | change | access | control | question | testing ;
    /// ```
    private mutating func parseStatement() throws(SyntaxFailure) -> StatementSyntax {
        let start = current.range.start
        if startsCall() { return StatementSyntax(body: try parseCall(), range: range(from: start)) }
        var because: NameSyntax?
        guard let keyword = current.keyword, let body = try parseBody(keyword, &because) else {
            throw failUnknownStatement()
        }
        return StatementSyntax(body: body, because: because, range: range(from: start))
    }

    func range(from start: Int32) -> SourceRange { SourceRange(start, previousEnd) }

    private mutating func parseBody(
        _ keyword: Keyword, _ because: inout NameSyntax?
    ) throws(SyntaxFailure) -> StatementBody? {
        switch keyword {
        case .invite: try parseInvite(&because)
        case .uninvite: try parseUninvite(&because)
        case .assign: try parseAssign(&because)
        case .reassign: try parseReassign(&because)
        case .unassign: try parseUnassign(&because)
        case .hand: try parseHandOver(&because)
        case .add: try parseAdd(&because)
        case .change: try parseChange(&because)
        case .rename: try parseRename(&because)
        case .remove: try parseRemove(&because)
        case .disable, .enable: try parseSetStatus(keyword, &because)
        case .lock, .unlock: try parseSetLock(keyword, &because)
        case .reset: try parseReset(&because)
        case .do: try parseWork(&because)
        case .define: try parseDefinition(&because)
        case .act: try parseAct()
        case .let: try parseLet()
        case .param: try parseParameter()
        case .for: try parseForEach()
        case .if: try parseIf()
        case .use: try parseUse()
        case .print: try parsePrint()
        case .can: try parseCan()
        case .why: try parseWhy()
        case .who: try parseWho()
        case .what: try parseWhat()
        case .where: try parseWhere()
        case .show: try parseShow()
        case .count: try parseCount()
        case .test: try parseTest()
        case .at: try parseAt()
        case .expect: try parseExpect()
        default: nil
        }
    }

    /// The words a statement begins with.
    static let verbs: KeywordSet = [
        .invite, .uninvite, .assign, .reassign, .unassign, .hand, .add, .change, .rename, .remove, .disable, .enable,
        .lock, .unlock, .reset, .do, .define, .act, .let, .param, .for, .if, .use, .print, .can, .why, .who, .what,
        .where, .show, .count, .test, .at, .expect,
    ]

    /// ```ebnf
    /// block = "{" { statement end } "}" ;
    /// ```
    /// `label`: what is said where the block is not there.
    mutating func parseBlock(label: String = "") throws(SyntaxFailure) -> BlockSyntax {
        var statements: [StatementSyntax] = []
        if atEnd || current.kind != .leftBrace {
            expectedThings.insert(.block)
            throw failExpected(label: meantKeyword() == nil ? label : "")
        }
        let range = try parseBody { parser in
            if let statement = parser.parseStatementOrRecover() { statements.append(statement) }
        }
        return BlockSyntax(statements: statements, range: range)
    }

    /// Reads `{`, then lines until `}`. A line deals with its own errors.
    mutating func parseBody(_ line: (inout Parser) -> Void) throws(SyntaxFailure) -> SourceRange {
        let opening = current.range
        expectedThings.insert(.block)
        guard !atEnd, current.kind == .leftBrace else { throw failExpected() }
        try enter(opening)
        let outer = (parentheses, follow)
        parentheses = 0
        follow = []
        advance()
        while true {
            while current.kind == .semicolon { advance() }
            if current.kind == .rightBrace { break }
            guard current.kind != .end, errors.count < limits.errors else {
                // Of several that are open at the end, the innermost is told.
                let failure = fail(
                    "unclosed-block", "this `{` is not closed", opening, label: "`}` is missing",
                    // Where one alone is open, it takes in all the rest.
                    fix: reportedUnclosed || nesting > 1
                        ? nil
                        : Diagnostic.Fix(
                            range: SourceRange(current.range.start, current.range.start), replacement: "}\n"))
                if reportedUnclosed { self.failure = nil }
                reportedUnclosed = true
                throw failure
            }
            line(&self)
        }
        (parentheses, follow) = outer
        nesting -= 1
        advance()
        return opening.joined(SourceRange(opening.start, previousEnd))
    }

    mutating func expectStatementEnd() throws(SyntaxFailure) {
        if current.kind == .semicolon {
            advance()
            return
        }
        expectedThings.insert(.end)
        guard atEnd else { throw failLeftOver() }
    }

    // MARK: After an error

    /// Records what went wrong, unless it follows from what the lexer told of the same statement.
    ///
    /// - Parameter opening: of a line in a definition's body, what makes a script of it.
    mutating func recordFailure(ofStatement: Bool = true, within opening: String = "") {
        guard var diagnostic = failure else { return }
        failure = nil
        let start = tokens[min(statementStart, tokens.count - 1)].range.start
        var end = max(diagnostic.range.end, previousEnd, current.kind == .invalid ? current.range.end : 0)
        // What the lexer left out at the end of the line may be what is missing here.
        if atEnd {
            while end < source.bytes.count, source.bytes[Int(end)] != UInt8(ascii: "\n") { end += 1 }
        }
        for known in lexer.diagnostics.reversed() {
            if known.range.start > end { continue }
            if known.range.start < start { break }
            return
        }
        if ofStatement, let better = nearMiss(for: diagnostic) {
            diagnostic = better
        } else if !opening.isEmpty, Self.rewordable.contains(diagnostic.code),
            let better = reworded(diagnostic, statementTokens(), within: opening)
        {
            diagnostic = better
        }
        record(diagnostic)
    }

    mutating func record(_ diagnostic: Diagnostic) {
        guard errors.count < limits.errors else { return }
        // What lies deeper still lies too deep for the same reason.
        if diagnostic.code == "too-deep", let last = errors.last, last.code == "too-deep" { return }
        errors.append(diagnostic)
    }

    /// Goes on to the end of the statement. The blocks of a broken one are read for errors of their own.
    mutating func recover() {
        var open = parentheses
        parentheses = 0
        joinsLine = false
        updateEnd()
        let head = tokens[min(statementStart, tokens.count - 1)]
        let readsBlocks = head.isOne(of: Self.blockVerbs) || isNearMissBlock(head)
        let definesProcedure = head.is(.define) && lexed(statementStart + 1).is(.procedure)
        while true {
            let isFirst = index == statementStart
            switch current.kind {
            case .end, .rightBrace: return
            case .semicolon where open == 0:
                advance()
                return
            case .leftBrace:
                if readsBlocks || definesProcedure, nesting < limits.nesting {
                    if (try? parseBlock()) == nil {
                        recordFailure()
                        return
                    }
                } else {
                    skipBlock()
                }
                open = 0
                continue
            default:
                break
            }
            let startsLine = current.newlineBefore && !isFirst && !continuesLine(at: index)
            let isJoined = index > 0 && tokens[index - 1].kind == .comma
            if startsLine, open == 0 && !isJoined || current.isOne(of: Self.verbs) { return }
            if current.kind == .leftParenthesis { open += 1 }
            if current.kind == .rightParenthesis { open = max(0, open - 1) }
            advance()
        }
    }

    private static let blockVerbs: KeywordSet = [.if, .for, .act, .test, .at, .expect, .else]

    /// Skips `{ … }` without a look inside, however deep it goes.
    private mutating func skipBlock() {
        var depth = 0
        while current.kind != .end {
            if current.kind == .leftBrace { depth += 1 }
            if current.kind == .rightBrace { depth -= 1 }
            advance()
            if depth == 0 { return }
        }
    }
}
