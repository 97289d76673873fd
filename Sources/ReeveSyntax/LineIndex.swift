/// Lines and columns of one source, found without looking at all of it again.
package struct LineIndex: Sendable {
    private let bytes: [UInt8]
    private let firstLine: Int
    private let lineStarts: [Int32]
    /// How many characters begin before each multiple of `step`: a column costs at most one step, however long the line.
    private let charactersBefore: [Int32]
    private static let step = 4096

    package init(_ source: SourceText) {
        bytes = source.bytes
        firstLine = source.firstLine
        var lineStarts: [Int32] = [0]
        var charactersBefore: [Int32] = []
        var characters: Int32 = 0
        for (index, byte) in bytes.enumerated() {
            if index % Self.step == 0 { charactersBefore.append(characters) }
            if byte & 0xC0 != 0x80 { characters += 1 }
            if byte == UInt8(ascii: "\n") { lineStarts.append(Int32(truncatingIfNeeded: index + 1)) }
        }
        charactersBefore.append(characters)
        self.lineStarts = lineStarts
        self.charactersBefore = charactersBefore
    }

    package var lineCount: Int { lineStarts.count }

    /// Both from 1 (of a piece, the line from its first one); a column counts characters (Unicode scalars).
    package func position(_ offset: Int32) -> (line: Int, column: Int) {
        let offset = max(0, min(Int(offset), bytes.count))
        let line = line(of: offset)
        let before = charactersBefore(offset) - charactersBefore(Int(lineStarts[line]))
        let hasMark = line == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) && offset >= 3
        return (line + firstLine, before + 1 - (hasMark ? 1 : 0))
    }

    /// The bytes of a line (from 1), without its end.
    package func range(line: Int) -> SourceRange {
        let line = line - firstLine + 1
        guard line >= 1, line <= lineStarts.count else { return SourceRange(0, 0) }
        var start = Int(lineStarts[line - 1])
        if start == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
        var end = line < lineStarts.count ? Int(lineStarts[line]) - 1 : bytes.count
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return SourceRange(Int32(truncatingIfNeeded: start), Int32(truncatingIfNeeded: max(start, end)))
    }

    /// The place of a line and column, both from 1; held within the line.
    package func offset(line: Int, column: Int) -> Int32 {
        let range = range(line: line)
        var offset = range.start
        var left = column - 1
        while left > 0, offset < range.end {
            offset += 1
            if offset < range.end, bytes[Int(offset)] & 0xC0 == 0x80 { continue }
            left -= 1
        }
        return offset
    }

    private func line(of offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(lineStarts[middle]) <= offset { low = middle } else { high = middle }
        }
        return low
    }

    private func charactersBefore(_ offset: Int) -> Int {
        let block = offset / Self.step
        var count = Int(charactersBefore[block])
        for index in block * Self.step..<offset where bytes[index] & 0xC0 != 0x80 { count += 1 }
        return count
    }
}

/// The lines of the last source that somebody asked about, so that many places in one source cost one look at it.
package struct KnownLines: Sendable {
    private var known: (source: SourceText, index: LineIndex)?

    package init() {}

    package mutating func index(of source: SourceText) -> LineIndex {
        // One buffer is equal to itself without a look at its bytes.
        if let known, known.source.firstLine == source.firstLine, known.source.bytes == source.bytes {
            return known.index
        }
        let index = LineIndex(source)
        known = (source, index)
        return index
    }

    /// Where a diagnostic begins; nil where it is in no source.
    package mutating func place(of diagnostic: Diagnostic) -> (line: Int, column: Int)? {
        diagnostic.source.map { index(of: $0).position(diagnostic.range.start) }
    }
}
