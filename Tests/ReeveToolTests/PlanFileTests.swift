import Testing

@testable import ReeveTool

/// `reeve plan --out` and `reeve apply`.
@Suite struct PlanFileTests {
    private let bench = Bench()

    init() {
        bench.write("world.reeve", world)
        bench.reeve("run", "world.reeve")
    }

    @Test func whatWasPlannedIsWhatIsDone() throws {
        let plan = bench.reeve("plan", "-c", "assign bob as Operator to initrode; add user zed", "--out", "p")
        #expect(plan.status == 0 && plan.lines.suffix(2).first == "to carry it out: reeve apply p")
        let hash = try #require(plan.lines.last)
        #expect(hash.hasPrefix("sha256:") && hash.utf8.count == 71)
        #expect(bench.reeve("apply", "p", "--expect", "sha256:" + hash.suffix(64).reversed()).status == 5)
        let done = bench.reeve("apply", "p", "--expect", hash)
        #expect(done.status == 0 && done.changes == plan.changes)
        let again = bench.reeve("apply", "p")
        #expect(again.status == 5 && again.errors.contains("error[plan-stale]"))
        let document = bench.reeve("apply", "p", "--json")
        #expect(document.status == 5 && document.output.contains("\"exit\": 5"))
    }

    @Test func quietTellsTheHashAndJSONTheFile() {
        let quiet = bench.reeve("plan", "-c", "add user zed", "--out", "p", "--quiet")
        #expect(quiet.lines.count == 1 && quiet.output.hasPrefix("sha256:"))
        let document = bench.reeve("plan", "-c", "add user zed", "--out", "p", "--json", "--exit-code")
        #expect(document.status == 2)
        #expect(document.output.contains("\"plan\": {\n    \"file\": \"p\",\n    \"sha256\": "))
    }

    @Test func aPlanReplacesAPlanAndNothingElse() {
        #expect(bench.reeve("plan", "-c", "add user zed", "--out", "p").status == 0)
        #expect(bench.reeve("plan", "-c", "add user yan", "--out", "p").status == 0)
        let outcome = bench.reeve("plan", "-c", "add user zed", "--out", "world.reeve")
        #expect(outcome.status == 74 && outcome.errors.contains("it is there already, and is no plan"))
        #expect(bench.read("world.reeve") == Array(world.utf8))
        #expect(bench.reeve("apply", "p").changes == ["+ user yan"])
        #expect(bench.reeve("apply", "world.reeve").errors.contains("error[not-a-plan]"))
    }

    @Test func runsAsWhomItWasPlannedFor() {
        #expect(bench.reeve("plan", "--as", "alice", "-c", "add user zed", "--out", "p").status == 0)
        #expect(bench.reeve("apply", "p", "--as", "bob").status == 64)
        #expect(bench.reeve("apply", "p").status == 0)
        #expect(bench.reeve("ask", "show audit of user zed").output.contains("alice"))
    }

    @Test func muchTakenAwayWantsAWord() {
        let customers = (0..<20).map { "c\($0)" }.joined(separator: ", ")
        bench.reeve("run", "-c", "add customer \(customers)\nassign bob as Operator to \(customers)")
        #expect(bench.reeve("plan", "-c", "reassign bob to acme", "--out", "p").status == 0)
        #expect(bench.reeve("apply", "p").status == 4)
        #expect(bench.reeve("apply", "p", input: "n\n", terminal: true).status == 4)
        #expect(bench.reeve("apply", "p", "--max-removals", "1").status == 4)
        #expect(bench.reeve("apply", "p", input: "y\n", terminal: true).status == 0)
    }

    @Test func theFirstPlanMakesTheStore() {
        let fresh = Bench()
        fresh.write("world.reeve", world)
        #expect(fresh.reeve("plan", "world.reeve", "--out", "p").status == 0)
        #expect(!fresh.exists("reeve.store"))
        #expect(fresh.reeve("apply", "p", "--read-only").status == 74)
        #expect(!fresh.exists("reeve.store"))
        #expect(fresh.reeve("apply", "p").status == 0)
        #expect(fresh.exists("reeve.store"))
    }
}
