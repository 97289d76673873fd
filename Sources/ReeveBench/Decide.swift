import Foundation
import Reeve
import Synchronization

/// May this user do this here: one question after the other, by name and by handle, by one thread and by several.
struct Decide {
    private struct ByName: Sendable {
        var user: String
        var action: String
        var kind: String
        var account: String
    }
    private struct ByHandle: Sendable {
        var user: UserHandle
        var action: ActionHandle
        var account: AccountHandle
    }

    private let session: Session
    private let view: View
    private let names: [ByName]
    private let handles: [ByHandle]
    private let repetitions: Int

    /// - Parameters:
    ///   - script: who may do what.
    ///   - requests: a file of `USER ACTION KIND ACCOUNT`, one a line.
    init(script: String, requests: String, repetitions: Int) throws {
        session = try Session()
        try session.run(files: [script])
        view = session.view
        self.repetitions = repetitions
        names = try String(contentsOfFile: requests, encoding: .utf8).split(separator: "\n").map { line in
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 4 else { throw BadInput(line: String(line)) }
            return ByName(user: words[0], action: words[1], kind: words[2], account: words[3])
        }
        let view = view
        handles = try names.map {
            ByHandle(
                user: try view.handle(ofUser: $0.user), action: try view.handle(ofAction: $0.action, on: $0.kind),
                account: try view.handle(ofAccount: $0.account))
        }
    }

    func run(threads: [Int]) throws {
        let (view, names, handles) = (view, names, handles)
        try measure("by name") { try Self.ask(view, names) }
        try measure("by handle") { try Self.ask(view, handles) }
        for count in threads {
            let times = (0..<repetitions).map { _ in
                inThreads(count) { _ in
                    for _ in 0..<4 { _ = try? Self.ask(view, names) }
                }
            }
            let asked = Double(count * 4 * names.count)
            report("threads", ["threads": Double(count), "perSecond": asked * 1e9 / median(times)])
        }
    }

    private func measure(_ what: String, _ ask: () throws -> Int) throws {
        var yes = 0
        let times = try (0..<repetitions).map { _ in try duration { yes = try ask() } / Double(names.count) }
        report(
            what,
            [
                "nanoseconds": median(times), "best": times.min() ?? 0, "yes": Double(yes),
                "asked": Double(names.count),
            ])
    }

    private static func ask(_ view: View, _ names: [ByName]) throws -> Int {
        var yes = 0
        for request in names {
            yes &+= try view.can(request.user, request.action, request.kind, in: request.account) ? 1 : 0
        }
        return yes
    }

    private static func ask(_ view: View, _ handles: [ByHandle]) throws -> Int {
        var yes = 0
        for request in handles { yes &+= try view.can(request.user, request.action, in: request.account) ? 1 : 0 }
        return yes
    }
}

/// A line that is no request.
struct BadInput: Error, CustomStringConvertible {
    let line: String
    var description: String { "not a request: \(line)" }
}
