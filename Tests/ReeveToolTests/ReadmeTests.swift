import Reeve
import Testing

@testable import ReeveTool

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The sessions shown in README.md are held here, command by command.
@Suite struct ReadmeTests {
    private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    /// Commands and the lines shown behind them; a line `…` stands for any lines.
    private static func session() throws -> [(command: [String], shown: [String])] {
        let text = String(decoding: try Script(file: root + "/README.md").bytes, as: UTF8.self)
        var found: [(command: [String], shown: [String])] = []
        var isInside = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line == "```console" {
                isInside = true
            } else if line == "```" {
                isInside = false
            } else if isInside, line.hasPrefix("$ reeve ") {
                found.append((words(line.dropFirst(8)), []))
            } else if isInside {
                found[found.count - 1].shown.append(line)
            }
        }
        return found
    }

    /// As a shell splits them: spaces, and single quotes around words that have some.
    private static func words(_ line: Substring) -> [String] {
        var words: [String] = []
        for (index, part) in line.split(separator: "'", omittingEmptySubsequences: false).enumerated() {
            words += index % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
        }
        return words
    }

    private static func matches(_ lines: ArraySlice<String>, _ shown: ArraySlice<String>) -> Bool {
        guard let first = shown.first else { return lines.isEmpty }
        if first == "…" {
            return (lines.startIndex...lines.endIndex).contains { matches(lines[$0...], shown.dropFirst()) }
        }
        return lines.first == first && matches(lines.dropFirst(), shown.dropFirst())
    }

    @Test func everyCommandSaysWhatIsShown() throws {
        guard access(Self.root + "/Scripts/quickstart.reeve", F_OK) == 0 else {
            Issue.record("Scripts/quickstart.reeve is not there")
            return
        }
        let bench = Bench()
        symlink(Self.root + "/Scripts", bench.path("Scripts"))
        let steps = try Self.session()
        #expect(steps.count >= 4)
        for step in steps {
            let outcome = bench.reeve(step.command)
            let lines = (outcome.output + outcome.errors).split(separator: "\n", omittingEmptySubsequences: false)
                .dropLast().map(String.init)
            #expect(Self.matches(lines[...], step.shown[...]), "\(step.command): \(lines.joined(separator: "\n"))")
        }
    }

    @Test func exitStatusesAreThoseOfHelp() throws {
        let text = String(decoding: try Script(file: Self.root + "/README.md").bytes, as: UTF8.self)
        for (status, meaning) in HelpCommand.exitStatuses {
            #expect(text.replacing("`", with: "").contains("\n| \(status) | \(meaning) |\n"))
        }
    }
}
