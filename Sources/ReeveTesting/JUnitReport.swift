import ReeveSyntax

/// The XML that build servers read: a suite a file, a case a test.
package struct JUnitReport {
    package static func text(_ result: TestRunResult) -> String {
        let broken = result.suites.count(where: \.isBroken)
        let total = result.suites.reduce(0) { $0 + $1.tests.count } + broken
        var out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        out +=
            "<testsuites name=\"reeve\" tests=\"\(total)\" failures=\"\(result.failed - broken)\" errors=\"\(broken)\" skipped=\"\(result.skipped)\" time=\"\(TerminalReport.seconds(result.microseconds))\">\n"
        for suite in result.suites { out += text(suite) }
        return out + "</testsuites>\n"
    }

    private static func text(_ suite: SuiteResult) -> String {
        let failures = suite.tests.count(where: \.isFailed)
        let skipped = suite.tests.count(where: \.isSkipped)
        let file = attribute(suite.file)
        var out =
            "  <testsuite name=\"\(file)\" tests=\"\(suite.tests.count + (suite.isBroken ? 1 : 0))\" failures=\"\(failures)\" errors=\"\(suite.isBroken ? 1 : 0)\" skipped=\"\(skipped)\" time=\"\(TerminalReport.seconds(suite.microseconds))\">\n"
        if suite.isBroken {
            out += "    <testcase classname=\"\(file)\" name=\"the fixture\" file=\"\(file)\">\n"
            out += problem("error", suite.fixtureFailures)
            out += "    </testcase>\n"
        }
        for test in suite.tests {
            out += "    <testcase classname=\"\(file)\" name=\"\(attribute(test.name))\" file=\"\(file)\""
            if test.line > 0 { out += " line=\"\(test.line)\"" }
            out += " time=\"\(TerminalReport.seconds(test.microseconds))\""
            switch test.status {
            case .passed: out += "/>\n"
            case .skipped: out += ">\n      <skipped/>\n    </testcase>\n"
            case .failed(let found): out += ">\n" + problem("failure", found) + "    </testcase>\n"
            }
        }
        return out + "  </testsuite>\n"
    }

    private static func problem(_ element: String, _ found: [Diagnostic]) -> String {
        guard let first = found.first else { return "" }
        var renderer = DiagnosticRenderer()
        return
            "      <\(element) type=\"\(attribute(first.code))\" message=\"\(attribute(first.message))\">\(content(renderer.render(found)))</\(element)>\n"
    }

    private static func attribute(_ text: String) -> String {
        content(escaped(text)).replacing("\"", with: "&quot;")
    }

    /// XML 1.0 has no way to write most control characters; diagnostics have escaped theirs.
    private static func content(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\u{FFFE}", "\u{FFFF}": out += "\u{FFFD}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
