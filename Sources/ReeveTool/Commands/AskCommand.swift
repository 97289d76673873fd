import Reeve

/// `reeve ask`: questions, and nothing else.
enum AskCommand {
    static let command = Command(
        name: "ask", synopsis: ["ask 'QUESTION'"],
        summary: "answer questions; exit 1 where the last answer is no", run: run)

    private static func run(_ call: Call) throws(Failure) -> Int32 {
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
}

/// How answers are written.
enum AnswerFormat: String, CaseIterable, Sendable { case table, json, csv }
