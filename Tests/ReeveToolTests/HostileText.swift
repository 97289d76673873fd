import Foundation
import ReeveDomain
import ReeveStorage
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@testable import ReeveSyntax
@testable import ReeveTool

/// Texts that try to be more than text where they are shown.
struct HostileText: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String

    var testDescription: String { name }

    /// As a string of the language, with every character that is not plain by its number.
    var literal: String {
        var out = "\""
        for scalar in text.unicodeScalars {
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            out += isPlain ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
        }
        return out + "\""
    }

    /// What a file may be called.
    var isFileName: Bool { text.utf8.count < 200 && !text.utf8.contains(0) && !text.contains("/") && text != "." }

    static let all: [HostileText] = [
        .init(name: "clears the screen", text: "a\u{1b}[2J\u{1b}[Hb"),
        .init(name: "sets the title", text: "a\u{1b}]0;title\u{7}b"),
        .init(name: "makes a link", text: "a\u{1b}]8;;http://x\u{1b}\\b\u{1b}]8;;\u{1b}\\"),
        .init(name: "eighth-bit control", text: "a\u{9b}31mb\u{9d}0;t\u{9c}"),
        .init(name: "new line", text: "a\nb"), .init(name: "CRLF", text: "a\r\nb"), .init(name: "return", text: "a\rb"),
        .init(name: "next line", text: "a\u{85}b"), .init(name: "line separator", text: "a\u{2028}b\u{2029}c"),
        .init(name: "tab and form feed", text: "a\tb\u{c}c\u{b}d"),
        .init(name: "backspace", text: "abc\u{8}\u{8}\u{7f}"),
        .init(name: "zero", text: "a\u{0}b"), .init(name: "bell", text: "\u{7}"),
        .init(name: "right to left", text: "a\u{202e}b\u{202c}"),
        .init(name: "isolates", text: "\u{2066}a\u{2069}\u{200f}"),
        .init(name: "zero width", text: "a\u{200b}\u{200c}\u{200d}\u{2060}b"),
        .init(name: "byte order mark", text: "\u{feff}a"),
        .init(name: "tags", text: "a\u{e0001}\u{e0041}\u{e007f}"),
        .init(name: "variation selector", text: "a\u{fe0f}b\u{e0100}"),
        .init(name: "fillers", text: "a\u{115f}\u{1160}\u{3164}\u{ffa0}\u{17b4}\u{34f}b"),
        .init(name: "private use", text: "a\u{e000}\u{f0000}b"),
        .init(name: "no character", text: "a\u{fffe}\u{10ffff}\u{378}b"),
        .init(name: "soft hyphen", text: "a\u{ad}b"), .init(name: "look-alike", text: "\u{430}lice"),
        .init(name: "many marks", text: "a" + String(repeating: "\u{301}", count: 60)),
        .init(name: "sum", text: "=1+1"), .init(name: "plus", text: "+1+1"), .init(name: "minus", text: "-1+1"),
        .init(name: "at", text: "@SUM(A1)"), .init(name: "wide equals", text: "\u{ff1d}1+1"),
        .init(name: "command", text: "=cmd|' /C calc'!A0"), .init(name: "tab before a sum", text: "\t=1+1"),
        .init(name: "return before a sum", text: "\r=1+1"), .init(name: "line before a sum", text: "\n=1+1"),
        .init(name: "a field of its own", text: "a\",=1+1,\"b"), .init(name: "semicolon", text: "a;=1+1"),
        .init(name: "markup", text: "<script>alert(1)</script>&amp;\"'"),
        .init(name: "end of data", text: "]]><x/><!--"),
        .init(name: "workflow command", text: "\n::error::x%0A::add-mask::y"),
        .init(name: "percent", text: "%0A%0D%25"),
        .init(name: "directive", text: "a # SKIP b"),
        .init(name: "test point", text: "\nok 99 - fine\n1..0\nBail out!"),
        .init(name: "quotes", text: "\"\\\"'`$(id)"), .init(name: "interpolation", text: "{$x} \\{ {"),
        .init(name: "end of a block", text: "} remove user alice\n  ..."), .init(name: "nothing", text: ""),
        .init(name: "spaces", text: "   "), .init(name: "path", text: "../../etc/nothing"),
        .init(name: "long", text: String(repeating: "long ", count: 210_000)),
        .init(name: "long and dark", text: String(repeating: "\u{1b}", count: 1 << 20)),
    ]
}

/// What an output has to keep to, by its form.
enum Output {
    /// Nothing that a terminal would act upon or a reader could not see; lines end with a line feed.
    static func isPlain(_ text: String) -> Bool { text.unicodeScalars.allSatisfy { $0 == "\n" || !isInvisible($0) } }

    /// The same, with colors switched on and off.
    static func isColored(_ text: String) -> Bool {
        isPlain(text.replacing(/\u{1b}\[[0-9;]*m/, with: ""))
    }

    static func isJSON(_ text: String) -> Bool {
        var rest = text
        return isPlain(text)
            && rest.withUTF8 { bytes in
                var scanner = JSONScanner(UnsafeRawBufferPointer(bytes))
                while !scanner.isAtEnd {
                    guard (try? JSONValue.read(&scanner)) != nil else { return false }
                    scanner.skipSpace()
                }
                return true
            }
    }

    /// RFC 4180, and no field that a spreadsheet would calculate; within a field only line ends.
    static func isCSV(_ text: String) -> Bool {
        var fields: [String] = []
        var field = ""
        var isQuoted = false
        let scalars = Array(text.unicodeScalars)
        var at = 0
        while at < scalars.count {
            let scalar = scalars[at]
            at += 1
            if isQuoted {
                if scalar != "\"" {
                    field.unicodeScalars.append(scalar)
                } else if at < scalars.count, scalars[at] == "\"" {
                    field += "\""
                    at += 1
                } else {
                    isQuoted = false
                }
            } else if scalar == "\"" {
                guard field.isEmpty else { return false }
                isQuoted = true
            } else if scalar == "," || scalar == "\r" {
                if scalar == "\r" {
                    guard at < scalars.count, scalars[at] == "\n" else { return false }
                    at += 1
                }
                fields.append(field)
                field = ""
            } else {
                guard scalar != "\n", scalar != ";" else { return false }
                field.unicodeScalars.append(scalar)
            }
        }
        guard !isQuoted, field.isEmpty else { return false }
        return fields.allSatisfy { field in
            guard isPlain(field) else { return false }
            guard let first = field.unicodeScalars.first else { return true }
            return !"=+-@\t\r\n\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".unicodeScalars.contains(first)
                || field.dropFirst().allSatisfy { $0.isNumber || $0 == "." }
        }
    }

    static func isXML(_ text: String) -> Bool {
        isPlain(text) && XMLParser(data: Data(text.utf8)).parse()
    }

    /// Points in their order, and what belongs to them indented.
    static func isTAP(_ text: String) -> Bool {
        guard isPlain(text) else { return false }
        var number = 0
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            switch index {
            case 0: guard line == "TAP version 14" else { return false }
            case 1: guard line.hasPrefix("1..") else { return false }
            default:
                guard !line.isEmpty, !line.hasPrefix("  ") else { continue }
                number += 1
                guard line.hasPrefix("ok \(number) - ") || line.hasPrefix("not ok \(number) - ") else { return false }
                // Only what the runner left out is a directive.
                let marks = line.matches(of: /[^\\]#/)
                guard marks.isEmpty || line.hasSuffix(" # SKIP") && marks.count == 1 else { return false }
            }
        }
        return text.contains("\n1..\(number)\n")
    }

    static func isAnnotations(_ text: String) -> Bool {
        isPlain(text)
            && text.split(separator: "\n").allSatisfy { line in
                guard line.hasPrefix("::error file="), let end = line.dropFirst(2).firstRange(of: "::") else {
                    return false
                }
                let properties = line[..<end.lowerBound].dropFirst("::error ".count)
                return properties.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { property in
                    !property.contains(":") && property.contains("=")
                }
            }
    }
}

/// Each hostile text, let in at every door, and looked for in every output. Each door is tried with every fourth text, and
/// each text at every fourth door; with `REEVE_HOSTILE=all`, as in CI, all of them with all.
@Suite struct HostileTextTests {
    private static let isWhole = ProcessInfo.processInfo.environment["REEVE_HOSTILE"] == "all"

    func chosen<Door>(_ doors: [Door], _ hostile: HostileText) -> [Door] {
        let number = HostileText.all.firstIndex { $0.name == hostile.name } ?? 0
        return doors.enumerated().filter { Self.isWhole || ($0.offset + number) % 4 == 0 }.map(\.element)
    }

    func check(
        _ outcome: Bench.Outcome, _ what: String, isColored: Bool = false,
        _ form: (String) -> Bool = Output.isPlain,
        _ place: SourceLocation = #_sourceLocation
    ) {
        #expect([0, 1, 3, 4, 5, 64, 65, 70, 74].contains(outcome.status), "\(what)", sourceLocation: place)
        #expect(form(outcome.output), "\(what)", sourceLocation: place)
        let isSafe = isColored ? Output.isColored(outcome.errors) : Output.isPlain(outcome.errors)
        #expect(isSafe, "\(what)", sourceLocation: place)
        #expect(outcome.status != 70, "\(what)", sourceLocation: place)
        // Whatever comes in, a message stays one that can be read; a file has at most a thousand of them.
        #expect(outcome.errors.utf8.count < 300 * 1000, "\(what)", sourceLocation: place)
    }

    @Test(arguments: HostileText.all) func onTheCommandLine(_ hostile: HostileText) {
        let bench = Bench()
        bench.reeve("run", "-c", world)
        let text = hostile.text
        let lines: [[String]] = [
            [text], [text, text], ["help", text], ["run", text], ["run", "--", text], ["run", "-c", text],
            ["plan", "-c", text],
            ["check", "-c", text], ["ask", text], ["test", text], ["fmt", text], ["fmt", "--diff", text],
            ["undo", text],
            ["store", text], ["store", "info", text], ["store", "verify", "--expect", text],
            ["run", "--as", text, "-c", "add user x"], ["ask", "show users", "--as", text],
            ["run", "--set", text, "-c", ""], ["run", "--set", "x=\(text)", "-c", "param $x\nprint $x, \"{$x}\""],
            ["run", "--set", "x=\(text)", "-c", "param $x\nadd user $x"],
            ["run", "--set", "x=\(text)", "-c", "param $x\nassign alice as $x to $x"],
            ["run", "--set", "\(text)=1", "-c", ""], ["run", "--now", text, "-c", ""],
            ["run", "--color", text, "-c", ""],
            ["run", "--max-removals", text, "-c", ""], ["run", "--\(text)"], ["ask", "--format", text, "show users"],
            ["test", "--filter", text, "a"], ["test", "--tag", text, "a"], ["test", "--report", text, "a"],
            ["test", "--jobs", text, "a"],
        ]
        for line in chosen(lines, hostile) {
            let shown = "\(line.map { $0.prefix(20) })"
            check(bench.reeve(line), shown)
            check(bench.reeve(line + ["--json"]), shown + " as JSON") { Output.isJSON($0) || Output.isPlain($0) }
        }
        for variable in ["REEVE_AS", "REEVE_STORE"] where !text.utf8.contains(0) {
            check(bench.reeve("ask", "show users", environment: [variable: text]), variable)
        }
    }

    /// Where the store lies, and what lies in it.
    @Test(arguments: HostileText.all.filter { $0.text.utf8.count < 4000 }) func asAPath(_ hostile: HostileText) {
        let bench = Bench()
        let text = hostile.text
        for command in [
            ["run", "-c", world], ["store", "info"], ["store", "verify"], ["store", "init"], ["store", "repair"],
            ["store", "compact"], ["run", "-c", "add user alice"], ["ask", "show users"],
        ] {
            let line = command + ["--store", "s" + text]
            check(bench.reeve(line), "\(line)")
            check(bench.reeve(line + ["--json"]), "\(line) as JSON", Output.isJSON)
        }
        guard hostile.isFileName else { return }
        bench.reeve("run", "-c", "add user ann")
        bench.write("f\(text).reeve", "add user bob\nadd usr x\ntest \"t\" { expect no(users) }\n")
        bench.write("f\(text).csv", "name\nx\n\"y\n")
        bench.write("m.reeve", "use \(HostileText(name: "", text: "f\(text).reeve").literal)")
        bench.write(
            "t.reeve", "for each $r in csv \(HostileText(name: "", text: "f\(text).csv").literal) { print $r.name }")
        for line in [
            ["run", "f\(text).reeve"], ["check", "f\(text).reeve"], ["fmt", "--check", "f\(text).reeve"],
            ["run", "m.reeve"],
            ["run", "t.reeve"], ["run", "f\(text).csv"], ["plan", "m.reeve", "f\(text).reeve"],
            ["test", "f\(text).reeve"],
            ["test", "."], ["fmt", "--diff", "."],
        ] {
            check(bench.reeve(line), "\(line)")
            check(bench.reeve(line + ["--json"]), "\(line) as JSON") { Output.isJSON($0) || Output.isPlain($0) }
        }
        reports(of: "f\(text).reeve", bench)
        // Something that does not belong into a store.
        bench.makeDirectory("other.store")
        bench.write("other.store/x\(text)", "x")
        check(bench.reeve("run", "--store", "other.store", "-c", "add user x"), "a file in the store")
    }

    private func reports(of path: String, _ bench: Bench) {
        check(bench.reeve("test", path, "--report", "github,junit=j.xml,tap=t.tap", "--quiet"), "reports") { text in
            let lines = text.split(separator: "\n").map(String.init)
            return Output.isPlain(text)
                && Output.isAnnotations(lines.filter { $0.hasPrefix("::") }.joined(separator: "\n"))
        }
        let xml = String(decoding: bench.read("j.xml"), as: UTF8.self)
        #expect(xml.isEmpty || Output.isXML(xml), "\(xml.prefix(2000))")
        let tap = String(decoding: bench.read("t.tap"), as: UTF8.self)
        // Where there are no tests, nothing is written.
        #expect(tap.isEmpty || Output.isTAP(tap), "\(tap.prefix(2000))")
    }

    /// As it stands in a script, unwritten by number: refused where it cannot be seen, and shown safely.
    @Test(arguments: HostileText.all) func rawInAScript(_ hostile: HostileText) {
        let bench = Bench()
        bench.reeve("run", "-c", world)
        let scripts = [
            hostile.text, "add user \(hostile.text)", "add user \"\(hostile.text)\"", "# \(hostile.text)",
            "print \"\(hostile.text)\"", "add user x because \"\(hostile.text)\"", "$\(hostile.text)",
            "assign alice as \(hostile.text) to acme", "test \"\(hostile.text)\" { expect no(users) }",
            "define rule \"\(hostile.text)\" { require no(users) because \"\(hostile.text)\" }",
        ]
        for script in chosen(scripts, hostile) {
            bench.write("a.reeve", script)
            let shown = "\(script.prefix(40))"
            check(bench.reeve("run", "a.reeve"), shown)
            check(bench.reeve("run", "--color", "always", "a.reeve"), shown, isColored: true, Output.isColored)
            check(bench.reeve("check", "--json", "a.reeve"), shown, Output.isJSON)
            // A tab is a space between words.
            check(bench.reeve("fmt", "--diff", "a.reeve"), shown) { Output.isPlain($0.replacing("\t", with: " ")) }
            check(bench.reeve("repl", input: script + "\n:why\n:\(hostile.text.prefix(40))\n"), shown)
            check(bench.reeve("repl", "--json", input: script + "\n"), shown) {
                Output.isJSON($0) || Output.isPlain($0)
            }
            reports(of: "a.reeve", bench)
        }
    }

    /// Kept in the store by every statement that keeps text, and told by everything that tells of it.
    @Test(arguments: HostileText.all.filter { $0.text.utf8.count < 60_000 }) func keptInTheStore(_ hostile: HostileText)
    {
        let bench = Bench()
        bench.systemUser = hostile.text
        bench.reeve("run", "-c", world)
        bench.reeve("run", "-c", "define kind customer { has region one of EU, US; has note }")
        bench.reeve(
            "run", "-c",
            "define kind recipe in customer { has status one of draft, running; has note; can view, edit, create }")
        let literal = hostile.literal
        bench.write("t.csv", "name,note\nzoe,\"\(hostile.text.split(separator: "\"").joined(separator: "\"\""))\"\n")
        bench.write("n.csv", "\"\(hostile.text.split(separator: "\"").joined(separator: "\"\""))\"\nx\n")
        let statements = [
            "change customer acme with note = \(literal) because \(literal)",
            "add recipe one in acme with note = \(literal)",
            "change user alice with email = \(literal)", "print \(literal)", "let $x = \(literal)\nprint \"<{$x}>\"",
            "define rule calm { warn when count(users) > 1 because \(literal) }",
            "invite dave as Viewer to acme because \(literal)",
            "define rule stern { forbid disable user when $user = bob because \(literal) }", "disable user bob",
            "add user \(literal)", "add customer \(literal)", "add recipe \(literal) in acme",
            "rename user dave to \(literal)",
            "define role \(literal) { can view recipe }", "define kind \(literal) in customer { can view }",
            "define kind memo plural \(literal) in customer { can view }",
            "define kind memo in customer { has \(literal); can view }",
            "define kind memo in customer { can view, \(literal) }", "define partner \(literal)", "use \(literal)",
            "define kind memo in customer { has mood one of \(literal), b; can view }",
            "for each $r in csv \(literal) { }",
            "for each $r in csv \"t.csv\" { add customer $r.name with note = $r.note }",
            "for each $r in csv \"n.csv\" { print $r.name }", "remove user \(literal)",
            "can \(literal) view recipe in acme",
            "why can alice \(literal) recipe in acme", "show \(literal)", "show customers where note = \(literal)",
            "show audit by \(literal)", "define procedure p($a) { print $a }\np(\(literal))",
            "param $q default \(literal)\nprint $q",
            "assign alice as Admin to all customers where note = \(literal)",
            "if \(literal) = \(literal) { print yes }",
            "act as \(literal) { }", "test \(literal) { }", "lock recipe \(literal) in \(literal)",
        ]
        for statement in chosen(statements, hostile) {
            let shown = "\(statement.prefix(60))"
            check(bench.reeve("plan", "-c", statement), "plan " + shown)
            check(bench.reeve("check", "--json", "-c", statement), "check " + shown, Output.isJSON)
            check(bench.reeve("run", "-c", statement), shown)
            check(bench.reeve("run", "--as", "bob", "--json", "-c", statement), shown, Output.isJSON)
        }
        let questions = [
            "show customers", "show customer acme", "show users", "show user alice", "show recipes in acme",
            "show rules",
            "show roles", "show kinds", "show audit", "show managers", "show access of alice",
            "show versions of recipe one in acme",
            "why can dave view recipe in acme", "why can alice edit recipe in acme", "what can alice do in acme",
            "who can view recipe in acme", "show team of acme", "where can alice view recipe", "count customers",
        ]
        for question in chosen(questions, hostile) {
            check(bench.reeve("ask", question), question)
            check(bench.reeve("ask", question, terminal: true), question, isColored: true, Output.isColored)
            check(bench.reeve("ask", question, "--json"), question, Output.isJSON)
            check(bench.reeve("ask", question, "--format", "csv"), question, Output.isCSV)
            check(bench.reeve("repl", "--format", "csv", input: question + "\n"), question) { Output.isCSV($0) }
        }
        for line in [["store", "info"], ["store", "verify"], ["undo", "30"], ["store", "compact"]] {
            check(bench.reeve(line), "\(line)")
            check(bench.reeve(line + ["--json"]), "\(line)") { Output.isJSON($0) }
        }
        exports(bench, hostile)
        // Damage in the middle: what a repair would drop has hostile names in it.
        var journal = bench.read("reeve.store/journal-00001.jsonl")
        if let at = journal.indices.dropFirst(journal.count / 2).first(where: { journal[$0] == UInt8(ascii: "s") }) {
            journal[at] = UInt8(ascii: "S")
        }
        bench.write("reeve.store/journal-00001.jsonl", bytes: journal)
        for line in [["store", "verify"], ["store", "repair"], ["store", "repair", "--yes"]] {
            check(bench.reeve(line + ["--json"]), "\(line)") { Output.isJSON($0) }
            check(bench.reeve(line), "\(line)")
        }
    }

    private func exports(_ bench: Bench, _ hostile: HostileText) {
        for form in [[], ["--expand"]] {
            check(bench.reeve(["export", "review", "--out", "r.csv"] + form), "review")
            let bytes = bench.read("r.csv")
            #expect(bytes.starts(with: [0xef, 0xbb, 0xbf]))
            let csv = String(decoding: bytes.dropFirst(3), as: UTF8.self)
            #expect(Output.isCSV(csv), "\(csv.prefix(2000))")
            check(bench.reeve(["export", "review", "--json"] + form), "review as JSON", Output.isJSON)
        }
        for target in chosen(["opa", "cedar", "casbin", "openfga", "spicedb"], hostile) {
            let line = ["export", target, "--flatten", "--kinds-only", "--out", target]
            check(bench.reeve(line), target)
            check(bench.reeve(line + ["--json"]), "\(target) as JSON", Output.isJSON)
            for name in names(in: bench.path(target)) {
                let text = String(decoding: bench.read("\(target)/\(name)"), as: UTF8.self)
                let shown = "\(target)/\(name): \(text.prefix(500))"
                #expect(Output.isPlain(text), "\(shown)")
                if name.hasSuffix(".json") { #expect(Output.isJSON(text), "\(shown)") }
                guard !name.hasSuffix(".json") else { continue }
                for line in text.split(separator: "\n") {
                    switch name {
                    case "tuples.jsonl", "origins.jsonl": #expect(Output.isJSON(String(line)), "\(shown)")
                    case "policy.csv":
                        #expect(line.wholeMatch(of: /(p|g|g2)(, [^,\s"#]+)+/) != nil, "\(line)")
                    case "relationships.txt":
                        let object = /[a-z][a-z0-9_]*:[a-zA-Z0-9\/_|\-=+]+/
                        let found = line.prefixMatch(of: object).map { line[$0.range.upperBound...] }
                        #expect(
                            found?.wholeMatch(of: /#[a-z0-9_]+@[a-z0-9_]+:([a-zA-Z0-9\/_|\-=+]+(#[a-z0-9_]+)?|\*)/)
                                != nil,
                            "\(line)")
                    case "model.fga":
                        #expect(
                            line.wholeMatch(
                                of: /#.*|model|  schema 1\.1|type [a-z_0-9]+|  relations|    define [a-z_0-9]+: .+/)
                                != nil, "\(line)")
                    case "schema.zed":
                        #expect(
                            line.wholeMatch(
                                of:
                                    /\/\/.*|definition [a-z0-9_]+ \{\}?|    (relation [a-z0-9_]+: |permission [a-z0-9_]+ = ).+|\}/
                            )
                                != nil, "\(line)")
                    default: break
                    }
                }
            }
        }
        check(bench.reeve("export", "html", "--out", "p.html"), "page")
        let page = String(decoding: bench.read("p.html"), as: UTF8.self)
        let data = page.firstRange(of: "id=\"data\">").map { page[$0.upperBound...] } ?? ""
        let block = String(data.prefix(upTo: data.firstRange(of: "</script>")?.lowerBound ?? data.endIndex))
        #expect(Output.isJSON(block))
        #expect(!block.utf8.contains { $0 == 0x3c || $0 == 0x3e || $0 == 0x26 })
    }

    /// A name as it came from a store that somebody else wrote: nothing in it is believed either.
    @Test func whatCannotBeSeenIsOneThing() {
        // Two modules that import nothing each have their own.
        var differences: [UInt32] = []
        for value in (0...0x10FFFF as ClosedRange<UInt32>) {
            guard let scalar = Unicode.Scalar(value), isInvisible(scalar) != isUnsafe(scalar) else { continue }
            differences.append(value)
        }
        #expect(differences.isEmpty, "\(differences.prefix(20).map { String($0, radix: 16) })")
    }
}
