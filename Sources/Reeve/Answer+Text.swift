import ReeveDomain
import ReeveSyntax

extension Answer {
    /// The answer in lines, everything escaped.
    ///
    /// - Parameter width: of the terminal, in cells; a wider table leaves out what it can spare, and its longest columns are
    ///   cut or go on in a next line. Nil: nothing is cut.
    package func lines(width: Int?) -> [String] {
        switch data {
        case .decision(let isAllowed, let headline, let reason):
            ["\(isAllowed ? "yes" : "no"): \(escaped(headline)): \(escaped(reason))"]
        case .proof(let proof): proof.lines
        case .count(let count, _): [String(count)]
        case .card(let title, let fields): Self.card(title, fields)
        case .table(let table): TableText(table, width: width).lines
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
