import Testing

/// `reeve export html` as it is called; what is on the page is looked at by `.ci/page-test`.
@Suite struct ExportPageTests {
    @Test func oneFile() {
        let bench = Bench()
        bench.write("world.reeve", "define partner Initech\nadd user ann\nadd customer acme\n")
        bench.reeve("run", "world.reeve", "--quiet")
        let outcome = bench.reeve("export", "html", "--out", "access.html")
        #expect(outcome.status == 0)
        #expect(outcome.output == "html: access.html, as of 2026-01-01T00:00:00Z\n")
        let page = bench.read("access.html")
        #expect(page.starts(with: Array("<!doctype html>\n".utf8)))
        #expect(!bench.exists("access.html.new"))
        // The same state at the same moment gives the same bytes.
        #expect(Array(bench.reeve("export", "html").output.utf8) == page)
        #expect(bench.reeve("export", "html", "--json", "--out", "b.html").output.contains("\"target\": \"html\""))
    }

    @Test func onlyForTheSuperuser() {
        let bench = Bench()
        bench.reeve("run", "-c", "add user ann")
        for form in ["html", "review"] {
            #expect(bench.reeve("export", form, "--as", "ann").status == 64)
            #expect(bench.reeve("export", form, environment: ["REEVE_AS": "ann"]).status == 64)
        }
    }
}
