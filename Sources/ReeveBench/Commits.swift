import Foundation
import Reeve

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

    func run(count: Int, reports: Int) throws {
        var times: [Double] = []
        times.reserveCapacity(count)
        for number in 0..<count {
            let user = "u\(number / 2 % users)"
            // Each comes and goes, so that the store holds no more at the end than at the beginning.
            let statement = number % 2 == 0 ? "invite \(user) as Viewer to steady" : "uninvite \(user) from steady"
            times.append(try duration { try session.run(statement, named: "bench") })
            if reports > 0, (number + 1) % max(1, count / reports) == 0 {
                report("memory", ["commits": Double(number + 1), "bytes": Double(memory().now)])
            }
        }
        report(
            "commits",
            [
                "count": Double(count), "p50": median(times), "p99": quantile(0.99, of: times),
                "peak": Double(memory().peak),
            ])
    }
}
