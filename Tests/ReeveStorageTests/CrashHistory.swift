import ReeveDomain

@testable import ReeveStorage

/// A random history of transactions, snapshots, new segments and reopenings, and what it did before it was broken.
struct CrashHistory {
    static let options = StoreOptions(
        create: true, patience: 5, segmentLimit: 1500, indexLimit: 0, busyAfter: 1, ahead: 1200, busyTail: 0)
    /// A journal that only grows.
    static let growing = StoreOptions(create: true, patience: 5, segmentLimit: 1500, indexLimit: 0, ahead: 0)

    private let options: StoreOptions

    /// The state's lines after each transaction that was tried, the beginning first.
    private(set) var bodies = [body(State())]
    /// How many of them were acknowledged, the beginning included.
    private(set) var acknowledged = 0
    private(set) var head: Head?
    private(set) var failure: StoreError?
    /// Came to its end: what broke was only an index, of which nobody is told.
    private(set) var isOver = false

    init(_ options: StoreOptions = CrashHistory.options) { self.options = options }

    /// Runs ten steps on an empty file system, or as many as it lets them.
    ///
    /// - Parameter goesOn: after a disk that was full for a moment.
    mutating func run(_ files: MemoryFileSystem, seed: Int, goesOn: Bool = false) {
        do throws(StoreError) {
            var store = try Store.open(files, options, now: start)
            acknowledged = 1
            head = store.head
            var history = RandomHistory(seed: UInt64(seed))
            for round in 0..<10 {
                do throws(StoreError) {
                    try commit(store, &history)
                    if (round + seed) % 5 == 1 { try store.settle(force: true, now: start) }
                } catch {
                    guard goesOn, error.code == .noSpace else { throw error }
                }
                switch (round + seed) % 5 {
                case 2: store = try Store.open(files, options, now: start)
                case 4: try store.compact(limit: 1200, now: start)
                default: break
                }
            }
            isOver = true
        } catch { failure = error }
    }

    private mutating func commit(_ store: Store, _ history: inout RandomHistory) throws(StoreError) {
        let recorder = try store.begin(script: "main.reeve", now: start)
        let after = history.run(store.state, most: 6, recorder: recorder.record)
        if recorder.count > 0 { bodies.append(body(after)) }
        do throws(StoreError) {
            // In every other one the snapshot is written while the journal is waited for.
            head = try store.commit(
                recorder, closing: Closing(time: start), after: after, settling: bodies.count % 2 == 0)
        } catch {
            // What was refused for want of room is not there, whatever comes.
            if error.code == .noSpace, recorder.count > 0 { bodies.removeLast() }
            throw error
        }
        acknowledged = bodies.count
    }

    /// What is wrong with what is there after the crash, or `nil`.
    func problem(_ files: MemoryFileSystem) -> String? {
        do throws(StoreError) {
            let store = try Store.open(files, options, now: start)
            // A snapshot has its name only once it is whole.
            if let warning = store.warnings.first(where: { $0.contains("snapshot") }) { return warning }
            let found = body(store.state)
            guard bodies[max(0, acknowledged - 1)...].contains(found) else {
                return "a state that was never to be seen"
            }
            if let head, acknowledged > 0 { _ = try store.verify(expecting: head) }
            var history = RandomHistory(seed: 99)
            let head = try commitRandom(store, &history)
            guard try store.verify(expecting: head).tornBytes == 0 else { return "a torn tail is still there" }
            let again = try Store.open(files, options, now: start)
            let names = try files.list()
            guard again.head == head, body(again.state) == body(store.state) else {
                return "not the same when reopened"
            }
            // And now the power fails: what was acknowledged after the first crash must not lean on what was never synced.
            files.restart(.everything)
            let last = try Store.open(files, options, now: start)
            guard last.head == head, body(last.state) == body(store.state) else { return "lost by a second crash" }
            return names.contains { Temporary.isTemporary($0) } ? "a temporary file is still there" : nil
        } catch { return error.description }
    }
}
