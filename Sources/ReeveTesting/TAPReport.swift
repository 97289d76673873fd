import ReeveSyntax

/// The Test Anything Protocol, version 14.
package struct TAPReport {
    package static func text(_ result: TestRunResult) -> String {
        var lines: [String] = []
        var number = 0
        func point(_ isOK: Bool, _ title: String, _ directive: String = "") {
            number += 1
            lines.append("\(isOK ? "ok" : "not ok") \(number) - \(description(title))\(directive)")
        }
        for suite in result.suites {
            if suite.isBroken {
                point(false, "\(suite.file): the fixture")
                lines += details(suite.fixtureFailures)
            }
            for test in suite.tests {
                point(!test.isFailed, "\(suite.file): \(test.name)", test.isSkipped ? " # SKIP" : "")
                lines += details(test.failures)
            }
        }
        return (["TAP version 14", "1..\(number)"] + lines).map { $0 + "\n" }.joined()
    }

    /// A `#` begins a directive.
    private static func description(_ text: String) -> String {
        escaped(text).replacing("\\", with: "\\\\").replacing("#", with: "\\#")
    }

    /// A YAML block with the failures as they are shown.
    private static func details(_ found: [Diagnostic]) -> [String] {
        guard let first = found.first else { return [] }
        var renderer = DiagnosticRenderer()
        let shown = renderer.render(found).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        var lines = ["  ---", "  severity: fail", "  code: \(first.code)", "  failures: |"]
        lines += shown.map { $0.isEmpty ? "" : "    " + $0 }
        return lines + ["  ..."]
    }
}
