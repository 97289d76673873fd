import Testing

@testable import ReeveTool

/// The REPL without a terminal: a pipe in, lines out.
@Suite struct ReplPlainTests {
    private func prepared() -> Bench {
        let bench = Bench()
        bench.write("world.reeve", world)
        bench.reeve("run", "world.reeve")
        return bench
    }

    private func repl(_ input: String, terminal: Bool = false, _ arguments: String...) -> Bench.Outcome {
        prepared().reeve(["repl"] + arguments, input: input, terminal: terminal)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let input: String
        var status: Int32 = 0
        var output: [String]
        var errors: [String] = []
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "each statement at once", input: "add user u\nadd user v", output: ["+ user u", "+ user v"]),
        Case(name: "nothing", input: "", output: []),
        Case(name: "only comments", input: "# one\n\n# two\n", output: []),
        Case(
            name: "an error, and on", input: "inviet u\nadd user v\n", status: 3, output: ["+ user v"],
            errors: ["error[unknown-statement]", "--> stdin:1:1", "did you mean `invite`?"]),
        Case(
            name: "a refusal, and on", input: "\nassign zed as Admin to acme\nadd user v", status: 3,
            output: ["+ user v"], errors: ["error[unknown-user]", "--> stdin:2:8"]),
        Case(
            name: "lines go on as in a file", input: "assign bob\n  as Operator\n  # within\n  to initrode\n",
            output: ["+ bob manages initrode as Operator"]),
        Case(
            name: "else stands on its own line", input: "if no(users) { print \"a\" }\nelse { print \"b\" }\n",
            output: ["b"]),
        Case(
            name: "a semicolon ends it", input: "add user u;\nbegin\nrollback;\nadd user v;",
            output: [
                "+ user u", "rolled back: 0 statements", "+ user v",
            ]),
        Case(name: "a block", input: "define role R {\n  can view recipe\n}\n", output: ["+ role R"]),
        Case(
            name: "parentheses and commas", input: "show users where name in (bob,\n dave)\nadd user x,\n  y\n",
            output: ["user  status", "----  ------", "bob   active", "dave  active", "+ user x", "+ user y"]),
        Case(
            name: "a name that looks like an operator", input: "add user and\nadd user or\n",
            output: [
                "+ user and", "+ user or",
            ]),
        Case(
            name: "a condition goes on behind its operator",
            input: "if count(users) > 0 and\n  count(users) > 1 { print \"yes\" }\n", output: ["yes"]),
        Case(
            name: "variables live on", input: "let $c = acme\nassign dave as Admin to $c\nlet $c = globex\nprint $c\n",
            status: 3, output: ["globex"], errors: ["not-on-partner-team"]),
        Case(
            name: "procedures live on", input: "define procedure hi($u) { print \"hi {$u}\" }\nhi(bob)\n",
            output: ["hi bob"]),
        Case(
            name: "a failed let sets nothing", input: "let $c = users where nothing = 1\nprint $c\n", status: 3,
            output: [], errors: ["unknown-attribute", "stdin:2:7"]),
        Case(
            name: "begin and commit", input: "begin\nadd user u\ncommit\ncount users where name = u\n",
            output: ["+ user u", "+ user u", "HEAD", "1"]),
        Case(
            name: "begin and rollback", input: "begin\nadd user u\nrollback\ncount users where name = u\n",
            output: ["+ user u", "rolled back: 1 statement", "0"]),
        Case(
            name: "variables of what was rolled back are gone",
            input: "begin\nadd user u\nlet $u = users where name = u\nrollback\nprint $u\n", status: 3,
            output: ["+ user u", "rolled back: 2 statements"], errors: ["unknown-variable"]),
        Case(
            name: "diff", input: "begin\ninvite dave as Viewer to acme\ndiff\nrollback\ndiff\n", status: 64,
            output: [
                "+ dave is Viewer in acme", "+ dave is Viewer in acme", "effective access: 1 user changes",
                "  dave: gains acme as Viewer", "rolled back: 1 statement",
            ], errors: ["error[not-begun]"]),
        Case(
            name: "what fails between begin and commit is left out",
            input: "begin\nadd user u\nadd user u2 with nothing = 1\nadd user v\ncommit\n", status: 3,
            output: ["+ user u", "+ user v", "+ user u", "+ user v", "HEAD"], errors: ["unknown-attribute"]),
        Case(
            name: "rules are asked at the commit",
            input: """
                define rule "keep one" { require count(team of partner where role = Admin) >= 1 }
                begin
                uninvite alice, root from partner
                commit
                invite dave as Admin to partner
                commit

                """, status: 3,
            output: [
                "+ rule \"keep one\"", "- alice: Admin in partner", "- root: Admin in partner",
                "+ dave is Admin in partner", "+ dave is Admin in partner", "- alice: Admin in partner",
                "- root: Admin in partner", "HEAD",
            ], errors: ["error[rule-refused]"]),
        Case(
            name: "begin twice", input: "begin\nbegin\nrollback\n", status: 64, output: ["rolled back: 0 statements"],
            errors: ["error[already-begun]"]),
        Case(
            name: "an end without commit", input: "begin\nadd user u\n", status: 3, output: ["+ user u"],
            errors: ["rolled back: 1 statement, for there was no `commit`"]),
        Case(name: "quit ends it", input: "quit\nadd user u\n", output: []),
        Case(name: "exit; ends it", input: "exit;\nadd user u\n", output: []),
        Case(
            name: "own words are names elsewhere", input: "add user quit, begin\n",
            output: [
                "+ user quit", "+ user begin",
            ]),
        Case(
            name: "an unknown word", input: ":halp\n", status: 3, output: [],
            errors: ["there is no `:halp`", "did you mean `:help`?"]),
        Case(
            name: "csv", input: ":mode csv\nshow users where name = bob\n",
            output: ["user,status,email", "bob,active,"]),
        Case(
            name: "one line, several statements, the first wrong", input: "add user u; inviet v\nadd user w\n",
            status: 3,
            output: ["+ user w"], errors: ["unknown-statement"]),
        Case(
            name: "an open parenthesis at the end", input: "show (\nadd user u\n", status: 3, output: [],
            errors: ["stdin:2:5"]),
    ]

    @Test(arguments: cases) func pipe(_ wanted: Case) {
        let outcome = repl(wanted.input)
        #expect(outcome.status == wanted.status)
        let lines = outcome.output.split(whereSeparator: \.isNewline).map { line in
            line.contains(":") && line.drop { $0.isNumber }.dropFirst().allSatisfy(\.isHexDigit) ? "HEAD" : String(line)
        }
        #expect(lines == wanted.output)
        for error in wanted.errors { #expect(outcome.errors.contains(error)) }
        if wanted.status == 0 { #expect(outcome.errors == "") }
    }

    @Test func whyAsksAgain() {
        let outcome = repl("can bob edit recipe in acme\n:why\n")
        #expect(outcome.lines.first?.hasPrefix("no: bob may not edit recipe in acme: ") == true)
        #expect(outcome.lines.contains("  because bob is Operator (manager) in acme, and that role does not permit it"))
        #expect(outcome.lines.contains { $0.contains("decides: Operator (manager)") })
    }

    @Test func helpWantsNoColon() {
        #expect(repl("help\n").output == repl(":help\n").output)
        let ofOne = repl("help uninvite\nadd user help\n").lines
        #expect(ofOne.first?.hasPrefix("uninvite USERS from ACCOUNTS") == true)
        #expect(ofOne.contains("+ user help"))
    }

    @Test func windowsLineEndsAndAMarkAtTheStart() {
        #expect(repl("\u{feff}add user u\r\nadd user v\r\n").lines == ["+ user u", "+ user v"])
    }

    @Test func bytesThatAreNoTextAreAnErrorLikeAnyOther() {
        let bench = prepared()
        let outcome = bench.reeve(["repl"], input: "add user \u{1b}[31m\u{7}\u{202e}\nadd user u\n")
        #expect(outcome.status == 3)
        #expect(!outcome.errors.contains("\u{1b}") && !outcome.errors.contains("\u{202e}"))
        #expect(outcome.lines == ["+ user u"])
    }

    @Test func jsonIsADocumentAStatement() {
        let outcome = repl("add user u\nadd usre v\n", "--json")
        #expect(outcome.output.contains("\"format\": \"reeve.report/1\""))
        #expect(outcome.output.contains("\"format\": \"reeve.failure/1\""))
        #expect(outcome.errors == "")
    }

    @Test func savedStatementsRunAgain() {
        let bench = prepared()
        let said =
            "add user u\ninviet\nbegin\nadd user v\nrollback\nbegin\nadd user w\ncommit\n:save out.reeve\n:save out.reeve\n"
        let outcome = bench.reeve(["repl"], input: said)
        #expect(outcome.errors.contains("error[not-saved]: `out.reeve` is not written: "))
        #expect(String(decoding: bench.read("out.reeve"), as: UTF8.self) == "add user u\nadd user w\n")
        #expect(bench.reeve("run", "out.reeve").changes == [])
    }

    @Test func whatAScriptMaySayOnceIsTold() {
        let outcome = repl("let $c = acme\nlet $c = globex\n:save out.reeve\n")
        #expect(
            outcome.lines == [
                "saved: 2 statements", "note: $c is set or defined more than once, and a script may do that once",
            ])
    }

    @Test func asAUserOneIsThatUser() {
        let outcome = repl("add user u\nshow access of bob\n", "--as", "bob")
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("error[not-permitted]"))
    }

    @Test func readOnlyAnswers() {
        let outcome = repl("count users\nadd user u\n", "--read-only")
        #expect(outcome.status == 74)
        #expect(outcome.lines == ["4"])
    }

    @Test func aQuestionMakesNoStore() {
        let bench = Bench()
        #expect(bench.reeve(["repl"], input: "count users\nlet $x = acme\n").lines == ["0"])
        #expect(!bench.exists("reeve.store"))
    }

    @Test func onADumbTerminalALineIsALine() {
        let outcome = repl("add user u\ndefine role R {\n can view recipe\n}\nbegin\nquit\n", terminal: true)
        #expect(outcome.status == 0)
        let text = outcome.output.replacing("\u{1b}[32m", with: "").replacing("\u{1b}[0m", with: "")
        #expect(text == "reeve> + user u\nreeve>    ...>    ...> + role R\nreeve> reeve*> ")
    }

    @Test func aloneOnATerminalItIsTheRepl() {
        let outcome = prepared().reeve([], input: "count users\n", environment: ["TERM": "dumb"], terminal: true)
        #expect(outcome.output == "reeve> 4\nreeve> \n")
        #expect(prepared().reeve([], input: "count users\n").status == 64)
    }

    @Test func muchIsTakenOnlyByAWord() {
        let bench = prepared()
        let customers = (0..<20).map { "c\($0)" }.joined(separator: ", ")
        bench.write("many.reeve", "add customer \(customers)\nassign bob as Operator to \(customers)\n")
        bench.reeve("run", "many.reeve")
        let taking = "reassign bob to acme\n"
        #expect(bench.reeve(["repl"], input: taking).status == 4)
        #expect(bench.reeve(["repl"], input: taking + "n\n", terminal: true).output.contains("- bob") == false)
        #expect(bench.reeve(["repl"], input: taking + "y\n", terminal: true).output.contains("- bob"))
    }
}
