import ReeveSyntax

/// Workflow commands that GitHub shows at the lines of a change.
package struct GitHubReport {
    package static func text(_ result: TestRunResult) -> String {
        var out = ""
        var lines = KnownLines()
        for suite in result.suites {
            for problem in suite.fixtureFailures { out += annotation(problem, suite.file, 1, "the fixture", &lines) }
            for test in suite.tests {
                for problem in test.failures { out += annotation(problem, suite.file, test.line, test.name, &lines) }
            }
        }
        return out
    }

    /// Findings, each with its code for a title; one without a place is left out.
    package static func text(_ findings: [Diagnostic]) -> String {
        var lines = KnownLines()
        var out = ""
        for finding in findings {
            guard let source = finding.source else { continue }
            out += annotation(finding, source.name, 1, finding.code, &lines)
        }
        return out
    }

    private static func annotation(
        _ problem: Diagnostic, _ file: String, _ line: Int, _ title: String, _ lines: inout KnownLines
    ) -> String {
        var place = "file=\(property(file)),line=\(max(1, line))"
        if let source = problem.source, let position = lines.place(of: problem) {
            place = "file=\(property(source.name)),line=\(position.line),col=\(position.column)"
        }
        let text = ([problem.message + (problem.label.isEmpty ? "" : ": " + problem.label)] + problem.notes)
            .map { excerpt($0) }.joined(separator: "\n")
        let severity = problem.severity == .error ? "error" : "warning"
        return "::\(severity) \(place),title=\(property(title))::\(data(text))\n"
    }

    private static func data(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func property(_ text: String) -> String {
        data(escaped(text)).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
