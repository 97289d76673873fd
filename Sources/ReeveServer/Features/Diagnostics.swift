import ReeveJSON
import ReeveSyntax

extension Server {
    /// Of one script: more would be read by nobody.
    private static let mostDiagnostics = 1_000

    /// By script, what the client is to show: of each that is open, and of each other one in which something is wrong.
    func foundDiagnostics() -> [String: JSON] {
        var found: [String: [Diagnostic]] = [:]
        var unfinished: Set<String> = []
        for root in workspace.roots.values {
            guard root.isDone else {
                unfinished.insert(root.root)
                continue
            }
            for diagnostic in root.checker.diagnostics {
                found[diagnostic.source?.name ?? root.root, default: []].append(diagnostic)
            }
        }
        for document in workspace.documents.values {
            if !unfinished.isDisjoint(with: workspace.roots(of: document.name)) {
                found[document.name] = nil
            } else if found[document.name] == nil {
                found[document.name] = []
            }
            if let lint = workspace.lints[document.name] { found[document.name]?.append(contentsOf: lint.findings) }
        }
        var result: [String: JSON] = [:]
        for (name, diagnostics) in found { result[name] = published(diagnostics, of: name) }
        return result
    }

    private func published(_ diagnostics: [Diagnostic], of name: String) -> JSON {
        let document = workspace.document(named: name)
        let lines = document?.lines ?? LineTable(workspace.source(name)?.bytes ?? [])
        var seen: Set<[String]> = []
        let sorted = diagnostics.enumerated().sorted {
            ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset)
        }
        var items: [JSON] = []
        for (_, diagnostic) in sorted where items.count < Self.mostDiagnostics {
            // Two scripts that use this one find the same in it.
            let key = [
                String(diagnostic.range.start), String(diagnostic.range.end), diagnostic.code, diagnostic.message,
            ]
            guard seen.insert(key).inserted else { continue }
            items.append(json(diagnostic, lines))
        }
        return .members([
            ("uri", .text(workspace.uri(name))), ("version", document.map { .number($0.version) }),
            ("diagnostics", .list(items)),
        ])
    }

    private func json(_ diagnostic: Diagnostic, _ lines: LineTable) -> JSON {
        let severity: Int64 =
            switch diagnostic.severity {
            case .error: 1
            case .warning: 2
            case .note: 3
            }
        var message = diagnostic.message
        if !diagnostic.label.isEmpty { message += ": " + diagnostic.label }
        // What a terminal shows behind `=`; the way that led here is shown by its places.
        let ways = Set(diagnostic.related.map(\.message))
        for note in diagnostic.notes where !ways.contains(where: { note.hasPrefix($0.dropLast(" here".count)) }) {
            message += "\n" + note
        }
        let related = diagnostic.related.map { place -> JSON in
            let name = place.source.name
            let lines = workspace.document(named: name)?.lines ?? LineTable(place.source.bytes)
            return [
                "location": ["uri": .text(workspace.uri(name)), "range": lines.range(place.range, encoding).json],
                "message": .text(place.message),
            ]
        }
        return .members([
            ("range", lines.range(shown(diagnostic.range, lines), encoding).json), ("severity", .number(severity)),
            ("code", .text(diagnostic.code)), ("source", "reeve"), ("message", .text(message)),
            ("tags", diagnostic.code.hasPrefix("unused-") ? [1] : nil),
            ("relatedInformation", related.isEmpty ? nil : .list(related)),
        ])
    }

    /// A place without width is shown on what stands before it, where there is something on the line.
    private func shown(_ range: SourceRange, _ lines: LineTable) -> SourceRange {
        guard range.start >= range.end else { return range }
        let line = lines.line(of: Int(range.start))
        return range.start > lines.start(line: line) ? SourceRange(range.start - 1, range.start) : range
    }
}
