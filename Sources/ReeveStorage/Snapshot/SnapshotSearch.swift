#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A snapshot that is searched where it lies. The search itself believes nothing and stays within its bounds; what it
/// hands out are lines of blocks whose checks fit, together with their neighbours, which prove that nothing is left out.
final class SnapshotSearch {
    let header: SnapshotHeader
    let index: SnapshotIndex
    /// The snapshot from its second line on.
    let body: UnsafeRawBufferPointer
    private let contents: FileContents
    private var isChecked: [Bool]

    /// - Returns: nil where there is no snapshot, or no index of it.
    /// - Throws: as `Snapshot.check`, of the first line.
    init?(_ files: any FileSystem, store: StoreID) throws(StoreError) {
        // First: one that is replaced meanwhile is then older than the snapshot, and does not fit.
        guard let index = try SnapshotIndex.load(files), let contents = try files.map(SnapshotFormat.file) else {
            return nil
        }
        let (header, start) = try SnapshotFormat.header(of: contents.bytes)
        guard header.store == store else { throw SnapshotSearch.damage(0) }
        guard
            index.isOf(
                firstLine: UnsafeRawBufferPointer(rebasing: contents.bytes[..<start]),
                length: contents.bytes.count - start)
        else { return nil }
        self.header = header
        self.index = index
        self.contents = contents
        body = UnsafeRawBufferPointer(rebasing: contents.bytes[start...])
        let blocks = (body.count + SnapshotIndex.blockSize - 1) / SnapshotIndex.blockSize
        isChecked = Array(repeating: false, count: blocks)
    }

    static func damage(_ offset: Int) -> StoreError {
        .damaged(SnapshotFormat.file, at: Int64(offset), "the snapshot was changed: a part's check does not fit")
    }

    /// Checks the blocks that some bytes lie in.
    func check(_ range: Range<Int>) throws(StoreError) {
        guard !range.isEmpty else { return }
        let size = SnapshotIndex.blockSize
        for block in (range.lowerBound / size)...((range.upperBound - 1) / size) where !isChecked[block] {
            let bytes = body[(block * size)..<min((block + 1) * size, body.count)]
            guard BlockCheck.of(UnsafeRawBufferPointer(rebasing: bytes)) == index.check(block) else {
                throw SnapshotSearch.damage(block * size)
            }
            isChecked[block] = true
        }
    }

    /// A line with its line feed, checked.
    func line(at start: Int) throws(StoreError) -> Range<Int> {
        let line = start..<end(of: start)
        try check(line)
        return line
    }

    /// All lines of a section, checked.
    func lines(_ section: SnapshotIndex.Section) throws(StoreError) -> [Range<Int>] {
        let all = index.lines(section)
        try check(all)
        return lines(from: all.lowerBound, to: all.upperBound)
    }

    private func lines(from start: Int, to end: Int) -> [Range<Int>] {
        var found: [Range<Int>] = []
        var at = start
        while at < end {
            let after = self.end(of: at)
            found.append(at..<after)
            at = after
        }
        return found
    }

    /// The lines of a section, sorted by name, that have this one. Logarithmic.
    func lines(_ section: SnapshotIndex.Section, named name: [UInt8]) throws(StoreError) -> [Range<Int>] {
        let all = index.lines(section)
        var (low, high) = (all.lowerBound, all.upperBound)
        // Everything before `low` comes before the name, and nothing from `high` on does.
        while low < high {
            let middle = start(of: low + (high - low) / 2, from: low)
            guard let found = SnapshotLine(body, middle).name else { throw SnapshotSearch.damage(middle) }
            if SnapshotLine.order(found, name) < 0 {
                low = min(end(of: middle), high)
            } else {
                high = middle
            }
        }
        var after = low
        while after < all.upperBound, let found = SnapshotLine(body, after).name,
            SnapshotLine.order(found, name) == 0
        { after = end(of: after) }
        let before = low > all.lowerBound ? start(of: low - 1, from: all.lowerBound) : low
        let behind = after < all.upperBound ? end(of: after) : after
        try check(before..<behind)
        // Once more, now that the bytes are what was written: the neighbours have other names.
        guard before == low || order(before, name) < 0, after == behind || order(after, name) > 0 else {
            throw SnapshotSearch.damage(low)
        }
        return lines(from: low, to: after)
    }

    private func order(_ line: Int, _ name: [UInt8]) -> Int {
        SnapshotLine(body, line).name.map { SnapshotLine.order($0, name) } ?? 0
    }

    /// The lines of records, members or assignments that are of this account. Logarithmic, and what is found.
    func lines(_ section: SnapshotIndex.Section, ofAccount name: [UInt8]) throws(StoreError) -> [Range<Int>] {
        var (low, high) = (0, index.count(section))
        while low < high {
            let middle = low + (high - low) / 2
            if try accountOrder(section, middle, name) < 0 { low = middle + 1 } else { high = middle }
        }
        var found: [Range<Int>] = []
        var at = low
        while at < index.count(section), try accountOrder(section, at, name) == 0 {
            found.append(try line(at: index.byAccount(section, at)))
            at += 1
        }
        return found
    }

    /// The index's own check has been made, and here each line's: what leads the search is what was written.
    private func accountOrder(
        _ section: SnapshotIndex.Section, _ place: Int, _ name: [UInt8]
    ) throws(StoreError) -> Int {
        let start = index.byAccount(section, place)
        guard index.lines(section).contains(start) else { throw SnapshotSearch.damage(0) }
        try check(start..<end(of: start))
        guard let account = SnapshotLine(body, start).account else { throw SnapshotSearch.damage(start) }
        return SnapshotLine.order(account, name)
    }

    // MARK: Lines

    /// The first byte of the line that a byte is in.
    private func start(of byte: Int, from low: Int) -> Int {
        var at = byte
        while at > low, body[at - 1] != 10 { at -= 1 }
        return at
    }

    /// The byte behind a line's line feed.
    private func end(of start: Int) -> Int {
        guard let base = body.baseAddress, start < body.count,
            let feed = memchr(base + start, 10, body.count - start)
        else { return body.count }
        return UnsafeRawPointer(feed) - base + 1
    }
}
