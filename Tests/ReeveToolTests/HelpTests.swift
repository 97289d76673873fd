import Reeve
import Testing

@testable import ReeveTool

@Suite struct HelpTests {
    /// Every example is run, after what it needs. Those of statements that are still to come must at least read.
    @Test(arguments: StatementForm.all.map(\.name)) func examplesRun(_ name: String) throws {
        let form = try #require(StatementForm.all.first { $0.name == name })
        var options = SessionOptions()
        options.clock = { Bench.now }
        let session = try Session(options: options)
        if name == "define rule" || !name.hasPrefix("define") { try session.run(Self.fixture, named: "fixture") }
        if ["enable", "unlock"].contains(name) { try session.run(Self.undone, named: "undone") }
        let text = form.example.joined(separator: "\n") + "\n"
        if name == "use" {
            // The file it uses is the reader's own.
            #expect(try session.check(text, named: "example").map(\.code) == ["missing-file"])
            return
        }
        do throws(Failure) {
            try session.run(text, named: "example")
        } catch {
            #expect(error.problems.map(\.code) == ["not-yet"], "\(error)")
        }
    }

    @Test func neighboursAreThere() {
        let names = Set(StatementForm.all.map(\.name))
        for form in StatementForm.all {
            for neighbour in form.neighbours { #expect(names.contains(neighbour), "\(form.name): \(neighbour)") }
            #expect(form.forms.allSatisfy { $0.hasPrefix(form.name.prefix { $0 != " " }) })
        }
        #expect(names.count == StatementForm.all.count)
    }

    @Test func linesFit() {
        for form in StatementForm.all {
            for line in form.text { #expect(line.count <= 120, "\(line)") }
        }
        let bench = Bench()
        for topic in [["help"], ["help", "run"], ["help", "test"]] {
            for line in bench.reeve(topic).lines { #expect(line.count <= 100, "\(line)") }
        }
    }

    static let fixture = """
        define kind customer { has region one of EU, US }
        define kind recipe in customer { can view, create, edit, delete, run, lock }
        define system role Admin { can do anything to anything }
        define system role Operator { can view, run recipe }
        add customer acme, globex with region = EU
        add user alice, bob, dave
        add recipe "Sync orders" in acme
        invite alice as Admin to partner
        invite bob, dave as Operator to partner
        assign bob as Operator to acme, globex
        invite alice as Admin to acme
        invite dave as Operator to globex until 2026-06-01

        """
    static let undone = "disable user alice\nlock recipe \"Sync orders\" in acme\n"
}
