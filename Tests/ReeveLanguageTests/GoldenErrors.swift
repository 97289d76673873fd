import Foundation
import ReeveSyntax
import Testing

/// What is said of wrong scripts, whole. `REEVE_UPDATE_GOLDEN=1 swift test` writes the files anew.
@Suite struct GoldenErrors {
    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Errors")
    static let scriptName = "script.reeve"

    /// The files, without the world they run on.
    static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.path)
            .filter { $0.hasSuffix(".reeve") && $0 != "world.reeve" }.sorted()
    }

    static func read(_ name: String) throws -> String {
        try String(contentsOf: directory.appendingPathComponent(name), encoding: .utf8)
    }

    static func world() throws -> World { World(try read("world.reeve")) }

    /// Each case with the file it stands in.
    static func cases() throws -> [(file: String, files: [String: String], testCase: GoldenFile.Case)] {
        try names().flatMap { name in
            let file = GoldenFile(try read(name))
            return file.cases.map { (name, file.files, $0) }
        }
    }

    @Test func messagesAreAsWritten() throws {
        let isUpdating = ProcessInfo.processInfo.environment["REEVE_UPDATE_GOLDEN"] == "1"
        let world = try Self.world()
        var count = 0
        for name in try Self.names() {
            let text = try Self.read(name)
            let file = GoldenFile(text)
            var bodies: [String] = []
            for testCase in file.cases {
                let found = try Self.outcome(of: testCase, files: file.files, on: world, at: "\(name):\(testCase.line)")
                bodies.append(found)
                guard found != testCase.written, !isUpdating else { continue }
                Issue.record(
                    "\(name):\(testCase.line): \(testCase.title)\n--- written\n\(testCase.written)--- found\n\(found)")
            }
            count += file.cases.count
            let new = file.text(bodies)
            if isUpdating {
                if new != text {
                    try new.write(to: Self.directory.appendingPathComponent(name), atomically: true, encoding: .utf8)
                }
            } else {
                #expect(file.text(file.cases.map(\.written)) == text, "\(name) is read and written back as it is")
            }
        }
        #expect(count >= 140)
    }

    /// Runs a case on a copy of the world; it must fail, and change nothing.
    private static func outcome(
        of testCase: GoldenFile.Case, files: [String: String], on world: World, at place: String
    ) throws -> String {
        var copy = world
        let outcome = run(testCase, files: files, on: &copy)
        if outcome.diagnostics.isEmpty { Issue.record("\(place): \(testCase.title): this script does not fail") }
        #expect(outcome.report == nil, "\(place): a script that fails reports nothing")
        let isSame =
            copy.state.seq == world.state.seq && copy.events.count == world.events.count
            && copy.state.users.rows.count == world.state.users.rows.count
            && copy.state.accounts.rows.count == world.state.accounts.rows.count
            && copy.state.records.liveCount == world.state.records.liveCount
            && copy.state.roles.count == world.state.roles.count && copy.state.kinds.count == world.state.kinds.count
        #expect(isSame, "\(place): a script that fails changes nothing")
        return testCase.annotated(outcome.diagnostics, named: scriptName)
    }

    static func run(
        _ testCase: GoldenFile.Case, script: String? = nil, files: [String: String], on world: inout World
    ) -> World.Outcome {
        world.files = files
        world.parameters = testCase.parameters
        if let name = testCase.actor {
            if let user = world.state.user(name) {
                world.actor = .user(user)
            } else {
                Issue.record("the world has no user \(name)")
            }
        }
        let source = SourceText(name: scriptName, text: script ?? testCase.script)
        // A script with tests in it is run by them.
        return testCase.script.hasPrefix("test ") ? world.test(source) : world.run(source)
    }
}
