import Testing

@testable import ReeveTool

/// Hostile text in the files of others, in plans that are kept and carried out, and in what a shell is given.
extension HostileTextTests {
    /// One way in: files, and the command that reads them.
    private struct Door {
        let name: String
        let files: [(name: String, text: String)]
        let command: [String]
    }

    private static let model = """
        [request_definition]
        r = sub, dom, obj, act
        [policy_definition]
        p = sub, dom, obj, act
        [role_definition]
        g = _, _, _
        [policy_effect]
        e = some(where (p.eft == allow))
        [matchers]
        m = g(r.sub, p.sub, r.dom) && r.dom == p.dom && r.obj == p.obj && r.act == p.act

        """
    private static let schema =
        "model\n  schema 1.1\ntype user\ntype document\n  relations\n    define viewer: [user]\n    define can_view: viewer\n"

    private static func doors(_ text: String) -> [Door] {
        let quoted =
            "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        let json = JSONText.quoted(text)
        func table(_ name: String, _ text: String) -> Door {
            Door(name: name, files: [("t.csv", text)], command: ["import", "csv", "t.csv"])
        }
        func casbin(_ name: String, _ model: String, _ policy: String) -> Door {
            Door(
                name: name, files: [("m.conf", model), ("p.csv", policy)],
                command: ["import", "casbin", "m.conf", "p.csv"])
        }
        func openfga(_ name: String, _ model: String, _ tuples: String) -> Door {
            Door(
                name: name, files: [("m.fga", model), ("t.json", tuples)],
                command: ["import", "openfga", "m.fga", "t.json"])
        }
        let tuple = "{\"user\": \"user:ann\", \"relation\": \"viewer\", \"object\": \"document:plan\"}"
        return [
            table("a user", "user,account,role\n\(quoted),acme,Editor\n"),
            table("an account", "user,account,role\nann,\(quoted),Editor\n"),
            table("a role", "user,account,role,reason\nann,acme,\(quoted),x\n"),
            table("a reason", "user,account,role,reason\nann,acme,Editor,\(quoted)\n"),
            table("terms", "user,account,role,from,until\nann,acme,Editor,\(quoted),\(quoted)\n"),
            table("a column", "user,account,\(quoted)\nann,acme,x\n"),
            table("a route", "user,account,role,route\nann,acme,Editor,\(quoted)\n"),
            table("as it stands", text),
            casbin("a policy", model, "p, \(quoted), acme, recipe, edit\ng, ann, editor, acme\n"),
            casbin("an object", model, "p, editor, acme, \(quoted), \(quoted)\ng, ann, editor, acme\n"),
            casbin("a domain", model, "p, editor, \(quoted), recipe, edit\ng, ann, editor, \(quoted)\n"),
            casbin("a policy as it stands", model, text), casbin("a model as it stands", text, "p, a, b, c\n"),
            casbin("a matcher", model + text, "p, a, b, c, d\n"),
            openfga("a user", schema, "[{\"user\": \(json), \"relation\": \"viewer\", \"object\": \"document:plan\"}]"),
            openfga(
                "a relation", schema, "[{\"user\": \"user:ann\", \"relation\": \(json), \"object\": \"document:a\"}]"),
            openfga("an object", schema, "[{\"user\": \"user:ann\", \"relation\": \"viewer\", \"object\": \(json)}]"),
            openfga("tuples as they stand", schema, text), openfga("a model as it stands", text, "[\(tuple)]"),
            openfga("a type", schema + "type \(text)\n  relations\n    define viewer: [user]\n", "[\(tuple)]"),
            Door(name: "a plan as it stands", files: [("p.plan", text)], command: ["apply", "p.plan"]),
            Door(
                name: "a plan", files: [("p.plan", "{\"format\":\"reeve.planned/1\",\"as\":\(json)}\n" + text)],
                command: ["apply", "p.plan"]),
            Door(
                name: "a plan of another version", files: [("p.plan", "{\"format\":\"reeve.planned/\(text)\"")],
                command: ["apply", "p.plan"]),
        ]
    }

    @Test(arguments: HostileText.all) func inFilesOfOthers(_ hostile: HostileText) {
        let bench = Bench()
        for (number, door) in chosen(Self.doors(hostile.text), hostile).enumerated() {
            for file in door.files { bench.write(file.name, file.text) }
            let shown = "\(door.command[1]): \(door.name)"
            let outcome = bench.reeve(door.command)
            check(outcome, shown)
            check(bench.reeve(door.command + ["--json"]), shown + " as JSON", Output.isJSON)
            check(
                bench.reeve(door.command + ["--color", "always"], terminal: true), shown, isColored: true,
                Output.isColored)
            guard door.command[0] == "import", outcome.status <= 1 else { continue }
            // What came of it is a script that runs, and the names in it are what was imported.
            bench.write("o.reeve", outcome.output)
            #expect(bench.reeve("fmt", "--check", "o.reeve").status == 0, "\(shown)")
            let run = bench.reeve("run", "--store", "o\(number).store", "o.reeve")
            #expect(run.status == 0, "\(shown)")
            check(run, shown)
        }
    }

    @Test(arguments: HostileText.all.filter { $0.text.utf8.count < 60_000 })
    func plannedAndCarriedOut(_ hostile: HostileText) {
        let bench = Bench()
        bench.systemUser = hostile.text
        bench.reeve("run", "-c", world)
        let literal = hostile.literal
        let statements = [
            "add user \(literal)", "add customer \(literal)", "add user x because \(literal)", "print \(literal)",
            "change user alice with email = \(literal)", "define role \(literal) { can view recipe }",
            "invite dave as Viewer to acme because \(literal)",
            "define rule calm { warn when count(users) > 1 because \(literal) }",
            "param $q default \(literal)\nadd user x because $q", "# \(hostile.text)\nadd user y",
        ]
        for (number, statement) in chosen(statements, hostile).enumerated() {
            let shown = "\(statement.prefix(60))"
            let plan = "p\(number).plan"
            bench.write("s.reeve", statement)
            check(bench.reeve("plan", "s.reeve", "--out", plan), "plan " + shown)
            check(bench.reeve("plan", "s.reeve", "--json"), "plan " + shown, Output.isJSON)
            guard bench.exists(plan) else { continue }
            for line in bench.read(plan).split(separator: 10) {
                // The records are the journal's bytes, which escape what acts, and keep what is only not seen.
                let text = String(decoding: line, as: UTF8.self)
                let seen = text.unicodeScalars.filter { !isInert($0) }
                #expect(Output.isJSON(text.contains("\"event\":") ? String(seen) : text), "\(shown)")
            }
            check(bench.reeve("apply", plan, "--expect", hostile.text), "apply, expecting " + shown)
            check(bench.reeve("apply", plan), "apply " + shown)
            // It was made before what it did itself.
            check(bench.reeve("apply", plan), "apply again " + shown)
            check(bench.reeve("apply", plan, "--json"), "apply again " + shown, Output.isJSON)
        }
        if hostile.isFileName {
            check(bench.reeve("plan", "-c", "add user z", "--out", "p\(hostile.text)"), "a plan's name")
            check(bench.reeve("apply", "p\(hostile.text)"), "a plan's name")
        }
    }

    @Test(arguments: HostileText.all) func givenToAShell(_ hostile: HostileText) {
        let bench = Bench()
        bench.reeve("run", "-c", world)
        if hostile.text.utf8.count < 4000 {
            for form in ["add user", "add customer"] { bench.reeve("run", "-c", "\(form) \(hostile.literal)") }
            bench.reeve("run", "-c", "define role \(hostile.literal) { can view recipe }")
        }
        let text = hostile.text
        let lines = [
            "reeve run --as ", "reeve ask 'show user ", "reeve ask \"show access of ", "reeve ask show\\ customer\\ ",
            "reeve run -c 'invite alice as ", "reeve \(text)", "reeve run --as \(text)", "reeve ask 'show user \(text)",
        ]
        for line in chosen(lines, hostile) {
            let shown = "\(line.prefix(60))"
            check(bench.reeve("completions", "bash", "--", line, ""), shown) { output in
                Output.isPlain(output)
                    && output.split(separator: "\n").allSatisfy { Output.isOneWord(in: ShellLine(line).quote, $0) }
            }
            for shell in ["zsh", "fish"] {
                check(bench.reeve("completions", shell, "--", "reeve", "ask", "show user " + text), shown)
            }
        }
        for line in chosen([["man", text], ["completions", text], ["explain", text], ["lint", text]], hostile) {
            check(bench.reeve(line), "\(line[0])")
            check(bench.reeve(line + ["--json"]), "\(line[0]) as JSON") { Output.isJSON($0) || Output.isPlain($0) }
        }
        bench.write("l.reeve", "add user x because \"\(text)\"\nlet $y = \"\(text)\"\n# reeve: allow \(text)\n")
        check(bench.reeve("lint", "l.reeve"), "lint")
        check(bench.reeve("lint", "l.reeve", "--json"), "lint as JSON", Output.isJSON)
        // A line of answer for each line.
        let questions = "can \(text) view user alice\nwhy can alice \(text) recipe in acme\n\(text)\n"
        check(bench.reeve("ask", "--batch", input: questions), "batch") { output in
            Output.isPlain(output) && output.count { $0 == "\n" } == questions.utf8.count { $0 == 10 }
        }
    }
}

/// What no terminal acts on: it is not seen, or not the same everywhere.
private func isInert(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .unassigned, .privateUse: true
    case .control, .format, .lineSeparator, .paragraphSeparator: false
    default: scalar.properties.isDefaultIgnorableCodePoint
    }
}

extension Output {
    /// What bash reads as a word, or the rest of one that began in quotes, and no more.
    fileprivate static func isOneWord(in quote: ShellLine.Quote, _ text: Substring) -> Bool {
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            switch quote {
            case .single:
                if scalar == "'" {
                    guard scalars.starts(with: "\\''".unicodeScalars) else { return false }
                    scalars = scalars.dropFirst(3)
                }
            case .double:
                // A `!` stands in quotes of its own.
                if scalar == "\"" {
                    guard scalars.starts(with: "'!'\"".unicodeScalars) else { return false }
                    scalars = scalars.dropFirst(4)
                } else if scalar == "\\" {
                    guard let next = scalars.popFirst(), "\"\\$`".unicodeScalars.contains(next) else { return false }
                } else if "$`!".unicodeScalars.contains(scalar) {
                    return false
                }
            case .none:
                if scalar == "\\" {
                    guard scalars.popFirst() != nil else { return false }
                } else if scalar.isASCII, " \t\"'`$&|;<>()*?[]{}!#~^".unicodeScalars.contains(scalar) {
                    return false
                }
            }
        }
        return true
    }
}

/// A text as JSON writes it.
private enum JSONText {
    static func quoted(_ text: String) -> String {
        var out = "\""
        for unit in text.utf16 {
            let isPlain = unit >= 0x20 && unit < 0x7f && unit != 0x22 && unit != 0x5c
            let digits = String(unit, radix: 16)
            out +=
                isPlain
                ? String(UnicodeScalar(UInt8(unit))) : "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
        return out + "\""
    }
}
