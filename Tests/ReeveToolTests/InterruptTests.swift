import Synchronization
import Testing

@testable import ReeveTool

/// Ctrl-C stops what is under way, and changes nothing.
@Suite struct InterruptTests {
    /// Pressed when it has been asked about so many times since it was held.
    private final class Finger: Sendable {
        private struct Place {
            var asked = 0
            var isHeld = false
            var holds = 0
        }
        private let place = Mutex(Place())
        private let pressedAt: Int

        init(_ pressedAt: Int) { self.pressedAt = pressedAt }

        var holds: Int { place.withLock { $0.holds } }
        var isHeld: Bool { place.withLock { $0.isHeld } }

        var interrupts: Interrupts {
            Interrupts(
                isRaised: {
                    self.place.withLock { place in
                        place.asked += 1
                        return place.asked > self.pressedAt
                    }
                },
                hold: { isOn in
                    self.place.withLock { place in
                        place.asked = 0
                        place.isHeld = isOn
                        if isOn { place.holds += 1 }
                    }
                })
        }
    }

    private func prepared() -> Bench {
        let bench = Bench()
        bench.write("world.reeve", world)
        bench.reeve("run", "world.reeve")
        return bench
    }

    private static let loop = "for each $a in users { for each $b in users { print \"{$a} {$b}\" } }\nadd user late"
    private static let long = (0..<500).map { "add user u\($0)" }.joined(separator: "\n")

    @Test(arguments: [loop, long]) func aRunLeavesTheStoreAsItWas(_ script: String) {
        let bench = prepared()
        let before = bench.storeBytes
        bench.write("long.reeve", script)
        for pressed in [0, 1, 3] {
            let finger = Finger(pressed)
            bench.interrupts = finger.interrupts
            let outcome = bench.reeve("run", "long.reeve")
            #expect(outcome.status == 130)
            #expect(outcome.output == "")
            #expect(outcome.errors == "error[interrupted]: interrupted, and nothing was changed\n")
            #expect(bench.storeBytes == before)
            #expect(finger.holds == 1 && !finger.isHeld)
        }
        for command in ["plan", "check"] {
            bench.interrupts = Finger(0).interrupts
            #expect(bench.reeve(command, "long.reeve").status == (command == "plan" ? 130 : 0))
        }
        bench.interrupts = Finger(1_000_000).interrupts
        #expect(bench.reeve("run", "long.reeve").status == 0)
        #expect(bench.storeBytes != before)
    }

    @Test func anErrorBehindItIsNotTold() {
        let bench = prepared()
        bench.interrupts = Finger(0).interrupts
        let outcome = bench.reeve("run", "-c", "for each $u in users { print $u }\ninviet bob")
        #expect(outcome.status == 130)
        #expect(!outcome.errors.contains("inviet"))
    }

    @Test func theReplGoesOn() {
        let bench = prepared()
        bench.interrupts = Finger(2).interrupts
        let loop = "for each $a in users { add user \"x{$a}\" }"
        let outcome = bench.reeve(
            ["repl"], input: "\(loop)\nadd user y\nbegin\nadd user z\n\(loop)\ndiff\ncommit\ncount users\nexit\n",
            terminal: true)
        #expect(outcome.status == 0)
        #expect(outcome.errors.components(of: "error[interrupted]") == 2)
        #expect(outcome.output.contains("+ user y") && outcome.output.contains("+ user z"))
        #expect(!outcome.output.contains("user xbob"))
        #expect(outcome.output.contains("6\n"))
    }

    @Test func aPipeEndsWithIt() {
        let bench = prepared()
        bench.interrupts = Finger(1).interrupts
        let outcome = bench.reeve(["repl"], input: "for each $a in users { add user \"x{$a}\" }\nadd user y\n")
        #expect(outcome.status == 130)
        #expect(outcome.output == "")
    }

    @Test func whatTellsThePastIsStopped() {
        let bench = prepared()
        for question in ["show audit", "show users as of 2026-01-01", "count users"] {
            bench.interrupts = Finger(0).interrupts
            let outcome = bench.reeve("ask", question)
            #expect(outcome.status == 130 && outcome.output == "", "\(question)")
            bench.interrupts = Finger(1_000_000).interrupts
            #expect(bench.reeve("ask", question).status == 0, "\(question)")
        }
        bench.interrupts = Finger(0).interrupts
        let outcome = bench.reeve(
            ["repl"], input: "begin\nadd user y\nshow audit\ndiff\nrollback\n", terminal: true)
        #expect(outcome.errors.components(of: "error[interrupted]") == 3)
        #expect(outcome.output.contains("rolled back: 0 statements"))
    }

    @Test func anExportIsNotKept() {
        let bench = prepared()
        bench.interrupts = Finger(0).interrupts
        #expect(bench.reeve("export", "reeve", "--out", "saved.reeve").status == 130)
        #expect(!bench.exists("saved.reeve") && !bench.exists("saved.reeve.new"))
    }

    @Test func watchingEndsWithIt() {
        let bench = prepared()
        bench.interrupts = Finger(3).interrupts
        let outcome = bench.reeve(["repl"], input: "count users\n:watch 0.1\ncount customers\n", terminal: true)
        #expect(outcome.output.contains("every 0.1 s: count users (Ctrl-C ends it)"))
        #expect(!outcome.errors.contains("interrupted"))
        // Told once: it stays the same.
        #expect(outcome.output.components(of: "4\n") == 2)
        #expect(bench.reeve(["repl"], input: "count users\n:watch 0.1\n").errors.contains("wants a terminal"))
        for wrong in [":watch x", ":watch 0", ":watch 1e9", ":watch nan"] {
            #expect(bench.reeve(["repl"], input: "count users\n\(wrong)\n", terminal: true).errors.contains("seconds"))
        }
        #expect(bench.reeve(["repl"], input: ":watch\n", terminal: true).errors.contains("nothing was asked yet"))
    }
}

extension String {
    /// How many times it holds another.
    func components(of part: String) -> Int { split(separator: part, omittingEmptySubsequences: false).count - 1 }
}
