import Reeve
import ReeveDomain
import ReeveStorage

extension StoreCommand {
    /// Shows what would be dropped, and does it once somebody has agreed.
    static func repair(_ call: Call) throws(Failure) -> Int32 {
        guard !call.invocation.has(.readOnly) else { throw .usage("`--read-only` repairs nothing") }
        let files = PosixFileSystem(path: call.storePath)
        guard let plan = try stored({ () throws(StoreError) in try RepairPlan.examine(files) }) else {
            return nothing(call)
        }
        if !call.console.isJSON { show(plan, call) }
        guard call.invocation.has(.yes) || agrees(plan, call) else {
            if call.console.isJSON {
                call.console.document(document(plan, nil, call))
                return Failure.Reason.guarded.exitStatus
            }
            throw Failure(
                .guarded, "repair-unconfirmed", "this would drop \(counted(plan)), and nobody has agreed to that",
                notes: ["nothing was changed", "to go on: --yes"])
        }
        let now = Instant(milliseconds: call.sessionOptions.clock())
        let outcome = try stored { () throws(StoreError) in
            try plan.carryOut(files, now: now, systemUser: call.surroundings.systemUser)
        }
        if call.console.isJSON {
            call.console.document(document(plan, outcome, call))
        } else {
            for name in outcome.kept { call.console.line("kept     " + printable(name)) }
            call.console.line(outcome.head.description)
        }
        return 0
    }

    private static func nothing(_ call: Call) -> Int32 {
        if call.console.isJSON {
            call.console.document(
                .object([
                    ("format", "reeve.store-repair/1"), ("store", .text(call.store)), ("problem", .null),
                    ("repaired", .flag(false)),
                ]))
        } else {
            call.console.line("nothing to repair: the store opens, and the next change makes good what is left")
        }
        return 0
    }

    private static func counted(_ plan: RepairPlan) -> String {
        let count = plan.transactionCount
        let snapshot = plan.snapshotBytes == nil ? "" : ", and the snapshot"
        return "\(count) \(count == 1 ? "transaction" : "transactions") (\(plan.byteCount) bytes)" + snapshot
    }

    private static func agrees(_ plan: RepairPlan, _ call: Call) -> Bool {
        let streams = call.surroundings.streams
        guard streams.input.isTerminal, streams.errors.isTerminal, !call.console.isJSON else { return false }
        call.console.ask("This drops \(counted(plan)); the bytes are kept aside. Go on? [y/N] ")
        let answer = streams.input.readLine()?.lowercased()
        return answer == "y" || answer == "yes"
    }

    private static func show(_ plan: RepairPlan, _ call: Call) {
        let console = call.console
        console.line("damaged  " + plan.problem.message)
        if let file = plan.problem.file { console.line("         in \(file), byte \(plan.problem.offset ?? 0)") }
        let position = plan.position
        console.line("keeps    transactions up to \(position.transaction), head \(position.head)")
        for piece in plan.pieces {
            let unread = piece.unreadable > 0 ? ", \(piece.unreadable) of them unreadable" : ""
            let count = piece.transactions.count
            console.line(
                "drops    \(piece.file) from byte \(piece.offset): \(piece.bytes) bytes\(unread), "
                    + "\(count) \(count == 1 ? "transaction" : "transactions")")
            for transaction in piece.transactions { console.line("  - " + line(transaction)) }
        }
        if let bytes = plan.snapshotBytes { console.line("drops    snapshot.json: \(bytes) bytes, written anew") }
    }

    private static func line(_ transaction: DroppedTransaction) -> String {
        var parts = ["transaction \(transaction.number)", "records \(transaction.firstSeq) to \(transaction.lastSeq)"]
        if let closing = transaction.closing {
            parts.append(closing.time.text)
            if !closing.script.isEmpty { parts.append(printable(closing.script)) }
            if let user = closing.systemUser { parts.append("by " + printable(user)) }
        } else {
            parts.append("not finished")
        }
        return parts.joined(separator: ", ") + ", at byte \(transaction.offset)"
    }

    private static func document(_ plan: RepairPlan, _ outcome: RepairPlan.Outcome?, _ call: Call) -> JSON {
        let pieces = plan.pieces.map { piece in
            JSON.object([
                ("file", .text(piece.file)), ("offset", .number(piece.offset)), ("bytes", .number(piece.bytes)),
                ("unreadableBytes", .number(piece.unreadable)),
                ("transactions", .list(piece.transactions.map(document))),
            ])
        }
        return .object([
            ("format", "reeve.store-repair/1"), ("store", .text(call.store)),
            (
                "problem",
                .object([
                    ("code", .text(plan.problem.code.rawValue)), ("message", .text(plan.problem.message)),
                    ("file", JSON(plan.problem.file)),
                    ("offset", plan.problem.offset.map { JSON.number($0) } ?? .null),
                ])
            ), ("keeps", .text(plan.position.head.description)), ("drops", .list(pieces)),
            ("dropsSnapshotBytes", plan.snapshotBytes.map { JSON.number($0) } ?? .null),
            ("repaired", .flag(outcome != nil)), ("needs", outcome == nil ? "--yes" : .null),
            ("kept", JSON(outcome?.kept ?? [])), ("head", JSON(outcome?.head.description)),
        ])
    }

    private static func document(_ transaction: DroppedTransaction) -> JSON {
        .object([
            ("tx", .number(transaction.number)), ("offset", .number(transaction.offset)),
            ("firstSeq", .number(transaction.firstSeq)), ("lastSeq", .number(transaction.lastSeq)),
            ("time", JSON(transaction.closing?.time.text)), ("script", JSON(transaction.closing?.script)),
            ("osUser", JSON(transaction.closing?.systemUser)),
        ])
    }
}
