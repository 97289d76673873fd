import ReeveDomain
import ReeveLanguage
import ReeveSyntax

/// A state that scripts are run on, one after the other, as a store would keep them.
struct World {
    var state = State()
    var now = Instant(date: "2026-11-23") ?? Instant(milliseconds: 0)
    var actor = Actor.superuser
    var parameters: [String: String] = [:]
    var files: [String: String] = [:]
    var events: [Event] = []
    /// Somebody is told of each statement.
    var isWatched = false

    init() {}

    /// A world in which this script was run.
    init(_ script: String) {
        let failure = run(script)
        precondition(failure.error == nil, failure.error ?? "")
    }

    struct Outcome {
        var report: ChangeReport?
        /// The rendered diagnostics.
        var error: String?
        var diagnostics: [Diagnostic] = []
        var codes: [String] { diagnostics.map(\.code) }

        /// Lines, removals last; then notes and warnings.
        var lines: [String] {
            guard let report else { return [] }
            return (report.lines + report.removals).map { "\($0.sign.rawValue) \($0.text)" }
                + report.notes.map { "note: \($0.text)" } + report.warnings.map { "warning[\($0.code)]: \($0.text)" }
        }
    }

    /// Runs a script; where it fails, nothing changes.
    @discardableResult
    mutating func run(_ script: String, named name: String = "test.reeve") -> Outcome {
        run(SourceText(name: name, text: script))
    }

    mutating func run(_ source: SourceText) -> Outcome {
        final class Kept { var events: [Event] = [] }
        let kept = Kept()
        var transaction = Transaction(state: state, now: now, actor: actor) { event, _, _, _ in
            kept.events.append(event)
        }
        var interpreter = Interpreter(loader: Files(files: files), parameters: parameters)
        if isWatched { interpreter.observer = { _ in } }
        transaction.expireDue()
        do throws(ScriptFailure) {
            try interpreter.run([source], in: &transaction)
        } catch {
            var renderer = DiagnosticRenderer()
            return Outcome(error: renderer.render(error.diagnostics), diagnostics: error.diagnostics)
        }
        state = transaction.state
        events += kept.events
        return Outcome(report: transaction.report)
    }

    /// Runs a script as a fixture and then its tests; what failed in them is the error.
    func test(_ source: SourceText) -> Outcome {
        var transaction = Transaction(state: state, now: now, actor: actor)
        var interpreter = Interpreter(loader: Files(files: files), parameters: parameters)
        transaction.expireDue()
        var failures: [Diagnostic] = []
        do throws(ScriptFailure) {
            for test in try interpreter.fixture(source, in: &transaction) {
                failures += interpreter.run(test, on: transaction.state, at: now).failures
            }
        } catch {
            failures = error.diagnostics
        }
        var renderer = DiagnosticRenderer()
        return Outcome(error: failures.isEmpty ? nil : renderer.render(failures), diagnostics: failures)
    }

    mutating func acting(as user: String, _ script: String) -> Outcome {
        let kept = actor
        defer { actor = kept }
        if let id = state.user(user) { actor = .user(id) }
        return run(script)
    }
}

struct Files: SourceLoader {
    var files: [String: String]

    func load(_ path: String, from script: String) throws(LoadFailure) -> SourceText {
        guard let text = files[path] else {
            throw LoadFailure(code: "missing-file", message: "there is no file `\(path)`")
        }
        return SourceText(name: path, text: text)
    }
}
