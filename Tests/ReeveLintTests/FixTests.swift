import ReeveDomain
import ReeveLanguage
import ReeveSyntax
import ReeveTesting
import Testing

@testable import ReeveLint

/// What `--fix` makes of a script: nothing is left to mend, it does what it did, and a second time changes nothing.
struct FixTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var before: String
        var after: String
        var testDescription: String { before }
    }

    static let world = """
        define partner "Initech"
        define kind customer { has plan one of free, pro }
        define kind recipe in customer { can view, edit, run }
        define kind job in recipe { can view }
        define system role Operator { can view, run recipe; can view job }
        define system role Editor { includes Operator; can edit recipe }
        add customer acme, globex with plan = pro
        add user alice, bob, carol
        invite alice, bob as Operator to partner
        invite carol as Editor to acme

        """

    static let cases: [Case] = [
        .init(before: "let $x = acme\nprint done\n", after: "print done\n"),
        .init(before: "print a; let $x = acme\n", after: "print a\n"),
        .init(before: "let $x = acme; print a\n", after: "print a\n"),
        .init(before: "let $x = acme\nlet $y = $x\nprint a\n", after: "print a\n"),
        .init(before: "let $x = acme  # why\nprint a\n", after: "# why\nprint a\n"),
        .init(before: "invite bob, alice, bob as Editor to acme\n", after: "invite bob, alice as Editor to acme\n"),
        .init(before: "invite bob, bob as Editor to acme\n", after: "invite bob as Editor to acme\n"),
        .init(before: "show customers where plan in (pro)\n", after: "show customers where plan = pro\n"),
        .init(before: "show customers where not plan = pro\n", after: "show customers where plan != pro\n"),
        .init(before: "show customers where not (plan = pro)\n", after: "show customers where plan != pro\n"),
        .init(
            before: "if not any(customers where plan = free) { print a }\n",
            after: "if no(customers where plan = free) { print a }\n"),
        .init(
            before: "show customers where plan = pro and plan = pro\n", after: "show customers where plan = pro\n"),
        .init(
            before: "define role A { can view recipe; can view recipe }\ninvite bob as A to acme\n",
            after: "define role A { can view recipe }\ninvite bob as A to acme\n"),
        .init(
            before: "define role A { includes Operator; can view, edit recipe }\ninvite bob as A to acme\n",
            after: "define role A { includes Operator; can edit recipe }\ninvite bob as A to acme\n"),
        .init(
            before: "define role A { includes Operator, Editor }\ninvite bob as A to acme\n",
            after: "define role A { includes Editor }\ninvite bob as A to acme\n"),
        .init(
            before: "define role A {\n  can view recipe\n  can do anything to recipe\n}\ninvite bob as A to acme\n",
            after: "define role A {\n  can do anything to recipe\n}\ninvite bob as A to acme\n"),
        .init(
            before: "define rule r {\n  require count(users) >= 1\n  require count(users) >= 1\n}\n",
            after: "define rule r {\n  require count(users) >= 1\n}\n"),
        .init(before: "invite carol as Editor to acme\nprint a\n", after: "print a\n"),
        .init(
            before: "test t { expect carol is Editor in acme; expect carol is Editor in acme }\n",
            after: "test t { expect carol is Editor in acme }\n"),
        .init(
            before: "test t { expect error { assign carol as Operator to acme } }\n",
            after: "test t { expect error not-on-partner-team { assign carol as Operator to acme } }\n"),
        .init(before: "for each $c in customers { }\nprint a\n", after: "print a\n"),
        .init(before: "print a  # lint: allow empty-role because \"old\"\n", after: "print a\n"),
        // What a finding allows stays.
        .init(
            before: "let $x = acme  # lint: allow unused-variable because \"a course\"\n",
            after: "let $x = acme  # lint: allow unused-variable because \"a course\"\n"),
    ]

    @Test(arguments: cases) func mends(_ example: Case) {
        let (mended, count) = Self.mend(Self.world + example.before)
        #expect(String(mended.dropFirst(Self.world.count)) == example.after)
        #expect((count > 0) == (example.before != example.after))
        #expect(Self.mend(mended).text == mended)
    }

    /// Random scripts of statements that have findings: what is mended does what it did, and is mended for good.
    @Test func randomScriptsDoWhatTheyDid() {
        var seed: UInt64 = 7
        func next(_ bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % bound
        }
        var mendedScripts = 0
        for _ in 0..<60 {
            var text = Self.world
            for _ in 0..<(1 + next(5)) {
                let piece = Self.cases[next(Self.cases.count)].before
                // Definitions stand once in a script.
                if piece.hasPrefix("define") || piece.hasPrefix("test"), text.contains(piece.prefix(13)) { continue }
                text += piece
            }
            let (mended, count) = Self.mend(text)
            if count > 0 { mendedScripts += 1 }
            #expect(Self.mend(mended).text == mended, "\(text)")
            #expect(Self.effects(mended) == Self.effects(text), "\(text)\n---\n\(mended)")
        }
        #expect(mendedScripts > 40)
    }

    private static func mend(_ text: String) -> (text: String, count: Int) {
        func linter(_ present: [SourceText]) -> Linter {
            Linter(MemoryTestFiles(Dictionary(uniqueKeysWithValues: present.map { ($0.name, $0.text($0.whole)) })))
        }
        let fixes = LintFixes(
            [SourceText(name: "a.reeve", text: text)],
            lint: { present in linter(present).lint(present.map { (source: $0, root: "") }).findings },
            effects: { present in linter(present).effects(of: present.map { (source: $0, root: "") }) })
        return (fixes.changed["a.reeve"].map { String(decoding: $0, as: UTF8.self) } ?? text, fixes.count)
    }

    /// What a script leaves: every user's permissions everywhere, and what it printed and answered.
    private static func effects(_ text: String) -> [String] {
        var transaction = Transaction(state: State(), now: TestOptions.usualNow, actor: .superuser)
        var interpreter = Interpreter()
        do throws(ScriptFailure) {
            try interpreter.run([SourceText(name: "a.reeve", text: text)], in: &transaction)
        } catch {
            return error.diagnostics.map(\.code)
        }
        let state = transaction.state
        var found = transaction.report.output.map { output in
            if case .answer(.table(let table)) = output { "\(table.columns) \(table.rows)" } else { "\(output)" }
        }
        for user in state.userIDs {
            for account in [AccountID.partner] + state.customerIDs {
                for kind in state.kindIDs {
                    for action in state[kind].definition.liveActions {
                        let decision = state.decide(
                            Request(user: user, action: action, kind: kind, account: account), at: transaction.now)
                        if decision.isAllowed {
                            found.append("\(state[user].name) \(action) \(state[kind].definition.name) \(account)")
                        }
                    }
                }
            }
        }
        return found
    }
}

extension SourceText {
    fileprivate var whole: SourceRange { SourceRange(0, Int32(bytes.count)) }
}
