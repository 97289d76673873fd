import ReeveDomain
import Testing

@testable import ReeveStorage

/// Stores that refuse to open, and what a repair saves of them.
@Suite struct RepairTests {
    /// A way to hurt a store.
    enum Injury: CaseIterable {
        case changedByte, changedLastTransaction, droppedLine, missingSegment, changedHeader, rolledBack,
            foreignSnapshot
        case forgedSnapshot, tornAndGap
    }

    private static let options = StoreOptions(create: true, patience: 5, segmentLimit: 2500)

    /// A store of several segments, with a snapshot at its end.
    private func whole(seed: UInt64 = 40) throws -> MemoryFileSystem {
        let files = MemoryFileSystem()
        let store = try Store.open(files, Self.options, now: start)
        var history = RandomHistory(seed: seed)
        for _ in 0..<14 { try commitRandom(store, &history, most: 6) }
        try store.settle(force: true, now: start)
        #expect(store.position.segment >= 4)
        return files
    }

    private func hurt(_ files: MemoryFileSystem, _ injury: Injury) throws {
        func bytes(_ file: String) throws -> [UInt8] { try #require(try files.contents(of: file)) }
        let second = JournalFormat.file(2)
        switch injury {
        case .changedByte:
            var changed = try bytes(second)
            changed[changed.count / 2] ^= 1
            files.plant(second, changed)
        case .changedLastTransaction:
            let last = JournalFormat.file(try #require(files.list().compactMap(JournalFormat.segment).max()))
            var changed = try bytes(last)
            changed[changed.count - 100] ^= 1
            files.plant(last, changed)
        case .droppedLine:
            var lines = try bytes(second).split(separator: 10)
            lines.remove(at: 2)
            files.plant(second, Array(lines.map { Array($0) + [10] }.joined()))
        case .missingSegment: files.plant(second, nil)
        case .changedHeader:
            var changed = try bytes(JournalFormat.file(3))
            changed[60] ^= 1
            files.plant(JournalFormat.file(3), changed)
        case .rolledBack:
            for segment in try files.list().compactMap(JournalFormat.segment) where segment > 2 {
                files.plant(JournalFormat.file(segment), nil)
            }
        case .foreignSnapshot:
            files.plant(SnapshotFormat.file, try whole(seed: 41).contents(of: SnapshotFormat.file))
        case .forgedSnapshot:
            let store = try Store.open(files, StoreOptions(mode: .readOnly), now: start)
            _ = try Snapshot.save(State(), at: store.position, store: store.id, files)
        case .tornAndGap:
            files.plant(JournalFormat.file(1), try bytes(JournalFormat.file(1)).dropLast(9))
            files.plant(second, nil)
        }
    }

    private func repair(_ files: MemoryFileSystem) throws(StoreError) -> RepairPlan? {
        guard let plan = try RepairPlan.examine(files) else { return nil }
        _ = try plan.carryOut(files, now: start, systemUser: "ops", patience: 5)
        return plan
    }

    /// The last event that the journal tells of.
    private func lastEvent(_ store: Store) throws -> RecordedEvent? {
        var last: RecordedEvent?
        _ = try store.history { event, _ in last = event }
        return last
    }

    @Test(arguments: Injury.allCases) func `what is verified is kept, and the rest put aside`(injury: Injury) throws {
        let files = try whole()
        let sound = files.copy()
        try hurt(files, injury)
        if injury != .forgedSnapshot {
            let error = #expect(throws: StoreError.self) {
                // A damage before the snapshot's place is found by whoever reads the journal.
                _ = try Store.open(files, StoreOptions(patience: 5), now: start).verify()
            }
            #expect(error?.exitStatus == 65)
        }
        let named = #expect(throws: StoreError.self) { try Store.verify(files) }
        #expect(named?.file != nil && named?.offset != nil)
        let before = files.everything()

        let plan = try #require(try RepairPlan.examine(files))
        #expect(files.everything() == before)
        #expect(plan.problem.exitStatus == 65)
        #expect(plan.problem.file != nil && plan.problem.offset != nil)
        let outcome = try plan.carryOut(files, now: start, systemUser: "ops", patience: 5)

        #expect(outcome.kept.count == plan.pieces.count + (plan.snapshotBytes == nil ? 0 : 1))
        for (piece, name) in zip(plan.pieces, outcome.kept) {
            #expect(try files.contents(of: name) == Array(before[piece.file, default: []][Int(piece.offset)...]))
        }
        let store = try Store.open(files, StoreOptions(patience: 5), now: start)
        #expect(store.warnings.isEmpty && store.head == outcome.head)
        #expect(store.position.transaction == plan.position.transaction + 1)
        #expect(try store.verify(expecting: plan.position.head).snapshotProblem == nil)
        #expect(try RepairPlan.examine(files) == nil)
        let record = try #require(try lastEvent(store))
        #expect(record.event == .recovered(bytes: plan.byteCount, keptAs: outcome.kept.joined(separator: ", ")))
        #expect(record.systemUser == "ops")
        #expect(record.origin.reason?.contains(plan.problem.message) == true)
        // What stays is what was true then.
        let past = try Store.open(sound, StoreOptions(mode: .readOnly), now: start)
        var then = try past.history(through: plan.position.head.seq) { _, _ in }
        if plan.position.head.seq == 0 { then = State() }
        #expect(body(store.state) == body(then))
        var history = RandomHistory(seed: 44)
        try commitRandom(store, &history)
    }

    @Test func `it is shown what would go`() throws {
        let files = try whole()
        var transactions: [VerifiedTransaction] = []
        let sound = try Store.open(files, StoreOptions(mode: .readOnly), now: start)
        _ = try JournalReader(files: files, store: sound.id).read(from: JournalFormat.origin(of: sound.id)) {
            (transaction, _) throws(StoreError) in transactions.append(transaction)
        }
        try hurt(files, .missingSegment)
        let plan = try #require(try RepairPlan.examine(files))
        let expected = transactions.filter { $0.end.segment > 2 }
        let dropped = plan.pieces.flatMap { piece in piece.transactions.map { (piece.file, $0) } }
        #expect(dropped.count == expected.count && !expected.isEmpty)
        for ((file, transaction), known) in zip(dropped, expected) {
            #expect(file == known.file && transaction.offset == known.offset)
            #expect(transaction.number == known.number)
            #expect(transaction.firstSeq == known.firstSeq && transaction.lastSeq == known.end.head.seq)
            #expect(transaction.closing?.script == "main.reeve" && transaction.closing?.time == start)
        }
        #expect(plan.pieces.allSatisfy { $0.unreadable == 0 })
    }

    @Test(arguments: Injury.allCases) func `a repair that is cut short never leaves a repaired store without a record`(
        injury: Injury
    ) throws {
        let hurt = try whole()
        try self.hurt(hurt, injury)
        let counted = hurt.copy()
        counted.arm(nil)
        let plan = try #require(try repair(counted))
        let total = counted.operations
        #expect(total > 8)
        for operation in 1...total {
            for loss in MemoryFileSystem.Loss.every(operation) {
                let files = hurt.copy()
                files.arm(.init(at: operation, .crash))
                #expect(throws: StoreError.self) { try repair(files) }
                files.restart(loss)
                // Once more: whatever there was left to do is done now.
                _ = try repair(files)
                let store = try Store.open(files, StoreOptions(patience: 5), now: start)
                guard case .recovered(_, let kept)? = try lastEvent(store)?.event, kept.hasPrefix("damaged-") else {
                    Issue.record("no record of the repair: operation \(operation), \(loss)")
                    continue
                }
                #expect(try store.verify(expecting: plan.position.head).tornBytes == 0)
            }
            let full = hurt.copy()
            full.arm(.init(at: operation, .noSpace))
            do {
                _ = try repair(full)
                // Only the snapshot is late then, or a file of an earlier try is still there.
            } catch { #expect([.noSpace, .outcomeUnknown, .ioFailed].contains(error.code)) }
            full.arm(nil)
            _ = try repair(full)
            #expect(try Store.verify(full, expecting: plan.position.head).tornBytes == 0)
        }
    }

    /// Each sync of a repair left out in turn: then there is a crash after which dropped bytes are nowhere, or a repaired
    /// store has no record.
    @Test func `each sync of a repair that is left out is missed`() throws {
        var missed: Set<String> = []
        var seen: Set<String> = []
        for injury in [Injury.changedByte, .changedLastTransaction, .tornAndGap] {
            let hurt = try whole()
            try self.hurt(hurt, injury)
            let before = hurt.everything()
            let counted = hurt.copy()
            counted.arm(nil)
            let plan = try #require(try repair(counted))
            func isWhole(_ files: MemoryFileSystem) throws -> Bool {
                for piece in plan.pieces {
                    let dropped = Array(before[piece.file, default: []][Int(piece.offset)...])
                    let isThere = files.everything().contains { name, bytes in
                        (name == piece.file || StoreFiles.isKeptAside(name))
                            && bytes.suffix(dropped.count) == dropped[...]
                    }
                    guard isThere else { return false }
                }
                return true
            }
            func survives(_ operation: Int, _ loss: MemoryFileSystem.Loss, _ skipped: Int?) throws -> Bool {
                let files = hurt.copy()
                files.arm(.init(at: operation, .crash), skippingSync: skipped)
                _ = try? repair(files)
                files.restart(loss)
                files.arm(nil)
                guard try isWhole(files) else { return false }
                do throws(StoreError) {
                    _ = try repair(files)
                    let store = try Store.open(files, StoreOptions(patience: 5), now: start)
                    guard try store.verify(expecting: plan.position.head).tornBytes == 0 else { return false }
                    var record: RecordedEvent?
                    _ = try store.history { event, _ in record = event }
                    guard case .recovered(_, let kept)? = record?.event else { return false }
                    return kept.hasPrefix("damaged-")
                } catch { return false }
            }
            for operation in 1...counted.operations {
                for loss in MemoryFileSystem.Loss.every(operation, mixed: 2) {
                    #expect(try survives(operation, loss, nil), "\(injury), operation \(operation), \(loss)")
                }
            }
            for (skipped, name) in counted.syncs.sorted(by: { $0.key < $1.key }) {
                let kind = name.replacing(/damaged-[-.0-9]+journal-[0-9]+\.jsonl/, with: "damaged")
                    .replacing(/journal-[0-9]+\.jsonl/, with: "journal")
                seen.insert(kind)
                guard !kind.hasPrefix("idle"), !kind.contains("snapshot") else { continue }
                for operation in skipped + 1...min(skipped + 12, counted.operations + 1) {
                    for loss in MemoryFileSystem.Loss.every(operation, mixed: 16) where !missed.contains(kind) {
                        if try !survives(operation, loss, skipped) { missed.insert(kind) }
                    }
                }
            }
        }
        print("repairs: missed \(missed.sorted()), of \(seen.sorted())")
        #expect(missed.isSuperset(of: [".damaged.part", "directory after damaged", ".journal.part"]), "\(missed)")
    }

    @Test func `only what was shown is carried out`() throws {
        let files = try whole()
        try hurt(files, .changedByte)
        let plan = try #require(try RepairPlan.examine(files))
        try hurt(files, .rolledBack)
        let before = files.everything()
        let error = #expect(throws: StoreError.self) { try plan.carryOut(files, now: start, systemUser: "ops") }
        #expect(error?.code == .busy)
        #expect(files.everything().filter { $0.key != "lock" } == before.filter { $0.key != "lock" })
    }

    @Test func `what is no damage needs no repair, and what cannot be helped is not touched`() throws {
        let files = try whole()
        #expect(try RepairPlan.examine(files) == nil)
        let torn = files.copy()
        torn.plant(SnapshotFormat.file, nil)
        let last = JournalFormat.file(try #require(files.list().compactMap(JournalFormat.segment).max()))
        torn.plant(last, try #require(try files.contents(of: last)).dropLast(3))
        #expect(try RepairPlan.examine(torn) == nil)
        let bad = files.copy()
        bad.plant(SnapshotFormat.file, [1, 2, 3])
        #expect(try RepairPlan.examine(bad) == nil)

        let first = files.copy()
        first.plant(JournalFormat.file(1), [])
        #expect(throws: StoreError.self) { try RepairPlan.examine(first) }
        first.plant(JournalFormat.file(1), nil)
        let gone = #expect(throws: StoreError.self) { try RepairPlan.examine(first) }
        #expect(gone?.code == .rolledBack)
        let missing = #expect(throws: StoreError.self) { try RepairPlan.examine(MemoryFileSystem()) }
        #expect(missing?.code == .missing)
        // What a repair put aside does not make an empty directory of what it lies in.
        let aside = MemoryFileSystem()
        aside.plant("damaged-4-journal-00001.jsonl", [1])
        let refused = #expect(throws: StoreError.self) { try Store.open(aside, StoreOptions(create: true), now: start) }
        #expect(refused?.code == .rolledBack)
    }
}

extension MemoryFileSystem {
    func everything() -> [String: [UInt8]] {
        do {
            var found: [String: [UInt8]] = [:]
            for name in try list() { found[name] = try contents(of: name) }
            return found
        } catch { return [:] }
    }
}
