import Reeve
import ReeveDomain
import ReeveExchange
import ReeveJSON
import ReeveLanguage
import ReeveSyntax

/// `reeve import FORM FILE…`: a starting script from what people already have.
enum ImportCommand {
    static let command = Command(
        name: "import",
        synopsis: [
            "import csv FILE.csv [--out FILE.reeve]", "import casbin MODEL.conf POLICY.csv [--out FILE.reeve]",
            "import openfga MODEL.fga TUPLES.json [--out FILE.reeve]",
        ],
        summary: "a script from what is there already; exit 1 where not all of it could be carried", run: run)

    private enum Form: String, CaseIterable { case csv, casbin, openfga }
    private static let mostShown = 20

    private static func run(_ call: Call) throws(Failure) -> Int32 {
        let names = Form.allCases.map(\.rawValue)
        guard let word = call.invocation.operands.first else {
            throw .usage("say from what: reeve import \(names.joined(separator: "|")) FILE…")
        }
        guard let form = Form(rawValue: word) else {
            let near = nearest(to: word, among: names)
            throw .usage(
                "there is no `reeve import \(printable(word))`",
                hint: near.map { "did you mean `reeve import \($0)`?" }
                    ?? "what there is: \(names.joined(separator: ", "))")
        }
        var files: [Script] = []
        for path in call.invocation.operands.dropFirst() {
            files.append(
                try Script(file: path, in: call.surroundings.directory, bounds: call.invocation.bounds))
        }
        var imported = try read(form, files, call)
        var text = ""
        imported.script { text += $0 }
        let script = Script(named: "import", bytes: try formatted(text, call))
        try prove(script, call)
        let path = call.invocation.values[.out]?.last
        if let path {
            let sink = try DocumentSink(call, path)
            sink.write(String(decoding: script.bytes, as: UTF8.self))
            try sink.end()
        }
        report(form, imported, path == nil ? script : nil, path, call)
        return imported.left.isEmpty ? 0 : 1
    }

    private static func read(_ form: Form, _ files: [Script], _ call: Call) throws(Failure) -> ImportedAccess {
        let now = Instant(milliseconds: call.sessionOptions.clock())
        func text(_ file: Script) throws(Failure) -> String {
            let text = String(decoding: file.bytes, as: UTF8.self)
            guard text.utf8.elementsEqual(file.bytes) else {
                throw Failure(.script, "import-unreadable", "`\(printable(file.name))` is not UTF-8")
            }
            return text
        }
        do throws(ImportProblem) {
            switch form {
            case .csv:
                guard files.count == 1 else { throw ImportProblem(usage: "reeve import csv FILE.csv") }
                return try table(files[0], now)
            case .casbin:
                guard files.count == 2 else { throw ImportProblem(usage: "reeve import casbin MODEL.conf POLICY.csv") }
                let texts: (String, String)
                do throws(Failure) {
                    texts = (try text(files[0]), try text(files[1]))
                } catch {
                    throw ImportProblem(error.problems.first?.message ?? "", hint: "save both as UTF-8")
                }
                return try CasbinImport(
                    model: texts.0, named: files[0].name, policy: texts.1, named: files[1].name
                ).imported
            case .openfga:
                guard files.count == 2 else { throw ImportProblem(usage: "reeve import openfga MODEL.fga TUPLES.json") }
                return try OpenFGAImport(
                    model: String(decoding: files[0].bytes, as: UTF8.self), named: files[0].name,
                    tuples: try tuples(files[1]), from: files[1].name
                ).imported
            }
        } catch {
            if error.isUsage { throw .usage("say which files: \(error.message)") }
            throw Failure(.script, "import-unreadable", escaped(error.message), notes: [error.hint])
        }
    }

    /// As `fga tuple read` and the store's API give them: a list, or one under `tuples` or `tuple_keys`, each with its key
    /// or as it is.
    private static func tuples(_ file: Script) throws(ImportProblem) -> [OpenFGAImport.Tuple] {
        let hint = "such as [{\"user\": \"user:anne\", \"relation\": \"viewer\", \"object\": \"document:plan\"}]"
        let document: JSON
        do throws(JSONProblem) {
            document = try JSON(reading: file.bytes)
        } catch {
            guard let lines = lines(file) else {
                throw ImportProblem("\(file.name) is no JSON, byte \(error.offset): \(error.message)", hint: hint)
            }
            return try tuples(lines, file.name, hint)
        }
        if document["object"] != nil { return try tuples([document], file.name, hint) }
        let items = [document, document["tuples"], document["tuple_keys"], document["tuple_keys"]?["tuple_keys"]]
            .compactMap { $0?.items }.first { !$0.isEmpty }
        guard let items else { throw ImportProblem("\(file.name) has no tuples", hint: hint) }
        return try tuples(items, file.name, hint)
    }

    /// A tuple a line, as `fga tuple write` takes them.
    private static func lines(_ file: Script) -> [JSON]? {
        var found: [JSON] = []
        for line in file.bytes.split(separator: UInt8(ascii: "\n")) where line.contains(UInt8(ascii: "{")) {
            do throws(JSONProblem) {
                found.append(try JSON(reading: Array(line)))
            } catch { return nil }
        }
        return found.count > 1 ? found : nil
    }

    private static func tuples(
        _ items: [JSON], _ name: String, _ hint: String
    ) throws(ImportProblem) -> [OpenFGAImport.Tuple] {
        var tuples: [OpenFGAImport.Tuple] = []
        for (number, item) in items.enumerated() {
            let key = item["key"] ?? item
            let place = "\(name), tuple \(number + 1)"
            guard let user = key["user"]?.text, let relation = key["relation"]?.text, let object = key["object"]?.text
            else { throw ImportProblem("\(place): it lacks a user, a relation or an object", hint: hint) }
            var terms: ImportedAccess.Terms?
            var condition: String?
            if let given = key["condition"], given != .null {
                let context = given["context"]
                let name = given["name"]?.text ?? ""
                let from = context?["begins"]?.text.flatMap { Instant(instant: $0) }
                let until = context?["ends"]?.text.flatMap { Instant(instant: $0) }
                if ["live_until", "live_from", "live_between"].contains(name), from != nil || until != nil {
                    terms = .init(from: from, until: until)
                } else {
                    condition = name
                }
            }
            tuples.append(
                .init(
                    user: user, relation: relation, object: object, place: place, terms: terms, condition: condition))
        }
        return tuples
    }

    private static func table(_ file: Script, _ now: Instant) throws(ImportProblem) -> ImportedAccess {
        let rows: [CSVRow]
        do throws(CSVFailure) {
            rows = try readCSV(SourceText(name: file.name, bytes: file.bytes))
        } catch {
            throw ImportProblem(error.message, hint: "its first row names the columns: user, account, role")
        }
        guard let first = rows.first else {
            throw ImportProblem(
                "\(file.name) has no rows", hint: "its first row names the columns: user, account, role")
        }
        var table = try CSVImport(first.columns, file: file.name, now: now)
        for row in rows { table.add(row.fields, line: row.line) }
        return table.imported
    }

    private static func formatted(_ text: String, _ call: Call) throws(Failure) -> [UInt8] {
        let bytes = Array(text.utf8)
        switch Formatter.format(SourceText(name: "import", bytes: bytes), limits: call.invocation.bounds.limits.syntax)
        {
        case .formatted(let bytes): return bytes
        default: return bytes
        }
    }

    /// A script that does not run is no start: it is run here first, in memory.
    private static func prove(_ script: Script, _ call: Call) throws(Failure) {
        var options = call.sessionOptions
        options.isReadOnly = false
        options.parameters = [:]
        try Session(options: options).run([script])
    }

    private static func report(
        _ form: Form, _ imported: ImportedAccess, _ script: Script?, _ path: String?, _ call: Call
    ) {
        let left = imported.left
        if call.console.isJSON {
            let text = script.map { String(decoding: $0.bytes, as: UTF8.self) }
            return call.console.document(
                .object([
                    ("format", "reeve.import/1"), ("source", .text(form.rawValue)), ("file", JSON(path)),
                    ("script", JSON(text)),
                    (
                        "notCarried",
                        .list(left.map { .object([("place", .text($0.place)), ("what", .text($0.what))]) })
                    ),
                ]))
        }
        if let script { call.console.raw(String(decoding: script.bytes, as: UTF8.self)) }
        for item in left.prefix(mostShown) {
            call.console.message("not carried: \(escaped(item.place)): \(excerpt(item.what, most: 300))")
        }
        if left.count > mostShown {
            call.console.message("not carried: \(left.count - mostShown) more; the script lists all of them")
        }
        if let path, !call.console.isQuiet {
            let counts = [
                count(imported.users.count, "user"), count(imported.customers.count, "customer"),
                count(imported.roles.count, "role"), count(imported.grantCount, "grant"),
            ]
            call.console.line("\(form.rawValue): \(counts.joined(separator: ", ")) in \(printable(path))")
        }
    }

    private static func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
}
