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
        expectation.words = (found.isStart ? verbs : found.words).all.map(\.spelling)
        let names: ExpectedThings = [.name, .value, .set]
        expectation.takesName = !found.isStart && !found.things.isDisjoint(with: names)
        expectation.takesVariable = expectation.takesName || found.things.contains(.variable)
        var lexer = Lexer(source, symbols: symbols)
        var tokens: [Token] = []
        while tokens.last?.kind != .end { lexer.lex(into: &tokens, count: 256) }
        expectation.before = tokens.filter {
            $0.range.start >= found.statementStart && $0.range.end <= place && $0.kind != .end
        }.map { source.text($0.range) }
        return expectation
    }

    mutating func answerProbe() {
        let start = tokens[min(statementStart, tokens.count - 1)].range.start
        probed = (expectedWords, expectedThings, index == statementStart, start)
    }
}
