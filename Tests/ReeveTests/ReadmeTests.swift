import Testing

@testable import Reeve

/// What README.md shows is run here, and cannot drift.
@Suite struct ReadmeTests {
    /// The fenced blocks of a page with this tag.
    private static func blocks(_ tag: String, of page: String = "README.md") throws -> [String] {
        var blocks: [String] = []
        var block: [Substring]?
        for line in try text(page).split(separator: "\n", omittingEmptySubsequences: false) {
            if let lines = block {
                if line == "```" {
                    blocks.append(lines.joined(separator: "\n") + "\n")
                    block = nil
                } else {
                    block = lines + [line]
                }
            } else if line == "```" + tag {
                block = []
            } else if line.hasPrefix("```") {
                // Another tag's block: its end must not look like a beginning.
                block = tag == "" ? [] : nil
            }
        }
        return blocks
    }

    private static func text(_ path: String) throws -> String {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return String(decoding: try Script(file: "/" + root + "/" + path).bytes, as: UTF8.self)
    }

    @Test(arguments: ["README.md", "Grammar/language.md"])
    func theLanguageRuns(_ page: String) throws {
        let blocks = try Self.blocks("reeve", of: page)
        #expect(blocks.count >= 5)
        let session = try memorySession("")
        for (index, block) in blocks.enumerated() {
            let report = try session.run(block, named: "\(page), block \(index + 1)")
            // Tests are run by `reeve test`, which CI does with this page.
            #expect(!report.isUnchanged || !report.output.isEmpty || block.hasPrefix("test "))
            #expect(report.warnings.isEmpty)
        }
    }

    @Test func theSwiftExampleIsTheOneThatIsCompiled() throws {
        #expect(try Self.blocks("swift") == [try Self.text("Tests/ReeveTests/ReadmeExample.swift")])
    }

    @Test func theSwiftExampleRuns() throws {
        let directory = try TemporaryStore()
        try Session(opening: directory.path).run(
            """
            define kind recipe in customer { can view, edit }
            define system role Admin { can do anything to anything }
            add user ops, alice
            add customer acme
            invite ops, alice as Admin to partner
            assign ops as Admin to all customers
            """, named: "world")
        #expect(try grant(in: directory.path))
    }
}
