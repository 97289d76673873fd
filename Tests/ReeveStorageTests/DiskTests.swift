import ReeveDomain
import Testing

@testable import ReeveStorage

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A directory of its own on the real disk, gone with the object.
private final class ScratchDirectory {
    let path: String

    init() throws {
        var template = Array("/tmp/reeve-storage-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        path = try #require(made)
    }

    var store: String { path + "/a.store" }

    deinit { ScratchDirectory.clear(path) }

    private static func clear(_ path: String) {
        guard let stream = opendir(path) else { return }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        closedir(stream)
        for name in names where unlink(path + "/" + name) != 0 { clear(path + "/" + name) }
        rmdir(path)
    }
}

@Suite struct DiskTests {
    private func open(_ path: String, _ options: StoreOptions = StoreOptions(create: true)) throws -> Store {
        try Store.open(PosixFileSystem(path: path), options, now: start)
    }

    @Test func `files that stay open between runs are those their names lead to`() throws {
        let scratch = try ScratchDirectory()
        let (one, two) = (try open(scratch.store), try open(scratch.store, StoreOptions(patience: 0)))
        var history = RandomHistory(seed: 21)
        for round in 0..<4 { try commitRandom(round % 2 == 0 ? one : two, &history) }
        #expect(unlink(scratch.store + "/" + WriterLock.fileName) == 0)
        _ = try one.begin(now: start)
        #expect(throws: StoreError.self) { try two.begin(now: start) }
        one.abandon()

        let segment = scratch.store + "/" + JournalFormat.file(1)
        let bytes = try #require(try one.files.contents(of: JournalFormat.file(1)))
        #expect(rename(segment, segment + "-aside") == 0)
        let copy = try #require(try one.files.open(JournalFormat.file(1), for: .createNew))
        try one.files.write(copy, at: 0, bytes: bytes)
        one.files.close(copy)
        try commitRandom(two, &history)
        #expect(try open(scratch.store, StoreOptions(mode: .readOnly)).head == two.head)
        try commitRandom(one, &history)
        // One that others may read by now is refused, as one that is opened is.
        #expect(chmod(segment, 0o644) == 0)
        let error = #expect(throws: StoreError.self) { try one.begin(now: start) }
        #expect(error?.code == .unsafe)
    }

    @Test func `a store on disk is the same as one in memory`() throws {
        let scratch = try ScratchDirectory()
        let options = StoreOptions(create: true, segmentLimit: 5000, busyAfter: 3, ahead: 3000)
        let store = try open(scratch.store, options)
        var history = RandomHistory(seed: 20)
        for _ in 0..<15 { try commitRandom(store, &history) }
        try store.settle(now: start)
        let names = try store.files.list()
        #expect(names.contains("snapshot.json") && names.contains("journal-00003.jsonl") && names.contains("lock"))
        for name in names {
            var status = stat()
            #expect(stat(scratch.store + "/" + name, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
        }
        var status = stat()
        #expect(stat(scratch.store, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
        let reader = try open(scratch.store, StoreOptions(mode: .readOnly))
        #expect(body(reader.state) == body(store.state))
        #expect(reader.head == store.head)
        #expect(try reader.verify(expecting: store.head).snapshotProblem == nil)
        #expect(try reader.info().segments >= 3)
        let again = try open(scratch.store)
        try commitRandom(again, &history)
        try reader.refresh()
        #expect(reader.head == again.head)
    }

    @Test func `an open file is waited for, and then the store is busy`() throws {
        let scratch = try ScratchDirectory()
        let one = try open(scratch.store)
        let two = try open(scratch.store, StoreOptions(patience: 30))
        _ = try one.begin(now: start)
        let error = #expect(throws: StoreError.self) { try two.begin(now: start) }
        #expect(error?.code == .busy)
        _ = try open(scratch.store, StoreOptions(mode: .readOnly))
        one.abandon()
        _ = try two.begin(now: start)
    }

    @Test func `a file that is a link, has two names, or is open to others is refused`() throws {
        for file in ["journal-00001.jsonl", "snapshot.json", "lock"] {
            let scratch = try ScratchDirectory()
            let path = scratch.store + "/" + file
            let aside = scratch.path + "/aside"
            var history = RandomHistory(seed: 21)
            do {
                let store = try open(scratch.store)
                try commitRandom(store, &history)
                try store.settle(now: start)
            }
            func isUnsafe() -> Bool {
                do {
                    _ = try open(scratch.store)
                    return false
                } catch { return (error as? StoreError)?.code == .unsafe }
            }
            #expect(!isUnsafe())
            #expect(chmod(path, 0o640) == 0)
            #expect(isUnsafe(), "\(file)")
            #expect(chmod(path, 0o600) == 0)
            #expect(link(path, aside) == 0)
            #expect(isUnsafe(), "\(file)")
            #expect(unlink(path) == 0)
            #expect(symlink(aside, path) == 0)
            #expect(isUnsafe(), "\(file)")
            #expect(unlink(path) == 0)
            #expect(mkfifo(path, 0o600) == 0)
            #expect(isUnsafe(), "\(file)")
            #expect(unlink(path) == 0)
            #expect(rename(aside, path) == 0)
            #expect(!isUnsafe())
            #expect(chmod(scratch.store, 0o750) == 0)
            #expect(isUnsafe())
        }
    }

    @Test func `there is no store where there is no directory, or a file`() throws {
        let scratch = try ScratchDirectory()
        for options in [StoreOptions(mode: .readOnly), StoreOptions()] {
            let error = #expect(throws: StoreError.self) {
                try Store.open(PosixFileSystem(path: scratch.store), options, now: start)
            }
            #expect(error?.code == .missing)
        }
        let descriptor = creat(scratch.store, 0o600)
        #expect(descriptor >= 0)
        close(descriptor)
        let error = #expect(throws: StoreError.self) {
            try Store.open(PosixFileSystem(path: scratch.store), StoreOptions(create: true), now: start)
        }
        #expect(error?.code == .missing)
    }

    @Test func `many writers on one store lose nothing`() async throws {
        let scratch = try ScratchDirectory()
        _ = try open(scratch.store)
        let path = scratch.store
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    let store = try Store.open(PosixFileSystem(path: path), StoreOptions(), now: start)
                    var history = RandomHistory(seed: UInt64(30 + writer))
                    for round in 0..<10 {
                        try commitRandom(store, &history, most: 4)
                        if round % 4 == 0 { try store.settle(now: start) }
                    }
                }
            }
            try await group.waitForAll()
        }
        let store = try open(scratch.store, StoreOptions(mode: .readOnly))
        #expect(store.position.transaction == 40)
        #expect(try store.verify().snapshotProblem == nil)
    }
}
