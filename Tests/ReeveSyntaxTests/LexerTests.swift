import SeededRandom
import Testing

@testable import ReeveSyntax

@Suite struct LexerTests {
    private func tokens(_ text: String) -> [Token] {
        var lexer = Lexer(SourceText(name: "x", text: text), symbols: SymbolTable())
        var tokens: [Token] = []
        while tokens.last?.kind != .end { lexer.lex(into: &tokens, count: 3) }
        return tokens.dropLast()
    }

    @Test(arguments: [
        ("alice@initech.example customer-1 10423 a.b yes/no +1", [Token.Kind.word, .word, .word, .word, .word, .word]),
        ("2026-12-31T18:00:00Z 2026-12-31T18:00Z 2026-12-31T18:00:00.5+02:00", [.word, .word, .word]),
        ("für 东京 e\u{301} अ", [.word, .word, .word, .word]),
        (#""a" "a\"b" "{$x}" "\{x}""#, [.string, .string, .template, .string]),
        (#"$x $c.plan $row."Customer name" $x-1"#, [.variable, .variable, .variable, .variable]),
        (
            "{ } ( ) , ; = != < <= > >=",
            [
                .leftBrace, .rightBrace, .leftParenthesis, .rightParenthesis, .comma, .semicolon, .equal, .notEqual,
                .less,
                .lessOrEqual, .greater, .greaterOrEqual,
            ]
        ),
        ("a#b\nc # d", [.word, .word]),
        ("a=b,c", [.word, .equal, .word, .comma, .word]),
        ("\u{FEFF}a\r\nb", [.word, .word]),
    ])
    func kinds(_ text: String, _ kinds: [Token.Kind]) {
        #expect(tokens(text).map(\.kind) == kinds)
    }

    /// The fast way through plain text makes the tokens that the thorough one makes, and reports what it reports.
    @Test func plainTokensAreTokens() {
        var random = SeededRandom(seed: 7)
        let pieces = [
            "a", "invite", "u1234567", "u12345678", "exactly8", "nine-long", "a.b", "a.", "..", ".",
            "alice@initech.example",
            "x_y", "+1", "/", "-", "2026-12-31", "2026-12-31T18", "2026-12-31T18:00:00Z", "2026-12-31Tx8:00", ":",
            "für",
            "e\u{301}", "東京", "\u{200B}", "\u{A0}", " ", " ", " ", "\t", "\n", "\r\n", "\r", ",", ";", "(", ")", "{",
            "}", "=",
            "!=", "<", "<=", "!", "\"a b\"", "\"{$x}\"", "\"", "$x", "$x.y", "$", "# c", "~", "\u{7}",
            String(repeating: "long", count: 9),
        ]
        for _ in 0..<3_000 {
            var text = Int.random(in: 0..<8, using: &random) == 0 ? "\u{FEFF}" : ""
            // Up to some blocks of 64 bytes.
            let pieceCount = Int.random(in: 1...(Bool.random(using: &random) ? 24 : 90), using: &random)
            for _ in 0..<pieceCount {
                text += pieces.randomElement(using: &random) ?? ""
            }
            let source = SourceText(name: "x", text: text)
            var (fast, thorough) = (Lexer(source, symbols: SymbolTable()), Lexer(source, symbols: SymbolTable()))
            var (found, wanted): ([Token], [Token]) = ([], [])
            while found.last?.kind != .end { fast.lex(into: &found, count: Int.random(in: 1...9, using: &random)) }
            source.bytes.withUnsafeBufferPointer { bytes in
                guard let base = bytes.baseAddress else { return }
                let input = Lexer.Input(base: base, count: bytes.count, classes: ByteClass.table)
                while wanted.last?.kind != .end { wanted.append(thorough.next(input)) }
            }
            #expect(found == wanted, "\(text.debugDescription)")
            #expect(fast.comments == thorough.comments)
            #expect(fast.diagnostics.map(\.range) == thorough.diagnostics.map(\.range))
        }
    }

    @Test func equalNamesHaveOneSymbol() {
        let two = tokens("e\u{301} \u{E9} \"\u{E9}\"")
        #expect(Set(two.map(\.symbol)).count == 1)
    }

    @Test func tellsLinesAndSpaces() {
        let list = tokens("a(b\nc")
        #expect(list.map(\.newlineBefore) == [false, false, false, true])
        #expect(list.map(\.spaceBefore) == [true, false, false, true])
    }

    @Test func keywordsAreTheFirstSymbols() {
        let symbols = SymbolTable()
        #expect(symbols.count == Keyword.allCases.count)
        for keyword in Keyword.allCases {
            #expect(symbols.intern(keyword.spelling) == keyword.symbol)
            #expect(symbols.text(keyword.symbol) == keyword.spelling)
            #expect(keyword.spelling == (keyword == .yesNo ? "yes/no" : "\(keyword)"))
        }
    }

    @Test func internsMany() {
        let symbols = SymbolTable()
        let ids = (0..<50_000).map { symbols.intern("name-\($0)") }
        #expect(Set(ids).count == 50_000)
        #expect(symbols.intern("name-777") == ids[777])
        #expect(symbols.text(ids[49_999]) == "name-49999")
        #expect(symbols.text(Symbol(id: -1)) == "")
        // Keywords are looked for elsewhere in a table of few words: both ways say the same.
        for keyword in Keyword.allCases {
            #expect(symbols.intern(keyword.spelling) == keyword.symbol)
            #expect(symbols.text(keyword.symbol) == keyword.spelling)
        }
        #expect(symbols.count == Keyword.allCases.count + 50_000)
    }

    @Test func keepsComments() {
        let source = SourceText(name: "x", text: "# a\nprint b # c\r\n")
        let result = Parser.parse(source, symbols: SymbolTable())
        #expect(result.comments.map { source.text($0) } == ["# a", "# c"])
    }
}
