import ReeveDomain
import SeededRandom
import Testing

@testable import ReeveStorage

/// What is long is written and hashed in pieces: nobody who reads it may see where they end.
@Suite struct PieceTests {
    private func transaction(_ bench: JournalBench, _ count: Int, early: Bool, pieceLength: Int?) -> TransactionBuffer {
        var transaction = TransactionBuffer(
            after: bench.writer.position, store: early ? bench.store : nil, pieceLength: pieceLength)
        for index in 0..<count {
            transaction.append(event: "noted", fields: Array("\"text\":\"\(index)\"".utf8))
        }
        return transaction
    }

    @Test(arguments: [1, 64, 100, 1000], [true, false])
    func `a transaction in pieces is the same bytes and the same hash`(length: Int, early: Bool) throws {
        let bench = try JournalBench()
        for count in [0, 1, 2, 7, 300] {
            var whole = transaction(bench, count, early: false, pieceLength: nil)
            var parts = transaction(bench, count, early: early, pieceLength: length)
            #expect(whole.count == parts.count)
            let fields = Array("\"by\":\"ops\"".utf8)
            #expect(whole.close(store: bench.store, fields: fields) == parts.close(store: bench.store, fields: fields))
            var bytes: [UInt8] = []
            try parts.write(to: 5) { (offset, piece) throws(StoreError) in
                #expect(offset == Int64(5 + bytes.count))
                bytes += piece
            }
            #expect(bytes == whole.writer.array)
            #expect(count < 300 || parts.pieces.count > 2)
        }
    }

    @Test(arguments: 1..<9)
    func `a transaction whose pieces do not all find room leaves nothing behind`(failing: Int) throws {
        var bench = try JournalBench()
        try bench.append(2)
        var long = transaction(bench, 40, early: true, pieceLength: 200)
        bench.files.arm(.init(at: failing, .noSpace))
        do throws(StoreError) {
            _ = try bench.writer.append(&long, fields: [])
            Issue.record("there was room")
        } catch {
            #expect(error.code == .noSpace)
        }
        bench.files.arm(nil)
        #expect(try bench.read().records == [2])
        // The very same buffer, once there is room.
        _ = try bench.writer.append(&long, fields: [])
        #expect(try bench.read().records == [2, 40])
        #expect(try bench.read().end.position == bench.writer.position)
    }

    @Test func `an abandoned run ends its thread and keeps nothing`() throws {
        for _ in 0..<50 {
            let bench = try JournalBench()
            _ = transaction(bench, 100, early: true, pieceLength: 64)
        }
    }

    @Test func `a snapshot of many pieces is the body and its hash`() throws {
        let files = MemoryFileSystem()
        let store = try Store.open(files, StoreOptions(create: true), now: start)
        let recorder = try store.begin(now: start)
        var state = store.state
        for index in 0..<9000 {
            let event = Event.userAdded(UserID(Int32(index)), name: "user-\(index * 7919 % 9000)", values: [])
            let context = EventContext(seq: state.seq + 1, time: start, actor: nil)
            recorder.record(event, context, Origin(script: "", line: 0), state)
            state.apply(event, context)
        }
        _ = try store.commit(recorder, closing: Closing(time: start), after: state)
        try store.settle(force: true, now: start)
        let file = try #require(try files.contents(of: SnapshotFormat.file))
        let expected = body(store.state)
        #expect(expected.count > 2 * Piece.length)
        #expect(file.count > expected.count && file.suffix(expected.count).elementsEqual(expected))
        let again = try Store.open(files, StoreOptions(mode: .readOnly), now: start)
        #expect(again.head == store.head && again.warnings.isEmpty && body(again.state) == expected)
    }

    @Test func `names are ordered by their bytes, and of one name by number`() {
        var generator = SeededRandom(seed: 9)
        let parts = ["a", "b", "ab", "é", "user-", "customer", "\u{1F600}", "z", "0", "\u{7f}", "same", ""]
        for _ in 0..<50 {
            let names = (0..<200).map { _ in
                (0...Int.random(in: 0...3, using: &generator)).map { _ in
                    parts[Int.random(in: 0..<parts.count, using: &generator)]
                }.joined()
            }
            let sorted = NameOrder.sorted(names.count) { names[Int($0)] }
            let expected = names.indices.sorted {
                let (a, b) = (Array(names[$0].utf8), Array(names[$1].utf8))
                return a == b ? $0 < $1 : a.lexicographicallyPrecedes(b)
            }
            #expect(sorted.map { Int($0) } == expected)
        }
        // Many that begin alike, for longer than is looked at at once; some are there more than once.
        let beginnings = [
            "", "c", "customer", "customer-", "customer-of-the-north-", "a\0", String(repeating: "x", count: 2000),
        ]
        for count in [255, 256, 3000] {
            let names = (0..<count).map { _ in
                beginnings[Int.random(in: 0..<beginnings.count, using: &generator)]
                    + String(Int.random(in: 0..<count / 2, using: &generator))
            }
            var ties: [Int] = []
            let sorted = NameOrder.sorted(names.count, tie: { ties.append($0) }) { names[Int($0)] }.map { Int($0) }
            let expected = names.indices.sorted {
                names[$0] == names[$1] ? $0 < $1 : names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8)
            }
            #expect(sorted == expected)
            #expect(ties == (1..<count).filter { names[expected[$0]] == names[expected[$0 - 1]] })
        }
        #expect(!NameOrder.isSame("e\u{301}", "é") && NameOrder.isSame("é", "é") && !NameOrder.isSame("a", "ab"))
    }

    @Test func `a name that was kept is copied as it was written, however long, and only while it is kept`() {
        var names = NameCache()
        var kept: [Int32: String] = [:]
        var generator = SeededRandom(seed: 12)
        for round in 0..<3000 {
            let number = Int32.random(in: 0..<700, using: &generator)
            var writer = ByteWriter(capacity: 64)
            writer.literal("before")
            let isKnown = names.copy(number, into: &writer)
            let told = String(decoding: writer.bytes.dropFirst(6), as: UTF8.self)
            #expect(isKnown ? kept[number] == told : kept[number] == nil && told.isEmpty)
            if round % 3 == 0 {
                names.forget(number)
                kept[number] = nil
            } else {
                let name = String(repeating: "n", count: Int.random(in: 1...40, using: &generator)) + "\(round)"
                writer.cut(to: 3)
                writer.raw(Array(name.utf8))
                names.learn(number, from: 3, of: writer)
                kept[number] = name
            }
        }
        var writer = ByteWriter(capacity: 64)
        #expect(!names.copy(1 << 20, into: &writer) && writer.count == 0)
    }

    @Test func `numbers and instants are written as they are`() {
        var generator = SeededRandom(seed: 10)
        var numbers: [Int64] = [0, .max, .min, -1]
        var power: Int64 = 1
        for _ in 0..<18 {
            power *= 10
            numbers += [power - 1, power, power + 1, -power]
        }
        for _ in 0..<500 {
            numbers.append(
                Int64.random(in: .min ... .max, using: &generator) >> Int64.random(in: 0..<63, using: &generator))
        }
        var writer = ByteWriter()
        for number in numbers {
            writer.integer(number)
            writer.byte(32)
        }
        #expect(String(decoding: writer.bytes, as: UTF8.self) == numbers.map { "\($0) " }.joined())
        let instants = [start, start, Instant(milliseconds: 1), Instant(milliseconds: 0), start, start]
        var told = ByteWriter()
        for instant in instants { told.instant(instant) }
        #expect(String(decoding: told.bytes, as: UTF8.self) == instants.map { "\"\($0.text)\"" }.joined())
    }
}
