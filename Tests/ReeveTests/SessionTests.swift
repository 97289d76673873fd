import Synchronization
import Testing

@testable import Reeve

@Suite struct SessionTests {
    @Test func runsAndTells() throws {
        let session = try memorySession()
        let report = try session.run("assign alice as Admin to all customers", named: "console")
        #expect(report.changes.map(\.description) == ["+ alice manages all customers as Admin"])
        #expect(report.changes.first?.script == "console" && report.changes.first?.line == 1)
        #expect(report.head == session.view.head)
        #expect(report.description.hasPrefix("+ alice manages all customers as Admin\n"))
        #expect(try session.run("assign alice as Admin to all customers", named: "console").unchanged == 1)
    }

    @Test func decides() throws {
        let session = try memorySession()
        let before = session.view
        #expect(try !before.can("alice", "edit", "recipe", in: "acme"))
        try session.run("assign alice as Admin to all customers", named: "console")
        #expect(try session.view.can("alice", "edit", "recipe", in: "acme"))
        #expect(try session.view.can("alice", "edit", "recipes", "Sync orders", in: "acme"))
        #expect(try session.view.can("bob", "view", "recipe", in: "acme"))
        #expect(try !session.view.can("bob", "view", "recipe", in: "globex"))
        #expect(try session.view.can("alice", "create", "customer", in: "partner"))
        // A view stays what it was.
        #expect(try !before.can("alice", "edit", "recipe", in: "acme"))
    }

    @Test(arguments: [
        ("zed", "edit", "recipe", "acme", "unknown-user"), ("bob", "edit", "recip", "acme", "unknown-kind"),
        ("bob", "fly", "recipe", "acme", "unknown-action"), ("bob", "edit", "recipe", "none", "unknown-account"),
    ])
    func namesMustBeKnown(_ user: String, _ action: String, _ kind: String, _ account: String, _ code: String) throws {
        let view = try memorySession().view
        let failure = #expect(throws: Failure.self) { try view.can(user, action, kind, in: account) }
        #expect(failure?.problems.first?.code == code)
    }

    @Test func failuresTellWhere() throws {
        let session = try memorySession()
        let failure = #expect(throws: Failure.self) {
            try session.run("\nassign alice as Nope to acme", named: "console")
        }
        let problem = try #require(failure?.problems.first)
        #expect(failure?.reason == .script && failure?.exitStatus == 3 && failure?.head == nil)
        #expect((problem.file, problem.line ?? 0, problem.column ?? 0) == ("console", 2, 17))
        #expect(
            failure?.description.hasPrefix("error[unknown-role]: there is no role `Nope`\n --> console:2:17\n") == true)
        // Nothing of it was kept, and it was not a refusal.
        #expect(session.view.head == (try session.run("", named: "")).head)
    }

    @Test func refusalsAreRecorded() throws {
        let session = try memorySession()
        let before = session.view.head
        let failure = #expect(throws: Failure.self) {
            try session.run("add user zed\nassign bob as Admin to globex", named: "console")
        }
        #expect(failure?.problems.first?.code == "one-role-per-manager")
        #expect(failure?.head != nil && failure?.head != before && failure?.head == session.view.head)
        #expect(!session.view.users.contains("zed"))
    }

    @Test func plansTellWhoseAccess() throws {
        let session = try memorySession()
        let head = session.view.head
        let plan = try session.plan("reassign bob to globex", named: "console")
        #expect(plan.isPlan && plan.head == nil && session.view.head == head)
        #expect(plan.access.map(\.user) == ["bob"])
        #expect(plan.access.first?.gained == [.init(account: "globex", role: "Viewer")])
        #expect(plan.access.first?.lost == [.init(account: "acme", role: "Viewer")])
        let run = try session.run("reassign bob to globex", named: "console")
        #expect(plan.changes == run.changes && plan.removals == run.removals && plan.notes == run.notes)
    }

    @Test func checksWithoutRunning() throws {
        let session = try memorySession()
        let head = session.view.head
        #expect(try session.check("invite bob as Viewer to globex", named: "x").isEmpty)
        let found = try session.check("invite bob as Vewer to globex\nfrob\ninvite bo as Viewer to acme", named: "x")
        #expect(found.map(\.code).sorted() == ["unknown-role", "unknown-statement", "unknown-user"])
        #expect(session.view.head == head)
    }

    @Test func parametersReachTheScript() throws {
        let session = try memorySession("") { $0.parameters = ["team": "red"] }
        #expect(try session.run("param $team default \"blue\"\nprint $team", named: "x").description == "red")
        #expect(throws: Failure.self) { try session.run("param $teem default 1", named: "x") }
    }

    @Test func theClockIsAParameter() throws {
        let time = Clock()
        let session = try memorySession { options in options.clock = { time.now } }
        try session.run("invite bob as Admin to globex for 1 hour", named: "x")
        #expect(try session.view.can("bob", "edit", "recipe", in: "globex"))
        time.advance(3_600_000)
        // At that instant, without anyone running anything.
        #expect(try !session.view.can("bob", "edit", "recipe", in: "globex"))
    }

    @Test func aLimitOnRemovals() throws {
        let session = try memorySession { $0.removalLimit = .atMost(0) }
        let failure = #expect(throws: Failure.self) { try session.run("unassign bob from acme", named: "x") }
        #expect(failure?.reason == .guarded && failure?.removals == 1)
        #expect(try session.view.can("bob", "view", "recipe", in: "acme"))
        #expect(RemovalLimit.usual.isExceeded(removing: 101, of: 1_000_000))
        #expect(!RemovalLimit.usual.isExceeded(removing: 100, of: 1_000_000))
        #expect(RemovalLimit.usual.isExceeded(removing: 10, of: 100))
        #expect(!RemovalLimit.usual.isExceeded(removing: 9, of: 10))
    }

    @Test func readersDoNotWaitForTheWriter() async throws {
        let session = try memorySession()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 0..<50 { try session.run("add user u\(number)", named: "writer") }
            }
            for _ in 0..<3 {
                group.addTask {
                    for _ in 0..<200 { _ = try session.view.can("bob", "view", "recipe", in: "acme") }
                }
            }
            try await group.waitForAll()
        }
        #expect(session.view.users.count == 52)
    }
}

/// A clock that a test moves.
private final class Clock: Sendable {
    private let time = Mutex<Int64>(1_767_225_600_000)

    var now: Int64 { time.withLock { $0 } }

    func advance(_ milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}
