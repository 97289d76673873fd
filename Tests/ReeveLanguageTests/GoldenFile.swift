import ReeveSyntax

/// Wrong scripts with what is said of them, several in a file:
///
///     ### a role that does not exist | as bob | set team=red
///     invite grace as Veiwer to acme
///     #> error[unknown-role]: there is no role `Veiwer`
///
/// The lines with `#>` are the whole rendered message, beneath the line it is about, and no part of the script. A section
/// `### file NAME` is not a case but a file that the cases of this file may use. All else is kept as it stands.
struct GoldenFile {
    struct Case {
        var title: String
        var actor: String?
        var parameters: [String: String] = [:]
        /// Without the expectation.
        var script: String
        /// The section as it stands in the file, header excluded.
        var written: String
        var header: String
        var line: Int
    }

    private(set) var cases: [Case] = []
    private(set) var files: [String: String] = [:]
    /// The parts of the file in order: what is written back.
    private var parts: [Part] = []

    private enum Part {
        case text(String)
        case testCase(Int)
    }

    init(_ text: String) {
        var section: [Substring] = []
        var header: (text: String, line: Int)?
        func close(_ file: inout GoldenFile) {
            file.add(header, section)
            section = []
        }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("### ") {
                close(&self)
                header = (String(line), index + 1)
            } else {
                section.append(line)
            }
        }
        if section.last == "" { section.removeLast() }
        close(&self)
    }

    private mutating func add(_ header: (text: String, line: Int)?, _ lines: [Substring]) {
        var body = lines
        var blank = 0
        while body.last?.isEmpty == true {
            body.removeLast()
            blank += 1
        }
        let written = body.map { $0 + "\n" }.joined()
        let gap = String(repeating: "\n", count: blank)
        guard let header else { return parts.append(.text(written + gap)) }
        let title = header.text.dropFirst(4)
        if title.hasPrefix("file ") {
            files[String(title.dropFirst(5))] = written
            parts.append(.text(header.text + "\n" + written + gap))
            return
        }
        let script = body.filter { !$0.hasPrefix("#>") }.map { $0 + "\n" }.joined()
        let options = title.split(separator: "|").map(\.trimmed)
        var new = Case(
            title: options.first ?? "", actor: nil, script: script, written: written, header: header.text,
            line: header.line)
        for option in options.dropFirst() {
            if option.hasPrefix("as ") { new.actor = String(option.dropFirst(3)) }
            let setting = option.dropFirst(4).split(separator: "=").map(String.init)
            if option.hasPrefix("set "), setting.count == 2 { new.parameters[setting[0]] = setting[1] }
        }
        parts.append(.testCase(cases.count))
        parts.append(.text(gap))
        cases.append(new)
    }

    /// The file with these expectations.
    func text(_ bodies: [String]) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .testCase(let index): cases[index].header + "\n" + bodies[index]
            }
        }.joined()
    }
}

extension GoldenFile.Case {
    /// The script with each message beneath its line; messages about other files stand at the end.
    func annotated(_ diagnostics: [Diagnostic], named name: String) -> String {
        var lines = script.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        var beneath = [[String]](repeating: [], count: lines.count + 1)
        var renderer = DiagnosticRenderer()
        for diagnostic in diagnostics {
            var line = lines.count
            if let source = diagnostic.source, source.name == name {
                line = min(line, LineIndex(source).position(diagnostic.range.start).line)
            }
            let rendered = renderer.render(diagnostic).split(separator: "\n", omittingEmptySubsequences: false)
            beneath[line] += rendered.dropLast().map { $0.isEmpty ? "#>" : "#> " + $0 }
        }
        var out = beneath[0]
        for (index, line) in lines.enumerated() { out += [line] + beneath[index + 1] }
        return out.map { $0 + "\n" }.joined()
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
