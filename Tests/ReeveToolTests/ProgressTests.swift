import Synchronization
import Testing

@testable import ReeveTool

/// What takes longer than a second says how far it is, and leaves no trace of that.
@Suite struct ProgressTests {
    private final class Glass: Sendable {
        private let state = Mutex((time: Int64(0), written: [String]()))
        let step: Int64
        let width: Int

        /// - Parameter step: how many milliseconds pass between two looks at the clock.
        init(step: Int64, width: Int = 80) {
            self.step = step
            self.width = width
        }

        var written: [String] { state.withLock { $0.written } }

        var terminal: ProgressTerminal {
            ProgressTerminal(
                clock: {
                    self.state.withLock { state in
                        state.time += self.step
                        return state.time
                    }
                },
                columns: { self.width },
                write: { text in self.state.withLock { $0.written.append(text) } })
        }
    }

    private static let long = (0..<1000).map { "add user u\($0)" }.joined(separator: "\n")

    private func run(_ glass: Glass, _ arguments: String...) -> Bench.Outcome {
        let bench = Bench()
        bench.progress = glass.terminal
        bench.write("long.reeve", Self.long)
        return bench.reeve(arguments)
    }

    @Test func aLongRunSaysHowFarItIs() {
        let glass = Glass(step: 200)
        let outcome = run(glass, "run", "long.reeve")
        #expect(outcome.status == 0)
        let drawn = glass.written
        #expect(drawn.count > 3)
        #expect(drawn.first?.hasPrefix("\rlong.reeve: ") == true && drawn.first?.hasSuffix(" %\u{1b}[K") == true)
        // Gone before the report.
        #expect(drawn.last == "\r\u{1b}[K")
        #expect(!outcome.errors.contains("%"))
    }

    @Test func aShortOneDoesNot() { #expect(run(Glass(step: 1), "run", "long.reeve").status == 0) }

    @Test func silentOnesStaySilent() {
        for option in ["--quiet", "--json"] {
            let glass = Glass(step: 200)
            #expect(run(glass, "run", "long.reeve", option).status == 0)
            #expect(glass.written.isEmpty)
        }
        let glass = Glass(step: 1)
        _ = run(glass, "run", "long.reeve")
        #expect(glass.written.isEmpty)
    }

    /// Each command on a clock that hurries: a line is drawn and is gone in the end; elsewhere there is none.
    @Test(arguments: [
        ["test", "suites"], ["store", "verify"], ["export", "reeve", "--out", "w.reeve"], ["export", "reeve"],
        ["export", "opa", "--out", "opa"], ["export", "cedar", "--out", "cedar"],
        ["export", "casbin", "--out", "casbin"], ["export", "review"], ["export", "html", "--out", "w.html"],
        ["export", "html"],
    ])
    func whatTakesLongSaysSo(_ arguments: [String]) {
        let bench = Bench()
        bench.makeDirectory("suites")
        for suite in 0..<9 { bench.write("suites/\(suite).reeve", "test \"t\" { expect no(users) }\n") }
        let users = (0..<2_000).map { "u\($0)" }
        let grants = users.map { "add user \($0)\ninvite \($0) as Guest to partner\n" }.joined()
        bench.write("long.reeve", "define system role Guest { can view user }\n" + grants)
        #expect(bench.reeve("run", "--quiet", "long.reeve").status == 0)
        let glass = Glass(step: 2_000)
        bench.progress = glass.terminal
        let outcome = bench.reeve(arguments)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let drawn = glass.written
        #expect(drawn.count > 1 && drawn.last == "\r\u{1b}[K", "\(drawn)")
        #expect(!outcome.errors.contains("\r") && !outcome.output.contains("KiB written"))
        bench.progress = nil
        #expect(bench.reeve(arguments).errors == outcome.errors)
    }

    @Test(arguments: [1, 2, 5, 12, 20]) func itFitsItsTerminal(_ width: Int) {
        let glass = Glass(step: 200, width: width)
        #expect(run(glass, "plan", "long.reeve").status == 0)
        for text in glass.written {
            let shown = text.dropFirst().dropLast(3)
            #expect(shown.count < max(width, 1), "\(shown)")
        }
    }
}
