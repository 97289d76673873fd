import Foundation
import Reeve

/// Questions whose answers are lists: how long they take beside how long the answers are.
struct Wide {
    private let view: View
    private let repetitions: Int

    init(store: String, repetitions: Int) throws {
        var options = SessionOptions()
        options.isReadOnly = true
        view = try Session(opening: store, options: options).view
        self.repetitions = repetitions
    }

    /// - Parameter questions: a file of `who ACTION KIND ACCOUNT`, `where USER ACTION KIND` and `what USER ACCOUNT`.
    func run(questions: String) throws {
        for line in try String(contentsOfFile: questions, encoding: .utf8).split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            let ask: () throws -> Answer
            switch (words.first, words.count) {
            case ("who", 4): ask = { try view.who(can: words[1], words[2], in: words[3]) }
            case ("where", 4): ask = { try view.where(can: words[1], words[2], words[3]) }
            case ("what", 3): ask = { try view.what(can: words[1], doIn: words[2]) }
            default: throw BadInput(line: String(line))
            }
            var rows = 0
            var times: [Double] = []
            for _ in 0..<repetitions {
                var answer: Answer?
                times.append(try duration { answer = try ask() })
                rows = answer?.rows.count ?? 0
            }
            report(String(line), ["nanoseconds": median(times), "rows": Double(rows)])
        }
    }
}
