import Foundation
import Testing

@testable import ReeveTool

struct ExportTests {
    private static let small = """
        define partner Initech
        define kind recipe in customer { can view, edit }
        define system role Admin { can do anything to anything }
        add user alice, bob
        add customer acme, globex
        invite alice as Admin to partner
        assign alice as Admin to all customers
        """

    @Test func anExportIsTheSameTwice() {
        let bench = Bench()
        bench.write("world.reeve", Self.small)
        #expect(bench.reeve("run", "world.reeve").status == 0)
        #expect(bench.reeve("export", "casbin", "--out", "one").status == 0)
        #expect(bench.reeve("export", "casbin", "--out", "two").status == 0)
        for file in ["model.conf", "policy.csv"] {
            #expect(!bench.read("one/" + file).isEmpty)
            #expect(bench.read("one/" + file) == bench.read("two/" + file))
        }
    }

    @Test func whatCannotBeCarriedIsNamedWithItsPlace() {
        let bench = Bench()
        bench.write("world.reeve", Self.small + "\ninvite bob as Admin to acme until 2026-02-01")
        let refused = bench.reeve("export", "casbin", "world.reeve", "--out", "one")
        #expect(refused.status == 3)
        #expect(
            refused.errors.contains(
                "error[not-carried]: casbin cannot carry this: `invite bob as Admin to acme until 2026-02-01`"))
        #expect(refused.errors.contains("world.reeve:8"))
        #expect(refused.errors.contains("--flatten"))
        #expect(!bench.exists("one"))
        let flat = bench.reeve("export", "casbin", "world.reeve", "--out", "one", "--flatten")
        #expect(flat.status == 0)
        #expect(flat.output.contains("holds until 2026-02-01T00:00:00Z"))
    }

    /// The commands of the page, in its order, on a store.
    @Test func theCommandsOfThePage() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "Grammar/exchange.md"), encoding: .utf8)
        let part = try #require(page.firstRange(of: "## For engines that are distributed"))
        let lines = page[part.upperBound...].split(separator: "\n").filter { $0.hasPrefix("reeve export ") }
        #expect(lines.count == 5)
        let bench = Bench()
        bench.write("world.reeve", Self.small)
        #expect(bench.reeve("run", "world.reeve").status == 0)
        let shown = page[part.upperBound...].matches(of: /`([a-z]*\.[a-z]+)`/).map { String($0.output.1) }
        for line in lines {
            let words = line.split(separator: " ").dropFirst().map(String.init)
            let outcome = bench.reeve(words)
            #expect(outcome.status == 0, "\(line)")
            let directory = try #require(words.last)
            let files = names(in: bench.path(directory))
            #expect(files.count > 1)
            // The page's table has them all.
            for file in files { #expect(shown.contains(file), "\(file)") }
        }
    }

    /// What has changed since an export, put into its files, makes them the files of the export anew.
    @Test(arguments: ["opa", "cedar", "casbin", "openfga", "spicedb"]) func changesSinceAnExport(target: String) throws
    {
        let bench = Bench()
        bench.write("world.reeve", Self.small + "\nadd recipe r in acme\ninvite bob as Admin to acme")
        #expect(bench.reeve("run", "world.reeve").status == 0)
        let first = bench.reeve("export", target, "--out", "one", "--kinds-only", "--json")
        let seq = try #require(JSONReader(first.output)["seq"])
        let changed = bench.reeve(
            "run", "-c",
            """
            add user "a, \\"b\\" #"
            uninvite bob from acme
            invite "a, \\"b\\" #" as Admin to globex
            reassign alice as Admin to all customers except acme
            define system role Admin { can view anything }
            disable customer globex
            """)
        #expect(changed.status == 0, "\(changed.errors)")
        #expect(bench.reeve("export", target, "--out", "two", "--kinds-only").status == 0)
        let since = bench.reeve("export", target, "--out", "changes", "--kinds-only", "--since", seq)
        #expect(since.status == 0, "\(since.errors)")
        let text = String(decoding: bench.read("changes/changes.json"), as: UTF8.self)
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(document["format"] as? String == "reeve.export-changes/1")
        let sections = try #require(document["sections"] as? [[String: Any]])
        #expect(!sections.isEmpty)
        guard !["opa", "cedar"].contains(target) else { return }
        // How often each line is there.
        var files: [String: [String: Int]] = [:]
        func counts(_ file: String) -> [String: Int] {
            bench.lines(file).reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        for section in sections {
            let file = try #require(section["file"] as? String)
            func lines(_ part: String) -> [String] {
                (section[part] as? [String] ?? []).flatMap { $0.split(separator: "\n").map(String.init) }
            }
            var kept = files[file] ?? counts("one/\(file)")
            for line in lines("delete") { kept[line, default: 0] -= 1 }
            for line in lines("write") { kept[line, default: 0] += 1 }
            files[file] = kept
        }
        for (file, lines) in files { #expect(lines.filter { $0.value != 0 } == counts("two/\(file)"), "\(file)") }
        let same = bench.reeve("export", target, "--out", "changes", "--kinds-only", "--since", "999999")
        #expect(same.status == 64 && same.errors.contains("unknown-transaction"))
        let flat = bench.reeve("export", target, "--out", "changes", "--flatten", "--since", seq)
        #expect(flat.status == 64 && flat.errors.contains("--since \(seq)@INSTANT"))
    }

    @Test func onlySpiceDBWasNeverAsked() {
        let bench = Bench()
        bench.write("world.reeve", Self.small)
        for target in ["opa", "cedar", "casbin", "openfga", "spicedb"] {
            let outcome = bench.reeve("export", target, "world.reeve", "--out", target)
            #expect(outcome.output.contains("never with SpiceDB itself") == (target == "spicedb"))
        }
    }

    @Test func batchesAnswerLineByLine() {
        let bench = Bench()
        bench.write("world.reeve", Self.small)
        #expect(bench.reeve("run", "world.reeve").status == 0)
        let asked = bench.reeve(
            "ask", "--batch",
            input:
                "can alice edit recipe in acme\n\ncan bob edit recipe in acme\ncan zed edit recipe in acme\ncount users\n"
        )
        let lines = asked.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 6)
        #expect(lines.prefix(3) == ["yes", "", "no"])
        #expect(lines[3].hasPrefix("error[unknown-user]: "))
        #expect(lines[4].hasPrefix("error[usage]: "))
        #expect(asked.status == 3)
    }
}

extension Bench {
    fileprivate func lines(_ file: String) -> [String] {
        String(decoding: read(file), as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

/// A number of a document's top, as it stands there.
private struct JSONReader {
    private let members: [String: Any]

    init(_ text: String) {
        members = (try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]) ?? [:]
    }

    subscript(name: String) -> String? { (members[name] as? Int).map(String.init) }
}
