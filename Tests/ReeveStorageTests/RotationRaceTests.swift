import ReeveDomain
import Synchronization
import Testing

@testable import ReeveStorage

/// A writer who appends, and begins a new segment, at any moment of a reader's reading.
@Suite struct RotationRaceTests {
    @Test(arguments: [500, 1200, 1900, 2600] as [Int64], [0, 1500] as [Int64])
    func `a reader beside a writer that rotates sees whole transactions, and no damage`(
        limit: Int64, ahead: Int64
    ) throws {
        var reads = 0
        var moment = 1
        while true {
            let disk = MemoryFileSystem()
            let options = StoreOptions(create: true, segmentLimit: limit, busyAfter: 0, ahead: ahead)
            let writer = try Store.open(disk, options, now: start)
            var history = RandomHistory(seed: 70)
            for _ in 0..<3 { try commitRandom(writer, &history, most: 3) }
            let before = writer.head
            let meanwhile = Meanwhile(disk, before: moment) {
                for _ in 0..<4 { _ = try? commitRandom(writer, &history, most: 3) }
            }
            let reader = try Store.open(meanwhile, StoreOptions(mode: .readOnly), now: start)
            #expect([before, writer.head].contains(reader.head) || reader.head.seq > before.seq, "moment \(moment)")
            try reader.refresh()
            guard meanwhile.hasHappened else { break }
            #expect(reader.head == writer.head, "moment \(moment)")
            #expect(body(reader.state) == body(writer.state))
            reads = meanwhile.operations
            moment += 1
        }
        #expect(reads > 10 && moment > 10)
        print("a writer came in at \(moment - 1) moments of a reader's \(reads) operations")
    }

    @Test(arguments: [3, 60, 200], [0, 1500] as [Int64])
    func `a reader beside a writer that cuts off a torn tail sees no damage`(torn: Int, ahead: Int64) throws {
        var moment = 1
        while true {
            let disk = MemoryFileSystem()
            var history = RandomHistory(seed: 71)
            let store = try Store.open(disk, StoreOptions(create: true), now: start)
            for _ in 0..<3 { try commitRandom(store, &history, most: 3) }
            let before = store.head
            let whole = try #require(try disk.contents(of: JournalFormat.file(1)))
            try commitRandom(store, &history, most: 3)
            let all = try #require(try disk.contents(of: JournalFormat.file(1)))
            disk.plant(JournalFormat.file(1), Array(all[..<(whole.count + torn)]))
            let meanwhile = Meanwhile(disk, before: moment) {
                let options = StoreOptions(busyAfter: 0, ahead: ahead)
                guard let writer = try? Store.open(disk, options, now: start) else { return }
                for _ in 0..<3 { _ = try? commitRandom(writer, &history, most: 3) }
            }
            let reader = try Store.open(meanwhile, StoreOptions(mode: .readOnly), now: start)
            #expect(reader.head.seq >= before.seq, "moment \(moment)")
            guard meanwhile.hasHappened else { break }
            try reader.refresh()
            #expect(reader.head.seq > before.seq, "moment \(moment)")
            #expect(try Store.verify(disk, expecting: reader.head).tornBytes == 0)
            moment += 1
        }
        #expect(moment > 10)
    }
}

/// A file system on which something happens just before the reader's operation of a given number.
private final class Meanwhile: FileSystem {
    private let disk: MemoryFileSystem
    private let moment: Int
    private let count = Mutex(0)
    private nonisolated(unsafe) let happen: () -> Void

    init(_ disk: MemoryFileSystem, before moment: Int, _ happen: @escaping () -> Void) {
        self.disk = disk
        self.moment = moment
        self.happen = happen
    }

    var operations: Int { count.withLock { $0 } }
    var hasHappened: Bool { operations >= moment }

    private func step() {
        let now = count.withLock { count in
            count += 1
            return count
        }
        if now == moment { happen() }
    }

    var name: String { disk.name }
    var isReadOnly: Bool { disk.isReadOnly }
    func synchronizeParent() throws(StoreError) { try disk.synchronizeParent() }
    func prepare(create: Bool) throws(StoreError) -> Bool { try disk.prepare(create: create) }
    func list() throws(StoreError) -> [String] {
        step()
        return try disk.list()
    }
    func open(_ file: String, for access: FileAccess) throws(StoreError) -> FileToken? {
        step()
        return try disk.open(file, for: access)
    }
    func close(_ file: FileToken) { disk.close(file) }
    func length(of file: FileToken) throws(StoreError) -> Int64 {
        step()
        return try disk.length(of: file)
    }

    func length(of file: FileToken, named name: String) throws(StoreError) -> Int64? {
        step()
        return try disk.length(of: file, named: name)
    }
    func read(
        _ file: FileToken, at offset: Int64, into buffer: UnsafeMutableRawBufferPointer
    ) throws(StoreError) -> Int {
        step()
        return try disk.read(file, at: offset, into: buffer)
    }
    func write(_ file: FileToken, at offset: Int64, _ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        try disk.write(file, at: offset, bytes)
    }
    func truncate(_ file: FileToken, to length: Int64) throws(StoreError) { try disk.truncate(file, to: length) }
    func synchronize(_ file: FileToken) throws(StoreError) { try disk.synchronize(file) }
    func synchronizeDirectory() throws(StoreError) { try disk.synchronizeDirectory() }
    func rename(_ file: String, to other: String) throws(StoreError) { try disk.rename(file, to: other) }
    func remove(_ file: String) throws(StoreError) { try disk.remove(file) }
    func map(_ file: String) throws(StoreError) -> FileContents? {
        step()
        return try disk.map(file)
    }
    func tryLock(_ file: FileToken) throws(StoreError) -> Bool { try disk.tryLock(file) }
    func unlock(_ file: FileToken) { disk.unlock(file) }
    func pause(milliseconds: Int) { disk.pause(milliseconds: milliseconds) }
}
