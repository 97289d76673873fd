import Testing

@testable import ReeveTool

/// `:mode`, `:output` and `:save test`.
@Suite struct ReplWordsTests {
    private func prepared() -> Bench {
        let bench = Bench()
        bench.write("world.reeve", world)
        bench.reeve("run", "world.reeve")
        return bench
    }

    @Test func whatIsAnsweredGoesToAFile() {
        let bench = prepared()
        let outcome = bench.reeve(
            ["repl"], input: "count users\n:output out.txt\ncount customers\ninviet\n:output\ncount users\n")
        #expect(outcome.lines == ["4", "4"])
        #expect(outcome.errors.contains("unknown-statement"))
        #expect(String(decoding: bench.read("out.txt"), as: UTF8.self) == "3\n")
        #expect(bench.reeve(["repl"], input: ":output out.txt\n").errors.contains("error[not-saved]"))
        #expect(bench.reeve(["repl"], input: ":output csv\n").errors.contains("`:mode csv`"))
        // What is still to be written at the end is written.
        _ = bench.reeve(["repl", "--store", "reeve.store"], input: ":mode csv\n:output out.csv\ncount users\n")
        #expect(String(decoding: bench.read("out.csv"), as: UTF8.self) == "count\r\n4\r\n")
    }

    @Test func aModeIsSetAndTold() {
        let bench = prepared()
        #expect(bench.reeve(["repl"], input: ":mode\n:mode csv\n:mode\n").lines == ["mode: table", "mode: csv"])
        #expect(bench.reeve(["repl"], input: ":mode json\ncount users\n").output.contains("reeve.answer/1"))
        #expect(bench.reeve(["repl"], input: ":mode xml\n").errors.contains("table, json or csv"))
    }

    @Test func aConversationBecomesATest() {
        let bench = prepared()
        let said = """
            can bob run recipe in acme
            why can bob edit recipe in acme
            assign zed as Admin to acme
            assign bob as Viewer to acme
            invite bob as Viewer to acme for 8 hours
            can bob run recipe in acme;
            who can view recipe in acme
            count(users)
            count users
            begin
            add user "new one"
            count users
            commit
            define role Helper { can view recipe }
            let $c = acme
            can bob view recipe in $c
            :save test kept.reeve
            """
        let outcome = bench.reeve(["repl"], input: said)
        #expect(outcome.lines.last?.hasPrefix("saved: a test of ") == true, "\(outcome.output)\(outcome.errors)")
        let text = String(decoding: bench.read("kept.reeve"), as: UTF8.self)
        #expect(text.contains("expect bob can run recipe in acme"))
        #expect(text.contains("expect bob cannot edit recipe in acme"))
        #expect(text.contains("expect error unknown-user { assign zed as Admin to acme }"))
        #expect(text.contains("expect error one-role-per-manager { assign bob as Viewer to acme }"))
        #expect(text.contains("expect count(users) = 5"))
        #expect(text.contains("(users who can view recipe in acme) = ("))
        let tested = bench.reeve("test", "kept.reeve")
        #expect(tested.status == 0, "\(text)\n\(tested.output)")
        #expect(bench.reeve("fmt", "--check", "kept.reeve").status == 0)
        #expect(bench.reeve(["repl"], input: ":save test kept.reeve\n").errors.contains("nothing was asked"))
        #expect(bench.reeve(["repl"], input: "count users\n:save test kept.reeve\n").errors.contains("not-saved"))
    }

    @Test func asSomebodyItIsTheirTest() {
        let bench = prepared()
        let outcome = bench.reeve(
            ["repl", "--as", "alice"], input: "add user u\ncan bob run recipe in acme\n:save test kept.reeve\n")
        #expect(outcome.lines.last == "saved: a test of 2 steps", "\(outcome.output)\(outcome.errors)")
        #expect(String(decoding: bench.read("kept.reeve"), as: UTF8.self).contains("act as alice"))
        #expect(bench.reeve("test", "kept.reeve").status == 0)
    }
}
