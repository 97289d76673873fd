import Reeve
import Testing

@testable import ReeveTool

/// Sessions and commands on one store, each as if it were a process of its own.
@Suite struct SharedStoreTests {
    @Test func aSessionSeesAtItsNextStatementWhatAnotherCommitted() throws {
        let bench = Bench()
        bench.reeve("run", "-c", world)
        let one = try Session(opening: bench.path("reeve.store"))
        let two = try Session(opening: bench.path("reeve.store"))
        let question = "count users"
        for number in 0..<5 {
            let (writer, other) = number % 2 == 0 ? (one, two) : (two, one)
            let head = try writer.run("add user x\(number)", named: "console").head
            #expect(try other.ask(question).map(\.description) == writer.ask(question).map(\.description))
            // Also what follows on from it: the name is taken now.
            let report = try other.run("add user x\(number), y\(number)", named: "console")
            #expect(report.changes.count == 1 && report.head != head)
        }
        // And what a command did meanwhile.
        let head = bench.reeve("run", "-c", "add user zoe").lines.last
        let report = try one.run("add user zoe", named: "console")
        #expect(report.changes.isEmpty && report.head == head)
        // A repair or a restored copy under an open session is no going on.
        let before = bench.read("reeve.store/journal-00001.jsonl")
        _ = try two.run("add user late", named: "console")
        bench.write("reeve.store/journal-00001.jsonl", bytes: before)
        let failure = #expect(throws: Failure.self) { try two.run("add user later", named: "console") }
        #expect(failure?.reason == .damaged)
    }

    @Test func manySessionsAtOnceLoseNothing() async throws {
        let bench = Bench()
        bench.reeve("run", "-c", "add user first")
        let path = bench.path("reeve.store")
        let heads = try await withThrowingTaskGroup(of: [String].self) { group in
            for writer in 0..<3 {
                group.addTask {
                    let session = try Session(opening: path)
                    var heads: [String] = []
                    for number in 0..<8 {
                        let text = "add user w\(writer)-\(number)-x\nadd user w\(writer)-\(number)-y"
                        heads.append(try session.run(text, named: "console").head ?? "")
                    }
                    return heads
                }
            }
            group.addTask {
                var options = SessionOptions()
                options.isReadOnly = true
                let reader = try Session(opening: path, options: options)
                var last = 0
                for _ in 0..<60 {
                    try reader.refresh()
                    let count = reader.view.users.count
                    // Half a script would be an even number.
                    #expect(count % 2 == 1 && count >= last)
                    last = count
                }
                return []
            }
            var all: [String] = []
            for try await heads in group { all += heads }
            return all
        }
        #expect(Set(heads).count == 24)
        for head in heads { #expect(bench.reeve("store", "verify", "--expect", head).status == 0) }
        #expect(bench.reeve("ask", "count users").output.hasPrefix("49"))
    }
}
