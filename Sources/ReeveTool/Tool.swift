import Reeve
import ReeveLanguage

/// The command line as a function: arguments and surroundings in, an exit status out.
package enum Tool {
    package static let version = "0.1.0"

    /// Carries out what the arguments say.
    ///
    /// - Parameters:
    ///   - arguments: without the program's own name.
    ///   - surroundings: streams, environment, clock, directory.
    /// - Returns: the exit status, as `reeve help` lists it.
    package static func run(_ arguments: [String], _ surroundings: Surroundings) -> Int32 {
        // Also a command line that cannot be read is answered in the form it asks for.
        let options = arguments.prefix { $0 != "--" }
        do throws(Failure) {
            return try run(try Invocation(arguments), surroundings)
        } catch {
            let console = Console(
                surroundings, color: .auto, json: options.contains(Flag.json.rawValue), quiet: false)
            console.show(error)
            // Once, and only where somebody is there to read it.
            if error.reason == .script, surroundings.streams.errors.isTerminal, !console.isJSON, !console.isQuiet,
                let code = error.problems.first?.code
            {
                console.message("`reeve explain \(printable(code))` says more.")
            }
            return error.exitStatus
        }
    }

    private static func run(_ invocation: Invocation, _ surroundings: Surroundings) throws(Failure) -> Int32 {
        let console = Console(
            surroundings, color: invocation.color, json: invocation.has(.json), quiet: invocation.has(.quiet))
        let call = Call(invocation: invocation, surroundings: surroundings, console: console)
        if invocation.has(.version) { return VersionCommand.run(call) }
        guard let name = invocation.command else {
            if invocation.has(.help) { return HelpCommand.overview(call) }
            let streams = surroundings.streams
            if streams.input.isTerminal, streams.output.isTerminal { return try ReplCommand.command.run(call) }
            throw .usage("say what to do: reeve run FILE…, reeve plan FILE…, reeve help")
        }
        if invocation.has(.help) { return try HelpCommand.topic(name, call) }
        guard let command = Command.named(name) else { throw unknown(name) }
        try belong(invocation.flags, to: command, invocation.operands)
        return try command.run(call)
    }

    private static func belong(_ flags: Set<Flag>, to command: Command, _ operands: [String]) throws(Failure) {
        var name = command.name
        if command.name == "store", let first = operands.first { name += " " + first }
        for flag in Flag.allCases where flags.contains(flag) {
            if let commands = flag.commands, !commands.contains(name) {
                let owners = commands.map { "`reeve \($0)`" }.joined(separator: ", ")
                throw .usage("`\(flag.rawValue)` is an option of \(owners)")
            }
        }
    }

    private static func unknown(_ name: String) -> Failure {
        if name.hasSuffix(".reeve") {
            return .usage(
                "there is no command `\(printable(name))`", hint: "to run a script: reeve run \(printable(name))")
        }
        let near = nearest(to: name, among: Command.all.map(\.name))
        return .usage("there is no command `\(printable(name))`", hint: near.map { "did you mean `reeve \($0)`?" })
    }
}

/// One call of a command: what was asked, and with what around it.
struct Call {
    let invocation: Invocation
    let surroundings: Surroundings
    let console: Console

    /// The store's directory as it was given.
    var store: String { invocation.store ?? surroundings.variable("REEVE_STORE") ?? "./reeve.store" }

    /// The store's directory for the system.
    var storePath: String { surroundings.path(store) }

    var user: String? { invocation.actor ?? surroundings.variable("REEVE_AS") }

    var sessionOptions: SessionOptions {
        var options = SessionOptions()
        options.isReadOnly = invocation.has(.readOnly)
        if let now = invocation.now {
            options.clock = { now.milliseconds }
        } else {
            options.clock = surroundings.clock
        }
        options.systemUser = surroundings.systemUser
        options.directory = surroundings.directory
        options.parameters = invocation.parameters
        options.bounds = invocation.bounds
        options.isInterrupted = surroundings.interrupts.isRaised
        if let progress = console.progress { options.onProgress = { progress.show($0) } }
        if let most = invocation.maxRemovals {
            options.removalLimit = .atMost(most)
        } else {
            options.removalLimit = invocation.has(.yes) ? nil : .usual
        }
        return options
    }

    /// Does something that Ctrl-C stops between two of its steps, and that changes nothing then.
    func interruptibly<Result>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        try surroundings.interrupts.held(body)
    }

    /// Asks, where somebody is there to be asked; silence is a no.
    func agrees(_ question: String) -> Bool {
        let streams = surroundings.streams
        guard streams.input.isTerminal, streams.errors.isTerminal, !console.isJSON else { return false }
        console.ask("\(question) [y/N] ")
        let answer = streams.input.readLine()?.lowercased()
        return answer == "y" || answer == "yes"
    }

    /// The scripts that the operands name, `-` among them, or the one behind `-c`.
    func scripts() throws(Failure) -> [Script] {
        let name = invocation.command ?? "run"
        if let text = invocation.text {
            guard invocation.operands.isEmpty else { throw .usage("give a file or `-c TEXT`, not both") }
            return [Script(named: "command", text: text)]
        }
        guard !invocation.operands.isEmpty else {
            throw .usage("say which script: reeve \(name) FILE…, reeve \(name) -, reeve \(name) -c TEXT")
        }
        var scripts: [Script] = []
        for operand in invocation.operands {
            guard !scripts.contains(where: { $0.name == operand }),
                operand != "-" || !scripts.contains(where: \.isInput)
            else { throw .usage("`\(printable(operand))` is given twice") }
            scripts.append(
                operand == "-"
                    ? try standardInput()
                    : try Script(file: operand, in: surroundings.directory, bounds: invocation.bounds))
        }
        return scripts
    }

    private func standardInput() throws(Failure) -> Script {
        let most = invocation.bounds.scriptBytes
        guard let bytes = surroundings.streams.input.readAll(limit: most) else {
            throw Failure(
                .script, "unreadable-file", "the standard input cannot be read, or has more than \(most) bytes",
                notes: ["to raise the bound: --limit script=BYTES"])
        }
        return Script(named: Script.inputName, bytes: bytes)
    }
}

extension Script {
    static let inputName = "stdin"
    fileprivate var isInput: Bool { name == Script.inputName }
}

extension Surroundings {
    func path(_ path: String) -> String {
        if directory.isEmpty || path.utf8.first == UInt8(ascii: "/") { return path }
        return directory + "/" + path
    }
}
