import Reeve
import ReeveDomain
import ReeveExchange
import ReeveLanguage

/// `reeve export TARGET`: the access model in the form that another engine reads.
enum ExportCommand {
    static let command = Command(
        name: "export",
        synopsis: [
            "export reeve [--out FILE]", "export opa|casbin [FILE…] --out DIR [--flatten] [--kinds-only]",
            "export review [FILE…] [--out FILE.csv] [--expand]", "export html [FILE…] [--out FILE.html]",
        ],
        summary:
            "the store as a script; the access model for an engine that is distributed, or for people, of store or scripts",
        run: run)

    private static func run(_ call: Call) throws(Failure) -> Int32 {
        let names = ["reeve"] + ExportTarget.allCases.map(\.rawValue) + ExportedDocument.allCases.map(\.rawValue)
        guard let word = call.invocation.operands.first else {
            throw .usage("say for what: reeve export \(names.joined(separator: "|")) --out DIR")
        }
        let scripts = Array(call.invocation.operands.dropFirst())
        if word == "reeve" { return try ScriptExport(call: call, session: try session(call, scripts: scripts)).run() }
        if let document = ExportedDocument(rawValue: word) {
            return try document.run(call, try session(call, scripts: scripts))
        }
        guard let target = ExportTarget(rawValue: word) else {
            let near = nearest(to: word, among: names)
            throw .usage(
                "there is no `reeve export \(printable(word))`",
                hint: near.map { "did you mean `reeve export \($0)`?" }
                    ?? "what there is: \(names.joined(separator: ", "))")
        }
        guard let out = call.invocation.values[.out]?.last else {
            throw .usage("`reeve export \(word)` writes several files: say where with `--out DIR`")
        }
        let view = try session(call, scripts: scripts).view
        let now = Instant(milliseconds: call.sessionOptions.clock())
        let access = AccessModel(
            view.everything, now: now, flat: call.invocation.has(.flatten), kindsOnly: call.invocation.has(.kindsOnly))
        try refuse(target.uncarried(of: access), target, view, call)
        let files = try write(target.model(of: access), to: ExportFiles(call.surroundings.path(out), shown: out))
        report(target, access, files, out, call)
        return 0
    }

    private static let mostProblems = 20

    /// Names the statements that the target has no words for, and what would let the rest be carried.
    private static func refuse(
        _ uncarried: [Uncarried], _ target: ExportTarget, _ view: View, _ call: Call
    ) throws(Failure) {
        guard let last = uncarried.prefix(mostProblems).last else { return }
        throw Failure(
            .script,
            uncarried.prefix(mostProblems).map { item in
                var notes: [String] = []
                if let made = view.provenance(of: item.seq) { notes.append("record \(item.seq): \(made.text)") }
                if item == last {
                    if uncarried.count > mostProblems { notes.append("and \(uncarried.count - mostProblems) more") }
                    if uncarried.contains(where: { $0.remedy == .flatten }) {
                        notes.append(
                            "`--flatten` resolves what begins and ends as of now, and says until when that holds")
                    }
                    if uncarried.contains(where: { $0.remedy == .kindsOnly }) {
                        notes.append("`--kinds-only` leaves records out: ask Reeve about those")
                    }
                }
                return Failure.Problem(
                    code: "not-carried", message: "\(target.rawValue) cannot carry this: \(item.why)", notes: notes)
            })
    }

    /// The store as it is, or what scripts make of nothing.
    private static func session(_ call: Call, scripts: [String]) throws(Failure) -> Session {
        guard call.user == nil else {
            throw .usage("an export shows everything, so only the superuser makes one: leave out `--as` and REEVE_AS")
        }
        var options = call.sessionOptions
        guard !scripts.isEmpty else {
            options.isReadOnly = true
            let session = try Session(opening: call.storePath, options: options)
            guard session.view.head != nil else {
                throw Failure(
                    .inputOutput, "store-missing", "there is no store in `\(printable(call.store))`",
                    notes: ["name it with --store DIR, or give a script: reeve export opa FILE.reeve --out DIR"])
            }
            return session
        }
        let session = try Session(options: options)
        try session.run(files: scripts)
        return session
    }

    private static func write(_ model: any ExportedModel, to files: ExportFiles) throws(Failure) -> [String] {
        try files.begin(with: model.sections.map(\.file))
        ReeveExchange.write(model) { file, piece in files.write(piece, to: file) }
        return try files.end()
    }

    private static func report(
        _ target: ExportTarget, _ access: AccessModel, _ files: [String], _ out: String, _ call: Call
    ) {
        let next = access.isFlat ? access.nextChange : nil
        if call.console.isJSON {
            return call.console.document(
                .object([
                    ("format", "reeve.export/1"), ("target", .text(target.rawValue)),
                    ("seq", .number(access.state.seq)), ("asOf", .text(access.now.text)),
                    ("flat", .flag(access.isFlat)), ("kindsOnly", .flag(access.isOfKindsOnly)),
                    ("holdsUntil", JSON(next?.text)), ("directory", .text(out)),
                    ("files", JSON(files)),
                ]))
        }
        guard !call.console.isQuiet else { return }
        call.console.line("\(target.rawValue): \(files.joined(separator: ", ")) in \(printable(out))")
        if access.isOfKindsOnly { call.console.line("of kinds only: conditions on records, and locks, are left out") }
        guard access.isFlat else { return }
        call.console.line(
            next.map { "as of \(access.now.text); holds until \($0.text), or the next change" }
                ?? "as of \(access.now.text); holds until the next change")
    }
}
