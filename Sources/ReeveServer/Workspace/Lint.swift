import ReeveDomain
import ReeveLanguage
import ReeveLint
import ReeveSyntax

/// What the linter found in a script that is open.
struct Lint {
    var findings: [Diagnostic]
    /// Whether they are those of the present text. Others are shown until the linter has looked again.
    var isCurrent: Bool

    /// Moves what was found along with the text around it; what stands in the part that changed is let go.
    mutating func move(from old: SourceText, to new: SourceText, changedAt start: Int32) {
        isCurrent = false
        guard !findings.isEmpty else { return }
        let same = Self.commonEnd(old.bytes, new.bytes, behind: Int(start))
        let end = Int32(truncatingIfNeeded: old.bytes.count - same)
        let by = Int32(truncatingIfNeeded: new.bytes.count - old.bytes.count)
        findings = findings.compactMap { finding in
            if finding.range.end < start { return finding }
            guard finding.range.start >= end else { return nil }
            var moved = finding
            moved.range = SourceRange(finding.range.start + by, finding.range.end + by)
            return moved
        }
    }

    private static func commonEnd(_ old: [UInt8], _ new: [UInt8], behind start: Int) -> Int {
        let most = max(0, min(old.count, new.count) - start)
        return old.withUnsafeBufferPointer { old in
            new.withUnsafeBufferPointer { new in
                var count = 0
                while count < most, old[old.count - 1 - count] == new[new.count - 1 - count] { count += 1 }
                return count
            }
        }
    }
}

extension Workspace {
    /// An open script that is checked, and that the linter has not looked at since it changed.
    var unlinted: String? {
        documents.values.first { document in
            lints[document.name]?.isCurrent != true
                && roots(of: document.name).allSatisfy { roots[$0]?.isDone ?? true }
        }?.name
    }

    /// Has the linter look at an open script, and at the runs in which it has a part. Costs about what `reeve lint` does,
    /// after each change anew: so only what is checked is looked at, and only while nobody asks.
    ///
    /// - Returns: false where it was interrupted.
    mutating func lint(_ name: String, _ isInterrupted: () -> Bool) -> Bool {
        guard let document = document(named: name) else { return true }
        let linter = linter
        var programs: [[Diagnostic]] = []
        for root in roots(of: name) {
            guard let analysis = roots[root], analysis.isDone, analysis.reads(name) else { continue }
            let findings: RootAnalysis.RunFindings
            if let known = analysis.findings {
                findings = known
            } else {
                guard let new = look(root, analysis, linter, isInterrupted) else { return false }
                findings = new
                roots[root]?.findings = new
            }
            if case .found(let found) = findings { programs.append(found) }
        }
        guard let found = linter.findings(in: document.source, programs: programs, isInterrupted: isInterrupted) else {
            return false
        }
        lints[name] = Lint(findings: found, isCurrent: true)
        return true
    }

    private func look(
        _ root: String, _ analysis: RootAnalysis, _ linter: Linter, _ isInterrupted: () -> Bool
    ) -> RootAnalysis.RunFindings? {
        guard !analysis.hasErrors, let source = source(root) else { return .notRun }
        do throws(ScriptFailure) {
            let directory = FileURI.directory(of: root)
            return try linter.programFindings(of: source, root: directory, isInterrupted: isInterrupted)
                .map { .found($0) }
        } catch {
            let isStopped = error.diagnostics.contains { $0.code == Interpreter.interruptedCode }
            return isStopped ? nil : .notRun
        }
    }

    private var linter: Linter {
        var options = LintOptions()
        options.limits = self.options.limits
        options.parameters = self.options.parameters
        options.now = now
        options.base = self.options.state() ?? State()
        let (open, files) = (open, files)
        return Linter(options) { name, _ in Self.loader(for: name, open, files) }
    }
}
