/// Messages that several statements share.
extension Parser {
    /// What was typed of the statement so far.
    var typedStatement: String {
        typed(SourceRange(tokens[min(statementStart, tokens.count - 1)].range.start, previousEnd))
    }

    /// A clause that must be there is not: shows the right sentence.
    mutating func failMissing(_ sentence: String, _ missing: String, _ message: String) -> SyntaxFailure {
        if !atEnd, current.kind == .comma {
            return fail(
                "expected", "expected \(missing), found `,`", current.range,
                label: "only one name stands here: write a statement for each")
        }
        if !atEnd {
            return fail(
                "expected", "expected \(missing), found `\(typed(current.range))`", current.range,
                label: "write `\(sentence)`")
        }
        return fail("missing-clause", message, placeOfFailure, label: "write `\(sentence)`")
    }

    /// Something stands behind a statement that was complete.
    mutating func failLeftOver() -> SyntaxFailure {
        let previous = index > 0 ? tokens[index - 1] : current
        if current.kind == .rightParenthesis {
            return fail(
                "expected", "no `(` is open here", current.range, label: "take this `)` out",
                fix: Diagnostic.Fix(range: current.range, replacement: ""))
        }
        if meantKeyword() != nil { return failExpected() }
        if current.is(.customers), let failure = failCustomers(behind: previous) { return failure }
        if current.kind == .comma, !expectedThings.contains(.comma) {
            return failExpected(label: "only one name stands here: write a statement for each")
        }
        if previous.kind == .rightBrace, isNearMissBlock(current), source.text(current.range).hasPrefix("el") {
            return fail(
                "near-miss", "what else may be true is asked by `else if`", current.range, label: "write `else if`",
                fix: Diagnostic.Fix(range: current.range, replacement: "else if"))
        }
        if previous.kind == .rightBrace {
            return failExpected(label: "begin a new line, or write `;` between two statements")
        }
        if current.isOne(of: Self.verbs), !expectedWords.contains(current.keyword ?? .access) {
            return failExpected(label: "begin a new line, or write `;` between two statements")
        }
        if previous.kind == .word, current.kind == .word {
            let both = typed(previous.range.joined(current.range))
            return failExpected(label: "a name of several words stands in double quotes: `\"\(both)\"`")
        }
        return failExpected()
    }

    /// `every customers`, `acme, all customers`, `let $x = all customers`.
    private mutating func failCustomers(behind previous: Token) -> SyntaxFailure? {
        let both = previous.range.joined(current.range)
        let head = tokens[min(statementStart, tokens.count - 1)]
        let written = source.text(previous.range).lowercased()
        guard ["all", "every", "each", "any"].contains(written) else { return nil }
        if head.is(.let) || head.is(.print) {
            return fail(
                "near-miss", "`\(typed(both))` is a scope, of later customers too", both,
                label: "write `customers where …` for those of now")
        }
        if index > 1, tokens[index - 2].kind == .comma {
            return fail(
                "near-miss", "`all customers` takes in all others, and stands alone", both,
                label: "write `all customers`, or the names")
        }
        return fail(
            "near-miss", "every customer, now and later, is `all customers`", both, label: "write `all customers`",
            fix: Diagnostic.Fix(range: both, replacement: "all customers"))
    }

    /// No statement begins like this.
    mutating func failUnknownStatement() -> SyntaxFailure {
        let word = typed(current.range)
        if word.hasPrefix("//") || word.hasPrefix("--") || word.hasPrefix("/*") {
            return fail(
                "near-miss", "a comment begins with `#`", current.range, label: "write `#`",
                fix: Diagnostic.Fix(
                    range: SourceRange(current.range.start, current.range.start + 2), replacement: "#"))
        }
        guard current.kind == .word else {
            return fail(
                "unknown-statement", "no statement begins with `\(word)`", current.range,
                label: "a statement begins with a verb: `add`, `invite`, `assign`, `show`, …")
        }
        let lowercase = word.lowercased()
        if let meant = Self.verbs.all.first(where: {
            $0.spelling == lowercase || isOneSlip(from: lowercase, to: $0.spelling)
        }) {
            return fail(
                "unknown-statement", "no statement begins with `\(word)`", current.range,
                label: "did you mean `\(meant.spelling)`?",
                fix: Diagnostic.Fix(range: current.range, replacement: meant.spelling))
        }
        return fail(
            "unknown-statement", "no statement begins with `\(word)`", current.range,
            label: "a statement begins with a verb: `add`, `invite`, `assign`, `show`, …")
    }
}
