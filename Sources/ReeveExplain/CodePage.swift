/// What there is to say of one error, warning or finding.
package struct CodePage: Sendable {
    /// How an example is tried.
    package enum Trial: String, Sendable {
        /// The script is run on the world of `Scripts/quickstart.reeve`.
        case run
        /// Its tests are run.
        case test
        /// It is looked through by the linter.
        case lint
        /// Lines for a shell, in an empty directory that holds `quickstart.reeve` and `suite.reeve`.
        case shell
        /// Lines typed into the REPL.
        case repl
        /// A line for a shell that goes wrong only under `circumstance`.
        case fault
        /// Nothing that can be shown in a few lines.
        case none
    }

    /// Where it belongs in the list of all.
    package enum Group: String, CaseIterable, Sendable {
        case script = "Errors and warnings of scripts"
        case command = "Tests, files, the store and the command line"
        case finding = "Findings of reeve lint"
    }

    package var code: String
    package var group: Group
    /// What it means, in a few sentences; the first of them stands in the list.
    package var meaning: String
    package var trial: Trial
    /// Causes it.
    package var wrong: String
    /// The same, mended; empty where there is no other way to write it.
    package var right: String
    /// What both stand on, besides the quickstart's world.
    package var before = ""
    /// As whom it is run.
    package var user: String?
    /// `NAME=VALUE`, as `--set` gives it.
    package var parameter: String?
    /// Other files, by name.
    package var files: [(name: String, text: String)] = []
    /// The example stands alone, without the quickstart's world.
    package var standsAlone = false
    /// What has to be the case besides: `while the disk is full`.
    package var circumstance = ""
    /// What causes it, where an example would be too long to show.
    package var cause = ""

    package var summary: String {
        guard let end = meaning.firstRange(of: ". ") else { return meaning }
        return String(meaning[..<end.lowerBound]) + "."
    }
}
