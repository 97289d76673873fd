import Foundation
import Testing

@testable import ReeveSyntax

@Suite struct GrammarTests {
    private let text: String
    private let grammar: Grammar

    init() throws {
        text = try Grammar.text()
        grammar = Grammar(text)
    }

    @Test func parserAcceptsRandomSentences() throws {
        let count = Int(ProcessInfo.processInfo.environment["REEVE_SENTENCES"] ?? "") ?? 5_000
        var generator = SentenceGenerator(grammar, seed: 1)
        var refused = 0
        for _ in 0..<count where refused < 20 {
            let sentence = generator.sentence()
            let result = Parser.parse(SourceText(name: "sentence", text: sentence), symbols: SymbolTable())
            guard !result.diagnostics.isEmpty || result.statements.count != 1 else { continue }
            refused += 1
            var renderer = DiagnosticRenderer()
            Issue.record("\(sentence)\n\(renderer.render(result.diagnostics))")
        }
    }

    @Test func sentencesFollowEachOther() throws {
        var generator = SentenceGenerator(grammar, seed: 2)
        for _ in 0..<50 {
            let sentences = (0..<40).map { _ in generator.sentence() }
            let text = sentences.joined(separator: "\n")
            let result = Parser.parse(SourceText(name: "sentences", text: text), symbols: SymbolTable())
            #expect(result.diagnostics.isEmpty)
            #expect(result.statements.count == 40)
        }
    }

    @Test func keywordsAreThoseOfTheParser() {
        #expect(grammar.keywords.symmetricDifference(Keyword.allCases.map(\.spelling)) == [])
    }

    @Test func everyProductionIsDefined() {
        #expect(grammar.undefined == [])
        #expect(Set(grammar.names).count == grammar.names.count)
    }

    @Test func everyProductionIsQuotedInTheParser() throws {
        let sources = Grammar.file.deletingLastPathComponent().appending(path: "../Sources/ReeveSyntax")
            .standardizedFileURL
        var quoted: [String] = []
        for file in try FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil) {
            let source = try String(contentsOf: file, encoding: .utf8)
            for block in source.matches(of: /(?s)\/\/\/ ```ebnf\n(.*?)\/\/\/ ```/) {
                let lines = block.output.1.split(separator: "\n").map { line in
                    String(line.trimmingPrefix(/\s*\/\/\/ ?/))
                }
                quoted.append(contentsOf: lines.filter { !$0.allSatisfy(\.isWhitespace) })
            }
        }
        let parsed = text.prefix(upTo: text.range(of: "(* Words and strings *)")?.lowerBound ?? text.endIndex)
        let written = parsed.replacing(/(?s)\(\*.*?\*\)/, with: "").split(separator: "\n").map(String.init)
        #expect(Set(written.filter { !$0.isEmpty }).symmetricDifference(quoted) == [])
    }
}
