import Foundation
import ReeveDomain
import ReeveSyntax
import Testing

@testable import ReeveLanguage

/// What people really type, what they are told, and what the first suggestion makes of it. The files of `Mistakes` say
/// what should be answered; they were written before the answers.
///
///     ### title
///     the script
///     says: the message
///     means: the script that was meant, which is what the suggestions lead to
///     shows: what stands in the answer, where there is no single suggestion
struct MistakeTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        var title = ""
        var script = ""
        var says = ""
        var means: String?
        var shows: String?
        var testDescription: String { title + ": " + script.replacing("\n", with: " ") }
    }

    private static let directory = URL(filePath: #filePath).deletingLastPathComponent()

    static let all: [Mistake] = ["verbs", "clauses", "values", "others"].flatMap { name -> [Mistake] in
        let file = directory.appending(path: "Mistakes/\(name).mistakes")
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        var found: [Mistake] = []
        for line in text.split(separator: "\n").map(String.init) {
            if line.hasPrefix("### ") {
                found.append(Mistake(title: String(line.dropFirst(4))))
            } else if line.hasPrefix("says: ") {
                found[found.count - 1].says = String(line.dropFirst(6))
            } else if line.hasPrefix("means: ") {
                found[found.count - 1].means = String(line.dropFirst(7)).replacing("\\n", with: "\n")
            } else if line.hasPrefix("shows: ") {
                found[found.count - 1].shows = String(line.dropFirst(7))
            } else {
                found[found.count - 1].script += line + "\n"
            }
        }
        return found
    }

    @Test func thereAreManyOfThem() { #expect(Self.all.count >= 200) }

    @Test(arguments: all) func isAnswered(_ mistake: Mistake) throws {
        let first = try Self.diagnostic(of: mistake.script)
        guard mistake.says != "ok" else {
            #expect(first == nil)
            return
        }
        let found = try #require(first, "this script does not fail")
        #expect(found.message == mistake.says)
        if let shows = mistake.shows {
            #expect(([found.label] + found.notes).joined(separator: "\n").contains(shows))
        }
        guard let means = mistake.means else { return }
        // A line may hold several mistakes; each has its own suggestion.
        var script = mistake.script
        var next: Diagnostic? = found
        for _ in 0..<4 {
            guard let diagnostic = next else { break }
            let suggestion = try #require(Self.suggestion(of: diagnostic), "nothing is suggested: \(diagnostic.label)")
            script = suggestion.applied(to: script)
            next = try Self.diagnostic(of: script, names: false)
        }
        #expect(try Self.form(script) == Self.form(means + "\n"))
    }

    /// The first error of a script, run on the world of the golden messages.
    private static func diagnostic(of script: String, names: Bool = true) throws -> Diagnostic? {
        let source = SourceText(name: "script.reeve", text: script)
        if let error = Parser.parse(source, symbols: SymbolTable()).diagnostics.first { return error }
        guard names else { return nil }
        var world = try GoldenErrors.world()
        world.files = ["roles.reeve": "print \"roles\"\n"]
        return (script.hasPrefix("test ") ? world.test(source) : world.run(source)).diagnostics.first
    }

    /// The fix, or else the first sentence that is shown whole.
    private static func suggestion(of diagnostic: Diagnostic) -> Diagnostic.Fix? {
        if let fix = diagnostic.fix { return fix }
        guard let start = diagnostic.label.firstIndex(of: "`") else { return nil }
        let rest = diagnostic.label[diagnostic.label.index(after: start)...]
        guard let end = rest.firstIndex(of: "`"), !rest[..<end].contains("…") else { return nil }
        return Diagnostic.Fix(range: diagnostic.range, replacement: String(rest[..<end]))
    }

    private static func form(_ script: String) throws -> String {
        let source = SourceText(name: "script.reeve", text: script)
        guard case .formatted(let bytes) = Formatter.format(source) else { return "no script: " + script }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Diagnostic.Fix {
    fileprivate func applied(to script: String) -> String {
        var bytes = Array(script.utf8)
        bytes.replaceSubrange(Int(range.start)..<Int(range.end), with: Array(replacement.utf8))
        return String(decoding: bytes, as: UTF8.self)
    }
}
