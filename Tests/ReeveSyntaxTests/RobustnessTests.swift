import SeededRandom
import Testing

@testable import ReeveSyntax

@Suite struct RobustnessTests {
    private func steps(_ text: String) -> Int {
        var parser = Parser(SourceText(name: "x", text: text), symbols: SymbolTable())
        while parser.nextStatement() != nil {}
        return parser.steps
    }

    @Test func randomBytesDoNoHarm() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 0..<80, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            _ = render(Parser.parse(SourceText(name: "x", bytes: bytes), symbols: SymbolTable()).diagnostics)
        }
    }

    @Test func mutatedScriptsDoNoHarm() {
        var random = SeededRandom(seed: 4)
        let script = Array(contractScript.utf8)
        let parts = ["(", ")", "{", "}", ",", "\n", "\"", " and ", "$", ";", " in ", "“", "not ", "\\", "="].map {
            Array($0.utf8)
        }
        for _ in 0..<200 {
            var bytes = script
            for _ in 0..<Int.random(in: 1..<12, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(contentsOf: parts[Int.random(in: 0..<parts.count, using: &random)], at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + 20))
                }
            }
            _ = render(Parser.parse(SourceText(name: "x", bytes: bytes), symbols: SymbolTable()).diagnostics)
        }
    }

    @Test(arguments: [
        "invite u1 as R to c1\n", "if (", "(((", "{", "}", "not ", "print (a, ",
        "assign a as b to all customers where (",
        "show ((", "act as x {\n", "\"", "grant a b\n", "define role x { can\n", "x(", "if a = b and\n", "add user a,",
        "in a\n", "for each $x in (a) { } else\n", "$", "“", "\u{200B}", "add user x in recipe a in recipe b in ",
    ])
    func workGrowsWithTheInput(_ part: String) {
        let once = steps(String(repeating: part, count: 1_000))
        let twice = steps(String(repeating: part, count: 2_000))
        #expect(twice <= once * 2 + 200)
    }

    /// Tokens are made in batches: what is looked ahead at may be in the next one.
    @Test func batchesDoNotShow() {
        for shift in 0..<12 {
            let line = "f(a); show users who can edit recipe in acme; let $x = \"{$y}\"\n"
            let text = String(repeating: ";", count: shift) + String(repeating: line, count: 300)
            let symbols = SymbolTable()
            let result = Parser.parse(SourceText(name: "x", text: text), symbols: symbols)
            #expect(result.diagnostics.isEmpty)
            #expect(result.statements.count == 900)
            for statement in result.statements {
                guard case .letting(_, .value(let value)) = statement.body else { continue }
                #expect(symbols.template(value.name).count == 1)
            }
        }
    }

    @Test func depthIsBounded() {
        for (open, close) in [("(", ")"), ("not ", ""), ("any(a where ", ")")] {
            let text = "if \(String(repeating: open, count: 500))$a = b\(String(repeating: close, count: 500)) { }"
            let result = Parser.parse(SourceText(name: "x", text: text), symbols: SymbolTable())
            #expect(result.diagnostics.map(\.code) == ["too-deep"])
        }
        let blocks = String(repeating: "act as x { ", count: 500) + String(repeating: "}", count: 500)
        #expect(
            Parser.parse(SourceText(name: "x", text: blocks), symbols: SymbolTable()).diagnostics.map(\.code) == [
                "too-deep"
            ])
        let fine = String(repeating: "act as x { ", count: 64) + String(repeating: "}", count: 64)
        #expect(Parser.parse(SourceText(name: "x", text: fine), symbols: SymbolTable()).diagnostics.isEmpty)
    }

    @Test func lengthsAreBounded() {
        var limits = SyntaxLimits()
        limits.scriptBytes = 10
        limits.stringBytes = 4
        func codes(_ text: String) -> [String] {
            Parser.parse(SourceText(name: "x", text: text), symbols: SymbolTable(), limits: limits).diagnostics.map(
                \.code)
        }
        #expect(codes("print alice-in-wonderland") == ["too-long"])
        #expect(codes("use \"abcd\"") == [])
        limits.scriptBytes = 100
        #expect(codes("print \"abcde\"") == ["too-long"])
    }

    @Test func errorsAreBounded() {
        let text = String(repeating: "frobnicate\n", count: 5_000)
        #expect(Parser.parse(SourceText(name: "x", text: text), symbols: SymbolTable()).diagnostics.count == 1_000)
    }

    private func render(_ diagnostics: [Diagnostic]) -> Int {
        var renderer = DiagnosticRenderer()
        return renderer.render(diagnostics).utf8.count
    }
}
