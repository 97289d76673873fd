import Reeve
import ReeveDomain
import ReeveLanguage
import ReeveLint
import ReeveSyntax
import ReeveTesting

/// `reeve lint`: what is right by the language and wrong by any reader.
enum LintCommand {
    static let command = Command(
        name: "lint", synopsis: ["lint [--fix] PATH…", "lint [--report github] PATH…"],
        summary:
            "look scripts, Markdown's ```reeve blocks, or all of a directory, through for what is surely not meant",
        run: run)

    private static func run(_ call: Call) throws(Failure) -> Int32 {
        guard !call.invocation.operands.isEmpty else {
            throw .usage("say which script: reeve lint FILE…, reeve lint DIRECTORY")
        }
        let named: [String] = call.invocation.values[.report] ?? []
        let reports = named.flatMap { $0.split(separator: ",").map(String.init) }
        for report in reports where report != "github" {
            throw .usage("`reeve lint --report` is github, not `\(printable(report))`")
        }
        if !reports.isEmpty, call.console.isJSON { throw .usage("`--json` and `--report github` want the same stream") }
        if call.invocation.has(.fix), call.invocation.has(.readOnly) {
            throw .usage("`--read-only` lets nothing be written")
        }
        let linter = try linter(call)
        var looked = try Looked(call, disk(call))
        var result = looked.findings(linter)
        var mended: LintFixes?
        if call.invocation.has(.fix) {
            let fixes = looked.fixes(linter, disk(call))
            for (name, bytes) in fixes.changed.sorted(by: { $0.key < $1.key }) {
                try ReplacedFile.write(bytes, to: call.surroundings.path(name), shown: name)
            }
            looked = try Looked(call, disk(call))
            result = looked.findings(linter)
            mended = fixes
        }
        return show(result, mended, annotates: !reports.isEmpty, call)
    }

    private static func disk(_ call: Call) -> TestDisk {
        TestDisk(directory: call.surroundings.directory, limit: SyntaxLimits().scriptBytes)
    }

    /// With the store's state under the scripts, where a store is named.
    private static func linter(_ call: Call) throws(Failure) -> Linter {
        var options = LintOptions()
        options.parameters = call.invocation.parameters
        options.now = call.invocation.now ?? Instant(milliseconds: call.surroundings.clock())
        if call.invocation.store != nil {
            var session = call.sessionOptions
            session.isReadOnly = true
            options.base = try Session(opening: call.storePath, options: session).view.state
        }
        return Linter(disk(call), options)
    }

    /// - Returns: the exit status.
    private static func show(_ result: Linter.Result, _ mended: LintFixes?, annotates: Bool, _ call: Call) -> Int32 {
        let console = call.console
        let problems = Failure.Problem.all(result.findings)
        let status: Int32 = result.hasErrors ? 3 : problems.isEmpty ? 0 : 1
        if console.isJSON {
            console.document(
                .object([
                    ("format", "reeve.lint/1"),
                    ("ok", .flag(status == 0)),
                    ("mended", JSON(mended?.count ?? 0)),
                    ("changed", JSON(mended?.changed.keys.sorted() ?? [])),
                    ("findings", .list(problems.map { JSON($0) })),
                    (
                        "notRun",
                        .list(
                            result.notRun.map {
                                .object([("file", .text($0.file)), ("because", .text($0.reason.message))])
                            })
                    ),
                ]))
            return status
        }
        console.show(problems)
        if annotates { console.raw(GitHubReport.text(result.findings)) }
        guard !console.isQuiet else { return status }
        for (file, reason) in result.notRun {
            // Of a page's blocks it has to be said which.
            let line = MarkdownBlocks.isMarkdown(file) ? reason.source.map { LineIndex($0) } : nil
            let place = line.map { ":\($0.position(reason.range.start).line)" } ?? ""
            console.message(
                "note: only the text of `\(printable(file))\(place)` was looked at: \(printable(reason.message))")
        }
        for name in mended?.changed.keys.sorted() ?? [] { console.line("mended \(printable(name))") }
        let mendable = result.findings.count { $0.fix != nil }
        console.line(
            (problems.isEmpty ? "no findings" : problems.count == 1 ? "1 finding" : "\(problems.count) findings")
                + (mended.map { ", \($0.count) mended" } ?? "")
                + (mended == nil && mendable > 0 ? ", \(mendable) of them mended by --fix" : ""))
        return status
    }
}

/// What one call looks through.
private struct Looked {
    /// Each with its root.
    private var scripts: [(source: SourceText, root: String)] = []
    /// Markdown files: each of their blocks is looked through by itself.
    private var pages: [(name: String, bytes: [UInt8], root: String, blocks: [MarkdownBlocks.Block])] = []

    /// Every file that was named, and every one below the directories, once.
    init(_ call: Call, _ disk: TestDisk) throws(Failure) {
        var seen: Set<String> = []
        for operand in call.invocation.operands {
            do throws(LoadFailure) {
                let below = try disk.files(below: operand)
                let root =
                    below == nil
                    ? operand.split(separator: "/", omittingEmptySubsequences: false).dropLast()
                        .joined(separator: "/") : operand
                let wanted = below?.filter { $0.hasSuffix(".reeve") || MarkdownBlocks.isMarkdown($0) } ?? [operand]
                for file in wanted where seen.insert(file).inserted {
                    let bytes = try disk.read(file)
                    if MarkdownBlocks.isMarkdown(file) {
                        let blocks = try MarkdownBlocks.scripts(in: bytes, named: file)
                        pages.append((file, bytes, root, blocks))
                    } else {
                        scripts.append((SourceText(name: file, bytes: bytes), root))
                    }
                }
            } catch {
                throw Failure(.script, error.code, error.message)
            }
        }
        guard !scripts.isEmpty || !pages.isEmpty else {
            throw Failure(.script, "missing-file", "there is no script to look through")
        }
    }

    func findings(_ linter: Linter) -> Linter.Result {
        var result = linter.lint(scripts)
        for page in pages {
            for block in page.blocks {
                let found = linter.lint([(block.source, page.root)])
                result.findings += found.findings
                result.notRun += found.notRun
            }
        }
        return result
    }

    /// What becomes of the files where everything is mended that can be.
    func fixes(_ linter: Linter, _ disk: TestDisk) -> LintFixes {
        var all = fixes(scripts, linter, disk)
        for page in pages {
            var written: [(block: MarkdownBlocks.Block, text: [UInt8])] = []
            for block in page.blocks {
                let fixes = fixes([(block.source, page.root)], linter, disk)
                guard let bytes = fixes.changed[page.name] else { continue }
                written.append((block, Array(bytes.dropFirst(block.content.lowerBound))))
                all.count += fixes.count
            }
            guard !written.isEmpty else { continue }
            all.changed[page.name] = MarkdownBlocks.replacing(written, in: page.bytes, isPlain: false)
        }
        return all
    }

    private func fixes(
        _ sources: [(source: SourceText, root: String)], _ linter: Linter, _ disk: TestDisk
    ) -> LintFixes {
        let roots = Dictionary(sources.map { ($0.source.name, $0.root) }, uniquingKeysWith: { first, _ in first })
        let changed = { (present: [SourceText]) in
            Linter(ChangedFiles(disk, present.map { ($0.name, $0.bytes) }), linter.options)
        }
        func placed(_ present: [SourceText]) -> [(source: SourceText, root: String)] {
            present.map { (source: $0, root: roots[$0.name] ?? "") }
        }
        return LintFixes(
            sources.map(\.source), lint: { changed($0).lint(placed($0)).findings },
            effects: { changed($0).effects(of: placed($0)) })
    }
}

/// The disk, with some scripts as they are going to be.
private struct ChangedFiles: TestFiles {
    private let disk: TestDisk
    private let changed: [String: [UInt8]]

    init(_ disk: TestDisk, _ changed: [(name: String, bytes: [UInt8])]) {
        self.disk = disk
        self.changed = Dictionary(changed.map { ($0.name, $0.bytes) }, uniquingKeysWith: { first, _ in first })
    }

    func files(below path: String) throws(LoadFailure) -> [String]? { try disk.files(below: path) }

    func read(_ path: String) throws(LoadFailure) -> [UInt8] {
        if let bytes = changed[path] { return bytes }
        return try disk.read(path)
    }

    func loader(for script: String, root: String) -> any SourceLoader {
        Loader(inner: disk.loader(for: script, root: root), changed: changed)
    }

    private struct Loader: SourceLoader {
        let inner: any SourceLoader
        let changed: [String: [UInt8]]

        func load(_ path: String, from script: String) throws(LoadFailure) -> SourceText {
            let source = try inner.load(path, from: script)
            return changed[source.name].map { SourceText(name: source.name, bytes: $0) } ?? source
        }
    }
}
