#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A thread that does one thing while another goes on.
final class Companion: Sendable {
    private let work: @Sendable () -> Void

    private init(_ work: @escaping @Sendable () -> Void) { self.work = work }

    /// Starts a thread; whoever does so detaches or joins it.
    ///
    /// - Returns: nil where the system gives none.
    static func start(_ work: @escaping @Sendable () -> Void) -> pthread_t? {
        let this = Unmanaged.passRetained(Companion(work))
        #if canImport(Darwin)
            var thread: pthread_t?
            let result = pthread_create(&thread, nil, { Companion.run($0) }, this.toOpaque())
        #else
            var thread = pthread_t()
            let result = pthread_create(&thread, nil, { Companion.run($0) }, this.toOpaque())
        #endif
        guard result == 0 else {
            this.release()
            return nil
        }
        return thread
    }

    private static func run(_ opaque: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let opaque else { return nil }
        // Signals are for the thread that waits for them.
        var signals = sigset_t()
        sigfillset(&signals)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        Unmanaged<Companion>.fromOpaque(opaque).takeRetainedValue().work()
        return nil
    }
}
