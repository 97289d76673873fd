import ReeveSyntax

/// What stands on the terminal while a statement is typed.
struct Picture: Equatable {
    var prompt = ""
    var continuation = ""
    var characters: [Character] = []
    /// A color's number for each character; empty: none has one.
    var colors: [String] = []
    var cursor = 0
    /// In grey behind the text.
    var hint = ""
    var isColored = false

    /// Of a text that is longer than a few screens, what can be seen: a window around the cursor, which stays where it is
    /// until the cursor is a screen further.
    /// - Parameter cells: how many a screen has.
    func window(cells: Int) -> Picture {
        guard characters.count > 4 * cells else { return self }
        let start = max(0, cursor / cells - 1) * cells
        let range = start..<min(characters.count, start + 4 * cells)
        var seen = self
        seen.characters = Array(characters[range])
        seen.colors = colors.isEmpty ? [] : Array(colors[range])
        seen.cursor = cursor - start
        if start > 0 { seen.prompt = continuation }
        return seen
    }
}

/// Draws pictures over each other: knows what was drawn last, and gives out what changes it into the next.
struct Screen {
    private(set) var columns: Int
    private(set) var rows: Int
    /// The widths of the rows that stand there, and the cursor's place among them.
    private var widths: [Int] = []
    private var cursorRow = 0
    private var cursorColumn = 0
    private var drawn: Picture?

    init(columns: Int, rows: Int) {
        self.columns = max(4, columns)
        self.rows = max(2, rows)
    }

    /// Other output came behind what was drawn: the next picture begins where the cursor is.
    mutating func forget() {
        widths = []
        (cursorRow, cursorColumn) = (0, 0)
        drawn = nil
    }

    /// Rows that are too wide now stand on several, in terminals that flow them anew.
    mutating func resize(columns: Int, rows: Int) {
        let columns = max(4, columns)
        func height(_ width: Int) -> Int { max(1, (width + columns - 1) / columns) }
        cursorRow = widths.prefix(cursorRow).reduce(0) { $0 + height($1) } + cursorColumn / columns
        widths = []
        self.columns = columns
        self.rows = max(2, rows)
        drawn = nil
    }

    /// - Returns: what to write to the terminal.
    mutating func draw(_ whole: Picture) -> String {
        let picture = whole.window(cells: rows * columns)
        guard picture != drawn else { return "" }
        drawn = picture
        let layout = Layout(picture, columns: columns)
        var top = 0
        var shown = layout.rows[...]
        if shown.count > rows {
            top = min(max(0, layout.cursorRow - rows / 2), shown.count - rows)
            shown = shown[top..<top + rows]
        }
        var out = "\u{1b}[?25l"
        if cursorRow > 0 { out += "\u{1b}[\(cursorRow)A" }
        out += "\r\u{1b}[J" + shown.map(\.text).joined(separator: "\r\n")
        widths = shown.map(\.width)
        cursorRow = layout.cursorRow - top
        cursorColumn = layout.cursorColumn
        let up = shown.count - 1 - cursorRow
        if up > 0 { out += "\u{1b}[\(up)A" }
        out += "\r"
        if cursorColumn > 0 { out += "\u{1b}[\(cursorColumn)C" }
        return out + "\u{1b}[?25h"
    }

    /// The picture as it stays above, and the cursor below it.
    mutating func finish(_ picture: Picture) -> String {
        var last = picture
        last.hint = ""
        last.cursor = last.characters.count
        defer { forget() }
        return draw(last) + "\r\n"
    }
}

/// A picture in rows of the terminal's width.
private struct Layout {
    struct Row {
        var text = ""
        var width = 0
    }
    private(set) var rows: [Row] = []
    private(set) var cursorRow = 0
    private(set) var cursorColumn = 0
    private let columns: Int
    private let isColored: Bool

    init(_ picture: Picture, columns: Int) {
        self.columns = columns
        isColored = picture.isColored
        rows = [prompt(picture.prompt)]
        for (index, character) in picture.characters.enumerated() {
            if index == picture.cursor { markCursor() }
            if character == "\n" {
                rows.append(prompt(picture.continuation))
                continue
            }
            add(character, picture.colors.isEmpty ? "" : picture.colors[index])
        }
        if picture.cursor >= picture.characters.count { markCursor() }
        let room = columns - rows[rows.count - 1].width - 1
        if !picture.hint.isEmpty, isColored, room > 3 { addHint(picture.hint, room) }
        // Behind a full row the cursor stands on the next one.
        if cursorColumn >= columns {
            cursorColumn = 0
            cursorRow += 1
            if cursorRow >= rows.count { rows.append(Row()) }
        }
    }

    private mutating func markCursor() { (cursorRow, cursorColumn) = (rows.count - 1, rows[rows.count - 1].width) }

    private func prompt(_ text: String) -> Row {
        // A prompt that is wider than the terminal would wrap where nobody counts it.
        let text = textWidth(text) + 8 > columns ? "> " : text
        return Row(text: paint(text, "1"), width: textWidth(text))
    }

    private mutating func add(_ character: Character, _ color: String) {
        var text = character == "\t" ? "    " : escaped(String(character))
        var width = textWidth(text)
        if width > columns { (text, width) = ("?", 1) }
        if rows[rows.count - 1].width + width > columns {
            // The cursor before what does not fit here stands with it.
            let isMarked = cursorRow == rows.count - 1 && cursorColumn == rows[rows.count - 1].width
            rows.append(Row())
            if isMarked, cursorColumn > 0 { (cursorRow, cursorColumn) = (rows.count - 1, 0) }
        }
        rows[rows.count - 1].text += paint(text, color)
        rows[rows.count - 1].width += width
    }

    private mutating func addHint(_ hint: String, _ room: Int) {
        var text = ""
        for character in hint {
            if textWidth(text) + textWidth(String(character)) > room { break }
            text.append(character)
        }
        rows[rows.count - 1].text += paint(text, "90")
        rows[rows.count - 1].width += textWidth(text)
    }

    private func paint(_ text: String, _ color: String) -> String {
        isColored && !color.isEmpty && !text.isEmpty ? "\u{1b}[\(color)m\(text)\u{1b}[0m" : text
    }
}
