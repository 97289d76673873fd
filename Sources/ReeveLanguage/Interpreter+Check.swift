import ReeveDomain
import ReeveSyntax

extension Interpreter {
    /// Tries scripts without committing: syntax, names and types. Goes on behind a statement that failed, and stays silent
    /// about names that only such a statement would have made.
    /// - Returns: everything found, in the order of the scripts.
    package mutating func check(_ sources: [SourceText], in transaction: inout Transaction) -> [Diagnostic] {
        begin(&transaction)
        isChecking = true
        var found: [Diagnostic] = []
        for source in sources {
            usedFiles.insert(source.name)
            resolver.source = source
            lines = LineCursor(source)
            var parser = Parser(source, symbols: symbols, limits: limits.syntax)
            var missing: Set<String> = []
            while let statement = parser.nextStatement() {
                do throws(Stop) {
                    try execute(statement, in: &transaction)
                } catch {
                    missing.formUnion(names(madeBy: statement.body))
                    switch error {
                    case .script(let inner):
                        let isConsequence =
                            inner.diagnostic.code.hasPrefix("unknown-")
                            && missing.contains(source.text(inner.diagnostic.range))
                        if !isConsequence { found.append(inner.diagnostic) }
                    case .file(let inner): found += inner.diagnostics
                    }
                }
            }
            found += parser.diagnostics
        }
        return found
    }

    private func names(madeBy body: StatementBody) -> [String] {
        switch body {
        case .add(_, let names, _, _): names.all.map { resolver.source.text($0.range) }
        case .defineKind(let kind):
            [resolver.source.text(kind.name.range), resolver.source.text(kind.name.range) + "s"]
        case .defineRole(let role): [resolver.source.text(role.name.range)]
        case .rename(_, _, _, let to): [resolver.source.text(to.range)]
        case .letting(let variable, _): [resolver.source.text(variable.range)]
        case .forEach(_, _, let body): body.statements.flatMap { names(madeBy: $0.body) }
        default: []
        }
    }
}
