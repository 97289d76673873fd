import ReeveDomain
import ReeveLanguage
import ReeveSyntax
import ReeveTesting

/// Looks scripts through for what is right by the language and wrong by any reader.
package struct Linter {
    package let options: LintOptions
    private let files: any TestFiles

    package init(_ files: any TestFiles, _ options: LintOptions = LintOptions()) {
        self.files = files
        self.options = options
    }

    /// What was found in some scripts.
    package struct Result: Sendable {
        /// Warnings with the codes of `LintCode`, and the errors of scripts that cannot be read; by script and place.
        package var findings: [Diagnostic] = []
        /// Scripts that could not be run on their own, and why: only their text was looked at.
        package var notRun: [(file: String, reason: Diagnostic)] = []

        package var hasErrors: Bool { findings.contains { $0.severity == .error } }
    }

    /// What can be found in the text of one script, without running it. Costs its length, and may be asked at each key.
    package static func findings(in source: SourceText, now: Instant? = nil) -> [Diagnostic] {
        let script = LintedScript(source)
        guard script.errors.isEmpty else { return [] }
        var suppressions = Suppressions(script)
        return suppressions.apply(to: TextFindings.all(in: script, now: now), isWhole: false)
            .sorted { $0.range.start < $1.range.start }
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
            var found = TextFindings.all(in: script, now: options.now)
            // Each finding that every program with this file in it has.
            if let first = mine.first {
                let keys = mine.map { run in Set(run.findings.map(Key.init)) }
                found += first.findings.filter { finding in
                    finding.source?.name == script.source.name && keys.allSatisfy { $0.contains(Key(finding)) }
                }
            }
            var suppressions = Suppressions(script)
            result.findings += suppressions.apply(to: Self.once(found), isWhole: !mine.isEmpty)
                .sorted { ($0.range.start, $0.code) < ($1.range.start, $1.code) }
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
    func run(_ script: LintedScript, _ root: String) throws(ScriptFailure) -> Program {
        let now = script.holdsTests ? TestOptions.usualNow : options.now ?? TestOptions.usualNow
        return try Program(
            script, on: options.base, at: now, options, files.loader(for: script.source.name, root: root))
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
        return runs.filter { !used.contains($0.main.source.name) }.map { ($0, ProgramFindings.all(of: $0)) }
    }
}
