import ReeveServer
import ReeveSyntax

/// Where in the forms of its statement a text stands: the forms are those of `help`, the place is the parser's word.
extension StatementForm {
    /// - Parameter text: a statement up to the cursor.
    /// - Returns: nil where no statement has begun.
    static func signatures(in text: String) -> StatementSignatures? {
        let expectation = Parser.expectation(behind: Completer.split(text).context)
        let written = expectation.enclosing.isEmpty ? expectation.before : expectation.enclosing
        guard let form = begun(by: written) else { return nil }
        let words = expectation.enclosing + expectation.before
        let forms = form.forms.map { Clauses($0).place(words, expectation) }
        let best = forms.indices.max { (forms[$0].fit, -$0) < (forms[$1].fit, -$1) } ?? 0
        var notes = [form.meaning.joined(separator: " ")]
        if let hint = Completer.next(expectation) { notes.append("Here: \(hint)") }
        return StatementSignatures(forms: forms.map(\.form), best: best, notes: notes)
    }

    /// The statement with the longest name that these words begin with.
    private static func begun(by words: [String]) -> StatementForm? {
        let fitting = all.filter { form in
            let name = form.name.split(separator: " ").map(String.init)
            // `define system role`: some words may stand between.
            var rest = words[...]
            return name.first == words.first
                && name.allSatisfy { word in
                    guard let at = rest.firstIndex(of: word) else { return false }
                    rest = rest[(at + 1)...]
                    return true
                }
        }
        let longest = fitting.max { $0.name.count < $1.name.count }
        return longest ?? words.first.flatMap { named($0).first }
    }
}

/// A form taken apart: `assign USERS`, `as ROLE`, `to CUSTOMERS`, `[from WHEN]`, …
private struct Clauses {
    private let text: String
    /// Of each its first fixed words, one of which begins it, and its place in UTF-16 units.
    private var parts: [(words: [String], range: Range<Int>, isOptional: Bool)] = []

    init(_ text: String) {
        self.text = text
        var depth = 0
        var offset = 0
        var goesOn = false
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let length = word.utf16.count
            let bare = word.trimmingPrefix { $0 == "[" }
            let isFixed = bare.first.map { $0.isLowercase } ?? false
            let end = offset + length
            let begins = isFixed && (!goesOn || Self.beginnings.contains(Self.plain(bare)))
            if depth == 0, begins || word.hasPrefix("[") || parts.isEmpty {
                parts.append((isFixed ? [Self.plain(bare)] : [], offset..<end, word.hasPrefix("[")))
            } else if let last = parts.indices.last {
                // Any word behind `|` begins it as well.
                if isFixed { parts[last].words.append(Self.plain(bare)) }
                parts[last].range = parts[last].range.lowerBound..<end
            }
            depth += word.count { $0 == "[" } - word.count { $0 == "]" }
            goesOn = isFixed || word == "|"
            offset = end + 1
        }
    }

    /// Words that begin a clause even behind another fixed word.
    private static let beginnings: Set = [
        "as", "to", "from", "in", "with", "without", "where", "except", "until", "for", "because", "of",
    ]

    private static func plain(_ word: some StringProtocol) -> String { String(word.filter { $0.isLetter }) }

    /// - Returns: the form with the clause that is being written, and how many of the words it has.
    func place(
        _ words: [String], _ expectation: Expectation
    ) -> (form: StatementSignatures.Form, fit: Int) {
        var at: Int?
        var fit = 0
        var isBegun = false
        for word in words {
            let from = at ?? 0
            isBegun = false
            guard let next = parts.indices.first(where: { $0 >= from && parts[$0].words.contains(word) }) else {
                continue
            }
            at = next
            fit += 1
            isBegun = true
        }
        // Where the clause has what it needs, the next one that the parser would take: first one that has to be there.
        if let present = at, !isBegun, !expectation.takesName {
            let open = parts.indices.filter { index in
                index > present && parts[index].words.contains { expectation.words.contains($0) }
            }
            at = open.first { !parts[$0].isOptional } ?? open.first ?? at
        }
        let form = StatementSignatures.Form(text: text, clauses: parts.map(\.range), active: at)
        return (form, fit)
    }
}
