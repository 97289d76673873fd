import ReeveSyntax

/// Where the lines of a text begin, as an editor counts them: behind `\n`, `\r\n`, and a `\r` alone.
struct LineTable {
    private let bytes: [UInt8]
    private var starts: [Int32] = [0]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var starts: [Int32] = [0]
        starts.reserveCapacity(bytes.count / 32)
        bytes.withUnsafeBufferPointer { bytes in
            for index in bytes.indices {
                let byte = bytes[index]
                guard byte <= 0x0d else { continue }
                if byte == 0x0a || byte == 0x0d && (index + 1 == bytes.count || bytes[index + 1] != 0x0a) {
                    starts.append(Int32(truncatingIfNeeded: index + 1))
                }
            }
        }
        self.starts = starts
    }

    var count: Int { starts.count }

    /// The position of a byte; held within the text of its line, and at the beginning of a scalar.
    func position(_ offset: Int32, _ encoding: PositionEncoding) -> TextPosition {
        let offset = max(0, min(Int(offset), bytes.count))
        let line = self.line(of: offset)
        let end = min(offset, contentEnd(line: line))
        var character = 0
        var index = Int(starts[line])
        while index < end {
            let width = width(at: index)
            guard index + width <= end else { break }
            character += encoding.units(bytes: width)
            index += width
        }
        return TextPosition(line: line, character: character)
    }

    func range(_ range: SourceRange, _ encoding: PositionEncoding) -> PositionRange {
        PositionRange(position(range.start, encoding), position(max(range.start, range.end), encoding))
    }

    /// The byte of a position; a line that is not there is the end, a character behind the line's end is its end, and
    /// one in the middle of a scalar is the scalar's beginning.
    func offset(_ position: TextPosition, _ encoding: PositionEncoding) -> Int32 {
        guard position.line < starts.count else { return Int32(truncatingIfNeeded: bytes.count) }
        let end = contentEnd(line: position.line)
        var index = Int(starts[position.line])
        var left = position.character
        while index < end {
            let width = width(at: index)
            let units = encoding.units(bytes: width)
            guard left >= units else { break }
            left -= units
            index += width
        }
        return Int32(truncatingIfNeeded: min(index, end))
    }

    func range(_ range: PositionRange, _ encoding: PositionEncoding) -> SourceRange {
        let start = offset(range.start, encoding)
        return SourceRange(start, max(start, offset(range.end, encoding)))
    }

    /// The first byte of a line, from 0; the text's end where there is no such line.
    func start(line: Int) -> Int32 {
        line < starts.count ? starts[max(0, line)] : Int32(truncatingIfNeeded: bytes.count)
    }

    /// Where a line's text ends, without the line's end.
    func contentEnd(line: Int) -> Int {
        guard line + 1 < starts.count else { return bytes.count }
        var end = Int(starts[line + 1])
        if end > 0, bytes[end - 1] == 0x0a { end -= 1 }
        if end > Int(starts[line]), bytes[end - 1] == 0x0d { end -= 1 }
        return end
    }

    func line(of offset: Int) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(starts[middle]) <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// How many bytes the scalar at a place has; of bytes that are not UTF-8 each counts alone.
    private func width(at index: Int) -> Int {
        let byte = bytes[index]
        let wanted = byte < 0xc2 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf5 ? 4 : 1
        guard wanted > 1, index + wanted <= bytes.count else { return 1 }
        for at in index + 1..<index + wanted where bytes[at] & 0xc0 != 0x80 { return 1 }
        return wanted
    }
}
