import Foundation
import SeededRandom

/// `Grammar/reeve.ebnf`, read.
struct Grammar {
    indirect enum Node {
        case sequence([Node])
        case choice([Node])
        case anyOrder([Node])
        case optional(Node)
        case repeated(Node)
        case literal(String)
        case special(String)
        case production(String)
    }

    private(set) var productions: [String: Node] = [:]
    private(set) var names: [String] = []
    private var tokens: [String] = []
    private var place = 0

    static let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Grammar/reeve.ebnf").standardizedFileURL

    static func text() throws -> String { try String(contentsOf: file, encoding: .utf8) }

    init(_ text: String) {
        let text = text.replacing(/(?s)\(\*.*?\*\)/, with: "")
        tokens = text.matches(of: /\?[^?]*\?|"[^"]*"|[a-z][a-z-]*|[=|\[\]{}();]/).map { String($0.output) }
        while place + 1 < tokens.count {
            let name = tokens[place]
            precondition(tokens[place + 1] == "=", "a production begins with its name: \(name)")
            place += 2
            names.append(name)
            productions[name] = choice()
            precondition(tokens[place] == ";", "\(name) ends with a semicolon, not \(tokens[place])")
            place += 1
        }
    }

    /// Every word in quotes.
    var keywords: Set<String> {
        Set(
            tokens.filter { $0.hasPrefix("\"") }.map { String($0.dropFirst().dropLast()) }.filter {
                $0.first?.isLetter == true
            })
    }

    /// Names that are used and not defined.
    var undefined: [String] {
        tokens.filter { $0.first?.isLetter == true && productions[$0] == nil }
    }

    private mutating func choice() -> Node {
        var choices = [sequence()]
        while tokens[place] == "|" {
            place += 1
            choices.append(sequence())
        }
        return choices.count == 1 ? choices[0] : .choice(choices)
    }

    private mutating func sequence() -> Node {
        var parts: [Node] = []
        while !["|", ";", ")", "]", "}"].contains(tokens[place]) {
            let token = tokens[place]
            place += 1
            switch token {
            case "(", "[", "{":
                let inner = choice()
                place += 1
                parts.append(token == "(" ? inner : token == "[" ? .optional(inner) : .repeated(inner))
            case "? any order ?":
                place += 1
                guard case .sequence(let shuffled) = sequence() else { preconditionFailure("any order of one") }
                place += 1
                parts.append(.anyOrder(shuffled))
            default:
                if token.hasPrefix("\"") {
                    parts.append(.literal(String(token.dropFirst().dropLast())))
                } else {
                    parts.append(token.hasPrefix("?") ? .special(token) : .production(token))
                }
            }
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }
}

/// Makes random sentences of a grammar.
struct SentenceGenerator {
    let grammar: Grammar
    let keywords: [String]
    var random: SeededRandom
    private var costs: [String: Int] = [:]
    private var pieces: [String] = []

    init(_ grammar: Grammar, seed: UInt64) {
        self.grammar = grammar
        keywords = grammar.keywords.sorted()
        random = SeededRandom(seed: seed)
        // The least depth at which a production ends, so that deep sentences find their way out.
        var changed = true
        while changed {
            changed = false
            for (name, node) in grammar.productions {
                let cost = cost(node) + 1
                if cost < costs[name] ?? 1000 {
                    costs[name] = cost
                    changed = true
                }
            }
        }
    }

    mutating func sentence(_ production: String = "statement") -> String {
        pieces = []
        write(.production(production), 0)
        return pieces.joined()
    }

    private func cost(_ node: Grammar.Node) -> Int {
        switch node {
        case .sequence(let parts), .anyOrder(let parts): parts.map(cost).max() ?? 0
        case .choice(let choices): choices.map(cost).min() ?? 0
        case .optional, .repeated, .literal, .special: 0
        case .production(let name): terminal(name) ? 0 : costs[name] ?? 1000
        }
    }

    private func terminal(_ name: String) -> Bool {
        [
            "word", "string", "template", "number", "variable", "variable-name", "other-name", "noun", "end",
            "procedure-name",
        ].contains(name)
    }

    private mutating func put(_ text: String) {
        if pieces.last == "\u{0}" {
            pieces[pieces.count - 1] = text
            return
        }
        pieces.append(" ")
        pieces.append(text)
        if text == ",", Int.random(in: 0..<8, using: &random) == 0 { pieces.append("\n  ") }
    }

    private mutating func write(_ node: Grammar.Node, _ depth: Int) {
        switch node {
        case .sequence(let parts): for part in parts { write(part, depth) }
        case .anyOrder(let parts): for part in parts.shuffled(using: &random) { write(part, depth) }
        case .choice(let choices):
            var open = choices
            if depth > 14 {
                let least = choices.map(cost).min() ?? 0
                open = choices.filter { cost($0) == least }
            }
            if let choice = open.randomElement(using: &random) { write(choice, depth) }
        case .optional(let inner):
            if Int.random(in: 0..<(depth > 14 ? 8 : 2), using: &random) == 0, depth < 20 { write(inner, depth) }
        case .repeated(let inner):
            var left = depth > 12 ? 0 : Int.random(in: 0..<3, using: &random)
            while left > 0 {
                write(inner, depth)
                left -= 1
            }
        case .literal(let text): put(text)
        case .special(let text): if text == "? no space ?" { pieces.append("\u{0}") }
        case .production(let name):
            if let text = text(of: name) { return put(text) }
            write(grammar.productions[name] ?? .sequence([]), depth + 1)
        }
    }

    private mutating func text(of name: String) -> String? {
        switch name {
        case "word": return Int.random(in: 0..<3, using: &random) == 0 ? pick(keywords) : plainWord()
        case "string":
            return pick([#""Sync orders""#, #""""#, #""a \"b\" \\ \n \t \u{e9} \{x}""#, #""to""#, #""läuft für 東京""#])
        case "template": return pick([#""a {$x} b""#, #""{$row.plan}{$x}""#, #""é {$x}""#])
        case "number": return pick(["8", "1", "30"])
        case "variable": return pick(["$x", "$c.plan", #"$row."Customer name""#, "$now", "$für"])
        case "variable-name": return pick(["$x", "$team", "$für"])
        case "other-name": return pick([plainWord(), #""in""#, "$c.plan", #""a {$x}""#])
        case "noun": return pick(["users", "customers", "recipes", "audit", "team", #""recipes""#])
        case "procedure-name": return pick(["onboard", "add", "show", "für-alle"])
        case "end": return pick(["\n", ";", " # why\n", "\r\n"])
        default: return nil
        }
    }

    private mutating func plainWord() -> String {
        pick([
            "alice", "bob", "acme", "alice@initech.example", "customer-1", "10423", "2026-12-31", "a.b", "für", "东京",
            "2026-12-31T18:00:00Z", "2026-12-31T18:00+02:00", "2026-12-31T18:00:00.25Z", "Admin", "_x", "e\u{301}",
        ])
    }

    private mutating func pick(_ texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }
}
