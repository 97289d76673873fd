/// What the parser could accept at a place: the one source of completions and hints.
package struct Expectation: Sendable {
    /// Fixed words that could stand here.
    package var words: [String] = []
    /// A name could stand here, or a value, or a set.
    package var takesName = false
    /// A `$variable` could stand here.
    package var takesVariable = false
    /// A statement could begin here.
    package var isStart = false
    /// The words and marks of the statement before this place, as they were typed.
    package var before: [String] = []
    /// The words before the block that is open here, where a definition's is: `define role Operator`.
    package var enclosing: [String] = []
}

/// What the parser had asked for where it came upon the probe.
struct Probed {
    var words: KeywordSet
    var things: ExpectedThings
    var isStart: Bool
    /// Where the statement begins.
    var start: Int32
    var enclosing: [String]
}

extension Parser {
    /// What could stand at the end of a text. The last word is taken to be finished: whoever completes it leaves it out.
    package static func expectation(behind text: String) -> Expectation {
        // No production takes a backquote, so the parser stops there and has asked for all it could have taken.
        let source = SourceText(name: "", text: text + " `")
        let place = Int32(truncatingIfNeeded: source.bytes.count - 1)
        let symbols = SymbolTable()
        var parser = Parser(source, symbols: symbols)
        parser.probe = place
        while parser.probed == nil, parser.nextStatement() != nil {}
        var expectation = Expectation()
        guard let found = parser.probed else { return expectation }
        expectation.isStart = found.isStart
        expectation.enclosing = found.enclosing
        expectation.words = (found.isStart ? verbs : found.words).all.map(\.spelling)
        let names: ExpectedThings = [.name, .value, .set]
        expectation.takesName = !found.isStart && !found.things.isDisjoint(with: names)
        expectation.takesVariable = expectation.takesName || found.things.contains(.variable)
        var lexer = Lexer(source, symbols: symbols)
        var tokens: [Token] = []
        while tokens.last?.kind != .end { lexer.lex(into: &tokens, count: 256) }
        expectation.before = tokens.filter {
            $0.range.start >= found.start && $0.range.end <= place && $0.kind != .end
        }.map { source.text($0.range) }
        return expectation
    }

    /// A word that is looked at rather than asked for, and that a message would not name.
    mutating func mayStand(_ keyword: Keyword) {
        if probe >= 0 { expectedWords.insert(keyword) }
    }

    /// `all` may be a name here, or the start of `all customers`.
    mutating func probeCustomers() throws(SyntaxFailure) {
        mayStand(.all)
        guard probe >= 0, at(.all), lexed(index + 1).range.start == probe else { return }
        advance()
        expectedWords.insert(.customers)
        throw failExpected()
    }

    mutating func answerProbe(isStart: Bool) {
        let start = tokens[min(statementStart, tokens.count - 1)].range.start
        probed = Probed(
            words: expectedWords, things: expectedThings, isStart: isStart && index == statementStart, start: start,
            enclosing: enclosingDefinition)
    }

    /// The words of the definition whose block is open here.
    private var enclosingDefinition: [String] {
        var depth = 0
        var place = min(index, tokens.count) - 1
        while place >= 0, depth >= 0 {
            if tokens[place].kind == .rightBrace { depth += 1 }
            if tokens[place].kind == .leftBrace { depth -= 1 }
            if depth >= 0 { place -= 1 }
        }
        var words: [String] = []
        while place > 0 {
            place -= 1
            guard tokens[place].kind.isName else { return [] }
            words.insert(source.text(tokens[place].range), at: 0)
            if tokens[place].is(.define) { return words }
        }
        return []
    }
}
