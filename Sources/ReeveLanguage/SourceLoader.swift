import ReeveDomain
import ReeveSyntax

/// Where `use` and `csv` get their files from. The language itself touches no disk.
package protocol SourceLoader: Sendable {
    /// Reads the file named in a script.
    /// - Parameters:
    ///   - path: as it stands in the script, relative to that script.
    ///   - script: the name of the script that asks (`SourceText.name`).
    /// - Returns: the bytes, and a name under which the same file is always known (to use it once).
    /// - Throws: why it cannot be had: missing, a directory, unreadable, too large, or outside the script root.
    func load(_ path: String, from script: String) throws(LoadFailure) -> SourceText
}

/// Why a file cannot be had, in words that follow the file's name.
package struct LoadFailure: Error, Sendable {
    /// `missing-file`, `not-a-file`, `unreadable-file`, `outside-root`, `too-long`
    package var code: String
    /// `there is no file `roles.reeve``
    package var message: String

    package init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}

/// A loader for sessions without files: everything is missing.
package struct NoFiles: SourceLoader {
    package init() {}

    package func load(_ path: String, from script: String) throws(LoadFailure) -> SourceText {
        throw LoadFailure(code: "missing-file", message: "files cannot be read here")
    }
}

/// What a run may use up; each bound has its error and its option.
package struct RunLimits: Sendable {
    package var syntax = SyntaxLimits()
    package var turns = 10_000_000
    /// Things that the sets, conditions and rules of a run look at.
    package var steps = 1_000_000_000
    package var callDepth = 64
    /// Asked at each turn of a loop, at each call, every few statements, and while sets are worked out: whether to stop at
    /// once, with the code `interrupted`.
    package var isInterrupted: (@Sendable () -> Bool)?
    /// Told now and then how far the run is.
    package var onProgress: (@Sendable (RunProgress) -> Void)?
    /// Of blocks and procedures together, whatever the other bounds are raised to: a thread's stack of 8 MiB holds them.
    package static let mostOpenBlocks = 128
    /// Of a name, in Unicode scalars.
    package var nameCharacters = Transaction.usualNameLimit

    package init() {}
}

/// How far a run is.
package enum RunProgress: Sendable, Hashable {
    /// So many bytes of a script are carried out.
    case reading(script: String, bytes: Int, of: Int)
    /// Turns of loops and calls so far.
    case turning(Int)
    /// So many of the journal's records are looked at.
    case recalling(record: Int64, of: Int64)
    /// What it changed is being written down.
    case committing
}

/// Why a script did not run. Nothing of it happened.
package struct ScriptFailure: Error, Sendable {
    /// At least one error; warnings may stand beside it.
    package var diagnostics: [Diagnostic]
    /// The refused statement as it was written, for the journal; empty for a script that could not be read.
    package var statement: String
    /// False for syntax errors and unknown names: those are not refusals and are not journaled.
    package var isRefusal: Bool
    /// The rule that refused.
    package var rule: String?

    package init(diagnostics: [Diagnostic], statement: String = "", isRefusal: Bool = false, rule: String? = nil) {
        self.diagnostics = diagnostics
        self.statement = statement
        self.isRefusal = isRefusal
        self.rule = rule
    }
}
