import Reeve
import ReeveDomain
import ReeveExchange
import ReeveLanguage
import ReeveSyntax
import ReeveTesting

/// A conversation as a test: the store as it was found, what was said, and what was answered.
struct SavedTest {
    enum Step: Equatable {
        case said(String)
        /// `alice can edit recipe in acme`
        case expected(String)
        case refused(code: String, String)
    }

    /// As it was when the conversation began.
    let start: View
    let time: Instant
    /// Whose conversation it is; nil is the superuser.
    let actor: String?
    let steps: [Step]

    /// - Parameter name: the test's.
    /// - Throws: where the store cannot be told as a script.
    func text(named name: String, limits: SyntaxLimits) throws(ScriptFault) -> String {
        var text = ""
        _ = try ReeveScript(start.everything, now: time).write(limits: limits) { text += $0 }
        // The first line is about a store of its own.
        text.removeFirst(text.firstIndex(of: "\n").map { text.distance(from: text.startIndex, to: $0) + 1 } ?? 0)
        text = "# A conversation, kept: the store as it was found, what was said, and what was answered.\n" + text
        text += "\ntest \(quoted(name)) {\n  at \(time.text) {\n"
        for step in steps {
            switch step {
            case .said(let statement): text += acting(statement) + "\n"
            case .expected(let condition): text += "expect \(condition)\n"
            case .refused(let code, let statement): text += "expect error \(code) { \(acting(statement)) }\n"
            }
        }
        text += "  }\n}\n"
        guard case .formatted(let bytes) = Formatter.format(SourceText(name: "test", text: text), limits: limits) else {
            return text
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func acting(_ statement: String) -> String {
        actor.map { "act as \(ScriptNames.written($0)) {\n\(statement)\n}" } ?? statement
    }

    /// Whether it passes as it stands.
    static func passes(_ text: String, limits: RunLimits) -> Bool {
        let files = MemoryTestFiles(["saved.reeve": text])
        var options = TestOptions()
        options.limits = limits
        do throws(ScriptFailure) {
            let scripts = try TestFinder(files, limits: limits.syntax).scripts(at: ["saved.reeve"])
            return !TestRunner(files, options).run(scripts).suites.contains(where: \.hasFailed)
        } catch {
            return false
        }
    }
}

extension SavedTest.Step {
    /// What a question and its answer come to; nil where no condition says it.
    init?(_ statement: StatementSyntax, of source: SourceText, answered answer: Reeve.Answer) {
        switch (statement.body, answer.data) {
        case (.can(let question), _), (.why(let question, _), _):
            guard let user = question.user, question.asOf == nil else { return nil }
            let rest = source.text(SourceRange(question.action.range.start, statement.range.end))
            self = .expected("\(source.text(user.range)) \(answer.isYes ? "can" : "cannot") \(rest)")
        case (.count(let set, let shape), .count(let count, _)):
            guard shape == ShapeSyntax() else { return nil }
            self = .expected("count(\(source.text(set.range))) = \(count)")
        case (.whoCan(let question, let shape), .table(let table)):
            guard shape == ShapeSyntax(), question.place != nil else { return nil }
            let names = ScriptNames.list(table.rows.compactMap { $0.first?.text })
            let asked = source.text(SourceRange(question.action.range.start, statement.range.end))
            self = .expected("(users who can \(asked)) = (\(names))")
        default: return nil
        }
    }
}
