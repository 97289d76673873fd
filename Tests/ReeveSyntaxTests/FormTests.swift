import Testing

@testable import ReeveSyntax

/// A statement and its tree in one line.
struct FormCase: Sendable, CustomTestStringConvertible {
    let script: String
    let tree: String

    init(_ script: String, _ tree: String) {
        self.script = script
        self.tree = tree
    }

    var testDescription: String { script }
}

@Suite struct FormTests {
    @Test(arguments: statementForms)
    func hasItsTree(_ form: FormCase) {
        let source = ErrorCase(form.script, "").source
        let result = Parser.parse(source, symbols: SymbolTable())
        let description = TreeDescription(source: source)
        let trees = result.statements.map { statement in
            description.text(statement.body) + (statement.because.map { " because " + description.text($0) } ?? "")
        }
        #expect(result.diagnostics.map(\.message) == [])
        #expect(trees.joined(separator: "; ") == form.tree)
        for statement in result.statements {
            #expect(statement.range == SourceRange(0, Int32(source.bytes.count)))
        }
    }
}
