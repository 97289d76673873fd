/// Finds the sentence that was meant.
extension Parser {
    /// A better message for a statement that `NearMiss.table` knows.
    mutating func nearMiss(for diagnostic: Diagnostic) -> Diagnostic? {
        guard Self.rewordable.contains(diagnostic.code), isRewording else { return nil }
        let written = statementTokens()
        guard let first = written.first, let last = written.last, first.kind == .word else { return nil }
        if let better = strayComma(written, diagnostic) { return better }
        let range = first.range.joined(last.range)
        for entry in NearMiss.table {
            guard let slots = match(entry.pattern, written) else { continue }
            var better = diagnostic
            better.code = "near-miss"
            better.range = range
            better.message = entry.message ?? headline(entry, written, slots)
            better.label = entry.label ?? "write `\(fill(entry.sentence, slots) { typed($0) })`"
            better.notes = []
            better.fix =
                entry.isExact || entry.label != nil
                ? Diagnostic.Fix(range: range, replacement: fill(entry.sentence, slots) { source.text($0) }) : nil
            return better
        }
        if let better = reworded(diagnostic, written) { return better }
        if atEnd, expectedThings.contains(.block), diagnostic.code == "expected",
            first.isOne(of: [.if, .for, .act, .else])
        {
            var better = diagnostic
            better.message = "a block stands in `{ }`"
            return better
        }
        return nil
    }

    /// What a statement that cannot be read is answered with, until something better is found.
    static let rewordable: Set = ["expected", "missing-clause", "unknown-statement"]

    static let clauseWords: KeywordSet = [
        .as, .to, .from, .in, .with, .without, .until, .for, .because, .except,
    ]

    /// `invite grace, as Viewer to acme`: the list seems to go on with the word that goes on the sentence.
    private func strayComma(_ written: [Token], _ diagnostic: Diagnostic) -> Diagnostic? {
        for (place, token) in written.enumerated()
        where token.kind == .comma && place + 2 < written.count && token.range.end <= diagnostic.range.start {
            let word = written[place + 1]
            guard word.isOne(of: Self.clauseWords), written[place + 2].kind.isName else { continue }
            var better = diagnostic
            better.code = "near-miss"
            better.range = token.range
            better.message = "a list goes on behind `,`, and `\(typed(word.range))` goes on the sentence"
            better.label = "take this `,` out"
            better.notes = []
            better.fix = Diagnostic.Fix(range: token.range, replacement: "")
            return better
        }
        return nil
    }

    /// The words of loops and branches of other languages: what stands in their blocks is read all the same.
    func isNearMissBlock(_ token: Token) -> Bool {
        guard token.kind == .word, token.range.end - token.range.start <= 9 else { return false }
        let words = [
            "foreach", "while", "until", "loop", "repeat", "elseif", "elif", "elsif", "def", "function", "func",
        ]
        return words.contains(source.text(token.range).lowercased())
    }

    /// The tokens of the statement at hand up to its end or its block; longer ones fit no pattern.
    mutating func statementTokens() -> [Token] {
        var result: [Token] = []
        for place in statementStart..<statementStart + 40 {
            let token = lexed(place)
            if token.kind.endsStatement || token.kind == .leftBrace { return result }
            if let previous = result.last, token.newlineBefore, previous.kind != .comma, !continuesLine(at: place) {
                return result
            }
            result.append(token)
        }
        return []
    }

    private typealias Slots = [(name: Substring, range: SourceRange?)]

    private func match(_ pattern: [Substring], _ written: [Token]) -> Slots? {
        var slots: Slots = []
        var place = 0
        for piece in pattern {
            if piece == "REST" {
                let rest = written[place...]
                slots.append((piece, rest.first.flatMap { first in rest.last.map { first.range.joined($0.range) } }))
                return slots
            }
            guard place < written.count else { return nil }
            let token = written[place]
            let parts = piece.split(separator: "=", maxSplits: 1)
            if parts.count == 2 || piece.first?.isUppercase != true {
                let words = (parts.last ?? piece).split(separator: "|")
                guard token.range.end - token.range.start < 16 else { return nil }
                let typedWord = source.text(token.range).lowercased()
                guard token.kind != .string, words.contains(Substring(typedWord)) else { return nil }
                if parts.count == 2 { slots.append((parts[0], token.range)) }
                place += 1
                continue
            }
            guard token.kind.isName, (piece == "VAR") == (token.kind == .variable) || piece != "VAR" else { return nil }
            if piece == "NAME", token.kind == .variable { return nil }
            place += 1
            while place + 1 < written.count, written[place].kind == .comma, written[place + 1].kind.isName {
                place += 2
            }
            slots.append((piece, token.range.joined(written[place - 1].range)))
        }
        return place == written.count ? slots : nil
    }

    // MARK: What was found

    /// `grant` is said `invite` or `assign` here; `as` is missing; `in` stands where `to` belongs.
    private func headline(_ entry: NearMiss, _ written: [Token], _ slots: Slots) -> String {
        let alternatives = entry.sentence.components("` or `").map { $0.split(separator: " ") }
        guard let first = written.first, let sentence = alternatives.first else { return Self.otherwise }
        let typedVerb = typed(first.range)
        let isVerbKept = entry.pattern[0].contains("=") && sentence[0].contains(entry.pattern[0].prefix { $0 != "=" })
        if !isVerbKept, sentence.first.map(String.init) != typedVerb.lowercased() {
            if sentence.contains(Substring(typedVerb.lowercased()))
                || sentence.dropFirst().first?.first?.isUppercase == true
                    && isVerbKeptLater(entry, sentence)
            {
                return "`\(sentence[0])` is missing before `\(typedVerb)`"
            }
            var verbs: [String] = []
            for words in alternatives {
                let verb = Self.verb(of: words)
                if !verbs.contains(verb) { verbs.append(verb) }
            }
            return "`\(typedVerb)` is said \(verbs.map { "`\($0)`" }.joined(separator: " or ")) here"
        }
        return difference(entry, written, sentence)
    }

    private static let otherwise = "this is not how it is said here"

    /// `WHAT=role|kind NAME` and `define WHAT NAME`: the typed word is the second of the sentence.
    private func isVerbKeptLater(_ entry: NearMiss, _ sentence: [Substring]) -> Bool {
        entry.pattern[0].contains("=") && sentence.count > 1
            && sentence[1] == entry.pattern[0].prefix { $0 != "=" }
    }

    private static func verb(of words: [Substring]) -> String {
        let two = words.prefix(2).joined(separator: " ")
        let longer = ["hand over", "for each", "define procedure", "do run", "else if"]
        return longer.contains(two) ? two : words.first.map(String.init) ?? ""
    }

    /// The fixed words of what was typed against those of the sentence.
    private func difference(_ entry: NearMiss, _ written: [Token], _ sentence: [Substring]) -> String {
        func isFixed(_ word: Substring) -> Bool { word.first?.isUppercase != true && word != "…" }
        var extra: [(word: String, slot: SourceRange?)] = []
        var missing = sentence.dropFirst().filter(isFixed).map(String.init)
        var place = 1
        for (at, piece) in entry.pattern.enumerated().dropFirst() {
            guard isFixed(piece) else {
                if let range = slots(of: entry, written).first(where: { $0.name == piece })?.range {
                    place = written.firstIndex { $0.range.start >= range.end } ?? written.count
                }
                continue
            }
            guard place < written.count else { break }
            let word = source.text(written[place].range).lowercased()
            place += 1
            if let same = missing.firstIndex(of: word) {
                missing.remove(at: same)
                continue
            }
            let next = at + 1 < entry.pattern.count ? entry.pattern[at + 1] : ""
            let isDropped = !next.isEmpty && !isFixed(next) && !sentence.contains { $0.contains(next) }
            extra.append((word, isDropped ? slots(of: entry, written).first { $0.name == next }?.range : nil))
        }
        switch (extra.count, missing.count) {
        case (0, 0): return "the order is another here"
        case (0, 1): return "`\(missing[0])` is missing"
        case (1, 0):
            let slot = extra[0].slot.map { " " + typed($0) } ?? ""
            return "`\(escaped(extra[0].word))\(slot)` is too much here"
        case (1, 1): return "`\(escaped(extra[0].word))` stands where `\(missing[0])` belongs"
        default: return Self.otherwise
        }
    }

    private func slots(of entry: NearMiss, _ written: [Token]) -> Slots { match(entry.pattern, written) ?? [] }

    private func fill(_ sentence: String, _ slots: Slots, _ text: (SourceRange) -> String) -> String {
        var result: [String] = []
        var end: Int32?
        for word in sentence.split(separator: " ") {
            guard let slot = slots.first(where: { word.contains($0.name) }) else {
                result.append(String(word))
                continue
            }
            guard let range = slot.range else { continue }
            let parts = word.split(separator: slot.name, maxSplits: 1, omittingEmptySubsequences: false)
            // Kinds and actions are small words here, whatever they were shouted or quoted like.
            var written = text(range)
            if let quote = written.first, quote == "'" || quote == "`", written.last == quote {
                written = "\"" + written.dropFirst().dropLast() + "\""
            }
            let isShouted = written == written.uppercased() && written != written.lowercased()
            let word =
                ["KIND", "ACTION", "ATTRIBUTE"].contains(slot.name) && isShouted ? written.lowercased() : written
            let filled = (parts.first ?? "") + word + (parts.count > 1 ? parts[1] : "")
            // What is called stands close to its arguments.
            if filled.hasPrefix("("), end == range.start, let name = result.popLast() {
                result.append(name + String(filled))
            } else {
                result.append(String(filled))
            }
            end = range.end
        }
        return result.joined(separator: " ")
    }
}

extension String {
    /// The pieces between a mark that divides them.
    fileprivate func components(_ mark: String) -> [Substring] {
        split(separator: mark, omittingEmptySubsequences: false)
    }
}
