import Reeve
import Testing

@testable import ReeveTool

/// What Tab offers, and what stands in grey.
@Suite struct ReplCompletionTests {
    private static func completer(as user: String? = nil) -> Completer {
        let bench = Bench()
        bench.write("world.reeve", world + "define role \"Company Admin\" { can view recipe }\n")
        bench.reeve("run", "world.reeve")
        var options = SessionOptions()
        options.directory = bench.directory
        guard let session = try? Session(opening: bench.path("reeve.store"), as: user, options: options) else {
            return Completer(names: LiveNames())
        }
        _ = try? session.say(Script(named: "console", text: "let $eu = acme"))
        return Completer(names: session.names)
    }

    static let cases: [(String, [String])] = [
        ("ass", ["assign"]),
        ("ro", ["rollback"]),
        ("show users; ass", ["assign"]),
        ("assign al", ["alice"]),
        ("assign alice, b", ["bob"]),
        ("assign alice ", ["as", "because", "for", "from", "to", "until"]),
        ("assign alice as ", ["Admin", "\"Company Admin\"", "Operator", "Viewer"]),
        ("assign alice as O", ["Operator"]),
        ("assign alice as adm", ["Admin"]),
        ("assign alice as Comp", ["\"Company Admin\""]),
        ("assign alice as \"Comp", ["\"Company Admin\""]),
        ("assign alice as Admin t", ["to"]),
        ("assign alice as Admin to a", ["acme", "all"]),
        ("assign alice as Admin to acme, g", ["globex"]),
        ("assign alice as Admin to $", ["$eu", "$now"]),
        ("invite bob as Viewer to pa", ["partner"]),
        ("uninvite bob from ac", ["acme"]),
        ("hand over ac", ["acme"]),
        ("hand over acme from al", ["alice"]),
        ("hand over acme from alice to b", ["bob"]),
        ("can al", ["alice"]),
        ("can alice e", ["edit"]),
        ("can alice edit rec", ["recipe"]),
        ("can alice edit recipe in ac", ["acme"]),
        ("why can alice edit rec", ["recipe"]),
        ("who can ed", ["edit"]),
        ("who can edit rec", ["recipe"]),
        ("show access of da", ["dave"]),
        ("change customer ac", ["acme"]),
        ("change customer acme with reg", ["region"]),
        ("disable user da", ["dave"]),
        ("define role R {\n  can view rec", ["recipe"]),
        ("define role R { can view recipe; can vi", ["view"]),
        ("define role R {\n  inc", ["includes"]),
        ("define role R { includes O", ["Operator"]),
        ("act as al", ["alice"]),
        ("act as alice in acme { ass", ["assign"]),
        (":h", [":help"]),
        (":mode c", ["csv"]),
        (":help hand", ["hand over"]),
        ("assign alice as Admin to all ", ["customers"]),
        ("print \"as", []),
        ("# a comment as", []),
    ]

    @Test func offers() {
        let completer = Self.completer()
        for (text, wanted) in Self.cases {
            let found = completer.complete(text).candidates
            #expect(found.sorted() == wanted.sorted(), "behind `\(text)`")
        }
    }

    @Test func whatIsReplaced() {
        let completer = Self.completer()
        #expect(completer.complete("assign alice as \"Comp").replaced == 5)
        #expect(completer.complete("assign alice as ").replaced == 0)
        #expect(completer.complete("assign al").replaced == 2)
    }

    @Test func whomOneMayNotSeeIsNotOffered() {
        #expect(Self.completer().complete("assign ").candidates.contains("dave"))
        #expect(Self.completer(as: "bob").complete("assign ").candidates == ["bob"])
    }

    @Test func hints() {
        let completer = Completer(names: LiveNames())
        let wanted: [(String, String?)] = [
            ("assign bob ", "as · to · from · until · for · because"),
            ("assign bob as ", "<role>"),
            ("assign bob as Admin to acme ", "from · until · for · because"),
            ("uninvite bob ", "from · because"),
            ("assign bob", nil), ("", nil), (" ", nil), (":help ", nil), ("nonsense ", nil),
        ]
        for (text, hint) in wanted { #expect(completer.hint(text) == hint, "behind `\(text)`") }
    }
}
