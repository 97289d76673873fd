import Foundation
import ReeveDomain

/// Reads `model.fga` by the published grammar (openfga/language, OpenFGAParser.g4), in the part that has no modules, and
/// tuples as the API's protobuf checks them (openfga/api, openfga.proto).
struct OpenFGAText {
    private(set) var engine = RelationEngine()
    private var type: String?
    private var tokens: [String] = []
    private var at = 0

    typealias Problem = RelationEngine.Problem

    init(model: String, tuples: String) throws(Problem) {
        var lines = model.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)[...]
        lines = lines.filter { !$0.drop { $0 == " " }.hasPrefix("#") }[...]
        guard lines.popFirst() == "model", lines.popFirst() == "  schema 1.1" else {
            throw Problem(description: "no header")
        }
        while let line = lines.popFirst() {
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            switch words.first {
            case "type" where words.count == 2:
                type = try identifier(words[1], 254)
                guard engine.types.updateValue([:], forKey: words[1]) == nil else {
                    throw Problem(description: "type \(words[1]) twice")
                }
            case "relations" where words.count == 1 && type != nil: continue
            case "define" where words.count == 3: try define(words[1], words[2])
            case "condition":
                try condition(line, lines.popFirst() ?? "", lines.popFirst() ?? "")
            default: throw Problem(description: "a line with no meaning: \(line)")
            }
        }
        guard model.utf8.count <= 262_144 else { throw Problem(description: "a model of \(model.utf8.count) bytes") }
        guard engine.types.count <= 100 else { throw Problem(description: "\(engine.types.count) types") }
        try engine.check()
        for line in tuples.split(separator: "\n") { try engine.add(Self.tuple(String(line))) }
    }

    private static let keywords: Set<String> = [
        "model", "module", "schema", "type", "extend", "relations", "relation", "define", "condition", "and", "or",
        "from",
        "with", "in", "true", "false", "null",
    ]

    private func identifier(_ text: String, _ limit: Int) throws(Problem) -> String {
        let isGood =
            !text.isEmpty && text.utf8.count <= limit && !Self.keywords.contains(text)
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || "_-0123456789".unicodeScalars.contains($0))
            }
            && !"-0123456789".contains(text.prefix(1))
        guard isGood else { throw Problem(description: "no identifier: \(text)") }
        return text
    }

    // MARK: Relations

    private mutating func define(_ name: String, _ meaning: String) throws(Problem) {
        guard let type, name.hasSuffix(":") else { throw Problem(description: "define \(name)") }
        tokens = Self.tokens(meaning)
        at = 0
        let name = try identifier(String(name.dropLast()), 50)
        let rule = try relation(mayBeDirect: true)
        guard at == tokens.count else { throw Problem(description: "\(name): what is behind \(tokens[..<at])") }
        guard engine.types[type]?.updateValue(rule, forKey: name) == nil else {
            throw Problem(description: "\(type)#\(name) twice")
        }
    }

    private static func tokens(_ text: String) -> [String] {
        var found: [String] = []
        var word = ""
        func end() {
            if !word.isEmpty { found.append(word) }
            word = ""
        }
        for character in text {
            switch character {
            case " ": end()
            case "(", ")", "[", "]", ",", ":", "#", "*":
                end()
                found.append(String(character))
            default: word.append(character)
            }
        }
        end()
        return found
    }

    private mutating func take(_ word: String) -> Bool {
        guard at < tokens.count, tokens[at] == word else { return false }
        at += 1
        return true
    }

    private mutating func word(_ limit: Int = 50) throws(Problem) -> String {
        guard at < tokens.count else { throw Problem(description: "the end where a name should be") }
        at += 1
        return try identifier(tokens[at - 1], limit)
    }

    /// relationDef: one operator at a level, `but not` once.
    private mutating func relation(mayBeDirect: Bool) throws(Problem) -> RelationEngine.Rule {
        let first = try operand(mayBeDirect: mayBeDirect)
        var parts = [first]
        if at < tokens.count, ["or", "and"].contains(tokens[at]) {
            let sign = tokens[at]
            while take(sign) { parts.append(try operand(mayBeDirect: false)) }
            return sign == "or" ? .union(parts) : .intersection(parts)
        }
        if take("but") {
            guard take("not") else { throw Problem(description: "but without not") }
            return .exclusion(first, try operand(mayBeDirect: false))
        }
        return first
    }

    private mutating func operand(mayBeDirect: Bool) throws(Problem) -> RelationEngine.Rule {
        if take("(") {
            let inner = try relation(mayBeDirect: mayBeDirect)
            guard take(")") else { throw Problem(description: "no )") }
            return inner
        }
        if take("[") {
            guard mayBeDirect else { throw Problem(description: "[ ] stands first, or not at all") }
            var subjects = [try subject()]
            while take(",") { subjects.append(try subject()) }
            guard take("]") else { throw Problem(description: "no ]") }
            return .this(subjects)
        }
        let name = try word()
        return take("from") ? .arrow(through: try word(), name) : .computed(name)
    }

    private mutating func subject() throws(Problem) -> RelationEngine.Subject {
        var subject = RelationEngine.Subject(type: try word(254))
        if take(":") {
            guard take("*") else { throw Problem(description: "no * behind :") }
            subject.isWildcard = true
        } else if take("#") {
            subject.relation = try word()
        }
        if take("with") { subject.condition = try word(254) }
        return subject
    }

    // MARK: Conditions

    /// Of the expressions, those that compare `current_time` with what a tuple brings.
    private mutating func condition(_ head: String, _ body: String, _ end: String) throws(Problem) {
        guard let open = head.firstIndex(of: "("), head.hasSuffix(") {"), end == "}" else {
            throw Problem(description: "no condition: \(head)")
        }
        let name = try identifier(String(head[..<open].dropFirst("condition ".count)), 254)
        let parameters = head[head.index(after: open)...].dropLast(3).split(separator: ",").map {
            $0.split(separator: ":").map { $0.drop { $0 == " " } }
        }
        guard parameters.allSatisfy({ $0.count == 2 && $0[1] == "timestamp" }) else {
            throw Problem(description: "parameters: \(head)")
        }
        var wanted = parameters.map { String($0[0]) }
        guard wanted.first == "current_time" else { throw Problem(description: "no current_time") }
        wanted.removeFirst()
        for comparison in body.split(separator: "&&") {
            let text = comparison.drop { $0 == " " }
            let known = ["begins <= current_time", "current_time < ends"]
            let meaning = String(text.reversed().drop { $0 == " " }.reversed())
            guard let at = known.firstIndex(of: meaning), wanted.contains(["begins", "ends"][at]) else {
                throw Problem(description: "not what the test can read: \(body)")
            }
        }
        guard body.split(separator: "&&").count == wanted.count else { throw Problem(description: "unused: \(head)") }
        engine.conditions[name] = wanted
    }

    // MARK: Tuples

    private static func tuple(_ line: String) throws(Problem) -> RelationEngine.Tuple {
        guard let json = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
            let object = json["object"] as? String, let relation = json["relation"] as? String,
            let user = json["user"] as? String,
            Set(json.keys).subtracting(["object", "relation", "user", "condition"]).isEmpty
        else { throw Problem(description: "no tuple: \(line)") }
        func isGood(_ text: some StringProtocol, _ without: String) -> Bool {
            !text.isEmpty
                && !text.unicodeScalars.contains {
                    without.unicodeScalars.contains($0) || $0.value <= 0x20 || $0.properties.isWhitespace
                }
        }
        let parts = object.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ isGood($0, ":#") }), object.utf8.count <= 256, !object.contains("*")
        else { throw Problem(description: "no object: \(object)") }
        guard isGood(relation, ":#@"), relation.utf8.count <= 50 else {
            throw Problem(description: "no relation: \(relation)")
        }
        let sides = user.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let subject = sides[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard user.utf8.count <= 512, subject.count == 2, subject.allSatisfy({ isGood($0, ":#") }),
            sides.count == 1 || isGood(sides[1], ":#@"), subject[1] == "*" || !subject[1].contains("*")
        else { throw Problem(description: "no user: \(user)") }
        var tuple = RelationEngine.Tuple(object: object, relation: relation, subject: user)
        if let condition = json["condition"] as? [String: Any] {
            tuple.condition = condition["name"] as? String
            let context = condition["context"] as? [String: String] ?? [:]
            tuple.begins = context["begins"].flatMap { Instant(instant: $0) }
            tuple.ends = context["ends"].flatMap { Instant(instant: $0) }
        }
        return tuple
    }
}
