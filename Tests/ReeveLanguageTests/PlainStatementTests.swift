import ReeveDomain
import ReeveSyntax
import SeededRandom
import Testing

@testable import ReeveLanguage

/// Statements that are carried out without a tree come to what their trees come to: with somebody watching, each has one.
@Suite struct PlainStatementTests {
    private static let base = """
        define partner "P"
        define system role R { can view customer }
        define system role S { can edit customer }
        add user u0, u1, u2, u3, u4, user, "to"
        add customer c0, c1, c2, c3, customer
        invite u4 as S to partner
        assign u4 as S to c1
        define rule "few" { require count(team of c3) <= 2 }
        define rule "never" { forbid create member when $role = S and $customer = c2 }

        """

    private static func line(_ random: inout SeededRandom) -> String {
        let user = random.one("u0", "u1", "u2", "u3", "u4", "u4", "user", "to", "\"u1\"", "u9", "é")
        let role = random.one("R", "R", "R", "S", "T", "$r")
        let account = random.one("c0", "c1", "c2", "c3", "c3", "customer", "partner", "c9", "all", "u1")
        let plain = "invite \(user) as \(role) to \(account)"
        return switch random.below(26) {
        case 0: "invite \(user) to \(account) as \(role)"
        case 1: "invite \(user)\n    as \(role) to \(account)"
        case 2: "invite \(user) as \(role)\nto \(account)"
        case 3: plain + " until 2026-12-31"
        case 4: plain + " because \"so\""
        case 5: plain + "; " + plain
        case 6: plain + ", c0"
        case 7: plain + "\n    for 8 hours"
        case 8: plain + "  # why"
        case 9: plain + "\r"
        case 10: "\t" + plain + "  "
        case 11: "uninvite \(user) from \(account)"
        case 12: "if count(users) > 1 { \(plain)\n}"
        case 13: "let $r = R"
        case 14: plain + "\n}"
        case 15: plain + "\n, c1"
        case 16: "invite \(user) as \(role)"
        case 17: "rename user u0 to u7"
        default: plain
        }
    }

    @Test func areSeen() {
        func isPlain(_ script: String) -> Bool {
            var parser = Parser(SourceText(name: "test.reeve", text: script), symbols: SymbolTable())
            var plain: [Parser.PlainInvite] = []
            parser.plainInvites(into: &plain, atMost: 16)
            return !plain.isEmpty
        }
        #expect(isPlain("invite u as R to c"))
        #expect(isPlain("invite u as R to c # why\r\n}"))
        #expect(!isPlain("invite u as R to c\n until 2026-12-31"))
        #expect(!isPlain("invite u as R to c;"))
        #expect(!isPlain("invite u as R to all customers"))
    }

    @Test func linesAreCounted() {
        var random = SeededRandom(seed: 1)
        for chance in [2, 30, 100] {
            let bytes: [UInt8] = (0..<6000).map { _ in random.percent(chance) ? 10 : UInt8(random.one(9, 11, 138, 139))
            }
            var cursor = LineCursor(SourceText(name: "test.reeve", bytes: bytes))
            for _ in 0..<300 {
                let at = random.below(random.one(40, bytes.count + 1))
                #expect(cursor.line(at: Int32(at)) == 1 + bytes[..<at].count { $0 == 10 })
            }
        }
    }

    @Test(arguments: 0..<40) func comeToTheSame(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let world = World(Self.base)
        for _ in 0..<12 {
            // Long enough that tokens come in several batches.
            var lines = (0..<random.below(60)).map { "invite u\($0 % 4) as R to c\($0 % 2)" }
            for _ in 0..<(1 + random.below(4)) {
                lines.insert(Self.line(&random), at: random.below(lines.count + 1))
            }
            let script = lines.joined(separator: "\n") + random.one("\n", "")
            var (plain, watched) = (world, world)
            watched.isWatched = true
            #expect(plain.check(script) == watched.check(script), "\(script)")
            let (one, other) = (plain.run(script), watched.run(script))
            #expect(one.error == other.error, "\(script)")
            #expect(one.lines == other.lines, "\(script)")
            #expect(plain.events == watched.events, "\(script)")
        }
    }
}

extension World {
    fileprivate func check(_ script: String) -> String {
        let transaction = Transaction(state: state, now: now, actor: actor)
        var interpreter = Interpreter()
        if isWatched { interpreter.observer = { _ in } }
        var renderer = DiagnosticRenderer()
        return renderer.render(interpreter.check([SourceText(name: "test.reeve", text: script)], in: transaction))
    }
}
