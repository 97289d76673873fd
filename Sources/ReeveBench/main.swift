import Foundation
import Reeve

// What `Scripts/bench` measures inside one process. Uses nothing but the library that anybody can import, and prints a
// line of JSON for each figure; times are nanoseconds, memory is bytes.

let usage = """
    usage: ReeveBench decide SCRIPT REQUESTS REPETITIONS [THREADS…]
           ReeveBench wide STORE QUESTIONS REPETITIONS
           ReeveBench commits STORE USERS COUNT REPORTS [LOG]
           ReeveBench open STORE
    """

func number(_ text: String) throws -> Int {
    guard let number = Int(text), number > 0 else { throw BadInput(line: text) }
    return number
}

func run(_ arguments: [String]) throws -> Bool {
    switch (arguments.first, arguments.count) {
    case ("decide", 4...):
        try Decide(script: arguments[1], requests: arguments[2], repetitions: number(arguments[3]))
            .run(threads: arguments[4...].map(number))
    case ("wide", 4):
        try Wide(store: arguments[1], repetitions: number(arguments[3])).run(questions: arguments[2])
    case ("commits", 5...6):
        try Commits(store: arguments[1], users: number(arguments[2]))
            .run(count: number(arguments[3]), reports: number(arguments[4]), log: arguments.dropFirst(5).first)
    case ("open", 2):
        let before = memory().now
        var session: Session?
        let time = try duration { session = try Session(opening: arguments[1]) }
        let now = memory()
        report(
            "open",
            [
                "nanoseconds": time, "bytes": Double(now.now - before), "peak": Double(now.peak),
                "isThere": session?.view.head == nil ? 0 : 1,
            ])
    default:
        return false
    }
    return true
}

do {
    if try run(Array(CommandLine.arguments.dropFirst())) { exit(0) }
    FileHandle.standardError.write(Data((usage + "\n").utf8))
    exit(64)
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
