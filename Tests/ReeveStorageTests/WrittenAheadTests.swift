import ReeveDomain
import Testing

@testable import ReeveStorage

/// A journal with room in it: what power cuts leave of a transaction that is written over line feeds, and what is no power
/// cut's doing.
@Suite struct WrittenAheadTests {
    private static let file = JournalFormat.file(1)

    /// Two transactions, the last beginning and ending where wanted, and room behind them.
    private func journal(
        beginsAt start: Int64? = nil, endsAt end: Int64? = nil, events: Int = 8
    ) throws -> (bench: JournalBench, bytes: [UInt8], start: Int, end: Int) {
        // The first one's length moves the second.
        for length in 0..<512 {
            var bench = try JournalBench(ahead: 4096)
            try bench.append(1, text: String(repeating: "a", count: length))
            if let start, bench.ends[0] % 512 != start { continue }
            try bench.append(events, text: String(repeating: "b", count: 60))
            if let end, (bench.ends[1] - 1) % 512 != end { continue }
            let bytes = try #require(try bench.files.contents(of: Self.file))
            return (bench, bytes, Int(bench.ends[0]), Int(bench.ends[1]))
        }
        throw StoreError(.missing, "no such journal")
    }

    private func read(_ bytes: [UInt8], _ bench: JournalBench) throws(StoreError) -> (count: Int, end: JournalEnd) {
        let files = bench.files.copy()
        files.plant(Self.file, bytes)
        let (records, end) = try bench.read(files)
        return (records.count, end)
    }

    @Test func `the file is as long after a commit as before it, and jq reads it`() throws {
        var bench = try JournalBench(ahead: 4096)
        try bench.append(2)
        let before = try #require(try bench.files.contents(of: Self.file))
        for _ in 0..<3 { try bench.append(1) }
        let after = try #require(try bench.files.contents(of: Self.file))
        #expect(after.count == before.count)
        #expect(after[Int(bench.ends[3])...].allSatisfy { $0 == 10 })
        #expect(after.count - Int(bench.ends[3]) == Int(bench.writer.room))
        for line in after.split(separator: 10) { #expect(try parsed(Array(line))["seq"]?.integer != nil) }
        let (records, end) = try bench.read()
        #expect(records == [2, 1, 1, 1])
        #expect(end == JournalEnd(position: bench.writer.position, tornBytes: 0, room: bench.writer.room))
        // More is made while there is still some, and what does not fit goes to the end of the file.
        for _ in 0..<40 { try bench.append(1) }
        #expect(bench.writer.room > 1024)
        try bench.append(300)
        #expect(bench.writer.room == 0)
        #expect(try bench.files.contents(of: Self.file)?.count == Int(bench.writer.position.offset))
        #expect(try bench.read().end.position == bench.writer.position)
    }

    @Test(arguments: [nil, 0, 511, 300] as [Int64?]) func `any sectors may be missing of the last transaction`(
        begin: Int64?
    ) throws {
        let (bench, bytes, start, end) = try journal(beginsAt: begin)
        var sectors: [Range<Int>] = []
        var at = start
        while at < end {
            let next = min(end, (at / 512 + 1) * 512)
            sectors.append(at..<next)
            at = next
        }
        #expect((3...8).contains(sectors.count))
        for filler in [10, 0] as [UInt8] {
            for missing in 1..<(1 << sectors.count) {
                var torn = bytes
                for (index, sector) in sectors.enumerated() where missing >> index & 1 == 1 {
                    for place in sector { torn[place] = filler }
                }
                // A last sector that has only the line feed.
                if torn == bytes { continue }
                let (count, end) = try read(torn, bench)
                #expect(count == 1 && end.position.offset == Int64(start), "\(missing)")
                let isGone = missing == (1 << sectors.count) - 1 && filler == 10
                #expect((end.tornBytes == 0) == isGone, "\(missing)")
                #expect(end.tornBytes + end.room == Int64(bytes.count - start))
                // The next one cuts it off, and keeps what was not room.
                let files = bench.files.copy()
                files.plant(Self.file, torn)
                let recovery = try Recovery.cut(end, files)
                #expect((recovery == nil) == isGone)
                if let recovery {
                    let kept = try #require(try files.contents(of: recovery.keptAs))
                    #expect(kept == Array(torn[start..<(start + Int(end.tornBytes))]))
                    #expect(try files.contents(of: Self.file)?.count == start)
                }
            }
        }
    }

    /// What a change makes of a byte that is a sector of the transaction's own, a power cut may have left.
    @Test(arguments: [(nil, nil), (511, nil), (0, nil), (nil, 0), (nil, 511), (nil, 510)] as [(Int64?, Int64?)])
    func `every change of a single byte is found`(begin: Int64?, end: Int64?) throws {
        let (bench, bytes, start, finish) = try journal(beginsAt: begin, endsAt: end, events: 1)
        var lost = 0
        for place in 0..<finish {
            for new in Set([bytes[place] ^ 1, bytes[place] ^ 0x80, 10, 0, 0x7d]) where new != bytes[place] {
                var changed = bytes
                changed[place] = new
                let isAlone = place == start && start % 512 == 511 || place == finish - 2 && place % 512 == 0
                do throws(StoreError) {
                    let (count, _) = try read(changed, bench)
                    lost += 1
                    #expect(count == 1 && isAlone && (new == 10 || new == 0), "byte \(place) as \(new)")
                } catch { #expect(error.exitStatus == 65) }
            }
        }
        #expect(lost <= 4)
    }

    @Test func `what was finished before the last one is never taken for unfinished`() throws {
        let (bench, bytes, start, _) = try journal()
        let first = Int(JournalFormat.origin(of: bench.store).offset)
        var wiped = bytes
        for place in first..<start { wiped[place] = 10 }
        #expect(throws: StoreError.self) { try read(wiped, bench) }
        for sector in stride(from: 512, to: start - 512, by: 512) {
            wiped = bytes
            for place in sector..<(sector + 512) { wiped[place] = 10 }
            #expect(throws: StoreError.self) { try read(wiped, bench) }
        }
        // More than is ever made of it.
        #expect(throws: StoreError.self) {
            try read(bytes + [UInt8](repeating: 10, count: WrittenAhead.longestRest), bench)
        }
        // And anything behind it.
        #expect(throws: StoreError.self) { try read(bytes + Array("{}\n".utf8), bench) }
    }

    @Test func `no room is left in a segment that another one follows`() throws {
        var bench = try JournalBench(segmentLimit: 1500, ahead: 4096)
        while bench.writer.position.segment == 1 { try bench.append(1) }
        #expect(bench.writer.room > 0)
        let whole = try #require(try bench.files.contents(of: Self.file))
        #expect(whole.suffix(2) != [10, 10])
        #expect(try bench.read().end.position == bench.writer.position)
        let files = bench.files.copy()
        files.plant(Self.file, whole + [10, 10, 10])
        let error = #expect(throws: StoreError.self) { try bench.read(files) }
        #expect(error?.code == .damaged && error?.offset == Int64(whole.count))
    }

    @Test func `handles use the room that others made, and who made it takes it away`() throws {
        let files = MemoryFileSystem()
        let options = StoreOptions(create: true, patience: 5, busyAfter: 2, ahead: 4096)
        func length() throws -> Int { try #require(try files.contents(of: Self.file)).count }
        var history = RandomHistory(seed: 8)
        var busy: Store? = try Store.open(files, options, now: start)
        for _ in 0..<2 {
            if let busy { try commitRandom(busy, &history, most: 3) }
            #expect(try length() == Int(busy?.position.offset ?? 0))
        }
        for _ in 0..<4 { if let busy { try commitRandom(busy, &history, most: 3) } }
        let made = try length()
        #expect(made > Int(busy?.position.offset ?? 0))
        // Another handle, which has stored nothing yet, writes in the room, and leaves it.
        var other: Store? = try Store.open(files, options, now: start)
        if let other { try commitRandom(other, &history, most: 2) }
        let head = try #require(other?.head)
        other = nil
        #expect(try length() == made)
        if let busy {
            try commitRandom(busy, &history, most: 2)
            #expect(try busy.verify(expecting: head).head == busy.head)
            #expect(try busy.info().journalBytes == busy.position.offset)
        }
        // A reader beside it.
        let reader = try Store.open(files, StoreOptions(mode: .readOnly), now: start)
        #expect(reader.head == busy?.head)
        if let busy { try commitRandom(busy, &history, most: 2) }
        try reader.refresh()
        #expect(reader.head == busy?.head)
        busy = nil
        #expect(try length() == Int(reader.position.offset))
        #expect(try Store.verify(files).head == reader.head)
    }

    @Test func `compaction takes away the room that a killed session left, and a repair does not miss it`() throws {
        let files = MemoryFileSystem()
        let options = StoreOptions(create: true, patience: 5, busyAfter: 0, ahead: 4096)
        var history = RandomHistory(seed: 9)
        let killed = try Store.open(files, options, now: start)
        for _ in 0..<3 { try commitRandom(killed, &history, most: 3) }
        files.restart(.nothing)
        #expect(try #require(try files.contents(of: Self.file)).count > Int(killed.position.offset))
        #expect(try RepairPlan.examine(files) == nil)
        // The room is no part of what a repair would drop.
        let changed = files.copy()
        try Store.open(files, now: start).settle(force: true, now: start)
        changed.plant(SnapshotFormat.file, try files.contents(of: SnapshotFormat.file))
        let store = try Store.open(files, now: start)
        #expect(store.head == killed.head && store.warnings.isEmpty)
        try store.compact(now: start)
        #expect(try files.contents(of: Self.file)?.count == Int(store.position.offset))
        #expect(try Store.verify(files).head == killed.head)
    }

    @Test func `where there is no space for room there may be for a transaction`() throws {
        let files = MemoryFileSystem()
        let options = StoreOptions(create: true, patience: 5, busyAfter: 0, ahead: 4096)
        var history = RandomHistory(seed: 10)
        let store = try Store.open(files, options, now: start)
        files.arm(.init(at: 1, .noSpace))
        let head = try commitRandom(store, &history, most: 3)
        #expect(try files.contents(of: Self.file)?.count == Int(store.position.offset))
        #expect(try store.verify(expecting: head).tornBytes == 0)
        files.arm(nil)
        try commitRandom(store, &history, most: 3)
        #expect(try #require(try files.contents(of: Self.file)).count > Int(store.position.offset))
    }

    @Test func `a busy session lets the snapshot wait, and brings it up to date when it ends`() throws {
        let files = MemoryFileSystem()
        func known() throws -> Int64? { try Snapshot.header(files)?.header.position.head.seq }
        var history = RandomHistory(seed: 11)
        var store: Store? = try Store.open(files, StoreOptions(create: true, busyAfter: 3, busyTail: 6000), now: start)
        func commit(_ store: Store) throws {
            let recorder = try store.begin(now: start)
            var after = store.state
            while recorder.count == 0 { after = history.run(after, most: 3, recorder: recorder.record) }
            _ = try store.commit(recorder, closing: Closing(time: start), after: after, settling: true)
            try store.settle(now: start)
        }
        for _ in 0..<3 {
            if let store { try commit(store) }
            #expect(try known() == store?.head.seq)
        }
        let waiting = try known()
        if let store { try commit(store) }
        #expect(try known() == waiting)
        // What waits is not lost on anybody.
        #expect(try Store.open(files, StoreOptions(mode: .readOnly), now: start).head == store?.head)
        for _ in 0..<40 { if let store { try commit(store) } }
        #expect(try known() ?? 0 > waiting ?? 0)
        let head = try #require(store?.head)
        #expect(try known() ?? 0 < head.seq)
        // Not while another one writes, and not when it has.
        let lock = try WriterLock(files, patience: 0)
        store = nil
        #expect(try known() ?? 0 < head.seq)
        var freed = lock
        freed.close(files)
        store = try Store.open(files, StoreOptions(busyAfter: 0), now: start)
        if let store { try commit(store) }
        let last = try #require(store?.head)
        store = nil
        #expect(try known() == last.seq)
        #expect(try Store.verify(files, expecting: last).snapshotProblem == nil)
    }
}
