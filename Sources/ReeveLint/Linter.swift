import ReeveDomain
import ReeveLanguage
import ReeveSyntax
import ReeveTesting

/// Looks scripts through for what is right by the language and wrong by any reader.
package struct Linter {
    package let options: LintOptions
    /// Gives a script, below a root, what it uses.
    private let loader: (_ script: String, _ root: String) -> any SourceLoader

    package init(_ files: any TestFiles, _ options: LintOptions = LintOptions()) {
        self.init(options) { files.loader(for: $0, root: $1) }
    }

    /// - Parameter loader: gives a script, below the root that nothing is read from outside of, the files it uses.
    package init(_ options: LintOptions, loader: @escaping (String, String) -> any SourceLoader) {
        self.options = options
        self.loader = loader
    }

    /// What was found in some scripts.
    package struct Result: Sendable {
        /// Warnings with the codes of `LintCode`, and the errors of scripts that cannot be read; by script and place.
        package var findings: [Diagnostic] = []
        /// Scripts that could not be run on their own, and why: only their text was looked at.
        package var notRun: [(file: String, reason: Diagnostic)] = []

        package var hasErrors: Bool { findings.contains { $0.severity == .error } }
    }

    /// What is found in one script.
    ///
    /// - Parameters:
    ///   - programs: of each run in which the script had a part, all that was found there. Without any, only the text
    ///     is looked at.
    ///   - isInterrupted: asked now and then.
    /// - Returns: by place, without what the script's comments allow; nothing where it cannot be read; nil where it was
    ///   interrupted.
    package func findings(
        in source: SourceText, programs: [[Diagnostic]], isInterrupted: () -> Bool = { false }
    ) -> [Diagnostic]? {
        let script = LintedScript(source, limits: options.limits.syntax)
        if isInterrupted() { return nil }
        guard script.errors.isEmpty else { return [] }
        return findings(in: script, programs, isInterrupted)
    }

    /// What one script and all that it uses are found to do by running it in memory, in all of these files.
    ///
    /// - Parameters:
    ///   - root: the directory that nothing is read from outside of.
    ///   - isInterrupted: asked now and then; the run itself asks the limits.
    /// - Returns: nil where it was interrupted, and nothing where the script cannot be read.
    /// - Throws: why it did not run.
    package func programFindings(
        of source: SourceText, root: String, isInterrupted: () -> Bool
    ) throws(ScriptFailure) -> [Diagnostic]? {
        let script = LintedScript(source, limits: options.limits.syntax)
        if isInterrupted() { return nil }
        guard script.errors.isEmpty else { return [] }
        let program = try run(script, root)
        return ProgramFindings.all(of: program, isInterrupted)
    }

    private func findings(
        in script: LintedScript, _ programs: [[Diagnostic]], _ isInterrupted: () -> Bool
    ) -> [Diagnostic]? {
        var found = TextFindings.all(in: script, now: options.now)
        if isInterrupted() { return nil }
        // Each finding that every program with this file in it has.
        if let first = programs.first {
            let keys = programs.map { Set($0.map(Key.init)) }
            found += first.filter { finding in
                finding.source?.name == script.source.name && keys.allSatisfy { $0.contains(Key(finding)) }
            }
        }
        var suppressions = Suppressions(script)
        return suppressions.apply(to: Self.once(found), isWhole: !programs.isEmpty)
            .sorted { ($0.range.start, $0.code) < ($1.range.start, $1.code) }
    }

    /// Looks through scripts together: what one defines another may use.
    ///
    /// A script that no other of them uses is run in memory. A finding in a file that several use is told where all of
    /// them have it.
    /// - Parameter root: of each script, the directory that nothing is read from outside of.
    package func lint(_ sources: [(source: SourceText, root: String)]) -> Result {
        var result = Result()
        var scripts: [(script: LintedScript, root: String)] = []
        for (source, root) in sources {
            let script = LintedScript(source, limits: options.limits.syntax)
            result.findings += script.errors
            if script.errors.isEmpty { scripts.append((script, root)) }
        }
        let runs = programs(scripts, &result)
        for (script, _) in scripts {
            let mine = runs.filter { $0.program.scripts[script.source.name] != nil }
            result.findings += findings(in: script, mine.map(\.findings)) { false } ?? []
        }
        return result
    }

    private struct Key: Hashable {
        var file: String
        var code: String
        var range: SourceRange

        init(_ finding: Diagnostic) {
            file = finding.source?.name ?? ""
            code = finding.code
            range = finding.range
        }
    }

    private static func once(_ findings: [Diagnostic]) -> [Diagnostic] {
        var seen: Set<Key> = []
        return findings.filter { seen.insert(Key($0)).inserted }
    }

    /// Tests have a clock of their own; everything else runs now.
    func run(_ script: LintedScript, _ root: String, describing: Bool = false) throws(ScriptFailure) -> Program {
        let now = script.holdsTests ? TestOptions.usualNow : options.now ?? TestOptions.usualNow
        return try Program(
            script, on: options.base, at: now, options, loader(script.source.name, root),
            describing: describing)
    }

    private func programs(
        _ scripts: [(script: LintedScript, root: String)], _ result: inout Result
    ) -> [(program: Program, findings: [Diagnostic])] {
        var runs: [Program] = []
        var failures: [(file: String, reason: Diagnostic)] = []
        for (script, root) in scripts {
            do throws(ScriptFailure) {
                runs.append(try run(script, root))
            } catch {
                if let reason = error.diagnostics.first { failures.append((script.source.name, reason)) }
            }
        }
        // What another one uses is looked at there.
        let used = Set(runs.flatMap { run in run.scripts.keys.filter { $0 != run.main.source.name } })
        result.notRun = failures.filter { !used.contains($0.file) }
        return runs.filter { !used.contains($0.main.source.name) }.map { ($0, ProgramFindings.all(of: $0) ?? []) }
    }
}
