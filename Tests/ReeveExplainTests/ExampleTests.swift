import Foundation
import ReeveDomain
import ReeveLanguage
import ReeveLint
import ReeveSyntax
import ReeveTesting
import Testing

@testable import ReeveExplain

/// Each page's example causes its code and nothing else, and the mended one does not.
struct ExampleTests {
    static let now = Instant(date: "2026-06-01") ?? Instant(milliseconds: 0)
    static let quickstart: String = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return (try? String(contentsOf: root.appending(path: "Scripts/quickstart.reeve"), encoding: .utf8)) ?? ""
    }()
    /// The world that examples stand on, run once.
    static let world: State = {
        var transaction = Transaction(state: State(), now: now, actor: .superuser)
        var interpreter = Interpreter()
        let source = SourceText(name: "quickstart.reeve", text: quickstart)
        do { try interpreter.run([source], in: &transaction) } catch { Issue.record("the quickstart: \(error)") }
        return transaction.state
    }()

    static let scripts = CodePages.all.filter { [.run, .test, .lint].contains($0.trial) }.map(\.code)

    @Test(arguments: scripts) func theExampleCausesItAndNothingElse(_ code: String) throws {
        let page = try #require(CodePages.page(of: code))
        #expect(Set(codes(page.wrong, page)) == [code])
    }

    @Test(arguments: scripts) func theMendedExampleDoesNot(_ code: String) throws {
        let page = try #require(CodePages.page(of: code))
        let text = try #require(page.right.isEmpty ? nil : page.right, "a page with an example has it mended, too")
        #expect(codes(text, page) == [])
    }

    private func codes(_ text: String, _ page: CodePage) -> [String] {
        switch page.trial {
        case .run: run(text, page)
        case .test: test(text, page)
        case .lint: lint(text, page)
        case .shell, .repl, .fault, .none: []
        }
    }

    private func files(_ text: String, _ page: CodePage) -> MemoryTestFiles {
        var files = ["quickstart.reeve": Self.quickstart, "example.reeve": text]
        for file in page.files { files[file.name] = file.text }
        return MemoryTestFiles(files)
    }

    private func run(_ text: String, _ page: CodePage) -> [String] {
        let loader = files(text, page).loader(for: "example.reeve", root: "")
        var transaction = Transaction(
            state: page.standsAlone ? State() : Self.world, now: Self.now, actor: .superuser)
        do {
            if !page.before.isEmpty {
                var interpreter = Interpreter(loader: loader)
                try interpreter.run([SourceText(name: "before.reeve", text: page.before)], in: &transaction)
                transaction = Transaction(state: transaction.state, now: Self.now, actor: .superuser)
            }
            if let name = page.user {
                let user = try #require(transaction.state.user(name))
                transaction.actor = .user(user)
                try transaction.enter(as: user, .partner)
            }
        } catch {
            Issue.record("before the example of \(page.code): \(error)")
        }
        var parameters: [String: String] = [:]
        if let parts = page.parameter?.split(separator: "="), parts.count == 2 {
            parameters[String(parts[0])] = String(parts[1])
        }
        var interpreter = Interpreter(loader: loader, parameters: parameters)
        do throws(ScriptFailure) {
            try interpreter.run([SourceText(name: "example.reeve", text: text)], in: &transaction)
            return transaction.report.warnings.map(\.code)
        } catch {
            return error.diagnostics.map(\.code)
        }
    }

    private func test(_ text: String, _ page: CodePage) -> [String] {
        let files = files("use \"quickstart.reeve\"\n" + text, page)
        do throws(ScriptFailure) {
            let scripts = try TestFinder(files).scripts(at: ["example.reeve"])
            let result = TestRunner(files, TestOptions()).run(scripts)
            return result.suites.flatMap { suite in
                (suite.fixtureFailures + suite.tests.flatMap(\.failures)).map(\.code)
            }
        } catch {
            return error.diagnostics.map(\.code)
        }
    }

    private func lint(_ text: String, _ page: CodePage) -> [String] {
        let script = page.standsAlone ? text : "use \"quickstart.reeve\"\n" + text
        let files = files(script, page)
        var options = LintOptions()
        options.now = Self.now
        let result = Linter(files, options).lint([(SourceText(name: "example.reeve", text: script), "")])
        for (file, reason) in result.notRun { Issue.record("\(page.code), \(file): \(reason.message)") }
        return result.findings.map(\.code)
    }
}
