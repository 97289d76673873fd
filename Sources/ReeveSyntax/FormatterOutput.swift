/// The lines that were written, until their comments are put in columns.
struct FormatterOutput {
    private struct Line {
        var indent: Int
        var code: String
        /// Behind the code; those from the second on get lines of their own in the same column.
        var comments: [String] = []
    }

    /// How far apart the lengths of neighbouring lines may be before their comments part, too.
    private static let mostPadding = 40

    private var lines: [Line] = []
    /// Nothing stands yet in the file, or in the block.
    private var isAtStart = true
    private var wantsBlank = false

    /// An empty line before the next one, unless a block or the file begins there.
    mutating func blank() { wantsBlank = !isAtStart }

    mutating func line(_ indent: Int, _ code: String, comments: [String] = [], opensBlock: Bool = false) {
        if wantsBlank { lines.append(Line(indent: 0, code: "")) }
        wantsBlank = false
        isAtStart = opensBlock
        lines.append(Line(indent: indent, code: code, comments: comments))
    }

    /// No empty line stands before a closing brace, or at the end.
    mutating func close() { wantsBlank = false }

    /// The script: line feeds, nothing behind a line, one line end at the end.
    var bytes: [UInt8] {
        var out: [UInt8] = []
        var start = 0
        while start < lines.count {
            var end = start + 1
            if !lines[start].comments.isEmpty {
                var least = width(start)
                var most = least
                while end < lines.count, lines[end].indent == lines[start].indent, !lines[end].comments.isEmpty {
                    (least, most) = (min(least, width(end)), max(most, width(end)))
                    if most - least > Self.mostPadding { break }
                    end += 1
                }
            }
            write(start..<end, into: &out)
            start = end
        }
        return out
    }

    private func width(_ index: Int) -> Int { lines[index].indent + textWidth(lines[index].code) }

    private func write(_ run: Range<Int>, into out: inout [UInt8]) {
        let column = (run.map(width).max() ?? 0) + 2
        for index in run {
            let line = lines[index]
            if !line.code.isEmpty { out.append(contentsOf: repeatElement(UInt8(ascii: " "), count: line.indent)) }
            out.append(contentsOf: line.code.utf8)
            for (number, comment) in line.comments.enumerated() {
                if number > 0 { out.append(UInt8(ascii: "\n")) }
                let written = number > 0 ? 0 : width(index)
                out.append(contentsOf: repeatElement(UInt8(ascii: " "), count: column - written))
                out.append(contentsOf: comment.utf8)
            }
            out.append(UInt8(ascii: "\n"))
        }
    }
}
