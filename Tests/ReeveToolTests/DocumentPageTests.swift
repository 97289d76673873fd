import Foundation
import ReeveJSON
import Testing

@testable import ReeveTool

/// `Grammar/documents.md` against what the commands print: no member that it does not name, and none that it only names.
@Suite struct DocumentPageTests {
    /// The members by the format that they stand below; `made` and `problem` are written out where they occur.
    private static func page() throws -> [String: Set<String>] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "Grammar/documents.md"), encoding: .utf8)
        var found: [String: Set<String>] = [:]
        var format = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix("## ") { format = String(line.dropFirst(3)) }
            guard line.hasPrefix("- `"), let end = line.dropFirst(3).firstIndex(of: "`") else { continue }
            found[format, default: []].insert(String(line[line.index(line.startIndex, offsetBy: 3)..<end]))
        }
        func take(_ shape: String, from format: String) -> [String] {
            let members = (found[format] ?? []).filter { $0.hasPrefix(shape + ".") }
            found[format]?.subtract(members)
            return members.map { String($0.dropFirst(shape.utf8.count)) }
        }
        let made = take("made", from: "reeve.answer/1")
        let problem = take("problem", from: "reeve.failure/1")
        for (format, members) in found {
            for member in members where member.hasSuffix(".made") {
                found[format]?.remove(member)
                found[format]?.formUnion(made.map { member + $0 })
            }
            for member in members where ["problems[]", "findings[]"].contains(member) {
                found[format]?.remove(member)
                found[format]?.formUnion(problem.map { member + $0 })
            }
        }
        let ofReports = (found["reeve.report/1"] ?? []).filter { !$0.hasPrefix("deliveries") }
        found["reeve.plan/1"]?.formUnion(ofReports)
        return found
    }

    /// The paths of what a document holds; those of answers within it are answers' own.
    private static func paths(_ json: JSON, _ path: String = "") -> Set<String> {
        switch json {
        case .object(let members):
            if !path.isEmpty, json["format"] != nil { return [path] }
            return members.reduce(into: []) { found, member in
                guard member.0 != "format" else { return }
                found.formUnion(paths(member.1, path.isEmpty ? member.0 : "\(path).\(member.0)"))
            }
        case .list(let items):
            return items.isEmpty ? [path + "[]"] : items.reduce(into: []) { $0.formUnion(paths($1, path + "[]")) }
        default: return [path]
        }
    }

    private static func isNamed(_ path: String, _ named: Set<String>) -> Bool {
        if named.contains(path) { return true }
        // What the data names; and a list that is empty, or a thing that is null, where the page tells what would be in it.
        let parts = path.split(separator: ".")
        if let first = parts.first, parts.count > 1, named.contains("\(first).*") { return true }
        return named.contains { $0.hasPrefix(path + ".") || $0.hasPrefix(path + "[") || path == $0 + "[]" }
    }

    @Test func everyMemberIsOnThePage() throws {
        let bench = Bench()
        bench.write("world.reeve", world)
        bench.write(
            "suite.reeve",
            "use \"world.reeve\"\ntest \"no\" tagged a { print \"x\"\nexpect dave can edit recipe in acme }\n")
        bench.write("unused.reeve", "let $x = 1\n")
        bench.write("alone.reeve", "invite nobody as Nothing to nowhere\n")
        let calls: [[String]] = [
            ["run", "world.reeve"], ["ask", "can alice view recipe in acme"],
            ["ask", "why can alice view recipe in acme"],
            ["ask", "why can dave edit recipe in acme"], ["ask", "count users"], ["ask", "show user alice"],
            ["ask", "who can view recipe in acme"],
            ["plan", "-c", "reassign bob to acme, initrode", "--out", "p"],
            ["plan", "-c", "invite bob as Admin to acme"],
            [
                "run", "-c",
                "print \"x\"\ncount users\nreset password of bob\nreassign bob to acme because \"y\"\n"
                    + "invite dave as Viewer to acme until 2020-01-01",
            ],
            ["run", "--as", "bob", "-c", "add customer sirius"], ["check", "-c", "ad user x"],
            ["check", "world.reeve"], ["lint", "unused.reeve"], ["lint", "alone.reeve"],
            ["fmt", "--check", "world.reeve"],
            ["test", "suite.reeve"], ["explain", "unknown-role"], ["help", "invite"], ["--version"], ["store", "info"],
            ["store", "verify"], ["store", "compact"], ["store", "repair"], ["store", "init", "--store", "s"],
            ["uninvite"],
        ]
        let page = try Self.page()
        var seen: [String: Set<String>] = [:]
        func look(_ arguments: [String]) throws {
            let outcome = bench.reeve(arguments + ["--json"])
            let json = try JSON(reading: Array(outcome.output.utf8))
            for document in json.items.isEmpty ? [json] : json.items {
                let format = try #require(document["format"]?.text, "\(arguments)")
                let paths = Self.paths(document)
                seen[format, default: []].formUnion(paths)
                for path in paths.sorted() {
                    #expect(Self.isNamed(path, page[format] ?? []), "\(format): \(path), of \(arguments)")
                }
            }
        }
        for call in calls { try look(call) }
        bench.write(
            "reeve.store/journal-00001.jsonl", bytes: Array(bench.read("reeve.store/journal-00001.jsonl").dropLast(300))
        )
        try look(["store", "repair"])
        try look(["store", "repair", "--yes"])
        for (format, members) in page {
            for member in members.sorted() where !(seen[format] ?? []).contains(member) {
                let lead = member.replacing("*", with: "")
                #expect(
                    (seen[format] ?? []).contains { $0.hasPrefix(lead) || lead.hasPrefix($0) },
                    "\(format): \(member) is on the page only")
            }
        }
    }
}
