import Reeve
import ReeveDomain
import ReeveExchange
import ReeveLanguage

/// `reeve export TARGET`: the access model in the form that another engine reads.
enum ExportCommand {
    static let command = Command(
        name: "export",
        synopsis: [
            "export reeve [--out FILE]",
            "export opa|cedar|casbin|openfga|spicedb [FILE…] --out DIR [--since SEQ]",
            "export … [--flatten] [--kinds-only]",
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
        let session = try session(call, scripts: scripts)
        let view = session.view
        let now = Instant(milliseconds: call.sessionOptions.clock())
        let access = AccessModel(
            view.everything, now: now, flat: call.invocation.has(.flatten), kindsOnly: call.invocation.has(.kindsOnly))
        try refuse(target.uncarried(of: access), target, view, call)
        if let since = call.invocation.values[.since]?.last {
            try writeChanges(of: target, since, session, access, out, call)
            return 0
        }
        let files = try write(
            target.model(of: access), to: ExportFiles(call.surroundings.path(out), shown: out, call.console.progress))
        report(target, access, files, out, call)
        return 0
    }

    /// What has changed since an export, in one file.
    private static func writeChanges(
        of target: ExportTarget, _ since: String, _ session: Session, _ new: AccessModel, _ out: String, _ call: Call
    ) throws(Failure) {
        let parts = since.split(separator: "@", maxSplits: 1)
        let instant = parts.count == 2 ? Instant(instant: parts[1]) ?? Instant(date: parts[1]) : new.now
        guard let seq = parts.first.flatMap({ Int64($0) }), let instant else {
            throw .usage(
                "`--since` wants the record that the export was made at, and where it was flattened when: 40@2026-01-01"
            )
        }
        // What had ended between the two would stay for ever where only the present is looked at.
        guard parts.count == 2 || !new.isFlat else {
            throw .usage(
                "with `--flatten` say also as of when the export was made: --since \(seq)@INSTANT",
                hint: "`reeve export` told it: as of …")
        }
        guard let state = try session.state(through: seq) else {
            throw Failure(
                .usage, "unknown-transaction", "the journal has no record \(seq)",
                notes: ["the export's report names it, with --json as `seq`"])
        }
        let old = AccessModel(state, now: instant, flat: new.isFlat, kindsOnly: new.isOfKindsOnly)
        try refuse(target.uncarried(of: old), target, session.view, call)
        let changes = changes(from: target.model(of: old), to: target.model(of: new))
        let files = ExportFiles(call.surroundings.path(out), shown: out, call.console.progress)
        try files.begin(with: ["changes.json"])
        files.write(changesDocument(changes, target: target.rawValue, from: old, to: new), to: "changes.json")
        report(target, new, try files.end(), out, call)
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
                    ("holdsUntil", JSON(next?.text)), ("limits", JSON(target.limits)), ("directory", .text(out)),
                    ("files", JSON(files)),
                ]))
        }
        guard !call.console.isQuiet else { return }
        call.console.line(
            "\(target.rawValue): \(files.joined(separator: ", ")) in \(printable(out)), at record \(access.state.seq)")
        if access.isOfKindsOnly { call.console.line("of kinds only: conditions on records, and locks, are left out") }
        if let limits = target.limits { call.console.line(limits) }
        guard access.isFlat else { return }
        call.console.line(
            next.map { "as of \(access.now.text); holds until \($0.text), or the next change" }
                ?? "as of \(access.now.text); holds until the next change")
    }
}
