/// A statement, or a line of a definition's body, as it will be written.
struct FormatterLine {
    enum Part {
        /// Tokens that stay together in this order.
        case words(Range<Int>, Role)
        case block(FormatterBlock)
    }

    enum Role {
        /// The line's beginning, and what stands behind a block.
        case head
        /// Begins with a clause word, where a long line is broken.
        case clause
        /// `because "…"`: the writer's line end before it is kept.
        case reason
    }

    var parts: [Part]
    /// Its first token, and the one it ends with.
    var first: Int
    var last: Int
}

/// `{ … }`
struct FormatterBlock {
    var opening: Int
    var closing: Int
    var lines: [FormatterLine]
}

/// Finds lines, clauses and blocks, and puts the clauses into their order.
struct FormatterOutline {
    let tokens: FormatterTokens
    /// Parentheses that stand close to the word before them: those of calls.
    private(set) var close: Set<Int> = []
    /// Parentheses that stand apart although the word before them reads like `count(…)`.
    private(set) var apart: Set<Int> = []

    struct Clause {
        var start: Int
        /// Clauses are written in the order of their ranks; those of equal rank stay as they were.
        var rank: Int
        var isReason = false
    }

    /// The numbers of statements of the script whose clauses stay as they stand.
    private let kept: Set<Int>
    private var isKept = false

    init(_ tokens: FormatterTokens, keeping kept: Set<Int> = []) {
        self.tokens = tokens
        self.kept = kept
    }

    mutating func script(_ statements: [StatementSyntax]) -> FormatterBlock {
        let end = tokens.tokens.count - 1
        return FormatterBlock(opening: -1, closing: end, lines: lines(statements, end: end, isScript: true))
    }

    /// - Parameter end: the token behind the last of them.
    private mutating func lines(_ statements: [StatementSyntax], end: Int, isScript: Bool = false) -> [FormatterLine] {
        var lines: [FormatterLine] = []
        lines.reserveCapacity(statements.count)
        var first = statements.first.map { tokens.index($0.range.start) } ?? end
        for (number, statement) in statements.enumerated() {
            if isScript { isKept = kept.contains(number) }
            let next = number + 1 < statements.count ? tokens.index(statements[number + 1].range.start) : end
            lines.append(line(statement, first, next))
            first = next
        }
        return lines
    }

    private mutating func line(_ statement: StatementSyntax, _ first: Int, _ end: Int) -> FormatterLine {
        var clauses = FormatterClauses(tokens, first: first, end: end)
        clauses.add(statement)
        switch statement.body {
        case .call: close.insert(first + 1)
        case .defineProcedure(let name, _, _): close.insert(tokens.index(name.range.start) + 1)
        case .count: apart.insert(first + 1)
        default: break
        }
        return line(first, end, clauses.found, blocks(statement.body, first, end))
    }

    /// Cuts a line at its blocks and clauses.
    private func line(_ first: Int, _ end: Int, _ clauses: [Clause], _ blocks: [FormatterBlock]) -> FormatterLine {
        let clauses = clauses.sorted { $0.start < $1.start }
        var parts: [FormatterLine.Part] = []
        var next = clauses[...]
        var place = first
        for block in blocks {
            cut(place, block.opening, &next, into: &parts)
            parts.append(.block(block))
            place = block.closing + 1
        }
        cut(place, end, &next, into: &parts)
        var last = end - 1
        if case .words(let range, _)? = parts.last { last = range.upperBound - 1 }
        return FormatterLine(parts: parts, first: first, last: last)
    }

    private func cut(
        _ start: Int, _ end: Int, _ clauses: inout ArraySlice<Clause>, into parts: inout [FormatterLine.Part]
    ) {
        guard start < end else { return }
        var cuts: [(clause: Clause, range: Range<Int>)] = []
        var head = start..<end
        while let clause = clauses.first, clause.start < end {
            clauses.removeFirst()
            if let open = cuts.indices.last {
                cuts[open].range = cuts[open].range.lowerBound..<clause.start
            } else {
                head = start..<clause.start
            }
            cuts.append((clause, clause.start..<end))
        }
        if !head.isEmpty { parts.append(.words(head, .head)) }
        let ordered = cuts.enumerated().sorted {
            ($0.element.clause.rank, $0.offset) < ($1.element.clause.rank, $1.offset)
        }
        .map(\.element)
        for cut in !isKept && mayStand(ordered.map(\.range), behind: head) ? ordered : cuts where !cut.range.isEmpty {
            parts.append(.words(cut.range, cut.clause.isReason ? .reason : .clause))
        }
    }

    /// A comment ends its line, so what comes behind it must be able to begin one.
    private func mayStand(_ ranges: [Range<Int>], behind head: Range<Int>) -> Bool {
        var previous = head.upperBound - 1
        for range in ranges where !range.isEmpty {
            let isForced = tokens.trailing[previous] != nil || tokens.leading[range.lowerBound] != nil
            if isForced, !tokens.mayBreak(previous, range.lowerBound) { return false }
            previous = range.upperBound - 1
        }
        return true
    }

    // MARK: Blocks

    private mutating func blocks(_ body: StatementBody, _ first: Int, _ end: Int) -> [FormatterBlock] {
        switch body {
        case .defineProcedure(_, _, let body), .act(_, _, let body), .forEach(_, _, let body), .test(_, _, let body),
            .at(_, let body), .expectOutcome(_, let body):
            return [block(body)]
        case .conditional(let branches, let otherwise):
            let bodies = branches.map(\.body) + (otherwise.map { [$0] } ?? [])
            return bodies.map { block($0) }
        case .defineKind(let kind):
            return bodyOfDefinition(first, end, kind.lines.map { FormatterClauses.start(of: $0, tokens) }) { _, _ in }
        case .defineRole(let role):
            return bodyOfDefinition(first, end, role.lines.map { FormatterClauses.start(of: $0, tokens) }) {
                clauses, number in
                clauses.add(role.lines[number])
            }
        case .defineRule(let rule):
            return bodyOfDefinition(first, end, rule.lines.map { FormatterClauses.start(of: $0, tokens) }) {
                clauses, number in
                clauses.add(rule.lines[number])
            }
        default: return []
        }
    }

    private mutating func block(_ syntax: BlockSyntax) -> FormatterBlock {
        let opening = tokens.index(syntax.range.start)
        let closing = tokens.closing[opening] ?? opening
        return FormatterBlock(opening: opening, closing: closing, lines: lines(syntax.statements, end: closing))
    }

    /// The body of a definition: no brace stands before it.
    private func bodyOfDefinition(
        _ first: Int, _ end: Int, _ starts: [Int], _ add: (inout FormatterClauses, Int) -> Void
    ) -> [FormatterBlock] {
        guard let opening = (first..<end).first(where: { tokens.tokens[$0].kind == .leftBrace }),
            let closing = tokens.closing[opening]
        else { return [] }
        var lines: [FormatterLine] = []
        for (number, start) in starts.enumerated() {
            let next = number + 1 < starts.count ? starts[number + 1] : closing
            var clauses = FormatterClauses(tokens, first: start, end: next)
            add(&clauses, number)
            lines.append(line(start, next, clauses.found, []))
        }
        return [FormatterBlock(opening: opening, closing: closing, lines: lines)]
    }
}
