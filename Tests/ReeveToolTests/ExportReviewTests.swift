import Testing

/// `reeve export review` as it is called.
@Suite struct ExportReviewTests {
    private static let world = """
        define partner "Initech"
        define kind customer { has region one of EU, US }
        define kind recipe in customer { can view, edit }
        define system role Admin { can do anything to anything }
        define system role Helper { can view recipe; can view recipe in unassigned customers }
        add user ann, bob, "cyd; jr"
        add customer acme, globex with region = EU
        add customer hooli with region = US
        invite ann as Admin to partner
        invite bob as Helper to partner because "Help desk"
        assign ann as Admin to all customers where region = EU except globex
        assign ann as Admin to globex until 2026-07-01 because "-1 until summer"
        invite ann as Helper to acme from 2026-06-01
        invite "cyd; jr" as Admin to globex
        disable user "cyd; jr"
        """

    private func bench() -> Bench {
        let bench = Bench()
        bench.write("world.reeve", Self.world)
        #expect(bench.reeve("run", "world.reeve", "--quiet").status == 0)
        return bench
    }

    @Test func grantsAsTheyStand() {
        let bench = bench()
        let outcome = bench.reeve("export", "review", "--out", "review.csv")
        #expect(outcome.status == 0)
        #expect(outcome.output == "review: 7 lines in review.csv, as of 2026-01-01T00:00:00Z\n")
        let expected = """
            \u{feff}user,user status,account,role,route,through,covers,decides in,from,until,since,granted by,reason,script,seq,to revoke
            ann,active,partner,Admin,team,team,1,1,,,2026-01-01T00:00:00Z,superuser (root),,world.reeve:9,12,uninvite ann from partner
            ann,active,acme,Helper,team,team,1,0,2026-06-01T00:00:00Z,,2026-01-01T00:00:00Z,superuser (root),,world.reeve:13,17,uninvite ann from acme
            ann,active,globex,Admin,manager,by name,1,1,,2026-07-01T00:00:00Z,2026-01-01T00:00:00Z,superuser (root),'-1 until summer,world.reeve:12,16,unassign ann from globex
            ann,active,all customers where region = EU except globex,Admin,manager,all customers where region = EU except globex,1,1,,,2026-01-01T00:00:00Z,superuser (root),,world.reeve:11,15,
            bob,active,partner,Helper,team,team,1,1,,,2026-01-01T00:00:00Z,superuser (root),Help desk,world.reeve:10,13,uninvite bob from partner
            bob,active,unassigned customers,Helper,partner role,unassigned customers,1,1,,,2026-01-01T00:00:00Z,superuser (root),Help desk,world.reeve:10,13,uninvite bob from partner
            "cyd; jr",disabled,globex,Admin,team,team,1,0,,,2026-01-01T00:00:00Z,superuser (root),,world.reeve:14,18,"uninvite ""cyd; jr"" from globex"

            """
        let text = String(decoding: bench.read("review.csv"), as: UTF8.self)
        #expect(text.split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n") == expected)
        // Written again, byte for byte the same; another separator changes nothing else.
        #expect(bench.reeve("export", "review").output == text)
        let semicolons = bench.reeve("export", "review", "--separator", "semicolon").output
        #expect(semicolons.hasPrefix("\u{feff}user;user status;account;"))
        #expect(semicolons.split(separator: "\r\n").count == text.split(separator: "\r\n").count)
    }

    @Test func eachAccountOnALine() {
        let bench = bench()
        let lines = bench.reeve("export", "review", "--expand").output.split(separator: "\r\n").map(String.init)
        #expect(lines.contains { $0.hasPrefix("ann,active,acme,Admin,manager,all customers where region = EU") })
        #expect(lines.contains { $0.hasPrefix("bob,active,hooli,Helper,partner role,unassigned customers,1,1,") })
        #expect(!lines.contains { $0.hasPrefix("bob,active,acme") })
        #expect(lines.contains { $0.hasPrefix("\"cyd; jr\",disabled,globex,Admin,team,team,1,0,") })
    }

    @Test func asJSON() {
        let bench = bench()
        let outcome = bench.reeve("export", "review", "--json")
        #expect(outcome.output.contains("\"format\": \"reeve.review/1\""))
        #expect(outcome.output.contains("\"reason\": \"-1 until summer\""))
        let written = bench.reeve("export", "review", "--json", "--out", "a.csv")
        #expect(written.output.contains("\"target\": \"review\""))
        #expect(written.output.contains("\"lines\": 7"))
    }

    @Test func whatCannotBeWritten() {
        let bench = bench()
        #expect(bench.reeve("export", "review", "--out", "none/such/r.csv").status == 74)
        #expect(bench.reeve("export", "review", "--out", "x/").status == 64)
        #expect(bench.reeve("export", "review", "--separator", "tab").status == 64)
        #expect(bench.reeve("export", "review", "--store", "none").status == 74)
        // From scripts, without a store.
        let outcome = bench.reeve("export", "review", "world.reeve", "--store", "none")
        #expect(outcome.status == 0)
        #expect(!bench.exists("none"))
    }
}
