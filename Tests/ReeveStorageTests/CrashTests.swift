import ReeveDomain
import Testing

@testable import ReeveStorage

/// Histories that are broken at every single operation, each time compared with the model.
@Suite struct CrashTests {
    /// What a history did before it was broken.
    private struct Trace {
        /// The state's lines after each transaction that was tried, the beginning first.
        var bodies: [[UInt8]] = []
        /// How many of them were acknowledged, the beginning included.
        var acknowledged = 0
        var head: Head?
        var failure: StoreError?
    }

    private static let options = StoreOptions(create: true, patience: 5, segmentLimit: 3000)

    /// Runs a few transactions and settles now and then.
    private func run(_ files: MemoryFileSystem, seed: Int) -> Trace {
        var trace = Trace(bodies: [body(State())])
        do throws(StoreError) {
            let store = try Store.open(files, CrashTests.options, now: start)
            trace.acknowledged = 1
            trace.head = store.head
            var history = RandomHistory(seed: UInt64(seed))
            for round in 0..<6 {
                let recorder = try store.begin(script: "main.reeve", now: start)
                let after = history.run(store.state, most: 8, recorder: recorder.record)
                if recorder.count > 0 { trace.bodies.append(body(after)) }
                trace.head = try store.commit(recorder, closing: Closing(time: start), after: after)
                trace.acknowledged = trace.bodies.count
                if round % 2 == 1 { try store.settle(force: true, now: start) }
            }
        } catch { trace.failure = error }
        return trace
    }

    /// What is wrong with what is there after the crash, or `nil`.
    private func problem(_ files: MemoryFileSystem, _ trace: Trace) -> String? {
        do throws(StoreError) {
            let store = try Store.open(files, CrashTests.options, now: start)
            let found = body(store.state)
            let allowed = trace.bodies[max(0, trace.acknowledged - 1)...]
            guard allowed.contains(found) else { return "a state that was never to be seen" }
            if let head = trace.head, trace.acknowledged > 0 {
                _ = try store.verify(expecting: head)
            }
            var history = RandomHistory(seed: 99)
            let head = try commitRandom(store, &history)
            guard try store.verify(expecting: head).tornBytes == 0 else { return "a torn tail is still there" }
            let again = try Store.open(files, CrashTests.options, now: start)
            let names = try files.list()
            guard again.head == head, body(again.state) == body(store.state) else {
                return "not the same when reopened"
            }
            // And now the power fails: what was acknowledged after the first crash must not lean on what was never synced.
            files.restart(.everything)
            let last = try Store.open(files, CrashTests.options, now: start)
            guard last.head == head, body(last.state) == body(store.state) else { return "lost by a second crash" }
            return names.contains { Temporary.isTemporary($0) } ? "a temporary file is still there" : nil
        } catch { return error.description }
    }

    @Test(arguments: 0..<4) func `after a crash at any operation, all that was acknowledged is there`(
        seed: Int
    ) throws {
        let whole = MemoryFileSystem()
        #expect(run(whole, seed: seed).failure == nil)
        let total = whole.operations
        #expect(total > 30)
        var tried = 0
        for operation in 1...total {
            for loss in MemoryFileSystem.Loss.allCases {
                let files = MemoryFileSystem()
                files.arm(.init(at: operation, .crash))
                let trace = run(files, seed: seed)
                #expect(trace.failure != nil)
                files.restart(loss)
                tried += 1
                let problem = problem(files, trace)
                #expect(problem == nil, "operation \(operation), \(loss)")
            }
        }
        print("crashed \(tried) times in \(total) operations, seed \(seed)")
    }

    @Test func `without the sync, the same test finds transactions that are lost`() throws {
        let whole = MemoryFileSystem()
        whole.arm(nil, ignoringSyncs: true)
        #expect(run(whole, seed: 0).failure == nil)
        var lost = 0
        for operation in 1...whole.operations {
            let files = MemoryFileSystem()
            files.arm(.init(at: operation, .crash), ignoringSyncs: true)
            let trace = run(files, seed: 0)
            files.restart(.everything)
            files.arm(nil)
            if problem(files, trace) != nil { lost += 1 }
        }
        #expect(lost > 10)
        print("without syncs: \(lost) of \(whole.operations) crashes lost something")
    }

    @Test(arguments: [MemoryFileSystem.Fault.Effect.noSpace, .inputOutput])
    func `after a failed operation the store is as before, or says that it does not know`(
        effect: MemoryFileSystem.Fault.Effect
    ) throws {
        let whole = MemoryFileSystem()
        #expect(run(whole, seed: 2).failure == nil)
        for operation in 1...whole.operations {
            let files = MemoryFileSystem()
            files.arm(.init(at: operation, effect))
            let trace = run(files, seed: 2)
            let failure = try #require(trace.failure)
            #expect([.noSpace, .ioFailed, .outcomeUnknown].contains(failure.code))
            // The machine goes on: everything that was written is seen, and only whole transactions count.
            files.arm(nil)
            let problem = problem(files, trace)
            #expect(problem == nil, "operation \(operation)")
        }
    }

    @Test func `a handle goes on after no space, and is dead after a failed sync`() throws {
        let files = MemoryFileSystem()
        let store = try Store.open(files, CrashTests.options, now: start)
        var history = RandomHistory(seed: 4)
        try commitRandom(store, &history)
        let before = body(store.state)
        let journal = try files.contents(of: JournalFormat.file(1))
        files.arm(.init(at: 1, .noSpace))
        let full = #expect(throws: StoreError.self) { try commitRandom(store, &history) }
        #expect(full?.code == .noSpace)
        #expect(body(store.state) == before)
        #expect(try files.contents(of: JournalFormat.file(1)) == journal)
        try commitRandom(store, &history)
        files.arm(.init(at: 2, .inputOutput))
        let unknown = #expect(throws: StoreError.self) { try commitRandom(store, &history) }
        #expect(unknown?.code == .outcomeUnknown)
        files.arm(nil)
        let dead = #expect(throws: StoreError.self) { try store.refresh() }
        #expect(dead?.code == .outcomeUnknown)
        #expect(files.operations == 0)
        try commitRandom(try Store.open(files, CrashTests.options, now: start), &history)
    }
}
