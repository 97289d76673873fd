import Reeve
import ReeveLanguage
import ReeveSyntax
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The terminal that progress is shown on, from whatever thread.
package struct ProgressTerminal: Sendable {
    /// In milliseconds; only differences count.
    package var clock: @Sendable () -> Int64
    /// How wide it is, in cells.
    package var columns: @Sendable () -> Int
    package var write: @Sendable (String) -> Void

    package init(
        clock: @escaping @Sendable () -> Int64, columns: @escaping @Sendable () -> Int,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.clock = clock
        self.columns = columns
        self.write = write
    }

    /// Where this process's messages go; nil where that is no terminal.
    static func ofProcess() -> ProgressTerminal? {
        guard isatty(2) == 1 else { return nil }
        return ProgressTerminal(
            clock: {
                var now = timespec()
                clock_gettime(CLOCK_MONOTONIC, &now)
                return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
            },
            columns: {
                var size = winsize()
                return ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
            },
            write: { text in
                let bytes = Array(text.utf8)
                _ = systemWrite(bytes)
            })
    }
}

// The name `write` means the property inside the type.
private func systemWrite(_ bytes: [UInt8]) -> Int { write(2, bytes, bytes.count) }

/// How far something is that takes longer than a second: one line on the terminal that messages go to, drawn over itself,
/// and gone before anything else is written.
final class Progress: Sendable {
    private struct Line {
        var next: Int64
        var isShown = false
    }

    private static let patience: Int64 = 1_000
    private static let every: Int64 = 100

    private let terminal: ProgressTerminal
    private let line: Mutex<Line>

    init(on terminal: ProgressTerminal) {
        self.terminal = terminal
        line = Mutex(Line(next: terminal.clock() + Self.patience))
    }

    /// - Parameter text: what is going on, escaped; only asked for where it is drawn.
    func show(_ text: () -> String) {
        let now = terminal.clock()
        line.withLock { line in
            guard now >= line.next else { return }
            line.next = now + Self.every
            line.isShown = true
            terminal.write("\r" + Self.cut(text(), to: terminal.columns() - 1) + "\u{1b}[K")
        }
    }

    func show(_ progress: RunProgress) {
        show {
            switch progress {
            case .reading(let script, let bytes, let total):
                "\(printable(script)): \(Self.percent(bytes, of: total))"
            case .turning(let turns): "\(turns) turns of loops"
            case .recalling(let record, let last): "reading the journal: \(Self.percent(Int(record), of: Int(last)))"
            case .committing: "committing"
            }
        }
    }

    static func percent(_ done: Int, of total: Int) -> String { "\(min(100, done * 100 / max(1, total))) %" }

    /// Takes the line away; the next thing has its second again.
    func end() {
        line.withLock { line in
            if line.isShown { terminal.write("\r\u{1b}[K") }
            line.isShown = false
            line.next = terminal.clock() + Self.patience
        }
    }

    private static func cut(_ text: String, to width: Int) -> String {
        guard textWidth(text) > width else { return text }
        var out = ""
        var used = 0
        for character in text {
            used += textWidth(String(character))
            if used >= width { break }
            out.append(character)
        }
        return width > 0 ? out + "…" : ""
    }
}
