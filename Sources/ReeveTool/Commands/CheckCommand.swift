import Reeve

/// `reeve check`: what can be known of scripts without running them.
enum CheckCommand {
    static let command = Command(
        name: "check", synopsis: ["check FILE…"],
        summary: "syntax, names and types; against the store where there is one", run: run)

    private static func run(_ call: Call) throws(Failure) -> Int32 {
        let scripts = try call.scripts()
        var options = call.sessionOptions
        options.isReadOnly = true
        let session = try Session(opening: call.storePath, as: call.user, options: options)
        let problems = try session.check(scripts)
        let console = call.console
        if console.isJSON {
            console.document(JSON(checked: scripts.map(\.name), problems))
        } else {
            console.show(problems)
            let errors = problems.count(where: \.isError)
            if errors == 0, !console.isQuiet {
                let what = scripts.count == 1 ? printable(scripts[0].name) : "\(scripts.count) scripts"
                console.line("\(what): no errors")
            }
        }
        return problems.contains(where: \.isError) ? Failure.Reason.script.exitStatus : 0
    }
}
