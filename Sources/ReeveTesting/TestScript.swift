import ReeveLanguage
import ReeveSyntax

/// A script that holds tests: a file, or a block of a Markdown file.
package struct TestScript: Sendable {
    package var source: SourceText
    /// The directory its files may come from; empty for the present one.
    package var root: String
    /// Its tests as far as they can be told without running it: nil for a name with variables in it.
    package var names: [String?]
    package var tags: [[String]]
    /// Tests inside blocks: nobody would run them.
    package var problems: [Diagnostic]
    /// Of the fence, where it is a block of a Markdown file.
    package var line: Int?

    package var file: String { source.name }

    /// Reads a script for its tests. One that cannot be read is kept: it fails when it is run, and says all that is wrong.
    /// - Returns: nil where it holds none.
    init?(_ source: SourceText, root: String, limits: SyntaxLimits) {
        let symbols = SymbolTable()
        var parser = Parser(source, symbols: symbols, limits: limits)
        var names: [String?] = []
        var tags: [[String]] = []
        var nested: [StatementSyntax] = []
        while let statement = parser.nextStatement() {
            guard case .test(let name, let tagged, _) = statement.body else {
                nested += statement.testsInside
                continue
            }
            let isPlain = name.form == .word || name.form == .string
            names.append(isPlain ? symbols.text(name.symbol) : nil)
            tags.append(tagged.map { symbols.text($0.symbol) })
        }
        guard !names.isEmpty || !nested.isEmpty || parser.hasErrors else { return nil }
        problems = nested.map {
            Diagnostic(
                code: "nested-test", message: "a test stands at the top of its file, not in a block", source: source,
                range: $0.range, label: "move it out")
        }
        self.source = source
        self.root = root
        self.names = names
        self.tags = tags
    }

    static func directory(of path: String) -> String? {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
    }
}

extension StatementSyntax {
    /// The tests in the blocks of a statement that is none itself.
    fileprivate var testsInside: [StatementSyntax] {
        blocks.flatMap(\.statements).flatMap { statement -> [StatementSyntax] in
            if case .test = statement.body { return [statement] }
            return statement.testsInside
        }
    }
}

/// Finds the scripts that hold tests.
package struct TestFinder {
    private let files: any TestFiles
    private let limits: SyntaxLimits

    package init(_ files: any TestFiles, limits: SyntaxLimits = SyntaxLimits()) {
        self.files = files
        self.limits = limits
    }

    /// Paths are files, and directories in which every `*.reeve` and `*.md` is looked at. A file that is named has to hold
    /// tests; one found in a directory without any is there for others to use.
    package func scripts(at paths: [String]) throws(ScriptFailure) -> [TestScript] {
        var found: [TestScript] = []
        var seen: Set<String> = []
        for path in paths {
            var here: [TestScript] = []
            do throws(LoadFailure) {
                if let below = try files.files(below: path) {
                    for file in below where file.hasSuffix(".reeve") || MarkdownBlocks.isMarkdown(file) {
                        here += try scripts(in: file, root: path)
                    }
                } else {
                    here = try scripts(in: path, root: TestScript.directory(of: path) ?? "")
                }
            } catch {
                throw Self.failure(error.code, error.message)
            }
            guard !here.isEmpty else {
                throw Self.failure(
                    "no-tests", "there is no test in `\(escaped(path))`",
                    "a test is written: test \"what holds\" { expect … }")
            }
            // A file named twice, or named and found, is run once.
            let before = seen
            found += here.filter { !before.contains($0.file) }
            seen.formUnion(here.map(\.file))
        }
        return found
    }

    private func scripts(in file: String, root: String) throws(LoadFailure) -> [TestScript] {
        let bytes = try files.read(file)
        guard MarkdownBlocks.isMarkdown(file) else {
            return TestScript(SourceText(name: file, bytes: bytes), root: root, limits: limits).map { [$0] } ?? []
        }
        var found: [TestScript] = []
        for block in try MarkdownBlocks.scripts(in: bytes, named: file) {
            guard var script = TestScript(block.source, root: root, limits: limits) else { continue }
            script.line = block.line
            found.append(script)
        }
        return found
    }

    private static func failure(_ code: String, _ message: String, _ note: String? = nil) -> ScriptFailure {
        ScriptFailure(
            diagnostics: [
                Diagnostic(
                    code: code, message: message, source: nil, range: SourceRange(0, 0), notes: note.map { [$0] } ?? [])
            ])
    }
}
