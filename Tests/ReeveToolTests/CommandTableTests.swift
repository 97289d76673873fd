import Testing

@testable import ReeveTool

/// Command lines by name: what they print, and how they exit. Every one starts on the same store, in a directory of its
/// own. `out` and `err` are pieces that must be there; a nil `out` means that nothing may be.
struct CommandCase: Sendable, CustomTestStringConvertible {
    let name: String
    let arguments: [String]
    var input = ""
    var environment: [String: String] = [:]
    let status: Int32
    var out: [String] = []
    var err: [String] = []

    var testDescription: String { name }

    static let all: [CommandCase] = usage + options + runs + checks + asks + stores + helps

    static let usage: [CommandCase] = [
        .init(name: "nothing", arguments: [], status: 64, err: ["error[usage]: say what to do: reeve run FILE…"]),
        .init(name: "only an option", arguments: ["--json"], status: 64, out: ["\"code\": \"usage\""]),
        .init(
            name: "unknown command", arguments: ["frobnicate"], status: 64,
            err: ["there is no command `frobnicate`", "`reeve help` tells what there is."]),
        .init(name: "misspelt command", arguments: ["rnu", "a.reeve"], status: 64, err: ["did you mean `reeve run`?"]),
        .init(name: "misspelt check", arguments: ["chekc"], status: 64, err: ["did you mean `reeve check`?"]),
        .init(
            name: "a script as command", arguments: ["a.reeve"], status: 64, err: ["to run a script: reeve run a.reeve"]
        ),
        .init(
            name: "hostile command", arguments: ["\u{1b}[2Jx"], status: 64, err: ["there is no command `\\u{1b}[2Jx`"]),
        .init(name: "test nothing", arguments: ["test"], status: 64, err: ["say what to test: reeve test PATH…"]),
        .init(name: "lint nothing", arguments: ["lint"], status: 64, err: ["say which script: reeve lint FILE…"]),
        .init(
            name: "explain what", arguments: ["explain", "plain-roel"], status: 64,
            err: ["did you mean `reeve explain plain-role`?"]),
        .init(name: "lsp with a file", arguments: ["lsp", "x"], status: 64, err: ["`reeve lsp` takes no file"]),
        .init(
            name: "export wants a target", arguments: ["export"], status: 64,
            err: ["say for what: reeve export reeve|opa|cedar|casbin|openfga|spicedb"]),
        .init(
            name: "export of an unknown target", arguments: ["export", "opaa"], status: 64,
            err: ["did you mean `reeve export opa`?"]),
        .init(name: "export wants a directory", arguments: ["export", "opa"], status: 64, err: ["`--out DIR`"]),
        .init(
            name: "undo without a number", arguments: ["undo"], status: 64,
            err: ["say which transaction: reeve undo SEQ"]),
        .init(
            name: "undo of what is not there", arguments: ["undo", "999999"], status: 64,
            err: ["error[unknown-transaction]: the journal has no record 999999"]),
        .init(
            name: "man takes nothing", arguments: ["man", "run"], status: 64, err: ["`reeve man` takes nothing"]),
        .init(name: "apply what", arguments: ["apply"], status: 64, err: ["say which plan: reeve apply P"]),
        .init(name: "apply a missing plan", arguments: ["apply", "p"], status: 3, err: ["there is no file `p`"]),
        .init(
            name: "apply with parameters", arguments: ["apply", "p", "--set", "a=b"], status: 64,
            err: ["`--set` and `--limit` belong to `reeve plan`"]),
        .init(
            name: "plan into no directory", arguments: ["plan", "-c", "add user zed", "--out", "no/p"], status: 74,
            err: ["error[unwritable-file]: `no/p` cannot be written: No such file"]),
        .init(name: "run without a file", arguments: ["run"], status: 64, err: ["say which script: reeve run FILE…"]),
        .init(
            name: "plan without a file", arguments: ["plan"], status: 64, err: ["say which script: reeve plan FILE…"]),
        .init(
            name: "file and text", arguments: ["run", "a.reeve", "-c", ""], status: 64,
            err: ["give a file or `-c TEXT`, not both"]),
        .init(name: "a file twice", arguments: ["run", "a.reeve", "a.reeve"], status: 3, err: ["missing-file"]),
        .init(name: "input twice", arguments: ["run", "-", "-"], status: 64, err: ["`-` is given twice"]),
    ]

    static let options: [CommandCase] = [
        .init(
            name: "misspelt option", arguments: ["run", "--jsno"], status: 64,
            err: ["there is no option `--jsno`", "did you mean `--json`?"]),
        .init(name: "unknown short option", arguments: ["run", "-x"], status: 64, err: ["there is no option `-x`"]),
        .init(name: "option without its value", arguments: ["run", "--store"], status: 64, err: ["--store DIR"]),
        .init(
            name: "option for a value", arguments: ["run", "--as", "--json"], status: 64,
            out: ["wants a value: --as USER"]),
        .init(
            name: "value for a flag", arguments: ["run", "--quiet=1"], status: 64, err: ["`--quiet` takes no value"]),
        .init(name: "empty store", arguments: ["run", "--store=", "-c", ""], status: 64, err: ["wants a directory"]),
        .init(name: "empty user", arguments: ["run", "--as=", "-c", ""], status: 64, err: ["wants a user's name"]),
        .init(
            name: "bad instant", arguments: ["run", "--now", "soon", "-c", ""], status: 64,
            err: ["not `soon`", "such as"]),
        .init(
            name: "bad color", arguments: ["run", "--color", "blue", "-c", ""], status: 64,
            err: ["auto, always or never"]),
        .init(
            name: "bad number", arguments: ["run", "--max-removals", "-1", "-c", ""], status: 64, err: ["whole number"]),
        .init(
            name: "huge number", arguments: ["run", "--max-removals", "99999999999999999999", "-c", ""], status: 64,
            err: ["whole number"]),
        .init(
            name: "bound that is none", arguments: ["run", "--limit", "turn=3", "-c", ""], status: 64,
            err: ["BOUND=N, not `turn=3`", "did you mean `turns`?"]),
        .init(
            name: "bound of no number", arguments: ["run", "--limit", "turns=many", "-c", ""], status: 64,
            err: ["`--limit turns` wants a number from 1 to"]),
        .init(
            name: "bound beyond what can be", arguments: ["run", "--limit", "nesting=129", "-c", ""], status: 64,
            err: ["from 1 to 128"]),
        .init(
            name: "bound of an undo", arguments: ["undo", "--limit", "turns=3", "1"], status: 64, err: ["`reeve run`"]),
        .init(
            name: "turns", arguments: ["run", "--limit", "turns=2", "-c", "for each $x in (a, b, c) { print $x }"],
            status: 3,
            err: ["error[too-many-turns]", "--limit turns=4"]),
        .init(
            name: "turns that are enough",
            arguments: ["run", "--limit", "turns=3", "-c", "for each $x in (a, b, c) { print $x }"], status: 0,
            out: ["c\n"]),
        .init(
            name: "input that is too long", arguments: ["run", "--limit", "script=5", "-"], input: "print abc",
            status: 3,
            err: ["has more than 5 bytes", "--limit script=BYTES"]),
        .init(
            name: "a line of the REPL that is too long", arguments: ["repl", "--limit", "script=40"],
            input: "print a\nprint " + String(repeating: "x", count: 5000)
                + "\nprint b\nif a = a\nand a = a\nand a = a\nand a = a\n;",
            status: 3, out: ["a\nb\n"], err: ["error[too-long]: a statement has at most 40 bytes here"]),
        .init(
            name: "setting without a value", arguments: ["run", "--set", "x", "-c", ""], status: 64, err: ["NAME=VALUE"]
        ),
        .init(
            name: "setting without a name", arguments: ["run", "--set", "=x", "-c", ""], status: 64, err: ["NAME=VALUE"]
        ),
        .init(
            name: "setting twice", arguments: ["run", "--set", "x=1", "--set", "x=2", "-c", ""], status: 64,
            err: ["gives `x` twice"]),
        .init(name: "text twice", arguments: ["run", "-c", "", "-c", ""], status: 64, err: ["`-c` may be given once"]),
        .init(
            name: "exit code of a run", arguments: ["run", "--exit-code", "-c", ""], status: 64, err: ["`reeve plan`"]),
        .init(
            name: "expect of a run", arguments: ["run", "--expect", "1:a", "-c", ""], status: 64,
            err: ["`reeve store verify`"]),
        .init(
            name: "expect of info", arguments: ["store", "info", "--expect", "1:a"], status: 64,
            err: ["`reeve store verify`"]),
        .init(
            name: "format of a run", arguments: ["run", "--format", "csv", "-c", ""], status: 64, err: ["`reeve ask`"]),
        .init(name: "bad format", arguments: ["ask", "--format", "xml", "x"], status: 64, err: ["table, json or csv"]),
        .init(name: "version", arguments: ["--version"], status: 0, out: ["reeve 0."]),
        .init(
            name: "version as JSON", arguments: ["--version", "--json"], status: 0,
            out: ["\"format\": \"reeve.version/1\""]),
        .init(
            name: "behind -- all are operands", arguments: ["run", "--", "--json"], status: 3,
            err: ["there is no file `--json`"]),
        .init(
            name: "parameter", arguments: ["run", "--set", "t=red", "-c", "param $t\nprint $t"], status: 0,
            out: ["red\n"]),
        .init(
            name: "parameter with a dollar", arguments: ["run", "--set", "$t=red", "-c", "param $t\nprint $t"],
            status: 0,
            out: ["red\n"]),
        .init(
            name: "parameter nobody asks for", arguments: ["run", "--set", "t=1", "-c", ""], status: 3,
            err: ["unknown-parameter"]),
        .init(
            name: "now", arguments: ["plan", "--now", "2027-01-01", "-c", "invite dave as Viewer to acme for 1 day"],
            status: 0, out: ["until 2027-01-02T00:00:00Z"]),
        .init(
            name: "always colors", arguments: ["plan", "--color", "always", "-c", "add user zed"], status: 0,
            out: ["\u{1b}[32m+ user zed\u{1b}[0m"]),
        .init(
            name: "store by environment", arguments: ["store", "info"], environment: ["REEVE_STORE": "elsewhere"],
            status: 64, err: ["there is no store in `"]),
        .init(
            name: "option before environment", arguments: ["store", "info", "--store", "reeve.store"],
            environment: ["REEVE_STORE": "elsewhere"], status: 0, out: ["partner       Initech"]),
        .init(
            name: "user by environment", arguments: ["run", "-c", "add user zed"], environment: ["REEVE_AS": "bob"],
            status: 3, err: ["error[not-permitted]"]),
        .init(
            name: "empty environment", arguments: ["run", "-c", "add user zed"],
            environment: ["REEVE_AS": "", "REEVE_STORE": ""], status: 0, out: ["+ user zed"]),
        .init(
            name: "unknown user", arguments: ["run", "--as", "alcie", "-c", ""], status: 64,
            err: ["there is no user `alcie` to run as", "did you mean `alice`?"]),
    ]

    static let runs: [CommandCase] = [
        .init(name: "a change", arguments: ["run", "-c", "add user zed"], status: 0, out: ["+ user zed\n"]),
        .init(name: "-c alone runs", arguments: ["-c", "add user zed"], status: 0, out: ["+ user zed\n"]),
        .init(
            name: "standard input", arguments: ["run", "-"], input: "add user zed\n", status: 0, out: ["+ user zed\n"]),
        .init(name: "nothing to do", arguments: ["run", "-c", ""], status: 0, out: ["  nothing changed\n"]),
        .init(name: "unchanged", arguments: ["run", "-c", "add user alice"], status: 0, out: ["  1 unchanged\n"]),
        .init(
            name: "removals come last", arguments: ["run", "-c", "unassign bob from acme; add user zed"], status: 0,
            out: ["+ user zed\n- bob: manages acme\n"]),
        .init(
            name: "a plan", arguments: ["plan", "-c", "assign bob as Operator to initrode; unassign bob from acme"],
            status: 0,
            out: [
                "+ bob manages initrode as Operator\n- bob: manages acme\n",
                "effective access: 1 user changes\n  bob: gains initrode as Operator; loses acme as Operator\n",
            ]),
        .init(
            name: "a plan that changes nobody's access", arguments: ["plan", "-c", "add user zed"], status: 0,
            out: ["effective access: nobody's changes\n"]),
        .init(
            name: "plan, pending", arguments: ["plan", "--exit-code", "-c", "add user zed"], status: 2,
            out: ["+ user zed"]),
        .init(
            name: "plan, nothing pending", arguments: ["plan", "--exit-code", "-c", "add user bob"], status: 0,
            out: ["  1 unchanged"]),
        .init(
            name: "plan of a wrong script", arguments: ["plan", "--exit-code", "-c", "ad user zed"], status: 3,
            err: ["error[unknown-statement]"]),
        .init(
            name: "a wrong role", arguments: ["run", "-c", "assign alice as Adminn to all customers"], status: 3,
            err: [
                """
                error[unknown-role]: there is no role `Adminn`
                 --> command:1:17
                  |
                1 | assign alice as Adminn to all customers
                  |                 ^^^^^^ did you mean `Admin`?

                """
            ]),
        .init(
            name: "the script's name", arguments: ["run", "-"], input: "\nadd usr zed\n", status: 3,
            err: [" --> stdin:2:5\n"]),
        .init(
            name: "quiet", arguments: ["run", "--quiet", "-c", "add user zed; print \"done\""], status: 0,
            out: ["done\n"]),
        .init(
            name: "read-only, unchanged", arguments: ["run", "--read-only", "-c", "add user bob"], status: 0,
            out: ["  1 unchanged\n"]),
        .init(
            name: "read-only, changed", arguments: ["run", "--read-only", "-c", "add user zed"], status: 74,
            err: ["error[store-read-only]", "`--read-only` was given"]),
        .init(
            name: "printed text is escaped", arguments: ["run", "-c", "print \"a\\u{1b}[31mb\""], status: 0,
            out: ["a\\u{1b}[31mb\n"]),
        .init(
            name: "printed lines stay lines", arguments: ["run", "-c", "print \"a\\nb\""], status: 0, out: ["a\nb\n"]),
        .init(
            name: "without permission", arguments: ["run", "--as", "bob", "-c", "add user zed"], status: 3,
            err: ["error[not-permitted]", "recorded as refused: "]),
        .init(
            name: "as a user", arguments: ["run", "--as", "root", "-c", "add user zed"], status: 0,
            out: ["+ user zed\n"]),
    ]

    static let checks: [CommandCase] = [
        .init(
            name: "check a good script", arguments: ["check", "-c", "add user zed"], status: 0,
            out: ["command: no errors\n"]),
        .init(name: "check quietly", arguments: ["check", "--quiet", "-c", "add user zed"], status: 0),
        .init(
            name: "check tells all", arguments: ["check", "-c", "invite zed as Viewer to acme\nad user x"], status: 3,
            err: ["error[unknown-user]", "error[unknown-statement]"]),
        .init(
            name: "check without a store",
            arguments: ["check", "--store", "none", "-c", "invite bob as Viewer to acme"],
            status: 3, err: ["there is no user `bob`"]),
        .init(
            name: "check as JSON", arguments: ["check", "--json", "-c", "ad user x"], status: 3,
            out: ["\"format\": \"reeve.check/1\"", "\"ok\": false", "\"code\": \"unknown-statement\""]),
    ]

    static let asks: [CommandCase] = [
        .init(name: "ask nothing", arguments: ["ask"], status: 64, err: ["ask one question, in quotes"]),
        .init(name: "ask, yes", arguments: ["ask", "can bob run recipe in acme"], status: 0, out: ["yes: "]),
        .init(name: "ask, no", arguments: ["ask", "can bob edit recipe in acme"], status: 1, out: ["no: "]),
        .init(
            name: "ask why", arguments: ["ask", "why can bob run recipe in acme"], status: 0,
            out: [
                "yes: bob may run recipe in acme\n", "decides: Operator (manager)",
                "world.reeve:11, by the superuser (root)",
            ]),
        .init(name: "ask how many", arguments: ["ask", "count customers"], status: 0, out: ["3\n"]),
        .init(
            name: "ask as CSV", arguments: ["ask", "--format", "csv", "show customers"], status: 0, out: ["acme,"]),
        .init(
            name: "ask as JSON", arguments: ["ask", "--json", "count customers"], status: 0,
            out: ["\"format\": \"reeve.answer/1\"", "\"count\": 3"]),
        .init(
            name: "ask for a change", arguments: ["ask", "add user zed"], status: 64, err: ["error[not-a-question]"]),
        .init(
            name: "ask of nobody", arguments: ["ask", "can zed edit recipe in acme"], status: 3, err: ["unknown-user"]),
        .init(
            name: "a question in a run", arguments: ["run", "-c", "count customers"], status: 0, out: ["3\n"]),
    ]

    static let stores: [CommandCase] = [
        .init(
            name: "store without a word", arguments: ["store"], status: 64,
            err: ["reeve store init|info|verify|repair|compact"]),
        .init(
            name: "store vrify", arguments: ["store", "vrify"], status: 64, err: ["did you mean `reeve store verify`?"]),
        .init(
            name: "store repair of a sound store", arguments: ["store", "repair"], status: 0, out: ["nothing to repair"]
        ),
        .init(
            name: "store repair, read-only", arguments: ["store", "repair", "--read-only"], status: 64, err: ["repairs"]
        ),
        .init(name: "store compact", arguments: ["store", "compact"], status: 0, out: ["journal   ", "head      "]),
        .init(
            name: "store compact as JSON", arguments: ["store", "compact", "--json"], status: 0,
            out: ["\"format\": \"reeve.store-compact/1\""]),
        .init(name: "store info of", arguments: ["store", "info", "x"], status: 64, err: ["named by `--store`"]),
        .init(
            name: "store info", arguments: ["store", "info"], status: 0,
            out: ["users         4\n", "customers     3\n"]),
        .init(
            name: "store info as JSON", arguments: ["store", "info", "--json"], status: 0,
            out: ["\"format\": \"reeve.store-info/1\"", "\"users\": 4"]),
        .init(
            name: "store verify", arguments: ["store", "verify"], status: 0, out: ["sound  transactions 1, events "]),
        .init(
            name: "store verify as JSON", arguments: ["store", "verify", "--json"], status: 0,
            out: ["\"format\": \"reeve.store-verify/1\"", "\"snapshotProblem\": null"]),
        .init(
            name: "a head that is none", arguments: ["store", "verify", "--expect", "1:ff"], status: 64,
            err: ["SEQ:HASH"]),
        .init(
            name: "a head it never had",
            arguments: ["store", "verify", "--expect", "1:" + String(repeating: "a", count: 64)], status: 65,
            err: ["error[store-rolled-back]"]),
        .init(name: "init of a new one", arguments: ["store", "init", "--store", "new"], status: 0, out: ["0:"]),
        .init(name: "init twice", arguments: ["store", "init"], status: 64, err: ["error[store-exists]"]),
        .init(
            name: "init read-only", arguments: ["store", "init", "--read-only"], status: 64, err: ["makes no store"]),
        .init(
            name: "a file for a store", arguments: ["run", "--store", "world.reeve", "-c", ""], status: 64,
            err: ["is not a directory"]),
    ]

    static let helps: [CommandCase] = [
        .init(
            name: "help", arguments: ["help"], status: 0,
            out: ["Commands\n", "Options\n", "Exit status\n", "reeve run FILE…"]),
        .init(name: "--help", arguments: ["--help"], status: 0, out: ["Commands\n"]),
        .init(name: "-h", arguments: ["-h"], status: 0, out: ["Commands\n"]),
        .init(name: "run --help", arguments: ["run", "--help"], status: 0, out: ["reeve run -c TEXT\n"]),
        .init(name: "help plan", arguments: ["help", "plan"], status: 0, out: ["--exit-code"]),
        .init(
            name: "help invite", arguments: ["help", "invite"], status: 0,
            out: ["invite USERS as ROLE to ACCOUNTS", "See also  uninvite"]),
        .init(name: "help hand over", arguments: ["help", "hand", "over"], status: 0, out: ["hand over CUSTOMERS"]),
        .init(name: "help hand", arguments: ["help", "hand"], status: 0, out: ["hand over CUSTOMERS"]),
        .init(
            name: "help define", arguments: ["help", "define"], status: 0,
            out: ["define partner NAME", "define [system | inheritable] role"]),
        .init(
            name: "help invit", arguments: ["help", "invit"], status: 64, err: ["did you mean `reeve help invite`?"]),
        .init(
            name: "help nonsense", arguments: ["help", "zzzzzz"], status: 64,
            err: ["there is no statement or command `zzzzzz`"]),
        .init(
            name: "help as JSON", arguments: ["help", "invite", "--json"], status: 0,
            out: ["\"format\": \"reeve.help/1\"", "\"topic\": \"invite\""]),
    ]
}

@Suite struct CommandTableTests {
    @Test(arguments: CommandCase.all) func commandLine(_ item: CommandCase) {
        let bench = Bench()
        bench.write("world.reeve", world)
        #expect(bench.reeve("run", "world.reeve").status == 0)
        let outcome = bench.reeve(item.arguments, input: item.input, environment: item.environment)
        #expect(outcome.status == item.status)
        for piece in item.out { #expect(outcome.output.contains(piece)) }
        for piece in item.err { #expect(outcome.errors.contains(piece)) }
        // What fails says so on the other stream; what is done says nothing there.
        if item.out.isEmpty { #expect(outcome.output == "") }
        if item.err.isEmpty { #expect(outcome.errors == "") }
    }

    @Test func namesAreTaken() {
        #expect(Set(CommandCase.all.map(\.name)).count == CommandCase.all.count)
    }

    @Test func helpListsOnlyWhatIsThere() {
        let help = Bench().reeve("help").output
        for status in ["0", "1", "2", "3", "4", "64", "65", "70", "74", "75", "130"] {
            #expect(help.contains("\n  \(status) "))
        }
    }
}
