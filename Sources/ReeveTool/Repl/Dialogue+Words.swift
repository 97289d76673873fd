import Reeve
import ReeveDomain
import ReeveExchange
import ReeveLanguage
import ReeveSyntax

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// `:mode`, `:output`, `:watch`, `:save test`.
extension Dialogue {
    func setMode(_ choice: String) throws(Failure) {
        guard !choice.isEmpty else { return tell("mode: \(format.rawValue)") }
        guard let chosen = AnswerFormat(rawValue: choice) else {
            throw .said("`:mode` is followed by table, json or csv")
        }
        format = chosen
        console.isJSON = chosen == .json
        data.isJSON = chosen == .json
    }

    // MARK: Output to a file

    func setOutput(_ path: String) throws(Failure) {
        endOutput()
        guard !path.isEmpty else { return }
        if AnswerFormat(rawValue: path) != nil {
            throw .said(
                "`:output` is followed by the name of a file",
                hint: "how answers are written: `:mode \(path)`; a file of that name: `:output ./\(path)`")
        }
        switch AnswerFile.open(surroundings.path(path)) {
        case .failure(let problem):
            throw Failure(.inputOutput, "not-saved", "`\(printable(path))` is not written: \(problem.text)")
        case .success(let file):
            outputFile = file
            var aside = surroundings
            aside.streams.output = file
            data = Console(aside, color: .auto, json: console.isJSON, quiet: console.isQuiet)
        }
    }

    /// What is answered goes to the console again.
    func endOutput() {
        guard let file = outputFile else { return }
        outputFile = nil
        data = console
        if let problem = file.close() { console.message("error[not-saved]: not all was written: \(problem)") }
    }

    // MARK: Watching

    private static let longestWait = 86_400.0

    /// Asks the last question again and again until Ctrl-C. What others change is seen.
    func watch(_ operand: String) throws(Failure) {
        guard let lastQuestion else {
            throw .said("nothing was asked yet", hint: "ask, such as: who can edit recipe in acme")
        }
        guard canAsk else { throw .said("`:watch` wants a terminal, where Ctrl-C ends it") }
        guard !isPending else { throw .said("between `begin` and `commit` nothing changes by itself") }
        guard let seconds = operand.isEmpty ? 2 : Double(operand), seconds >= 0.1, seconds <= Self.longestWait else {
            throw .said("`:watch` is followed by seconds: a number from 0.1 to 86400")
        }
        let interrupts = surroundings.interrupts
        do throws(Failure) {
            try interrupts.held { () throws(Failure) in
                tell("every \(numberText(seconds)) s: \(escaped(lastQuestion)) (Ctrl-C ends it)")
                var shown: [String]?
                repeat {
                    let report = try session.say(Script(named: name, text: lastQuestion), asksOnly: true)
                    let answers = report.output.map { if case .answer(let answer) = $0 { answer.csv } else { "" } }
                    if answers != shown {
                        tell(
                            "\(Instant(milliseconds: surroundings.clock()).text)\(shown == nil ? "" : ", another answer")"
                        )
                        show(report)
                        shown = answers
                    }
                } while wait(seconds)
            }
        } catch {
            // That is how it ends.
            guard error.reason == .interrupted else { throw error }
        }
        tell("")
    }

    /// - Returns: false where Ctrl-C was pressed meanwhile.
    private func wait(_ seconds: Double) -> Bool {
        data.streams.output.flush()
        console.streams.output.flush()
        var left = seconds
        while left > 0 {
            if surroundings.interrupts.isRaised() { return false }
            usleep(UInt32(min(left, 0.05) * 1_000_000))
            left -= 0.05
        }
        return !surroundings.interrupts.isRaised()
    }

    // MARK: Tests

    func saveTest(to path: String) throws(Failure) {
        guard !path.isEmpty else { throw .said("`:save test` is followed by the name of a file") }
        guard steps.contains(where: { if case .said = $0 { false } else { true } }) else {
            throw .said(
                "a test expects something, and nothing was asked or refused yet",
                hint: "ask, such as: can alice edit recipe in acme")
        }
        let test = SavedTest(start: start, time: Instant(milliseconds: startTime), actor: actor, steps: steps)
        let limits = session.bounds.limits
        let title = path.split(separator: "/").last.map { $0.hasSuffix(".reeve") ? $0.dropLast(6) : $0 } ?? ""
        let text: String
        do throws(ScriptFault) {
            text = try test.text(named: String(title), limits: limits.syntax)
        } catch {
            throw Failure(.fault, "export-refused", "what was written is no script: \(error.message)")
        }
        if let problem = NewFile.write(Array(text.utf8), to: surroundings.path(path)) {
            throw Failure(.inputOutput, "not-saved", "`\(printable(path))` is not written: \(problem)")
        }
        tell("saved: a test of \(counted(steps.count, "step"))")
        if !SavedTest.passes(text, limits: limits) {
            tell("note: it does not pass as it stands; why: reeve test \(printable(path))")
        }
    }
}

/// A new file that what is answered goes to.
final class AnswerFile: ByteSink {
    struct Problem: Error { let text: String }

    let isTerminal = false
    let columns: Int? = nil
    private let sink: DescriptorSink
    private let descriptor: Int32

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
        sink = DescriptorSink(descriptor)
    }

    static func open(_ path: String) -> Result<AnswerFile, Problem> {
        let descriptor = systemOpen(path)
        guard descriptor >= 0 else { return .failure(Problem(text: String(cString: strerror(errno)))) }
        return .success(AnswerFile(descriptor))
    }

    func write(_ bytes: [UInt8]) { sink.write(bytes) }
    func flush() { sink.flush() }

    /// - Returns: what stood against it.
    func close() -> String? {
        sink.flush()
        let problem = sink.isClosed ? "the disk is full, or the file is gone" : nil
        return systemClose(descriptor) == 0 ? problem : String(cString: strerror(errno))
    }
}

// The names mean the methods inside the class.
private func systemOpen(_ path: String) -> Int32 { open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644) }
private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
