import ReeveDomain
import ReeveLanguage
import ReeveStorage
import ReeveSyntax

/// One try of some scripts on a state: expiries that are due, a login, the scripts, a logout. What it leads to is in
/// `transaction`, for whoever keeps or drops it. Behind a reference: it holds two states, and is handed about.
final class Attempt {
    /// Sees the events go by.
    private final class Meter {
        let recorder: TransactionRecorder?
        /// Events that are more than coming and going.
        var work = 0
        /// Before the scripts began: what has run out is not their doing.
        var isBegun = false
        var difference: AccessDifference?
        let pending: PendingEvents

        init(_ recorder: TransactionRecorder?, watching: Bool, pending: PendingEvents) {
            self.recorder = recorder
            self.pending = pending
            difference = watching ? AccessDifference() : nil
        }

        func record(_ event: Event, _ context: EventContext, _ origin: Origin, _ before: State) {
            recorder?.record(event, context, origin, before)
            pending.add(event, context, origin, before)
            difference?.add(event, before: before)
            switch event {
            case .loggedIn, .loggedOut, .switched, .switchedBack: break
            default: if isBegun { work += 1 }
            }
        }
    }

    private(set) var transaction: Transaction
    /// What the run left of variables and procedures.
    var interpreter: Interpreter?
    private let meter: Meter

    /// - Parameters:
    ///   - state: what it starts from.
    ///   - now: its time.
    ///   - recorder: the journal's; nil where nothing is to be kept.
    ///   - watching: whose effective access changes is wanted.
    ///   - pending: keeps who made what, for the run's own questions.
    init(
        on state: consuming State, now: Instant, recorder: TransactionRecorder?, watching: Bool = false,
        pending: PendingEvents
    ) {
        let meter = Meter(recorder, watching: watching, pending: pending)
        self.meter = meter
        transaction = Transaction(
            state: state, now: now, actor: .superuser,
            recorder: { event, context, origin, before in meter.record(event, context, origin, before) })
        transaction.expireDue()
        meter.isBegun = true
    }

    /// - Parameter user: nil is the superuser.
    func run(
        _ scripts: [Script], as user: UserID?, with interpreter: inout Interpreter, checkingRules: Bool = true
    ) throws(ScriptFailure) {
        let name = scripts.first?.name ?? ""
        if let user {
            transaction.origin = Origin(script: name, line: 0)
            do throws(Refusal) {
                transaction.actor = .user(user)
                try transaction.enter(as: user, .partner)
            } catch {
                throw ScriptFailure(
                    diagnostics: [
                        Diagnostic(
                            code: error.code, message: error.message, source: nil, range: SourceRange(0, 0),
                            notes: error.notes)
                    ], isRefusal: true)
            }
        }
        try interpreter.run(scripts.map(\.source), in: &transaction, checkingRules: checkingRules)
        if let user {
            transaction.origin = Origin(script: name, line: 0)
            transaction.leave(user, .partner)
        }
    }

    /// Takes a transaction back, rules included.
    func undo(_ plan: UndoPlan, as user: UserID?, reason: String) throws(Refusal) {
        transaction.origin = Origin(script: "", line: 0, reason: reason)
        if let user { transaction.actor = .user(user) }
        try transaction.undo(plan)
        try transaction.checkRules()
    }

    /// Where more is to come: what a part of it did.
    func takeReport() -> Report { Report(transaction.takeReport(), kept: true) }

    /// What one goes back to, where a part of it fails.
    struct Mark {
        fileprivate let transaction: Transaction
        fileprivate let work: Int
        fileprivate let difference: AccessDifference?
        fileprivate let pending: PendingEvents.Kept
    }

    var mark: Mark {
        Mark(
            transaction: transaction, work: meter.work, difference: meter.difference,
            pending: meter.pending.kept)
    }

    func goBack(to mark: Mark) {
        transaction = mark.transaction
        meter.work = mark.work
        meter.difference = mark.difference
        meter.pending.kept = mark.pending
    }

    /// False where the scripts found all as they want it: then nothing is kept, neither logins nor expiries.
    var isWorthKeeping: Bool { meter.work > 0 }

    var report: Report { Report(transaction.report, kept: isWorthKeeping) }

    /// For whoever embeds this, once it is committed.
    var deliveries: [Report.Delivery] {
        if transaction.report.passwordResets.isEmpty { return [] }
        let state = transaction.state
        return transaction.report.passwordResets.map { user in
            let email = state.attribute("email", of: .thing(.user(user)), seenBy: nil)
            return Report.Delivery(
                kind: .passwordReset, user: state[user].name,
                email: email.flatMap { if case .text(let text) = $0 { text } else { nil } })
        }
    }

    /// Whose effective access is another afterwards.
    var accessChanges: [AccessChange] {
        guard isWorthKeeping, let difference = meter.difference else { return [] }
        let (before, after) = (transaction.base, transaction.state)
        return difference.entries(before: before, after: after, at: transaction.now).map {
            AccessChange($0, before: before, after: after)
        }
    }
}

extension Report {
    /// - Parameter kept: false for a run whose scripts did nothing: what ran out is then told by the run that journals it.
    init(_ report: ChangeReport, kept: Bool) {
        func line(_ line: ChangeReport.Line) -> Line {
            let sign: Sign =
                switch line.sign {
                case .add: .addition
                case .change: .change
                case .remove: .removal
                }
            return Line(
                sign: sign, text: line.text, script: line.origin.script, line: line.origin.line,
                reason: line.origin.reason)
        }
        func remark(_ remark: ChangeReport.Remark) -> Remark {
            Remark(code: remark.code, text: remark.text, script: remark.origin.script, line: remark.origin.line)
        }
        self.init()
        if kept {
            changes = report.lines.map(line)
            omittedChanges = report.additionCount + report.changeCount - report.lines.count
            removals = report.removals.map(line)
            grantsRemoved = report.grantsRemoved
        }
        unchanged = report.unchanged
        notes = report.notes.filter { kept || $0.origin.line > 0 }.map(remark)
        omittedNotes = report.noteCount - report.notes.count
        warnings = report.warnings.map(remark)
        output = report.output.map {
            switch $0 {
            case .text(let text): .text(text)
            case .answer(let answer): .answer(Answer(answer))
            }
        }
    }
}
