import Testing

@testable import ReeveTool

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `reeve test` on a disk of its own: finding, choosing, remembering, reporting, exit statuses.
@Suite struct TestCommandTests {
    private let bench = Bench()

    init() {
        bench.makeDirectory("s")
        bench.makeDirectory("s/.hidden")
        bench.write("s/.hidden/x.reeve", "test {")
        bench.write("s/world.reeve", world)
        bench.write(
            "s/good.reeve",
            "use \"world.reeve\"\ntest \"bob runs\" tagged quick { expect bob can run recipe in acme }\ntest \"bob may not edit\" { expect bob cannot edit recipe in acme }\n"
        )
    }

    private func addBad() {
        bench.write("s/bad.reeve", "use \"world.reeve\"\ntest \"wrong\" { expect bob can edit recipe in acme }\n")
    }

    @Test func passes() {
        let outcome = bench.reeve("test", "s")
        #expect(outcome.status == 0)
        #expect(outcome.lines.last == "2 passed, 0 failed")
        #expect(outcome.errors == "")
        #expect(!bench.exists("reeve.store"))
        #expect(!bench.exists(".reeve-failed"))
    }

    @Test func failsAndRemembers() {
        addBad()
        let outcome = bench.reeve("test", "s")
        #expect(outcome.status == 1)
        #expect(outcome.lines.last == "2 passed, 1 failed")
        #expect(outcome.output.contains("--> s/bad.reeve:2:16\n"))
        #expect(String(decoding: bench.read(".reeve-failed"), as: UTF8.self).hasSuffix("\ns/bad.reeve: wrong\n"))
        let again = bench.reeve("test", "s", "--failed")
        #expect(again.status == 1)
        #expect(again.lines.last == "0 passed, 1 failed, 2 skipped")
        bench.write("s/bad.reeve", "use \"world.reeve\"\ntest \"wrong\" { expect bob cannot edit recipe in acme }\n")
        #expect(bench.reeve("test", "s", "--failed").lines.last == "1 passed, 0 failed, 2 skipped")
        #expect(!bench.exists(".reeve-failed"))
        let none = bench.reeve("test", "s", "--failed")
        #expect(none.lines.last == "3 passed, 0 failed")
        #expect(none.errors == "no failed test is remembered: all are run\n")
    }

    @Test func chooses() {
        #expect(bench.reeve("test", "s", "--filter", "runs$").lines.last == "1 passed, 0 failed, 1 skipped")
        #expect(bench.reeve("test", "s", "--tag", "quick").lines.last == "1 passed, 0 failed, 1 skipped")
        let nothing = bench.reeve("test", "s", "--tag", "slow")
        #expect(nothing.status == 1)
        #expect(nothing.errors.contains("error[no-tests]"))
    }

    @Test func exitStatuses() {
        #expect(bench.reeve("test").status == 64)
        #expect(bench.reeve("test", "s", "--filter", "(").status == 64)
        #expect(bench.reeve("test", "s", "--min", "50").status == 64)
        #expect(bench.reeve("test", "s", "--coverage", "--min", "101").status == 64)
        #expect(bench.reeve("test", "s", "--jobs", "0").status == 64)
        #expect(bench.reeve("test", "s", "--report", "html=x").status == 64)
        #expect(bench.reeve("test", "s", "--json", "--report", "github").status == 64)
        #expect(bench.reeve("run", "--coverage", "-c", "").status == 64)
        #expect(bench.reeve("test", "nowhere").status == 3)
        let none = bench.reeve("test", "s/world.reeve")
        #expect(none.status == 1)
        #expect(none.errors.contains("error[no-tests]: there is no test in `s/world.reeve`"))
        bench.write("s/broken.reeve", "use \"roles.reeve\"\ntest t { expect any(users) }")
        let broken = bench.reeve("test", "s")
        #expect(broken.status == 3)
        #expect(broken.lines.last == "2 passed, 1 failed, 1 skipped")
    }

    @Test func nothingIsReadFromOutside() {
        bench.write("outside.reeve", "add user eve")
        bench.write("s/up.reeve", "use \"../outside.reeve\"\ntest t { expect any(users) }")
        #expect(bench.reeve("test", "s").output.contains("error[outside-root]"))
        #expect(bench.reeve("test", ".").status == 0)
    }

    @Test func writesReports() {
        addBad()
        let outcome = bench.reeve("test", "s", "--report", "junit=j.xml,github", "--report", "tap=t.tap", "--quiet")
        #expect(outcome.status == 1)
        #expect(outcome.lines.last?.hasPrefix("::error file=s/bad.reeve,line=2,col=16,title=wrong::") == true)
        #expect(String(decoding: bench.read("j.xml"), as: UTF8.self).hasPrefix("<?xml version=\"1.0\""))
        #expect(String(decoding: bench.read("t.tap"), as: UTF8.self).hasPrefix("TAP version 14\n1..3\n"))
        #expect(bench.reeve("test", "s", "--report", "tap=no/such/t.tap").status == 74)
    }

    @Test func measuresCoverage() {
        let outcome = bench.reeve("test", "s", "--coverage")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("    s/world.reeve:6: role Viewer: can view recipe\n"))
        #expect(bench.reeve("test", "s", "--coverage", "--min", "1").status == 0)
        let short = bench.reeve("test", "s", "--coverage", "--min", "100")
        #expect(short.status == 1)
        #expect(short.errors.contains("error[coverage]: "))
        #expect(bench.reeve("test", "s", "--mutate").output.contains("mutation: "))
    }

    @Test func printsADocument() {
        addBad()
        let outcome = bench.reeve("test", "s", "--json", "--coverage", "--mutate")
        #expect(outcome.status == 1)
        #expect(outcome.output.hasPrefix("{\n  \"format\": \"reeve.test/1\",\n  \"ok\": false,\n  \"passed\": 2,"))
        #expect(outcome.output.contains("\"code\": \"expectation-failed\""))
        #expect(outcome.output.contains("\"uncovered\": ["))
        #expect(outcome.output.contains("\"survivors\": ["))
    }

    @Test func threadsChangeNothing() {
        addBad()
        for index in 0..<30 {
            bench.write("s/t\(index).reeve", "use \"world.reeve\"\ntest t { expect count(users) = \(index % 5) }")
        }
        func plain(_ jobs: String) -> [String] {
            bench.reeve("test", "s", "--jobs", jobs, "--coverage").lines.filter { !$0.hasPrefix("test result") }
        }
        let one = plain("1")
        #expect(one.last == "8 passed, 25 failed")
        #expect(plain("8") == one)
    }

    @Test func aLinkThatLeadsRoundEndsNowhere() {
        symlink(bench.path("s"), bench.path("s/loop"))
        #expect(bench.reeve("test", "s").lines.last == "2 passed, 0 failed")
    }
}
