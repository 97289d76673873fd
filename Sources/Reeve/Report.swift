/// What a run did, or what a plan would do.
public struct Report: Sendable {
    /// What a line tells of.
    public enum Sign: String, Sendable, Hashable {
        /// Something came to be.
        case addition = "+"
        /// Something is different now.
        case change = "~"
        /// Something is gone.
        case removal = "-"
    }

    /// One thing that was added, changed or removed.
    public struct Line: Sendable, Hashable {
        /// Added, changed or removed.
        public let sign: Sign
        /// `alice manages all customers as Admin`; names are spelled as in a script, so the text is safe to print.
        public let text: String
        /// The script it comes from; empty for what nobody asked for, such as an expiry.
        public let script: String
        /// The line of the script, from 1; 0 where there is none.
        public let line: Int
        /// What stood behind `because`.
        public let reason: String?

        /// - Parameters:
        ///   - sign: added, changed or removed.
        ///   - text: what it is.
        ///   - script: where it comes from.
        ///   - line: from 1; 0 where there is none.
        ///   - reason: what stood behind `because`.
        public init(sign: Sign, text: String, script: String = "", line: Int = 0, reason: String? = nil) {
            self.sign = sign
            self.text = text
            self.script = script
            self.line = line
            self.reason = reason
        }
    }

    /// A note or a warning.
    public struct Remark: Sendable, Hashable {
        /// A warning's stable code; empty for a note.
        public let code: String
        /// One sentence.
        public let text: String
        /// The script it comes from; may be empty.
        public let script: String
        /// The line of the script, from 1; 0 where there is none.
        public let line: Int

        /// - Parameters:
        ///   - code: a warning's code; empty for a note.
        ///   - text: one sentence.
        ///   - script: where it comes from.
        ///   - line: from 1; 0 where there is none.
        public init(code: String = "", text: String, script: String = "", line: Int = 0) {
            self.code = code
            self.text = text
            self.script = script
            self.line = line
        }
    }

    /// Something that Reeve records and somebody else has to bring: whoever embeds it sends it, or nobody does.
    public struct Delivery: Sendable, Hashable {
        /// What is to be sent.
        public enum Kind: String, Sendable, Hashable {
            /// A way to set a new password.
            case passwordReset = "password-reset"
        }

        /// What is to be sent.
        public let kind: Kind
        /// To whom, by name.
        public let user: String
        /// The user's attribute `email`; nil where it is not set.
        public let email: String?
    }

    /// One piece of what a script said.
    public enum Output: Sendable {
        /// What `print` wrote.
        case text(String)
        /// What a question was answered.
        case answer(Answer)
    }

    /// True where nothing was committed: a plan.
    public internal(set) var isPlan = false
    /// Additions and changes, in the order in which they came about; at most 1000.
    public internal(set) var changes: [Line] = []
    /// How many additions and changes there were beyond those in `changes`.
    public internal(set) var omittedChanges = 0
    /// Everything that was taken away, in order.
    public internal(set) var removals: [Line] = []
    /// How many grants were taken away: what a limit on removals counts.
    public internal(set) var grantsRemoved = 0
    /// How many statements found their effect in place already.
    public internal(set) var unchanged = 0
    /// What else an admin would want to know: what was kept, shadowed, lost or gained; at most 1000.
    public internal(set) var notes: [Remark] = []
    /// How many notes there were beyond those in `notes`.
    public internal(set) var omittedNotes = 0
    /// What was done, and is probably not meant.
    public internal(set) var warnings: [Remark] = []
    /// What the script printed, and the answers to its questions.
    public internal(set) var output: [Output] = []
    /// Of a plan: whose effective access it changes.
    public internal(set) var access: [AccessChange] = []
    /// Of a run that was committed: what is to be sent, and to whom.
    public internal(set) var deliveries: [Delivery] = []
    /// `seq:hash` of the store after the run; nil where there is no store yet, and for a plan.
    public internal(set) var head: String?

    /// A report of nothing.
    public init() {}

    /// True where nothing was added, changed or removed.
    public var isUnchanged: Bool { changes.isEmpty && omittedChanges == 0 && removals.isEmpty }
}
