import ReeveSyntax
import Testing

@testable import ReeveTool

/// What the scripts of `reeve completions` are answered. Real shells are asked by `.ci/shell-test`.
@Suite struct ShellTests {
    private let bench = Bench()

    init() {
        bench.write("world.reeve", world + "add user \"e'vil $HOME `id` \\\"!x\", carol@initech.example\n")
        bench.reeve("run", "world.reeve")
    }

    private func complete(_ words: String..., sourceLocation: SourceLocation = #_sourceLocation) -> [String] {
        let outcome = bench.reeve(["completions", "fish", "--", "reeve"] + words)
        #expect(outcome.status == 0, sourceLocation: sourceLocation)
        return outcome.output.split(separator: "\n").map(String.init)
    }

    @Test func completesTheCommandLine() {
        #expect(complete("ver").isEmpty)
        #expect(complete("che") == ["check"])
        #expect(complete("store", "ver") == ["verify"])
        #expect(complete("completions", "") == ["bash", "zsh", "fish"])
        #expect(complete("ask", "--format", "") == ["table", "json", "csv"])
        #expect(complete("ask", "--format=c") == ["--format=csv"])
        #expect(complete("--store", "x", "ru") == ["run"])
        #expect(complete("fmt", "--d") == ["--diff"])
        #expect(complete("help", "hand").contains("hand over"))
        #expect(complete("explain", "unknown-ro") == ["unknown-role"])
        #expect(complete("run", "--limit", "n") == ["name=", "nesting="])
    }

    @Test(arguments: [["run", ""], ["fmt", "--check", "x"], ["--store", "x"], ["ask", "--store="]])
    func leavesFilesToTheShell(_ words: [String]) {
        #expect(bench.reeve(["completions", "zsh", "--", "reeve"] + words).status == 1)
    }

    @Test func completesStatements() {
        #expect(complete("ask", "--as", "ali") == ["alice"])
        #expect(complete("ask", "can ali").allSatisfy { $0.hasPrefix("can alice ") })
        #expect(complete("ask", "'can ali") == complete("ask", "can ali"))
        // Finished, or going on: the shell must not close the quotes.
        #expect(
            complete("run", "-c", "add user dan; uninvite bob from gl").first
                == "add user dan; uninvite bob from globex")
        #expect(complete("run", "-c", "add user dan; uninvite bob from gl").count > 1)
        #expect(complete("-c", "invite bob as Vie").allSatisfy { $0.hasPrefix("invite bob as Viewer ") })
    }

    /// What a line says, and how a word is written where bash replaces the line's end.
    @Test(arguments: [
        ("reeve ask --as e", "e", "e\\'vil\\ \\$HOME\\ \\`id\\`\\ \\\"\\!x"),
        ("reeve ask --as 'e", "e", "e'\\''vil $HOME `id` \"!x"),
        ("reeve ask --as \"e", "e", "e'vil \\$HOME \\`id\\` \\\"\"'!'\"x"),
        ("reeve ask --as carol@in", "in", "initech.example"),
        ("reeve ask --as carol@", "", "initech.example"),
        ("reeve ask --as=ca", "ca", "carol@initech.example"),
    ])
    func spellsNamesForBash(_ line: String, _ replaced: String, _ expected: String) {
        #expect(bench.reeve("completions", "bash", "--", line, replaced).output == expected + "\n")
    }

    /// Whatever a name holds, and wherever the cursor stands, a shell reads back the name.
    @Test func whatIsSpelledIsReadBack() {
        let marks = ["a", "'", "\"", "\\", "$", "`", "!", " ", "*", ";", "é", "~", "#", "(", "\u{1F600}"]
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let name = (0..<Int.random(in: 1...8, using: &generator))
                .map { _ in marks.randomElement(using: &generator) ?? "a" }.joined()
            for open in ["", "'", "\"", "x=", "a\\ "] {
                let line = ShellLine("reeve " + open, replacing: "")
                let whole = line.kept + name
                guard let spelled = line.spelled(whole) else {
                    Issue.record("\(open)\(name) is not spelled")
                    continue
                }
                let closing = line.quote == .single ? "'" : line.quote == .double ? "\"" : ""
                let read = ShellLine("reeve " + open + spelled + closing + " ")
                #expect(read.before == ["reeve", whole] && read.quote == .none)
            }
        }
    }

    @Test func aShellThatIsNotKnown() {
        #expect(bench.reeve("completions", "tcsh").status == 64)
        for shell in ["bash", "zsh", "fish"] { #expect(bench.reeve("completions", shell).status == 0) }
    }

    /// Every command, option and statement stands in the manual page.
    @Test func theManualIsWhole() {
        let page = ManCommand.page.replacing("\\-", with: "-")
        for command in Command.all { #expect(page.contains("reeve " + command.name)) }
        for flag in Flag.allCases { #expect(page.contains(".B " + flag.rawValue)) }
        for form in StatementForm.all { #expect(page.contains(".SS " + form.name)) }
    }
}
