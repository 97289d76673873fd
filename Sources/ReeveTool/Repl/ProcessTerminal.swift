#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

// What a signal handler looks at: plain memory, made before the handlers are. One process has one terminal.
nonisolated(unsafe) private let cooked = UnsafeMutablePointer<termios>.allocate(capacity: 1)
nonisolated(unsafe) private let isRaw = UnsafeMutablePointer<sig_atomic_t>.allocate(capacity: 1)
nonisolated(unsafe) private let wasResized = UnsafeMutablePointer<sig_atomic_t>.allocate(capacity: 1)

private let pasteOn: StaticString = "\u{1b}[?2004h"
private let pasteOff: StaticString = "\u{1b}[?2004l"

/// The terminal of this process's standard input and output.
final class ProcessTerminal: Terminal {
    private var raw = termios()

    /// Nil where it cannot be switched.
    init?() {
        Self.prepare()
        guard tcgetattr(0, cooked) == 0 else { return nil }
        raw = cooked.pointee
        raw.c_iflag &= ~tcflag_t(BRKINT | ICRNL | INPCK | ISTRIP | IXON)
        raw.c_oflag |= tcflag_t(OPOST)
        raw.c_lflag &= ~tcflag_t(ECHO | ICANON | IEXTEN | ISIG)
        signal(SIGWINCH) { _ in wasResized.pointee = 1 }
        for number in [SIGTERM, SIGHUP, SIGQUIT] {
            signal(number) { number in
                ProcessTerminal.restore()
                signal(number, SIG_DFL)
                raise(number)
            }
        }
    }

    /// Makes what handlers look at.
    static func prepare() {
        isRaw.pointee = 0
        wasResized.pointee = 0
    }

    /// Gives the terminal back as it was. Calls only what a signal handler may call.
    static func restore() {
        guard isRaw.pointee != 0 else { return }
        isRaw.pointee = 0
        put(pasteOff, on: 1)
        tcsetattr(0, TCSADRAIN, cooked)
    }

    var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return (80, 24) }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    func enterRaw() -> Bool {
        // Without the flag set first, a signal in between would leave the terminal raw.
        isRaw.pointee = 1
        // What was typed ahead is kept.
        guard tcsetattr(0, TCSADRAIN, &raw) == 0 else {
            isRaw.pointee = 0
            return false
        }
        write("\(pasteOn)")
        return true
    }

    func leaveRaw() { Self.restore() }

    func read(milliseconds: Int?) -> TerminalInput {
        while true {
            if wasResized.pointee != 0 {
                wasResized.pointee = 0
                return .resized
            }
            var one = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
            // A signal just before the call does not end it, so it never waits long.
            let ready = poll(&one, 1, milliseconds.map { Int32(truncatingIfNeeded: $0) } ?? 500)
            if ready < 0 {
                guard errno == EINTR else { return .end }
                continue
            }
            if ready == 0, milliseconds == nil { continue }
            if ready == 0 { return .nothing }
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            let got = systemRead(&bytes)
            if got < 0, errno == EINTR || errno == EAGAIN { continue }
            return got > 0 ? .bytes(Array(bytes[..<got])) : .end
        }
    }

    func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let wrote = rest.withUnsafeBytes { systemWrite($0.baseAddress, $0.count) }
            if wrote < 0 {
                if errno == EINTR { continue }
                guard errno == EAGAIN else { return }
                var one = pollfd(fd: 1, events: Int16(POLLOUT), revents: 0)
                _ = poll(&one, 1, 1000)
            } else {
                rest = rest.dropFirst(wrote)
            }
        }
    }

    func suspend() {
        Self.restore()
        // The shell's other processes of this job stop, too.
        kill(0, SIGTSTP)
    }
}

private func put(_ text: StaticString, on descriptor: Int32) {
    _ = write(descriptor, text.utf8Start, text.utf8CodeUnitCount)
}

// The names `read` and `write` mean the methods inside the class.
private func systemRead(_ bytes: inout [UInt8]) -> Int { read(0, &bytes, bytes.count) }
private func systemWrite(_ from: UnsafeRawPointer?, _ count: Int) -> Int { write(1, from, count) }
