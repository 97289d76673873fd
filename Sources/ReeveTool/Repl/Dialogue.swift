import Reeve
import ReeveLanguage
import ReeveSyntax

/// One conversation: takes whole statements and words of its own, and answers. Knows nothing of keys or lines.
final class Dialogue {
    /// What became of what was entered.
    enum Outcome: Equatable {
        case done
        /// Said why, with the exit status a command would have ended with.
        case failed(Int32)
        /// The conversation is over.
        case over
    }

    struct Said {
        let text: String
        /// What it names, where a script may do so once.
        let name: String?
        /// Of a test; nil for what no test can say.
        let step: SavedTest.Step?
    }

    let session: Session
    let store: String
    var console: Console
    /// Where data goes: the console, or a file.
    var data: Console
    var outputFile: AnswerFile?
    let surroundings: Surroundings
    /// What scripts are called in messages and in the journal.
    let name: String
    var format: AnswerFormat
    /// Between `begin` and `commit` or `rollback`.
    private(set) var isPending = false
    /// What succeeded, for `:save`; what is pending is not in it yet.
    private(set) var said: [Said] = []
    private var pending: [Said] = []
    /// What was refused and questions, too, in their order.
    private(set) var steps: [SavedTest.Step] = []
    private var lastCan: String?
    private(set) var lastQuestion: String?
    let canAsk: Bool
    /// The store as it was found, and when.
    let start: View
    let startTime: Int64
    let actor: String?

    init(_ call: Call, session: Session, name: String) {
        self.session = session
        self.name = name
        store = call.store
        console = call.console
        data = call.console
        surroundings = call.surroundings
        start = session.view
        startTime = call.sessionOptions.clock()
        actor = call.user
        format = call.invocation.format
        canAsk = surroundings.streams.input.isTerminal && surroundings.streams.errors.isTerminal
    }

    /// Begin, commit and the like: words that stand alone on their line.
    static func isOwnWord(_ line: String) -> Bool {
        line.hasPrefix(":") || ownWords.contains(bare(line)) || asksForHelp(line)
    }

    static let ownWords = ["begin", "commit", "rollback", "diff", "exit", "quit", "help"]

    /// `help invite`: no statement begins so.
    private static func asksForHelp(_ line: String) -> Bool { line.hasPrefix("help ") }

    private static func bare(_ line: String) -> String {
        let line = line.hasSuffix(";") ? line.dropLast() : line[...]
        return String(line.filter { $0 != " " && $0 != "\t" })
    }

    /// Carries out what stands alone on a line: `begin`, `:help`.
    func command(_ line: String) -> Outcome {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        let operand = words.count > 1 ? words[1] : ""
        do throws(Failure) {
            switch line.hasPrefix(":") || Self.asksForHelp(line) ? words[0] : Self.bare(line) {
            case "exit", "quit", ":quit", ":q", ":exit": return .over
            case "begin":
                try session.begin()
                isPending = true
            case "commit": try commit()
            case "rollback": try rollBack()
            case "diff":
                show(try surroundings.interrupts.held { () throws(Failure) in try self.session.planPending() })
            case ":help", "help": help(operand)
            case ":mode": try setMode(operand)
            case ":output": try setOutput(operand)
            case ":save": try save(operand)
            case ":watch": try watch(operand)
            case ":why": return why()
            default:
                let near = nearest(to: words[0], among: Completer.colonWords)
                throw .said(
                    "there is no `\(printable(words[0]))`",
                    hint: near.map { "did you mean `\($0)`?" } ?? "`:help` tells what there is")
            }
            return .done
        } catch {
            return fail(error)
        }
    }

    /// Carries out the statements of a piece, each committed at once or tried. Where its syntax is wrong none is.
    func enter(_ piece: LineAssembler.Piece) -> Outcome {
        let source = SourceText(name: name, bytes: Array(piece.text.utf8), firstLine: piece.firstLine)
        let (statements, _, diagnostics) = Parser.parse(
            source, symbols: SymbolTable(), limits: session.bounds.limits.syntax)
        guard diagnostics.isEmpty else {
            return fail(Failure(.script, Failure.Problem.all(diagnostics)))
        }
        for (index, statement) in statements.enumerated() {
            let outcome = perform(statement, source)
            guard outcome == .done else {
                let left = statements.count - index - 1
                if left > 0 { console.message("not carried out: \(counted(left, "statement")) behind it") }
                return outcome
            }
        }
        return .done
    }

    private func perform(_ statement: StatementSyntax, _ source: SourceText) -> Outcome {
        let text = source.text(statement.range)
        let before = source.bytes[..<max(0, min(Int(statement.range.start), source.bytes.count))]
        var script = Script(named: name, text: text)
        script.firstLine = source.firstLine + before.count { $0 == UInt8(ascii: "\n") }
        do throws(Failure) {
            let asksOnly = statement.body.asksOnly
            let report = try agreed { agreed throws(Failure) in
                try self.session.say(script, asksOnly: asksOnly, agreed: agreed)
            }
            let said = Said(
                text: text, name: statement.body.named.map { source.text($0) }, step: step(statement, source, report))
            if isPending {
                pending.append(said)
            } else {
                self.said.append(said)
                // Asked again, as by `:why`, it is answered the same.
                if let step = said.step, step != steps.last { steps.append(step) }
            }
            if case .can = statement.body { lastCan = text }
            if statement.body.asks { lastQuestion = text }
            show(report, isSilent: statement.body.isSilent)
            return .done
        } catch {
            if error.reason == .script, !isPending, let code = error.problems.first?.code {
                steps.append(.refused(code: code, text))
            }
            return fail(error)
        }
    }

    private func step(
        _ statement: StatementSyntax, _ source: SourceText, _ report: Report
    ) -> SavedTest.Step? {
        guard statement.body.asks else { return .said(source.text(statement.range)) }
        guard case .answer(let answer)? = report.output.last else { return nil }
        return SavedTest.Step(statement, of: source, answered: answer)
    }

    /// Runs; where much would be taken away and somebody is there, asks first.
    private func agreed(_ run: (Int?) throws(Failure) -> Report) throws(Failure) -> Report {
        let interrupts = surroundings.interrupts
        do throws(Failure) {
            return try interrupts.held { () throws(Failure) in try run(nil) }
        } catch {
            guard error.reason == .guarded, let asked = error.removals, canAsk, !console.isJSON else { throw error }
            console.ask("This takes away \(counted(asked, "grant")). Go on? [y/N] ")
            let answer = surroundings.streams.input.readLine()?.lowercased()
            guard answer == "y" || answer == "yes" else { throw error }
            return try interrupts.held { () throws(Failure) in try run(asked) }
        }
    }

    /// The most bytes of a line, and of a statement.
    var mostBytes: Int { session.bounds.scriptBytes }

    /// A line, or a statement of many lines, was longer than that and is dropped.
    func refuseLength() -> Outcome {
        fail(
            Failure(
                .script, "too-long", "a statement has at most \(mostBytes) bytes here, and this one has more",
                notes: ["to raise the bound: --limit script=BYTES"]))
    }

    private func fail(_ failure: Failure) -> Outcome {
        console.show(failure)
        return .failed(failure.exitStatus)
    }

    // MARK: Transactions

    private func commit() throws(Failure) {
        let report = try agreed { agreed throws(Failure) in try self.session.commit(agreed: agreed) }
        isPending = false
        said += pending
        steps += pending.compactMap(\.step)
        pending = []
        show(report, withHead: true)
    }

    private func rollBack() throws(Failure) {
        let count = try session.rollBack()
        isPending = false
        pending = []
        tell("rolled back: \(counted(count, "statement"))")
    }

    /// The input is over: what is pending is dropped, and that is said.
    ///
    /// - Returns: whether something was.
    func close() -> Bool {
        endOutput()
        guard isPending, !pending.isEmpty else { return false }
        console.message("rolled back: \(counted(pending.count, "statement")), for there was no `commit`")
        return true
    }

    // MARK: Output

    func show(_ report: Report, isSilent: Bool = false, withHead: Bool = false) {
        if isSilent, report.isUnchanged, report.output.isEmpty, report.notes.isEmpty, report.warnings.isEmpty { return }
        if format == .csv, !report.output.isEmpty {
            for output in report.output {
                switch output {
                case .answer(let answer): data.raw(answer.csv)
                case .text(let text): data.line(escaped(text))
                }
            }
            return
        }
        data.show(report, store: store, withHead: withHead)
    }

    func tell(_ text: String) {
        if !console.isQuiet, !console.isJSON { console.line(text) }
    }

    private func help(_ topic: String) {
        guard !topic.isEmpty else { return Self.help.forEach(console.line) }
        let forms = StatementForm.named(topic)
        guard !forms.isEmpty else {
            let near = nearest(to: topic, among: StatementForm.all.map(\.name))
            console.message(
                "there is no statement `\(printable(topic))`" + (near.map { ": did you mean `\($0)`?" } ?? ""))
            return
        }
        for (index, form) in forms.enumerated() {
            if index > 0 { console.line("") }
            form.text.forEach(console.line)
        }
    }

    private static let help = [
        "A statement, and Enter: it is carried out and committed. Tab completes.",
        "  begin               try statements without committing them; the prompt is `reeve*>`",
        "  diff                what a commit would change",
        "  commit, rollback    keep it, or drop it",
        "  :why                the reasons behind the last `can`",
        "  :watch [SECONDS]    ask the last question again and again; shown when the answer is another",
        "  :mode FORMAT        how answers are written: table, json or csv",
        "  :output [FILE]      write what is answered to a new file, or to the terminal again",
        "  :save FILE          write the statements that succeeded to a new file",
        "  :save test FILE     write a test of them: what was said, and what was answered",
        "  :help STATEMENT     its form, and an example",
        "  :quit               also exit, quit, Ctrl-D",
    ]

    private func why() -> Outcome {
        guard let lastCan else {
            return fail(.said("nothing was asked yet", hint: "ask, such as: can alice edit recipe in acme"))
        }
        return enter(LineAssembler.Piece(text: "why " + lastCan, firstLine: 1))
    }

    private func save(_ path: String) throws(Failure) {
        guard !path.isEmpty else { throw .said("`:save` is followed by the name of a file") }
        if path.hasPrefix("test ") { return try saveTest(to: String(path.dropFirst(5))) }
        guard !said.isEmpty else { throw .said("nothing has succeeded yet") }
        let text = said.map(\.text).joined(separator: "\n") + "\n"
        guard let problem = NewFile.write(Array(text.utf8), to: surroundings.path(path)) else {
            tell("saved: \(counted(said.count, "statement"))")
            var names: Set<String> = []
            for name in said.compactMap(\.name) where !names.insert(name).inserted {
                tell("note: \(escaped(name)) is set or defined more than once, and a script may do that once")
            }
            return
        }
        throw Failure(.inputOutput, "not-saved", "`\(printable(path))` is not written: \(problem)")
    }
}

func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

extension StatementBody {
    /// It only asks, or names: no other writer has to wait for it.
    fileprivate var asksOnly: Bool {
        switch self {
        case .print, .letting: true
        default: asks
        }
    }

    /// It is a question.
    var asks: Bool {
        switch self {
        case .can, .why, .whoCan, .whatCan, .whereCan, .show, .count: true
        default: false
        }
    }

    /// What it sets or defines.
    fileprivate var named: SourceRange? {
        switch self {
        case .letting(let name, _), .parameter(let name, _), .defineProcedure(let name, _, _): name.range
        case .defineKind(let kind): kind.name.range
        case .defineRole(let role): role.name.range
        case .defineRule(let rule): rule.name.range
        default: nil
        }
    }

    /// That it changed nothing needs no word.
    fileprivate var isSilent: Bool {
        switch self {
        case .letting, .parameter, .defineProcedure, .test: true
        default: false
        }
    }
}

extension Failure {
    /// The REPL's own words were used wrongly.
    static func said(_ message: String, hint: String? = nil) -> Failure {
        Failure(.script, "unknown-command", message, notes: hint.map { [$0] } ?? [])
    }
}
