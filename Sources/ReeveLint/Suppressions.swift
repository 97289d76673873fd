import ReeveDomain
import ReeveLanguage
import ReeveSyntax

/// The comments of a script that allow what the linter would find:
///
/// ```
/// # lint: allow CODE because "REASON"            above a statement: in all of it; behind one: on that line
/// # lint: allow CODE in file because "REASON"    everywhere in this script
/// ```
/// Several codes stand with commas between them.
struct Suppressions {
    private struct Entry {
        var codes: [String]
        var comment: SourceRange
        /// Where it counts.
        var extent: SourceRange
        /// Everywhere in its script.
        var isForFile: Bool
        var used: Set<String> = []
    }
    private var entries: [Entry] = []
    /// What is wrong with the comments themselves.
    private(set) var problems: [Diagnostic] = []
    private let script: LintedScript
    /// In the order of their places; where two begin at one, the outer one first.
    private let statements: [StatementSyntax]

    init(_ script: LintedScript) {
        self.script = script
        let isUsed = script.comments.contains { Self.said(in: $0, script) != nil }
        statements = isUsed ? script.everyStatement : []
        for comment in script.comments { read(comment) }
    }

    /// Takes out what is allowed, and adds what the comments themselves lack.
    ///
    /// - Parameter isWhole: whether everything was looked for; else what needs a run is not missed.
    mutating func apply(to findings: [Diagnostic], isWhole: Bool) -> [Diagnostic] {
        var kept: [Diagnostic] = []
        var byCode: [String: [Int]] = [:]
        var ofFile: [String: Int] = [:]
        for (index, entry) in entries.enumerated() {
            for code in entry.codes {
                if entry.isForFile {
                    ofFile[code] = ofFile[code] ?? index
                } else {
                    byCode[code, default: []].append(index)
                }
            }
        }
        var reach: [String: [Int32]] = [:]
        for (code, indices) in byCode {
            var furthest = Int32.min
            reach[code] = indices.map { index in
                furthest = max(furthest, entries[index].extent.end)
                return furthest
            }
        }
        for finding in findings {
            let code = finding.code
            let near = Self.first(byCode[code] ?? [], reach[code] ?? [], entries, finding.range.start)
            let at = [near, ofFile[code]].compactMap(\.self).min()
            if let at { entries[at].used.insert(code) } else { kept.append(finding) }
        }
        for entry in entries {
            for code in entry.codes where !entry.used.contains(code) {
                guard isWhole || LintCode(rawValue: code)?.needsOnlyText ?? true else { continue }
                kept.append(
                    problem(
                        .idleSuppression, "there is no `\(code)` to allow here", entry.comment, label: "take it out",
                        fix: entry.codes.count == 1 ? script.removal(of: entry.comment) : nil))
            }
        }
        return kept + problems
    }

    /// Of entries in the order of their comments, the first one that counts at a place.
    ///
    /// - Parameter reach: of each, how far it and those before it count.
    private static func first(_ indices: [Int], _ reach: [Int32], _ entries: [Entry], _ place: Int32) -> Int? {
        var low = 0
        var high = indices.count
        while low < high {
            let middle = (low + high) / 2
            if entries[indices[middle]].extent.start <= place { low = middle + 1 } else { high = middle }
        }
        var found: Int?
        while low > 0, reach[low - 1] > place {
            low -= 1
            if place < entries[indices[low]].extent.end { found = indices[low] }
        }
        return found
    }

    // MARK: Reading

    private func problem(
        _ code: LintCode, _ message: String, _ range: SourceRange, label: String, notes: [String] = [],
        fix: Diagnostic.Fix? = nil
    ) -> Diagnostic {
        Diagnostic(
            severity: .warning, code: code.rawValue, message: message, source: script.source, range: range,
            label: label, notes: notes, fix: fix)
    }

    private static let form = "write: # lint: allow CODE because \"…\""

    /// What a comment says to the linter; nil where it is for others.
    private static func said(in comment: SourceRange, _ script: LintedScript) -> Substring? {
        let text = script.text(comment).drop { $0 == "#" || $0 == " " || $0 == "\t" }
        return text.hasPrefix("lint:") ? text.dropFirst("lint:".count) : nil
    }

    private mutating func read(_ comment: SourceRange) {
        guard let said = Self.said(in: comment, script) else { return }
        let (allowed, reason) = Self.split(said)
        var words = allowed.split { $0 == " " || $0 == "," || $0 == "\t" }.map(String.init)
        guard words.first == "allow" else {
            problems.append(
                problem(.badSuppression, "this comment to the linter cannot be read", comment, label: Self.form))
            return
        }
        words.removeFirst()
        let isForFile = words.suffix(2) == ["in", "file"]
        if isForFile { words.removeLast(2) }
        guard !words.isEmpty else {
            problems.append(problem(.badSuppression, "this allows nothing", comment, label: Self.form))
            return
        }
        for word in words where LintCode(rawValue: word) == nil {
            let near = nearest(to: word, among: LintCode.allCases.map(\.rawValue))
            problems.append(
                problem(
                    .badSuppression, "there is no finding `\(escaped(word))`", comment,
                    label: near.map { "did you mean `\($0)`?" } ?? "`reeve explain` lists them"))
        }
        guard let reason, !reason.isEmpty else {
            problems.append(
                problem(
                    .badSuppression,
                    "this allows \(words.map { "`\(escaped($0))`" }.joined(separator: ", ")) without a reason",
                    comment, label: "say why: because \"…\""))
            return
        }
        let codes = words.filter { LintCode(rawValue: $0) != nil }
        guard !codes.isEmpty else { return }
        entries.append(
            Entry(codes: codes, comment: comment, extent: isForFile ? whole : extent(of: comment), isForFile: isForFile)
        )
    }

    /// What stands before ` because "`, and the text in the quotes.
    private static func split(_ text: Substring) -> (Substring, Substring?) {
        guard let because = text.firstRange(of: "because") else { return (text, nil) }
        let rest = text[because.upperBound...].drop { $0 == " " }
        guard rest.first == "\"", let end = rest.dropFirst().lastIndex(of: "\"") else {
            return (text[..<because.lowerBound], nil)
        }
        return (text[..<because.lowerBound], rest[rest.index(after: rest.startIndex)..<end])
    }

    private var whole: SourceRange { SourceRange(0, Int32(truncatingIfNeeded: script.source.bytes.count) + 1) }

    private func extent(of comment: SourceRange) -> SourceRange {
        let line = script.line(comment.start)
        let start = script.lines.range(line: line).start
        let before = script.text(SourceRange(start, comment.start))
        guard before.allSatisfy({ $0 == " " || $0 == "\t" }) else {
            return SourceRange(start, comment.end)
        }
        // The next line with something on it, and the outermost statement that begins there.
        var next = line + 1
        while next - line < 10_000, next < script.lines.lineCount + line {
            let range = script.lines.range(line: next)
            let text = script.text(range).drop { $0 == " " || $0 == "\t" }
            if !text.isEmpty, text.first != "#" {
                guard let statement = LintedScript.first(of: statements, from: range.start),
                    statement.range.start < range.end
                else { return range }
                return range.joined(statement.range)
            }
            next += 1
        }
        return comment
    }
}
