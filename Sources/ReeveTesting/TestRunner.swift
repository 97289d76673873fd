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
        let board = Board(count: scripts.count)
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

        init(count: Int) { slots = Mutex(Array(repeating: nil, count: count)) }

        func put(_ result: SuiteResult, at index: Int) {
            if result.hasFailed { failed.store(true, ordering: .relaxed) }
            slots.withLock { $0[index] = result }
        }

        var hasFailed: Bool { failed.load(ordering: .relaxed) }
        var results: [SuiteResult] { slots.withLock { $0.compactMap(\.self) } }
    }
}
