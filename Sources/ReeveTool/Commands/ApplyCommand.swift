import Reeve

/// `reeve apply`: exactly the plan that was reviewed, or nothing.
enum ApplyCommand {
    static let command = Command(
        name: "apply", synopsis: ["apply P [--expect HASH]"],
        summary: "carry out the plan that was reviewed; one that no longer fits the store is refused", run: run)

    private static func run(_ call: Call) throws(Failure) -> Int32 {
        guard call.invocation.operands.count == 1, let path = call.invocation.operands.first else {
            throw .usage("say which plan: reeve apply P, the file that `reeve plan FILE… --out P` wrote")
        }
        guard !call.invocation.has(.set), !call.invocation.has(.limit) else {
            throw .usage("a plan has its parameters and bounds: `--set` and `--limit` belong to `reeve plan`")
        }
        let plan = try PlanFile.read(path, in: call.surroundings.directory)
        if let expected = call.invocation.expectedHead {
            guard expected == plan.hash || expected == "sha256:\(plan.hash)" else {
                throw Failure(
                    .stale, "plan-altered", "`\(printable(path))` is not the plan that was expected",
                    notes: ["its hash is sha256:\(plan.hash)"])
            }
        }
        return try call.onAgreement { options throws(Failure) in
            // It was planned for somebody; whoever says another is told.
            let session = try Session(
                opening: call.storePath, as: call.user ?? plan.actor, options: options)
            call.console.show(try session.apply(plan), store: call.store)
            return 0
        }
    }
}

/// A plan on the disk.
enum PlanFile {
    private static let lead = Array(#"{"format":"reeve.planned/"#.utf8)

    static func read(_ path: String, in directory: String) throws(Failure) -> Plan {
        var bounds = Bounds()
        bounds.scriptBytes = Plan.mostBytes
        return try Plan(reading: try Script(file: path, in: directory, bounds: bounds).bytes, named: printable(path))
    }

    /// Replaces an older plan, and nothing else: a script's name is soon typed by mistake.
    static func write(_ plan: Plan, to path: String, shown: String) throws(Failure) {
        let why: String?
        if let there = NewFile.head(of: path, limit: lead.count) {
            why = there == lead ? NewFile.replace(path, with: plan.bytes) : "it is there already, and is no plan"
        } else {
            why = NewFile.write(privately: plan.bytes, to: path)
        }
        guard let why else { return }
        throw Failure(.inputOutput, "unwritable-file", "`\(printable(shown))` cannot be written: \(why)")
    }
}
