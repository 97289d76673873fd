import Testing

@testable import ReeveSyntax

/// Scripts as they were typed, and in their form.
struct FormatterCase: Sendable, CustomTestStringConvertible {
    let name: String
    let typed: String
    let form: String

    var testDescription: String { name }

    init(_ name: String, _ typed: String, _ form: String) {
        (self.name, self.typed, self.form) = (name, typed, form)
    }

    static let all: [FormatterCase] = [
        .init("nothing", "", ""),
        .init("a mark, CRLF, no last line end", "\u{FEFF}add user a\r\nadd user b", "add user a\nadd user b\n"),
        .init("a line each", "add user a;add user b ;; add user c;", "add user a\nadd user b\nadd user c\n"),
        .init("empty lines", "\n\nadd user a\n\n\n\nadd user b\n\n", "add user a\n\nadd user b\n"),
        .init("only a comment", "\n\n  # why  \n\n", "# why\n"),
        .init("clauses", "assign a to b as R", "assign a as R to b\n"),
        .init(
            "all clauses",
            "assign a because \"x\" until 2026-01-02 from 2026-01-01 to all customers where p = q except c as R",
            "assign a as R to all customers where p = q except c from 2026-01-01 until 2026-01-02 because \"x\"\n"),
        .init("records", "add job j with a = 1,b = 2 in recipe r", "add job j in recipe r with a = 1, b = 2\n"),
        .init("change", "change user a without b with c = 1", "change user a with c = 1 without b\n"),
        .init(
            "remove", "remove recipe r because \"x\" and everything in it in acme",
            "remove recipe r in acme and everything in it because \"x\"\n"),
        .init("hand over", "hand over all customers to b from a", "hand over all customers from a to b\n"),
        .init("kind", "define kind k in customer plural ks {}", "define kind k plural ks in customer { }\n"),
        .init("order of an answer", "show users first 3 sort by name", "show users sort by name first 3\n"),
        .init(
            "a shape with where", "who can edit recipe first 3 where a = b", "who can edit recipe first 3 where a = b\n"
        ),
        .init("quotes that are not needed", "invite \"bob\" as \"Admin\" to \"acme\"", "invite bob as Admin to acme\n"),
        .init(
            "quotes that are", "invite \"to\" as \"Company Admin\" to \"10423\", \"a.\"",
            "invite \"to\" as \"Company Admin\" to \"10423\", \"a.\"\n"),
        .init(
            "quotes of texts", "print \"done\"; use \"a.reeve\"; add user a with email = \"b\"",
            "print \"done\"\nuse \"a.reeve\"\nadd user a with email = \"b\"\n"),
        .init("escapes", #"print "\u{e9}\u{41}\n\u{1b}\{ {$x}""#, #"print "\u{e9}\u{41}\n\u{1b}\{ {$x}""# + "\n"),
        .init("escapes of a string", #"print "\u{e9}\u{41}\n\u{1b}\{""#, #"print "éA\n\u{1b}\{""# + "\n"),
        .init(
            "spaces", "let $x=(  a,b )\nonboard( $x , () )\nif(1)\nif (a=b){print count (users)}",
            "let $x = (a, b)\nonboard($x, ())\nif(1)\nif (a = b) { print count(users) }\n"),
        .init("count of names", "count (a, b)\ncount(a)", "count (a, b)\ncount(a)\n"),
        .init(
            "parentheses", "expect not(a = b and(c = d or any ( users )))",
            "expect not (a = b and (c = d or any(users)))\n"),
        .init(
            "procedure", "define procedure  p ( $a,$b ){ add user $a; add user $b }",
            "define procedure p($a, $b) { add user $a; add user $b }\n"),
        .init(
            "a block stays open", "act as a {\nadd user b }\nact as a {add user b}",
            "act as a {\n  add user b\n}\nact as a { add user b }\n"),
        .init(
            "blocks in blocks", "test \"t\" { at 2026-01-01 { add user a;\n\n add user b } }",
            "test \"t\" {\n  at 2026-01-01 {\n    add user a\n\n    add user b\n  }\n}\n"),
        .init(
            "else", "if a = b {\nprint c }\nelse if d = e { print f } else { print g }",
            "if a = b {\n  print c\n} else if d = e {\n  print f\n} else {\n  print g\n}\n"),
        .init(
            "empty lines in blocks", "define role r {\n\n\ncan view x\n\n\ncan edit x\n\n}",
            "define role r {\n  can view x\n\n  can edit x\n}\n"),
        .init(
            "comments", "# a\n\n\n# b\nadd user a# c\n   # d\n", "# a\n\n# b\nadd user a  # c\n# d\n"),
        .init(
            "comments in a column", "add user a # one\nadd user bob # two\n\nadd user carol # three",
            "add user a    # one\nadd user bob  # two\n\nadd user carol  # three\n"),
        .init(
            "a comment that goes on", "add user a    # one\n              # more\nadd user b",
            "add user a  # one\n            # more\nadd user b\n"),
        .init(
            "comments of a block", "act as a { # one\n# two\nadd user b # three\n\n# four\n} # five",
            "act as a {  # one\n  # two\n  add user b  # three\n\n  # four\n}  # five\n"),
        .init("only a comment in a block", "act as a {\n# why\n}", "act as a {\n  # why\n}\n"),
        .init(
            "comments move with their clauses", "assign a to b # where\n  as R # what\n",
            "assign a as R  # what\n  to b  # where\n"),
        .init(
            "comments inside", "expect x in (a, # one\n# two\nb)", "expect x in (a,  # one\n    # two\n    b)\n"),
        .init("a comment behind a block", "if a = b { } # one\nelse { }", "if a = b { }  # one\nelse { }\n"),
        .init(
            "a clause that may not move",
            "assign a until 2026 to all customers where (b) = team of c as R\nassign a to b as R",
            "assign a until 2026 to all customers where (b) = team of c as R\nassign a as R to b\n"),
        .init(
            "a reason on its line", "add user a\nbecause \"x\"\nadd user b because \"y\"",
            "add user a\n  because \"x\"\nadd user b because \"y\"\n"),
        .init("a call that would go on", "add user a; to(b)", "add user a;\nto(b)\n"),
        .init(
            "a long statement",
            "assign alice, bob as \"Customer Success Manager\" to all customers where plan = enterprise and region = EU because \"They ask for it\"",
            """
            assign alice, bob as "Customer Success Manager" to all customers where plan = enterprise and region = EU
              because "They ask for it"

            """),
        .init(
            "a long list", "add user " + (1...30).map { "user-\($0)" }.joined(separator: ","),
            """
            add user user-1, user-2, user-3, user-4, user-5, user-6, user-7, user-8, user-9, user-10, user-11, user-12, user-13,
                user-14, user-15, user-16, user-17, user-18, user-19, user-20, user-21, user-22, user-23, user-24, user-25, user-26,
                user-27, user-28, user-29, user-30

            """),
        .init(
            "a block that is too long",
            "for each $c in customers where plan = enterprise { assign bob as Operator to $c; assign carol as Operator to $c; print $c }",
            """
            for each $c in customers where plan = enterprise {
              assign bob as Operator to $c
              assign carol as Operator to $c
              print $c
            }

            """),
        .init(
            "a condition that is too long",
            "if count(customers of alice) > 10 and count(customers of bob) > 10 and count(customers of carol) > 10 or alice is Admin in acme { print a }",
            """
            if count(customers of alice) > 10 and count(customers of bob) > 10 and count(customers of carol) > 10
                or alice is Admin in acme {
              print a
            }

            """),
        .init(
            "parts of a condition stay together",
            "if alice can edit recipe in acme, globex and bob has no access to acme through team and carol is Admin in acme, globex, hooli { print a }",
            """
            if alice can edit recipe in acme, globex and bob has no access to acme through team
                and carol is Admin in acme, globex, hooli {
              print a
            }

            """),
        .init(
            "wide characters", "add user 东京 # one\nadd user a # two", "add user 东京  # one\nadd user a     # two\n"),
    ]
}

@Suite struct FormatterTests {
    @Test(arguments: FormatterCase.all) func form(_ item: FormatterCase) {
        #expect(formatted(item.typed) == item.form)
        #expect(formatted(item.form) == item.form)
    }

    @Test func wrongScriptsAreLeftAlone() {
        guard case .invalid(let found) = Formatter.format(SourceText(name: "x", text: "ad user a\n")) else {
            Issue.record("it was formatted")
            return
        }
        #expect(found.map(\.code) == ["unknown-statement"])
    }

    @Test(arguments: [
        ("add user a", "add user b"), ("add user \"to\"", "add user to"), ("print \"8\"", "print 8"),
        ("show users where not a = b", "show users where a = b"), ("add user a because \"x\"", "add user a"),
        ("assign a as r to b until 1", "assign a as r to b from 1"), ("lock user a", "unlock user a"),
    ])
    func otherMeaningsAreSeen(_ pair: (String, String)) {
        let symbols = SymbolTable()
        let shapes = [pair.0, pair.1].map { text in
            FormatterTrace(Parser.parse(SourceText(name: "x", text: text), symbols: symbols).statements, symbols).shape
        }
        #expect(shapes[0] != shapes[1])
    }

    @Test(arguments: [
        ("add user a  # why\n", "add user a\n", "a comment was lost"),
        ("add user a\n", "add user b\n", "what was written does not mean the same"),
        ("add user a\n", "ad user a\n", "what was written is no script"),
    ])
    func ownFaultsAreRefused(_ item: (String, String, String)) {
        let source = SourceText(name: "x.reeve", text: item.0)
        let symbols = SymbolTable()
        let read = Parser.parse(source, symbols: symbols)
        let trace = FormatterTrace(read.statements, symbols)
        func fault(_ text: String) -> Diagnostic? {
            Formatter.fault(
                in: SourceText(name: "x.reeve", text: text), of: source, trace, read.comments, symbols, .init())
        }
        #expect(fault(item.0) == nil)
        #expect(fault(item.1)?.code == "format-refused")
        #expect(fault(item.1)?.message == "`x.reeve` was left as it is: \(item.2)")
    }
}
