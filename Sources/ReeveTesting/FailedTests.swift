/// What failed when it was last run, kept between runs as lines of `file: name`.
package struct FailedTests: Equatable, Sendable {
    package var titles: Set<String>

    package init(titles: Set<String> = []) { self.titles = titles }

    /// Reads what `text` wrote; a line that is damaged names a test that there is not.
    package init(text: String) {
        titles = Set(
            text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
                var title = ""
                var isEscape = false
                for character in line {
                    if isEscape {
                        title.append(character == "n" ? "\n" : character)
                        isEscape = false
                    } else if character == "\\" {
                        isEscape = true
                    } else {
                        title.append(character)
                    }
                }
                return title
            })
    }

    /// Nil where nothing has failed.
    package var text: String? {
        guard !titles.isEmpty else { return nil }
        let lines = titles.sorted().map { $0.replacing("\\", with: "\\\\").replacing("\n", with: "\\n") }
        return (["# Tests that failed when they were last run: reeve test --failed"] + lines).map { $0 + "\n" }
            .joined()
    }

    /// What was run counts as it went this time; the rest stays as it was.
    package mutating func update(_ result: TestRunResult) {
        let (run, failed) = result.titles
        titles.subtract(run)
        titles.formUnion(failed)
    }
}
