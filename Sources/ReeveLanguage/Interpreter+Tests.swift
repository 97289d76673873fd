import ReeveDomain
import ReeveSyntax

/// One `test` of a script, found while its file was run as the fixture.
package struct ScriptTest: Sendable {
    package var name: String
    package var tags: [String]
    package var source: SourceText
    /// From 1.
    package var line: Int
    package var range: SourceRange
    var body: BlockSyntax
}

/// What a test came to.
package struct TestOutcome: Sendable {
    /// How many expectations were asked.
    package var expectations = 0
    /// Failed expectations, and statements that were refused.
    package var failures: [Diagnostic] = []
    /// What `print` wrote.
    package var output: [ChangeReport.Output] = []

    package var isPassed: Bool { failures.isEmpty && expectations > 0 }
}

extension Interpreter {
    /// Runs a file as a fixture: everything but its tests, as one transaction.
    /// - Returns: the tests it holds, in order.
    package mutating func fixture(
        _ source: SourceText, in transaction: inout Transaction
    ) throws(ScriptFailure) -> [ScriptTest] {
        begin(transaction.now)
        tests = []
        collectsTests = true
        usedFiles.insert(source.name)
        try execute(source, in: &transaction)
        try checkRules(&transaction)
        return tests
    }

    /// The rules, asked of what the whole run leaves.
    package func checkRules(_ transaction: inout Transaction) throws(ScriptFailure) {
        do throws(Refusal) {
            try transaction.checkRules()
        } catch {
            throw ScriptFailure(
                diagnostics: [
                    Diagnostic(
                        code: error.code, message: error.message, source: nil, range: SourceRange(0, 0),
                        label: error.label, notes: error.notes)
                ], isRefusal: true, rule: error.rule)
        }
    }

    /// Runs one test on its own copy of the fixture's state: it costs what it changes. The interpreter is the one that ran
    /// the fixture; a copy of it keeps the fixture's variables and procedures.
    package func run(_ test: ScriptTest, on state: State, at now: Instant) -> TestOutcome {
        var copy = self
        copy.collectsTests = false
        copy.isTesting = true
        copy.outcome = TestOutcome()
        copy.resolver.source = test.source
        copy.lines = LineCursor(test.source)
        copy.resolver.environment.enterBlock()
        var state = state
        copy.runTest(test.body, &state, at: now)
        return copy.outcome
    }

    /// Each statement is a transaction of its own: a failed one is undone, a good one stays.
    private mutating func runTest(_ body: BlockSyntax, _ state: inout State, at now: Instant) {
        for statement in body.statements {
            switch statement.body {
            case .expect(let condition): expect(condition, statement, state, at: now)
            case .expectOutcome(let wanted, let block): expect(wanted, block, statement, &state, at: now)
            case .at(let instant, let block):
                do throws(ScriptError) {
                    let when = try resolver.when(instant, state)
                    let outer = resolver.now
                    resolver.now = when
                    resolver.environment.enterBlock()
                    runTest(block, &state, at: when)
                    resolver.environment.leaveBlock()
                    resolver.now = outer
                } catch {
                    outcome.failures.append(error.diagnostic)
                }
            default:
                let result = attempt([statement], state, at: now, inBlock: false)
                switch result {
                case .success(let transaction): state = transaction.state
                case .failure(let failure): outcome.failures += failure.diagnostics
                }
            }
        }
    }

    /// Tries statements as one transaction, rules included.
    private mutating func attempt(
        _ statements: [StatementSyntax], _ state: State, at now: Instant, inBlock: Bool
    ) -> Result<Transaction, ScriptFailure> {
        var transaction = Transaction(state: state, now: now, actor: .superuser)
        transaction.expireDue()
        // What is defined by one transaction may be defined again by the next.
        let outerDefined = defined
        defined = []
        defer { defined = outerDefined }
        if inBlock { resolver.environment.enterBlock() }
        defer { if inBlock { resolver.environment.leaveBlock() } }
        let account = resolver.account
        do throws(Stop) {
            for statement in statements { try execute(statement, in: &transaction) }
        } catch {
            resolver.account = account
            // What was added is gone again.
            resolver.forgetNames()
            switch error {
            case .script(let inner):
                return .failure(
                    ScriptFailure(diagnostics: [inner.diagnostic], isRefusal: inner.isRefusal, rule: inner.rule))
            case .file(let inner): return .failure(inner)
            }
        }
        do throws(ScriptFailure) {
            try checkRules(&transaction)
        } catch {
            resolver.forgetNames()
            var placed = error
            if let first = statements.first, let last = statements.last {
                for index in placed.diagnostics.indices where placed.diagnostics[index].source == nil {
                    placed.diagnostics[index].source = resolver.source
                    placed.diagnostics[index].range = first.range.joined(last.range)
                }
            }
            return .failure(placed)
        }
        resolver.forgetNames()
        outcome.output += transaction.report.output
        return .success(transaction)
    }

    // MARK: Expectations

    private mutating func expect(
        _ condition: ConditionSyntax, _ statement: StatementSyntax, _ state: State, at now: Instant
    ) {
        outcome.expectations += 1
        do throws(ScriptError) {
            let formula = try resolver.formula(condition, .nothing, state)
            guard !state.holds(formula, on: nil, at: now) else { return }
            outcome.failures.append(
                Diagnostic(
                    code: "expectation-failed", message: "this does not hold", source: resolver.source,
                    range: statement.range, label: "", notes: state.sides(of: formula, at: now)))
        } catch {
            outcome.failures.append(error.diagnostic)
        }
    }

    private mutating func expect(
        _ wanted: OutcomeSyntax, _ block: BlockSyntax, _ statement: StatementSyntax, _ state: inout State,
        at now: Instant
    ) {
        outcome.expectations += 1
        let result = attempt(block.statements, state, at: now, inBlock: true)
        do throws(ScriptError) {
            switch (wanted, result) {
            case (.error(let name), .failure(let failure)):
                try requireError(name, failure, statement, state)
            case (.error(let name), .success(let transaction)):
                state = transaction.state
                let what = try name.map { item throws(ScriptError) in try resolver.text(item, state) }
                fail(
                    statement, "no error\(what.map { ", and \(ticked($0)) was expected" } ?? "")",
                    transaction.report.isEmpty ? ["nothing changed"] : Self.changes(transaction))
            case (_, .failure(let failure)):
                outcome.failures += failure.diagnostics
            case (.warning(let name), .success(let transaction)):
                state = transaction.state
                try requireWarning(name, transaction, statement, state)
            case (.unchanged, .success(let transaction)):
                state = transaction.state
                if !transaction.report.isEmpty { fail(statement, "something changed", Self.changes(transaction)) }
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
        _ name: NameSyntax?, _ transaction: Transaction, _ statement: StatementSyntax, _ state: State
    ) throws(ScriptError) {
        let warnings = transaction.report.warnings
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

    private static func changes(_ transaction: Transaction) -> [String] {
        (transaction.report.lines + transaction.report.removals).prefix(8).map { "\($0.sign.rawValue) \($0.text)" }
    }

    private mutating func fail(_ statement: StatementSyntax, _ message: String, _ notes: [String]) {
        outcome.failures.append(
            Diagnostic(
                code: "expectation-failed", message: message, source: resolver.source, range: statement.range,
                notes: notes))
    }
}

extension State {
    /// Both sides of what does not hold, as they are.
    func sides(of formula: Formula, at now: Instant) -> [String] {
        var notes: [String] = []
        _ = formula.mapped { test -> FormulaTest? in
            switch test {
            case .compare(let left, _, let right):
                notes.append("left:  \(shown(left, at: now))")
                notes.append("right: \(shown(right, at: now))")
            case .can(.user(let user), let request):
                let account = request.account ?? .partner
                let decision = decide(
                    Request(
                        user: user, action: request.action, kind: request.kind, subject: request.subject,
                        account: account), at: now)
                notes.append("\(decision.isAllowed ? "yes" : "no"): \(why(decision, user, request.kind, account))")
                notes += routeNotes(user, account, at: now)
            case .holds(.user(let user), _, let account, _), .access(.user(let user), let account, _):
                notes += routeNotes(user, account, at: now)
            case .any(let set): notes.append("it is \(shown(.set(set), at: now))")
            default: break
            }
            return test
        }
        return notes
    }

    private func routeNotes(_ user: UserID, _ account: AccountID, at now: Instant) -> [String] {
        let routes = routes(of: user, to: account, at: now)
        if self[user].isDisabled { return ["\(spelledName(user)) is disabled"] }
        guard let first = routes.first else {
            return ["\(spelledName(user)) has no role in \(spelledName(account))"]
        }
        let decides =
            "\(spelledName(user)) is \(spelledName(first.role)) in \(spelledName(account)) (\(first.route.name))"
        return [decides] + routes.dropFirst().map { "it shadows \(spelledName($0.role)) (\($0.route.name))" }
    }

    private func shown(_ operand: Operand, at now: Instant) -> String {
        switch operand {
        case .set(let set):
            let names = elements(of: set, at: now).map { element in
                if case .text(let text) = element { return spelled(text) }
                return element.thing.map { spelled(name($0)) } ?? ""
            }
            return "(" + names.sorted().joined(separator: ", ") + ")"
        case .count(let set): return "\(elements(of: set, at: now).count)"
        default: return text(operand)
        }
    }
}
