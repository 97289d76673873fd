/// The bounds of language.md section 2 that a reader holds; each may be raised by an option.
package struct SyntaxLimits: Equatable, Sendable {
    /// Of one script.
    package var scriptBytes = 64 << 20
    /// Of one string literal.
    package var stringBytes = 64 << 10
    /// Of blocks, parentheses, conditions and sets within each other.
    package var nesting = 64
    /// Behind so many errors the rest of a file is not read: it is probably no script.
    package var errors = 1_000

    package init() {}

    /// Ranges are 32 bits wide, whatever was asked for.
    var effectiveScriptBytes: Int { min(scriptBytes, Int(Int32.max) - 1) }
}
