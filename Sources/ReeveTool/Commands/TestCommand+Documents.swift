import ReeveSyntax
import ReeveTesting

extension JSON {
    /// `reeve.test/1`
    init(_ result: TestRunResult, _ coverage: CoverageReport?, _ mutation: MutationReport?) {
        var members: [(String, JSON)] = [
            ("format", "reeve.test/1"),
            ("ok", .flag(result.exitStatus == 0)),
            ("passed", JSON(result.passed)),
            ("failed", JSON(result.failed)),
            ("skipped", JSON(result.skipped)),
            ("microseconds", .number(result.microseconds)),
            ("suites", .list(result.suites.map { JSON($0) })),
        ]
        if let coverage { members.append(("coverage", JSON(coverage))) }
        if let mutation {
            members.append(
                (
                    "mutation",
                    .object([
                        ("mutants", JSON(mutation.noticed + mutation.survivors.count)),
                        ("noticed", JSON(mutation.noticed)),
                        ("survivors", .list(mutation.survivors.map { JSON($0) })),
                    ])
                ))
        }
        self = .object(members)
    }

    private init(_ suite: SuiteResult) {
        self = .object([
            ("file", .text(suite.file)),
            ("line", suite.line.map { JSON($0) } ?? .null),
            ("fixture", .list(Self.list(suite.fixtureFailures))),
            ("microseconds", .number(suite.microseconds)),
            ("tests", .list(suite.tests.map { JSON($0) })),
        ])
    }

    private init(_ test: TestResult) {
        self = .object([
            ("name", .text(test.name)),
            ("tags", JSON(test.tags)),
            ("line", test.line > 0 ? JSON(test.line) : .null),
            ("status", test.isFailed ? "failed" : test.isSkipped ? "skipped" : "passed"),
            ("expectations", JSON(test.expectations)),
            ("microseconds", .number(test.microseconds)),
            ("output", JSON(test.output)),
            ("failures", .list(Self.list(test.failures))),
        ])
    }

    private static func list(_ found: [Diagnostic]) -> [JSON] {
        var lines = KnownLines()
        return found.map { diagnostic in
            let place = lines.place(of: diagnostic)
            return .object([
                ("code", .text(diagnostic.code)),
                ("message", .text(diagnostic.message)),
                ("file", JSON(diagnostic.source?.name)),
                ("line", place.map { JSON($0.line) } ?? .null),
                ("column", place.map { JSON($0.column) } ?? .null),
                ("label", .text(diagnostic.label)),
                ("notes", JSON(diagnostic.notes)),
            ])
        }
    }

    private init(_ coverage: CoverageReport) {
        func share(_ count: CoverageReport.Count) -> JSON {
            .object([
                ("covered", JSON(count.covered)), ("total", JSON(count.total)), ("percent", JSON(count.percent)),
            ])
        }
        var members: [(String, JSON)] = [("all", share(coverage.all))]
        for group in CoverageItem.Group.allCases {
            members.append((group.rawValue, share(coverage.groups[group] ?? CoverageReport.Count())))
        }
        members.append(("uncovered", .list(coverage.uncovered.map { JSON($0) })))
        self = .object(members)
    }

    private init(_ item: CoverageItem) {
        self = .object([
            ("group", .text(item.group.rawValue)),
            ("file", item.place.file.isEmpty ? .null : .text(item.place.file)),
            ("line", item.place.line > 0 ? JSON(item.place.line) : .null),
            ("text", .text(item.text)),
            ("change", .text(item.change ?? "dropped")),
        ])
    }
}
