import Foundation
import Reeve

@testable import ReeveSyntax
@testable import ReeveTool

/// A directory in which commands are called without a process. `TMPDIR` says where; `Scripts/fuzz` removes it.
struct ToolBench: Sendable {
    let directory: String

    init() {
        directory = NSTemporaryDirectory() + "/reeve-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch { fail("\(error)") }
    }

    func write(_ name: String, _ bytes: [UInt8]) {
        guard FileManager.default.createFile(atPath: directory + "/" + name, contents: Data(bytes)) else {
            fail("\(name) cannot be written")
        }
    }

    func read(_ name: String) -> [UInt8] {
        FileManager.default.contents(atPath: directory + "/" + name).map { Array($0) } ?? []
    }

    /// A store made by the script that `REEVE_FUZZ_WORLD` names.
    func makeWorld() {
        let path = ProcessInfo.processInfo.environment["REEVE_FUZZ_WORLD"] ?? "Scripts/quickstart.reeve"
        guard let script = FileManager.default.contents(atPath: path) else { fail("there is no \(path)") }
        write("world.reeve", Array(script))
        let made = reeve("run", "world.reeve")
        guard made.status == 0 else { fail("the world: \(made.errors)") }
    }

    func reeve(_ arguments: String..., input: [UInt8] = []) -> (status: Int32, output: String, errors: String) {
        let output = MemorySink()
        let errors = MemorySink()
        let surroundings = Surroundings(
            streams: Streams(input: MemorySource(input), output: output, errors: errors),
            clock: { 1_767_225_600_000 }, directory: directory, systemUser: "root")
        let status = Tool.run(arguments, surroundings)
        return (status, output.text, errors.text)
    }

    /// Calls `import`: whatever the files hold, there is a script in its form that runs, or a word why there is none.
    func requireImport(_ form: String, _ files: [(name: String, bytes: [UInt8])]) {
        for file in files { write(file.name, file.bytes) }
        let outcome =
            files.count == 1
            ? reeve("import", form, files[0].name) : reeve("import", form, files[0].name, files[1].name)
        requirePrintable(outcome.output, "a script")
        requirePrintable(outcome.errors, "a message")
        switch outcome.status {
        case 0, 1:
            require((outcome.status == 1) == outcome.errors.contains("not carried: "), outcome.errors)
            let source = SourceText(name: "script", text: outcome.output)
            guard case .formatted(let form) = Formatter.format(source) else { fail("no script: \(outcome.output)") }
            require(form.elementsEqual(outcome.output.utf8), "a script that is not in its form")
        case 3: require(outcome.errors.hasPrefix("error["), "no word why there is no script: \(outcome.errors)")
        default: fail("exit \(outcome.status): \(outcome.errors)")
        }
    }
}

/// Two files in one input, with a line of `%%` between them.
private func halves(_ bytes: [UInt8]) -> ([UInt8], [UInt8]) {
    let mark = Array("%%\n".utf8)
    guard bytes.count >= mark.count,
        let at = (0...bytes.count - mark.count).first(where: { bytes[$0...].starts(with: mark) })
    else { return (bytes, []) }
    return (Array(bytes[..<at]), Array(bytes[(at + mark.count)...]))
}

private func joined(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] { first + Array("%%\n".utf8) + second }

/// A table of who has which role where.
struct TableImportFuzz: FuzzTarget {
    private let bench = ToolBench()

    func seeds(_ scripts: [[UInt8]]) -> [[UInt8]] {
        bench.makeWorld()
        _ = bench.reeve("export", "review", "--out", "review.csv")
        return [
            Array("user,account,role\nann,acme,Editor\nbob,partner,Admin\n".utf8),
            Array(
                "\u{feff}User;Customer;Role;From;Until;Reason\r\nann;acme;Editor;2026-01-01;2027-01-01;\"a; b\"\r\n"
                    .utf8),
            Array("login,tenant,role,route\nann,*,Viewer,manager\nann,acme,Viewer,team\nAnn,acme,=1+1,manager\n".utf8),
            bench.read("review.csv"),
        ]
    }

    func check(_ bytes: [UInt8]) { bench.requireImport("csv", [("table.csv", bytes)]) }
}

/// A Casbin model and its policy.
struct CasbinImportFuzz: FuzzTarget {
    private let bench = ToolBench()
    private static let model = """
        [request_definition]
        r = sub, dom, obj, act
        [policy_definition]
        p = sub, dom, obj, act, eft
        [role_definition]
        g = _, _, _
        [policy_effect]
        e = some(where (p.eft == allow))
        [matchers]
        m = g(r.sub, p.sub, r.dom) && r.dom == p.dom && r.obj == p.obj && r.act == p.act

        """
    private static let flat = """
        [request_definition]
        r = sub, obj, act
        [policy_definition]
        p = sub, obj, act
        [policy_effect]
        e = some(where (p.eft == allow))
        [matchers]
        m = r.sub == p.sub && r.obj == p.obj && r.act == p.act

        """

    func seeds(_ scripts: [[UInt8]]) -> [[UInt8]] {
        bench.makeWorld()
        _ = bench.reeve("export", "casbin", "--flatten", "--out", "casbin")
        let policy = "p, editor, acme, recipe, edit, allow\np, ann, globex, \"a, b\", view\ng, ann, editor, acme\n# x\n"
        return [
            joined(Array(Self.model.utf8), Array(policy.utf8)),
            joined(Array(Self.flat.utf8), Array("p, ann, recipe, view\np, bob, data1, read\n".utf8)),
            joined(bench.read("casbin/model.conf"), bench.read("casbin/policy.csv")),
        ]
    }

    func check(_ bytes: [UInt8]) {
        let (model, policy) = halves(bytes)
        bench.requireImport("casbin", [("model.conf", model), ("policy.csv", policy)])
    }
}

/// An OpenFGA model and its tuples.
struct OpenFGAImportFuzz: FuzzTarget {
    private let bench = ToolBench()

    func seeds(_ scripts: [[UInt8]]) -> [[UInt8]] {
        bench.makeWorld()
        _ = bench.reeve("export", "openfga", "--flatten", "--out", "openfga")
        let model = """
            model
              schema 1.1
            type user
            type group
              relations
                define member: [user]
            type document # comment
              relations
                define owner: [user]
                define viewer: [user, group#member] or owner
                define can_view: viewer

            """
        let tuple = "{\"user\": \"user:ann\", \"relation\": \"viewer\", \"object\": \"document:plan\"}"
        return [
            joined(Array(model.utf8), Array("[\(tuple)]".utf8)),
            joined(Array(model.utf8), Array("{\"tuples\": [{\"key\": \(tuple)}, \(tuple)]}".utf8)),
            joined(Array(model.utf8), Array("\(tuple)\n\(tuple)\n".utf8)),
            joined(bench.read("openfga/model.fga"), bench.read("openfga/tuples.jsonl")),
            joined(Array(model.utf8), bench.read("openfga/tuples.jsonl").prefix(3000) + []),
        ]
    }

    func check(_ bytes: [UInt8]) {
        let (model, tuples) = halves(bytes)
        bench.requireImport("openfga", [("model.fga", model), ("tuples.json", tuples)])
    }
}

/// Lines for `ask --batch`: one line of answer for each, whatever it is.
struct BatchFuzz: FuzzTarget {
    private let bench = ToolBench()

    init() { bench.makeWorld() }

    func seeds(_ scripts: [[UInt8]]) -> [[UInt8]] {
        let questions = pieces(of: scripts).filter { piece in
            piece.count < 200 && ["can", "why", "who", "show", "count"].contains { piece.starts(with: $0.utf8) }
        }
        return questions + [
            Array("can alice view recipe in acme\ncan bob edit recipe in partner\n\n \r\ncan zed view user zed".utf8),
            Array("can alice view user bob; can bob view user alice\nadd user zed\n".utf8),
        ]
    }

    func check(_ bytes: [UInt8]) {
        let bytes = Array(bytes.prefix(1000))
        let outcome = bench.reeve("ask", "--batch", input: bytes)
        require(outcome.status == 0 || outcome.status == 3, "exit \(outcome.status): \(outcome.errors)")
        requirePrintable(outcome.output, "an answer")
        require(outcome.errors.isEmpty, outcome.errors)
        let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        let asked = bytes.count { $0 == 10 } + (bytes.isEmpty || bytes.last == 10 ? 0 : 1)
        require(lines.count == asked, "\(lines.count) answers to \(asked) lines")
        for line in lines {
            require(["yes", "no", ""].contains(line) || line.hasPrefix("error["), "an answer: \(line)")
        }
    }
}
