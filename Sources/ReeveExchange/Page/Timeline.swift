import ReeveDomain

/// The newest part of the audit log, as a page holds it.
package struct Timeline {
    private enum Sort: Int { case change, work, refusal, login, expiry }
    private struct Row {
        var time: Int64
        var sort: Sort
        var by: Int
        var act: Int
        var say: Int
        var why: Int
        var src: Int
        var at: Int
    }

    /// How many records a page shows.
    package static let most: Int64 = 20_000
    private(set) var texts = PageTexts()
    private var rows: [Row] = []
    /// How many records the whole log has.
    package var all = 0

    package init() {}

    package mutating func add(_ event: Event, _ entry: AuditEntry) {
        let made = entry.provenance
        var details = entry.details
        if case .refused(_, _, let statement) = event, !statement.isEmpty { details += " (\(statement))" }
        rows.append(
            Row(
                time: made.time.milliseconds, sort: Self.sort(event, entry), by: texts.number(made.who),
                act: texts.number(entry.action), say: texts.number(details),
                why: made.reason.map { texts.number($0) } ?? -1, src: texts.number(made.script), at: made.line))
    }

    private static func sort(_ event: Event, _ entry: AuditEntry) -> Sort {
        switch event {
        case .worked, .recordAdded: .work
        case .refused: .refusal
        case .loggedIn, .loggedOut, .switched, .switchedBack: .login
        case .changed(.record, _), .renamed(.record, _), .removed(.record), .lockSet: .work
        default: entry.action == "expired" ? .expiry : .change
        }
    }

    func write(_ give: (String) -> Void) {
        give("\"events\":{\"all\":\(all),\"actors\":\(pageNumbers(Set(rows.map(\.by)).sorted()))")
        func column(_ name: String, _ number: (Row) -> Int) {
            give(",\n\"\(name)\":")
            pageList(rows, give) { String(number($0)) }
        }
        column("time") { Int($0.time) }
        column("sort") { $0.sort.rawValue }
        column("by", \.by)
        column("act", \.act)
        column("say", \.say)
        column("why", \.why)
        column("src", \.src)
        column("at", \.at)
        give("},\n")
    }
}
