import ReeveDomain
import Testing

@testable import ReeveStorage

/// The reader of plain grants against the one that reads every line, and tables of names against dictionaries.
@Suite struct SnapshotReadingTests {
    private enum Outcome: Equatable {
        case state([UInt8])
        case failure
    }

    private func read(_ bytes: [UInt8], takingShortcuts: Bool) -> Outcome {
        bytes.withUnsafeBytes { bytes in
            var reader = SnapshotReader(bytes, from: 0, takingShortcuts: takingShortcuts)
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
        func apply(_ event: Event) {
            state.apply(
                event, EventContext(seq: state.seq + 1, time: Instant(milliseconds: 1_767_225_600_000), actor: nil))
        }
        for (number, name) in Self.names.enumerated() {
            let number = Int32(number)
            apply(.userAdded(UserID(number), name: name, values: []))
            apply(.customerAdded(AccountID(number + 1), name: name, values: []))
            apply(.roleDefined(RoleID(number), RoleDefinition(name: name, roleClass: .system)))
        }
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
            for _ in 0..<150 {
                var changed = bytes
                let at = Int.random(in: bytes.count / 2..<bytes.count, using: &history.generator)
                switch Int.random(in: 0..<3, using: &history.generator) {
                case 0: changed[at] = UInt8.random(in: 0...255, using: &history.generator)
                case 1: changed.remove(at: at)
                default: changed.insert(bytes[Int.random(in: 0..<bytes.count, using: &history.generator)], at: at)
                }
                let outcome = read(changed, takingShortcuts: true)
                #expect(outcome == read(changed, takingShortcuts: false), "seed \(seed), byte \(at)")
                if outcome != .failure { same += 1 }
            }
        }
        #expect(same > 0)
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
