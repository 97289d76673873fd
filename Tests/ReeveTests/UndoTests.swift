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
            "show kinds sort by kind", "show rules", "show managers sort by user", "show team of partner sort by user",
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
}
