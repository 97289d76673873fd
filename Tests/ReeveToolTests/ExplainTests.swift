import Foundation
import Reeve
import ReeveDomain
import ReeveExplain
import ReeveStorage
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

    static let faults = CodePages.all.filter { $0.trial == .fault }.map(\.code)

    /// What takes a disk that fails, or another writer, on a disk in memory that does.
    @Test(arguments: faults) func faultExamples(_ code: String) throws {
        let page = try #require(CodePages.page(of: code))
        let line = try #require(page.wrong.split(separator: "\n").map(String.init).last)
        let script = try #require(words(line).last)
        let files = MemoryFileSystem()
        var options = SessionOptions()
        options.patience = 0
        let session = try Session(files, options: options)
        try session.run(try Self.script("Scripts/quickstart.reeve"), named: "quickstart.reeve")
        // A disk in memory takes the snapshot first, then the journal's line and its sync, and at the end the snapshot's
        // sync and its name.
        let rehearsal = files.copy()
        let rehearsed = try Session(rehearsal, options: options)
        rehearsal.arm(nil)
        _ = try? rehearsed.run(script, named: "console")
        let sync = rehearsal.operations - 2
        var holder: Store?
        switch code {
        case "store-busy":
            holder = try Store.open(files, now: Instant(milliseconds: 0))
            _ = try holder?.begin(now: Instant(milliseconds: 0))
        case "no-space": files.arm(MemoryFileSystem.Fault(at: sync - 1, .noSpace))
        case "io-failed": files.arm(MemoryFileSystem.Fault(at: sync - 1, .inputOutput))
        default: files.arm(MemoryFileSystem.Fault(at: sync, .inputOutput))
        }
        if code == "snapshot-late" {
            files.arm(MemoryFileSystem.Fault(at: 1, .noSpace))
            #expect(try session.run(script, named: "console").warnings.map(\.code) == [code])
        } else {
            let failure = #expect(throws: Failure.self) { try session.run(script, named: "console") }
            #expect(failure?.problems.map(\.code) == [code])
        }
        holder?.abandon()
        files.arm(nil)
        // Opened again, the store takes it, or has it.
        let again = try Session(files, options: options)
        let users = try again.plan("add user zed2", named: "console").changes.count
        #expect(users == 1)
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
