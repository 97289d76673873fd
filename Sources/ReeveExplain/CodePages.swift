/// Every code that Reeve may answer with, and its page. The pages are text in a form of their own:
///
/// ```
/// == CODE
/// What it means.
/// -- wrong
/// …
/// -- right
/// …
/// ```
/// `-- before`, `-- as USER`, `-- set NAME=VALUE`, `-- file NAME`, `-- test`, `-- shell`, `-- repl`,
/// `-- fault WHILE`, `-- replace` and `-- made-by TEXT` say the rest.
package enum CodePages {
    /// In the order of the alphabet.
    package static let all: [CodePage] = (scriptPages + commandPages + findingPages).sorted { $0.code < $1.code }

    package static func page(of code: String) -> CodePage? { byCode[code] }

    private static let byCode = Dictionary(all.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })

    private static var scriptPages: [CodePage] {
        [words, values, access].flatMap { read($0, .script, .run) }
    }
    private static var commandPages: [CodePage] { read(commands, .command, .run) }
    private static var findingPages: [CodePage] { [findings, moreFindings].flatMap { read($0, .finding, .lint) } }

    private static func read(_ text: String, _ group: CodePage.Group, _ trial: CodePage.Trial) -> [CodePage] {
        var pages: [CodePage] = []
        var part = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("== ") {
                pages.append(
                    CodePage(
                        code: String(line.dropFirst(3)), group: group, meaning: "", trial: .none, wrong: "", right: ""))
                part = "meaning"
                continue
            }
            guard !pages.isEmpty else { continue }
            let at = pages.count - 1
            if line.hasPrefix("-- ") {
                let words = line.dropFirst(3).split(separator: " ", maxSplits: 1).map(String.init)
                part = words[0]
                take(part, words.count > 1 ? words[1] : "", trial, into: &pages[at])
                continue
            }
            add(line, to: part, of: &pages[at])
        }
        return pages
    }

    private static func take(_ part: String, _ value: String, _ trial: CodePage.Trial, into page: inout CodePage) {
        switch part {
        case "wrong": if page.trial == .none { page.trial = trial }
        case "test": page.trial = .test
        case "shell": page.trial = .shell
        case "repl": page.trial = .repl
        case "fault":
            page.trial = .fault
            page.circumstance = value
        case "as": page.user = value
        case "set": page.parameter = value
        case "file": page.files.append((value, ""))
        case "replace": page.standsAlone = true
        case "made-by": page.cause = value
        default: break
        }
    }

    private static func add(_ line: String, to part: String, of page: inout CodePage) {
        switch part {
        case "meaning": page.meaning += (page.meaning.isEmpty ? "" : " ") + line
        case "wrong", "shell", "repl", "fault": page.wrong += line + "\n"
        case "right": page.right += line + "\n"
        case "before": page.before += line + "\n"
        case "file": page.files[page.files.count - 1].text += line + "\n"
        default: break
        }
    }
}
