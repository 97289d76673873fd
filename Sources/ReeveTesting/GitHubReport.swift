import ReeveSyntax

/// Workflow commands that GitHub shows at the lines of a change.
package struct GitHubReport {
    package static func text(_ result: TestRunResult) -> String {
        var out = ""
        for suite in result.suites {
            for problem in suite.fixtureFailures { out += annotation(problem, suite.file, 1, "the fixture") }
            for test in suite.tests {
                for problem in test.failures { out += annotation(problem, suite.file, test.line, test.name) }
            }
        }
        return out
    }

    /// Findings, each with its code for a title; one without a place is left out.
    package static func text(_ findings: [Diagnostic]) -> String {
        findings.map { $0.source == nil ? "" : annotation($0, $0.source?.name ?? "", 1, $0.code) }.joined()
    }

    private static func annotation(_ problem: Diagnostic, _ file: String, _ line: Int, _ title: String) -> String {
        var place = "file=\(property(file)),line=\(max(1, line))"
        if let source = problem.source {
            let position = LineIndex(source).position(problem.range.start)
            place = "file=\(property(source.name)),line=\(position.line),col=\(position.column)"
        }
        let text = ([problem.message + (problem.label.isEmpty ? "" : ": " + problem.label)] + problem.notes)
            .map { escaped($0) }.joined(separator: "\n")
        return
            "::\(problem.severity == .error ? "error" : "warning") \(place),title=\(property(title))::\(data(text))\n"
    }

    private static func data(_ text: String) -> String {
        text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func property(_ text: String) -> String {
        data(escaped(text)).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
