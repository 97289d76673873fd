import ReeveDomain
import ReeveStorage
import Testing

@testable import Reeve

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Sessions on a store on disk.
@Suite struct StoreSessionTests {
    private let directory: TemporaryStore
    private var path: String { directory.path }

    init() throws { directory = try TemporaryStore() }

    private var isThere: Bool { access(path, F_OK) == 0 }

    @Test func isMadeByTheFirstChange() throws {
        let session = try Session(opening: path)
        #expect(session.view.head == nil)
        #expect(try session.run("print \"nothing\"", named: "x").head == nil)
        #expect(throws: Failure.self) { try session.run("invite nobody as Nothing to nowhere", named: "x") }
        #expect(!isThere)
        #expect(try session.run(world, named: "world").head != nil)
        #expect(isThere)
    }

    @Test func isThereForTheNext() throws {
        try Session(opening: path).run(world, named: "world")
        let session = try Session(opening: path, as: "alice")
        #expect(session.view.users == ["alice", "bob"])
        #expect(try session.run("add user zed", named: "x").changes.count == 1)
        #expect(throws: Failure.self) { try Session(opening: path, as: "nobody") }
    }

    @Test func seesWhatOthersWrote() throws {
        let one = try Session(opening: path)
        let other = try Session(opening: path)
        try one.run(world, named: "world")
        #expect(other.view.users.isEmpty)
        try other.refresh()
        #expect(other.view.users == ["alice", "bob"])
        try other.run("add user zed", named: "x")
        // A run starts from what is there, whoever wrote it.
        #expect(try one.run("add user zed", named: "x").unchanged == 1)
    }

    @Test func readsOnly() throws {
        try Session(opening: path).run(world, named: "world")
        var options = SessionOptions()
        options.isReadOnly = true
        let session = try Session(opening: path, options: options)
        #expect(try session.plan("add user zed", named: "x").changes.count == 1)
        #expect(try session.run("add user bob", named: "x").unchanged == 1)
        let failure = #expect(throws: Failure.self) { try session.run("add user zed", named: "x") }
        #expect(failure?.reason == .inputOutput && failure?.problems.first?.code == "store-read-only")
    }

    @Test func damageIsNoAnswer() throws {
        try Session(opening: path).run(world, named: "world")
        unlink(path + "/snapshot.json")
        let file = try #require(fopen(path + "/journal-00001.jsonl", "r+"))
        fseek(file, 300, SEEK_SET)
        fputc(0x58, file)
        fclose(file)
        let failure = #expect(throws: Failure.self) { try Session(opening: self.path) }
        #expect(failure?.reason == .damaged && failure?.exitStatus == 65)
        #expect(failure?.problems.first?.notes.first?.hasPrefix("in `journal-00001.jsonl`, byte ") == true)
    }

    @Test func anotherWriterIsWaitedForAndNotLonger() throws {
        try Session(opening: path).run(world, named: "world")
        var options = SessionOptions()
        options.patience = 20
        let session = try Session(opening: path, options: options)
        let holder = try Store.open(PosixFileSystem(path: path), now: Instant(milliseconds: 0))
        _ = try holder.begin(now: Instant(milliseconds: 0))
        let failure = #expect(throws: Failure.self) { try session.run("add user zed", named: "x") }
        #expect(failure?.reason == .busy && failure?.exitStatus == 75)
        // Plans and questions wait for nobody.
        #expect(try session.plan("add user zed", named: "x").changes.count == 1)
        holder.abandon()
        #expect(try session.run("add user zed", named: "x").changes.count == 1)
    }

    @Test func aSnapshotThatCannotBeWrittenIsAWarning() throws {
        let session = try Session(opening: path)
        try session.run(world, named: "world")
        unlink(path + "/snapshot.json")
        #expect(mkdir(path + "/snapshot.json", 0o700) == 0)
        defer { rmdir(path + "/snapshot.json") }
        // The snapshot cannot be written: the change is kept all the same, and said so.
        let report = try session.run("add user zed", named: "x")
        #expect(report.changes.count == 1)
        #expect(report.warnings.map(\.code) == ["snapshot-late"])
    }

    @Test func aStoreOpenToOthersIsRefused() throws {
        try Session(opening: path).run(world, named: "world")
        chmod(path, 0o755)
        let failure = #expect(throws: Failure.self) { try Session(opening: self.path) }
        #expect(failure?.problems.first?.code == "store-unsafe" && failure?.exitStatus == 74)
    }
}
