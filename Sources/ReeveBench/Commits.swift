import Foundation
import Reeve

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One small transaction after the other in one session: how long each takes, and whether the process grows.
struct Commits {
    private let session: Session
    private let users: Int

    /// - Parameters:
    ///   - store: a store with the users `u0` …, a role `Viewer`, and a customer `steady` that none of them is in.
    ///   - users: how many of them come and go.
    init(store: String, users: Int) throws {
        session = try Session(opening: store)
        self.users = users
    }

    /// - Parameter log: a file that a raw record is appended to and synced after each commit; nil: none. How fast a disk
    ///   syncs depends on what it did before, so the two are measured in turn.
    func run(count: Int, reports: Int, log: String? = nil) throws {
        var times: [Double] = []
        var raw: [Double] = []
        times.reserveCapacity(count)
        raw.reserveCapacity(count)
        let file = try log.map { path in
            let file = open(path, O_CREAT | O_WRONLY | O_APPEND | O_TRUNC, 0o600)
            guard file >= 0 else { throw BadInput(line: path) }
            return file
        }
        let record = [UInt8](repeating: UInt8(ascii: "x"), count: 150)
        for number in 0..<count {
            let user = "u\(number / 2 % users)"
            // Each comes and goes, so that the store holds no more at the end than at the beginning.
            let statement = number % 2 == 0 ? "invite \(user) as Viewer to steady" : "uninvite \(user) from steady"
            times.append(try duration { try session.run(statement, named: "bench") })
            if let file {
                let isDone = { write(file, record, record.count) == record.count && Self.synchronize(file) == 0 }
                raw.append(try duration { if !isDone() { throw BadInput(line: log ?? "") } })
            }
            if reports > 0, (number + 1) % max(1, count / reports) == 0 {
                report("memory", ["commits": Double(number + 1), "bytes": Double(memory().now)])
            }
        }
        report(
            "commits",
            [
                "count": Double(count), "p50": median(times), "p99": quantile(0.99, of: times),
                "peak": Double(memory().peak), "raw": median(raw),
            ])
    }

    private static func synchronize(_ file: Int32) -> Int32 {
        #if canImport(Darwin)
            fcntl(file, F_FULLFSYNC)
        #else
            fdatasync(file)
        #endif
    }
}
