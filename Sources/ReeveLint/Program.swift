import ReeveDomain
import ReeveLanguage
import ReeveSyntax
import ReeveTesting
import Synchronization

/// A script that was run in memory with all that it uses: what each statement did, and the state they left.
struct Program {
    let main: LintedScript
    /// By name: the script itself and the files it used.
    private(set) var scripts: [String: LintedScript] = [:]
    let fixture: Fixture
    /// In the order of their carrying out.
    let traces: [StatementTrace]
    let events: [(event: Event, context: EventContext, before: State)]
    /// Nothing was there before it ran: what held already, it had made itself.
    let beganEmpty: Bool

    /// What was printed and answered.
    let output: [String]

    var state: State { fixture.state }
    var now: Instant { fixture.now }

    /// - Throws: why it did not run.
    init(_ main: LintedScript, on base: State, at now: Instant, _ options: LintOptions, _ loader: any SourceLoader)
        throws(ScriptFailure)
    {
        let recorder = LoadRecorder(loader)
        let log = FixtureLog()
        var interpreter = Interpreter(loader: recorder, limits: options.limits, parameters: options.parameters)
        interpreter.history = log
        let kept = Kept()
        interpreter.observer = { kept.traces.append($0) }
        let record = log.recorder
        var transaction = Transaction(state: base, now: now, actor: .superuser) { event, context, origin, before in
            record(event, context, origin, before)
            kept.events.append((event, context, before))
        }
        let tests = try interpreter.fixture(main.source, in: &transaction)
        interpreter.observer = nil
        self.main = main
        output = transaction.report.output.map { output in
            // A table's title repeats the question as it was written.
            if case .answer(.table(let table)) = output { "\(table.columns) \(table.rows)" } else { "\(output)" }
        }
        fixture = Fixture(interpreter: interpreter, state: transaction.state, tests: tests, log: log, now: now)
        traces = kept.traces
        events = kept.events
        beganEmpty = base.seq == 0
        scripts[main.source.name] = main
        for source in recorder.loaded { scripts[source.name] = LintedScript(source, limits: options.limits.syntax) }
    }

    /// The statement that an event comes from.
    func trace(of seq: Int64) -> StatementTrace? {
        // Numbers only grow from one to the next.
        var low = 0
        var high = traces.count
        while low < high {
            let middle = (low + high) / 2
            if traces[middle].after < seq { low = middle + 1 } else { high = middle }
        }
        guard low < traces.count, traces[low].before < seq else { return nil }
        return traces[low]
    }

    private final class Kept {
        var traces: [StatementTrace] = []
        var events: [(event: Event, context: EventContext, before: State)] = []
    }
}

/// Hands files through, and keeps which they were.
private final class LoadRecorder: SourceLoader {
    private let loader: any SourceLoader
    private let kept = Mutex<[SourceText]>([])

    init(_ loader: any SourceLoader) { self.loader = loader }

    func load(_ path: String, from script: String) throws(LoadFailure) -> SourceText {
        let source = try loader.load(path, from: script)
        // A table is no script.
        if !path.hasSuffix(".csv") { kept.withLock { $0.append(source) } }
        return source
    }

    var loaded: [SourceText] { kept.withLock { $0 } }
}

/// With what scripts are looked through.
package struct LintOptions: Sendable {
    package var limits = RunLimits()
    package var parameters: [String: String] = [:]
    /// What is past; nil: nothing is known to be.
    package var now: Instant?
    /// What is there before the scripts run.
    package var base = State()

    package init() {}
}
