/// One run's work on a state: events go through `emit`, and through nothing else. It is committed by keeping `state`
/// and what the recorder wrote, and undone by dropping both.
package struct Transaction {
    /// Sees each event with the state as it was just before: the journal's writer, or nothing.
    package typealias Recorder = (_ event: Event, _ context: EventContext, _ origin: Origin, _ before: State) -> Void

    package private(set) var state: State
    /// As it was when the transaction began.
    package let base: State
    package let now: Instant
    /// Who acts at this point of the run (`act as` changes it for a block).
    package var actor: Actor
    /// The statement that is being carried out.
    package var origin: Origin
    /// The most characters of a name, as Unicode scalars.
    package var nameLimit = Transaction.usualNameLimit
    package static let usualNameLimit = 128
    package private(set) var report = ChangeReport()
    /// Events so far; logins and refusals included.
    package private(set) var eventCount = 0
    /// What the events changed: rules are asked only about this.
    private(set) var touched = Facets()
    /// When grants made here will end; of many, some.
    private(set) var limitedGrants: [Instant] = []
    private let recorder: Recorder?

    /// - Parameter state: what is true now; event numbers go on from its `seq`.
    package init(state: consuming State, now: Instant, actor: Actor, recorder: Recorder? = nil) {
        state.meter = nil
        base = copy state
        self.state = state
        self.now = now
        self.actor = actor
        self.origin = Origin(script: "", line: 0)
        self.recorder = recorder
    }

    /// Says which statement comes next, one without a reason: mostly another line of the same script.
    package mutating func begin(line: Int, of script: String) {
        if origin.reason == nil, origin.script == script {
            origin.line = line
        } else {
            origin = Origin(script: script, line: line)
        }
    }

    /// Whether a journal is written of it.
    var isRecorded: Bool { recorder != nil }

    /// Says that about so many invitations are still to come.
    package mutating func expect(invitations count: Int) { state.members.expect(more: count) }

    /// Records the event, describes it, and applies it.
    ///
    /// - Parameter sign: how it is reported; nil where that is still to be found out.
    package mutating func emit(_ event: Event, as sign: ChangeReport.Sign? = nil) {
        let context = EventContext(seq: state.seq + 1, time: now, actor: actor.user)
        recorder?(event, context, origin, state)
        report.add(event, context, at: origin, in: state, as: sign)
        state.apply(event, context)
        eventCount += 1
        touched.formUnion(event)
        if limitedGrants.count < 1000, let until = event.ending { limitedGrants.append(until) }
    }

    /// What sets, conditions and rules are counted against from here on. Whoever sets it looks at its outcome before keeping
    /// anything.
    package var meter: WorkMeter? {
        get { state.meter }
        set { state.meter = newValue }
    }

    package mutating func unchanged(_ count: Int = 1) { report.unchanged += count }

    package mutating func note(_ text: String) { report.note(text, at: origin) }

    package mutating func warn(_ code: String, _ text: String, rule: String? = nil) {
        report.warn(code, text, at: origin, rule: rule)
    }

    /// What was reported so far; the report starts anew.
    package mutating func takeReport() -> ChangeReport {
        defer { report = ChangeReport() }
        return report
    }

    package mutating func printed(_ text: String) { report.say(.text(text)) }

    package mutating func answered(_ answer: Answer) { report.say(.answer(answer)) }
}

/// What a run did, for people: lines, in the order they came about.
package struct ChangeReport: Sendable {
    package enum Sign: String, Hashable, Sendable { case add = "+", change = "~", remove = "-" }

    package struct Line: Hashable, Sendable {
        package var sign: Sign
        package var text: String
        package var origin: Origin
    }

    package struct Remark: Hashable, Sendable {
        /// Empty for a note.
        package var code: String
        package var text: String
        package var origin: Origin
        /// The rule that warns.
        package var rule: String?
    }

    /// What `print` wrote, and what questions were answered, in order.
    package enum Output: Hashable, Sendable {
        case text(String)
        case answer(Answer)
    }

    /// Beyond this many additions and changes only the count is kept; removals are always all kept.
    package static let mostLines = 1000

    package private(set) var lines: [Line] = []
    package private(set) var removals: [Line] = []
    package private(set) var additionCount = 0
    package private(set) var changeCount = 0
    package private(set) var notes: [Remark] = []
    package private(set) var noteCount = 0
    package private(set) var warnings: [Remark] = []
    package private(set) var output: [Output] = []
    package internal(set) var unchanged = 0

    package init() {}

    /// Grants taken away: what the guard of the tool counts.
    package private(set) var grantsRemoved = 0
    /// Who is to be sent a new password, each once.
    package private(set) var passwordResets: [UserID] = []

    mutating func add(
        _ event: Event, _ context: EventContext, at origin: Origin, in before: State, as known: Sign?
    ) {
        if case .passwordReset(let user) = event, !passwordResets.contains(user) { passwordResets.append(user) }
        guard let sign = known ?? event.sign(in: before) else { return }
        // What was there before may hold whom the actor does not see.
        func text() -> String {
            before.describe(
                event, seenBy: context.actor.map { Visibility(before, viewer: $0, at: context.time) })
        }
        if event.takesAway { grantsRemoved += 1 }
        switch sign {
        case .remove:
            removals.append(Line(sign: sign, text: text(), origin: origin))
            return
        case .add: additionCount += 1
        case .change: changeCount += 1
        }
        if lines.count < Self.mostLines {
            lines.append(Line(sign: sign, text: text(), origin: origin))
        }
    }

    mutating func note(_ text: String, at origin: Origin) {
        noteCount += 1
        if notes.count < Self.mostLines { notes.append(Remark(code: "", text: text, origin: origin)) }
    }

    mutating func warn(_ code: String, _ text: String, at origin: Origin, rule: String?) {
        warnings.append(Remark(code: code, text: text, origin: origin, rule: rule))
    }

    mutating func say(_ output: Output) { self.output.append(output) }

    /// True where nothing was added, changed or removed.
    package var isEmpty: Bool { additionCount == 0 && changeCount == 0 && removals.isEmpty }
}

extension Transaction {
    /// The next thing that has ended by now; entries of the queue are hints.
    mutating func nextExpiry() -> ExpiryQueue.Target? { state.expiries.next(at: now) }
}

extension Event {
    /// When the grant that it makes will end.
    fileprivate var ending: Instant? {
        switch self {
        case .invited(_, _, _, let term), .assigned(_, _, let term): term.until
        case .standingSet(_, let items, _): items.compactMap(\.term.until).min()
        default: nil
        }
    }
}
