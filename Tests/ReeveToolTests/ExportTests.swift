import Testing

@testable import ReeveTool

struct ExportTests {
    private static let small = """
        define partner Initech
        define kind recipe in customer { can view, edit }
        define system role Admin { can do anything to anything }
        add user alice, bob
        add customer acme, globex
        invite alice as Admin to partner
        assign alice as Admin to all customers
        """

    @Test func anExportIsTheSameTwice() {
        let bench = Bench()
        bench.write("world.reeve", Self.small)
        #expect(bench.reeve("run", "world.reeve").status == 0)
        #expect(bench.reeve("export", "casbin", "--out", "one").status == 0)
        #expect(bench.reeve("export", "casbin", "--out", "two").status == 0)
        for file in ["model.conf", "policy.csv"] {
            #expect(!bench.read("one/" + file).isEmpty)
            #expect(bench.read("one/" + file) == bench.read("two/" + file))
        }
    }

    @Test func whatCannotBeCarriedIsNamedWithItsPlace() {
        let bench = Bench()
        bench.write("world.reeve", Self.small + "\ninvite bob as Admin to acme until 2026-02-01")
        let refused = bench.reeve("export", "casbin", "world.reeve", "--out", "one")
        #expect(refused.status == 3)
        #expect(
            refused.errors.contains(
                "error[not-carried]: casbin cannot carry this: `invite bob as Admin to acme until 2026-02-01`"))
        #expect(refused.errors.contains("world.reeve:8"))
        #expect(refused.errors.contains("--flatten"))
        #expect(!bench.exists("one"))
        let flat = bench.reeve("export", "casbin", "world.reeve", "--out", "one", "--flatten")
        #expect(flat.status == 0)
        #expect(flat.output.contains("holds until 2026-02-01T00:00:00Z"))
    }

    @Test func batchesAnswerLineByLine() {
        let bench = Bench()
        bench.write("world.reeve", Self.small)
        #expect(bench.reeve("run", "world.reeve").status == 0)
        let asked = bench.reeve(
            "ask", "--batch",
            input:
                "can alice edit recipe in acme\n\ncan bob edit recipe in acme\ncan zed edit recipe in acme\ncount users\n"
        )
        let lines = asked.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 6)
        #expect(lines.prefix(3) == ["yes", "", "no"])
        #expect(lines[3].hasPrefix("error[unknown-user]: "))
        #expect(lines[4].hasPrefix("error[usage]: "))
        #expect(asked.status == 3)
    }
}
