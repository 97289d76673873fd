#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension Tool {
    /// The command of this process: its arguments, streams, environment and clock.
    ///
    /// - Returns: the exit status.
    package static func runProcess() -> Int32 {
        // A reader that leaves early (`| head`) must not kill a run that has work to commit.
        signal(SIGPIPE, SIG_IGN)
        // A file at the limit of `ulimit -f` is a write that fails, and is answered like a full disk.
        signal(SIGXFSZ, SIG_IGN)
        let interrupts = Interrupts.ofProcess()
        let streams = Streams(
            input: DescriptorSource(0), output: DescriptorSink(1), errors: DescriptorSink(2))
        let names = ["REEVE_STORE", "REEVE_AS", "NO_COLOR", "TERM", "HOME", "REEVE_HISTFILE"]
        var environment: [String: String] = [:]
        for name in names {
            if let value = getenv(name) { environment[name] = String(cString: value) }
        }
        let arguments = Array(CommandLine.arguments.dropFirst())
        var surroundings = Surroundings(
            streams: streams, environment: environment, interrupts: interrupts, progress: .ofProcess())
        let untilExit = UntilExit()
        _ = Unmanaged.passRetained(untilExit)
        surroundings.untilExit = untilExit
        let status = run(arguments, surroundings)
        streams.output.flush()
        streams.errors.flush()
        return status
    }
}
