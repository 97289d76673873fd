import ReeveSyntax

/// Carries out what findings offer, and reads its own work again.
package struct LintFixes {
    /// The scripts as they become, by name: those that are changed.
    package var changed: [String: [UInt8]] = [:]
    /// How many findings were mended.
    package var count = 0

    private static let mostRounds = 20

    /// Mends what can be mended until nothing more is offered: one may lay another open.
    ///
    /// A script that would no longer be one, or make something else, is left as it is.
    /// - Parameters:
    ///   - lint: looks the scripts through, as they are by then.
    ///   - effects: what they come to: where that would be another, the script is left as it is.
    package init(
        _ sources: [SourceText], lint: ([SourceText]) -> [Diagnostic], effects: ([SourceText]) -> [String]
    ) {
        var present = sources
        let before = effects(sources)
        var settled: Set<String> = []
        for _ in 0..<Self.mostRounds {
            let findings = lint(present)
            var isDone = true
            for (index, source) in present.enumerated() where !settled.contains(source.name) {
                let mine = findings.filter { $0.source?.name == source.name && $0.severity == .warning }
                let (bytes, mended) = Self.apply(mine.compactMap(\.fix), to: source.bytes)
                guard mended > 0 else { continue }
                let new = SourceText(name: source.name, bytes: bytes, firstLine: source.firstLine)
                guard Parser.parse(new, symbols: SymbolTable()).diagnostics.isEmpty else {
                    settled.insert(source.name)
                    continue
                }
                var changed = present
                changed[index] = new
                guard effects(changed) == before else {
                    settled.insert(source.name)
                    continue
                }
                present[index] = new
                self.changed[source.name] = bytes
                count += mended
                isDone = false
            }
            if isDone { break }
        }
    }

    /// Those that do not touch each other, from the end on; what is left waits for the next look.
    static func apply(_ fixes: [Diagnostic.Fix], to bytes: [UInt8]) -> (bytes: [UInt8], count: Int) {
        var bytes = bytes
        var start = Int32.max
        var count = 0
        for fix in fixes.sorted(by: { ($0.range.start, $0.range.end) > ($1.range.start, $1.range.end) })
        where fix.range.end < start && fix.range.start <= fix.range.end && Int(fix.range.end) <= bytes.count {
            bytes.replaceSubrange(Int(fix.range.start)..<Int(fix.range.end), with: Array(fix.replacement.utf8))
            start = fix.range.start
            count += 1
        }
        return (bytes, count)
    }
}
