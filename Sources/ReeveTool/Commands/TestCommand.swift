import Reeve
import ReeveLanguage
import ReeveTesting

/// `reeve test`: runs the tests of scripts and of fenced blocks in Markdown. Touches no store.
enum TestCommand {
    static let command = Command(
        name: "test",
        synopsis: [
            "test PATH… [--filter RE] [--tag NAME] [--failed] [--fail-fast] [--jobs N] [--watch]",
            "test PATH… [--coverage [--min P]] [--mutate] [--report junit=F,tap=F,github]",
        ],
        summary: "run the tests of scripts, each on its own copy of what the script's other statements make", run: run)

    private static func run(_ call: Call) throws(Failure) -> Int32 {
        let request = try TestRequest(call)
        if call.invocation.has(.watch) { return try TestWatch(request: request, call: call).run() }
        return try runOnce(request, call)
    }

    static func runOnce(_ request: TestRequest, _ call: Call) throws(Failure) -> Int32 {
        let disk = TestDisk(directory: call.surroundings.directory, limit: request.options.limits.syntax.scriptBytes)
        let memory = FailedTestsFile(call.surroundings)
        var options = request.options
        var failed = memory.read()
        if call.invocation.has(.failed) {
            if failed.titles.isEmpty {
                call.console.message("no failed test is remembered: all are run")
            } else {
                options.only = failed.titles
            }
        }
        let scripts: [TestScript]
        do throws(ScriptFailure) {
            scripts = try TestFinder(disk, limits: options.limits.syntax).scripts(at: request.paths)
        } catch {
            let isEmpty = error.diagnostics.contains { $0.code == "no-tests" }
            call.console.show(
                Failure(
                    .script,
                    error.diagnostics.map { Failure.Problem(code: $0.code, message: $0.message, notes: $0.notes) }))
            return isEmpty ? 1 : Failure.Reason.script.exitStatus
        }
        let jobs = request.jobs
        if let progress = call.console.progress {
            options.onSuite = { done, count in progress.show { "\(done) of \(count) files" } }
        }
        let result = TestRunner(disk, options).run(scripts) { Threads.run($0, on: jobs, $1) }
        failed.update(result)
        memory.write(failed)
        return try report(result, request, call)
    }

    private static func report(
        _ result: TestRunResult, _ request: TestRequest, _ call: Call
    ) throws(Failure) -> Int32 {
        let coverage = request.wantsCoverage ? CoverageReport(result.suites.flatMap(\.coverage)) : nil
        let mutation = request.options.mutate ? MutationReport(result.suites) : nil
        if call.console.isJSON {
            call.console.document(JSON(result, coverage, mutation))
        } else {
            var style = TerminalReport.Style()
            style.isColored = call.console.isColored
            style.isQuiet = call.console.isQuiet
            var text = TerminalReport(style)
            var body = ""
            if let mutation { body += mutation.text }
            if let coverage { body += coverage.text }
            call.console.raw(text.text(result, before: body))
        }
        if request.annotates { call.console.raw(GitHubReport.text(result)) }
        if let path = request.junit { try OutputFile.write(JUnitReport.text(result), to: path, call.surroundings) }
        if let path = request.tap { try OutputFile.write(TAPReport.text(result), to: path, call.surroundings) }
        if result.passed + result.failed == 0 {
            call.console.message("error[no-tests]: every test was left out")
        }
        if result.exitStatus == 0, let least = request.leastCoverage, let coverage, coverage.all.percent < least {
            call.console.message("error[coverage]: \(coverage.all.percent) % is less than \(least) %")
            return 1
        }
        return result.exitStatus
    }
}

/// What the arguments of `reeve test` ask for.
struct TestRequest: Sendable {
    var paths: [String]
    var options = TestOptions()
    var jobs: Int
    var wantsCoverage = false
    var leastCoverage: Int?
    var junit: String?
    var tap: String?
    var annotates = false

    init(_ call: Call) throws(Failure) {
        let invocation = call.invocation
        guard !invocation.operands.isEmpty else { throw .usage("say what to test: reeve test PATH…") }
        for name in invocation.operands where name.isEmpty { throw .usage("a path has no name") }
        paths = invocation.operands
        options.filter = try Self.one(.filter, invocation)
        if let problem = options.filterProblem { throw .usage(problem) }
        options.tags = Set(invocation.values[.tag] ?? [])
        options.failFast = invocation.has(.failFast)
        options.parameters = invocation.parameters
        options.limits = invocation.bounds.limits
        if let now = invocation.now { options.now = now }
        options.coverage = invocation.has(.coverage)
        options.mutate = invocation.has(.mutate)
        let start = ContinuousClock.now
        options.stopwatch = {
            let (seconds, attoseconds) = start.duration(to: .now).components
            return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        }
        jobs = Threads.processors
        if let jobs = try Self.number(.jobs, invocation, 1...1024) { self.jobs = jobs }
        wantsCoverage = options.coverage
        leastCoverage = try Self.number(.min, invocation, 0...100)
        if leastCoverage != nil, !wantsCoverage { throw .usage("`--min` wants `--coverage` beside it") }
        for report in (invocation.values[.report] ?? []).flatMap({ $0.split(separator: ",") }) {
            try add(String(report))
        }
        if call.console.isJSON, annotates { throw .usage("`--json` and `--report github` want the same stream") }
    }

    private mutating func add(_ report: String) throws(Failure) {
        let parts = report.split(separator: "=", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count) {
        case ("github", 1): annotates = true
        case ("junit", 2): junit = parts[1]
        case ("tap", 2): tap = parts[1]
        default: throw .usage("`--report` is junit=FILE, tap=FILE or github, not `\(printable(report))`")
        }
    }

    private static func one(_ flag: Flag, _ invocation: Invocation) throws(Failure) -> String? {
        let values = invocation.values[flag] ?? []
        guard values.count < 2 else { throw .usage("`\(flag.rawValue)` may be given once") }
        return values.first
    }

    private static func number(
        _ flag: Flag, _ invocation: Invocation, _ range: ClosedRange<Int>
    ) throws(Failure) -> Int? {
        guard let text = try one(flag, invocation) else { return nil }
        guard text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let number = Int(text), range.contains(number) else {
            throw .usage(
                "`\(flag.rawValue)` wants a number from \(range.lowerBound) to \(range.upperBound), not `\(printable(text))`"
            )
        }
        return number
    }
}
