import ReeveDomain
import ReeveSyntax

extension Answer {
    /// The answer in lines, everything escaped.
    ///
    /// - Parameter width: of the terminal, in cells; a wider table's longest columns are cut. Nil: nothing is cut.
    package func lines(width: Int?) -> [String] {
        switch data {
        case .decision(let isAllowed, let headline, let reason):
            ["\(isAllowed ? "yes" : "no"): \(escaped(headline)): \(escaped(reason))"]
        case .proof(let proof): proof.lines
        case .count(let count, _): [String(count)]
        case .card(let title, let fields): Self.card(title, fields)
        case .table(let table): Self.table(table, width)
        }
    }

    private static func card(_ title: String, _ fields: [ReeveDomain.Answer.Field]) -> [String] {
        let widest = fields.map { textWidth(escaped($0.name)) }.max() ?? 0
        return [escaped(title)]
            + fields.map { field in
                let name = escaped(field.name)
                let padding = String(repeating: " ", count: widest - textWidth(name))
                return "  \(name)\(padding)  \(field.cell.text.map { escaped($0) } ?? "-")"
            }
    }

    private static func table(_ table: Table, _ width: Int?) -> [String] {
        guard !table.rows.isEmpty else { return ["(none)"] }
        let cells = table.rows.map { $0.map { escaped($0.text ?? "") } }
        let heads = table.columns.map { escaped($0) }
        // A column in which nothing is set tells nothing.
        let shown = heads.indices.filter { column in column == 0 || cells.contains { !$0[column].isEmpty } }
        var widths = heads.indices.map { column in
            max(textWidth(heads[column]), cells.map { textWidth($0[column]) }.max() ?? 0)
        }
        if let width { fit(&widths, shown, into: width) }
        let numeric = heads.indices.map { column in table.rows.allSatisfy { $0[column].isNumber || $0[column] == .none }
        }
        func line(_ texts: [String]) -> String {
            var out = ""
            for (place, column) in shown.enumerated() {
                if place > 0 { out += "  " }
                let text = cut(texts[column], to: widths[column])
                let padding = String(repeating: " ", count: max(0, widths[column] - textWidth(text)))
                if numeric[column] {
                    out += padding + text
                } else {
                    out += place == shown.count - 1 ? text : text + padding
                }
            }
            return out
        }
        let rule = shown.map { String(repeating: "-", count: widths[$0]) }.joined(separator: "  ")
        return [line(heads), rule] + cells.map(line)
    }

    /// Takes from the widest column until the table fits, or nothing is left to take.
    private static func fit(_ widths: inout [Int], _ shown: [Int], into width: Int) {
        while shown.reduce(0, { $0 + widths[$1] }) + 2 * (shown.count - 1) > width {
            guard let widest = shown.max(by: { widths[$0] < widths[$1] }), widths[widest] > 8 else { return }
            widths[widest] -= 1
        }
    }

    private static func cut(_ text: String, to width: Int) -> String {
        guard textWidth(text) > width else { return text }
        var out = ""
        var used = 0
        for character in text {
            let next = textWidth(String(character))
            if used + next > width - 1 { break }
            out.append(character)
            used += next
        }
        return out + "…"
    }
}

extension Proof {
    /// The whole proof, as `why` prints it.
    fileprivate var lines: [String] {
        var out = ["\(isAllowed ? "yes" : "no"): \(escaped(headline))", "  because \(escaped(reason))"]
        func provenance(_ provenance: Provenance?, _ indent: String) {
            if let provenance { out.append("\(indent)\(escaped(provenance.text))") }
        }
        for route in routes {
            let word = route.decides ? "decides" : routes.contains(where: \.decides) ? "shadowed" : "route"
            let end = route.until.map { ", until \($0.text)" } ?? ""
            out.append("  \(word): \(spelled(route.role)) (\(route.route.label)): \(escaped(route.through))\(end)")
            provenance(route.provenance, "    ")
        }
        if let permission {
            out.append("  permits: \(escaped(permission.text)) (role \(spelled(permission.role)))")
            if var source = permission.provenance {
                if permission.line > 0 { source.line = permission.line }
                provenance(source, "    ")
            }
        }
        for text in ended { out.append("  no longer counts: \(escaped(text))") }
        if !isAllowed {
            if suggestions.isEmpty {
                out.append("  no single change would make it a yes: no role permits it there")
            } else {
                out.append("  to make it a yes\(suggestions.count > 1 ? ", one of these" : ""):")
                for statements in suggestions {
                    out.append("    " + statements.map { escaped($0) }.joined(separator: "; "))
                }
            }
        }
        return out
    }
}
