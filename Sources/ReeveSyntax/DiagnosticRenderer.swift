/// Prints diagnostics in the shape of language.md section 9. Keeps the lines of the last source it met, so that many
/// diagnostics of one script cost one look at it.
package struct DiagnosticRenderer {
    /// Of the shown part of a source line, in cells.
    private static let width = 120
    private static let tab = 4

    private let colored: Bool
    private var lines = KnownLines()

    /// `colored` adds ANSI escapes for a terminal.
    package init(colored: Bool = false) {
        self.colored = colored
    }

    /// The whole of one diagnostic, ending in a line feed.
    package mutating func render(_ diagnostic: Diagnostic) -> String {
        var text = paint(severity(diagnostic) + "[\(diagnostic.code)]", emphasis(diagnostic))
        text += ": " + paint(excerpt(diagnostic.message), "1") + "\n"
        var margin = 1
        if let source = diagnostic.source {
            let index = lines.index(of: source)
            let position = index.position(diagnostic.range.start)
            margin = String(position.line).utf8.count
            text += shownLines(diagnostic, source, index, position, margin)
        }
        let indent = String(repeating: " ", count: margin)
        // Without a line to stand under, the label is a note.
        if diagnostic.source == nil, !diagnostic.label.isEmpty { text += "\(indent) = \(excerpt(diagnostic.label))\n" }
        for note in diagnostic.notes { text += "\(indent) = \(excerpt(note))\n" }
        return text
    }

    /// All of them, with an empty line between two.
    package mutating func render(_ diagnostics: [Diagnostic]) -> String {
        var texts: [String] = []
        for diagnostic in diagnostics { texts.append(render(diagnostic)) }
        return texts.joined(separator: "\n")
    }

    private func shownLines(
        _ diagnostic: Diagnostic, _ source: SourceText, _ index: LineIndex, _ position: (line: Int, column: Int),
        _ margin: Int
    ) -> String {
        let indent = String(repeating: " ", count: margin)
        let (shown, before, marked) = window(source, index.range(line: position.line), diagnostic.range)
        var text = "\(indent)\(paint("-->", "34")) \(escaped(source.name)):\(position.line):\(position.column)\n"
        text += "\(indent) \(paint("|", "34"))\n"
        text += paint("\(position.line) |", "34") + (shown.isEmpty ? "" : " " + shown) + "\n"
        var caret = String(repeating: "^", count: max(1, marked))
        if !diagnostic.label.isEmpty { caret += " " + excerpt(diagnostic.label) }
        text += "\(indent) \(paint("|", "34")) \(String(repeating: " ", count: before))"
        return text + paint(caret, emphasis(diagnostic)) + "\n"
    }

    /// The part of a line around a range; the cells before the range, and of it.
    private func window(
        _ source: SourceText, _ line: SourceRange, _ range: SourceRange
    ) -> (shown: String, before: Int, marked: Int) {
        let start = min(max(range.start, line.start), line.end)
        let end = max(start, min(range.end, line.end))
        // A cell is at least one byte, and no more is looked at than could be shown.
        let reach = Int32(Self.width * 4)
        let first = characterStart(source, max(line.start, start - reach), line)
        let last = characterStart(source, min(line.end, end - start > reach ? start + reach : end + reach), line)
        let left = cells(source, first, start)
        let middle = cells(source, start, min(end, last))
        let right = cells(source, min(end, last), last)
        let total = (left + middle + right).reduce(0) { $0 + $1.width }
        let markedWidth = middle.reduce(0) { $0 + $1.width }
        if first == line.start, last == line.end, total <= Self.width {
            let text = (left + middle + right).map(\.text).joined()
            return (text, left.reduce(0) { $0 + $1.width }, markedWidth)
        }
        let keptMiddle = fitting(middle[...], Self.width / 2)
        let keptLeft = fitting(left.reversed()[...], Self.width / 3).reversed()
        let used = keptMiddle.reduce(0) { $0 + $1.width } + keptLeft.reduce(0) { $0 + $1.width }
        let keptRight =
            keptMiddle.count < middle.count ? [] : fitting(right[...], max(0, Self.width - used))
        let cutLeft = keptLeft.count < left.count || first > line.start
        let cutRight = keptMiddle.count < middle.count || keptRight.count < right.count || last < line.end
        let text = (keptLeft + keptMiddle + keptRight).map(\.text).joined()
        return (
            (cutLeft ? "…" : "") + text + (cutRight ? "…" : ""),
            keptLeft.reduce(0) { $0 + $1.width } + (cutLeft ? 1 : 0), keptMiddle.reduce(0) { $0 + $1.width }
        )
    }

    private struct Cell {
        var text: String
        var width: Int
    }

    /// A tab becomes spaces, so that what stands under it stays in line.
    private func cells(_ source: SourceText, _ start: Int32, _ end: Int32) -> [Cell] {
        source.text(SourceRange(start, max(start, end))).unicodeScalars.map { scalar in
            if scalar == "\t" { return Cell(text: String(repeating: " ", count: Self.tab), width: Self.tab) }
            if isInvisible(scalar) {
                let text = escaped(scalar)
                return Cell(text: text, width: text.utf8.count)
            }
            return Cell(text: String(scalar), width: displayWidth(scalar))
        }
    }

    private func fitting(_ cells: ArraySlice<Cell>, _ width: Int) -> [Cell] {
        var used = 0
        return Array(
            cells.prefix { cell in
                used += cell.width
                return used <= width
            })
    }

    private func characterStart(_ source: SourceText, _ offset: Int32, _ line: SourceRange) -> Int32 {
        var offset = offset
        while offset > line.start, offset < line.end, source.bytes[Int(offset)] & 0xC0 == 0x80 { offset -= 1 }
        return offset
    }

    private func severity(_ diagnostic: Diagnostic) -> String {
        switch diagnostic.severity {
        case .error: "error"
        case .warning: "warning"
        case .note: "note"
        }
    }

    private func emphasis(_ diagnostic: Diagnostic) -> String {
        switch diagnostic.severity {
        case .error: "1;31"
        case .warning: "1;33"
        case .note: "1;36"
        }
    }

    private func paint(_ text: String, _ code: String) -> String {
        colored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
