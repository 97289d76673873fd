import ReeveDomain
import Testing

@testable import ReeveStorage

/// The index is made of what the writer notes; going through what was written must find the same.
@Suite struct SnapshotOutlineTests {
    @Test(arguments: 1...6) func `an index says where everything in the snapshot lies`(seed: Int) throws {
        var history = RandomHistory(seed: UInt64(seed))
        let files = MemoryFileSystem()
        let store = try Store.open(files, StoreOptions(create: true, indexLimit: 0), now: start)
        var lines = 0
        for _ in 0..<6 {
            for _ in 0..<8 { try commitRandom(store, &history, most: 30) }
            try store.settle(force: true, now: start)
            let file = try #require(try files.contents(of: SnapshotFormat.file))
            let index = try #require(try SnapshotIndex.load(files))
            let end = try #require(file.firstIndex(of: 10)) + 1
            file.withUnsafeBytes { file in
                let first = UnsafeRawBufferPointer(rebasing: file[..<end])
                let body = UnsafeRawBufferPointer(rebasing: file[end...])
                #expect(index.isOf(firstLine: first, length: body.count))
                #expect(index.damage(of: body) == nil)
                var layout = SnapshotLayout(body)
                let isLaidOut = layout.read()
                #expect(isLaidOut)
                #expect(index.sections == layout.sections)
                for section in SnapshotIndex.ofAccounts {
                    let found = (0..<index.count(section)).map { index.byAccount(section, $0) }
                    #expect(found == layout.byAccount(section).map { Int($0) })
                    lines += found.count
                }
            }
        }
        #expect(lines > 0)
    }

    @Test func `blocks are checked wherever the pieces end`() {
        let size = SnapshotIndex.blockSize
        let bytes = (0..<(3 * size + 5)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        for ends in [[], [1], [size], [size - 1, size + 1], [5, 2 * size + 7], [3 * size], [3 * size + 5]] {
            var checks = BlockChecks()
            var at = 0
            for end in ends + [bytes.count] {
                Array(bytes[at..<end]).withUnsafeBytes { checks.take($0) }
                at = end
            }
            #expect(checks.length == bytes.count)
            let expected = stride(from: 0, to: bytes.count, by: size).map { start in
                Array(bytes[start..<min(start + size, bytes.count)]).withUnsafeBytes { BlockCheck.of($0) }
            }
            #expect(checks.finish() == expected)
        }
    }
}
