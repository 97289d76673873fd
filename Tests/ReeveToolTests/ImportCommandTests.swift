import Testing

/// `reeve import` as it is called.
@Suite struct ImportCommandTests {
    @Test func aTable() {
        let bench = Bench()
        bench.write(
            "people.csv", "\u{feff}user;account;role;reason\r\nann;acme;Editor;\"a; b\"\r\nbob;globex;Viewer;\r\n")
        let outcome = bench.reeve("import", "csv", "people.csv", "--out", "people.reeve")
        #expect(outcome.status == 0)
        #expect(outcome.output == "csv: 2 users, 2 customers, 2 roles, 2 grants in people.reeve\n")
        #expect(bench.reeve("run", "people.reeve").status == 0)
        #expect(bench.reeve("fmt", "--check", "people.reeve").status == 0)
        #expect(bench.reeve("ask", "show access of ann").output.contains("Editor"))
        #expect(
            bench.reeve("import", "csv", "people.csv").output
                == String(decoding: bench.read("people.reeve"), as: UTF8.self))
    }

    @Test func whatIsLeftIsSaid() {
        let bench = Bench()
        bench.write("people.csv", "user,account,role\nann,acme,Editor\nAnn,acme,Editor\n")
        let outcome = bench.reeve("import", "csv", "people.csv")
        #expect(outcome.status == 1)
        #expect(
            outcome.errors == "not carried: people.csv:3: the user \"Ann\": it looks like \"ann\", which is another\n")
        #expect(
            outcome.output.contains("#   people.csv:3: the user \"Ann\": it looks like \"ann\", which is another\n"))
        let document = bench.reeve("import", "csv", "people.csv", "--json")
        #expect(document.status == 1)
        #expect(document.output.contains("\"format\": \"reeve.import/1\""))
        #expect(document.output.contains("\"place\": \"people.csv:3\""))
    }

    @Test func whatCannotBeRead() {
        let bench = Bench()
        bench.write("a.csv", "name,role\nx,y\n")
        bench.write("b.csv", "user,account,role\n\"x\n")
        bench.write("latin.csv", bytes: Array("user,account,role\n".utf8) + [0xe9, 0x2c, 0x2c, 0x0a])
        for file in ["a.csv", "b.csv", "latin.csv"] {
            let outcome = bench.reeve("import", "csv", file)
            #expect(outcome.status == 3)
            #expect(outcome.errors.contains("error[import-unreadable]"))
        }
        #expect(bench.reeve("import", "casbin", "a.csv", "b.csv").errors.contains("is no Casbin model"))
        #expect(bench.reeve("import", "casbin", "latin.csv", "b.csv").errors.contains("is not UTF-8"))
        #expect(bench.reeve("import").status == 64)
        #expect(bench.reeve("import", "cvs", "a.csv").errors.contains("did you mean `reeve import csv`?"))
        #expect(bench.reeve("import", "csv").status == 64)
        #expect(bench.reeve("import", "csv", "none.csv").errors.contains("error[missing-file]"))
    }

    @Test func openFGA() {
        let bench = Bench()
        bench.write(
            "m.fga",
            "model\n  schema 1.1\ntype user\ntype document\n  relations\n    define viewer: [user]\n    define can_view: viewer\n"
        )
        bench.write(
            "t.json",
            "{\"tuples\": [{\"key\": {\"user\": \"user:ann\", \"relation\": \"viewer\", \"object\": \"document:plan\"}}]}"
        )
        #expect(bench.reeve("import", "openfga", "m.fga", "t.json", "--out", "o.reeve").status == 0)
        #expect(bench.reeve("run", "o.reeve").status == 0)
        #expect(bench.reeve("ask", "can ann view document in plan").status == 0)
        bench.write("t.json", "[{\"user\": \"user:*\", \"relation\": \"viewer\", \"object\": \"document:plan\"}]")
        #expect(bench.reeve("import", "openfga", "m.fga", "t.json").status == 1)
        bench.write("t.json", "[{\"user\": 3}]")
        #expect(bench.reeve("import", "openfga", "m.fga", "t.json").status == 3)
        bench.write("t.json", "[")
        #expect(bench.reeve("import", "openfga", "m.fga", "t.json").errors.contains("is no JSON"))
        #expect(bench.reeve("import", "openfga", "t.json", "t.json").status == 3)
    }
}
