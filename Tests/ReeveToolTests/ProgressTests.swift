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

    @Test(arguments: [1, 2, 5, 12, 20]) func itFitsItsTerminal(_ width: Int) {
        let glass = Glass(step: 200, width: width)
        #expect(run(glass, "plan", "long.reeve").status == 0)
        for text in glass.written {
            let shown = text.dropFirst().dropLast(3)
            #expect(shown.count < max(width, 1), "\(shown)")
        }
    }
}
