import ReeveDomain
import Testing

@testable import ReeveStorage

@Suite struct CompactTests {
    private func grown() throws -> (MemoryFileSystem, Store, RandomHistory) {
        let files = MemoryFileSystem()
        let store = try Store.open(files, StoreOptions(create: true, patience: 5), now: start)
        var history = RandomHistory(seed: 50)
        for _ in 0..<12 { try commitRandom(store, &history) }
        return (files, store, history)
    }

    private func story(_ store: Store) throws -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        _ = try store.history { event, _ in events.append(event) }
        return events
    }

    @Test func `nothing is dropped, every head stays, and there is nothing left to replay`() throws {
        var (files, store, history) = try grown()
        let (head, told) = (store.head, try story(store))
        let segment = try files.contents(of: JournalFormat.file(1))
        try store.compact(limit: 1000, now: start)
        #expect(store.head == head && store.position.segment == 2)
        #expect(try files.contents(of: JournalFormat.file(1)) == segment)
        #expect(try Snapshot.header(files)?.header.position == store.position)
        #expect(try store.verify(expecting: head).snapshotProblem == nil)
        #expect(try story(store) == told)
        // Twice is once.
        let names = try files.list()
        try store.compact(limit: 1000, now: start)
        #expect(try files.list() == names)
        let again = try Store.open(files, StoreOptions(mode: .readOnly), now: start)
        #expect(body(again.state) == body(store.state) && again.head == head)
        #expect(try JournalLookup(files).provenance(of: 1)?.transaction == 1)
        let next = try commitRandom(store, &history)
        try again.refresh()
        #expect(again.head == next)
        #expect(try again.verify(expecting: head).segments == 2)
    }

    @Test func `a short segment goes on`() throws {
        let (_, store, _) = try grown()
        try store.compact(now: start)
        #expect(store.position.segment == 1)
    }

    @Test func `a crash at any operation loses nothing`() throws {
        let (counted, store, _) = try grown()
        counted.arm(nil)
        try store.compact(limit: 1000, now: start)
        for operation in 1...counted.operations {
            for loss in MemoryFileSystem.Loss.every(operation) {
                let (files, store, _) = try grown()
                files.arm(.init(at: operation, .crash))
                #expect(throws: StoreError.self) { try store.compact(limit: 1000, now: start) }
                files.restart(loss)
                let again = try Store.open(files, StoreOptions(patience: 5), now: start)
                #expect(again.head == store.head && body(again.state) == body(store.state))
                #expect(try again.verify(expecting: store.head).tornBytes == 0)
            }
        }
    }
}
