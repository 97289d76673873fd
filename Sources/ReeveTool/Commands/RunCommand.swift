import Reeve

/// `reeve run`: scripts are tried as a whole, and committed as one transaction.
enum RunCommand {
    static let command = Command(
        name: "run", synopsis: ["run FILE…", "run -", "run -c TEXT"],
        summary: "read, try and commit scripts as one transaction; the last line is `seq:hash`", run: run)

    private static func run(_ call: Call) throws(Failure) -> Int32 {
        let scripts = try call.scripts()
        return try call.onAgreement { options throws(Failure) in
            let session = try Session(opening: call.storePath, as: call.user, options: options)
            call.surroundings.untilExit?.keep(session)
            call.console.show(try session.run(scripts), store: call.store)
            return 0
        }
    }
}

extension Call {
    /// Does something that may take away many grants; where nobody has agreed to so many, asks for the word that is missing.
    func onAgreement(_ commit: (SessionOptions) throws(Failure) -> Int32) throws(Failure) -> Int32 {
        var options = sessionOptions
        do throws(Failure) {
            return try interruptibly { () throws(Failure) in try commit(options) }
        } catch {
            guard error.reason == .guarded, let asked = error.removals,
                agrees("This takes away \(asked) grants. Go on?")
            else { throw error }
            // Not more than what was agreed to: the store may have moved on meanwhile.
            options.removalLimit = .atMost(asked)
            return try interruptibly { () throws(Failure) in try commit(options) }
        }
    }
}
