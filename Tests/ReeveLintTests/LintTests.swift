import ReeveSyntax
import ReeveTesting
import Testing

@testable import ReeveLint

/// The linter's own rules: what is told where, and what a comment allows.
struct LintTests {
    private func codes(_ text: String, named: String = "a.reeve", with others: [String: String] = [:]) -> [String] {
        var files = others
        files[named] = text
        let linter = Linter(MemoryTestFiles(files))
        let sources = files.keys.sorted().map {
            (source: SourceText(name: $0, text: files[$0] ?? ""), root: "")
        }
        return linter.lint(sources).findings.map(\.code)
    }

    @Test func aReasonAllowsAFinding() {
        #expect(codes("let $x = 1\n") == ["unused-variable"])
        #expect(codes("let $x = 1  # lint: allow unused-variable because \"shown in a course\"\n") == [])
        #expect(codes("# lint: allow unused-variable because \"a course\"\n\n# more\nlet $x = 1\n") == [])
        #expect(codes("# lint: allow unused-variable in file because \"a course\"\nprint hello\nlet $x = 1\n") == [])
    }

    @Test func noReasonAllowsNothing() {
        #expect(
            codes("let $x = 1  # lint: allow unused-variable\n") == ["unused-variable", "bad-suppression"])
        #expect(codes("print hello  # lint: allow unused-variable because \"old\"\n") == ["idle-suppression"])
        #expect(codes("print hello  # lint: allow unused-varable because \"old\"\n") == ["bad-suppression"])
        #expect(codes("print hello  # lint: ignore\n") == ["bad-suppression"])
    }

    @Test func aFileThatSeveralUseIsToldWhereAllOfThemHaveIt() {
        let roles = "define role Guest { can view member }\nadd customer acme\nadd user bob\n"
        let given = "use \"roles.reeve\"\ninvite bob as Guest to acme\n"
        let another = "use \"roles.reeve\"\ndefine role Other { can view member }\ninvite bob as Other to acme\n"
        #expect(codes(given, named: "given.reeve", with: ["roles.reeve": roles]) == [])
        #expect(codes(another, named: "z.reeve", with: ["roles.reeve": roles]) == ["unused-role"])
        #expect(codes(another, named: "z.reeve", with: ["roles.reeve": roles, "given.reeve": given]) == [])
    }

    @Test func constantConditions() {
        let always = [
            "count(users) >= 0", "count(users) > -1", "not count(users) < 0", "count(users) > 3 or count(users) <= 3",
            "$x = $x", "no(())", "count((a, b, a)) = 2", "count(users) = 0 or count(users) >= 1",
        ]
        let never = [
            "count(users) < 0", "count(users) > 3 and count(users) < 4", "$x = a and $x = b", "$x = a and $x != a",
            "$x in ()", "any(())", "$x is set and $x is not set", "count(users) != 0 and count(users) < 1",
            "$x < 3 and $x > 5", "$x = 1 and $x > 2",
        ]
        let sometimes = [
            "count(users) > 0", "$x = 1 and $x = 1.0", "$x = a or $x = b", "$x < 3 or $x > 5", "$x.plan = $x.plan",
            "not $x.n < 3 and not $x.n >= 3", "count(users) = 3", "$x != a and $x != b",
        ]
        for (list, value) in [(always, true), (never, false), (sometimes, nil)] as [([String], Bool?)] {
            for text in list {
                let script = LintedScript(SourceText(name: "", text: "if \(text) { print a }"))
                #expect(script.errors.isEmpty, "\(text)")
                for condition in script.statements.flatMap(\.conditions).prefix(1) {
                    #expect(ConstantCondition(script: script).value(of: condition) == value, "\(text)")
                }
            }
        }
    }
}
