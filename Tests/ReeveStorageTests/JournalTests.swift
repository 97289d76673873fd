import SeededRandom
import Testing

@testable import ReeveStorage

/// A journal in memory with a few transactions, and what was written to it.
struct JournalBench {
    let files = MemoryFileSystem()
    let store: StoreID
    var writer: JournalWriter
    var heads: [Head] = []
    var ends: [Int64] = []

    init(segmentLimit: Int64 = JournalFormat.defaultSegmentLimit, ahead: Int64 = 0) throws(StoreError) {
        var generator = SeededRandom(seed: 1)
        store = StoreID(using: &generator)
        _ = try files.prepare(create: true)
        let origin = try JournalWriter.create(files, store: store)
        writer = try JournalWriter(files, store: store, at: origin, segmentLimit: segmentLimit, ahead: ahead)
    }

    mutating func append(_ count: Int, text: String = "x") throws(StoreError) {
        var transaction = TransactionBuffer(after: writer.position)
        for index in 0..<count {
            transaction.append(event: "noted", fields: Array("\"text\":\"\(text)\(index)\"".utf8))
        }
        heads.append(try writer.append(&transaction, fields: Array("\"by\":\"ops\"".utf8)))
        ends.append(writer.position.offset)
    }

    func read(_ files: MemoryFileSystem? = nil) throws(StoreError) -> (records: [Int64], end: JournalEnd) {
        let files = files ?? self.files
        var records: [Int64] = []
        let reader = JournalReader(files: files, store: store)
        let start = JournalFormat.origin(of: store)
        guard let token = try files.open(JournalFormat.file(1), for: .read) else {
            throw StoreError(.missing, "no journal")
        }
        defer { files.close(token) }
        let nothing = JournalPosition(segment: 0, offset: 0, transaction: 0, head: Head(seq: 0, hash: .zero))
        _ = try reader.checkHeader(of: 1, token, after: nothing)
        let end = try reader.read(from: start) { (transaction, _) throws(StoreError) in
            records.append(transaction.records)
        }
        return (records, end)
    }
}

@Suite struct JournalTests {
    @Test func `what was appended is read back`() throws {
        var bench = try JournalBench()
        for count in [1, 3, 0, 2] { try bench.append(count) }
        let (records, end) = try bench.read()
        #expect(records == [1, 3, 0, 2])
        #expect(end.tornBytes == 0)
        #expect(end.position == bench.writer.position)
        #expect(end.position.head.seq == 10)
        #expect(bench.heads.map(\.seq) == [2, 6, 7, 10])
    }

    @Test func `every line is JSON`() throws {
        var bench = try JournalBench()
        try bench.append(3)
        let bytes = try #require(try bench.files.contents(of: "journal-00001.jsonl"))
        let lines = bytes.split(separator: 10).map { Array($0) }
        #expect(lines.count == 5)
        for line in lines { #expect(try parsed(line)["seq"]?.integer != nil) }
        let closing = try parsed(try #require(lines.last))
        #expect(closing["event"]?.text == "commit")
        #expect(closing["records"]?.integer == 3)
        #expect(closing["hash"]?.text == bench.heads.last?.hash.description)
    }

    @Test func `segments follow one another`() throws {
        var bench = try JournalBench(segmentLimit: 700)
        for _ in 0..<20 { try bench.append(2) }
        #expect(bench.writer.position.segment > 3)
        let (records, end) = try bench.read()
        #expect(records == Array(repeating: 2, count: 20))
        #expect(end.position == bench.writer.position)
        // A segment that is gone from the middle, or was put there twice, is not passed over.
        let gone = bench.files.copy()
        gone.plant(JournalFormat.file(2), nil)
        gone.plant(JournalFormat.file(2), try bench.files.contents(of: JournalFormat.file(3)))
        #expect(throws: StoreError.self) { try bench.read(gone) }
    }

    @Test func `a tail torn at any byte is seen, and nothing before it is lost`() throws {
        var bench = try JournalBench()
        try bench.append(2)
        try bench.append(3)
        let bytes = try #require(try bench.files.contents(of: JournalFormat.file(1)))
        let start = Int(bench.ends[0])
        for length in start..<bytes.count {
            let torn = bench.files.copy()
            torn.plant(JournalFormat.file(1), Array(bytes[..<length]))
            let (records, end) = try bench.read(torn)
            #expect(records == [2])
            #expect(end.tornBytes == Int64(length - start))
            let recovery = try Recovery.cut(end, torn)
            #expect((recovery == nil) == (length == start))
            if let recovery {
                #expect(try torn.contents(of: recovery.keptAs) == Array(bytes[start..<length]))
            }
            #expect(try bench.read(torn).end.tornBytes == 0)
            // The same, where the disk had made room already.
            guard length > start else { continue }
            torn.plant(JournalFormat.file(1), Array(bytes[..<length]) + Array(repeating: 0, count: 100))
            let isWhole = length == bytes.count - 1
            if isWhole {
                #expect(throws: StoreError.self) { try bench.read(torn) }
            } else {
                #expect(try bench.read(torn).records == [2])
            }
        }
    }

    @Test func `every change of a single byte is found`() throws {
        var bench = try JournalBench(segmentLimit: 900)
        for count in [2, 1, 0, 1] { try bench.append(count) }
        let (all, _) = try bench.read()
        var tried = 0
        for segment in 1...bench.writer.position.segment {
            let bytes = try #require(try bench.files.contents(of: JournalFormat.file(segment)))
            for index in bytes.indices {
                for other in [bytes[index] ^ 1, bytes[index] ^ 0x20, 0, 10, 0x22, 0x7d, 0x30, 0x61] as Set<UInt8>
                where other != bytes[index] {
                    var changed = bytes
                    changed[index] = other
                    let copy = bench.files.copy()
                    copy.plant(JournalFormat.file(segment), changed)
                    tried += 1
                    do {
                        let (records, end) = try bench.read(copy)
                        Issue.record("byte \(index) of segment \(segment) as \(other): \(records) \(end) of \(all)")
                    } catch {
                        #expect(error.code == .damaged)
                    }
                }
            }
        }
        #expect(tried > 10_000)
    }

    @Test func `lines dropped, doubled or exchanged are found`() throws {
        var bench = try JournalBench()
        for count in [2, 3, 1, 2] { try bench.append(count) }
        let bytes = try #require(try bench.files.contents(of: JournalFormat.file(1)))
        let lines = bytes.split(separator: 10).map { Array($0) + [10] }
        func isFound(_ lines: [[UInt8]]) -> Bool {
            let copy = bench.files.copy()
            copy.plant(JournalFormat.file(1), Array(lines.joined()))
            do {
                return try bench.read(copy).end.position != bench.writer.position
            } catch { return true }
        }
        for index in lines.indices {
            var dropped = lines
            dropped.remove(at: index)
            #expect(isFound(dropped))
            var doubled = lines
            doubled.insert(lines[index], at: index)
            #expect(isFound(doubled))
            for other in lines.indices where other > index {
                var exchanged = lines
                exchanged.swapAt(index, other)
                #expect(isFound(exchanged))
            }
        }
    }

    @Test(arguments: [MemoryFileSystem.Fault.Effect.noSpace, .inputOutput])
    func `a write that fails leaves the journal as it was, and a failed sync ends the handle`(
        effect: MemoryFileSystem.Fault.Effect
    ) throws {
        var bench = try JournalBench()
        try bench.append(2)
        let before = bench.writer.position
        bench.files.arm(.init(at: 1, effect))
        #expect(throws: StoreError.self) { try bench.append(4) }
        #expect(bench.writer.position == before)
        #expect(try bench.read().end == JournalEnd(position: before, tornBytes: 0))
        try bench.append(1)
        #expect(try bench.read().records == [2, 1])

        bench.files.arm(.init(at: 2, .inputOutput))
        let failed = #expect(throws: StoreError.self) { try bench.append(1) }
        #expect(failed?.code == .outcomeUnknown)
        let after = #expect(throws: StoreError.self) { try bench.append(1) }
        #expect(after?.code == .outcomeUnknown)
        #expect(bench.files.operations == 2)
    }
}
