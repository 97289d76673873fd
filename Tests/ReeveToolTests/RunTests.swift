import Testing

@testable import ReeveTool

/// What runs leave behind, and what plans do not.
@Suite struct RunTests {
    private func prepared() -> Bench {
        let bench = Bench()
        bench.write("world.reeve", world)
        return bench
    }

    @Test func theSecondRunIsUnchangedAndLeavesEveryByte() {
        let bench = prepared()
        let first = bench.reeve("run", "world.reeve")
        let before = bench.storeBytes
        let second = bench.reeve("run", "world.reeve", now: Bench.now + 86_400_000)
        #expect(second.status == 0)
        #expect(second.changes.isEmpty)
        #expect(second.lines.count == 2 && second.lines[0].hasSuffix(" unchanged"))
        #expect(second.lines.last == first.lines.last)
        #expect(bench.storeBytes == before)
        #expect(before.keys.sorted() == ["journal-00001.jsonl", "lock", "snapshot.json"])
    }

    @Test func planAndRunShowTheSameLines() {
        let bench = prepared()
        let planned = bench.reeve("plan", "world.reeve")
        #expect(!bench.exists("reeve.store"))
        let ran = bench.reeve("run", "world.reeve")
        #expect(planned.changes == ran.changes)
        #expect(ran.changes.count > 10)
        let change = "reassign bob as Viewer to acme, initrode\nuninvite alice from partner\nadd user zed"
        bench.write("change.reeve", change)
        let before = bench.storeBytes
        let next = bench.reeve("plan", "change.reeve")
        #expect(bench.storeBytes == before)
        let done = bench.reeve("run", "change.reeve")
        #expect(next.changes == done.changes)
        // All but the plan's effective access and the run's head is the same text.
        let access = next.lines.firstIndex { $0.hasPrefix("effective access:") } ?? 0
        #expect(access > 0)
        #expect(Array(next.lines[..<access]) == Array(done.lines.dropLast()))
    }

    @Test func headIsTheLastLineAndVerifies() {
        let bench = prepared()
        let ran = bench.reeve("run", "world.reeve")
        let head = ran.lines.last ?? ""
        bench.reeve("run", "-c", "add user zed")
        #expect(bench.reeve("store", "verify", "--expect", head).status == 0)
        #expect(
            bench.reeve("store", "verify", "--expect", head.replacing("a", with: "b").replacing("0", with: "1")).status
                != 0)
    }

    @Test func aWrongScriptChangesNothing() {
        let bench = prepared()
        bench.reeve("run", "world.reeve")
        let before = bench.storeBytes
        for text in [
            "add user zed\nassign bob as Nope to acme", "add user zed\nfrobnicate", "add user zed\nuse \"none.reeve\"",
            "add user zed\nadd user \"", "add user zed { ",
        ] {
            let outcome = bench.reeve("run", "-c", text)
            #expect(outcome.status == 3)
            #expect(outcome.output == "")
            #expect(bench.storeBytes == before)
        }
    }

    @Test func aRefusedScriptLeavesOneRecord() {
        let bench = prepared()
        bench.reeve("run", "world.reeve")
        let before = bench.storeBytes
        let outcome = bench.reeve("run", "-c", "add user zed\nassign bob as Admin to initrode")
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("error[one-role-per-manager]"))
        let journal = bench.read("reeve.store/journal-00001.jsonl")
        let old = before["journal-00001.jsonl"] ?? []
        #expect(journal.starts(with: old))
        let added = String(decoding: journal.dropFirst(old.count), as: UTF8.self).split(separator: "\n")
        #expect(added.count == 2)
        #expect(added.first?.contains("\"event\":\"refused\",\"code\":\"one-role-per-manager\"") == true)
        #expect(added.first?.contains("\"statement\":\"assign bob as Admin to initrode\"") == true)
        #expect(
            added.last?.contains("\"event\":\"commit\"") == true && added.last?.contains("\"osUser\":\"root\"") == true)
        // The state is as it was: the same run now would still add the user.
        #expect(bench.reeve("plan", "-c", "add user zed").changes == ["+ user zed"])
        #expect(outcome.errors.contains("recorded as refused: \(bench.reeve("run", "-c", "").lines.last ?? "")"))
    }

    @Test func aRefusalIsRecordedUnderWhoeverActed() {
        let bench = prepared()
        bench.reeve("run", "world.reeve")
        bench.reeve("run", "-c", "act as bob in acme { add recipe r in acme }")
        bench.reeve("run", "--as", "bob", "-c", "add user zed")
        let journal = String(decoding: bench.read("reeve.store/journal-00001.jsonl"), as: UTF8.self)
        let refusals = journal.split(separator: "\n").filter { $0.contains("\"event\":\"refused\"") }
        #expect(refusals.count == 2)
        #expect(refusals.allSatisfy { $0.contains("\"by\":\"bob\"") })
    }

    @Test func aUsersRunIsALoginAndALogout() {
        let bench = prepared()
        bench.reeve("run", "world.reeve")
        let old = bench.read("reeve.store/journal-00001.jsonl").count
        #expect(bench.reeve("run", "--as", "alice", "-c", "add user zed").status == 0)
        let journal = bench.read("reeve.store/journal-00001.jsonl")
        let added = String(decoding: journal.dropFirst(old), as: UTF8.self).split(separator: "\n")
        #expect(added.count == 4)
        #expect(added.first?.contains("\"event\":\"logged-in\",\"user\":\"alice\"") == true)
        #expect(added.dropLast().last?.contains("\"event\":\"logged-out\",\"user\":\"alice\"") == true)
        #expect(added.dropLast().allSatisfy { $0.contains("alice") })
        // A run that does nothing is not even a login.
        let before = bench.storeBytes
        #expect(bench.reeve("run", "--as", "alice", "-c", "add user zed").status == 0)
        #expect(bench.reeve("run", "--as", "alice", "-c", "").status == 0)
        #expect(bench.reeve("run", "-c", "act as bob in acme { }").status == 0)
        #expect(bench.storeBytes == before)
    }

    @Test func whatRanOutIsJournaledByTheNextChange() {
        let bench = prepared()
        bench.reeve("run", "world.reeve")
        bench.reeve("run", "-c", "invite dave as Viewer to acme until 2026-02-01")
        let later = Bench.now + 86_400_000 * 60
        let before = bench.storeBytes
        let unchanged = bench.reeve("run", "-c", "add user bob", now: later)
        #expect(unchanged.changes.isEmpty)
        #expect(bench.storeBytes == before)
        let changed = bench.reeve("run", "-c", "add user zed", now: later)
        #expect(changed.changes == ["+ user zed", "- dave: Viewer in acme (expired)"])
        #expect(bench.reeve("run", "-c", "add user zoe", now: later).changes == ["+ user zoe"])
    }

    @Test func severalFilesAreOneTransaction() {
        let bench = prepared()
        bench.write("more.reeve", "add user zed\nassign alice as Admin to all customers\n")
        bench.write("bad.reeve", "invite nobody as Viewer to acme\n")
        #expect(bench.reeve("run", "world.reeve", "bad.reeve").status == 3)
        #expect(!bench.exists("reeve.store"))
        #expect(bench.reeve("run", "world.reeve", "more.reeve").status == 0)
        #expect(bench.reeve("store", "info").output.contains("transactions  1\n"))
    }

    @Test func storeIsMadeByTheFirstChangeOnly() {
        let bench = prepared()
        #expect(bench.reeve("run", "-c", "print \"hello\"").output == "hello\n")
        #expect(bench.reeve("check", "world.reeve").status == 0)
        #expect(!bench.exists("reeve.store"))
        #expect(bench.reeve("run", "--store", "other", "world.reeve").status == 0)
        #expect(bench.exists("other") && !bench.exists("reeve.store"))
    }

    @Test func warningsGoToTheOtherStream() {
        let bench = prepared()
        bench.reeve("run", "world.reeve")
        let outcome = bench.reeve("run", "-c", "invite dave as Viewer to acme until 2020-01-01")
        #expect(outcome.status == 0)
        #expect(outcome.errors.hasPrefix("warning["))
        #expect(outcome.errors.contains(" --> command:1\n"))
        #expect(!outcome.output.contains("warning"))
        #expect(bench.reeve("run", "--quiet", "-c", "invite dave as Viewer to acme until 2020-01-01").errors == "")
    }
}
