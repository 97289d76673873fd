import ReeveDomain

/// What a transaction's recorder saw, in order.
final class History {
    typealias Entry = (event: Event, context: EventContext)
    private(set) var entries: [Entry] = []

    func add(_ event: Event, _ context: EventContext) { entries.append((event, context)) }
}

/// One command tried on a state: what came of it.
struct Attempt {
    var state: State
    var entries: [History.Entry] = []
    var report = ChangeReport()
    var refusal: Refusal?

    /// Does what a store does: lets what is due expire, then performs; a refusal drops it all.
    static func perform(
        _ command: Command, on state: State, at now: Instant, by actor: Actor = .superuser, expiring: Bool = true
    ) -> Attempt {
        let history = History()
        var transaction = Transaction(state: state, now: now, actor: actor) { event, context, _, _ in
            history.add(event, context)
        }
        if expiring { transaction.expireDue() }
        do throws(Refusal) {
            try transaction.perform(command)
        } catch {
            return Attempt(state: state, refusal: error)
        }
        return Attempt(state: transaction.state, entries: history.entries, report: transaction.report)
    }
}
