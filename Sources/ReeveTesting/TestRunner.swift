import Synchronization

/// Runs what the finder found.
package struct TestRunner: Sendable {
    /// Does a number of pieces of work, in any order and on any thread, and returns when all are done.
    package typealias Workers = (_ count: Int, _ work: @escaping @Sendable (Int) -> Void) -> Void

    private let files: any TestFiles
    private let options: TestOptions

    package init(_ files: any TestFiles, _ options: TestOptions) {
        self.files = files
        self.options = options
    }

    /// One after the other.
    package static func inOrder(_ count: Int, _ work: @escaping @Sendable (Int) -> Void) {
        for index in 0..<count { work(index) }
    }

    /// Runs the scripts; each is a run of its own with its own interpreter, so that they may run at the same time.
    /// - Returns: their results, in the order of the scripts whatever order they ran in.
    package func run(_ scripts: [TestScript], workers: Workers = TestRunner.inOrder) -> TestRunResult {
        let start = options.stopwatch()
        let board = Board(count: scripts.count, onSuite: options.onSuite)
        let (options, files) = (options, files)
        let work: @Sendable (Int) -> Void = { index in
            let suite = SuiteRun(script: scripts[index], options: options, files: files) {
                options.failFast && board.hasFailed
            }
            board.put(suite.run(), at: index)
        }
        // Which test is the first to fail is only known where one comes after the other.
        if options.failFast { Self.inOrder(scripts.count, work) } else { workers(scripts.count, work) }
        var result = TestRunResult(suites: board.results)
        result.microseconds = options.stopwatch() - start
        return result
    }

    /// Results as they come in, from any thread.
    private final class Board: Sendable {
        private let slots: Mutex<[SuiteResult?]>
        private let failed = Atomic(false)
        private let onSuite: (@Sendable (Int, Int) -> Void)?

        init(count: Int, onSuite: (@Sendable (Int, Int) -> Void)?) {
            slots = Mutex(Array(repeating: nil, count: count))
            self.onSuite = onSuite
        }

        func put(_ result: SuiteResult, at index: Int) {
            if result.hasFailed { failed.store(true, ordering: .relaxed) }
            let (done, count) = slots.withLock { slots in
                slots[index] = result
                return (slots.count { $0 != nil }, slots.count)
            }
            onSuite?(done, count)
        }

        var hasFailed: Bool { failed.load(ordering: .relaxed) }
        var results: [SuiteResult] { slots.withLock { $0.compactMap(\.self) } }
    }
}
