import Foundation
import ReeveDomain
import Testing

@testable import ReeveStorage

/// The audit log by way of its index against the journal told again, on random histories: the same lines, byte for byte.
@Suite struct AuditLogTests {
    private func told(_ store: Store) throws -> [AuditEntry] {
        var entries: [AuditEntry] = []
        _ = try store.history { recorded, before in
            let provenance = Provenance(
                seq: recorded.context.seq, transaction: recorded.transaction, time: recorded.context.time,
                actor: recorded.context.actor.map { before[$0].name }, systemUser: recorded.systemUser,
                script: recorded.origin.script, line: recorded.origin.line, reason: recorded.origin.reason)
            entries.append(before.audit(recorded.event, provenance, actor: recorded.context.actor))
        }
        return entries
    }

    private func commit(_ store: Store, _ history: inout RandomHistory, _ clock: inout Int64, most: Int) throws {
        let recorder = try store.begin(script: "main.reeve", now: start)
        let after = history.run(store.state, most: most, recorder: recorder.record)
        clock += Int64.random(in: 0..<5, using: &history.generator) * 60_000
        var closing = Closing(time: Instant(milliseconds: start.milliseconds + clock))
        closing.extra = [JSONValue.Member("osUser", .string("root"))]
        _ = try store.commit(recorder, closing: closing, after: after)
    }

    /// Everything that can be asked for of a state, and some of it together.
    private func filters(_ state: State, _ entries: [AuditEntry], _ history: inout RandomHistory) -> [AuditFilter] {
        var filters: [AuditFilter] = []
        func ask(_ change: (inout AuditFilter) -> Void) {
            var filter = AuditFilter()
            change(&filter)
            filters.append(filter)
        }
        let users = (0..<state.userCount).map { state.auditNumber(.user(UserID(Int32($0)))) }
        let accounts = (0..<state.accountCount).map { state.auditNumber(AccountID(Int32($0))) }
        let records = (0..<state.recordCount).map { state.auditNumber(.record(RecordID(Int32($0)))) }
        let others =
            state.roleIDs.map { state.auditNumber(.role($0)) } + state.kindIDs.map { state.auditNumber(.kind($0)) }
            + state.ruleIDs.map { state.auditNumber(.rule($0)) }
        for user in users {
            ask { $0.of = user }
            ask { $0.by = user }
        }
        for account in accounts { ask { $0.account = account } }
        for thing in records + others { ask { $0.of = thing } }
        for action in ["invite", "login", "refused", "define", "expired", "nothing"] { ask { $0.actions = [action] } }
        let times = entries.map(\.provenance.time)
        for _ in 0..<20 {
            let some = (history.pick(users), history.pick(accounts), history.pick(records + others))
            let span = [history.pick(times), history.pick(times)].compactMap { $0 }.sorted()
            let mask = Int.random(in: 0..<64, using: &history.generator)
            ask { filter in
                if mask & 1 != 0 { filter.by = some.0 }
                if mask & 2 != 0 { filter.account = some.1 }
                if mask & 4 != 0 { filter.of = some.2 }
                if mask & 8 != 0 { filter.since = span.first }
                if mask & 16 != 0 { filter.until = span.last }
                if mask & 32 != 0 { filter.actions = ["add", "invite", "assign"] }
            }
        }
        filters = (0..<24).compactMap { _ in history.pick(filters) }
        ask { _ in }
        return filters
    }

    private func check(_ found: [AuditEntry], _ expected: [AuditEntry], _ note: String) {
        #expect(found.count == expected.count, "\(note)")
        for (one, other) in zip(found, expected) where one.cells != other.cells {
            let texts = [one, other].map { entry in "\(entry.cells)" }
            Issue.record("\(note)\n\(texts[0])\n\(texts[1])")
            return
        }
    }

    private func compare(
        _ store: Store, _ files: MemoryFileSystem, _ history: inout RandomHistory, _ note: String
    ) throws -> (asked: Int, lines: Int) {
        let entries = try told(store)
        var log = try #require(try AuditLog.open(files, limit: 0))
        #expect(log.last == store.head.seq)
        var (asked, lines) = (0, 0)
        for filter in filters(store.state, entries, &history) {
            guard let found = try log.entries(filter) else { continue }
            asked += 1
            lines += found.count
            // What is asked for by the action is only a help.
            let expected = entries.filter { entry in
                filter.accepts(entry) && (filter.actions?.contains(entry.action) ?? true)
            }
            check(found, expected, "\(note): \(filter)")
            // Another way of opening it: lines are read out of their order.
            if asked % 7 == 0, let again = try AuditLog.open(files, limit: 0) {
                var again = again
                if let found = try again.entries(filter) { check(found, expected, "\(note), alone: \(filter)") }
            }
        }
        return (asked, lines)
    }

    /// `REEVE_AUDITS` tries more histories.
    private static var seeds: Int { ProcessInfo.processInfo.environment["REEVE_AUDITS"].flatMap { Int($0) } ?? 10 }

    @Test(arguments: 0..<seeds) func theIndexSaysWhatTheJournalSays(_ seed: Int) throws {
        let files = MemoryFileSystem()
        var history = RandomHistory(seed: UInt64(seed) + 900)
        var clock: Int64 = 0
        let limit: Int64 = seed % 3 == 0 ? 6_000 : 1 << 20
        let store = try Store.open(files, StoreOptions(create: true, segmentLimit: limit), now: start)
        var (asked, lines) = (0, 0)
        for round in 0..<5 {
            for _ in 0..<Int.random(in: 1...9, using: &history.generator) {
                try commit(store, &history, &clock, most: round % 2 == 0 ? 12 : 3)
            }
            // From nothing, from the index of the round before, and of one before that.
            if history.chance(25) { files.plant(AuditIndex.file, nil) }
            let before = try files.contents(of: AuditIndex.file)
            let counts = try compare(store, files, &history, "seed \(seed), round \(round)")
            asked += counts.asked
            lines += counts.lines
            if history.chance(40) { files.plant(AuditIndex.file, before) }
        }
        #expect(asked > 60 && lines > 60, "\(asked) \(lines)")
    }

    private func filled(_ seed: UInt64, segmentLimit: Int64 = 1 << 20) throws -> (MemoryFileSystem, Store) {
        let files = MemoryFileSystem()
        var history = RandomHistory(seed: seed)
        var clock: Int64 = 0
        let store = try Store.open(files, StoreOptions(create: true, segmentLimit: segmentLimit), now: start)
        for _ in 0..<12 { try commit(store, &history, &clock, most: 20) }
        return (files, store)
    }

    /// Whatever byte of the index or of the journal is another one: the answer is the right one, or there is none.
    @Test func damageIsNoAnswer() throws {
        let (files, store) = try filled(77, segmentLimit: 20_000)
        let user = store.state.auditNumber(.user(try #require(store.state.userIDs.first)))
        var filter = AuditFilter()
        filter.of = user
        func answer() throws(StoreError) -> [[Cell]]? {
            var log = try AuditLog.open(files, limit: 0)
            return try log?.entries(filter)?.map(\.cells)
        }
        let right = try #require(try answer())
        #expect(!right.isEmpty)
        let names = try files.list()
        #expect(names.contains(AuditIndex.file))
        var (refused, anew) = (0, 0)
        for file in try files.list() where file == AuditIndex.file || file.hasPrefix("journal") {
            let bytes = try #require(try files.contents(of: file))
            let step = file == AuditIndex.file ? 61 : 17
            for at in stride(from: 0, to: bytes.count, by: step) {
                let index = try files.contents(of: AuditIndex.file)
                var other = bytes
                other[at] ^= 1
                files.plant(file, other)
                do throws(StoreError) {
                    let found = try answer()
                    #expect(found == right, "\(file) \(at)")
                    if file == AuditIndex.file { anew += 1 }
                } catch {
                    #expect(file != AuditIndex.file && [.damaged, .rolledBack].contains(error.code), "\(file) \(at)")
                    refused += 1
                }
                files.plant(file, bytes)
                files.plant(AuditIndex.file, file == AuditIndex.file ? bytes : index)
            }
        }
        #expect(refused > 10 && anew > 10)
        #expect(try answer() == right)
    }

    @Test func anIndexOfAnotherStoreOrOfARepairedOneIsNone() throws {
        let (files, store) = try filled(5)
        let (others, _) = try filled(6)
        _ = try AuditLog.open(others, limit: 0)
        files.plant(AuditIndex.file, try others.contents(of: AuditIndex.file))
        #expect(try AuditIndex.load(files, store: store.id) == nil)
        #expect(try AuditLog.open(files, limit: 0)?.last == store.head.seq)
        // A journal that was cut back: the index knows of more, and is made anew.
        let whole = try #require(try files.contents(of: JournalFormat.file(1)))
        let line = try #require(whole.dropLast().lastIndex(of: 10))
        let short = whole[...line]
        #expect(try AuditIndex.load(files, store: store.id) != nil)
        files.plant(JournalFormat.file(1), Array(short))
        #expect(try AuditIndex.load(files, store: store.id) == nil)
    }

    /// A disk that cannot be written to, and a writer at work, keep nobody from an answer.
    @Test func noIndexIsWrittenWhereThatCannotBe() throws {
        let (files, store) = try filled(9)
        files.setReadOnly(true)
        #expect(try AuditLog.open(files, limit: 0)?.last == store.head.seq)
        #expect(try files.contents(of: AuditIndex.file) == nil)
        files.setReadOnly(false)
        let recorder = try store.begin(now: start)
        #expect(try AuditLog.open(files, limit: 0)?.last == store.head.seq)
        #expect(try files.contents(of: AuditIndex.file) == nil)
        _ = recorder
        store.abandon()
        #expect(try AuditLog.open(files, limit: 0)?.last == store.head.seq)
        #expect(try files.contents(of: AuditIndex.file) != nil)
        // And of a short journal there is none at all.
        files.plant(AuditIndex.file, nil)
        #expect(try AuditLog.open(files) == nil)
    }

    /// An index that was written anew, with a check that fits, is found by `verify`; one that is as it must be is not, however
    /// it came about.
    @Test func verifyKnowsTheIndex() throws {
        let files = MemoryFileSystem()
        var history = RandomHistory(seed: 41)
        var clock: Int64 = 0
        let store = try Store.open(files, StoreOptions(create: true, segmentLimit: 9_000), now: start)
        for _ in 0..<14 {
            try commit(store, &history, &clock, most: 12)
            // Saved each time, as the limit is 0 and more than an eighth came.
            _ = try AuditLog.open(files, limit: 0)
        }
        _ = try store.verify()
        files.plant(AuditIndex.file, nil)
        _ = try AuditLog.open(files, limit: 0)
        _ = try store.verify()
        var index = try #require(try AuditIndex.load(files, store: store.id))
        index.postings.add(.about, 1, UInt32(store.head.seq - 1))
        let forged = index.bytes(of: store.id)?.array
        #expect(forged != nil)
        files.plant(AuditIndex.file, forged)
        #expect(throws: StoreError.self) { try store.verify() }
    }
}
