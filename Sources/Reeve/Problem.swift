import ReeveSyntax

extension Failure {
    /// One error or warning, and its place.
    public struct Problem: Sendable {
        /// False for a warning.
        public let isError: Bool
        /// Stable, kebab-case: `unknown-role`.
        public let code: String
        /// ``there is no role `Adminn` ``
        public let message: String
        /// The script; nil where the problem is not in one.
        public let file: String?
        /// From 1; nil where there is no place.
        public let line: Int?
        /// From 1, in characters; nil where there is no place.
        public let column: Int?
        /// What stands behind the caret; may be empty.
        public let label: String
        /// What else helps.
        public let notes: [String]
        /// What put in the place of some bytes of the script makes what the message asks for, where that is one thing.
        public var fix: Fix? {
            diagnostic.fix.map {
                Fix(start: Int($0.range.start), end: Int($0.range.end), replacement: $0.replacement)
            }
        }
        /// The same, with the source that it is about.
        private let diagnostic: Diagnostic

        /// Costs one look at each source, however many problems it has.
        package static func all(_ diagnostics: [Diagnostic]) -> [Problem] {
            var lines = KnownLines()
            return diagnostics.map { Problem($0, lines.place(of: $0)) }
        }

        private init(_ diagnostic: Diagnostic, _ place: (line: Int, column: Int)?) {
            isError = diagnostic.severity == .error
            code = diagnostic.code
            message = diagnostic.message
            label = diagnostic.label
            notes = diagnostic.notes
            file = diagnostic.source?.name
            line = place?.line
            column = place?.column
            self.diagnostic = diagnostic
        }

        /// Replaces bytes of a script.
        public struct Fix: Sendable, Equatable {
            /// The first byte that goes, from 0.
            public let start: Int
            /// The first byte that stays; `start` where nothing goes.
            public let end: Int
            /// What comes in their place.
            public let replacement: String
        }

        /// A problem that is in no script.
        ///
        /// - Parameters:
        ///   - code: stable, kebab-case.
        ///   - message: one sentence.
        ///   - notes: what else helps.
        ///   - isError: false for a warning.
        public init(code: String, message: String, notes: [String] = [], isError: Bool = true) {
            self.init(
                Diagnostic(
                    severity: isError ? .error : .warning, code: code, message: message, source: nil,
                    range: SourceRange(0, 0), notes: notes), nil)
        }

        /// The whole problem as it is shown on a terminal, with the line it is about.
        public var rendered: String { Self.render([self], colored: false) }

        /// All of them, with an empty line between two and none behind the last.
        ///
        /// - Parameter colored: with the terminal's escapes for colors.
        package static func render(_ problems: [Problem], colored: Bool) -> String {
            var renderer = DiagnosticRenderer(colored: colored)
            let text = renderer.render(problems.map(\.diagnostic))
            return text.hasSuffix("\n") ? String(text.dropLast()) : text
        }
    }
}
