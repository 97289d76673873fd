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
    /// What refused where any refusal would have done: the place of the `expect error`, and a code or a rule's name.
    package var refusals: [(place: SourceRange, what: String)] = []
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
        begin(&transaction)
        tests = []
        collectsTests = true
        usedFiles.insert(source.name)
        try execute(source, in: &transaction)
        try checkRules(&transaction)
        return tests
    }

    /// The rules, asked of what the whole run leaves.
    package func checkRules(_ transaction: inout Transaction) throws(ScriptFailure) {
        var refusal: Refusal?
        do throws(Refusal) {
            try transaction.checkRules()
        } catch {
            refusal = error
        }
        if let stopped = stopped(transaction.meter) { throw ScriptFailure(diagnostics: [stopped]) }
        guard let refusal else { return }
        throw ScriptFailure(
            diagnostics: [
                Diagnostic(
                    code: refusal.code, message: refusal.message, source: nil, range: SourceRange(0, 0),
                    label: refusal.label, notes: refusal.notes)
            ], isRefusal: true, rule: refusal.rule)
    }

    /// Runs one test on its own copy of the fixture's state: it costs what it changes. The interpreter is the one that ran
    /// the fixture; a copy of it keeps the fixture's variables and procedures.
    package func run(_ test: ScriptTest, on state: State, at now: Instant) -> TestOutcome {
        var copy = self
        copy.collectsTests = false
        copy.isTesting = true
        copy.outcome = TestOutcome()
        copy.resolver.source = test.source
        copy.resolver.now = now
        copy.resolver.rememberNothing()
        let log = TestLog(behind: history)
        copy.testLog = log
        copy.history = log
        copy.lines = LineCursor(test.source, at: test.range.start, line: test.line)
        copy.resolver.environment.enterBlock()
        var state = state
        copy.runTest(test.body, &state, at: now)
        return copy.outcome
    }

    /// Each statement is a transaction of its own: a failed one is undone, a good one stays.
    private mutating func runTest(_ body: BlockSyntax, _ state: inout State, at now: Instant) {
        for statement in body.statements {
            state.meter = newMeter()
            switch statement.body {
            case .expect(let condition):
                expect(condition, statement, state)
                do throws(Stop) {
                    try requireWithin(state.meter, statement.range)
                } catch {
                    if case .script(let inner) = error { outcome.failures.append(inner.diagnostic) }
                }
            case .expectOutcome(let wanted, let block):
                var transaction = begun(on: state, at: now)
                expect(wanted, block, statement, in: &transaction)
                state = transaction.state
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
                var transaction = begun(on: state, at: now)
                switch attempt([statement], in: &transaction, inBlock: false) {
                case nil: state = transaction.state
                case let failure?: outcome.failures += failure.diagnostics
                }
            }
        }
    }

    private func begun(on state: State, at now: Instant) -> Transaction {
        var transaction = Transaction(state: state, now: now, actor: .superuser, recorder: testLog?.recorder)
        transaction.nameLimit = limits.nameCharacters
        transaction.meter = state.meter
        transaction.expireDue()
        return transaction
    }

    /// Tries statements as one transaction, rules included. What fails leaves the transaction as it was.
    mutating func attempt(
        _ statements: [StatementSyntax], in transaction: inout Transaction, inBlock: Bool
    ) -> ScriptFailure? {
        let before = transaction
        let mark = testLog?.count ?? 0
        // What is defined by one transaction may be defined again by the next.
        let outerDefined = defined
        let (account, viewer) = (resolver.account, resolver.viewer)
        defined = []
        if inBlock { resolver.environment.enterBlock() }
        defer {
            if inBlock { resolver.environment.leaveBlock() }
            defined = outerDefined
            resolver.account = account
            resolver.viewer = viewer
        }
        guard let failure = failure(of: statements, in: &transaction) else {
            outcome.output += transaction.report.output.dropFirst(before.report.output.count)
            return nil
        }
        transaction = before
        testLog?.forget(after: mark)
        return failure
    }

    private mutating func failure(
        of statements: [StatementSyntax], in transaction: inout Transaction
    ) -> ScriptFailure? {
        do throws(Stop) {
            guard openBlocks < RunLimits.mostOpenBlocks else {
                throw .script(tooManyBlocks(statements.first?.range ?? SourceRange(0, 0)))
            }
            openBlocks += 1
            defer { openBlocks -= 1 }
            for statement in statements { try execute(statement, in: &transaction) }
        } catch {
            switch error {
            case .script(let inner):
                return ScriptFailure(diagnostics: [inner.diagnostic], isRefusal: inner.isRefusal, rule: inner.rule)
            case .file(let inner): return inner
            }
        }
        do throws(ScriptFailure) {
            try checkRules(&transaction)
            return nil
        } catch {
            var placed = error
            if let first = statements.first, let last = statements.last {
                for index in placed.diagnostics.indices where placed.diagnostics[index].source == nil {
                    placed.diagnostics[index].source = resolver.source
                    placed.diagnostics[index].range = first.range.joined(last.range)
                }
            }
            return placed
        }
    }
}
