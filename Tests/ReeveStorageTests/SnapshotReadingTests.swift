import ReeveDomain
import Testing

@testable import ReeveStorage

/// The reader of plain grants against the one that reads every line, and tables of names against dictionaries.
@Suite struct SnapshotReadingTests {
    private enum Outcome: Equatable {
        case state([UInt8])
        case failure
    }

    private func read(_ bytes: [UInt8], takingShortcuts: Bool, onThread: Bool = false) -> Outcome {
        bytes.withUnsafeBytes { bytes in
            var reader = SnapshotReader(
                bytes, from: 0, before: Follower(hasThread: onThread), takingShortcuts: takingShortcuts)
            do throws(JSONError) {
                return .state(body(try reader.read(seq: 1000)))
            } catch { return .failure }
        }
    }

    /// Names that are short, long, as long as a word, two words and one more, escaped, and not of ASCII.
    private static let names = [
        "a", "ab", "abc", "abcdefg", "abcdefgh", "abcdefghi", "abcdefghijklmnop", "abcdefghijklmnopq",
        "abcdefghijklmnopqrstuvwxyz@example.com", "abcdefghijklmnopqrstuvwxyz@example.org", "ä", "Ωmega", "a\"b",
        "a\\b",
        "a\u{202e}b", "0", "-",
    ]

    private func state(_ history: inout RandomHistory) -> State {
        var state = State()
        var time: Int64 = 1_767_225_600_000
        func apply(_ event: Event, by actor: UserID? = nil) {
            state.apply(
                event, EventContext(seq: state.seq + 1, time: Instant(milliseconds: time), actor: actor))
        }
        for (number, name) in Self.names.enumerated() {
            let number = Int32(number)
            apply(.userAdded(UserID(number), name: name, values: []))
            apply(.customerAdded(AccountID(number + 1), name: name, values: []))
            apply(.roleDefined(RoleID(number), RoleDefinition(name: name, roleClass: .system)))
        }
        // Lines that are like few, and those that name who did it: before them, behind them, and gone.
        for number in 0..<Int32(Self.names.count) {
            let actor = UserID(.random(in: 0..<Int32(Self.names.count), using: &history.generator))
            time += .random(in: 0...3_000_000, using: &history.generator)
            switch Int.random(in: 0..<8, using: &history.generator) {
            case 0: apply(.renamed(.user(UserID(number)), to: "new \(number)"), by: actor)
            case 1: apply(.renamed(.customer(AccountID(number + 1)), to: "new-\(number)"), by: actor)
            case 2: apply(.statusSet(.user(UserID(number)), disabled: true), by: actor)
            case 3: apply(.statusSet(.customer(AccountID(number + 1)), disabled: true))
            case 4: apply(.changed(.user(UserID(number)), [AttributeChange(slot: 0, value: .text("a@b"))]), by: actor)
            default: break
            }
            apply(.userAdded(UserID(Int32(Self.names.count) + number), name: "u\(number)", values: []), by: actor)
            apply(
                .customerAdded(AccountID(Int32(Self.names.count) + number + 1), name: "c\(number)", values: []),
                by: actor)
        }
        apply(.removed(.customer(AccountID(Int32(Self.names.count) + 1))))
        apply(.removed(.user(UserID(Int32(Self.names.count)))))
        let count = Int32(Self.names.count)
        for _ in 0..<120 {
            let term = history.chance(8) ? history.term() : .always
            apply(
                .invited(
                    UserID(.random(in: 0..<count, using: &history.generator)),
                    AccountID(.random(in: 0...count, using: &history.generator)),
                    RoleID(.random(in: 0..<count, using: &history.generator)), term))
        }
        return state
    }

    @Test func plainLinesAreReadAsAllOthersAre() {
        var same = 0
        for seed in 0..<6 {
            var history = RandomHistory(seed: UInt64(seed))
            let bytes = body(state(&history))
            #expect(read(bytes, takingShortcuts: true) == .state(bytes))
            #expect(read(bytes, takingShortcuts: true, onThread: true) == .state(bytes))
            for _ in 0..<150 {
                var changed = bytes
                let at = Int.random(in: bytes.count / 8..<bytes.count, using: &history.generator)
                switch Int.random(in: 0..<3, using: &history.generator) {
                case 0: changed[at] = UInt8.random(in: 0...255, using: &history.generator)
                case 1: changed.remove(at: at)
                default: changed.insert(bytes[Int.random(in: 0..<bytes.count, using: &history.generator)], at: at)
                }
                let outcome = read(changed, takingShortcuts: true, onThread: at % 2 == 0)
                #expect(outcome == read(changed, takingShortcuts: false), "seed \(seed), byte \(at)")
                if outcome != .failure { same += 1 }
            }
        }
        #expect(same > 0)
    }

    /// What no state is written as is refused, whoever reads the line.
    @Test(arguments: [true, false])
    func tablesThatContradictThemselvesAreRefused(takingShortcuts: Bool) {
        var state = State()
        func apply(_ event: Event) {
            state.apply(event, EventContext(seq: state.seq + 1, time: Instant(milliseconds: 0), actor: nil))
        }
        apply(.roleDefined(RoleID(0), RoleDefinition(name: "R", roleClass: .system)))
        for number in 0..<3 { apply(.userAdded(UserID(Int32(number)), name: "user\(number)", values: [])) }
        for number in 0..<3 { apply(.customerAdded(AccountID(Int32(number) + 1), name: "at\(number)", values: [])) }
        apply(.renamed(.user(UserID(2)), to: "other2"))
        for number in 0..<3 {
            apply(.invited(UserID(Int32(number)), AccountID(Int32(number) + 1), RoleID(0), .always))
        }
        // So that nothing of it stands at the very end, which is read with care anyway.
        for number in 0..<4 {
            apply(.ruleDefined(RuleID(Int32(number)), RuleDefinition(name: "r\(number)", lines: [])))
        }
        let text = String(decoding: body(state), as: UTF8.self)
        #expect(read(Array(text.utf8), takingShortcuts: takingShortcuts) == .state(Array(text.utf8)))
        let changes = [
            ("\"user1\",\"number\":1", "\"user1\",\"number\":0"), ("\"user1\",\"number\":1", "\"user1\",\"number\":3"),
            ("\"user1\",\"number\":1", "\"user1\",\"number\":4294967297"),
            ("\"user1\",\"number\":1", "\"user0\",\"number\":1"),
            ("\"user1\",\"number\":1", "\"\\u0075ser0\",\"number\":1"),
            ("\"at1\",\"number\":2", "\"at1\",\"number\":0"), ("\"at1\",\"number\":2", "\"partner\",\"number\":2"),
            ("\"at1\",\"number\":2", "\"at2\",\"number\":2"),
            ("\"user\":\"user2\",\"number\":2", "\"user\":\"user1\",\"number\":2"),
            ("\"user\":\"user1\",\"account\":\"at1\"", "\"user\":\"user0\",\"account\":\"at0\""),
            ("\"user\":\"user1\",\"account\":\"at1\"", "\"user\":\"user2\",\"account\":\"at1\""),
            ("\"1970-01-01T00:00:00Z\"]}\n,{\"user\":\"user1\"", "\"1970-02-30T00:00:00Z\"]}\n,{\"user\":\"user1\""),
            ("\"1970-01-01T00:00:00Z\"]}\n,{\"user\":\"user1\"", "\"1970-01-01T24:00:00Z\"]}\n,{\"user\":\"user1\""),
        ]
        for (old, new) in changes {
            let changed = text.replacing(old, with: new, maxReplacements: 1)
            #expect(changed != text, "\(old)")
            #expect(read(Array(changed.utf8), takingShortcuts: takingShortcuts) == .failure, "\(old) \(new)")
        }
    }

    /// More than one batch, with and without a thread: the same state, and of several mistakes the first in the file.
    @Test func theFirstMistakeCountsWhoeverFindsIt() {
        var state = State()
        func apply(_ event: Event) {
            state.apply(event, EventContext(seq: state.seq + 1, time: Instant(milliseconds: 0), actor: nil))
        }
        apply(.roleDefined(RoleID(0), RoleDefinition(name: "R", roleClass: .system)))
        for number in 0..<Int32(900) {
            apply(.userAdded(UserID(number), name: "u\(number)", values: []))
            apply(.customerAdded(AccountID(number + 1), name: "c\(number)", values: []))
            apply(.invited(UserID(number), AccountID(number + 1), RoleID(0), .always))
        }
        let text = String(decoding: body(state), as: UTF8.self)
        func error(_ text: String, onThread: Bool, takingShortcuts: Bool) -> JSONError? {
            Array(text.utf8).withUnsafeBytes { bytes in
                var reader = SnapshotReader(
                    bytes, from: 0, before: Follower(hasThread: onThread), takingShortcuts: takingShortcuts)
                do throws(JSONError) {
                    _ = try reader.read(seq: state.seq)
                    return nil
                } catch { return error }
            }
        }
        // By name: u0, u1, u10, u100, u101 and so on.
        let again = text.replacing(
            "\"user\":\"u500\",\"account\":\"c500\"", with: "\"user\":\"u50\",\"account\":\"c50\"")
        let spoiled = again.replacing("\"user\":\"u7\",\"account\"", with: "\"user\":\"u7\",\"acount\"")
        let early = again.replacing("\"user\":\"u2\",\"account\"", with: "\"user\":\"u2\",\"acount\"")
        let place = again.ranges(of: "\"user\":\"u50\",\"account\":\"c50\"").last.map {
            again.utf8.distance(from: again.startIndex, to: $0.lowerBound)
        }
        guard let place else {
            Issue.record("no grant was changed")
            return
        }
        let second = "a second grant of the same user in the same account"
        for (onThread, takingShortcuts) in [(false, false), (false, true), (true, false), (true, true)] {
            #expect(
                read(Array(text.utf8), takingShortcuts: takingShortcuts, onThread: onThread) == .state(Array(text.utf8))
            )
            for text in [again, spoiled] {
                let found = error(text, onThread: onThread, takingShortcuts: takingShortcuts)
                #expect(found?.message == second)
                #expect(found.map { $0.offset > place && $0.offset < place + 60 } == true)
            }
            let found = error(early, onThread: onThread, takingShortcuts: takingShortcuts)
            #expect(found.map { $0.offset < place && $0.message != second } == true)
        }
    }

    @Test func namesAreFoundByTheirBytes() {
        var history = RandomHistory(seed: 1)
        var texts: [[UInt8]] = []
        for length in 0..<40 {
            for _ in 0..<12 {
                texts.append((0..<length).map { _ in UInt8.random(in: 97...99, using: &history.generator) })
            }
        }
        let all = texts.flatMap { $0 }
        all.withUnsafeBytes { bytes in
            var table = ByteTable()
            var expected: [[UInt8]: Int32] = [:]
            var at = 0
            for (number, text) in texts.enumerated() {
                let key = UnsafeRawBufferPointer(rebasing: bytes[at..<(at + text.count)])
                at += text.count
                #expect(table.insert(key, Int32(number)) == (expected[text] == nil))
                if expected[text] == nil { expected[text] = Int32(number) }
            }
            for text in texts + [Array("abca".utf8), Array("zzzzzzzzzzzzzzzzzzzz".utf8)] {
                #expect(
                    text.withUnsafeBytes { table.find($0) }
                        == (text.isEmpty ? table.find(.init(rebasing: bytes[0..<0])) : expected[text]))
            }
        }
    }

    /// Every change of a bit changes a block's check, and so does every swap of two words.
    @Test func checksNoticeChanges() {
        var history = RandomHistory(seed: 2)
        for length in [1, 7, 8, 31, 32, 33, 64, 200] {
            var bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &history.generator) }
            let check = bytes.withUnsafeBytes(BlockCheck.of)
            for bit in 0..<(8 * length) {
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
                #expect(bytes.withUnsafeBytes(BlockCheck.of) != check)
                bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            }
            #expect((bytes + [0]).withUnsafeBytes(BlockCheck.of) != check)
        }
    }
}
