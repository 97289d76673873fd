import Reeve

/// `reeve run`: scripts are tried as a whole, and committed as one transaction.
enum RunCommand {
    static let command = Command(
        name: "run", synopsis: ["run FILE…", "run -", "run -c TEXT"],
        summary: "read, try and commit scripts as one transaction; the last line is `seq:hash`", run: run)

    private static func run(_ call: Call) throws(Failure) -> Int32 {
        let scripts = try call.scripts()
        let options = call.sessionOptions
        do throws(Failure) {
            return try commit(scripts, options, call)
        } catch {
            guard error.reason == .guarded, let asked = error.removals,
                call.agrees("This takes away \(asked) grants. Go on?")
            else { throw error }
            // Not more than what was agreed to: the store may have moved on meanwhile.
            var options = options
            options.removalLimit = .atMost(asked)
            return try commit(scripts, options, call)
        }
    }

    private static func commit(_ scripts: [Script], _ options: SessionOptions, _ call: Call) throws(Failure) -> Int32 {
        let session = try Session(opening: call.storePath, as: call.user, options: options)
        call.console.show(try session.run(scripts), store: call.store)
        return 0
    }
}
