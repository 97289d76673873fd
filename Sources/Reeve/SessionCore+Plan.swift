import ReeveDomain
import ReeveLanguage
import ReeveStorage
import ReeveSyntax

extension SessionCore {
    mutating func plan(_ scripts: [Script], from interpreter: Interpreter? = nil) throws(Failure) -> Report {
        try refresh()
        return report(
            of: try tried(scripts, on: state, at: options.now, recorder: nil, watching: true, from: interpreter))
    }

    /// A plan with all that is needed to carry it out later.
    mutating func prepare(_ scripts: [Script]) throws(Failure) -> PreparedPlan {
        try refresh()
        let name = scripts.first?.name ?? ""
        let recorder = store?.draft(script: name) ?? Store.firstDraft(script: name)
        let loader = KeepingLoader(loader(for: scripts))
        let now = options.now
        let attempt = try tried(
            scripts, on: state, at: now, recorder: recorder, watching: true,
            from: Interpreter(loader: loader, limits: options.bounds.limits, parameters: options.parameters))
        let report = report(of: attempt)
        let plan = try Plan(
            Plan.Draft(
                actor: user, systemUser: options.systemUser, time: now, head: head, store: store?.id.description,
                parameters: options.parameters, bounds: options.bounds, scripts: scripts, files: loader.kept,
                lines: report.textLines(withHead: false).map(\.text) + report.warnings.map(\.description),
                records: attempt.isWorthKeeping ? recorder.lines : []))
        return PreparedPlan(report: report, plan: plan)
    }

    private func report(of attempt: Attempt) -> Report {
        var report = attempt.report
        report.isPlan = true
        report.access = attempt.accessChanges
        return report
    }

    // MARK: Carrying it out

    /// Runs a plan's scripts again, as of its time, and commits what they lead to if that is what was reviewed, to the
    /// byte. Permissions, rules and limits are those of any run.
    mutating func apply(_ plan: Plan) throws(Failure) -> Report {
        guard plan.actor == user else {
            let whose = plan.actor.map { "`\(escaped($0))`" } ?? "the superuser"
            throw Failure(
                .usage, "plan-of-another", "the plan is to be carried out as \(whose)",
                notes: [plan.actor.map { "to do so: --as \(escaped($0))" } ?? "to do so: leave out --as"])
        }
        try refresh()
        // Before a store is made for it.
        if plan.store != nil, store == nil {
            throw Self.stale("it was made on a store that is not there")
        }
        if let store { try confirm(plan, fits: store) }
        var interpreter = Interpreter(
            loader: KeptFiles(files: plan.files), limits: plan.bounds.limits, parameters: plan.parameters)
        interpreter.now = Instant(milliseconds: plan.time)
        return try run(plan.scripts, from: interpreter, asIn: plan)
    }

    /// Nothing has moved that the plan was made on.
    func confirm(_ plan: Plan, fits store: Store) throws(Failure) {
        guard let made = plan.store else {
            guard store.position.transaction == 0 else {
                throw Self.stale("it was made before there was a store, and now there is one", moved(since: 0, store))
            }
            return
        }
        guard made == store.id.description else { throw Self.stale("it was made on another store") }
        guard plan.head == store.head.description else {
            let seq = plan.head.flatMap { Head($0)?.seq } ?? 0
            guard seq < store.head.seq else {
                throw Self.stale("the store is an older one, or has another past, than the one it was made on")
            }
            throw Self.stale("the store has moved on since", moved(since: seq, store))
        }
        let (before, now) = (Instant(milliseconds: plan.time), options.now)
        if let turn = store.state.nextTurn(after: before), turn <= now {
            throw Self.stale("grants have begun or ended since, the first of them on \(turn.text)")
        }
    }

    /// It leads to what was reviewed.
    func confirm(_ plan: Plan, is attempt: Attempt, recordedAs lines: [UInt8]) throws(Failure) {
        let lines = attempt.isWorthKeeping ? lines : []
        guard lines != plan.records else { return }
        func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] { bytes.split(separator: UInt8(ascii: "\n")) }
        let (planned, found) = (split(plan.records), split(lines))
        let same = zip(planned, found).prefix { $0 == $1 }.count
        func shown(_ lines: [ArraySlice<UInt8>]) -> String {
            guard same < lines.count else { return "nothing more" }
            let text = String(decoding: lines[same], as: UTF8.self)
            return escaped(text.prefix(200)) + (text.count > 200 ? "…" : "")
        }
        throw Self.stale(
            "its scripts lead to something else now",
            ["reviewed: \(shown(planned))", "now: \(shown(found))"])
    }

    /// What happened behind a record: the first transaction, and how many there are in all.
    private func moved(since seq: Int64, _ store: Store) -> [String] {
        // A note that cannot be had is left out: the refusal stands without it.
        guard let first = JournalHistory(store: store, pending: PendingEvents(systemUser: "")).provenance(of: seq + 1)
        else { return [] }
        let who = first.actor.map { escaped($0) } ?? "\(escaped(first.systemUser)) (superuser)"
        let place = first.script.isEmpty ? "" : ", in \(escaped(first.script))"
        let more = store.position.transaction - first.transaction
        return [
            "transaction \(first.transaction) by \(who) on \(first.time.text)\(place)"
                + (more > 0 ? ", and \(more) more" : ""),
            "to see what they did: reeve ask 'show audit since \(first.time.text)'",
        ]
    }

    private static func stale(_ why: String, _ notes: [String] = []) -> Failure {
        Failure(
            .stale, "plan-stale", "the plan is out of date, and nothing of it was carried out: \(why)",
            notes: notes + ["to plan it anew: reeve plan FILE… --out P"])
    }
}

/// A plan, and what it would do.
public struct PreparedPlan: Sendable {
    /// What a run would change, and whose effective access.
    public let report: Report
    /// What to keep and review, and to give to `Session.apply`.
    public let plan: Plan
}
