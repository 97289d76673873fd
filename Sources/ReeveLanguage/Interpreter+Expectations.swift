import ReeveDomain
import ReeveSyntax

extension Interpreter {
    /// Asks whether a condition holds; inside `act as`, with the eyes of whoever acts.
    mutating func expect(_ condition: ConditionSyntax, _ statement: StatementSyntax, _ state: State) {
        outcome.expectations += 1
        do throws(ScriptError) {
            let formula = try resolver.formula(condition, .nothing, state)
            let seen = resolver.visibility(state)
            guard !state.holds(formula, on: nil, at: resolver.now, seenBy: seen) else { return }
            let sides = ExpectationSides(state: state, now: resolver.now, seen: seen, history: history)
            // Where variables stand in the source, what they hold is told.
            let asked = resolver.source.text(statement.range).utf8.contains(UInt8(ascii: "$"))
            fail(
                statement, "this does not hold",
                (asked ? ["asked: \(state.text(formula))"] : [])
                    + sides.notes(of: formula))
        } catch {
            outcome.failures.append(error.diagnostic)
        }
    }

    /// Tries a block in a transaction: what it does stays where it succeeds, whether that was expected or not.
    mutating func expect(
        _ wanted: OutcomeSyntax, _ block: BlockSyntax, _ statement: StatementSyntax, in transaction: inout Transaction
    ) {
        outcome.expectations += 1
        let before = transaction.report
        let failure = attempt(block.statements, in: &transaction, inBlock: true)
        let state = transaction.state
        do throws(ScriptError) {
            switch (wanted, failure) {
            case (.error(let name), let failure?):
                if name == nil, failure.isRefusal, let code = failure.diagnostics.first?.code {
                    outcome.refusals.append((statement.range, failure.rule ?? code))
                }
                try requireError(name, failure, statement, state)
            case (.error(let name), nil):
                let what = try name.map { item throws(ScriptError) in try resolver.text(item, state) }
                let changes = Self.changes(transaction.report, since: before)
                fail(
                    statement, "no error\(what.map { ", and \(ticked($0)) was expected" } ?? "")",
                    changes.isEmpty ? ["nothing changed"] : changes)
            case (_, let failure?):
                outcome.failures += failure.diagnostics
            case (.warning(let name), nil):
                try requireWarning(
                    name, Array(transaction.report.warnings.dropFirst(before.warnings.count)), statement, state)
            case (.unchanged, nil):
                let changes = Self.changes(transaction.report, since: before)
                if !changes.isEmpty { fail(statement, "something changed", changes) }
            }
        } catch {
            outcome.failures.append(error.diagnostic)
        }
    }

    /// A code, a rule's name, or nothing: any refusal but a syntax error or an unknown name.
    private mutating func requireError(
        _ name: NameSyntax?, _ failure: ScriptFailure, _ statement: StatementSyntax, _ state: State
    ) throws(ScriptError) {
        let codes = failure.diagnostics.map(\.code)
        guard let name else {
            if !failure.isRefusal { outcome.failures += failure.diagnostics }
            return
        }
        let wanted = try resolver.text(name, state)
        guard !codes.contains(wanted), failure.rule != wanted else { return }
        let got = failure.rule.map { "rule \(quoted($0))" } ?? codes.map { "`\($0)`" }.joined(separator: ", ")
        fail(
            statement, "\(ticked(wanted)) was expected, and \(got) came",
            failure.diagnostics.prefix(3).map { "\($0.code): \($0.message)" })
    }

    private mutating func requireWarning(
        _ name: NameSyntax?, _ warnings: [ChangeReport.Remark], _ statement: StatementSyntax, _ state: State
    ) throws(ScriptError) {
        guard let name else {
            if warnings.isEmpty { fail(statement, "no warning came", []) }
            return
        }
        let wanted = try resolver.text(name, state)
        guard !warnings.contains(where: { $0.code == wanted || $0.rule == wanted }) else { return }
        fail(
            statement, "no warning \(ticked(wanted)) came",
            warnings.map { "\($0.code): \($0.text)" })
    }

    /// Of very many only the first are kept; then one stands for them.
    private static func changes(_ report: ChangeReport, since before: ChangeReport) -> [String] {
        let lines =
            report.lines.dropFirst(before.lines.count) + report.removals.dropFirst(before.removals.count)
        let found = lines.prefix(8).map { "\($0.sign.rawValue) \($0.text)" }
        let isMore =
            report.additionCount + report.changeCount > before.additionCount + before.changeCount
        return found.isEmpty && isMore ? ["one of very many changes"] : found
    }

    private mutating func fail(_ statement: StatementSyntax, _ message: String, _ notes: [String]) {
        outcome.failures.append(
            Diagnostic(
                code: "expectation-failed", message: message, source: resolver.source, range: statement.range,
                notes: notes))
    }
}
