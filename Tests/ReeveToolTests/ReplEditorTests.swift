import Testing

@testable import ReeveTool

/// The line editor as a function of the bytes that a terminal sends.
@Suite struct ReplEditorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        /// What is sent; `^x` is Ctrl-x, `@` Escape.
        let sent: String
        /// What stands there then, `|` where the cursor is.
        let text: String
        var events: [String] = []
        var testDescription: String { name }

        init(_ name: String, _ sent: String, _ text: String, events: [String] = []) {
            (self.name, self.sent, self.text, self.events) = (name, sent, text, events)
        }
    }

    private static func bytes(_ sent: String) -> [UInt8] {
        var out: [UInt8] = []
        var isControl = false
        for byte in sent.utf8 {
            if isControl {
                out.append(byte & 0x1f)
                isControl = false
            } else if byte == UInt8(ascii: "^") {
                isControl = true
            } else {
                out.append(byte == UInt8(ascii: "@") ? 0x1b : byte)
            }
        }
        return out
    }

    static let history = ["add user alice", "assign alice as Admin to acme", "define role R {\n  can view recipe\n}"]

    private static func run(_ bytes: [UInt8], pieces: Int) -> (text: String, events: [String]) {
        var decoder = KeyDecoder()
        var editor = LineEditor(history: history)
        var events: [String] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let keys = decoder.feed(rest.prefix(pieces))
            rest = rest.dropFirst(pieces)
            for key in keys {
                switch editor.handle(key) {
                case .edited: break
                case .submit(let text):
                    events.append("submit " + text)
                    _ = editor.remember(text)
                    editor.begin()
                case .cancel:
                    events.append("cancel")
                    editor.begin()
                case .bell: events.append("bell")
                case .quit: events.append("quit")
                case .complete: events.append("complete")
                case .clearScreen: events.append("clear")
                case .suspend: events.append("suspend")
                }
            }
        }
        let buffer = editor.buffer
        let text = buffer.beforeCursor + "|" + String(buffer.characters[buffer.cursor...])
        return (text, events)
    }

    static let cases: [Case] = [
        Case("typing", "show users", "show users|"),
        Case("start and end", "abc^aX^eY", "XabcY|"),
        Case("home and end", "abc@[HX@[FY@[1~Z@[4~W", "ZXabcYW|"),
        Case("back and forth", "abc^b^bX^fY", "aXbY|c"),
        Case("arrows", "abc@[D@[D@[CX", "abX|c"),
        Case("arrows of an application", "abc@OD@ODX", "aX|bc"),
        Case("over the edges", "a^b^b^f^f", "a|", events: ["bell", "bell"]),
        Case("words", "one two.three@b@bX@f@fY", "one Xtwo.threeY|"),
        Case("words by Ctrl and arrows", "one two@[1;5DX@[1;5CY", "one XtwoY|"),
        Case("backspace", "abc\u{7f}\u{7f}", "a|"),
        Case("delete", "abc^a@[3~^d", "|c"),
        Case("kill to the end, and yank", "abc def^a@f^k^a^y", " def|abc"),
        Case("kill the line", "abc def^b^u", "|f"),
        Case("kill a word", "assign alice as^w^w^y", "assign alice as|"),
        Case("kills in a row are one", "one two three^w^w^w^y^y", "one two threeone two three|"),
        Case("kills apart are two", "one two^wX^w^y", "one X|"),
        Case("kill words by Alt", "one two three@b@b@d^e@\u{7f}^y", "one  three|"),
        Case("exchange", "abcd^t^b^b^t", "adb|c"),
        Case("exchange too little", "a^t", "a|", events: ["bell"]),
        Case("nothing to yank", "^y", "|", events: ["bell"]),
        Case("cancel", "abc^c", "|", events: ["cancel"]),
        Case("quit on nothing only", "a^d^a^d^d", "|", events: ["bell", "quit"]),
        Case("clear", "abc^l", "abc|", events: ["clear"]),
        Case("stop", "^z", "|", events: ["suspend"]),
        Case("tab", "a^i", "a|", events: ["complete"]),
        Case("enter", "show users^m", "|", events: ["submit show users"]),
        Case("enter in the middle", "show users^a^m", "|", events: ["submit show users"]),
        Case("a block is open", "define role R {^mcan view recipe^m", "define role R {\ncan view recipe\n|"),
        Case("a block is closed", "if a {^m}^m", "|", events: ["submit if a {\n}"]),
        Case("a parenthesis is open", "f(a^m)^m", "|", events: ["submit f(a\n)"]),
        Case("a comma", "add user a,^mb^m", "|", events: ["submit add user a,\nb"]),
        Case("an open string is shown to be wrong", "print \"a^m", "|", events: ["submit print \"a"]),
        Case("a brace in a string is none", "print \"{\"^m", "|", events: ["submit print \"{\""]),
        Case("a brace in a comment is none", "show users # {^m", "|", events: ["submit show users # {"]),
        Case("a bare `}` is an error, not a wait", "}^m", "|", events: ["submit }"]),
        Case("lines up and down", "f(ab^mcd^pX^nY", "f(Xab\ncdY|"),
        Case("back in history", "^p@<^p", "assign alice as Admin to acme|"),
        Case("history and its end", "new@[A@[A@[B@[B", "new|"),
        Case("before the first", "^p@<^p^p^p", "add user alice|", events: ["bell"]),
        Case("after the last", "^n", "|", events: ["bell"]),
        Case("search", "^ralice", "assign |alice as Admin to acme"),
        Case("search again", "^ralice^r", "add user |alice"),
        Case("search shorter", "^radmin\u{7f}\u{7f}", "assign alice as |Admin to acme"),
        Case("search finds nothing", "^rzzz^g", "|"),
        Case("search left by an arrow", "^ruser@[C", "add u|ser alice"),
        Case("search run", "^ruser^m", "|", events: ["submit add user alice"]),
        Case("search given up", "half^ruser^g", "half|"),
        Case("search given up by Ctrl-C", "half^ruser^c", "half|"),
        Case("search of history is case-blind", "^rADMIN", "assign alice as |Admin to acme"),
        Case("paste does not run", "@[200~add user x\nadd user y\n@[201~", "add user x\nadd user y|"),
        Case("paste then enter", "@[200~add user x\r\n@[201~^m", "|", events: ["submit add user x"]),
        Case("keys in a paste are text", "@[200~a\tb\u{1}@[A@[201~c", "a\tb\u{1}\u{1b}[Ac|"),
        Case("a paste in a paste", "@[200~a@[200~b@[201~c", "a\u{1b}[200~bc|"),
        Case("wide ones", "東京^bX", "東X|京"),
        Case("combining is one", "e\u{301}x^b^b^dY", "Y|x"),
        Case("combining behind the cursor", "x^a\u{301}", "\u{301}|x"),
        Case("unknown sequences", "a@[99~@[5;2Qb@Zc", "abc|", events: ["bell"]),
        Case(
            "an escape, and a control key", "abc@^c@@[A", "define role R {\n  can view recipe\n}|", events: ["cancel"]),
        Case("function keys", "a@OPb@[15~c", "abc|"),
    ]

    @Test(arguments: cases) func keys(_ wanted: Case) {
        let bytes = Self.bytes(wanted.sent)
        let whole = Self.run(bytes, pieces: 4096)
        #expect(whole.text == wanted.text)
        #expect(whole.events == wanted.events)
        // However the bytes come, they are the same keys.
        for pieces in 1...3 {
            let cut = Self.run(bytes, pieces: pieces)
            #expect(cut.text == wanted.text)
            #expect(cut.events == wanted.events)
        }
    }

    @Test func bytesThatAreNoTextAreDropped() {
        let outcome = Self.run([0x61, 0xff, 0xc0, 0x80, 0x9b, 0x62, 0xc2, 0x9b, 0x63], pieces: 100)
        #expect(outcome.text == "abc|")
    }

    /// Only what stands around an edit is looked at; it is as if the whole text had been.
    @Test func editsJoinWhatCombines() {
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "a", "b ", "\n", "\r", "\u{301}", "é", "東", "\u{1f1e9}", "\u{1f1ea}", "\u{200d}", "\u{1f469}", "\u{600}",
            "1",
            "\u{fe0f}", "\u{1f3fd}", "가", "\u{1161}", "",
        ]
        for _ in 0..<400 {
            var buffer = EditBuffer()
            var model: [Character] = []
            for _ in 0..<30 {
                let place = Int.random(in: 0...model.count, using: &random)
                let cursor = buffer.cursor
                if Int.random(in: 0..<3, using: &random) == 0 {
                    let range = min(place, cursor)..<max(place, cursor)
                    #expect(buffer.cut(to: place) == String(model[range]))
                    model = Array(String(model[..<range.lowerBound]) + String(model[range.upperBound...]))
                } else {
                    let text = (0..<2).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
                    buffer.insert(text)
                    model = Array(String(model[..<cursor]) + text + String(model[cursor...]))
                }
                #expect(buffer.characters == model)
                #expect(buffer.cursor <= model.count)
                buffer.move(to: Int.random(in: 0...model.count, using: &random))
            }
        }
    }

    /// A thousand keys behind a mebibyte in one line: each is no more work than in a short one.
    @Test func aMebibyteIsPasted() {
        let text = String(repeating: "add user a1, ü2; ", count: 1 << 16)
        let keys = String(repeating: "x\u{1b}[D\u{1b}[D\u{7f}", count: 250)
        let outcome = Self.run(Array("\u{1b}[200~\(text)\u{1b}[201~\(keys)".utf8), pieces: 4096)
        #expect(outcome.text.count == text.count + 1)
        #expect(outcome.events.isEmpty)
    }

    @Test func anEscapeAloneIsGivenUp() {
        var decoder = KeyDecoder()
        #expect(decoder.feed([0x1b]) == [])
        #expect(decoder.isWaiting)
        decoder.giveUp()
        #expect(decoder.feed([0x61]) == [.text("a")])
    }

    @Test func anythingAtAllIsSurvived() {
        var random = SystemRandomNumberGenerator()
        let likely = Array("ab{}()\"$, \u{1b}[]ABCD0;~東\u{301}".utf8) + Array(0..<32) + [0x7f]
        for _ in 0..<300 {
            let bytes = (0..<60).map { _ in
                Int.random(in: 0..<4, using: &random) > 0
                    ? likely.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
            }
            var decoder = KeyDecoder()
            var editor = LineEditor(history: Self.history)
            var screen = Screen(
                columns: Int.random(in: 1...40, using: &random), rows: Int.random(in: 1...5, using: &random))
            for key in decoder.feed(bytes) {
                if case .submit = editor.handle(key) { editor.begin() }
                #expect(editor.buffer.cursor <= editor.buffer.characters.count)
                var picture = Picture()
                picture.characters = editor.buffer.characters
                picture.cursor = editor.buffer.cursor
                picture.colors = Highlighter.colors(picture.characters)
                picture.isColored = true
                _ = screen.draw(picture)
                _ = Completer(names: .init()).complete(editor.buffer.beforeCursor)
            }
        }
    }

    @Test func entriesAreKeptInOneLineEach() {
        for entry in ["add user a", "a\nb", "a\\nb", "\\", "\n\\\n", "東\n"] {
            let quoted = HistoryFile.quoted(entry)
            #expect(!quoted.contains("\n"))
            #expect(HistoryFile.unquoted(quoted[...]) == entry)
        }
    }

    @Test func theFileIsForItsOwnerAlone() {
        let bench = Bench()
        let streams = Streams(input: MemorySource(), output: MemorySink(), errors: MemorySink())
        let file = HistoryFile(
            Surroundings(streams: streams, environment: ["REEVE_HISTFILE": bench.path("h")]))
        #expect(file.load() == [])
        file.add("add user a")
        file.add("f(\n)")
        #expect(file.load() == ["add user a", "f(\n)"])
        #expect(bench.mode("h") == 0o600)
        for number in 0..<2100 { file.add("\(number)") }
        #expect(file.load().count == 1000)
        #expect(String(decoding: bench.read("h"), as: UTF8.self).hasPrefix("1100\n"))
        #expect(bench.mode("h") == 0o600)
        let none = HistoryFile(Surroundings(streams: streams, environment: ["REEVE_HISTFILE": "/dev/null"]))
        none.add("x")
        #expect(none.load() == [])
    }
}
