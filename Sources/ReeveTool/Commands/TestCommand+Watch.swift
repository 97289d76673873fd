import Reeve

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Runs the tests again whenever a file below their paths changes, until it is interrupted.
struct TestWatch {
    let request: TestRequest
    let call: Call

    func run() throws(Failure) -> Int32 {
        let disk = TestDisk(directory: call.surroundings.directory, limit: request.options.limits.syntax.scriptBytes)
        while true {
            let before = disk.stamps(request.paths)
            _ = try TestCommand.runOnce(request, call)
            call.console.message("watching \(before.count) file\(before.count == 1 ? "" : "s"); Ctrl-C ends it")
            call.surroundings.streams.output.flush()
            call.surroundings.streams.errors.flush()
            repeat { usleep(300_000) } while disk.stamps(request.paths) == before
        }
    }
}
