import ReeveDomain
import ReeveLanguage
import ReeveStorage
import ReeveSyntax

/// Statements that are said one by one. Each knows what those before it named. Behind a reference: it is some thousand
/// bytes long, and a core without one is to be short.
final class Conversation {
    /// Nil until the first statement.
    var interpreter: Interpreter?
    /// What was said since `begin`; nil where each statement is committed at once.
    var pending: Pending?

    init(interpreter: Interpreter?, pending: Pending?) {
        self.interpreter = interpreter
        self.pending = pending
    }

    /// Tried so far, and committed by saying it all again: the store may have moved on meanwhile.
    struct Pending {
        var scripts: [Script] = []
        let attempt: Attempt
        var interpreter: Interpreter
        /// As it was at `begin`.
        let before: Interpreter
        let events: PendingEvents
    }
}

extension SessionCore {
    private mutating func conversing() -> Interpreter {
        if let known = conversation?.interpreter { return known }
        var interpreter = interpreter(for: [])
        interpreter.isConversing = true
        conversation = Conversation(interpreter: interpreter, pending: conversation?.pending)
        return interpreter
    }

    /// - Parameters:
    ///   - asksOnly: the statement changes nothing, so nobody else has to wait for it.
    ///   - agreed: how many grants may be taken away, by somebody's word.
    mutating func say(_ script: Script, asksOnly: Bool, agreed: Int?) throws(Failure) -> Report {
        if conversation?.pending != nil { return try sayPending(script) }
        let interpreter = conversing()
        guard asksOnly else { return try run([script], from: interpreter, agreed: agreed) }
        try refresh()
        return try runReadOnly([script], from: interpreter)
    }

    private mutating func sayPending(_ script: Script) throws(Failure) -> Report {
        guard var pending = conversation?.pending else { return Report() }
        let actor = try user.map { name throws(Failure) in try Self.actor(named: name, in: state) }
        let mark = pending.attempt.mark
        var interpreter = pending.interpreter
        interpreter.history = JournalHistory(
            store: store, pending: pending.events, isInterrupted: options.isInterrupted)
        // One owner of the state: what a statement changes is changed in place.
        conversation?.pending = nil
        defer { conversation?.pending = pending }
        do throws(ScriptFailure) {
            try pending.attempt.run([script], as: actor, with: &interpreter, checkingRules: false)
            if options.isInterrupted?() == true { throw ScriptFailure.interrupted }
        } catch {
            pending.attempt.goBack(to: mark)
            if error.isInterrupted || options.isInterrupted?() == true { throw .interrupted }
            throw Failure(.script, Failure.Problem.all(error.diagnostics))
        }
        pending.interpreter = interpreter
        pending.scripts.append(script)
        return pending.attempt.takeReport()
    }

    /// From now on statements are tried, until `commitPending` or `rollBack`.
    mutating func beginPending() throws(Failure) {
        guard conversation?.pending == nil else {
            throw Failure(
                .usage, "already-begun", "a transaction has begun already",
                notes: ["`commit` or `rollback` ends it, `diff` shows what is pending"])
        }
        try refresh()
        let interpreter = conversing()
        let events = PendingEvents(systemUser: options.systemUser)
        let attempt = Attempt(on: state, now: options.now, recorder: nil, pending: events)
        // What has run out by now is told by the commit.
        _ = attempt.takeReport()
        conversation?.pending = Conversation.Pending(
            attempt: attempt, interpreter: interpreter, before: interpreter, events: events)
    }

    private func begun() throws(Failure) -> Conversation.Pending {
        guard let pending = conversation?.pending else {
            throw Failure(
                .usage, "not-begun", "no transaction has begun: each statement is committed at once",
                notes: ["`begin` begins one"])
        }
        return pending
    }

    mutating func planPending() throws(Failure) -> Report {
        let pending = try begun()
        var report = try plan(pending.scripts, from: pending.before)
        report.output = []
        return report
    }

    /// Where it fails all stays pending, to be mended or rolled back.
    mutating func commitPending(agreed: Int?) throws(Failure) -> Report {
        let pending = try begun()
        guard !pending.scripts.isEmpty else {
            conversation?.pending = nil
            return Report()
        }
        var report = try run(pending.scripts, from: pending.before, agreed: agreed)
        report.output = []
        conversation?.pending = nil
        return report
    }

    /// - Returns: how many statements were dropped.
    mutating func rollBack() throws(Failure) -> Int {
        let pending = try begun()
        conversation?.pending = nil
        return pending.scripts.count
    }
}
