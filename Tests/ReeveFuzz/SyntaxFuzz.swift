import ReeveLanguage

@testable import ReeveSyntax
@testable import ReeveTool

/// Nothing that a terminal would act upon, or a reader could not see. Lines may end.
func requirePrintable(_ text: String, _ what: String) {
    for scalar in text.unicodeScalars where scalar != "\n" && isInvisible(scalar) {
        fail("\(what) has \(codePoint(scalar)) in it")
    }
}

func requirePrintable(_ diagnostics: [Diagnostic]) {
    var renderer = DiagnosticRenderer()
    for diagnostic in diagnostics.prefix(40) { requirePrintable(renderer.render(diagnostic), "a message") }
}

/// The statements of scripts, each a seed of its own, and the scripts that are not long.
func pieces(of scripts: [[UInt8]]) -> [[UInt8]] {
    var found: Set<[UInt8]> = []
    for script in scripts {
        let source = SourceText(name: "script", bytes: script)
        if script.count < 20_000 { found.insert(script) }
        for statement in Parser.parse(source, symbols: SymbolTable()).statements {
            found.insert(Array(script[Int(statement.range.start)..<Int(statement.range.end)]))
        }
    }
    return found.sorted { $0.lexicographicallyPrecedes($1) }
}

/// Lexer and parser: they end, in time that grows with the input, and what they say can be shown.
struct SyntaxFuzz: FuzzTarget {
    func seeds(_ scripts: [[UInt8]]) -> [[UInt8]] { pieces(of: scripts) }

    func check(_ bytes: [UInt8]) {
        let source = SourceText(name: "script", bytes: bytes)
        var parser = Parser(source, symbols: SymbolTable())
        var last: Int32 = 0
        while let statement = parser.nextStatement() {
            require(statement.range.start >= last && statement.range.end <= bytes.count, "statements overlap")
            last = statement.range.start
        }
        require(parser.steps <= bytes.count * 4 + 100, "\(parser.steps) steps over \(bytes.count) bytes")
        let diagnostics = parser.diagnostics
        for diagnostic in diagnostics {
            let range = diagnostic.range
            require(range.start >= 0 && range.start <= range.end && range.end <= bytes.count, "a place outside")
        }
        requirePrintable(diagnostics)
        let text = String(decoding: bytes, as: UTF8.self)
        _ = Parser.expectation(behind: text)
        for piece in Lexer.highlights(text) { require(piece.range.end <= text.utf8.count, "a color outside") }
        var assembler = LineAssembler()
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).prefix(200) {
            _ = assembler.add(String(line))
        }
        _ = assembler.take()
    }
}

/// The formatter: what it writes is a script, means the same, and is its own form.
struct FormatFuzz: FuzzTarget {
    func seeds(_ scripts: [[UInt8]]) -> [[UInt8]] { pieces(of: scripts) }

    func check(_ bytes: [UInt8]) {
        guard let once = formatted(bytes) else { return }
        require(formatted(once) == once, "formatted twice is not formatted once")
    }

    private func formatted(_ bytes: [UInt8]) -> [UInt8]? {
        switch Formatter.format(SourceText(name: "script", bytes: bytes)) {
        case .formatted(let written): return written
        case .invalid: return nil
        case .refused(let fault): fail("\(fault.message) \(fault.notes)")
        }
    }
}

/// Tables as spreadsheets write them.
struct CSVFuzz: FuzzTarget {
    func seeds(_ scripts: [[UInt8]]) -> [[UInt8]] {
        [
            "login,role,customer\nada,Admin,acme\n", "\u{FEFF}a;b\r\n\"x;\"\"y\"\"\";2\r\n", "a\n\n\"\"\n",
            "name\n=1+1\n@x\n",
        ].map { Array($0.utf8) }
    }

    func check(_ bytes: [UInt8]) {
        do throws(CSVFailure) {
            for row in try readCSV(SourceText(name: "file.csv", bytes: bytes)) {
                require(row.fields.count == row.columns.count, "a row of another length")
            }
        } catch { requirePrintable(error.message, "a message") }
    }
}

/// What a terminal may send to the line editor.
struct KeysFuzz: FuzzTarget {
    func seeds(_ scripts: [[UInt8]]) -> [[UInt8]] {
        [
            "add user ada\r", "\u{1b}[200~add user ada\r\nadd user bob\u{1b}[201~\r",
            "\u{12}add\u{7}\u{1b}[A\u{1b}b\u{14}",
        ]
        .map { Array($0.utf8) } + pieces(of: scripts).prefix(200)
    }

    func check(_ bytes: [UInt8]) {
        var decoder = KeyDecoder()
        var editor = LineEditor(history: ["add user ada", "show users"])
        var screen = Screen(columns: 30, rows: 6)
        // Each picture is drawn whole: longer than a screen is no new case.
        let bytes = bytes.prefix(1500)
        for start in stride(from: 0, to: bytes.count, by: 7) {
            for key in decoder.feed(bytes[start..<min(start + 7, bytes.count)]) {
                switch editor.handle(key) {
                case .submit(let text):
                    _ = editor.remember(text)
                    editor.begin()
                case .cancel, .quit: editor.begin()
                default: break
                }
            }
            let buffer = editor.buffer
            require((0...buffer.characters.count).contains(buffer.cursor), "the cursor is outside")
            var picture = Picture(prompt: "> ", continuation: ". ", characters: buffer.characters)
            picture.cursor = buffer.cursor
            requireDrawable(screen.draw(picture))
        }
    }

    /// Only the sequences that move the cursor and clear lines, and what can be seen.
    private func requireDrawable(_ text: String) {
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            if scalar == "\u{1b}" {
                require(scalars.popFirst() == "[", "an escape")
                while let next = scalars.popFirst(), !next.properties.isAlphabetic {}
            } else if isInvisible(scalar), scalar != "\r", scalar != "\n" {
                fail("\(codePoint(scalar)) is drawn")
            }
        }
    }
}
