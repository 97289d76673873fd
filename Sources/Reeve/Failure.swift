/// Why something was not done. Nothing of it happened, save where a problem's code is `outcome-unknown`.
public struct Failure: Error, Sendable {
    /// What sort of failure it is; the command line makes its exit status of it.
    public enum Reason: Sendable, Hashable, CaseIterable {
        /// The script is wrong, or was refused.
        case script
        /// A limit on removals wants somebody's word.
        case guarded
        /// The call itself makes no sense: an unknown user, a file instead of a store.
        case usage
        /// The store is damaged, and gives no answers.
        case damaged
        /// The system would not read or write.
        case inputOutput
        /// Another writer has the store.
        case busy
        /// A fault of Reeve's own.
        case fault

        /// The exit status of a command that ends so.
        public var exitStatus: Int32 {
            switch self {
            case .script: 3
            case .guarded: 4
            case .usage: 64
            case .damaged: 65
            case .fault: 70
            case .inputOutput: 74
            case .busy: 75
            }
        }
    }

    /// One error or warning, and its place.
    public struct Problem: Sendable, Hashable {
        /// False for a warning.
        public let isError: Bool
        /// Stable, kebab-case: `unknown-role`.
        public let code: String
        /// ``there is no role `Adminn` ``
        public let message: String
        /// The script, or the file of the store; nil where there is none.
        public let file: String?
        /// From 1; nil where there is no place.
        public let line: Int?
        /// From 1, in characters; nil where there is no place.
        public let column: Int?
        /// What stands behind the caret; may be empty.
        public let label: String
        /// What else helps.
        public let notes: [String]
        /// The whole problem as it is shown on a terminal, with the line it is about.
        public let rendered: String

        /// - Parameters:
        ///   - isError: false for a warning.
        ///   - code: stable, kebab-case.
        ///   - message: one sentence.
        ///   - file: the script, or the file of the store.
        ///   - line: from 1.
        ///   - column: from 1.
        ///   - label: what stands behind the caret.
        ///   - notes: what else helps.
        ///   - rendered: the whole, as shown; nil makes it from code, message and notes.
        public init(
            isError: Bool = true, code: String, message: String, file: String? = nil, line: Int? = nil,
            column: Int? = nil, label: String = "", notes: [String] = [], rendered: String? = nil
        ) {
            self.isError = isError
            self.code = code
            self.message = message
            self.file = file
            self.line = line
            self.column = column
            self.label = label
            self.notes = notes
            self.rendered = rendered ?? Self.plain(isError, code, message, notes)
        }

        private static func plain(_ isError: Bool, _ code: String, _ message: String, _ notes: [String]) -> String {
            let head = "\(isError ? "error" : "warning")[\(code)]: \(message)"
            return ([head] + notes.map { "   = \($0)" }).joined(separator: "\n")
        }
    }

    /// What sort of failure it is.
    public let reason: Reason
    /// At least one error; warnings may stand beside it.
    public let problems: [Problem]
    /// `seq:hash` of the journal where it holds a record of the refused attempt; nil where it was not recorded.
    public internal(set) var head: String?

    /// - Parameters:
    ///   - reason: what sort of failure it is.
    ///   - problems: at least one.
    public init(_ reason: Reason, _ problems: [Problem]) {
        self.reason = reason
        self.problems = problems
    }

    /// - Parameters:
    ///   - reason: what sort of failure it is.
    ///   - code: stable, kebab-case.
    ///   - message: one sentence.
    ///   - notes: what else helps.
    public init(_ reason: Reason, _ code: String, _ message: String, notes: [String] = []) {
        self.init(reason, [Problem(code: code, message: message, notes: notes)])
    }

    /// The exit status of a command that ends so.
    public var exitStatus: Int32 { reason.exitStatus }
}

extension Failure: CustomStringConvertible {
    /// Every problem as it is shown on a terminal, with an empty line between two.
    public var description: String { problems.map(\.rendered).joined(separator: "\n\n") }
}
