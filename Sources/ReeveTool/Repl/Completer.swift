import Reeve
import ReeveDomain
import ReeveSyntax

/// What could be typed next: words by the parser, names by what is there.
struct Completer {
    struct Completion: Equatable {
        /// How many characters before the cursor it replaces.
        var replaced: Int
        /// As they would be written, the likeliest kind first.
        var candidates: [String]
    }

    let names: LiveNames

    /// - Parameter text: all that was typed before the cursor.
    func complete(_ text: String) -> Completion {
        let (context, word) = Self.split(text)
        let isFirst = context.allSatisfy(\.isWhitespace)
        if isFirst, word.hasPrefix(":") { return matching(word, Self.colonWords) }
        if context.hasPrefix(":help ") || context.hasPrefix("help ") {
            return matching(word, StatementForm.all.map(\.name))
        }
        if context.hasPrefix(":mode ") { return matching(word, AnswerFormat.allCases.map(\.rawValue)) }
        if context.hasPrefix(":") { return Completion(replaced: 0, candidates: []) }
        let expectation = Parser.expectation(behind: context)
        if word.hasPrefix("$") {
            return matching(word, expectation.takesVariable ? (names.variables + ["now"]).map { "$" + $0 } : [])
        }
        var found: [String] = []
        if expectation.takesName { found = live(NameSlot(after: expectation.before, in: expectation.enclosing)) }
        found += expectation.words
        if isFirst { found += Dialogue.ownWords }
        return matching(word, found)
    }

    /// The clauses and names that could follow, in grey; nil where there is nothing short to say.
    func hint(_ text: String) -> String? {
        guard text.last == " ", !text.hasPrefix(":") else { return nil }
        return Self.next(Parser.expectation(behind: text))
    }

    /// The clauses and names that the parser could take; nil where there is nothing short to say.
    static func next(_ expectation: Expectation) -> String? {
        guard !expectation.isStart, !expectation.before.isEmpty else { return nil }
        var words: [String] = []
        if expectation.takesName, let label = NameSlot(after: expectation.before, in: expectation.enclosing).label {
            words = ["<\(label)>"]
        }
        // Where a name may stand, so may many words that begin nothing but a set.
        if expectation.words.count <= 8 { words += expectation.words.sorted { rank($0) < rank($1) } }
        return words.isEmpty ? nil : words.joined(separator: " · ")
    }

    static let colonWords = [":help", ":mode", ":output", ":quit", ":save", ":watch", ":why"]

    /// Clauses in the order in which they are usually said.
    private static func rank(_ word: String) -> Int {
        ["as", "to", "in", "with", "where", "except", "from", "until", "for", "because"].firstIndex(of: word) ?? 5
    }

    private func live(_ slot: NameSlot) -> [String] {
        switch slot {
        case .user: names.users.map { spelled($0) }
        case .role: names.roles.map { spelled($0) }
        case .customer: names.customers.map { spelled($0) }
        case .account: ["partner"] + names.customers.map { spelled($0) }
        case .kind: names.kinds.map { spelled($0.name) }
        case .action: Array(Set(names.kinds.flatMap(\.actions))).sorted().map { spelled($0) }
        case .attribute(let kind):
            (names.kinds.first { $0.name == kind || $0.plural == kind }?.attributes ?? []).map { spelled($0) }
        case .other: []
        }
    }

    /// The finished part, and the word or open string that the cursor stands behind.
    static func split(_ text: String) -> (context: String, word: String) {
        let line = text.lastIndex(of: "\n").map { text.index(after: $0) } ?? text.startIndex
        var open: String.Index?
        var isEscaped = false
        for index in text[line...].indices {
            let character = text[index]
            if isEscaped {
                isEscaped = false
            } else if character == "\\", open != nil {
                isEscaped = true
            } else if character == "\"" {
                open = open == nil ? index : nil
            }
        }
        if let open { return (String(text[..<open]), String(text[open...])) }
        let word = text[line...].reversed().prefix { isPartOfWord($0) }.count
        let start = text.index(text.endIndex, offsetBy: -word)
        return (String(text[..<start]), String(text[start...]))
    }

    private static func isPartOfWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_-.@+/$:".contains(character)
    }

    private func matching(_ word: String, _ candidates: [String]) -> Completion {
        let wanted = word.lowercased()
        let bare = wanted.hasPrefix("\"") ? String(wanted.dropFirst()) : wanted
        var seen: Set<String> = []
        let found = candidates.filter { candidate in
            let written = candidate.lowercased()
            let fits =
                written.hasPrefix(wanted) || written.hasPrefix("\"" + bare)
                || wanted == "\"" + bare && written.hasPrefix(bare)
            return fits && seen.insert(candidate).inserted
        }
        return Completion(replaced: word.count, candidates: found)
    }

    /// What all of them begin with.
    static func common(_ candidates: [String]) -> String {
        guard var common = candidates.first else { return "" }
        for candidate in candidates.dropFirst() { common = String(common.commonPrefix(with: candidate)) }
        return common
    }
}

extension String {
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}
