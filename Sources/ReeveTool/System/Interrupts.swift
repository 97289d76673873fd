import Reeve

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Ctrl-C. While it is held, what is under way is asked to stop between two of its steps; a second one, and one that is
/// not held, end the process at once.
package struct Interrupts: Sendable {
    /// Whether it was pressed since it has been held.
    package var isRaised: @Sendable () -> Bool
    /// From now on it is held; or no more.
    package var hold: @Sendable (Bool) -> Void

    package init(isRaised: @escaping @Sendable () -> Bool, hold: @escaping @Sendable (Bool) -> Void) {
        self.isRaised = isRaised
        self.hold = hold
    }

    /// Nobody is there to press it.
    package static let none = Interrupts(isRaised: { false }, hold: { _ in })

    /// Holds it for a piece of work.
    func held<Result>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        hold(true)
        defer { hold(false) }
        return try body()
    }

    /// The signal of this process. Handled from now on.
    static func ofProcess() -> Interrupts {
        // All that the handler looks at is there before it is.
        isHeld.pointee = 0
        wasRaised.pointee = 0
        ProcessTerminal.prepare()
        signal(SIGINT) { _ in
            // Only what may be called in a handler. A commit under way is whole or absent, as after any other death.
            if isHeld.pointee != 0, wasRaised.pointee == 0 {
                wasRaised.pointee = 1
                return
            }
            ProcessTerminal.restore()
            let text: StaticString = "\ninterrupted\n"
            _ = write(2, text.utf8Start, text.utf8CodeUnitCount)
            _exit(130)
        }
        return Interrupts(
            isRaised: { wasRaised.pointee != 0 },
            hold: { isOn in
                wasRaised.pointee = 0
                isHeld.pointee = isOn ? 1 : 0
            })
    }
}

// What the signal's handler looks at: plain memory.
nonisolated(unsafe) private let isHeld = UnsafeMutablePointer<sig_atomic_t>.allocate(capacity: 1)
nonisolated(unsafe) private let wasRaised = UnsafeMutablePointer<sig_atomic_t>.allocate(capacity: 1)
