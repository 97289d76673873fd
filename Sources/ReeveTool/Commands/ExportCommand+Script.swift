import Reeve
import ReeveDomain
import ReeveExchange

/// `reeve export reeve`: the store as a script.
extension ExportCommand {
    static let scriptTarget = "reeve"

    static func script(_ call: Call) throws(Failure) -> Int32 {
        try call.interruptibly { () throws(Failure) in try written(call) }
    }

    private static func written(_ call: Call) throws(Failure) -> Int32 {
        if call.invocation.has(.flatten) {
            throw .usage("`--flatten` is for other engines: a script says itself when grants begin and end")
        }
        if call.invocation.values[.out]?.last?.isEmpty == true { throw .usage("`--out` wants a file") }
        let view = try view(call, scripts: Array(call.invocation.operands.dropFirst()))
        let script = ReeveScript(
            view.everything, now: Instant(milliseconds: call.sessionOptions.clock()), head: view.head,
            reasons: try view.reasons())
        guard let out = call.invocation.values[.out]?.last else {
            let notes = try write(script, call) { call.console.raw($0) }
            for note in notes { call.console.message("note: \(note)") }
            return 0
        }
        let (directory, name) = split(out)
        let files = ExportFiles(call.surroundings.path(directory), shown: out)
        try files.begin(with: [name])
        var length = 0
        let notes = try write(script, call) { piece in
            length += piece.utf8.count
            call.console.progress?.show { "\(printable(out)): \(length >> 20) MiB" }
            files.write(piece, to: name)
        }
        _ = try files.end()
        report(out, view, notes, call)
        return 0
    }

    private static func write(
        _ script: ReeveScript, _ call: Call, _ sink: @escaping (String) -> Void
    ) throws(Failure) -> [String] {
        do throws(ScriptFault) {
            return try script.write(
                limits: call.invocation.bounds.limits.syntax, isInterrupted: call.surroundings.interrupts.isRaised, sink
            )
        } catch {
            if call.surroundings.interrupts.isRaised() { throw .interrupted }
            throw Failure(
                .fault, "export-refused", "what was written is no script: \(error.message)",
                notes: ["this is a fault of the export's own", "at: \(error.excerpt)"])
        }
    }

    private static func split(_ path: String) -> (directory: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let directory = path[..<slash]
        return (directory.isEmpty ? "/" : String(directory), String(path[path.index(after: slash)...]))
    }

    private static func report(_ out: String, _ view: View, _ notes: [String], _ call: Call) {
        if call.console.isJSON {
            return call.console.document(
                .object([
                    ("format", "reeve.export/1"), ("target", .text(scriptTarget)),
                    ("seq", .number(view.everything.seq)), ("file", .text(out)), ("notes", JSON(notes)),
                ]))
        }
        for note in notes { call.console.message("note: \(note)") }
        guard !call.console.isQuiet else { return }
        call.console.line("reeve: \(printable(out))")
    }
}
