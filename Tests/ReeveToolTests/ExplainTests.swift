import Foundation
import ReeveExplain
import Testing

@testable import ReeveTool

/// `reeve explain`, and the examples of its pages that are typed into a shell or the REPL.
struct ExplainTests {
    static let shells = CodePages.all.filter { $0.trial == .shell }.map(\.code)
    static let conversations = CodePages.all.filter { $0.trial == .repl }.map(\.code)

    private static func script(_ path: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private func bench() throws -> Bench {
        let bench = Bench()
        bench.write("quickstart.reeve", try Self.script("Scripts/quickstart.reeve"))
        bench.write(
            "suite.reeve", "use \"quickstart.reeve\"\ntest \"frank\" { expect frank can edit recipe in acme }\n")
        return bench
    }

    @Test(arguments: shells) func shellExamples(_ code: String) throws {
        // Whoever may do everything is refused nothing by the system.
        if code == "unreadable-file", geteuid() == 0 { return }
        let page = try #require(CodePages.page(of: code))
        let bench = try bench()
        var last = ""
        for line in page.wrong.split(separator: "\n").map(String.init) {
            guard line.hasPrefix("reeve ") else {
                let process = Process()
                process.executableURL = URL(filePath: "/bin/sh")
                process.arguments = ["-c", line]
                process.currentDirectoryURL = URL(filePath: bench.directory)
                try process.run()
                process.waitUntilExit()
                #expect(process.terminationStatus == 0, "\(line)")
                continue
            }
            let outcome = bench.reeve(words(line))
            last = outcome.errors + outcome.output
        }
        #expect(last.contains("error[\(code)]") || last.contains("warning[\(code)]"), "\(last)")
    }

    /// Words of a line, with what stands in single quotes as one.
    private func words(_ line: String) -> [String] {
        var found: [String] = []
        for (index, part) in line.dropFirst("reeve ".count).split(separator: "'", omittingEmptySubsequences: false)
            .enumerated()
        {
            if index % 2 == 1 {
                found.append(String(part))
            } else {
                found += part.split(separator: " ").map(String.init)
            }
        }
        return found
    }

    @Test(arguments: conversations) func replExamples(_ code: String) throws {
        let page = try #require(CodePages.page(of: code))
        let outcome = try bench().reeve(["repl"], input: page.wrong)
        #expect((outcome.errors + outcome.output).contains("error[\(code)]"), "\(outcome)")
    }

    @Test func explains() throws {
        let bench = try bench()
        let page = bench.reeve("explain", "plain-role")
        #expect(page.status == 0 && page.output.hasPrefix("plain-role\n\n  Managers get"))
        #expect(bench.reeve("explain", "error[plain-role]:").output == page.output)
        let list = bench.reeve("explain").output
        for page in CodePages.all { #expect(list.contains("  \(page.code) ")) }
        let unknown = bench.reeve("explain", "plain-roll")
        #expect(unknown.status == 64 && unknown.errors.contains("did you mean `reeve explain plain-role`?"))
    }
}
