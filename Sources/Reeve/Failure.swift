/// Why something was not done. Nothing of it happened, save where a problem's code is `outcome-unknown`.
public struct Failure: Error, Sendable {
    /// What sort of failure it is; the command line makes its exit status of it.
    public enum Reason: Sendable, Hashable, CaseIterable {
        /// The script is wrong, or was refused.
        case script
        /// A limit on removals wants somebody's word.
        case guarded
        /// A plan that was reviewed cannot be carried out any more: the store has moved on, or the file is another.
        case stale
        /// The call itself makes no sense: an unknown user, a file instead of a store.
        case usage
        /// The store is damaged, and gives no answers.
        case damaged
        /// The system would not read or write.
        case inputOutput
        /// Another writer has the store.
        case busy
        /// Somebody stopped it.
        case interrupted
        /// A fault of Reeve's own.
        case fault

        /// The exit status of a command that ends so.
        public var exitStatus: Int32 {
            switch self {
            case .script: 3
            case .guarded: 4
            case .stale: 5
            case .usage: 64
            case .damaged: 65
            case .fault: 70
            case .inputOutput: 74
            case .busy: 75
            case .interrupted: 130
            }
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

    /// Somebody pressed Ctrl-C.
    package static let interrupted = Failure(.interrupted, "interrupted", "interrupted, and nothing was changed")

    /// How many grants the run would have taken away, where that is what stopped it.
    public internal(set) var removals: Int?

    /// The exit status of a command that ends so.
    public var exitStatus: Int32 { reason.exitStatus }
}

extension Failure: CustomStringConvertible {
    /// Every problem as it is shown on a terminal, with an empty line between two.
    public var description: String { Problem.render(problems, colored: false) }
}
