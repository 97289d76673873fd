import ReeveDomain
import ReeveLanguage
import ReeveStorage

extension Session {
    /// Answers the questions of a script from a store that is opened for these alone. Takes no lock, changes nothing, and
    /// works on a disk that cannot be written to. Where the questions name what they ask about, no more is read of a
    /// large store than they touch; else it is opened whole.
    ///
    /// - Parameters:
    ///   - text: `can alice edit recipe in acme`, or several questions.
    ///   - name: what it is called in messages.
    ///   - path: the store's directory.
    ///   - user: who asks; nil is the superuser, who sees everything.
    ///   - options: clock, parameters, limits.
    /// - Returns: the answers, in the order of the questions; the same that `ask` of an open session gives.
    /// - Throws: what opening a session and its `ask` throw.
    public static func ask(
        _ text: String, named name: String = "question", of path: String, as user: String? = nil,
        options: SessionOptions = SessionOptions()
    ) throws(Failure) -> [Answer] {
        var options = options
        options.isReadOnly = true
        let script = Script(named: name, text: text)
        let files = PosixFileSystem(path: path)
        if let answers = ExcerptAnswers.of(script, as: user, files, options) { return answers }
        return try Session(opening: path, as: user, options: options).ask(text, named: name)
    }
}

/// Questions answered from a part of a store. There is one resolver, one interpreter and one decision function: they are
/// given a smaller state.
enum ExcerptAnswers {
    /// - Returns: nil for whatever the part cannot answer; it is then asked of the whole store, which also knows what to
    ///   say about a mistake.
    static func of(
        _ script: Script, as user: String?, _ files: any FileSystem, _ options: SessionOptions
    ) -> [Answer]? {
        guard let request = ExcerptRequest(questions: script.source, viewer: user) else { return nil }
        let found: Excerpt?
        do throws(StoreError) { found = try Store.excerpt(files, request) } catch { return nil }
        guard let excerpt = found else { return nil }
        let actor = user.flatMap(excerpt.state.user)
        guard actor != nil || user == nil else { return nil }
        let now = options.now
        let pending = PendingEvents(systemUser: options.systemUser)
        let attempt = Attempt(on: excerpt.state, now: now, recorder: nil, pending: pending)
        guard request.suffices(attempt.transaction.state, at: now) else { return nil }
        var interpreter = Interpreter(parameters: options.parameters)
        interpreter.history = ExcerptHistory(
            files: files, indexLimit: options.indexLimit, last: excerpt.head.seq, pending: pending)
        do throws(ScriptFailure) {
            try attempt.run([script], as: actor, with: &interpreter, checkingRules: false)
        } catch { return nil }
        guard !attempt.isWorthKeeping else { return nil }
        var answers: [Answer] = []
        for case .answer(let answer) in attempt.report.output {
            // What would make it a yes is tried against the rules, which are about everybody, and what was taken away is
            // in the journal.
            if case .proof(let proof) = answer.data, !proof.isAllowed { return nil }
            answers.append(answer)
        }
        return answers
    }
}

/// Who made what, as the journal knows it, and the audit log by way of its index; nothing else of the past is told of a part.
private struct ExcerptHistory: History {
    let files: any FileSystem
    let indexLimit: Int64?
    /// The last record that the part knows of.
    let last: Int64
    let pending: PendingEvents

    func provenance(of seq: Int64) -> Provenance? {
        if let found = pending.provenance(of: seq) { return found }
        guard seq > 0 else { return nil }
        do throws(StoreError) {
            return try JournalLookup(files).provenance(of: seq)
        } catch { return nil }
    }

    func lastEnding(of user: UserID, in account: AccountID) -> EndedGrant? { nil }
    func state(asOf instant: Instant) -> State? { nil }

    func audit(_ filter: AuditFilter) -> [AuditEntry]? {
        do throws(StoreError) {
            guard var log = try AuditLog.open(files, limit: indexLimit) else { return nil }
            return try log.entries(filter, through: last)
        } catch { return nil }
    }
}
