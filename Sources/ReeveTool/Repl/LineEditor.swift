import ReeveSyntax

/// The line editor as a state machine: keys in, what to do about them out. Knows neither terminal nor session.
struct LineEditor {
    enum Event: Equatable {
        /// Something to be seen is different.
        case edited
        case bell
        /// Enter on what is complete.
        case submit(String)
        /// Ctrl-C: what was typed is dropped.
        case cancel
        /// Ctrl-D on nothing.
        case quit
        case complete
        case clearScreen
        case suspend
    }

    /// Ctrl-R: what is looked for, and where it was found.
    struct Search: Equatable {
        var query = ""
        var place: Int?
        var isFailing = false
        let before: EditBuffer
    }

    private(set) var buffer = EditBuffer()
    private(set) var search: Search?
    private(set) var history: [String]
    /// Where in the history; its end is what is being typed.
    private var place: Int
    private var draft = EditBuffer()
    private var killed = ""
    private var killsInRow = false

    init(history: [String] = []) {
        self.history = history
        place = history.count
    }

    /// Begins a new statement.
    mutating func begin() {
        buffer = EditBuffer()
        search = nil
        place = history.count
        draft = EditBuffer()
    }

    /// - Returns: the entry; nil for nothing, and for what is the last one already.
    mutating func remember(_ text: String) -> String? {
        let kept = String(text.reversed().drop { $0.isWhitespace }.reversed())
        guard !kept.isEmpty, history.last != kept else { return nil }
        history.append(kept)
        return kept
    }

    /// Puts a completion in the place of the last characters before the cursor.
    mutating func complete(replacing count: Int, with text: String) {
        _ = buffer.cut(to: buffer.cursor - count)
        buffer.insert(text)
    }

    mutating func handle(_ key: Key) -> Event {
        if search != nil, let event = handleSearch(key) { return event }
        let wasKilling = killsInRow
        killsInRow = false
        switch key {
        case .text(let text): buffer.insert(text)
        case .paste(let text):
            // A line end at the end of what was copied is not meant to run it.
            var text = text[...]
            while text.last == "\n" { text.removeLast() }
            buffer.insert(String(text))
        case .enter: return enter()
        case .tab: return .complete
        case .backspace, .control("h"): return cut(to: buffer.cursor - 1)
        case .delete: return cut(to: buffer.cursor + 1)
        case .left, .control("b"): return move(to: buffer.cursor - 1)
        case .right, .control("f"): return move(to: buffer.cursor + 1)
        case .home, .control("a"): buffer.move(to: buffer.lineStart)
        case .end, .control("e"): buffer.move(to: buffer.lineEnd)
        case .meta("b"): buffer.move(to: buffer.wordStart)
        case .meta("f"): buffer.move(to: buffer.wordEnd)
        case .meta("<"): buffer.move(to: 0)
        case .meta(">"): buffer.move(to: buffer.characters.count)
        case .up, .control("p"): return buffer.moveLine(up: true) ? .edited : recall(place - 1)
        case .down, .control("n"): return buffer.moveLine(up: false) ? .edited : recall(place + 1)
        case .control("k"):
            let end = buffer.lineEnd
            return kill(to: end == buffer.cursor ? end + 1 : end, wasKilling)
        case .control("u"): return kill(to: buffer.lineStart, wasKilling)
        case .control("w"): return kill(to: buffer.blankStart, wasKilling)
        case .meta("d"): return kill(to: buffer.wordEnd, wasKilling)
        case .meta("\u{7f}"): return kill(to: buffer.wordStart, wasKilling)
        case .control("y"):
            guard !killed.isEmpty else { return .bell }
            buffer.insert(killed)
        case .control("t"): return buffer.transpose() ? .edited : .bell
        case .control("d"): return buffer.isEmpty ? .quit : cut(to: buffer.cursor + 1)
        case .control("c"): return .cancel
        case .control("l"): return .clearScreen
        case .control("z"): return .suspend
        case .control("r"): search = Search(before: buffer)
        case .control("g"): return .bell
        case .control, .meta, .unknown: return .bell
        }
        return .edited
    }

    private mutating func enter() -> Event {
        guard Self.isOpen(buffer.text) else { return .submit(buffer.text) }
        buffer.insert("\n")
        return .edited
    }

    /// More has to come before it can be carried out.
    static func isOpen(_ text: String) -> Bool {
        var assembler = LineAssembler()
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) { _ = assembler.add(String(line)) }
        return assembler.isOpen
    }

    private mutating func move(to place: Int) -> Event {
        guard place >= 0, place <= buffer.characters.count else { return .bell }
        buffer.move(to: place)
        return .edited
    }

    private mutating func cut(to place: Int) -> Event {
        guard place >= 0, place <= buffer.characters.count else { return .bell }
        _ = buffer.cut(to: place)
        return .edited
    }

    /// Kills in a row are yanked as one.
    private mutating func kill(to place: Int, _ wasKilling: Bool) -> Event {
        let forward = place > buffer.cursor
        let taken = buffer.cut(to: place)
        killsInRow = true
        guard !taken.isEmpty else { return .bell }
        killed = !wasKilling ? taken : forward ? killed + taken : taken + killed
        return .edited
    }

    // MARK: History

    private mutating func recall(_ wanted: Int) -> Event {
        guard wanted >= 0, wanted <= history.count else { return .bell }
        if place == history.count { draft = buffer }
        place = wanted
        if wanted == history.count { buffer = draft } else { buffer.set(history[wanted]) }
        return .edited
    }

    /// Nil: the search is over, and the key is handled as any other.
    private mutating func handleSearch(_ key: Key) -> Event? {
        guard var found = search else { return nil }
        switch key {
        case .text(let text):
            found.query += text
            return look(&found, from: found.place ?? history.count - 1)
        case .backspace, .control("h"):
            guard !found.query.isEmpty else { return .bell }
            found.query.removeLast()
            return look(&found, from: history.count - 1)
        case .control("r"):
            guard !found.query.isEmpty else { return .bell }
            return look(&found, from: (found.place ?? history.count) - 1)
        case .control("g"), .control("c"):
            buffer = found.before
            search = nil
            return .edited
        default:
            search = nil
            return nil
        }
    }

    private mutating func look(_ found: inout Search, from start: Int) -> Event {
        defer { search = found }
        guard !found.query.isEmpty else {
            found.place = nil
            found.isFailing = false
            buffer = found.before
            return .edited
        }
        var at = min(start, history.count - 1)
        while at >= 0 {
            if let place = Self.place(of: found.query, in: history[at]) {
                found.place = at
                found.isFailing = false
                self.place = at
                buffer.set(history[at])
                buffer.move(to: place)
                return .edited
            }
            at -= 1
        }
        found.isFailing = true
        return .edited
    }

    private static func place(of query: String, in text: String) -> Int? {
        let wanted = Array(query.lowercased())
        let found = Array(text.lowercased())
        guard wanted.count <= found.count else { return nil }
        return (0...found.count - wanted.count).first { found[$0..<$0 + wanted.count].elementsEqual(wanted) }
    }
}
