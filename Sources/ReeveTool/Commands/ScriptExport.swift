import Reeve
import ReeveDomain
import ReeveExchange

/// `reeve export reeve`: the store as a script.
struct ScriptExport {
    let call: Call
    let session: Session

    func run() throws(Failure) -> Int32 {
        try call.interruptibly { () throws(Failure) in try written() }
    }

    private func written() throws(Failure) -> Int32 {
        if call.invocation.has(.flatten) {
            throw .usage("`--flatten` is for other engines: a script says itself when grants begin and end")
        }
        let path = call.invocation.values[.out]?.last
        let view = session.view
        let made = try session.past(of: ReeveScript.origins(of: view.everything))
        let script = ReeveScript(
            view.everything, now: Instant(milliseconds: call.sessionOptions.clock()), head: view.head, made: made)
        let sink = try DocumentSink(call, path)
        let notes = try write(script, sink)
        try sink.end()
        report(path, view.everything.seq, notes)
        return 0
    }

    private func write(_ script: ReeveScript, _ sink: DocumentSink) throws(Failure) -> [String] {
        do throws(ScriptFault) {
            let limits = call.invocation.bounds.limits.syntax
            let interrupts = call.surroundings.interrupts
            return try script.write(limits: limits, isInterrupted: interrupts.isRaised, sink.write)
        } catch {
            if call.surroundings.interrupts.isRaised() { throw .interrupted }
            throw Failure(
                .fault, "export-refused", "what was written is no script: \(error.message)",
                notes: ["this is a fault of the export's own", "at: \(error.excerpt)"])
        }
    }

    private func report(_ path: String?, _ seq: Int64, _ notes: [String]) {
        if call.console.isJSON, let path {
            return call.console.document(
                .object([
                    ("format", "reeve.export/1"), ("target", "reeve"), ("seq", .number(seq)), ("file", .text(path)),
                    ("notes", JSON(notes)),
                ]))
        }
        for note in notes { call.console.message("note: \(note)") }
        if let path, !call.console.isQuiet { call.console.line("reeve: \(printable(path))") }
    }
}
