import Reeve
import ReeveLanguage
import ReeveSyntax
import ReeveTesting

/// `reeve fmt`: scripts in their one form.
enum FmtCommand {
    static let command = Command(
        name: "fmt", synopsis: ["fmt PATH…", "fmt --check PATH…", "fmt --diff PATH…", "fmt -"],
        summary:
            "write scripts, Markdown's ```reeve blocks, or all of a directory, in their one form; names what changed",
        run: run)

    private static func run(_ call: Call) throws(Failure) -> Int32 {
        let operands = call.invocation.operands
        guard !operands.isEmpty else {
            throw .usage("say which script: reeve fmt FILE…, reeve fmt DIRECTORY, reeve fmt -")
        }
        if operands.contains("-") {
            guard operands.count == 1 else { throw .usage("give `-` or files, not both") }
            return try formatInput(call)
        }
        if call.invocation.has(.readOnly), !isDry(call) {
            throw .usage("`--read-only` lets nothing be written", hint: "to see what would change: reeve fmt --diff")
        }
        var result = FmtResult(call)
        for file in try files(operands, call) {
            // A file that cannot be read or written does not keep the others from it.
            do throws(Failure) {
                let script = try Script(file: file, in: call.surroundings.directory, bounds: call.invocation.bounds)
                let source = SourceText(name: script.name, bytes: script.bytes)
                let isPage = MarkdownBlocks.isMarkdown(file)
                guard let bytes = try isPage ? result.format(page: source) : result.format(source),
                    bytes != source.bytes
                else { continue }
                if !isDry(call) {
                    try ReplacedFile.write(bytes, to: call.surroundings.path(source.name), shown: source.name)
                }
                result.add(source, bytes, isCompared: call.invocation.has(.diff))
            } catch {
                result.add(error)
            }
        }
        return result.show(call)
    }

    /// Whether every file is left as it is.
    private static func isDry(_ call: Call) -> Bool { call.invocation.has(.check) || call.invocation.has(.diff) }

    private static func formatInput(_ call: Call) throws(Failure) -> Int32 {
        guard let read = call.surroundings.streams.input.readAll(limit: call.invocation.bounds.scriptBytes) else {
            throw Failure(
                .script, "unreadable-file",
                "the standard input cannot be read, or has more than \(call.invocation.bounds.scriptBytes) bytes")
        }
        let source = SourceText(name: Script.inputName, bytes: read)
        var result = FmtResult(call)
        if let bytes = result.format(source) {
            guard isDry(call) else {
                call.surroundings.streams.output.write(bytes)
                return 0
            }
            if bytes != read { result.add(source, bytes, isCompared: call.invocation.has(.diff)) }
        }
        return result.show(call)
    }

    /// Every file that was named, and every script below the directories, once.
    private static func files(_ operands: [String], _ call: Call) throws(Failure) -> [String] {
        let disk = TestDisk(directory: call.surroundings.directory, limit: call.invocation.bounds.scriptBytes)
        var files: [String] = []
        var seen: Set<String> = []
        for operand in operands {
            do throws(LoadFailure) {
                let found = try disk.files(below: operand)?.filter {
                    $0.hasSuffix(".reeve") || MarkdownBlocks.isMarkdown($0)
                }
                for file in found ?? [operand] where seen.insert(file).inserted { files.append(file) }
            } catch {
                throw Failure(.script, error.code, error.message)
            }
        }
        return files
    }
}

/// What became of the scripts of one call.
private struct FmtResult {
    private var changed: [String] = []
    private var differences = ""
    private var problems: [Failure.Problem] = []
    private var status: Int32 = 0
    private let limits: SyntaxLimits

    init(_ call: Call) { limits = call.invocation.bounds.limits.syntax }

    /// Nil where the script is left alone, which is noted.
    mutating func format(_ source: SourceText) -> [UInt8]? {
        switch Formatter.format(source, limits: limits) {
        case .formatted(let bytes): return bytes
        case .invalid(let found): add(Failure(.script, Failure.Problem.all(found)))
        case .refused(let fault): add(Failure(.script, Failure.Problem.all([fault])))
        }
        return nil
    }

    /// A Markdown file with the scripts of its blocks in their one form. A block that is wrong is left alone, which is
    /// noted.
    mutating func format(page: SourceText) throws(Failure) -> [UInt8]? {
        var written: [(block: MarkdownBlocks.Block, text: [UInt8])] = []
        do throws(LoadFailure) {
            for block in try MarkdownBlocks.scripts(in: page.bytes, named: page.name) {
                if let text = format(block.source) { written.append((block, text)) }
            }
            let bytes = MarkdownBlocks.replacing(written, in: page.bytes, isPlain: true)
            // Read again, as the formatter does with its own work: each block has to be the script that was written.
            let after = try MarkdownBlocks.scripts(in: bytes, named: page.name)
            for (block, text) in written {
                let new = after.first { $0.ordinal == block.ordinal }
                guard let new, case .formatted(let again) = Formatter.format(new.source, limits: limits), again == text
                else { throw Self.refusal(page.name, block.line) }
            }
            return bytes
        } catch {
            throw Failure(.script, error.code, error.message)
        }
    }

    private static func refusal(_ name: String, _ line: Int) -> LoadFailure {
        LoadFailure(
            code: "format-refused",
            message: "`\(printable(name))` was left as it is: its block of line \(line) would be read as another script"
        )
    }

    mutating func add(_ failure: Failure) {
        problems += failure.problems
        status = max(status, failure.exitStatus)
    }

    mutating func add(_ source: SourceText, _ bytes: [UInt8], isCompared: Bool) {
        changed.append(source.name)
        if isCompared { differences += LineDifference(source.bytes, bytes).unified(name: printable(source.name)) }
    }

    /// - Returns: the exit status.
    func show(_ call: Call) -> Int32 {
        let console = call.console
        if console.isJSON {
            console.document(
                .object([
                    ("format", "reeve.fmt/1"),
                    ("changed", JSON(changed)),
                    ("diff", call.invocation.has(.diff) ? .text(differences) : .null),
                    ("problems", .list(problems.map { JSON($0) })),
                ]))
        } else {
            if call.invocation.has(.diff) {
                console.raw(differences)
            } else if !console.isQuiet {
                for name in changed { console.line(printable(name)) }
            }
            console.show(problems)
        }
        return status == 0 && call.invocation.has(.check) && !changed.isEmpty ? 1 : status
    }
}
