/// Finds the sentence that was meant.
extension Parser {
    /// A better message for a statement that `NearMiss.table` knows.
    mutating func nearMiss(for diagnostic: Diagnostic) -> Diagnostic? {
        guard ["expected", "missing-clause", "unknown-statement"].contains(diagnostic.code) else { return nil }
        let written = statementTokens()
        guard let first = written.first, let last = written.last, first.kind == .word else { return nil }
        if let better = strayComma(written, diagnostic) { return better }
        let range = first.range.joined(last.range)
        for entry in NearMiss.table {
            guard let slots = match(entry.pattern, written) else { continue }
            var better = diagnostic
            better.code = "near-miss"
            better.range = range
            better.message = "this is not how it is said here"
            better.label = "write `\(fill(entry.sentence, slots) { typed($0) })`"
            better.notes = []
            better.fix =
                entry.isExact
                ? Diagnostic.Fix(range: range, replacement: fill(entry.sentence, slots) { source.text($0) }) : nil
            return better
        }
        return nil
    }

    private static let clauseWords: KeywordSet = [
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

    private func fill(_ sentence: String, _ slots: Slots, _ text: (SourceRange) -> String) -> String {
        var result: [String] = []
        for word in sentence.split(separator: " ") {
            guard let slot = slots.first(where: { word.contains($0.name) }) else {
                result.append(String(word))
                continue
            }
            guard let range = slot.range else { continue }
            let parts = word.split(separator: slot.name, maxSplits: 1, omittingEmptySubsequences: false)
            result.append((parts.first ?? "") + text(range) + (parts.count > 1 ? parts[1] : ""))
        }
        return result.joined(separator: " ")
    }
}
