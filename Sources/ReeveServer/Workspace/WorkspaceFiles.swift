import ReeveDomain
import ReeveLanguage
import ReeveSyntax

/// The disk, as far as a server needs it. Paths are absolute.
package protocol WorkspaceFiles: Sendable {
    /// Every script below a directory, at most so many; none where it cannot be read.
    func scripts(below directory: String, most: Int) -> [String]
    /// A script's bytes, under its path as its name; nil where it cannot be read.
    func read(_ path: String) -> SourceText?
    /// Where a script gets the files it names from.
    func loader(for script: String) -> any SourceLoader
}

/// What a server knows beside the scripts.
package struct ServerOptions: Sendable {
    package var limits = RunLimits()
    /// What `--set` gave, by name.
    package var parameters: [String: String] = [:]
    /// Milliseconds since 1970-01-01T00:00:00Z.
    package var clock: @Sendable () -> Int64
    /// What is true in the store now; nil where there is none.
    package var state: @Sendable () -> State?
    /// Whose permissions scripts are checked with; nil is the superuser.
    package var actor: String?
    /// What could be typed behind a text, with the names of a state and these variables: how many characters before the
    /// end it replaces, and what by.
    package var complete: @Sendable (String, State, [String]) -> (replaced: Int, candidates: [String]) = { _, _, _ in
        (0, [])
    }
    /// Of what sort the name behind a text is: `user`, `role`, …; `statement` where one begins.
    package var sort: @Sendable (String) -> String = { _ in "" }
    /// The form of the statement that begins with a word.
    package var form: @Sendable (String) -> String? = { _ in nil }
    /// The forms of the statement that a text ends in; nil where none has begun.
    package var signatures: @Sendable (String) -> StatementSignatures? = { _ in nil }
    /// What a code means, as Markdown.
    package var explain: @Sendable (String) -> String? = { _ in nil }
    /// What the server calls itself.
    package var version: String

    package init(
        version: String, clock: @escaping @Sendable () -> Int64, state: @escaping @Sendable () -> State? = { nil }
    ) {
        self.version = version
        self.clock = clock
        self.state = state
    }
}
