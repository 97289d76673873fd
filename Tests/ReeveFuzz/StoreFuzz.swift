import Foundation
import Reeve
import ReeveDomain

@testable import ReeveStorage
@testable import ReeveTool

private let now = Instant(milliseconds: 1_767_225_600_000)

/// A store in memory to start from, made by the script that `REEVE_FUZZ_WORLD` names.
struct BaseStore: Sendable {
    let files: MemoryFileSystem
    let id: StoreID
    let position: JournalPosition

    init() {
        let path = ProcessInfo.processInfo.environment["REEVE_FUZZ_WORLD"] ?? "Scripts/quickstart.reeve"
        guard let script = FileManager.default.contents(atPath: path) else { fail("there is no \(path)") }
        files = MemoryFileSystem()
        do {
            let session = try Session(files, options: BaseStore.options)
            try session.run([Script(named: "world", bytes: Array(script))])
            let store = try Store.open(files, StoreOptions(mode: .readOnly), now: now)
            (id, position) = (store.id, store.position)
        } catch { fail("the world: \(error)") }
    }

    static var options: SessionOptions {
        var options = SessionOptions()
        options.clock = { now.milliseconds }
        options.systemUser = "root"
        options.bounds.loopTurns = 500
        return options
    }

    func bytes(of file: String) -> [UInt8] { (try? files.contents(of: file)) ?? [] }

    /// Opens a store, asks it this and that, and goes on with it; whatever it says, it must say it in words.
    ///
    /// - Parameter choice: which questions.
    static func use(_ files: MemoryFileSystem, _ choice: Int) {
        do throws(Failure) {
            let session = try Session(files, options: options)
            for step in 0..<3 { tell(session, questions[(choice + step * 5) % questions.count]) }
        } catch { requirePrintable(error.description, "a failure") }
        do throws(StoreError) {
            _ = try Store.verify(files)
        } catch { require(!error.message.isEmpty, "an error without words") }
    }

    /// Each by itself: what one of them is refused for must not keep the next one back.
    private static let questions = [
        "show access of alice", "show users", "show customers", "show roles", "show kinds", "show rules",
        "show managers",
        "show audit", "why can bob edit recipe in acme", "who can view recipe in acme", "where can alice view recipe",
        "add user zed; invite zed as Admin to acme, partner; assign zed as Admin to all customers",
        "remove user bob; rename user alice to ally; remove customer acme and everything in it",
    ]

    static func tell(_ session: Session, _ text: String) {
        do throws(Failure) {
            show(try session.run(text, named: "script"))
        } catch { show(error) }
    }

    /// Every form of an answer.
    static func show(_ report: Report) {
        requirePrintable(report.description, "a report")
        requireJSON(JSON(report, store: "store"))
        for case .answer(let answer) in report.output {
            requirePrintable(answer.lines(width: 40).joined(separator: "\n"), "an answer")
        }
    }

    static func show(_ failure: Failure) {
        requirePrintable(failure.description, "a failure")
        requireJSON(JSON(failure))
        require(failure.reason != .fault, failure.description)
    }

    private static func requireJSON(_ document: JSON) {
        var text = document.rendered
        requirePrintable(text, "a document")
        text.withUTF8 { bytes in
            var scanner = JSONScanner(UnsafeRawBufferPointer(bytes))
            guard (try? JSONValue.read(&scanner)) != nil else { fail("no JSON: \(document.rendered)") }
        }
    }
}

/// Whole scripts on a session in memory: no crash, no word that cannot be shown, a store that verifies, and the same state
/// when it is opened again.
struct RunFuzz: FuzzTarget {
    private let base = BaseStore()

    func seeds(_ scripts: [[UInt8]]) -> [[UInt8]] { pieces(of: scripts) }

    func check(_ bytes: [UInt8]) {
        let files = base.files.copy()
        do throws(Failure) {
            let session = try Session(files, options: BaseStore.options)
            do throws(Failure) {
                BaseStore.show(try session.run([Script(named: "script", bytes: bytes)]))
            } catch { BaseStore.show(error) }
            do throws(Failure) {
                BaseStore.show(try session.plan(String(decoding: bytes, as: UTF8.self), named: "plan"))
            } catch { BaseStore.show(error) }
            for problem in try session.check([Script(named: "script", bytes: bytes)]) {
                requirePrintable(problem.rendered, "a problem")
            }
        } catch { fail("the session: \(error)") }
        do throws(StoreError) {
            let report = try Store.verify(files)
            require(report.snapshotProblem == nil, report.snapshotProblem ?? "")
        } catch { fail("the store: \(error)") }
    }
}

/// A snapshot whose hashes fit, whatever is in it: somebody who may write to the store can make one.
struct SnapshotFuzz: FuzzTarget {
    private let base = BaseStore()

    func seeds(_ scripts: [[UInt8]]) -> [[UInt8]] {
        let whole = base.bytes(of: SnapshotFormat.file)
        return [Array(whole[((whole.firstIndex(of: 10) ?? 0) + 1)...])]
    }

    func check(_ bytes: [UInt8]) {
        require(read(bytes, onThread: true) == read(bytes, onThread: false), "a thread reads a snapshot as another")
        let files = base.files.copy()
        var hash = SHA256()
        bytes.withUnsafeBytes { hash.update(bytes: $0) }
        let header = SnapshotHeader(store: base.id, position: base.position, state: hash.finalize())
        files.plant(SnapshotFormat.file, SnapshotFormat.header(header) + bytes)
        guard let store = try? Store.open(files, StoreOptions(mode: .readOnly), now: now) else {
            fail("a snapshot that cannot be read must count as missing")
        }
        // What was taken for a snapshot can be written, and read again as the same.
        if store.warnings.isEmpty {
            let written = SnapshotFormat.body(of: store.state).array
            let again = SnapshotHeader(store: base.id, position: base.position, state: digest(written))
            let other = base.files.copy()
            other.plant(SnapshotFormat.file, SnapshotFormat.header(again) + written)
            guard let second = try? Store.open(other, StoreOptions(mode: .readOnly), now: now), second.warnings.isEmpty
            else { fail("a snapshot that cannot be read again") }
            require(SnapshotFormat.body(of: second.state).array == written, "a snapshot that reads as another")
        }
        BaseStore.use(files, bytes.reduce(bytes.count) { $0 &+ Int($1) })
    }

    private func digest(_ bytes: [UInt8]) -> Digest {
        var hash = SHA256()
        bytes.withUnsafeBytes { hash.update(bytes: $0) }
        return hash.finalize()
    }

    /// What is read, as it would be written, or what is wrong and where. Only a long snapshot is given a thread.
    private func read(_ bytes: [UInt8], onThread: Bool) -> [UInt8] {
        bytes.withUnsafeBytes { bytes in
            var reader = SnapshotReader(bytes, from: 0, before: Follower(hasThread: onThread))
            do throws(JSONError) {
                return SnapshotFormat.body(of: try reader.read(seq: 1000)).array
            } catch { return Array("\(error.offset) \(error.message)".utf8) }
        }
    }
}

/// The journal's bytes as they lie there.
struct JournalFuzz: FuzzTarget {
    private let base = BaseStore()

    func seeds(_ scripts: [[UInt8]]) -> [[UInt8]] {
        let whole = base.bytes(of: JournalFormat.file(1))
        return [whole, Array(whole.prefix(whole.count / 2)), whole + whole.suffix(300)]
    }

    func check(_ bytes: [UInt8]) {
        let files = base.files.copy()
        files.plant(SnapshotFormat.file, nil)
        files.plant(JournalFormat.file(1), bytes)
        BaseStore.use(files, bytes.reduce(bytes.count) { $0 &+ Int($1) })
    }
}

/// Events whose hashes fit, whatever is in them: a line each, without the number before and the brace behind it.
struct EventsFuzz: FuzzTarget {
    private let base = BaseStore()

    func seeds(_ scripts: [[UInt8]]) -> [[UInt8]] {
        let lines = base.bytes(of: JournalFormat.file(1)).split(separator: 10).dropFirst()
        let mark = Array("\"event\":\"".utf8)
        let events: [[UInt8]] = lines.compactMap { line in
            let line = Array(line)
            guard let at = (0...max(0, line.count - mark.count)).first(where: { line[$0...].starts(with: mark) }),
                !line[(at + mark.count)...].starts(with: Array("commit".utf8))
            else { return nil }
            return Array(line[(at + mark.count)...].dropLast())
        }
        return events + [Array(events.suffix(20).joined(separator: [10]))]
    }

    func check(_ bytes: [UInt8]) {
        var buffer = TransactionBuffer(after: base.position)
        for line in bytes.split(separator: 10).prefix(200) {
            buffer.beginRecord()
            buffer.writer.raw(Array(line))
            buffer.endRecord()
        }
        _ = buffer.close(store: base.id, fields: Closing(time: now, script: "script").fields)
        let files = base.files.copy()
        files.plant(JournalFormat.file(1), base.bytes(of: JournalFormat.file(1)) + buffer.writer.array)
        BaseStore.use(files, bytes.reduce(bytes.count) { $0 &+ Int($1) })
    }
}
