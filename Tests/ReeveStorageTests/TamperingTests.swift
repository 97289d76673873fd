import Foundation
import ReeveDomain
import Testing

@testable import ReeveStorage

/// Whoever changes the journal is found, and told where.
@Suite struct TamperingTests {
    private let files = MemoryFileSystem()
    private let store: Store
    private var heads: [Head] = []
    /// Where each transaction begins and ends in the one segment.
    private var ends: [Int] = []
    private let bytes: [UInt8]

    init() throws {
        store = try Store.open(files, StoreOptions(create: true), now: start)
        ends = [Int(store.position.offset)]
        var history = RandomHistory(seed: 60)
        for _ in 0..<6 {
            heads.append(try commitRandom(store, &history, most: 3))
            ends.append(Int(store.position.offset))
        }
        bytes = try #require(try files.contents(of: JournalFormat.file(1)))
    }

    private func transaction(_ index: Int) -> ArraySlice<UInt8> { bytes[ends[index]..<ends[index + 1]] }

    private func verify(_ journal: [UInt8], expecting head: Head? = nil) -> StoreError? {
        let copy = files.copy()
        copy.plant(JournalFormat.file(1), journal)
        do throws(StoreError) {
            _ = try Store.verify(copy, expecting: head)
            return nil
        } catch { return error }
    }

    private func expect(_ error: StoreError?, at offset: Int, _ code: StoreError.Code = .damaged) {
        #expect(error?.code == code)
        #expect(error?.file == JournalFormat.file(1))
        #expect(error?.offset == Int64(offset))
    }

    @Test func `a transaction dropped, doubled, exchanged or changed is named by its byte`() {
        for index in 0..<5 {
            let before = Array(bytes[..<ends[index]])
            let (this, next) = (transaction(index), transaction(index + 1))
            let rest = bytes[ends[index + 1]...]
            expect(verify(before + rest), at: ends[index])
            expect(verify(before + this + this + rest), at: ends[index + 1])
            expect(verify(before + next + this + bytes[ends[index + 2]...]), at: ends[index])
            var changed = bytes
            let place = ends[index] + this.count - 80
            changed[place] ^= 1
            let error = verify(changed)
            #expect(error?.code == .damaged && error?.file == JournalFormat.file(1))
            #expect((ends[index]...place).contains(Int(error?.offset ?? -1)))
        }
    }

    @Test func `every byte of a small journal, changed, is found and placed in its transaction`() throws {
        var tried = 0
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= place % 2 == 0 ? 1 : 0x80
            let error = verify(changed)
            #expect(error?.exitStatus == 65 || error?.code == .newer, "byte \(place)")
            if place >= ends[0], let offset = error?.offset {
                // The line where it stops to fit is the changed one, or a later one of the same transaction.
                let begin = ends.last { $0 <= place } ?? 0
                let end = ends.first { $0 > place } ?? bytes.count
                #expect((begin..<end).contains(Int(offset)), "byte \(place): \(offset)")
            }
            tried += 1
        }
        print("changed \(tried) bytes, all found")
    }

    /// With `REEVE_TAMPER=all`: each byte as each other byte.
    @Test func `every change of a single byte of a small journal is found`() throws {
        guard ProcessInfo.processInfo.environment["REEVE_TAMPER"] == "all" else { return }
        let small = MemoryFileSystem()
        let store = try Store.open(small, StoreOptions(create: true), now: start)
        var history = RandomHistory(seed: 61)
        for _ in 0..<2 { try commitRandom(store, &history, most: 2) }
        let journal = try #require(try small.contents(of: JournalFormat.file(1)))
        var tried = 0
        var found = 0
        for place in journal.indices {
            var changed = journal
            for byte in 0...255 as ClosedRange<UInt8> where byte != journal[place] {
                changed[place] = byte
                small.plant(JournalFormat.file(1), changed)
                tried += 1
                do throws(StoreError) {
                    _ = try Store.verify(small)
                    Issue.record("byte \(place) as \(byte)")
                } catch { found += 1 }
            }
        }
        print("\(journal.count) bytes, \(tried) changes, \(found) found")
    }

    @Test func `what another store holds does not fit in`() throws {
        let other = try TamperingTests()
        #expect(other.store.id != store.id)
        for index in 0..<6 {
            let spliced = bytes[..<ends[index]] + other.bytes[other.ends[index]...]
            let error = verify(Array(spliced))
            #expect(error?.code == .damaged && error?.file == JournalFormat.file(1))
            // Its closing line does not follow on.
            let end = ends[index] + other.transaction(index).count
            #expect((ends[index]..<end).contains(Int(error?.offset ?? -1)))
        }
        // A whole journal of another store is sound; the snapshot and the kept head know better.
        let swapped = files.copy()
        try store.settle(force: true, now: start)
        swapped.plant(JournalFormat.file(1), other.bytes)
        swapped.plant(SnapshotFormat.file, try files.contents(of: SnapshotFormat.file))
        let error = #expect(throws: StoreError.self) { try Store.verify(swapped) }
        #expect(error?.file == SnapshotFormat.file && error?.offset == 0)
        swapped.plant(SnapshotFormat.file, nil)
        for head in heads {
            let error = #expect(throws: StoreError.self) { try Store.verify(swapped, expecting: head) }
            #expect(error?.code == .rolledBack && error?.file != nil && error?.offset != nil)
        }
    }

    @Test func `a cut at the end is found by whoever kept the head`() {
        for index in 0..<6 {
            let cut = Array(bytes[..<ends[index]])
            #expect(verify(cut) == nil)
            expect(verify(cut, expecting: heads[index]), at: ends[index], .rolledBack)
            // Torn as well as cut: the whole transactions count.
            expect(verify(cut + transaction(index).dropLast(5), expecting: heads[index]), at: ends[index], .rolledBack)
            if index > 0 { #expect(verify(cut, expecting: heads[index - 1]) == nil) }
        }
        // Another record where the head was, in a chain that fits.
        let forged = Head(seq: heads[2].seq, hash: heads[1].hash)
        expect(verify(bytes, expecting: forged), at: ends[2], .rolledBack)
    }

    @Test func `a snapshot that was rewritten with its hashes is found where it differs`() throws {
        try store.settle(force: true, now: start)
        var forged = store.state
        let context = EventContext(seq: forged.seq + 1, time: start, actor: nil)
        forged.apply(.userAdded(UserID(Int32(forged.userCount)), name: "mallory", values: []), context)
        let length = try #require(try Snapshot.header(files)).header.position.offset
        #expect(length == store.position.offset)
        _ = try Snapshot.save(forged, at: store.position, store: store.id, files)
        let error = #expect(throws: StoreError.self) { try Store.verify(files) }
        #expect(error?.code == .damaged && error?.file == SnapshotFormat.file)
        #expect((error?.offset ?? 0) > 300)
    }
}
