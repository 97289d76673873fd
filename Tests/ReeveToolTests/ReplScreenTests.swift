import Testing

@testable import ReeveTool

/// Just enough of a terminal to see what the editor draws.
private struct Glass {
    let columns: Int
    var rows: [[String]] = [[]]
    var row = 0
    var column = 0

    init(columns: Int) { self.columns = columns }

    mutating func take(_ text: String) {
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\u{1b}": escape(&rest)
            case "\r": column = 0
            case "\n":
                row += 1
                if row == rows.count { rows.append([]) }
            default: put(scalar)
            }
        }
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        // Combining ones join the cell before; wide ones take two.
        if scalar.properties.generalCategory == .nonspacingMark, column > 0 {
            rows[row][column - 1].unicodeScalars.append(scalar)
            return
        }
        #expect(column < columns)
        while rows[row].count <= column { rows[row].append(" ") }
        rows[row][column] = String(scalar)
        column += 1
        if scalar.value >= 0x1100 {
            if rows[row].count <= column { rows[row].append("") } else { rows[row][column] = "" }
            column += 1
        }
    }

    private mutating func escape(_ rest: inout ArraySlice<Unicode.Scalar>) {
        rest.removeFirst()
        var digits = ""
        while let scalar = rest.popFirst() {
            if scalar.properties.isAlphabetic {
                let count = Int(digits) ?? 1
                switch scalar {
                case "A": row = max(0, row - count)
                case "C": column += count
                case "J":
                    rows = Array(rows[...row])
                    rows[row] = Array(rows[row].prefix(column))
                default: break
                }
                return
            }
            digits.unicodeScalars.append(scalar)
        }
    }

    var lines: [String] { rows.map { $0.joined() } }
}

@Suite struct ReplScreenTests {
    private func picture(_ text: String, cursor: Int? = nil, hint: String = "") -> Picture {
        var picture = Picture()
        picture.prompt = "reeve> "
        picture.continuation = "  ...> "
        picture.characters = Array(text)
        picture.cursor = cursor ?? picture.characters.count
        picture.hint = hint
        picture.isColored = true
        return picture
    }

    private func drawn(_ pictures: [Picture], columns: Int, rows: Int = 24) -> Glass {
        var glass = Glass(columns: columns)
        var screen = Screen(columns: columns, rows: rows)
        for picture in pictures { glass.take(screen.draw(picture)) }
        return glass
    }

    /// What is pasted may be long: what is drawn at each key is what can be seen of it, wherever the cursor is.
    @Test func ofAMebibyteAScreenIsDrawn() {
        let text = String(repeating: "add user a1, ü2; ", count: 1 << 16)
        var screen = Screen(columns: 40, rows: 10)
        for cursor in [nil, 0, 1, 399, 400, 401, 800, 1 << 19, 1 << 19 + 1] {
            let whole = picture(text, cursor: cursor)
            let seen = whole.window(cells: 400)
            #expect(seen.characters.count <= 1600)
            #expect(seen.characters[..<seen.cursor] == whole.characters[..<whole.cursor].suffix(seen.cursor))
            #expect(seen.characters[seen.cursor...] == whole.characters[whole.cursor...].prefix(1600 - seen.cursor))
            #expect(whole.cursor < 400 || seen.cursor >= 400)
            var glass = Glass(columns: 40)
            let drawn = screen.draw(whole)
            #expect(drawn.utf8.count < 40 * 10 * 4)
            glass.take(drawn)
            #expect(glass.lines.count == 10)
            screen.forget()
        }
        #expect(screen.draw(picture(text, cursor: 7)) != "")
        #expect(screen.draw(picture(text, cursor: 7)) == "")
    }

    @Test func oneLine() {
        let glass = drawn([picture("show users", cursor: 4)], columns: 80)
        #expect(glass.lines == ["reeve> show users"])
        #expect(glass.column == 11)
    }

    @Test func longLinesWrapAndAreDrawnOver() {
        let long = "show customers where region = EU"
        var glass = drawn([picture(long)], columns: 20)
        #expect(glass.lines == ["reeve> show customer", "s where region = EU"])
        #expect((glass.row, glass.column) == (1, 19))
        glass = drawn([picture(long), picture(long, cursor: 0), picture("count users")], columns: 20)
        #expect(glass.lines == ["reeve> count users"])
    }

    @Test func behindAFullRowTheCursorIsOnTheNext() {
        let glass = drawn([picture("0123456789012")], columns: 20)
        #expect(glass.lines == ["reeve> 0123456789012", ""])
        #expect((glass.row, glass.column) == (1, 0))
    }

    @Test func wideOnesAreNotCutInHalf() {
        let glass = drawn([picture("01234567890東京", cursor: 11)], columns: 19)
        #expect(glass.lines == ["reeve> 01234567890", "東京"])
        #expect((glass.row, glass.column) == (1, 0))
    }

    @Test func combiningOnesTakeNoRoom() {
        let glass = drawn([picture("e\u{301}a")], columns: 20)
        #expect(glass.lines == ["reeve> e\u{301}a"])
        #expect(glass.column == 9)
    }

    @Test func severalLines() {
        let glass = drawn([picture("f(\n  a\n)", cursor: 4)], columns: 20)
        #expect(glass.lines == ["reeve> f(", "  ...>   a", "  ...> )"])
        #expect((glass.row, glass.column) == (1, 8))
    }

    @Test func aHintNeverWraps() {
        let glass = drawn([picture("assign bob ", hint: "as · to · from · until")], columns: 30)
        #expect(glass.lines == ["reeve> assign bob as · to · f"])
        #expect(glass.column == 18)
        var plain = picture("assign bob ", hint: "as · to")
        plain.isColored = false
        #expect(drawn([plain], columns: 30).lines == ["reeve> assign bob "])
    }

    @Test func moreThanTheTerminalIsTallShowsThePartAtTheCursor() {
        let text = (0..<50).map { "line \($0)" }.joined(separator: "\n")
        let glass = drawn([picture(text), picture(text, cursor: 0), picture(text)], columns: 40, rows: 5)
        #expect(glass.lines.count == 5)
        #expect(glass.lines.last == "  ...> line 49")
    }

    @Test func whatATerminalActsOnIsShown() {
        let glass = drawn([picture("a\u{1b}]0;x\u{7}\u{202e}b")], columns: 60)
        #expect(glass.lines == ["reeve> a\\u{1b}]0;x\\u{7}\\u{202e}b"])
    }

    @Test func theSameAgainIsNothing() {
        var screen = Screen(columns: 40, rows: 10)
        #expect(screen.draw(picture("a")) != "")
        #expect(screen.draw(picture("a")) == "")
    }

    @Test func narrowerRowsAreFoundAgain() {
        var screen = Screen(columns: 60, rows: 10)
        _ = screen.draw(picture(String(repeating: "x", count: 40)))
        screen.resize(columns: 20, rows: 10)
        // 47 cells stand on three rows now, the cursor on the third.
        #expect(screen.draw(picture("a")).contains("\u{1b}[2A\r\u{1b}[J"))
    }
}
