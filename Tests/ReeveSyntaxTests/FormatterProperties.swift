import Foundation
import SeededRandom
import Testing

@testable import ReeveSyntax

/// What holds for whatever is formatted; `formatted` itself asserts most of it.
@Suite struct FormatterProperties {
    @Test func randomSentences() throws {
        let count = Int(ProcessInfo.processInfo.environment["REEVE_SENTENCES"] ?? "") ?? 5_000
        var generator = SentenceGenerator(Grammar(try Grammar.text()), seed: 11)
        var mangler = ScriptMangler(seed: 12)
        var left = 20
        for number in 0..<count where left > 0 {
            var sentence = generator.sentence()
            if number % 3 == 1 { sentence = mangler.respaced(sentence) }
            if number % 3 == 2 { sentence = mangler.commented(sentence) }
            if formatted(sentence) == nil { left -= 1 }
        }
    }

    @Test func sentencesBehindEachOther() throws {
        var generator = SentenceGenerator(Grammar(try Grammar.text()), seed: 13)
        var mangler = ScriptMangler(seed: 14)
        for _ in 0..<100 {
            let sentences = (0..<20).map { _ in generator.sentence() }
            _ = formatted(mangler.joined(sentences))
        }
    }

    @Test(arguments: repositoryScripts) func scripts(_ path: String) throws {
        let text = try script(path)
        guard let once = formatted(text) else { return }
        var mangler = ScriptMangler(seed: 15)
        for _ in 0..<3 {
            // Spaces and the order of clauses say nothing: the form is the same.
            #expect(formatted(mangler.respaced(text)) == once)
            #expect(formatted(mangler.reordered(text)) == once)
            _ = formatted(mangler.commented(mangler.joined(statementLines(text))))
        }
        let onWindows = "\u{FEFF}" + text.replacingOccurrences(of: "\n", with: "\r\n")
        #expect(formatted(onWindows) == once)
    }

    @Test func contract() {
        var mangler = ScriptMangler(seed: 16)
        let once = formatted(contractScript)
        #expect(formatted(mangler.respaced(contractScript)) == once)
        let reordered = mangler.reordered(contractScript)
        #expect(reordered != contractScript)
        #expect(formatted(reordered) == once)
    }

    @Test func timeGrowsWithTheScript() {
        let statement = "act as alice in acme { if a = b { assign alice, bob as Admin to acme because \"x\" } } # c\n"
        func seconds(_ count: Int) -> Double {
            let source = SourceText(name: "x", text: String(repeating: statement, count: count))
            let clock = ContinuousClock()
            let least = (0..<3).map { _ in clock.measure { _ = Formatter.format(source) } }.min() ?? .zero
            return least / .seconds(1)
        }
        _ = seconds(100)
        // Eight times the script: four times as long a turn would be a square.
        #expect(seconds(8_000) < seconds(1_000) * 32 + 0.1)
    }

    /// The file of errors has scripts that are wrong on purpose: only what is right in them is formatted.
    private func script(_ path: String) throws -> String {
        let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
        guard hasErrors(text) else { return text }
        return text.components(separatedBy: "\n").filter { !$0.isEmpty && !hasErrors($0 + "\n") }.joined(
            separator: "\n")
    }

    /// The lines, each with those that it goes on with.
    private func statementLines(_ text: String) -> [String] {
        var lines: [String] = []
        for line in text.split(separator: "\n") {
            let goesOn = line.trimmingPrefix(/\s+/).hasPrefix("because ") || lines.last?.hasSuffix(",") ?? false
            if goesOn, let last = lines.popLast() {
                lines.append(last + "\n" + line)
            } else {
                lines.append(String(line))
            }
        }
        return lines
    }

    private func hasErrors(_ text: String) -> Bool {
        !Parser.parse(SourceText(name: "x", text: text), symbols: SymbolTable()).diagnostics.isEmpty
    }
}

/// Lays scripts out badly, without a change of what they mean.
struct ScriptMangler {
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    private func tokens(_ text: String) -> (source: SourceText, tokens: [Token], comments: [SourceRange]) {
        let source = SourceText(name: "x", text: text)
        var lexer = Lexer(source, symbols: SymbolTable())
        var tokens: [Token] = []
        while tokens.last?.kind != .end { lexer.lex(into: &tokens, count: 256) }
        return (source, tokens, lexer.comments)
    }

    /// Other spaces between the tokens of a line; line ends and comments stay.
    mutating func respaced(_ text: String) -> String {
        let (source, tokens, _) = tokens(text)
        var out = ""
        var end: Int32 = 0
        for token in tokens {
            let gap = source.text(SourceRange(end, token.range.start))
            let mayGrow = token.spaceBefore && !gap.contains("#")
            out += gap + (mayGrow ? String(repeating: " ", count: Int.random(in: 0..<4, using: &random)) : "")
            out += source.text(token.range)
            end = token.range.end
        }
        return out
    }

    /// Comments and empty lines where a line may end inside a statement.
    mutating func commented(_ text: String) -> String {
        let (source, tokens, _) = tokens(text)
        var out = ""
        var depth = 0
        var end: Int32 = 0
        var comma = false
        for (index, token) in tokens.enumerated() {
            out += source.text(SourceRange(end, token.range.start))
            let mayBreak = depth > 0 || comma || goesOn(index, tokens)
            if mayBreak, index > 0, !token.newlineBefore, Int.random(in: 0..<4, using: &random) == 0 {
                out += ["\n", " # here\n", "\n\n# before\n\n", " # a\n  # b\n"].randomElement(using: &random) ?? ""
            }
            out += source.text(token.range)
            if token.kind == .leftParenthesis { depth += 1 }
            if token.kind == .rightParenthesis { depth -= 1 }
            comma = token.kind == .comma
            end = token.range.end
        }
        return out
    }

    /// Language.md, section 2: words that a line goes on with.
    private func goesOn(_ index: Int, _ tokens: [Token]) -> Bool {
        let next = tokens[min(index + 1, tokens.count - 1)]
        switch tokens[index].keyword {
        case .as, .to, .from, .in, .with, .without, .until, .because, .except, .and, .or, .when, .sort: return true
        case .where: return !next.is(.can)
        case .for: return !next.is(.each)
        default: return false
        }
    }

    /// Statements one behind the other, on one line or on several.
    mutating func joined(_ statements: [String]) -> String {
        var out = ""
        for statement in statements {
            let ends = statement.contains("#") ? ["\n", "\n\n\n"] : [";", " ; ", "\n", ";;\n", "\n\n\n", " # c\n"]
            out += statement + (ends.randomElement(using: &random) ?? "\n")
        }
        return out
    }

    /// The clauses of some statements in another order, where the tree stays the same.
    mutating func reordered(_ text: String) -> String {
        text.components(separatedBy: "\n").map { reorderedLine($0) }.joined(separator: "\n")
    }

    private static let verbs = ["assign", "invite", "reassign", "add", "change", "rename", "remove", "lock", "hand"]
    private static let clauses: Set<String> = ["as", "to", "from", "until", "for", "because", "in", "with", "without"]

    private mutating func reorderedLine(_ line: String) -> String {
        let words = tokens(line)
        guard let first = words.tokens.first, Self.verbs.contains(words.source.text(first.range)),
            words.comments.isEmpty
        else { return line }
        var pieces: [String] = []
        var end: Int32 = 0
        for token in words.tokens {
            let text = words.source.text(SourceRange(end, token.range.end))
            end = token.range.end
            if pieces.isEmpty || Self.clauses.contains(words.source.text(token.range)) {
                pieces.append(text)
            } else {
                pieces[pieces.count - 1] += text
            }
        }
        let shuffled = pieces[0] + pieces.dropFirst().shuffled(using: &random).joined()
        return TreePicture(shuffled).text == TreePicture(line).text ? shuffled : line
    }
}
