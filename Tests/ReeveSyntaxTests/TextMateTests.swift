import Foundation
import Testing

@testable import ReeveSyntax

/// `Grammar/textmate`, the Vim and the VS Code files say the same of the language as the parser and the lexer.
@Suite struct TextMateTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func read(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// One `match` of the grammar: what it looks for, and the scope of all of it (0) or of its groups.
    private struct Rule {
        var expression: NSRegularExpression
        var scopes: [Int: String] = [:]
    }

    private static func rules() throws -> [Rule] {
        let data = Data(try read("Grammar/textmate/reeve.tmLanguage.json").utf8)
        let grammar = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let repository = try #require(grammar["repository"] as? [String: [String: Any]])
        func flat(_ pattern: [String: Any]) throws -> [Rule] {
            if let name = pattern["include"] as? String {
                return try flat(#require(repository[String(name.dropFirst())]))
            }
            if let inner = pattern["patterns"] as? [[String: Any]] { return try inner.flatMap(flat) }
            var rule = Rule(expression: try NSRegularExpression(pattern: #require(pattern["match"] as? String)))
            rule.scopes[0] = pattern["name"] as? String
            for (group, capture) in pattern["captures"] as? [String: [String: String]] ?? [:] {
                rule.scopes[try #require(Int(group))] = capture["name"]
            }
            return [rule]
        }
        return try #require(grammar["patterns"] as? [[String: Any]]).flatMap(flat)
    }

    /// As an editor does it: line by line, the first match wins, and of those that begin together the first rule's.
    private static func tokens(_ line: String, _ rules: [Rule]) -> [Piece] {
        var found: [Piece] = []
        let text = line as NSString
        var at = 0
        while at < text.length {
            var best: (rule: Rule, match: NSTextCheckingResult)?
            for rule in rules {
                let rest = NSRange(location: at, length: text.length - at)
                let options: NSRegularExpression.MatchingOptions = [.withTransparentBounds, .withoutAnchoringBounds]
                guard let match = rule.expression.firstMatch(in: line, options: options, range: rest),
                    match.range.length > 0, match.range.location < best?.match.range.location ?? .max
                else { continue }
                best = (rule, match)
            }
            guard let (rule, match) = best else { break }
            for (group, scope) in rule.scopes where match.range(at: group).length > 0 {
                let range = match.range(at: group)
                found.append(Piece(range.location, range.length, scope))
            }
            at = match.range.location + match.range.length
        }
        return found.sorted { $0.start < $1.start }
    }

    private struct Piece: Equatable, CustomStringConvertible {
        var start: Int
        var length: Int
        var scope: String

        init(_ start: Int, _ length: Int, _ scope: String) {
            (self.start, self.length, self.scope) = (start, length, scope)
        }
        var description: String { "\(start)+\(length) \(scope)" }
    }

    private static func scope(_ role: TextRole) -> String {
        switch role {
        case .verb: "keyword.control.reeve"
        case .keyword: "keyword.other.reeve"
        case .string: "string.quoted.double.reeve"
        case .variable: "variable.other.reeve"
        case .comment: "comment.line.number-sign.reeve"
        case .wrong: "invalid"
        }
    }

    private static func highlights(_ line: String) -> [Piece] {
        Lexer.highlights(line).map { range, role in
            let bytes = Array(line.utf8)
            func units(_ end: Int32) -> Int { String(decoding: bytes[..<Int(end)], as: UTF8.self).utf16.count }
            return Piece(units(range.start), units(range.end) - units(range.start), scope(role))
        }
    }

    /// Every line of every script of the repository is colored as the line editor colors it.
    @Test func colorsEveryScriptAsTheLexerDoes() throws {
        let rules = try Self.rules()
        let scripts = Self.root.appending(path: "Scripts")
        let paths = try FileManager.default.subpathsOfDirectory(atPath: scripts.path).filter { $0.hasSuffix(".reeve") }
        var lines = 0
        for path in paths.sorted() {
            let text = try String(contentsOf: scripts.appending(path: path), encoding: .utf8)
            for line in text.split(separator: "\n").map(String.init) {
                lines += 1
                #expect(Self.tokens(line, rules) == Self.highlights(line), "\(path): \(line)")
            }
        }
        #expect(lines > 500)
    }

    @Test func eachColorIsSeen() throws {
        let rules = try Self.rules()
        let line = "why can bob edit recipe; invite \"a b\" as $role to acme because \"x\" # why"
        #expect(Self.tokens(line, rules) == Self.highlights(line))
        #expect(Set(Self.tokens(line, rules).map(\.scope)).count == 5)
        // A word is a word, whatever it holds.
        #expect(Self.tokens("add user in-as, to.from, as@to", rules).count == 1)
    }

    /// The words of the grammar and of the Vim files are the parser's, and none is missing.
    @Test func wordsAreThoseOfTheParser() throws {
        let verbs = Parser.verbs.all.map(\.spelling).sorted()
        let clauses = Lexer.clauses.all.map(\.spelling).sorted()
        for path in ["Grammar/textmate/reeve.tmLanguage.json", "Grammar/vim/syntax/reeve.vim"] {
            let text = try Self.read(path)
            let isVim = path.hasSuffix("vim")
            #expect(text.contains(verbs.joined(separator: isVim ? "\\|" : "|")), "\(path)")
            // Vim's `can` stands apart.
            let words = clauses.filter { !isVim || $0 != "can" }
            #expect(text.contains(words.joined(separator: isVim ? " " : "|")), "\(path)")
        }
    }

    @Test func filesForVisualStudioCodeRead() throws {
        for name in ["package.json", "language-configuration.json"] {
            let data = Data(try Self.read("Grammar/vscode/" + name).utf8)
            #expect(try JSONSerialization.jsonObject(with: data) is [String: Any])
        }
    }
}
