import ReeveDomain
import ReeveLanguage

/// What is run, and how.
package struct TestOptions: Sendable {
    /// A regular expression, looked for in `file: name`.
    package var filter: String?
    /// One of these has to be among a test's tags; empty: all run.
    package var tags: Set<String> = []
    /// Only these, by `file: name`; nil: all.
    package var only: Set<String>?
    /// Nothing runs behind the first failure.
    package var failFast = false
    /// The clock of fixtures and tests.
    package var now = TestOptions.usualNow
    package var parameters: [String: String] = [:]
    package var limits = RunLimits()
    package var coverage = false
    package var mutate = false
    /// How time is told, in microseconds; results never depend on it.
    package var stopwatch: @Sendable () -> Int64 = { 0 }

    /// Told, from any thread, how many scripts of how many are done.
    package var onSuite: (@Sendable (Int, Int) -> Void)?

    package init() {}

    /// 2026-01-01T00:00:00Z
    package static let usualNow = Instant(milliseconds: 1_767_225_600_000)

    /// - Returns: what is wrong with the filter.
    package var filterProblem: String? {
        guard let filter else { return nil }
        do {
            _ = try Regex<AnyRegexOutput>(filter)
            return nil
        } catch {
            return "`--filter` wants a regular expression"
        }
    }
}

/// Which tests of a script are wanted.
struct TestSelection {
    private let options: TestOptions
    private let pattern: Regex<AnyRegexOutput>?

    init(_ options: TestOptions) {
        self.options = options
        // What is no expression was refused before; here it would choose everything.
        pattern = options.filter.flatMap { try? Regex<AnyRegexOutput>($0) }
    }

    func accepts(file: String, name: String, tags: [String]) -> Bool {
        let title = file + ": " + name
        if let only = options.only, !only.contains(title) { return false }
        if !options.tags.isEmpty, options.tags.isDisjoint(with: tags) { return false }
        guard let pattern else { return true }
        return title.firstMatch(of: pattern) != nil
    }

    /// False where nothing of the script can be wanted, so that its fixture need not be run.
    func mayAccept(_ script: TestScript) -> Bool {
        guard !script.names.isEmpty else { return true }
        return zip(script.names, script.tags).contains { name, tags in
            name.map { accepts(file: script.file, name: $0, tags: tags) } ?? true
        }
    }
}
