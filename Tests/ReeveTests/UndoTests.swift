import Foundation
import SeededRandom
import Testing

@testable import Reeve

/// Taking a transaction back puts everything back, and nothing else.
@Suite struct UndoTests {
    private static let base = """
        define partner "Initech"
        define kind customer { has plan one of free, pro; has lead user }
        define kind recipe in customer { has status one of draft, running; can view, create, edit, delete, run, lock }
        define kind job in recipe { can view, create }
        define system role Admin { can do anything to anything }
        define system role Operator { can view, run recipe }
        define inheritable role Developer { includes Operator; can edit recipe }
        define role Guest { can view recipe }
        add user alice, bob, carol, dave, erin
        add customer acme, globex, hooli with plan = pro
        invite alice, bob, carol as Admin to partner
        invite dave as Guest to acme until 2027-01-01
        assign alice as Admin to all customers where plan = pro except hooli
        assign bob as Operator to acme, globex until 2028-01-01
        add recipe "Sync orders" in acme with status = draft
        add job nightly in recipe "Sync orders" in acme
        define rule "one admin" { require count(team of partner where role = Admin) >= 1 }
        """

    /// Everything that can be asked of the state, without numbers and times.
    private static func facts(_ session: Session) throws -> [String] {
        var facts = session.view.users.sorted() + session.view.customers.sorted() + [session.view.partner ?? ""]
        var questions = [
            "show users sort by user", "show customers sort by customer", "show roles sort by role",
            "show kinds sort by kind", "show rules sort by rule", "show managers sort by user",
            "show team of partner sort by user",
        ]
        for customer in session.view.customers.sorted() {
            questions += ["show team of \(customer) sort by user", "show managers of \(customer) sort by user"]
            questions += ["count recipes in \(customer)", "count recipes in \(customer) where locked = yes"]
            questions += ["count recipes in \(customer) where status = running", "count jobs in \(customer)"]
            questions.append("count recipes in \(customer) where name = \"Sync orders\"")
        }
        for question in questions { facts.append(try session.ask(question).map(\.csv).joined()) }
        return facts
    }

    @Test(arguments: [
        "add user zed; invite zed as Operator to wayne",
        "add user zed with email = z@x.example; invite zed as Guest to acme",
        "invite dave as Operator to acme", "uninvite dave from acme",
        "invite erin as Admin to partner until 2027-01-01",
        "uninvite bob from partner", "uninvite alice from partner", "assign carol as Developer to all customers",
        "assign carol as Operator to acme, hooli until 2027-05-01", "reassign bob to hooli as Developer",
        "reassign alice to all customers", "reassign alice as Operator", "unassign bob from acme",
        "unassign bob from all customers", "unassign alice from all customers", "hand over acme from alice to carol",
        "hand over all customers from bob to alice", "hand over all customers from bob to carol",
        "change customer acme with plan = free, lead = dave", "change customer acme without plan",
        "rename customer acme to acme-2; rename user dave to dave.ng", "disable user bob; disable customer globex",
        "remove user dave and everything in it", "remove customer acme and everything in it",
        "remove customer hooli and everything in it", "remove user bob and everything in it; add user bob",
        "change recipe \"Sync orders\" in acme with status = running; lock recipe \"Sync orders\" in acme",
        "rename recipe \"Sync orders\" in acme to orders", "remove recipe \"Sync orders\" in acme and everything in it",
        "define role Guest { can view, run recipe }",
        "define role Temp { can view recipe }; invite erin as Temp to hooli",
        "define kind customer { has plan one of free, pro, max; has lead user; has note }",
        "define kind board in customer { can view }", "remove rule \"one admin\"",
        "define rule \"one admin\" { require count(team of partner) >= 2 }", "define partner \"Initrode\"",
        "add customer nova with plan = pro; assign carol as Operator to nova; add recipe one in nova; add job two in recipe one in nova",
    ])
    func putsEverythingBack(_ script: String) throws {
        let session = try memorySession(Self.base) { $0.removalLimit = nil }
        try session.run("add customer wayne", named: "wayne")
        let before = try Self.facts(session)
        let report = try session.run(script, named: "change")
        #expect(try Self.facts(session) != before, "this changes something that is seen")
        let seq = try #require(report.head.flatMap { Int64($0.prefix { $0 != ":" }) })
        let plan = try session.undo(seq, committing: false)
        #expect(plan.isPlan && !plan.isUnchanged)
        let undone = try session.undo(seq)
        #expect(undone.changes == plan.changes && undone.removals == plan.removals)
        let after = try Self.facts(session)
        #expect(after == before, "\(zip(after, before).filter { $0 != $1 })")
        // And back again: an undo is a transaction like any other.
        let again = try #require(undone.head.flatMap { Int64($0.prefix { $0 != ":" }) })
        _ = try session.undo(again)
        #expect(try Self.facts(session) != before)
    }

    @Test(arguments: [
        ("invite erin as Guest to acme", "invite erin as Operator to acme"),
        ("invite erin as Admin to partner", "assign erin as Operator to acme"),
        ("add user zed", "invite zed as Guest to acme"), ("add customer nova", "invite erin as Guest to nova"),
        ("change customer acme with plan = free", "change customer acme with plan = pro"),
        ("remove user erin", "add user erin"), ("define role Temp { can view recipe }", "invite erin as Temp to acme"),
        ("lock recipe \"Sync orders\" in acme", "unlock recipe \"Sync orders\" in acme"),
        ("reassign alice to all customers", "reassign alice to acme"), ("disable user bob", "enable user bob"),
        ("add recipe one in acme", "add job two in recipe one in acme"),
        ("uninvite dave from acme", "remove user dave"),
        ("unassign bob from acme", "uninvite bob from partner"),
    ])
    func isRefusedWhereSomethingStandsOnIt(_ first: String, _ second: String) throws {
        let session = try memorySession(Self.base) { $0.removalLimit = nil }
        let report = try session.run(first, named: "first.reeve")
        let seq = try #require(report.head.flatMap { Int64($0.prefix { $0 != ":" }) })
        try session.run(second, named: "second.reeve")
        let before = try Self.facts(session)
        let failure = #expect(throws: Failure.self) { try session.undo(seq) }
        let problem = try #require(failure?.problems.first)
        #expect(problem.code == "built-upon")
        #expect(problem.notes.contains { $0.contains("second.reeve:1") })
        #expect(try Self.facts(session) == before)
    }

    @Test func rulesHoldForItToo() throws {
        let session = try memorySession(Self.base)
        try session.run("remove rule \"one admin\"", named: "a")
        let report = try session.run("invite erin as Guest to hooli", named: "b")
        try session.run("define rule \"no fewer guests\" { require count(team of hooli) >= 1 }", named: "c")
        let seq = try #require(report.head.flatMap { Int64($0.prefix { $0 != ":" }) })
        let failure = #expect(throws: Failure.self) { try session.undo(seq) }
        #expect(failure?.problems.first?.code == "rule-refused")
    }

    @Test func whatIsOverStays() throws {
        let session = try memorySession(Self.base)
        let report = try session.run(
            "act as alice in acme { do run recipe \"Sync orders\"; change recipe \"Sync orders\" with status = running }",
            named: "work")
        let seq = try #require(report.head.flatMap { Int64($0.prefix { $0 != ":" }) })
        let undone = try session.undo(seq)
        #expect(undone.notes.map(\.text) == ["stays as it was done: recipe \"Sync orders\" in acme: run"])
        #expect(try session.ask("count versions of recipe \"Sync orders\" in acme").first?.csv == "count\r\n3\r\n")
    }

    @Test func anUnknownNumberIsSaid() throws {
        let session = try memorySession(Self.base)
        for seq in [0, -1, 9_999_999, Int64.max] {
            let failure = #expect(throws: Failure.self) { try session.undo(seq) }
            #expect(failure?.problems.first?.code == "unknown-transaction")
        }
    }

    // MARK: Random histories

    private static func statement(_ dice: inout SeededRandom) -> String {
        let user = dice.one(["alice", "bob", "carol", "dave", "erin", "zed"])
        let customer = dice.one(["acme", "globex", "hooli", "nova"])
        let role = dice.one(["Admin", "Operator", "Developer"])
        let until = dice.percent(30) ? " until 202\(dice.one(["7", "8"]))-01-01" : ""
        let record = dice.one(["\"Sync orders\"", "one"])
        return dice.one([
            "add user zed", "add customer nova with plan = free", "invite \(user) as \(role) to \(customer)\(until)",
            "invite \(user) as Guest to \(customer)\(until)", "invite \(user) as \(role) to partner\(until)",
            "uninvite \(user) from \(customer)", "uninvite \(user) from partner",
            "assign \(user) as \(role) to \(customer)\(until)", "assign \(user) as \(role) to all customers\(until)",
            "assign \(user) as \(role) to all customers where plan = pro except \(customer)",
            "reassign \(user) to \(customer)", "reassign \(user) as \(role)", "unassign \(user) from \(customer)",
            "unassign \(user) from all customers", "hand over all customers from \(user) to bob",
            "change customer \(customer) with plan = \(dice.one(["free", "pro"])), lead = \(user)",
            "rename user \(user) to zoe", "rename user zoe to \(user)", "disable user \(user)", "enable user \(user)",
            "disable customer \(customer)", "enable customer \(customer)", "remove user \(user) and everything in it",
            "remove customer \(customer) and everything in it", "add recipe one in \(customer) with status = draft",
            "add job two in recipe \(record) in \(customer)", "lock recipe \(record) in \(customer)",
            "unlock recipe \(record) in \(customer)", "change recipe \(record) in \(customer) with status = running",
            "remove recipe \(record) in \(customer) and everything in it", "define role Guest { can view, run recipe }",
            "define role Guest { can view recipe }", "define role Temp { can view recipe }",
            "invite \(user) as Temp to \(customer)", "remove rule \"one admin\"",
            "define rule \"few\" { warn when count(users) > 6 }",
        ])
    }

    /// Carries out what can be, and tells the number of its last record; nil where nothing changed.
    private static func seq(of script: String, in session: Session) -> Int64? {
        guard let report = try? session.run(script, named: "step"), !report.isUnchanged else { return nil }
        return report.head.flatMap { Int64($0.prefix { $0 != ":" }) }
    }

    /// What was done last is undone, and done again, as if it had never been, or always. What was done before is undone as
    /// if it had never been, or is refused.
    @Test(arguments: 1...histories) func ofRandomHistories(_ seed: Int) throws {
        var dice = SeededRandom(seed: UInt64(seed) + 4_000)
        let session = try memorySession(Self.base) { $0.removalLimit = nil }
        var told: [String] = []
        var (undone, refused) = (0, 0)
        for _ in 0..<30 {
            let before = try Self.facts(session)
            let first = Self.statement(&dice)
            guard let seq = Self.seq(of: first, in: session) else { continue }
            let after = try Self.facts(session)
            let undo = try session.undo(seq)
            let back = try Self.facts(session)
            #expect(back == before, "\(told), \(first): \(zip(back, before).filter { $0 != $1 })")
            _ = try session.undo(try #require(undo.head.flatMap { Int64($0.prefix { $0 != ":" }) }))
            let again = try Self.facts(session)
            #expect(again == after, "\(told), \(first), again: \(zip(again, after).filter { $0 != $1 })")
            undone += 1
            guard dice.percent(40) else {
                told.append(first)
                continue
            }
            // One more on top of it, and then the first is to go.
            let fork = try memorySession(Self.base) { $0.removalLimit = nil }
            for text in told { _ = try? fork.run(text, named: "step") }
            let both = try memorySession(Self.base) { $0.removalLimit = nil }
            for text in told { _ = try? both.run(text, named: "step") }
            let wanted = try #require(Self.seq(of: first, in: both))
            let second = Self.statement(&dice)
            guard Self.seq(of: second, in: both) != nil else {
                told.append(first)
                continue
            }
            do {
                _ = try both.undo(wanted)
                _ = try? fork.run(second, named: "step")
                let (found, expected) = (try Self.facts(both), try Self.facts(fork))
                #expect(
                    found == expected,
                    "\(told), \(first), \(second): \(zip(found, expected).filter { $0 != $1 })")
            } catch let failure as Failure {
                #expect(
                    failure.problems.contains { ["built-upon", "not-undoable", "rule-refused"].contains($0.code) },
                    "\(told), \(first), \(second): \(failure)")
                refused += 1
            }
            told.append(first)
        }
        #expect(undone > 5)
    }

    /// `REEVE_HISTORIES` tries more.
    private static var histories: Int {
        ProcessInfo.processInfo.environment["REEVE_HISTORIES"].flatMap { Int($0) } ?? 6
    }
}
