import Reeve
import ReeveSyntax

/// The REPL on a terminal: the line editor, what it shows, and what is done with what was entered.
struct TerminalRepl {
    private let dialogue: Dialogue
    private let terminal: any Terminal
    private let file: HistoryFile
    private var decoder = KeyDecoder()
    private var editor: LineEditor
    private var screen: Screen
    private var nextLine = 1
    private var completer: Completer?
    /// Tab was pressed, and there was more than one way to go on.
    private var hasOffered = false

    init(_ dialogue: Dialogue, on terminal: any Terminal) {
        self.dialogue = dialogue
        self.terminal = terminal
        file = HistoryFile(dialogue.surroundings)
        editor = LineEditor(history: file.load())
        let size = terminal.size
        screen = Screen(columns: size.columns, rows: size.rows)
    }

    /// - Returns: nil where the terminal cannot be switched.
    mutating func run() -> Int32? {
        guard terminal.enterRaw() else { return nil }
        defer { terminal.leaveRaw() }
        terminal.write(screen.draw(picture))
        while true {
            switch terminal.read(milliseconds: decoder.isWaiting ? 50 : nil) {
            case .end:
                terminal.write(screen.finish(picture))
                _ = dialogue.close()
                return 0
            case .nothing: decoder.giveUp()
            case .resized:
                let size = terminal.size
                screen.resize(columns: size.columns, rows: size.rows)
                terminal.write(screen.draw(picture))
            case .bytes(let bytes):
                for key in decoder.feed(bytes) {
                    guard take(key) else {
                        _ = dialogue.close()
                        return 0
                    }
                }
                terminal.write(screen.draw(picture))
            }
        }
    }

    /// - Returns: false where the conversation is over.
    private mutating func take(_ key: Key) -> Bool {
        if key != .tab { hasOffered = false }
        switch editor.handle(key) {
        case .edited: break
        case .bell: terminal.write("\u{7}")
        case .submit(let text): return submit(text)
        case .cancel:
            var dropped = picture
            dropped.characters += Array("^C")
            dropped.colors += dropped.colors.isEmpty ? [] : ["", ""]
            terminal.write(screen.finish(dropped))
            editor.begin()
        case .quit:
            terminal.write(screen.finish(picture))
            return false
        case .complete: complete()
        case .clearScreen:
            terminal.write("\u{1b}[H\u{1b}[2J")
            screen.forget()
        case .suspend:
            terminal.write(screen.finish(picture))
            terminal.suspend()
            _ = terminal.enterRaw()
        }
        return true
    }

    private mutating func submit(_ text: String) -> Bool {
        terminal.write(screen.finish(picture))
        if let entry = editor.remember(text) { file.add(entry) }
        editor.begin()
        completer = nil
        // What is carried out may ask, and may be interrupted: as on any terminal.
        terminal.leaveRaw()
        let goesOn = carryOut(text)
        dialogue.surroundings.streams.output.flush()
        dialogue.surroundings.streams.errors.flush()
        return goesOn && terminal.enterRaw()
    }

    private mutating func carryOut(_ text: String) -> Bool {
        var assembler = LineAssembler(firstLine: nextLine)
        var outcome = Dialogue.Outcome.done
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        nextLine += lines.count
        for (index, line) in lines.enumerated() {
            let isOwn = !assembler.isOpen && Dialogue.isOwnWord(line)
            if let piece = isOwn ? assembler.take() : assembler.add(line) { outcome = dialogue.enter(piece) }
            if outcome == .done, isOwn {
                _ = assembler.add("")
                outcome = dialogue.command(line)
            }
            switch outcome {
            case .over: return false
            case .failed:
                let isRest = lines[(index + 1)...].contains { !$0.allSatisfy(\.isWhitespace) } || !assembler.isEmpty
                if isRest { dialogue.console.message("not carried out: what was entered behind it") }
                return true
            case .done: break
            }
        }
        if let piece = assembler.take() { outcome = dialogue.enter(piece) }
        return outcome != .over
    }

    // MARK: Completion

    /// One Tab goes as far as there is one way; a second one shows the ways.
    private mutating func complete() {
        let before = editor.buffer.beforeCursor
        let completion = known().complete(before)
        guard !completion.candidates.isEmpty else { return terminal.write("\u{7}") }
        let word = String(before.suffix(completion.replaced))
        if completion.candidates.count == 1, let only = completion.candidates.first {
            editor.complete(replacing: completion.replaced, with: only + (editor.buffer.isAtEnd ? " " : ""))
            return
        }
        let common = Completer.common(completion.candidates)
        if common.count > word.count {
            editor.complete(replacing: completion.replaced, with: common)
        } else if hasOffered {
            offer(completion.candidates)
        } else {
            terminal.write("\u{7}")
        }
        hasOffered = true
    }

    private static let mostOffered = 100

    private mutating func offer(_ candidates: [String]) {
        terminal.write(screen.finish(picture))
        let shown = candidates.prefix(Self.mostOffered).map { escaped($0) }
        let width = (shown.map { textWidth($0) }.max() ?? 0) + 2
        let perLine = max(1, screen.columns / max(1, width))
        var text = ""
        for start in stride(from: 0, to: shown.count, by: perLine) {
            let row = shown[start..<min(start + perLine, shown.count)]
            for (place, name) in row.enumerated() {
                text += name
                if place < row.count - 1 { text += String(repeating: " ", count: width - textWidth(name)) }
            }
            text += "\r\n"
        }
        if candidates.count > shown.count { text += "… and \(candidates.count - shown.count) more\r\n" }
        terminal.write(text)
    }

    private mutating func known() -> Completer {
        if let completer { return completer }
        let made = Completer(names: dialogue.session.names)
        completer = made
        return made
    }

    // MARK: What is seen

    private var picture: Picture {
        var picture = Picture()
        let buffer = editor.buffer
        picture.isColored = dialogue.console.isColored
        picture.characters = buffer.characters
        picture.cursor = buffer.cursor
        picture.prompt = dialogue.isPending ? "reeve*> " : "reeve> "
        picture.continuation = dialogue.isPending ? "    ...> " : "  ...> "
        if let search = editor.search {
            picture.prompt = "(\(search.isFailing ? "no " : "")search `\(escaped(search.query))`) "
        }
        guard picture.isColored else { return picture }
        picture.colors = Highlighter.colors(buffer.characters)
        if editor.search == nil, buffer.isAtEnd, buffer.characters.count < 1024 {
            // The names are not needed for it.
            picture.hint = Completer(names: LiveNames()).hint(buffer.text) ?? ""
        }
        return picture
    }
}
