/// Messages that several statements share.
extension Parser {
    /// What was typed of the statement so far.
    var typedStatement: String {
        typed(SourceRange(tokens[min(statementStart, tokens.count - 1)].range.start, previousEnd))
    }

    /// A clause that must be there is not: shows the right sentence.
    mutating func failMissing(_ sentence: String, _ missing: String, _ message: String) -> SyntaxFailure {
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

    /// No statement begins like this.
    mutating func failUnknownStatement() -> SyntaxFailure {
        let word = typed(current.range)
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
