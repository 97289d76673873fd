/// Tests and what they expect.
///
/// ```ebnf
/// testing = test | at | expect ;
/// ```
extension Parser {
    /// ```ebnf
    /// test = "test" name [ "tagged" names ] block ;
    /// ```
    mutating func parseTest() throws(SyntaxFailure) -> StatementBody {
        advance()
        let name = try parseName()
        let tags = accept(.tagged) ? try parseNames().all : []
        return .test(
            name: name, tags: tags, body: try parseBlock(label: "what is tried and expected stands in a block: `{ … }`")
        )
    }

    /// ```ebnf
    /// at = "at" value block ;
    /// ```
    mutating func parseAt() throws(SyntaxFailure) -> StatementBody {
        advance()
        let instant = try parseValue()
        return .at(instant: instant, body: try parseBlock())
    }

    /// ```ebnf
    /// expect = "expect" ( outcome block | condition ) ;
    /// outcome = "error" [ name ] | "warning" [ name ] | "unchanged" ;
    /// ```
    /// A user may be called `error`: an outcome is known by the block behind it.
    mutating func parseExpect() throws(SyntaxFailure) -> StatementBody {
        advance()
        let next = peek()
        let named = next.kind.isName && peek(2).kind == .leftBrace
        if at(.unchanged), next.kind == .leftBrace {
            advance()
            return .expectOutcome(.unchanged, body: try parseBlock())
        }
        if at(.error) || at(.warning), named || next.kind == .leftBrace {
            let isError = at(.error)
            advance()
            let name = named ? try parseName() : nil
            return .expectOutcome(isError ? .error(name) : .warning(name), body: try parseBlock())
        }
        for keyword in [Keyword.error, .warning, .unchanged] { expectedWords.insert(keyword) }
        return .expect(try parseCondition())
    }
}
