import Testing

@testable import ReeveTool

/// A repair is shown, agreed to, and then done.
@Suite struct StoreRepairTests {
    /// Three runs, and a byte of the second one changed.
    private func damaged() -> Bench {
        let bench = Bench()
        for name in ["anna", "berta", "carl"] { bench.reeve("run", "-c", "add user \(name)") }
        var bytes = bench.read("reeve.store/journal-00001.jsonl")
        if let place = bytes.firstRange(of: Array("berta".utf8)) { bytes[place.lowerBound] = UInt8(ascii: "B") }
        bench.write("reeve.store/journal-00001.jsonl", bytes: bytes)
        return bench
    }

    @Test func itIsShownAndNothingIsDoneWithoutAWord() {
        let bench = damaged()
        let before = bench.storeBytes
        let refused = bench.reeve("store", "repair")
        #expect(refused.status == 4)
        #expect(refused.output.contains("damaged  transaction 2 was changed: its hash does not fit\n"))
        #expect(refused.output.contains("in journal-00001.jsonl, byte "))
        #expect(refused.output.contains("keeps    transactions up to 1, head 2:"))
        #expect(
            refused.output.contains("  - transaction 3, records 5 to 6, 2026-01-01T00:00:00Z, command, by root, at "))
        #expect(refused.errors.contains("error[repair-unconfirmed]: this would drop 2 transactions ("))
        #expect(refused.errors.contains("to go on: --yes"))
        for answer in ["", "n\n", "yess\n"] {
            let outcome = bench.reeve("store", "repair", input: answer, terminal: true)
            #expect(outcome.status == 4)
            #expect(outcome.errors.contains("the bytes are kept aside. Go on? [y/N] "))
        }
        #expect(bench.storeBytes == before)
    }

    @Test func whoeverAgreesGetsASoundStore() {
        for arguments in [["store", "repair"], ["store", "repair", "--yes"]] {
            let bench = damaged()
            let person = arguments.count == 2
            let outcome = bench.reeve(arguments, input: person ? "y\n" : "", terminal: person)
            #expect(outcome.status == 0, "\(outcome)")
            #expect(outcome.output.contains("kept     damaged-2-journal-00001.jsonl\n"))
            #expect(bench.exists("reeve.store/damaged-2-journal-00001.jsonl"))
            let verified = bench.reeve("store", "verify", "--expect", outcome.lines.last ?? "")
            #expect(verified.status == 0)
            #expect(bench.reeve("ask", "show audit").output.contains("repair dropped 2 transactions, records 3 to 6,"))
            #expect(bench.reeve("store", "repair").output.hasPrefix("nothing to repair"))
            #expect(bench.reeve("run", "-c", "add user dora").status == 0)
        }
    }

    @Test func asADocument() {
        let bench = damaged()
        let shown = bench.reeve("store", "repair", "--json")
        #expect(shown.status == 4 && shown.errors.isEmpty)
        #expect(shown.output.contains("\"repaired\": false"))
        #expect(shown.output.contains("\"needs\": \"--yes\""))
        #expect(shown.output.contains("\"lastSeq\": 6"))
        let done = bench.reeve("store", "repair", "--json", "--yes")
        #expect(done.status == 0)
        #expect(done.output.contains("\"repaired\": true"))
        let nothing = bench.reeve("store", "repair", "--json")
        #expect(nothing.status == 0)
        #expect(nothing.output.contains("\"problem\": null"))
    }

    @Test func whatADamagedLineSaysActsOnNoTerminal() {
        let bench = damaged()
        bench.write(
            "reeve.store/journal-00002.jsonl",
            "{\"seq\":9,\"tx\":9,\"event\":\"commit\",\"time\":\"2026-01-01T00:00:00Z\",\"script\":\"\\u001b[2J\\u202e\"}\n"
        )
        let outcome = bench.reeve("store", "repair")
        #expect(outcome.status == 4 || outcome.status == 74)
        #expect(!outcome.output.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0.value == 0x202e })
    }
}
