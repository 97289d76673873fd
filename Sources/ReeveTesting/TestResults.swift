import ReeveSyntax

/// What one test came to.
package struct TestResult: Sendable {
    package enum Status: Sendable {
        case passed
        case failed([Diagnostic])
        /// Not among those that were wanted, or behind the first failure.
        case skipped
    }
    package var name: String
    package var tags: [String]
    /// From 1.
    package var line: Int
    package var status: Status
    package var expectations = 0
    /// What `print` wrote.
    package var output: [String] = []
    package var microseconds: Int64 = 0

    package var isFailed: Bool { if case .failed = status { true } else { false } }
    package var isPassed: Bool { if case .passed = status { true } else { false } }
    package var isSkipped: Bool { if case .skipped = status { true } else { false } }

    package var failures: [Diagnostic] { if case .failed(let found) = status { found } else { [] } }
}

/// What a script's tests came to.
package struct SuiteResult: Sendable {
    package var file: String
    /// The line of its fence, where it is a block of a Markdown file.
    package var line: Int?
    /// Why the fixture did not run; then no test of it did.
    package var fixtureFailures: [Diagnostic] = []
    package var tests: [TestResult] = []
    /// The fixture's time alone, and everything with it.
    package var fixtureMicroseconds: Int64 = 0
    package var microseconds: Int64 = 0
    /// Coverage: everything that was dropped in turn. Empty where that was not asked for.
    package var coverage: [CoverageItem] = []
    /// Mutation: what was widened.
    package var widened: [CoverageItem] = []

    package init(file: String) { self.file = file }

    /// `handbook.md:12`: which of a file's blocks it is.
    package var title: String { file + (line.map { ":\($0)" } ?? "") }

    package var isBroken: Bool { !fixtureFailures.isEmpty }
    package var hasFailed: Bool { isBroken || tests.contains(where: \.isFailed) }
    /// Whether any of it ran.
    package var wasRun: Bool { isBroken || tests.contains { !$0.isSkipped } }
}

/// What a run came to.
package struct TestRunResult: Sendable {
    package var suites: [SuiteResult]
    package var microseconds: Int64 = 0

    package init(suites: [SuiteResult]) { self.suites = suites }

    package var passed: Int { count(\.isPassed) }
    /// A fixture that fails counts as one.
    package var failed: Int { count(\.isFailed) + suites.count(where: \.isBroken) }
    package var skipped: Int { count(\.isSkipped) }

    private func count(_ what: (TestResult) -> Bool) -> Int {
        suites.reduce(0) { $0 + $1.tests.count(where: what) }
    }

    /// `41 passed, 1 failed`, and what was left out.
    package var counts: String {
        "\(passed) passed, \(failed) failed" + (skipped > 0 ? ", \(skipped) skipped" : "")
    }

    /// 0 where everything passed and something ran, 3 for a fixture that fails, else 1.
    package var exitStatus: Int32 {
        if suites.contains(where: \.isBroken) { return 3 }
        return failed > 0 || passed == 0 ? 1 : 0
    }

    /// `file: name` of what ran, and of what of it failed. Of a broken fixture every test counts as failed.
    package var titles: (run: Set<String>, failed: Set<String>) {
        var run: Set<String> = []
        var failed: Set<String> = []
        for suite in suites {
            for test in suite.tests where suite.isBroken || !test.isSkipped {
                let title = suite.file + ": " + test.name
                run.insert(title)
                if suite.isBroken || test.isFailed { failed.insert(title) }
            }
        }
        return (run, failed)
    }
}
