import Reeve
import ReeveLanguage
import ReeveSyntax

/// `reeve fmt`: scripts in their one form.
enum FmtCommand {
    static let command = Command(
        name: "fmt", synopsis: ["fmt PATH…", "fmt --check PATH…", "fmt --diff PATH…", "fmt -"],
        summary: "write scripts, or all scripts of directories, in their one form; the names of those that changed",
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
        var status: Int32 = 0
        var problems: [Diagnostic] = []
        var failures: [Failure] = []
        let work = try files(operands, call)
        for file in work {
            // A file that cannot be read or written does not keep the others from it.
            do throws(Failure) {
                let script = try Script(file: file, in: call.surroundings.directory)
                let source = SourceText(name: script.name, bytes: script.bytes)
                switch Formatter.format(source) {
                case .formatted(let bytes):
                    guard bytes != source.bytes else { continue }
                    if try report(source, bytes, call) { status = max(status, 1) }
                case .invalid(let found): problems += found
                case .refused(let fault): problems.append(fault)
                }
            } catch {
                failures.append(error)
            }
        }
        show(problems, call)
        for failure in failures { call.console.show(failure) }
        if !problems.isEmpty { status = Failure.Reason.script.exitStatus }
        return failures.map(\.exitStatus).reduce(status, max)
    }

    /// Says of a script that is not in its form what is to be said, or writes it.
    ///
    /// - Returns: whether it is still to be formatted.
    private static func report(_ source: SourceText, _ bytes: [UInt8], _ call: Call) throws(Failure) -> Bool {
        let check = call.invocation.has(.check)
        if call.invocation.has(.diff) {
            let difference = LineDifference(source.bytes, bytes)
            call.console.raw(difference.unified(name: printable(source.name)))
        }
        if check || call.invocation.has(.diff) {
            if check, !call.invocation.has(.diff) { call.console.line(printable(source.name)) }
            return check
        }
        try ReplacedFile.write(bytes, to: call.surroundings.path(source.name), shown: source.name)
        if !call.console.isQuiet { call.console.line(printable(source.name)) }
        return false
    }

    private static func formatInput(_ call: Call) throws(Failure) -> Int32 {
        guard let read = call.surroundings.streams.input.readAll(limit: SyntaxLimits().scriptBytes) else {
            throw Failure(.script, "unreadable-file", "the standard input cannot be read, or has more than 64 MiB")
        }
        let source = SourceText(name: Script.inputName, bytes: read)
        switch Formatter.format(source) {
        case .formatted(let bytes):
            guard call.invocation.has(.check) || call.invocation.has(.diff) else {
                call.surroundings.streams.output.write(bytes)
                return 0
            }
            guard bytes != source.bytes else { return 0 }
            return try report(source, bytes, call) ? 1 : 0
        case .invalid(let found): show(found, call)
        case .refused(let fault): show([fault], call)
        }
        return Failure.Reason.script.exitStatus
    }

    private static func show(_ diagnostics: [Diagnostic], _ call: Call) {
        guard !diagnostics.isEmpty else { return }
        call.console.show(Failure(.script, Failure.Problem.all(diagnostics)))
    }

    /// Every file that was named, and every script below the directories.
    private static func files(_ operands: [String], _ call: Call) throws(Failure) -> [String] {
        let disk = TestDisk(directory: call.surroundings.directory, limit: SyntaxLimits().scriptBytes)
        var files: [String] = []
        var seen: Set<String> = []
        for operand in operands {
            do throws(LoadFailure) {
                let found = try disk.files(below: operand)?.filter { $0.hasSuffix(".reeve") } ?? [operand]
                for file in found where seen.insert(file).inserted { files.append(file) }
            } catch {
                throw Failure(.script, error.code, error.message)
            }
        }
        return files
    }
}
