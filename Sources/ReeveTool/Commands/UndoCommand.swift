import Reeve

/// `reeve undo`: shows what taking a transaction back would change, and does it on somebody's word.
enum UndoCommand {
    static let command = Command(
        name: "undo", synopsis: ["undo SEQ [--yes]"],
        summary: "show what taking back one transaction would change; with --yes, or a yes on a terminal, do it",
        run: run)

    private static func run(_ call: Call) throws(Failure) -> Int32 {
        guard call.invocation.operands.count == 1, let text = call.invocation.operands.first,
            let seq = Int64(text.prefix { $0 != ":" }), seq > 0
        else { throw .usage("say which transaction: reeve undo SEQ, the number that a run's last line begins with") }
        let session = try Session(opening: call.storePath, as: call.user, options: call.sessionOptions)
        if !call.invocation.has(.yes) {
            call.console.show(try session.undo(seq, committing: false), store: call.store)
            guard call.agrees("Take it back?") else {
                throw Failure(
                    .guarded, "wants-a-word", "nothing was changed: this is what it would do",
                    notes: ["to go on: reeve undo \(seq) --yes"])
            }
        }
        return try call.onAgreement { options throws(Failure) in
            let session = try Session(opening: call.storePath, as: call.user, options: options)
            call.console.show(try session.undo(seq), store: call.store)
            return 0
        }
    }
}
