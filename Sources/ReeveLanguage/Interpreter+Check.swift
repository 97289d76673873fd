import ReeveDomain
import ReeveSyntax

extension Interpreter {
    /// What a `Checker` finds in scripts, from the first to the last statement.
    /// - Returns: everything found, in the order of the scripts.
    package func check(_ sources: [SourceText], in transaction: Transaction) -> [Diagnostic] {
        var checker = Checker(sources, self, in: transaction)
        while checker.step(atMost: Self.mostReady) == true {}
        return checker.diagnostics
    }
}
