import ReeveDomain
import Testing

@testable import ReeveStorage

@Suite struct StoreTests {
    @Test func `every event comes back from its line as it was`() throws {
        var history = RandomHistory(seed: 1)
        var state = State()
        var kinds: Set<String> = []
        for _ in 0..<6000 {
            guard let event = history.event(state) else { continue }
            let actor = history.chance(50) ? history.pick(state.userIDs) : nil
            let origin = Origin(script: "s", line: history.chance(50) ? 7 : 0, reason: history.chance(30) ? "why" : nil)
            let position = JournalPosition(
                segment: 1, offset: 0, transaction: 4, head: Head(seq: state.seq, hash: .zero))
            var encoder = TransactionEncoder(after: position, script: "s")
            encoder.record(event, by: actor, at: origin, before: state)
            let line = encoder.buffer.writer.bytes
            let recorded = try DomainReader.event(line, in: Closing(time: start, script: "s"), before: state)
            #expect(recorded.event == event, "\(String(decoding: line, as: UTF8.self))")
            #expect(recorded.origin == origin)
            #expect(recorded.context == EventContext(seq: state.seq + 1, time: start, actor: actor))
            let json = try JSONValue(parsing: line)
            kinds.insert(json["event"]?.text ?? "")
            state.apply(event, recorded.context)
            if state.userCount > 60 { state = State() }
        }
        #expect(kinds.count == 29, "\(kinds.sorted())")
        #expect(!kinds.contains(JournalFormat.closingEvent))
    }

    @Test(arguments: 0..<12) func `replaying the journal and loading the snapshot lead to the same bytes`(
        seed: Int
    ) throws {
        let files = MemoryFileSystem()
        let options = StoreOptions(create: true, segmentLimit: 20_000)
        let store = try Store.open(files, options, now: start)
        var history = RandomHistory(seed: UInt64(seed))
        for _ in 0..<40 { try commitRandom(store, &history) }
        try store.settle(now: start)
        let expected = body(store.state)

        let replayed = files.copy()
        replayed.plant(SnapshotFormat.file, nil)
        let fromJournal = try Store.open(replayed, StoreOptions(mode: .readOnly), now: start)
        #expect(body(fromJournal.state) == expected)
        let fromSnapshot = try Store.open(files, StoreOptions(mode: .readOnly), now: start)
        #expect(body(fromSnapshot.state) == expected)
        #expect(fromSnapshot.warnings.isEmpty)
        #expect(fromJournal.head == store.head && fromSnapshot.head == store.head)
        #expect(fromJournal.state.seq == store.head.seq && fromSnapshot.state.seq == store.head.seq)
        #expect(try store.verify(expecting: store.head).snapshotProblem == nil)
        #expect(body(try store.history { _, _ in }) == expected)
        // Names that are gone are still remembered alike.
        for number in 0..<45 {
            #expect(
                fromJournal.state.users.names.row(named: "n\(number)")
                    == fromSnapshot.state.users.names.row(named: "n\(number)"))
        }

        // And what happens next, happens alike.
        let copies = [files, replayed]
        var heads: Set<Head> = []
        for copy in copies {
            var next = history
            let again = try Store.open(copy, options, now: start)
            try commitRandom(again, &next)
            heads.insert(again.head)
        }
        #expect(heads.count == 1)
    }

    @Test func `the snapshot is a JSON document with one thing a line`() throws {
        let store = try Store.open(MemoryFileSystem(), StoreOptions(create: true), now: start)
        var history = RandomHistory(seed: 3)
        for _ in 0..<30 { try commitRandom(store, &history) }
        try store.settle(now: start)
        let bytes = try #require(try store.files.contents(of: SnapshotFormat.file))
        let document = try parsed(bytes)
        #expect(document["format"]?.text == "reeve.snapshot/1")
        #expect(document["seq"]?.integer == store.head.seq)
        #expect(document["head"]?.text == store.head.hash.description)
        guard case .array(let users)? = document["users"] else {
            Issue.record("no users")
            return
        }
        #expect(users.count == store.state.userCount)

        // One more invite: one more line, and the header.
        let state = store.state
        let user = try #require(state.userIDs.first { state.members[$0, .partner] == nil })
        let role = try #require(state.roleIDs.first)
        var after = state
        let context = EventContext(seq: state.seq + 1, time: start, actor: nil)
        after.apply(.invited(user, .partner, role, .always), context)
        let before = Set(body(state).split(separator: 10))
        let changed = body(after).split(separator: 10).filter { !before.contains($0) }
        #expect(changed.count <= 2)
    }

    @Test func `a snapshot changed at any byte counts as missing, and the journal says what it held`() throws {
        let files = MemoryFileSystem()
        let store = try Store.open(files, StoreOptions(create: true), now: start)
        var history = RandomHistory(seed: 5)
        for _ in 0..<3 { try commitRandom(store, &history) }
        try store.settle(now: start)
        let expected = body(store.state)
        let bytes = try #require(try files.contents(of: SnapshotFormat.file))
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1
            files.plant(SnapshotFormat.file, changed)
            do {
                let opened = try Store.open(files, StoreOptions(mode: .readOnly), now: start)
                #expect(opened.warnings.count == 1)
                #expect(body(opened.state) == expected)
            } catch {
                // The one digit that says which format it is.
                #expect(error.code == .newer)
            }
        }
    }

    @Test func `a snapshot that knows more than the journal is refused`() throws {
        let files = MemoryFileSystem()
        let store = try Store.open(files, StoreOptions(create: true), now: start)
        var history = RandomHistory(seed: 6)
        try commitRandom(store, &history)
        let old = try #require(try files.contents(of: JournalFormat.file(1)))
        let oldHead = store.head
        try commitRandom(store, &history)
        try store.settle(now: start)
        let rolledBack = files.copy()
        rolledBack.plant(JournalFormat.file(1), old)
        for mode in [StoreOptions.Mode.readOnly, .write] {
            let error = #expect(throws: StoreError.self) {
                try Store.open(rolledBack, StoreOptions(mode: mode, create: true), now: start)
            }
            #expect(error?.code == .rolledBack)
        }
        // Whoever takes the snapshot away as well, is found by whoever kept the head.
        rolledBack.plant(SnapshotFormat.file, nil)
        let opened = try Store.open(rolledBack, StoreOptions(mode: .readOnly), now: start)
        #expect(try opened.verify(expecting: oldHead).head == oldHead)
        #expect(throws: StoreError.self) { try opened.verify(expecting: store.head) }
        // No journal, and a snapshot: nothing is made anew.
        let gone = files.copy()
        gone.plant(JournalFormat.file(1), nil)
        let error = #expect(throws: StoreError.self) {
            try Store.open(gone, StoreOptions(create: true), now: start)
        }
        #expect(error?.code == .rolledBack)
        // A handle that was open meanwhile notices too.
        files.plant(JournalFormat.file(1), old)
        #expect(throws: StoreError.self) { try commitRandom(store, &history) }
    }

    @Test func `a torn tail is cut off, kept aside and journaled`() throws {
        let files = MemoryFileSystem()
        let store = try Store.open(files, StoreOptions(create: true), now: start)
        var history = RandomHistory(seed: 7)
        for _ in 0..<3 { try commitRandom(store, &history) }
        let expected = body(store.state)
        let head = store.head
        let whole = try #require(try files.contents(of: JournalFormat.file(1)))
        try commitRandom(store, &history)
        let all = try #require(try files.contents(of: JournalFormat.file(1)))
        for length in whole.count..<all.count {
            let torn = files.copy()
            torn.plant(JournalFormat.file(1), Array(all[..<length]))
            let reader = try Store.open(torn, StoreOptions(mode: .readOnly), now: start)
            #expect(reader.head == head)
            #expect(body(reader.state) == expected)
            let opened = try Store.open(torn, now: start)
            #expect(body(opened.state) == expected)
            guard length > whole.count else { continue }
            let recovery = try #require(opened.recovery)
            #expect(recovery.bytes == Int64(length - whole.count))
            #expect(try torn.contents(of: recovery.keptAs) == Array(all[whole.count..<length]))
            var last: Event?
            _ = try opened.history { event, _ in last = event.event }
            #expect(last == .recovered(bytes: recovery.bytes, keptAs: recovery.keptAs))
            #expect(try opened.verify().tornBytes == 0)
        }
    }

    @Test func `a run without events writes nothing, and an abandoned one neither`() throws {
        let files = MemoryFileSystem()
        let store = try Store.open(files, StoreOptions(create: true), now: start)
        var history = RandomHistory(seed: 8)
        try commitRandom(store, &history)
        let before = try files.contents(of: JournalFormat.file(1))
        files.arm(nil)
        let recorder = try store.begin(now: start)
        #expect(try store.commit(recorder, closing: Closing(time: start), after: store.state) == store.head)
        let other = try store.begin(now: start)
        _ = history.run(store.state, most: 9, recorder: other.record)
        store.abandon()
        #expect(files.operations == 0)
        #expect(try files.contents(of: JournalFormat.file(1)) == before)
        try commitRandom(store, &history)
    }

    @Test func `two writers take turns, and each sees what the other did`() throws {
        let files = MemoryFileSystem()
        let one = try Store.open(files, StoreOptions(create: true, patience: 5), now: start)
        let two = try Store.open(files, StoreOptions(patience: 5), now: start)
        let reader = try Store.open(files, StoreOptions(mode: .readOnly), now: start)
        var history = RandomHistory(seed: 9)
        for round in 0..<10 {
            try commitRandom(round % 2 == 0 ? one : two, &history)
            if round % 3 == 0 { try (round % 2 == 0 ? two : one).settle(now: start) }
        }
        _ = try one.begin(now: start)
        let error = #expect(throws: StoreError.self) { try two.begin(now: start) }
        #expect(error?.code == .busy)
        #expect(error?.exitStatus == 75)
        try reader.refresh()
        one.abandon()
        try commitRandom(two, &history)
        try one.refresh()
        try reader.refresh()
        #expect(body(one.state) == body(two.state) && body(reader.state) == body(two.state))
        #expect(one.head == two.head)
    }

    /// What stays open from run to run must still be what its name leads to.
    @Test func `a lock or a segment that was replaced between two runs is opened anew`() throws {
        let files = MemoryFileSystem()
        let one = try Store.open(files, StoreOptions(create: true, patience: 0), now: start)
        let two = try Store.open(files, StoreOptions(patience: 0), now: start)
        var history = RandomHistory(seed: 10)
        try commitRandom(one, &history)
        try commitRandom(two, &history)

        files.plant(WriterLock.fileName, [])
        _ = try one.begin(now: start)
        #expect(throws: StoreError.self) { try two.begin(now: start) }
        one.abandon()
        try commitRandom(two, &history)

        let segment = JournalFormat.file(1)
        try commitRandom(one, &history)
        let bytes = try #require(try files.contents(of: segment))
        files.plant(segment, bytes)
        try commitRandom(one, &history)
        #expect(try #require(try files.contents(of: segment)).count > bytes.count)
        try commitRandom(two, &history)
        #expect(try Store.open(files, StoreOptions(mode: .readOnly), now: start).head == two.head)

        files.plant(segment, nil)
        let error = #expect(throws: StoreError.self) { try one.begin(now: start) }
        #expect(error?.code == .rolledBack)
    }

    @Test func `a large snapshot waits for a tail that is worth it`() throws {
        let files = MemoryFileSystem()
        let store = try Store.open(files, StoreOptions(create: true), now: start)
        let recorder = try store.begin(now: start)
        var after = store.state
        for number in 0..<2000 {
            let event = Event.userAdded(UserID(Int32(number)), name: "user-\(number)", values: [])
            let context = EventContext(seq: after.seq + 1, time: start, actor: nil)
            recorder.record(event, context, Origin(script: "", line: 0), after)
            after.apply(event, context)
        }
        _ = try store.commit(recorder, closing: Closing(time: start), after: after)
        try store.settle(now: start)
        let snapshot = try #require(try files.contents(of: SnapshotFormat.file))
        #expect(snapshot.count > 1 << 16)
        var history = RandomHistory(seed: 10)
        try commitRandom(store, &history, most: 2)
        try store.settle(now: start)
        #expect(try files.contents(of: SnapshotFormat.file) == snapshot)
        #expect(body(try Store.open(files, StoreOptions(mode: .readOnly), now: start).state) == body(store.state))
        try store.settle(force: true, now: start)
        #expect(try files.contents(of: SnapshotFormat.file) != snapshot)
    }

    @Test func `a store is not made where other things lie, and not opened where there is none`() throws {
        let empty = MemoryFileSystem()
        #expect(throws: StoreError.self) { try Store.open(empty, now: start) }
        #expect(try empty.prepare(create: false) == false)
        let other = MemoryFileSystem()
        other.plant("notes.txt", [1])
        let error = #expect(throws: StoreError.self) {
            try Store.open(other, StoreOptions(create: true), now: start)
        }
        #expect(error?.code == .exists)
        // What a crash may leave of a creation is no obstacle.
        let begun = MemoryFileSystem()
        begun.plant("lock", [])
        begun.plant(".journal-00001.jsonl.part", [1, 2])
        #expect(try Store.open(begun, StoreOptions(create: true), now: start).head.seq == 0)
        #expect(try begun.list() == ["journal-00001.jsonl", "lock"])
        // A read-only disk answers questions, and refuses a change before it is tried.
        begun.setReadOnly(true)
        _ = try Store.open(begun, StoreOptions(mode: .readOnly), now: start)
        let refused = #expect(throws: StoreError.self) { try Store.open(begun, now: start) }
        #expect(refused?.code == .readOnly)
    }
}
