import ReeveDomain
import ReeveLanguage
import ReeveStorage
import ReeveSyntax

extension SessionCore {
    /// lock → refresh → interpret → one write and sync → snapshot (store.md).
    /// - Parameters:
    ///   - interpreter: of a conversation, which goes on with what this run leaves in it.
    ///   - agreed: how many grants may be taken away, by somebody's word.
    ///   - plan: what the scripts must come to, to the byte.
    mutating func run(
        _ scripts: [Script], from interpreter: Interpreter? = nil, agreed: Int? = nil, asIn plan: Plan? = nil
    ) throws(Failure) -> Report {
        let isConversing = interpreter?.isConversing ?? false
        guard !isReadOnly else { return try runReadOnly(scripts, from: interpreter) }
        if store == nil {
            try refresh()
            // Tried without a store first: only a change makes one.
            if store == nil {
                let attempt = try tried(
                    scripts, on: State(), at: options.now, recorder: nil, watching: false, from: interpreter)
                guard attempt.isWorthKeeping else {
                    if let plan { try confirm(plan, is: attempt, recordedAs: []) }
                    if isConversing { conversation?.interpreter = attempt.interpreter }
                    return attempt.report
                }
                try guardRemovals(attempt, agreed)
            }
        }
        let store = try makeStore()
        let now = options.now
        let recorder = try stored { () throws(StoreError) in
            try store.begin(script: scripts.first?.name ?? "", now: now)
        }
        var report: Report
        do throws(Failure) {
            if let plan { try confirm(plan, fits: store) }
            let attempt = try tried(
                scripts, on: store.state, at: now, recorder: recorder, watching: false, from: interpreter, in: store)
            if let plan { try confirm(plan, is: attempt, recordedAs: recorder.lines) }
            try guardRemovals(attempt, agreed)
            report = attempt.report
            if attempt.isWorthKeeping {
                options.onProgress?(.committing)
                let closing = closing(now)
                let head = try stored { () throws(StoreError) in
                    try store.commit(
                        recorder, closing: closing, after: attempt.transaction.state, settling: true)
                }
                // Its own: others may go on now.
                report.head = head.description
                settle(store, &report)
                report.deliveries = attempt.deliveries
            } else {
                store.abandon()
            }
            if isConversing { conversation?.interpreter = attempt.interpreter }
        } catch {
            store.abandon()
            throw error
        }
        report.head = report.head ?? store.head.description
        report.warnings += storeWarnings(store)
        return report
    }

    mutating func runReadOnly(_ scripts: [Script], from interpreter: Interpreter? = nil) throws(Failure) -> Report {
        let isConversing = interpreter?.isConversing ?? false
        if let store { try stored { () throws(StoreError) in try store.refresh() } }
        let attempt = try tried(
            scripts, on: state, at: options.now, recorder: nil, watching: false, from: interpreter)
        guard !attempt.isWorthKeeping else {
            let why =
                options.isReadOnly ? "`--read-only` was given" : "the store lies on a disk that cannot be written to"
            throw Failure(
                .inputOutput, "store-read-only", "this would change something, and nothing may be changed: \(why)")
        }
        if isConversing { conversation?.interpreter = attempt.interpreter }
        var report = attempt.report
        report.head = head
        return report
    }

    mutating func ask(_ scripts: [Script]) throws(Failure) -> [Answer] {
        try refresh()
        // A question commits nothing: what has run out meanwhile, and a rule that no longer holds for that, are no
        // reason to leave it unanswered.
        let attempt = try tried(
            scripts, on: state, at: options.now, recorder: nil, watching: false, checkingRules: false)
        guard !attempt.isWorthKeeping else {
            throw Failure(
                .usage, "not-a-question", "this would change something, and only questions are answered here",
                notes: ["to carry it out: reeve run -c '…'"])
        }
        return attempt.report.output.compactMap { if case .answer(let answer) = $0 { answer } else { nil } }
    }

    mutating func check(_ scripts: [Script]) throws(Failure) -> [Failure.Problem] {
        try refresh()
        var transaction = Transaction(state: state, now: options.now, actor: .superuser)
        transaction.expireDue()
        if let user { transaction.actor = .user(try Self.actor(named: user, in: state)) }
        return Failure.Problem.all(interpreter(for: scripts).check(scripts.map(\.source), in: transaction))
    }

    /// - Parameter store: where a refused attempt is recorded; nil where it is not.
    func tried(
        _ scripts: [Script], on state: consuming State, at now: Instant, recorder: TransactionRecorder?, watching: Bool,
        from known: Interpreter? = nil, in store: Store? = nil, checkingRules: Bool = true
    ) throws(Failure) -> Attempt {
        let actor = try user.map { name throws(Failure) in try Self.actor(named: name, in: state) }
        let pending = PendingEvents(systemUser: options.systemUser)
        let attempt = Attempt(on: state, now: now, recorder: recorder, watching: watching, pending: pending)
        var interpreter = known ?? interpreter(for: scripts)
        interpreter.history = JournalHistory(
            store: self.store, pending: pending, isInterrupted: options.isInterrupted)
        let error: ScriptFailure
        do throws(ScriptFailure) {
            try attempt.run(scripts, as: actor, with: &interpreter, checkingRules: checkingRules)
            // What was told of the past may be only a part of it.
            if options.isInterrupted?() == true { throw .interrupted }
            if interpreter.isConversing { attempt.interpreter = interpreter }
            return attempt
        } catch let thrown { error = thrown }
        if error.isInterrupted || options.isInterrupted?() == true { throw .interrupted }
        var failure = Failure(.script, Failure.Problem.all(error.diagnostics))
        if error.isRefusal, let store {
            store.abandon()
            failure = record(error, failure, of: attempt.transaction, scripts, as: actor, in: store)
        }
        throw failure
    }

    func guardRemovals(_ attempt: Attempt, _ agreed: Int? = nil) throws(Failure) {
        guard attempt.isWorthKeeping, let limit = agreed.map({ .atMost($0) }) ?? options.removalLimit else { return }
        let removed = attempt.transaction.report.grantsRemoved
        let total = attempt.transaction.base.grantCount
        guard limit.isExceeded(removing: removed, of: total) else { return }
        var failure = Failure(
            .guarded, "many-removals",
            "this would take away \(removed) of \(total) grants, and nobody has agreed to that",
            notes: [
                "to see which: reeve plan", "to go on: --yes, or --max-removals \(removed)",
            ])
        failure.removals = removed
        throw failure
    }

    /// The superuser is known by the operating system's name for whoever it is.
    func closing(_ now: Instant) -> Closing {
        Closing(time: now, extra: [JSONValue.Member("osUser", .string(options.systemUser))])
    }

    func settle(_ store: Store, _ report: inout Report) {
        do throws(StoreError) {
            try store.settle(now: options.now)
        } catch {
            // The journal has the change: the next run tries again.
            report.warnings.append(
                Report.Remark(
                    code: "snapshot-late", text: "the change is kept, but the snapshot is not: \(error.message)"))
        }
    }

    func storeWarnings(_ store: Store) -> [Report.Remark] {
        store.takeWarnings().map { Report.Remark(code: "store-recovered", text: $0) }
    }

    // MARK: Refused attempts

    private static let longestStatement = 1000

    /// Journals a refused attempt as a transaction of its own.
    ///
    /// - Returns: the failure, with the head of its record, or with a word on why there is none.
    private func record(
        _ refusal: ScriptFailure, _ failure: Failure, of dropped: Transaction, _ scripts: [Script], as user: UserID?,
        in store: Store
    ) -> Failure {
        guard let first = refusal.diagnostics.first(where: { $0.severity == .error }) else { return failure }
        let now = options.now
        do throws(StoreError) {
            let recorder = try store.begin(script: scripts.first?.name ?? "", now: now)
            var transaction = Transaction(
                state: store.state, now: now, actor: user.map { .user($0) } ?? .superuser,
                recorder: { recorder.record($0, $1, $2, $3) })
            // Whoever acted at that point, unless the dropped run itself had added them.
            if let acting = dropped.actor.user, Int(acting.raw) < store.state.users.rows.count {
                transaction.actor = .user(acting)
            }
            let line = first.source.map { LineIndex($0).position(first.range.start).line } ?? 0
            transaction.origin = Origin(script: first.source?.name ?? scripts.first?.name ?? "", line: line)
            var statement = String(refusal.statement.unicodeScalars.prefix(Self.longestStatement))
            if statement.utf8.count < refusal.statement.utf8.count { statement += "…" }
            transaction.emit(.refused(code: first.code, message: first.message, statement: statement))
            _ = try store.commit(recorder, closing: closing(now), after: transaction.state, settling: true)
            var failure = failure
            failure.head = store.head.description
            var report = Report()
            settle(store, &report)
            return failure
        } catch {
            store.abandon()
            let late = Failure.Problem(
                code: error.code.rawValue, message: "the refusal could not be recorded: \(error.message)",
                isError: false)
            var unrecorded = Failure(failure.reason, failure.problems + [late])
            unrecorded.head = failure.head
            return unrecorded
        }
    }
}

extension ScriptFailure {
    static let interrupted = ScriptFailure(
        diagnostics: [
            Diagnostic(code: Interpreter.interruptedCode, message: "interrupted", source: nil, range: SourceRange(0, 0))
        ])

    /// Somebody stopped it.
    var isInterrupted: Bool { diagnostics.contains { $0.code == Interpreter.interruptedCode } }
}

extension State {
    /// Team roles, named and standing items of managers: what the limit on removals is measured against.
    var grantCount: Int {
        members.count + assignments.count
            + standingManagers.reduce(0) { $0 + (manager($1)?.standing.count ?? 0) }
    }
}
