import ReeveDomain
import ReeveSyntax

/// Stops a run at one place.
struct ScriptError: Error {
    var diagnostic: Diagnostic
    /// Whether the domain refused it: those are journaled; what could not be read or named is not.
    var isRefusal = false
    /// The rule that refused it.
    var rule: String?
}

/// A name between backticks, escaped for a terminal.
func ticked(_ name: String) -> String { "`" + escaped(name) + "`" }
