import Reeve

/// `reeve plan`: the same as a run, up to the point where it would be committed.
enum PlanCommand {
    static let command = Command(
        name: "plan", synopsis: ["plan FILE… [--out P] [--exit-code]"],
        summary: "the same, not committed: what would change, and whose effective access; kept in P for `apply`",
        run: run)

    private static func run(_ call: Call) throws(Failure) -> Int32 {
        let scripts = try call.scripts()
        var options = call.sessionOptions
        // Takes no lock, and works on a disk that cannot be written to.
        options.isReadOnly = true
        return try call.interruptibly { () throws(Failure) in try plan(scripts, options, call) }
    }

    private static func plan(_ scripts: [Script], _ options: SessionOptions, _ call: Call) throws(Failure) -> Int32 {
        let session = try Session(opening: call.storePath, as: call.user, options: options)
        let report: Report
        if let out = call.invocation.values[.out]?.last {
            let prepared = try session.prepare(scripts)
            try PlanFile.write(prepared.plan, to: call.surroundings.path(out), shown: out)
            report = prepared.report
            call.console.show(report, store: call.store, plan: (out, prepared.plan.hash))
        } else {
            report = try session.plan(scripts)
            call.console.show(report, store: call.store)
        }
        return call.invocation.has(.exitCode) && !report.isUnchanged ? 2 : 0
    }
}
