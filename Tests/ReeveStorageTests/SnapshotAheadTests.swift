import ReeveDomain
import SeededRandom
import Synchronization
import Testing

@testable import ReeveStorage

/// What of a snapshot is made while a run goes on must be what would be made behind it, or not be used.
@Suite struct SnapshotAheadTests {
    /// Everything that a begun snapshot leads to, and what was hashed of it.
    private func bytes(_ begun: consuming BegunSnapshot, _ state: State) -> [UInt8] {
        var all: [UInt8] = []
        for piece in begun.pieces { all += piece.bytes }
        var hash = begun.hash
        var expected = SHA256()
        for piece in begun.pieces[..<begun.hashed] { expected.update(bytes: piece.bytes) }
        #expect(hash.finalize() == expected.finalize())
        #expect(begun.checks.length == begun.pieces[..<begun.hashed].reduce(0) { $0 + $1.count })
        begun.body.finish(state, into: &begun.rest)
        var fresh = SnapshotBody(state)
        var whole = ByteWriter()
        fresh.finish(state, into: &whole)
        #expect(begun.body.outline.sections == fresh.outline.sections)
        return all + begun.rest.array
    }

    @Test func `it is used where it is the same to the byte, after every event and however far it came`() {
        var history = RandomHistory(seed: 90)
        var (state, used, dropped) = (State(), Set<String>(), 0)
        for round in 0..<1500 {
            let ahead = SnapshotAhead(state, limit: round % 7 == 0 ? 900 : 1 << 20, pieceLength: 1 + round % 5 * 300)
            var steps = Int.random(in: 0...40, using: &history.generator)
            while steps > 0, ahead.step() { steps -= 1 }
            guard let event = history.event(state) else { continue }
            var after = state
            after.apply(event, EventContext(seq: state.seq + 1, time: start, actor: nil))
            #expect(ahead.fits(state))
            let fits = ahead.fits(after)
            if let begun = ahead.finish(for: after) {
                let told = bytes(begun, after)
                #expect(fits && told == body(after), "\(event)")
                used.insert(String("\(event)".prefix { $0 != "(" }))
            } else if !fits {
                dropped += 1
            }
            // Also much further on, as after a long run.
            if round % 10 == 9 { state = after }
        }
        #expect(used.isSuperset(of: ["invited", "uninvited", "managerSet", "assigned", "recordAdded", "ruleDefined"]))
        #expect(used.isDisjoint(with: ["userAdded", "customerAdded", "roleDefined", "kindDefined"]))
        #expect(dropped > 100)
    }

    @Test func `the limit decides how much is made, not what`() {
        var history = RandomHistory(seed: 91)
        var grown = State()
        for _ in 0..<30 { grown = history.run(grown, most: 30, recorder: nil) }
        for limit in [0, 1, 1000, 3000, 1 << 20] {
            let ahead = SnapshotAhead(grown, limit: limit, pieceLength: 500)
            while ahead.step() {}
            #expect(!ahead.step())
            guard let begun = ahead.finish(for: grown) else {
                Issue.record("nothing was made")
                continue
            }
            let (count, hashed) = (begun.pieces.count, begun.hashed)
            #expect(hashed == count && (count - 1) * 500 <= limit)
            let told = bytes(begun, grown)
            #expect(told == body(grown))
        }
    }

    private enum Change: CaseIterable { case none, renamedAtFirst, renamedLate, addedLast }

    @Test(arguments: Change.allCases)
    private func `a long run's snapshot is the state's, whatever the run changed`(change: Change) throws {
        let files = MemoryFileSystem()
        let store = try Store.open(files, StoreOptions(create: true), now: start)
        func run(_ events: (_ state: State) -> [Event]) throws {
            let recorder = try store.begin(now: start)
            var state = store.state
            for event in events(state) {
                let context = EventContext(seq: state.seq + 1, time: start, actor: nil)
                recorder.record(event, context, Origin(script: "", line: 0), state)
                state.apply(event, context)
            }
            _ = try store.commit(recorder, closing: Closing(time: start), after: state, settling: true)
            let file = try #require(try files.contents(of: SnapshotFormat.file))
            let expected = body(store.state)
            #expect(file.count > expected.count && file.suffix(expected.count).elementsEqual(expected))
        }
        let role = RoleDefinition(
            name: "Admin", roleClass: .plain, includes: [], permissions: [], grants: [])
        let users = 5000
        try run { _ in
            [.roleDefined(RoleID(0), role), .customerAdded(AccountID(1), name: "acme", values: [])]
                + (0..<users).map { .userAdded(UserID(Int32($0)), name: "user-\($0)", values: []) }
        }
        let renaming = Event.renamed(.user(UserID(7)), to: "somebody else")
        for round in 0..<2 {
            try run { state in
                var events: [Event] = (0..<users).map {
                    .invited(UserID(Int32($0)), AccountID(Int32(round)), RoleID(0), Term())
                }
                switch change {
                case .none: break
                case .renamedAtFirst where round == 0: events.insert(renaming, at: 0)
                case .renamedLate where round == 0: events.insert(renaming, at: users - 10)
                case .addedLast:
                    events.append(.userAdded(UserID(Int32(state.userCount)), name: "new \(round)", values: []))
                default: break
                }
                return events
            }
        }
        #expect(try store.verify().snapshotProblem == nil)
        let again = try Store.open(files, StoreOptions(mode: .readOnly), now: start)
        #expect(again.head == store.head && again.warnings.isEmpty && body(again.state) == body(store.state))
    }

    @Test func `the order of names is that of a snapshot's lines, if they have it, until a name is new`() throws {
        func applied(_ state: State, _ event: Event) -> State {
            var state = state
            state.apply(event, EventContext(seq: state.seq + 1, time: start, actor: nil))
            return state
        }
        func read(_ bytes: [UInt8], takingShortcuts: Bool = true) throws -> State {
            try bytes.withUnsafeBytes { bytes throws in
                var reader = SnapshotReader(bytes, from: 0, takingShortcuts: takingShortcuts)
                return try reader.read(seq: 10_000)
            }
        }
        var state = State()
        for number in 0..<300 {
            state = applied(
                state, .userAdded(UserID(Int32(number)), name: "u\(number * 7 % 300)", values: []))
            // Names before, beside and behind the partner's.
            let name = ["", "p", "partne", "partner-", "z"][number % 5] + "\(number * 7 % 300)"
            state = applied(state, .customerAdded(AccountID(Int32(number + 1)), name: name, values: []))
        }
        #expect(state.users.inOrderOfNames.isEmpty && state.accounts.inOrderOfNames.isEmpty)
        let lines = body(state)
        let loaded = try read(lines)
        #expect(loaded.users.inOrderOfNames.count == 300 && loaded.accounts.inOrderOfNames.count == 300)
        #expect(body(loaded) == lines)
        let changes: [Event] = [
            .userAdded(UserID(300), name: "aa", values: []), .renamed(.user(UserID(3)), to: "zz"),
            .customerAdded(AccountID(301), name: "partner1x", values: []), .removed(.customer(AccountID(9))),
            .renamed(.customer(AccountID(9)), to: "00"), .statusSet(.user(UserID(8)), disabled: true),
        ]
        for change in changes {
            // A customer that is gone leaves its name to another.
            let more = Event.customerAdded(AccountID(301), name: loaded.name(of: AccountID(9)), values: [])
            for events in [[change], [.removed(.customer(AccountID(9))), more]] {
                let expected = events.reduce(try read(lines, takingShortcuts: false), applied)
                #expect(expected.users.inOrderOfNames.isEmpty && expected.accounts.inOrderOfNames.isEmpty)
                let told = body(events.reduce(loaded, applied))
                #expect(told == body(expected))
                #expect(body(try read(told)) == told)
            }
        }
        // Whoever changed the lines, and made the hash fit, has not changed what the next snapshot is like.
        var told = lines.split(separator: 10, omittingEmptySubsequences: false).map { Array($0) }
        let places = ["u1", "u10"].compactMap { name in
            told.firstIndex { $0.starts(with: Array(",{\"user\":\"\(name)\",".utf8)) }
        }
        #expect(places.count == 2)
        told.swapAt(places[0], places[1])
        let swapped = try read(Array(told.joined(separator: [10])))
        #expect(swapped.users.inOrderOfNames.isEmpty && body(swapped) == lines)
    }

    @Test func `idle work gives way to what is handed over, and has ended when it is ended`() {
        for round in 0..<20 {
            let follower = Follower()
            let (done, idle) = (Counter(), Counter())
            follower.spend(idle: { idle.count() > 0 })
            #expect(idle.value == 0, "there is no thread yet")
            follower.take { _ = done.count() }
            follower.spend(idle: { idle.count() < 5 * round })
            for _ in 0..<100 { follower.take { _ = done.count() } }
            follower.wait()
            #expect(done.value == 101)
            follower.endIdling()
            let value = idle.value
            #expect(value <= max(1, 5 * round))
            follower.take { _ = done.count() }
            follower.wait()
            #expect(idle.value == value && done.value == 102)
            // Nobody ends it but the follower's own end.
            follower.spend(idle: { idle.count() > 0 })
        }
    }

    private final class Counter: Sendable {
        private let number = Mutex(0)
        var value: Int { number.withLock { $0 } }

        func count() -> Int {
            number.withLock {
                $0 += 1
                return $0
            }
        }
    }
}
