import Testing

@testable import ReeveTool

/// Taking much away wants somebody's word.
@Suite struct GuardTests {
    private func prepared(_ count: Int) -> Bench {
        let bench = Bench()
        let customers = (0..<count).map { "c\($0)" }.joined(separator: ", ")
        bench.write(
            "many.reeve", world + "add customer \(customers)\nassign bob as Operator to \(customers)\n")
        bench.reeve("run", "many.reeve")
        return bench
    }
    private let removal = "reassign bob to acme"

    @Test func fewAreTakenUnasked() {
        #expect(prepared(8).reeve("run", "-c", removal).status == 0)
    }

    @Test func atenthIsRefusedAndNamesTheFlags() {
        let bench = prepared(20)
        let before = bench.storeBytes
        let refused = bench.reeve("run", "-c", removal)
        #expect(refused.status == 4)
        #expect(refused.errors.contains("error[many-removals]: this would take away 21 of "))
        #expect(refused.errors.contains("--yes, or --max-removals 21"))
        #expect(bench.storeBytes == before)
        #expect(bench.reeve("run", "--max-removals", "20", "-c", removal).status == 4)
        #expect(bench.reeve("plan", "-c", removal).status == 0)
        #expect(bench.reeve("run", "--max-removals", "21", "-c", removal).status == 0)
    }

    @Test func yesIsAWord() {
        #expect(prepared(20).reeve("run", "--yes", "-c", removal).status == 0)
    }

    @Test func aPersonIsAsked() {
        let bench = prepared(20)
        for answer in ["", "\n", "n\n", "no\n", "yess\n"] {
            let outcome = bench.reeve("run", "-c", removal, input: answer, terminal: true)
            #expect(outcome.status == 4)
            #expect(outcome.errors.hasPrefix("This takes away 21 grants. Go on? [y/N] "))
        }
        #expect(bench.reeve("run", "--json", "-c", removal, input: "y\n", terminal: true).status == 4)
        #expect(bench.reeve("run", "-c", removal, input: "y\n", terminal: true).status == 0)
    }

    /// Taking back an assignment takes away what it gave.
    @Test func undoingWantsItToo() {
        let bench = prepared(20)
        let customers = (0..<20).map { "c\($0)" }.joined(separator: ", ")
        let head = bench.reeve("run", "-c", "invite dave as Viewer to \(customers)").lines.last ?? ""
        let before = bench.storeBytes
        for arguments in [["undo", head], ["undo", head, "--max-removals", "19"]] {
            #expect(bench.reeve(arguments).status == 4)
            // One word for the undo, another one for so much.
            #expect(bench.reeve(arguments, input: "y\nn\n", terminal: true).status == 4)
            #expect(bench.reeve(arguments, input: "n\n", terminal: true).status == 4)
        }
        #expect(bench.storeBytes == before)
        let agreed = bench.reeve("undo", head, input: "y\ny\n", terminal: true)
        #expect(agreed.status == 0)
        #expect(agreed.errors == "Take it back? [y/N] This takes away 20 grants. Go on? [y/N] ")
        #expect(
            bench.reeve(
                "undo", bench.reeve("run", "-c", "invite dave as Viewer to \(customers)").lines.last ?? "", "--yes"
            ).status == 0)
    }

    @Test func removalsStandLast() {
        let bench = prepared(8)
        let plan = bench.reeve("plan", "-c", "reassign bob to acme; add user zed; unassign bob from acme; add user zoe")
        let signs = plan.changes.compactMap(\.first)
        #expect(signs.contains("-") && signs.contains("+"))
        #expect(signs.drop { $0 != "-" }.allSatisfy { $0 == "-" })
    }

    @Test func theFailureIsADocument() {
        let outcome = prepared(20).reeve("run", "--json", "-c", removal)
        #expect(outcome.errors == "")
        #expect(outcome.output.contains("\"format\": \"reeve.failure/1\",\n  \"exit\": 4"))
    }
}
