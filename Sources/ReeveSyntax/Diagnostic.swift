/// One error, warning or finding, bound to its place. Shape: language.md section 9.
package struct Diagnostic: Sendable {
    package enum Severity: UInt8, Sendable { case error, warning, note }

    /// Replaces the bytes of `range`; applied to the source it makes what the message asks for.
    package struct Fix: Equatable, Sendable {
        package var range: SourceRange
        package var replacement: String

        package init(range: SourceRange, replacement: String) {
            self.range = range
            self.replacement = replacement
        }
    }

    /// Another place that has to do with it: the `use` that led here. `notes` say the same in words.
    package struct Related: Sendable {
        package var message: String
        package var source: SourceText
        package var range: SourceRange

        package init(message: String, source: SourceText, range: SourceRange) {
            self.message = message
            self.source = source
            self.range = range
        }
    }

    package var severity: Severity
    /// Stable, kebab-case: `unknown-role`.
    package var code: String
    /// `there is no role `Adminn``: names are escaped by whoever makes the message.
    package var message: String
    /// Nil where there is no source to show (a missing file, a refusal of the store).
    package var source: SourceText?
    package var range: SourceRange
    /// Stands behind the caret: `did you mean `Admin`?`
    package var label: String
    /// One line each behind `=`.
    package var notes: [String]
    package var fix: Fix?
    /// For editors, which go there.
    package var related: [Related] = []

    package init(
        severity: Severity = .error, code: String, message: String, source: SourceText?, range: SourceRange,
        label: String = "", notes: [String] = [], fix: Fix? = nil
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.source = source
        self.range = range
        self.label = label
        self.notes = notes
        self.fix = fix
    }
}
