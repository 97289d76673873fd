import Reeve
import ReeveDomain

/// Answers as JSON: `reeve.answer/1`.
extension JSON {
    /// What a script said, in a report.
    init(_ output: Report.Output) {
        switch output {
        case .text(let text): self = .text(text)
        case .answer(let answer): self = JSON(answer)
        }
    }

    /// `reeve.answer/1`; `kind` tells which of the forms it is.
    init(_ answer: Reeve.Answer) {
        let form: String
        var members: [(String, JSON)]
        switch answer.data {
        case .decision(let isAllowed, let headline, let reason):
            form = "decision"
            members = [("allowed", .flag(isAllowed)), ("answer", .text(headline)), ("reason", .text(reason))]
        case .proof(let proof):
            form = "proof"
            members = [
                ("allowed", .flag(proof.isAllowed)), ("answer", .text(proof.headline)), ("reason", .text(proof.reason)),
                ("routes", .list(proof.routes.map { JSON($0) })),
                ("permission", proof.permission.map { JSON($0) } ?? .null), ("ended", JSON(proof.ended)),
                ("suggestions", .list(proof.suggestions.map { JSON($0) })),
            ]
        case .count(let count, let what):
            form = "count"
            members = [("count", JSON(count)), ("of", .text(what))]
        case .card(let title, let fields):
            form = "thing"
            members = [("title", .text(title)), ("fields", .object(fields.map { ($0.name, JSON($0.cell)) }))]
        case .table(let table):
            form = "table"
            let rows = table.rows.map { row in
                JSON.object(zip(table.columns, row).map { ($0, JSON($1)) })
            }
            members = [("title", .text(table.title)), ("columns", JSON(table.columns)), ("rows", .list(rows))]
        }
        self = .object([("format", "reeve.answer/1"), ("kind", .text(form))] + members)
    }

    private init(_ cell: Cell) {
        switch cell {
        case .none: self = .null
        case .text(let text): self = .text(text)
        case .number(let number): self = Int64(exactly: number).map { .number($0) } ?? .text(numberText(number))
        case .flag(let flag): self = .flag(flag)
        case .instant(let instant): self = .text(instant.text)
        case .list(let items): self = JSON(items)
        }
    }

    private init(_ route: Proof.RouteLine) {
        self = .object([
            ("route", .text(route.route.label)), ("role", .text(route.role)), ("through", .text(route.through)),
            ("decides", .flag(route.decides)), ("until", JSON(route.until?.text)),
            ("made", route.provenance.map { JSON($0) } ?? .null),
        ])
    }

    private init(_ permission: Proof.PermissionLine) {
        self = .object([
            ("text", .text(permission.text)), ("role", .text(permission.role)),
            ("line", permission.line > 0 ? JSON(permission.line) : .null),
            ("made", permission.provenance.map { JSON($0) } ?? .null),
        ])
    }

    private init(_ provenance: Provenance) {
        self = .object([
            ("seq", .number(provenance.seq)), ("transaction", .number(provenance.transaction)),
            ("time", .text(provenance.time.text)), ("actor", JSON(provenance.actor)),
            ("systemUser", .text(provenance.systemUser)),
            ("script", provenance.script.isEmpty ? .null : .text(provenance.script)),
            ("line", provenance.line > 0 ? JSON(provenance.line) : .null), ("because", JSON(provenance.reason)),
        ])
    }
}
