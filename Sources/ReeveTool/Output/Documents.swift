import Reeve

/// The JSON documents of the command line. Their members may grow; what is here keeps its name, type and meaning as long
/// as the number behind the `/` stays.
extension JSON {
    /// `reeve.report/1` of a run, `reeve.plan/1` of a plan.
    init(_ report: Report, store: String, plan: (path: String, hash: String)? = nil) {
        var members: [(String, JSON)] = [
            ("format", report.isPlan ? "reeve.plan/1" : "reeve.report/1"),
            ("store", .text(store)),
            ("changed", .flag(!report.isUnchanged)),
            ("changes", .list(report.changes.map { JSON($0) })),
            ("omittedChanges", JSON(report.omittedChanges)),
            ("unchanged", JSON(report.unchanged)),
            ("removals", .list(report.removals.map { JSON($0) })),
            ("grantsRemoved", JSON(report.grantsRemoved)),
            ("notes", .list(report.notes.map { JSON($0) })),
            ("omittedNotes", JSON(report.omittedNotes)),
            ("warnings", .list(report.warnings.map { JSON($0) })),
            ("output", .list(report.output.map { JSON($0) })),
        ]
        // Only there where something is to be sent.
        if !report.deliveries.isEmpty {
            members.append(
                (
                    "deliveries",
                    .list(
                        report.deliveries.map {
                            .object([
                                ("kind", .text($0.kind.rawValue)), ("user", .text($0.user)), ("email", JSON($0.email)),
                            ])
                        })
                ))
        }
        if report.isPlan {
            members.append(("usersAffected", JSON(report.access.count)))
            members.append(("access", .list(report.access.map { JSON($0) })))
        }
        members.append(("head", JSON(report.head)))
        if let plan {
            members.append(("plan", .object([("file", .text(plan.path)), ("sha256", .text(plan.hash))])))
        }
        self = .object(members)
    }

    private init(_ line: Report.Line) {
        self = .object([
            ("sign", .text(line.sign.rawValue)),
            ("text", .text(line.text)),
            ("script", line.script.isEmpty ? .null : .text(line.script)),
            ("line", line.line > 0 ? JSON(line.line) : .null),
            ("because", JSON(line.reason)),
        ])
    }

    private init(_ remark: Report.Remark) {
        var members: [(String, JSON)] = []
        if !remark.code.isEmpty { members.append(("code", .text(remark.code))) }
        members.append(("text", .text(remark.text)))
        members.append(("script", remark.script.isEmpty ? .null : .text(remark.script)))
        members.append(("line", remark.line > 0 ? JSON(remark.line) : .null))
        self = .object(members)
    }

    private init(_ change: AccessChange) {
        func list(_ places: [AccessChange.Access]) -> JSON {
            .list(places.map { .object([("account", .text($0.account)), ("role", .text($0.role))]) })
        }
        self = .object([
            ("user", .text(change.user)),
            ("gained", list(change.gained)),
            ("lost", list(change.lost)),
            (
                "moved",
                .list(
                    change.moved.map {
                        .object([("account", .text($0.account)), ("from", .text($0.from)), ("to", .text($0.to))])
                    })
            ),
            ("text", .text(change.description)),
        ])
    }

    /// `reeve.failure/1`: any command that did not do what was asked.
    init(_ failure: Failure) {
        self = .object([
            ("format", "reeve.failure/1"),
            ("exit", .number(Int64(failure.exitStatus))),
            ("problems", .list(failure.problems.map { JSON($0) })),
            ("head", JSON(failure.head)),
        ])
    }

    /// `reeve.check/1`
    init(checked scripts: [String], _ problems: [Failure.Problem]) {
        self = .object([
            ("format", "reeve.check/1"),
            ("scripts", JSON(scripts)),
            ("ok", .flag(!problems.contains(where: \.isError))),
            ("problems", .list(problems.map { JSON($0) })),
        ])
    }

    init(_ problem: Failure.Problem) {
        self = .object([
            ("severity", problem.isError ? "error" : "warning"),
            ("code", .text(problem.code)),
            ("message", .text(problem.message)),
            ("file", JSON(problem.file)),
            ("line", problem.line.map { JSON($0) } ?? .null),
            ("column", problem.column.map { JSON($0) } ?? .null),
            ("label", .text(problem.label)),
            ("notes", JSON(problem.notes)),
            (
                "fix",
                problem.fix.map {
                    .object([
                        ("start", JSON($0.start)), ("end", JSON($0.end)), ("replacement", .text($0.replacement)),
                    ])
                } ?? .null
            ),
        ])
    }
}
