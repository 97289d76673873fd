#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Single lines of the journal, by their numbers, from blocks whose checks fit. Costs a block or two for each that does not
/// lie near the one before.
final class JournalLines {
    private let files: any FileSystem
    private let index: AuditIndex
    /// The first block of each segment, and one behind the last.
    private let starts: [Int]
    private var token: (segment: Int, token: FileToken)?
    /// The blocks from `first` on, as far as they have been read.
    private var window: UnsafeMutableRawBufferPointer
    private var filled = 0
    private var first = -1
    private var blocks = 0
    /// A line of the window: its number, and where it begins.
    private var line: (record: UInt32, at: Int) = (0, 0)

    init(_ files: any FileSystem, _ index: AuditIndex) {
        self.files = files
        self.index = index
        var starts = [0]
        for length in index.segments { starts.append((starts.last ?? 0) + AuditIndex.blocks(in: length)) }
        self.starts = starts
        window = .allocate(byteCount: 4 * AuditIndex.blockSize, alignment: 16)
    }

    deinit {
        window.deallocate()
        if let token { files.close(token.token) }
    }

    /// A record's line with its line feed. Valid until the next call.
    func line(_ record: UInt32) throws(StoreError) -> UnsafeRawBufferPointer {
        let block = index.firsts.lowerBound { $0 > record } - 1
        guard block >= 0 else { throw damage("record \(record) is not where the audit index has it") }
        if block != first || line.record > record { try begin(block) }
        while line.record < record {
            line.at = try lineEnd(from: line.at)
            line.record += 1
        }
        let end = try lineEnd(from: line.at)
        let bytes = UnsafeRawBufferPointer(rebasing: window[line.at..<end])
        guard bytes.hasPrefix("{\"seq\":\(record),\"tx\":") else {
            throw damage("record \(record) is not where the audit index has it")
        }
        return bytes
    }

    private func damage(_ message: String) -> StoreError {
        let segment = max(1, starts.lastIndex { $0 <= max(0, first) }.map { min($0 + 1, index.segments.count) } ?? 1)
        let offset = Int64(max(0, first - starts[segment - 1])) * Int64(AuditIndex.blockSize)
        return .damaged(JournalFormat.file(segment), at: offset, message)
    }

    /// Goes to the first line that begins in a block.
    private func begin(_ block: Int) throws(StoreError) {
        first = block
        blocks = 0
        filled = 0
        try read()
        line.record = index.firsts[block]
        let segment = segment(of: block)
        let offset = Int64(block - starts[segment - 1]) * Int64(AuditIndex.blockSize)
        if offset > 0 {
            let before = try files.bytes(of: open(segment), from: offset - 1, count: 1)
            if before == [10] {
                line.at = 0
                return
            }
        }
        // Behind the end of the line that goes on from the block before, or behind the segment's header.
        line.at = try lineEnd(from: 0)
    }

    /// The byte behind the next line feed.
    private func lineEnd(from start: Int) throws(StoreError) -> Int {
        var at = start
        while true {
            if let base = window.baseAddress, at < filled, let found = memchr(base + at, 10, filled - at) {
                return UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
            }
            at = filled
            try read()
        }
    }

    /// Reads one more block of the same segment.
    private func read() throws(StoreError) {
        let block = first + blocks
        let segment = segment(of: first)
        guard block < starts[segment] else { throw damage("a record goes on behind the end of its segment") }
        let start = Int64(block - starts[segment - 1]) * Int64(AuditIndex.blockSize)
        let length = Int(min(Int64(AuditIndex.blockSize), index.segments[segment - 1] - start))
        if window.count - filled < length {
            let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: window.count * 2, alignment: 16)
            larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: window[..<filled]))
            window.deallocate()
            window = larger
        }
        let place = UnsafeMutableRawBufferPointer(rebasing: window[filled..<(filled + length)])
        let got = try files.read(open(segment), at: start, into: place)
        guard got == length, BlockCheck.of(UnsafeRawBufferPointer(place)) == index.checks[block] else {
            throw .damaged(
                JournalFormat.file(segment), at: start, "the journal was changed: a block's check does not fit")
        }
        filled += length
        blocks += 1
    }

    private func segment(of block: Int) -> Int {
        var (low, high) = (1, index.segments.count)
        while low < high {
            let middle = (low + high + 1) / 2
            if starts[middle - 1] <= block { low = middle } else { high = middle - 1 }
        }
        return low
    }

    private func open(_ segment: Int) throws(StoreError) -> FileToken {
        if let token, token.segment == segment { return token.token }
        if let token { files.close(token.token) }
        token = nil
        guard let found = try files.open(JournalFormat.file(segment), for: .read) else {
            throw StoreError(.rolledBack, "a part of the journal is gone", file: JournalFormat.file(segment))
        }
        token = (segment, found)
        return found
    }
}
