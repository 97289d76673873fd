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

    @Test func cellsThatWereCopiedHaveTabs() {
        let bench = Bench()
        bench.write("cells.txt", "User\tAccount\tRole\nann, the first\tacme\tEditor\n")
        #expect(
            bench.reeve("import", "csv", "cells.txt").output.contains("invite \"ann, the first\" as Editor to acme\n"))
    }

    @Test func whatCannotBeRead() {
        let bench = Bench()
        bench.write("other.csv", "Name;Level;Big \u{1b} word\nx;y;z\n")
        let other = bench.reeve("import", "csv", "other.csv").errors
        #expect(other.contains("it has Name, Level, \"Big \\u{1b} word\""))
        #expect(!other.contains("\u{1b}"))
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

    @Test func aPermissionThatCanBeNoName() {
        let bench = Bench()
        bench.write(
            "m.conf",
            "[request_definition]\nr = sub, obj, act\n[policy_definition]\np = sub, obj, act\n"
                + "[policy_effect]\ne = some(where (p.eft == allow))\n"
                + "[matchers]\nm = r.sub == p.sub && r.obj == p.obj && r.act == p.act\n")
        bench.write("p.csv", "p, ann, recipe, view\np, ann, recipe, \u{8}dit\n")
        let outcome = bench.reeve("import", "casbin", "m.conf", "p.csv")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("not carried: p.csv:2: the permission"))
        #expect(outcome.output.contains("view recipe"))
    }

    /// Found by the fuzzer: an action that a kind of Reeve's own does not have, and a relation that can be no name.
    @Test func permissionsThatThereAreNot() {
        let bench = Bench()
        bench.write(
            "m.conf",
            "# Made by `reeve export casbin`.\n[request_definition]\nr = sub, act, kind, acct\n[policy_definition]\n"
                + "p = role, act, kind, set, route, id\n[matchers]\nm = r.act == p.act && r.kind == p.kind\n")
        bench.write(
            "p.csv",
            "p, r:All, view, audit, customers, team, role:All@3\np, r:All, catree, audit, customers, team, role:All@3\n"
                + "p, r:All, burn, self, *, self, role:All@3\ng, u:ann, r:All, partner, invite:ann:All:partner@6\n")
        var outcome = bench.reeve("import", "casbin", "m.conf", "p.csv")
        #expect(outcome.status == 1 && outcome.output.contains("can view audit"))
        #expect(outcome.errors.contains("\"catree\" is nothing that is done to audit"))
        #expect(!outcome.output.contains("can burn"))
        bench.write(
            "m.fga",
            "model\n  schema 1.1\ntype user\ntype document\n  relations\n    define viewer: [user]\n"
                + "    define can_vie\u{0}w: viewer\n")
        bench.write("t.json", "[{\"user\": \"user:ann\", \"relation\": \"viewer\", \"object\": \"document:plan\"}]")
        outcome = bench.reeve("import", "openfga", "m.fga", "t.json")
        #expect(outcome.status == 1 && outcome.output.contains("invite ann as viewer to plan"))
        #expect(outcome.errors.contains("the permission \"vie\\u{0}w\": its name has a character that cannot be seen"))
    }

    /// Found by the fuzzer.
    @Test func aCustomerThatLooksLikeThePartner() {
        let bench = Bench()
        bench.write("t.csv", "user,account,role\nann,pArtner,Editor\nbob,acme,Editor\n")
        let outcome = bench.reeve("import", "csv", "t.csv")
        #expect(outcome.status == 1 && outcome.output.contains("invite bob as Editor to acme"))
        #expect(outcome.errors.contains("the customer \"pArtner\": it looks like \"partner\""))
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
        bench.write(
            "t.json",
            "{\"user\": \"user:ann\", \"relation\": \"viewer\", \"object\": \"document:plan\", \"condition\": {\"name\": \"at_work\"}}"
        )
        let conditional = bench.reeve("import", "openfga", "m.fga", "t.json")
        #expect(conditional.status == 1)
        #expect(conditional.errors.contains("it counts only where at_work does"))
    }

    @Test func whatReeveExportedToOpenFGA() {
        let bench = Bench()
        bench.write(
            "w.reeve",
            """
            define partner Initech
            define kind recipe in customer { can view, edit }
            define system role Admin { can view, edit recipe }
            add user ann, "bo, jr"
            add customer acme, "a/b"
            invite ann as Admin to partner
            invite "bo, jr" as Admin to "a/b" until 2026-02-01
            assign ann as Admin to acme
            """)
        #expect(bench.reeve("export", "openfga", "w.reeve", "--out", "x").status == 0)
        let back = bench.reeve("import", "openfga", "x/model.fga", "x/tuples.jsonl", "--out", "o.reeve")
        #expect(back.status == 0, "\(back.errors)")
        #expect(bench.reeve("run", "o.reeve").status == 0)
        #expect(bench.reeve("ask", "can ann edit recipe in acme").status == 0)
        #expect(bench.reeve("ask", "can \"bo, jr\" edit recipe in \"a/b\"").status == 0)
        let later = bench.reeve("ask", "can \"bo, jr\" edit recipe in \"a/b\"", "--now", "2026-03-01")
        #expect(later.status == 1)
    }
}
