import Reeve

/// `reeve ask`: questions, and nothing else.
enum AskCommand {
    static let command = Command(
        name: "ask", synopsis: ["ask 'QUESTION'", "ask --batch < QUESTIONS"],
        summary: "answer questions; exit 1 where the last answer is no", run: run)

    private static func run(_ call: Call) throws(Failure) -> Int32 {
        if call.invocation.has(.batch) { return try batch(call) }
        guard call.invocation.operands.count == 1, let text = call.invocation.operands.first,
            text.contains(where: { !$0.isWhitespace })
        else {
            throw .usage("ask one question, in quotes: reeve ask 'why can alice edit recipe in acme'")
        }
        let answers = try call.interruptibly { () throws(Failure) in
            try Session.ask(text, of: call.storePath, as: call.user, options: call.sessionOptions)
        }
        for answer in answers {
            switch call.invocation.format {
            case .json: call.console.document(JSON(answer))
            case .csv: call.console.raw(answer.csv)
            case .table: answer.lines(width: call.console.width).forEach(call.console.line)
            }
        }
        return answers.last?.isYes ?? true ? 0 : 1
    }

    /// Line by line, so that whoever asks may wait for each answer. What cannot be answered is told in its line, so that
    /// answers stay beside their questions.
    ///
    /// - Returns: 3 where a line could not be answered.
    private static func batch(_ call: Call) throws(Failure) -> Int32 {
        guard call.invocation.operands.isEmpty, call.invocation.format == .table else {
            throw .usage("`--batch` reads its questions from the standard input, and answers `yes` or `no`")
        }
        var options = call.sessionOptions
        options.isReadOnly = true
        let session = try Session(opening: call.storePath, as: call.user, options: options)
        var status: Int32 = 0
        while let line = call.surroundings.streams.input.readLine() {
            guard !line.utf8.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == 13 }) else {
                call.console.line("")
                continue
            }
            do throws(Failure) {
                let answers = try session.ask(line)
                guard answers.count == 1, let answer = answers[0].isVerdict ? answers[0] : nil else {
                    throw .usage("this is not one question with a yes or a no")
                }
                call.console.line(answer.isYes ? "yes" : "no")
            } catch {
                let problem = error.problems.first
                call.console.line("error[\(problem?.code ?? "usage")]: \(problem?.message ?? "")")
                status = Failure.Reason.script.exitStatus
            }
        }
        return status
    }
}

/// How answers are written.
enum AnswerFormat: String, CaseIterable, Sendable { case table, json, csv }
