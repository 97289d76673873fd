import ReeveDomain
import Testing

@testable import ReeveStorage

/// Histories that are broken at every single operation, each time compared with the model.
@Suite struct CrashTests {
    private func run(_ files: MemoryFileSystem, seed: Int) -> CrashHistory {
        var history = CrashHistory()
        history.run(files, seed: seed)
        return history
    }

    private func problem(_ files: MemoryFileSystem, _ history: CrashHistory) -> String? { history.problem(files) }

    @Test(arguments: 0..<3) func `after a crash at any operation, all that was acknowledged is there`(
        seed: Int
    ) throws {
        let whole = MemoryFileSystem()
        #expect(run(whole, seed: seed).failure == nil)
        let total = whole.operations
        #expect(total > 60)
        var tried = 0
        for operation in 1...total {
            for loss in MemoryFileSystem.Loss.every(operation + 1000 * seed, mixed: 2) {
                let files = MemoryFileSystem()
                files.arm(.init(at: operation, .crash))
                let trace = run(files, seed: seed)
                #expect(trace.failure != nil || trace.isOver)
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
            #expect(trace.failure != nil || trace.isOver)
            if let failure = trace.failure {
                #expect([.noSpace, .ioFailed, .outcomeUnknown].contains(failure.code))
            }
            // The machine goes on: everything that was written is seen, and only whole transactions count.
            files.arm(nil)
            let problem = problem(files, trace)
            #expect(problem == nil, "operation \(operation)")
        }
    }

    @Test func `a handle goes on after no space, and is dead after a failed sync`() throws {
        let files = MemoryFileSystem()
        let store = try Store.open(files, StoreOptions(create: true, patience: 5), now: start)
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
        try commitRandom(try Store.open(files, StoreOptions(create: true, patience: 5), now: start), &history)
    }
}
