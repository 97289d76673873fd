import Foundation
import ReeveDomain

/// Reads `schema.zed` by SpiceDB's own parser's rules (authzed/spicedb, pkg/schemadsl), in the part that has no `use`, and
/// relationships by the expression that its `tuple.Parse` has.
struct SpiceDBText {
    private(set) var engine = RelationEngine()
    private var tokens: [Substring] = []
    private var at = 0

    typealias Problem = RelationEngine.Problem

    init(schema: String, relationships: String) throws(Problem) {
        var lines = schema.split(separator: "\n").filter { !$0.hasPrefix("//") }[...]
        while let line = lines.popFirst() {
            if line.hasPrefix("caveat ") {
                try caveat(String(line), String(lines.popFirst() ?? ""), String(lines.popFirst() ?? ""))
                continue
            }
            let words = line.split(separator: " ")
            guard words.count == 3, words[0] == "definition", words[2].hasPrefix("{") else {
                throw Problem(description: "no definition: \(line)")
            }
            let type = try Self.name(words[1])
            var relations: [String: RelationEngine.Rule] = [:]
            while words[2] == "{" {
                guard let line = lines.popFirst() else { throw Problem(description: "\(type) does not end") }
                if line == "}" { break }
                let (name, rule) = try relation(line)
                guard relations.updateValue(rule, forKey: name) == nil else {
                    throw Problem(description: "\(type)#\(name) twice")
                }
            }
            guard engine.types.updateValue(relations, forKey: type) == nil else {
                throw Problem(description: "definition \(type) twice")
            }
        }
        try engine.check()
        for line in relationships.split(separator: "\n") { try engine.add(Self.relationship(line)) }
    }

    private static let keywords: Set<String> = [
        "definition", "relation", "permission", "caveat", "nil", "use", "with", "and", "or", "not", "import", "partial",
        "self", "all", "any",
    ]

    /// `[a-z][a-z0-9_]{1,62}[a-z0-9]`
    private static func name(_ text: some StringProtocol) throws(Problem) -> String {
        let bytes = Array(text.utf8)
        let small = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard (3...64).contains(bytes.count), small.contains(bytes[0]), bytes.last != UInt8(ascii: "_"),
            bytes.allSatisfy({ small.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "_") }),
            !keywords.contains(String(text))
        else { throw Problem(description: "no name: \(text)") }
        return String(text)
    }

    private mutating func relation(_ line: Substring) throws(Problem) -> (String, RelationEngine.Rule) {
        tokens = Self.tokens(line)
        at = 2
        guard line.hasPrefix("    "), tokens.count > 3 else { throw Problem(description: "no relation: \(line)") }
        let name = try Self.name(tokens[1])
        let rule: RelationEngine.Rule
        if tokens[0] == "relation", take(":") {
            var subjects = [try subject()]
            while take("|") { subjects.append(try subject()) }
            rule = .this(subjects)
        } else if tokens[0] == "permission", take("=") {
            rule = try expression()
        } else {
            throw Problem(description: "no relation: \(line)")
        }
        guard at == tokens.count else { throw Problem(description: "what is behind \(tokens[..<at]) in \(line)") }
        return (name, rule)
    }

    private static func tokens(_ line: Substring) -> [Substring] {
        var found: [Substring] = []
        var rest = line[...]
        while let first = rest.first {
            if first == " " {
                rest = rest.dropFirst()
            } else if rest.hasPrefix("->") {
                found.append(rest.prefix(2))
                rest = rest.dropFirst(2)
            } else if ":=|+&-()#*".contains(first) {
                found.append(rest.prefix(1))
                rest = rest.dropFirst()
            } else {
                let word = rest.prefix { !" :=|+&-()#*".contains($0) }
                found.append(word)
                rest = rest.dropFirst(word.count)
            }
        }
        return found
    }

    private mutating func take(_ token: String) -> Bool {
        guard at < tokens.count, tokens[at] == token else { return false }
        at += 1
        return true
    }

    private mutating func word() throws(Problem) -> String {
        guard at < tokens.count else { throw Problem(description: "the end where a name should be") }
        at += 1
        return try Self.name(tokens[at - 1])
    }

    private mutating func subject() throws(Problem) -> RelationEngine.Subject {
        var subject = RelationEngine.Subject(type: try word())
        if take(":") {
            guard take("*") else { throw Problem(description: "no * behind :") }
            subject.isWildcard = true
        } else if take("#") {
            subject.relation = try word()
        }
        if take("with") { subject.condition = try word() }
        return subject
    }

    /// One operator at a level: with two, SpiceDB has an order of its own, and the export has parentheses.
    private mutating func expression() throws(Problem) -> RelationEngine.Rule {
        var parts = [try operand()]
        guard at < tokens.count, ["+", "&", "-"].contains(tokens[at]) else { return parts[0] }
        let sign = String(tokens[at])
        while take(sign) { parts.append(try operand()) }
        switch sign {
        case "+": return .union(parts)
        case "&": return .intersection(parts)
        default:
            guard parts.count == 2 else { throw Problem(description: "a - b - c") }
            return .exclusion(parts[0], parts[1])
        }
    }

    private mutating func operand() throws(Problem) -> RelationEngine.Rule {
        if take("(") {
            let inner = try expression()
            guard take(")") else { throw Problem(description: "no )") }
            return inner
        }
        let name = try word()
        return take("->") ? .arrow(through: name, try word()) : .computed(name)
    }

    private mutating func caveat(_ head: String, _ body: String, _ end: String) throws(Problem) {
        guard let open = head.firstIndex(of: "("), head.hasSuffix(") {"), end == "}" else {
            throw Problem(description: "no caveat: \(head)")
        }
        let name = try Self.name(head[..<open].dropFirst("caveat ".count))
        let parameters = head[head.index(after: open)...].dropLast(3).split(separator: ",").map {
            $0.split(separator: " ")
        }
        guard parameters.allSatisfy({ $0.count == 2 && $0[1] == "timestamp" }), parameters.first?[0] == "current_time"
        else {
            throw Problem(description: "parameters: \(head)")
        }
        let wanted = parameters.dropFirst().map { String($0[0]) }
        let meanings = ["begins": "begins <= current_time", "ends": "current_time < ends"]
        guard body == "    " + wanted.compactMap({ meanings[$0] }).joined(separator: " && ") else {
            throw Problem(description: "not what the test can read: \(body)")
        }
        engine.conditions[name] = wanted
    }

    /// `type:id#relation@type:id[#relation][caveat:{context}]`
    private static func relationship(_ line: Substring) throws(Problem) -> RelationEngine.Tuple {
        func object(_ text: Substring, wildcard: Bool) throws(Problem) -> String {
            let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { throw Problem(description: "no object: \(text)") }
            _ = try name(parts[0])
            let isGood =
                (1...1024).contains(parts[1].utf8.count)
                && parts[1].unicodeScalars.allSatisfy {
                    $0.isASCII && ($0.properties.isAlphabetic || "0123456789/_|-=+".unicodeScalars.contains($0))
                }
            guard isGood || wildcard && parts[1] == "*" else { throw Problem(description: "no id: \(text)") }
            return String(text)
        }
        guard let hash = line.firstIndex(of: "#"), let sign = line[hash...].firstIndex(of: "@") else {
            throw Problem(description: "no relationship: \(line)")
        }
        var subject = line[line.index(after: sign)...]
        var tuple = RelationEngine.Tuple(
            object: try object(line[..<hash], wildcard: false),
            relation: try name(line[line.index(after: hash)..<sign]), subject: "")
        if let open = subject.firstIndex(of: "[") {
            let caveat = subject[subject.index(after: open)...]
            guard let colon = caveat.firstIndex(of: ":"), caveat.hasSuffix("]"),
                let context = try? JSONSerialization.jsonObject(
                    with: Data(caveat[caveat.index(after: colon)...].dropLast().utf8)) as? [String: String]
            else { throw Problem(description: "no caveat: \(line)") }
            tuple.condition = String(caveat[..<colon])
            tuple.begins = context["begins"].flatMap { Instant(instant: $0) }
            tuple.ends = context["ends"].flatMap { Instant(instant: $0) }
            subject = subject[..<open]
        }
        let parts = subject.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        tuple.subject = try object(parts[0], wildcard: parts.count == 1)
        if parts.count > 1 { tuple.subject += "#" + (try name(parts[1])) }
        return tuple
    }
}
