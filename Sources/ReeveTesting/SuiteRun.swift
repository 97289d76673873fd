import ReeveDomain
import ReeveLanguage
import ReeveSyntax

/// One script: its fixture, run once, and its tests, each on a copy of what the fixture left.
struct SuiteRun {
    let script: TestScript
    let options: TestOptions
    let files: any TestFiles
    /// Whether a test failed somewhere, and no more are wanted.
    let isOver: @Sendable () -> Bool

    func run() -> SuiteResult {
        var result = SuiteResult(file: script.file)
        result.line = script.line
        let selection = TestSelection(options)
        guard !isOver(), selection.mayAccept(script) else {
            result.tests = skippedTests
            return result
        }
        let start = options.stopwatch()
        let fixture: Fixture
        do throws(ScriptFailure) {
            fixture = try Fixture(script, options, files)
        } catch {
            result.fixtureFailures = error.diagnostics
            result.tests = skippedTests
            result.microseconds = options.stopwatch() - start
            return result
        }
        result.fixtureMicroseconds = options.stopwatch() - start
        var wanted: [ScriptTest] = []
        var stopped = false
        for test in fixture.tests {
            guard !stopped, selection.accepts(file: script.file, name: test.name, tags: test.tags) else {
                result.tests.append(TestResult(name: test.name, tags: test.tags, line: test.line, status: .skipped))
                continue
            }
            wanted.append(test)
            result.tests.append(run(test, fixture))
            stopped = options.failFast && result.tests.contains(where: \.isFailed)
        }
        if (options.coverage || options.mutate), !wanted.isEmpty {
            let study = MutationStudy(fixture: fixture, tests: wanted, now: options.now)
            let mutants = Mutants(fixture)
            result.coverage = study.missed(of: mutants.drops)
            if options.mutate { result.widened = study.missed(of: mutants.widenings) }
        }
        result.microseconds = options.stopwatch() - start
        return result
    }

    private func run(_ test: ScriptTest, _ fixture: Fixture) -> TestResult {
        let start = options.stopwatch()
        let outcome = fixture.interpreter.run(test, on: fixture.state, at: options.now)
        var failures = outcome.failures
        if failures.isEmpty, outcome.expectations == 0 {
            failures = [
                Diagnostic(
                    code: "no-expectation", message: "this test asserts nothing", source: test.source,
                    range: test.range, label: "", notes: ["a test holds at least one `expect`"])
            ]
        }
        let printed = outcome.output.compactMap { if case .text(let text) = $0 { text } else { nil } }
        return TestResult(
            name: test.name, tags: test.tags, line: test.line, status: failures.isEmpty ? .passed : .failed(failures),
            expectations: outcome.expectations, output: printed, microseconds: options.stopwatch() - start)
    }

    private var skippedTests: [TestResult] {
        zip(script.names, script.tags).compactMap { name, tags in
            name.map { TestResult(name: $0, tags: tags, line: 0, status: .skipped) }
        }
    }
}

/// What a script's other statements left, and which statement left what.
package struct Fixture {
    package let interpreter: Interpreter
    package let state: State
    package let tests: [ScriptTest]
    package let log: FixtureLog
    package let now: Instant

    /// What a run by somebody else left.
    package init(interpreter: Interpreter, state: State, tests: [ScriptTest], log: FixtureLog, now: Instant) {
        self.interpreter = interpreter
        self.state = state
        self.tests = tests
        self.log = log
        self.now = now
    }

    init(_ script: TestScript, _ options: TestOptions, _ files: any TestFiles) throws(ScriptFailure) {
        guard script.problems.isEmpty else { throw ScriptFailure(diagnostics: script.problems) }
        let log = FixtureLog()
        var interpreter = Interpreter(
            loader: files.loader(for: script.file, root: script.root), limits: options.limits,
            parameters: options.parameters)
        interpreter.history = log
        var transaction = Transaction(state: State(), now: options.now, actor: .superuser, recorder: log.recorder)
        tests = try interpreter.fixture(script.source, in: &transaction)
        self.interpreter = interpreter
        self.state = transaction.state
        self.log = log
        now = options.now
    }
}

extension FixtureLog {
    func place(of seq: Int64) -> CoverageItem.Place {
        origin(of: seq).map { CoverageItem.Place(file: $0.script, line: $0.line) }
            ?? CoverageItem.Place(file: "", line: 0)
    }
}
