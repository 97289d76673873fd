import ReeveSyntax

/// What a run looks like to whoever reads along, in the manner of `cargo test`.
package struct TerminalReport {
    package struct Style: Sendable {
        package var isColored = false
        /// Only failures and the last lines.
        package var isQuiet = false

        package init() {}
    }
    private let style: Style
    private var renderer: DiagnosticRenderer

    package init(_ style: Style = Style()) {
        self.style = style
        renderer = DiagnosticRenderer(colored: style.isColored)
    }

    /// The whole report; its last line is the plain count.
    /// - Parameter study: what coverage and mutation say, which stands before the verdict.
    package mutating func text(_ result: TestRunResult, before study: String = "") -> String {
        var out = ""
        if !style.isQuiet {
            for suite in result.suites where suite.wasRun { out += list(suite) }
        }
        out += failures(result)
        if !study.isEmpty { out += study + "\n" }
        let isOver = result.exitStatus == 0
        let verdict = isOver ? paint("ok", "32") : paint("FAILED", "31")
        let ran = Set(result.suites.filter(\.wasRun).map(\.file))
        if !style.isQuiet || !isOver {
            out +=
                "test result: \(verdict); \(Self.count(ran.count, "file")), finished in \(Self.seconds(result.microseconds)) s\n"
        }
        return out + result.counts + "\n"
    }

    private func list(_ suite: SuiteResult) -> String {
        let wanted = suite.tests.filter { !$0.isSkipped }
        var out = "running \(Self.count(wanted.count, "test")) of \(escaped(suite.title))\n"
        if suite.isBroken { out += "fixture ... \(paint("FAILED", "31"))\n" }
        for test in wanted {
            out += "test \(escaped(test.name)) ... \(test.isFailed ? paint("FAILED", "31") : paint("ok", "32"))\n"
        }
        return out + "\n"
    }

    private mutating func failures(_ result: TestRunResult) -> String {
        var out = ""
        var titles: [String] = []
        for suite in result.suites {
            if suite.isBroken {
                titles.append("\(escaped(suite.title)): the fixture")
                out += "---- \(titles[titles.count - 1]) ----\n" + renderer.render(suite.fixtureFailures) + "\n"
            }
            for test in suite.tests where test.isFailed {
                titles.append("\(escaped(suite.title)): \(escaped(test.name))")
                out += "---- \(titles[titles.count - 1]) ----\n"
                for line in test.output { out += escaped(line) + "\n" }
                out += renderer.render(test.failures) + "\n"
            }
        }
        guard !titles.isEmpty else { return "" }
        return "failures:\n\n" + out + "failures:\n" + titles.map { "    \($0)\n" }.joined() + "\n"
    }

    private func paint(_ text: String, _ color: String) -> String {
        style.isColored ? "\u{1b}[\(color)m\(text)\u{1b}[0m" : text
    }

    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// `0.034`
    package static func seconds(_ microseconds: Int64) -> String {
        let milliseconds = max(0, microseconds) / 1000
        let rest = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.utf8.count) + rest
    }
}

extension CoverageReport {
    /// `coverage: 96 % (125 of 130): permissions 95 % …`, and a line for each thing that nothing depends on.
    package var text: String {
        func share(_ count: Count) -> String { "\(count.percent) % (\(count.covered) of \(count.total))" }
        var out = ""
        if !uncovered.isEmpty { out += "no expectation depends on:\n" }
        for item in uncovered { out += "    \(item.line)\n" }
        let parts = CoverageItem.Group.allCases.map { "\($0.rawValue) \(share(groups[$0] ?? Count()))" }
        return out + "coverage: \(share(all)): \(parts.joined(separator: ", "))\n"
    }
}

extension CoverageItem {
    /// `workato/world.reeve:41: grants: leo is Analyst in wayne`
    package var line: String {
        (place.file.isEmpty ? "" : escaped(place.text) + ": ") + escaped(text) + (change.map { ": \($0)" } ?? "")
    }
}

/// What mutation says: which changes of the fixture no test noticed.
package struct MutationReport: Sendable {
    package private(set) var noticed = 0
    /// In the order of the suites; what was dropped before what was widened.
    package private(set) var survivors: [CoverageItem] = []

    package init(_ suites: [SuiteResult]) {
        for items in [suites.flatMap(\.coverage), suites.flatMap(\.widened)] {
            let report = CoverageReport(items)
            noticed += report.all.covered
            survivors += report.uncovered
        }
    }

    package var text: String {
        var out = survivors.isEmpty ? "" : "no test misses:\n"
        for item in survivors {
            out += "    \(item.line)\(item.change == nil ? ": dropped" : "")\n"
        }
        return out
            + "mutation: \(noticed + survivors.count) mutants, \(noticed) noticed, \(survivors.count) missed by no test\n"
    }
}
