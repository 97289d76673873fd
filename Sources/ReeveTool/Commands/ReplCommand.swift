import Reeve

/// `reeve repl`, and `reeve` alone on a terminal: a statement at a time, each committed at once.
enum ReplCommand {
    static let command = Command(
        name: "repl", synopsis: ["repl"],
        summary: "statements one at a time, each committed at once; also `reeve` alone on a terminal", run: run)

    private static func run(_ call: Call) throws(Failure) -> Int32 {
        guard call.invocation.operands.isEmpty else {
            throw .usage("`reeve repl` takes no file", hint: "to run a script: reeve run FILE…")
        }
        let session = try Session(opening: call.storePath, as: call.user, options: call.sessionOptions)
        let isTerminal = call.surroundings.streams.input.isTerminal
        let dialogue = Dialogue(call, session: session, name: isTerminal ? "console" : Script.inputName)
        if let terminal = editing(call) {
            var repl = TerminalRepl(dialogue, on: terminal)
            if let status = repl.run() { return status }
        }
        var plain = PlainRepl(dialogue)
        return plain.run()
    }

    /// The terminal to edit lines on; nil where there is none, or it can do too little.
    private static func editing(_ call: Call) -> (any Terminal)? {
        let streams = call.surroundings.streams
        let term = call.surroundings.variable("TERM")
        guard streams.input is DescriptorSource, streams.input.isTerminal, streams.output.isTerminal else { return nil }
        return term == nil || term == "dumb" ? nil : ProcessTerminal()
    }
}
