import Foundation
import ReeveDomain
import ReeveStorage
import Synchronization
import Testing

@testable import Reeve

/// Plans that are kept, and carried out later.
@Suite struct PlanTests {
    private final class Clock: Sendable {
        let time = Mutex<Int64>(1_767_225_600_000)
        func pass(hours: Int64) { time.withLock { $0 += hours * 3_600_000 } }
    }
    private let clock = Clock()
    private let files = MemoryFileSystem()

    private var options: SessionOptions {
        var options = SessionOptions()
        let clock = clock
        options.clock = { clock.time.withLock { $0 } }
        options.systemUser = "root"
        return options
    }

    private func session(as user: String? = nil, _ change: (inout SessionOptions) -> Void = { _ in }) throws -> Session
    {
        var options = options
        change(&options)
        return try Session(files, as: user, options: options)
    }

    private func planned(_ text: String, as user: String? = nil) throws -> Plan {
        let plan = try session(as: user).prepare([Script(named: "planned", text: text)]).plan
        return try Plan(reading: plan.bytes, named: "plan")
    }

    private func stale(_ plan: Plan, as user: String? = nil) throws -> Failure {
        let before = try session().view.head
        let failure = try #require(throws: Failure.self) { try session(as: user).apply(plan) }
        #expect(failure.reason == .stale && failure.exitStatus == 5)
        #expect(try session().view.head == before)
        return failure
    }

    @Test func isCarriedOutAsItWasReviewed() throws {
        try session().run(world + "assign alice as Admin to acme\n", named: "world")
        let prepared = try session(as: "alice").prepare([
            Script(named: "planned", text: "invite bob as Admin to acme for 8 hours because \"{$now}\"")
        ])
        #expect(prepared.report.isPlan && prepared.plan.actor == "alice")
        let before = try session().view.head
        #expect(prepared.plan.head == before)
        clock.pass(hours: 3)
        let report = try session(as: "alice").apply(Plan(reading: prepared.plan.bytes, named: "plan"))
        // Eight hours from when it was said.
        #expect(report.changes.map(\.text) == ["bob is Admin in acme until 2026-01-01T08:00:00Z"])
        #expect(report.changes.map { "+ " + $0.text } == Array(prepared.plan.lines.prefix(1)))
        // Once is enough.
        let failure = try stale(prepared.plan, as: "alice")
        #expect(
            failure.problems.first?.notes.first?.hasPrefix("transaction 2 by alice on 2026-01-01T03:00:00Z") == true)
    }

    @Test func theFirstRunCanBePlanned() throws {
        let plan = try planned(world)
        #expect(plan.head == nil)
        #expect(try session().view.head == nil)
        #expect(try session().apply(plan).changes.count == 11)
        #expect(try stale(plan).problems.first?.message.contains("before there was a store") == true)
        // A store of another name is another store.
        let other = try Session(MemoryFileSystem(), options: options)
        try other.run(world, named: "world")
        let later = try planned("add user zed")
        #expect(throws: Failure.self) { try other.apply(later) }
        let nowhere = try Session(MemoryFileSystem(), options: options)
        #expect(throws: Failure.self) { try nowhere.apply(later) }
        #expect(nowhere.view.head == nil)
    }

    @Test func nothingIsNothing() throws {
        try session().run(world, named: "world")
        let plan = try planned("add user bob")
        let head = try session().view.head
        #expect(try session().apply(plan).unchanged == 1)
        #expect(try session().view.head == head)
    }

    @Test func whatBeginsOrEndsMeanwhileStandsInTheWay() throws {
        try session().run(world + "invite bob as Viewer to globex from 2026-01-02 until 2026-01-03\n", named: "world")
        let plan = try planned("add user zed")
        clock.pass(hours: 25)
        #expect(
            try stale(plan).problems.first?.message.hasSuffix(
                "grants have begun or ended since, the first of them on 2026-01-02T00:00:00Z") == true)
    }

    @Test func permissionsRulesAndLimitsAreThoseOfARun() throws {
        try session().run(world, named: "world")
        #expect(throws: Failure.self) { try planned("add user zed", as: "bob") }
        let plan = try planned("unassign bob from acme")
        let of = try #require(throws: Failure.self) { try session(as: "alice").apply(plan) }
        #expect(of.problems.map(\.code) == ["plan-of-another"])
        let guarded = try #require(throws: Failure.self) {
            try session { $0.removalLimit = .atMost(0) }.apply(plan)
        }
        #expect(guarded.reason == .guarded && guarded.removals == 1)
        #expect(throws: Failure.self) { try session { $0.isReadOnly = true }.apply(plan) }
        #expect(try session().apply(plan).removals.count == 1)
    }

    @Test func everyChangedByteIsFound() throws {
        try session().run(world, named: "world")
        let bytes = try planned("invite bob as Viewer to globex\nuninvite bob from partner").bytes
        for index in bytes.indices {
            var altered = bytes
            altered[index] ^= 1
            let failure = #expect(throws: Failure.self, "byte \(index)") {
                try Plan(reading: altered, named: "plan")
            }
            #expect(failure.map { [5, 64].contains($0.exitStatus) } == true)
        }
        for length in 0..<bytes.count {
            #expect(throws: Failure.self) { try Plan(reading: Array(bytes.prefix(length)), named: "plan") }
        }
        #expect(throws: Failure.self) { try Plan(reading: bytes + bytes, named: "plan") }
    }

    /// A file whose hash fits can still say what it likes; it must then come to the same.
    @Test func whatItSaysAndWhatItDoesAreOne() throws {
        try session().run(world, named: "world")
        let text = String(decoding: try planned("invite bob as Viewer to globex").bytes, as: UTF8.self)
        func forged(_ from: String, _ to: String) throws -> Plan {
            let lines = text.split(separator: "\n").dropLast().map { String($0) }
            let body = lines.joined(separator: "\n").replacing(from, with: to, maxReplacements: 1) + "\n"
            let hash = SHA256.digest(of: Array(body.utf8))
            return try Plan(reading: Array((body + "{\"hash\":\"\(hash)\"}\n").utf8), named: "plan")
        }
        let changed = try stale(try forged("as Viewer to globex", "as Admin to globex"))
        #expect(changed.problems.first?.notes.first?.hasPrefix("reviewed: ") == true)
        #expect(throws: Failure.self) { try forged("\"records\":1", "\"records\":2") }
        #expect(throws: Failure.self) { try forged("\"turns\":10000000", "\"turns\":-1") }
        #expect(throws: Failure.self) { try forged("\"time\":\"2026", "\"time\":\"x") }
    }

    @Test func filesAndParametersAreKept() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "reeve-plan-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        func write(_ name: String, _ text: String) throws {
            try Data(text.utf8).write(to: directory.appending(path: name))
        }
        try write(
            "main.reeve",
            "param $team\nuse \"more.reeve\"\nadd user $team\nfor each $r in csv \"people.csv\" { add user $r.name }\n")
        try write("more.reeve", "define system role Viewer { can view user }\n")
        try write("people.csv", "name\n\"ann, a\"\nben\n")
        func session() throws -> Session {
            try self.session {
                $0.directory = directory.path
                $0.parameters = ["team": "red"]
            }
        }
        let plan = try session().prepare([Script(file: "main.reeve", in: directory.path)]).plan
        for name in ["main.reeve", "more.reeve", "people.csv"] { try write(name, "add user other\n") }
        #expect(plan.files.map(\.path) == ["more.reeve", "people.csv"])
        let report = try self.session().apply(Plan(reading: plan.bytes, named: "plan"))
        #expect(
            report.changes.map(\.description)
                == ["+ system role Viewer", "+ user red", "+ user \"ann, a\"", "+ user ben"])
    }

    /// Random statements on random worlds: planned, written, read and carried out, they leave the journal of a plain run.
    @Test(arguments: 1...6) func isARun(_ seed: Int) throws {
        func journal(_ world: ExcerptWorld) throws -> [String] {
            let text = try String(contentsOfFile: world.path + "/journal-00001.jsonl", encoding: .utf8)
            // Closing lines and the first one bear the store's own name in their hashes.
            return text.split(separator: "\n").dropFirst()
                .map { line in line.prefix(upTo: line.firstRange(of: ",\"previous\"")?.lowerBound ?? line.endIndex) }
                .map { String($0) }
        }
        var carried = 0
        let planned = try ExcerptWorld(seed: UInt64(seed), steps: 60, fillers: 0) { session, text in
            let script = Script(named: "step", text: text)
            guard let plan = try? session.prepare([script]).plan else { return _ = try session.run([script]) }
            try session.apply(Plan(reading: plan.bytes, named: "plan"))
            carried += 1
        }
        let run = try ExcerptWorld(seed: UInt64(seed), steps: 60, fillers: 0)
        #expect(try journal(planned) == journal(run))
        #expect(carried > 20)
    }
}
