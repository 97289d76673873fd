import ReeveStorage
import Synchronization
import Testing

@testable import Reeve

/// Questions with a past behind them.
@Suite struct QuestionTests {
    private let time = Hours()

    private func session(_ script: String = world) throws(Failure) -> Session {
        let time = time
        return try memorySession(script) { options in options.clock = { time.now } }
    }

    private func answer(_ session: Session, _ question: String) throws -> Answer {
        try #require(try session.ask(question).last)
    }

    private func first(_ session: Session, _ question: String) throws -> [String?] {
        try answer(session, question).rows.map { $0.first ?? nil }
    }

    // MARK: Reasons

    @Test func neverAndExpiredAndRevokedAreDifferentAnswers() throws {
        let session = try session()
        let question = "why can bob view recipe in globex"
        #expect(!"\(try answer(session, question))".contains("no longer counts"))
        try session.run("invite bob as Viewer to globex for 2 hours", named: "a.reeve")
        time.advance(hours: 1)
        #expect(try answer(session, question).isYes)
        time.advance(hours: 1)
        // At that instant, and before anything has journaled it.
        let lapsed = "\(try answer(session, question))"
        #expect(lapsed.contains("no longer counts: Viewer in globex (team) expired on 2026-01-01T02:00:00Z"))
        try session.run("add user zed", named: "b.reeve")
        let journaled = "\(try answer(session, question))"
        #expect(journaled.contains("Viewer in globex (team) expired on 2026-01-01T02:00:00Z"))
        try session.run(
            "invite bob as Viewer to globex\nuninvite bob from globex because \"moved on\"", named: "c.reeve")
        let revoked = "\(try answer(session, question))"
        #expect(revoked.contains("was taken away: c.reeve:2, by the superuser (root)"))
        #expect(revoked.contains("because \"moved on\""))
        try session.run("assign alice as Admin to globex\nuninvite alice from partner", named: "d.reeve")
        #expect("\(try answer(session, "why can alice view recipe in globex"))".contains("ended with what it hung on"))
    }

    @Test func whyNamesRoutesShadowsAndPlaces() throws {
        let session = try session()
        try session.run(
            "assign alice as Admin to all customers\n\ninvite alice as Viewer to acme because \"look only\"",
            named: "x.reeve")
        let text = "\(try answer(session, "why can alice edit recipe in acme"))"
        #expect(text.hasPrefix("no: alice may not edit recipe in acme"))
        #expect(text.contains("decides: Viewer (team)") && text.contains("shadowed: Admin (manager)"))
        #expect(text.contains("x.reeve:3, by the superuser (root) on 2026-01-01T00:00:00Z, because \"look only\""))
        #expect(text.contains("x.reeve:1, ") && text.contains("uninvite alice from acme"))
    }

    // MARK: The past

    @Test func everyQuestionCanBeAskedOfThePast() throws {
        let session = try session()
        time.advance(hours: 24)
        try session.run(
            "rename user bob to bert\nadd user carol\nunassign bert from acme\nadd customer late", named: "x")
        time.advance(hours: 24)
        let past = "as of 2026-01-01T12:00:00Z"
        #expect(try first(session, "show users \(past)") == ["alice", "bob"])
        #expect(try first(session, "show users") == ["alice", "bert", "carol"])
        #expect(try "\(answer(session, "count customers \(past)"))".hasPrefix("2"))
        #expect(try answer(session, "can bob view recipe in acme \(past)").isYes)
        #expect(
            try "\(answer(session, "can bob view customer in acme \(past)"))"
                .contains(" in acme shows the customer"))
        #expect(try answer(session, "why can bob view recipe in acme \(past)").isYes)
        #expect(try !answer(session, "can bert view recipe in acme").isYes)
        #expect(try first(session, "who can view recipe in acme \(past)") == ["bob"])
        #expect(try first(session, "where can bob view recipe \(past)") == ["acme"])
        #expect(try first(session, "show access of bob \(past)") == ["partner", "acme"])
        #expect(try !answer(session, "what can bob do in acme \(past)").rows.isEmpty)
        #expect(try answer(session, "show user bob \(past)").isYes)
        // Names are those of the moment, in each statement anew.
        #expect(throws: Failure.self) { try session.ask("show user bob") }
        let unknown = #expect(throws: Failure.self) { try session.ask("show user carol \(past)") }
        #expect(unknown?.problems.first?.label == "not at the moment that is asked about")
        #expect(try session.ask("show user bob \(past)\nshow user bert").count == 2)
        #expect(throws: Failure.self) { try session.ask("show users as of 2027-01-01") }
        #expect(try first(session, "show audit \(past) where action = add and kind = user").count == 2)
        #expect(try first(session, "show audit where action = add and kind = user").count == 3)
    }

    /// Of the past one sees what one may see now; whoever came later asks too.
    @Test func thePastIsSeenWithTodaysEyes() throws {
        let store = try TemporaryStore()
        let time = time
        var options = SessionOptions()
        options.clock = { time.now }
        try Session(opening: store.path, options: options).run(world, named: "world")
        time.advance(hours: 24)
        try Session(opening: store.path, options: options).run(
            "add user newt, old\ninvite newt as Viewer to acme\nuninvite alice from partner", named: "x")
        let past = "as of 2026-01-01T12:00:00Z"
        let newt = try Session(opening: store.path, as: "newt", options: options)
        #expect(try first(newt, "show customers \(past)") == ["acme"])
        #expect(try first(newt, "show users \(past)") == [])
        #expect(throws: Failure.self) { try newt.ask("show audit \(past)") }
        let alice = try Session(opening: store.path, as: "alice", options: options)
        #expect(try first(alice, "show users \(past)") == ["alice"])
        #expect(try first(alice, "show customers \(past)") == [])
    }

    // MARK: Shape

    @Test func tablesAreSortedCutAndChosenFrom() throws {
        let session = try session("")
        try session.run(
            """
            define kind customer { has seats number; has region }
            add customer a with seats = 10, region = EU
            add customer b with seats = 9
            add customer c with seats = 100, region = US
            add customer d
            """, named: "x")
        #expect(try first(session, "show customers sort by seats") == ["d", "b", "a", "c"])
        #expect(try first(session, "show customers sort by seats descending first 2") == ["c", "a"])
        #expect(try first(session, "show customers where region is set sort by customer") == ["a", "c"])
        #expect(try first(session, "show customers where seats >= 10 first 1") == ["a"])
        #expect(try "\(answer(session, "count customers where not region = EU"))".hasPrefix("3"))
        #expect(throws: Failure.self) { try session.ask("show customers sort by seets") }
        #expect(throws: Failure.self) { try session.ask("show customers first many") }
    }

    @Test func spreadsheetsTakeNothingForAFormula() throws {
        let session = try session("")
        try session.run(
            """
            define kind customer { has note }
            add customer a with note = "=1+1"
            add customer b with note = "@x, \\"y\\""
            add customer c with note = "-2"
            add customer d with note = "+3"
            """, named: "x")
        #expect(
            try answer(session, "show customers").csv
                == "customer,status,note\r\na,active,'=1+1\r\nb,active,\"'@x, \"\"y\"\"\"\r\nc,active,'-2\r\nd,active,'+3\r\n"
        )
    }

    /// A rule is shown with the names that its reader may know.
    @Test func rulesNameNobodyWhoIsHidden() throws {
        let files = MemoryFileSystem()
        var options = SessionOptions()
        options.systemUser = "root"
        let session = try Session(files, options: options)
        try session.run(
            world + """
                define role Reader { can view rule; can view recipe }
                add user vera, ghost
                invite vera as Reader to partner
                define rule "mixed" {
                  require count(customers) < 99
                  require no(recipes where owner = ghost)
                  require count(team of globex) < 9
                  require count(users except ghost) < 99
                  forbid delete recipe when not (ghost is Admin in partner)
                  warn when count(team of globex) > 99
                }
                """, named: "world")
        func lines(as user: String?) throws -> String {
            "\(try Session(files, as: user, options: options).ask("show rules"))"
        }
        let all = try lines(as: nil)
        let some = try lines(as: "vera")
        #expect(all.contains("ghost") && all.contains("globex"))
        #expect(some.contains("count(customers) < 99") && some.contains("require …"), "\(some)")
        #expect(some.contains("forbid delete recipe …") && some.contains("warn when …"), "\(some)")
        #expect(!some.contains("ghost") && !some.contains("globex"), "\(some)")
    }

    // MARK: In Swift

    @Test func aViewAnswers() throws {
        let view = try session().view
        let why = try view.why("bob", "view", "recipe", in: "acme")
        #expect(why.isYes && "\(why)".contains("world:9, by the superuser (root)"))
        #expect(try !view.why("bob", "edit", "recipe", "Sync orders", in: "acme").isYes)
        #expect(try view.who(can: "view", "recipes", in: "acme").rows.map { $0.first ?? nil } == ["bob"])
        #expect(try view.where(can: "bob", "view", "recipe").rows.map { $0.first ?? nil } == ["acme"])
        let what = try view.what(can: "bob", doIn: "acme").rows
        #expect(what.contains(["recipe", "view", nil]))
        #expect(throws: Failure.self) { try view.why("zed", "view", "recipe", in: "acme") }
        #expect(throws: Failure.self) { try view.who(can: "fly", "recipe", in: "acme") }
    }

    @Test func resetsAreHandedOver() throws {
        let session = try session()
        #expect(try session.plan("reset password of bob", named: "x").deliveries.isEmpty)
        try session.run("change user bob with email = bob@initech.example", named: "x")
        let report = try session.run("reset password of bob, alice\nreset password of bob", named: "x")
        #expect(report.deliveries.map(\.user) == ["bob", "alice"])
        #expect(report.deliveries.first?.email == "bob@initech.example")
        #expect("\(report)".contains("note: nothing is sent by Reeve itself: bob is to be sent a new password"))
    }
}

private final class Hours: Sendable {
    private let time = Mutex<Int64>(1_767_225_600_000)

    var now: Int64 { time.withLock { $0 } }

    func advance(hours: Int64) { time.withLock { $0 += hours * 3_600_000 } }
}

/// A wide table on a narrow terminal: no line is longer, and no word of the details is lost.
@Suite struct TableFitTests {
    @Test(arguments: [200, 120, 100, 80, 60, 40]) func theAuditFits(_ width: Int) throws {
        let session = try memorySession()
        try session.run(
            """
            define system role Runner { can view, run recipe }
            add user nils
            invite nils as Runner to partner because "INC-42: the night shift of the whole of next year, until further notice"
            assign nils as Runner to all customers
            add recipe "Sync orders of every customer of the region" in acme
            act as nils in acme { do run recipe "Sync orders of every customer of the region" }
            """, named: "/home/somebody/with/a/long/path/night-shift.reeve")
        let answer = try #require(try session.ask("show audit").first)
        let lines = answer.lines(width: width)
        #expect(lines.allSatisfy { $0.unicodeScalars.count <= width })
        let said = lines.joined(separator: " ")
        for word in ["further", "INC-42:", "region", "switch-back", "nils"] where width >= 60 {
            #expect(said.contains(word), "\(word)")
        }
        #expect(!said.contains("/home/somebody"))
        #expect(
            answer.lines(width: nil).contains { $0.contains("/home/somebody/with/a/long/path/night-shift.reeve:3") })
        #expect(answer.columns.count == 12 && answer.csv.contains("/home/somebody"))
    }
}
