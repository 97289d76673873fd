@testable import ReeveSyntax

/// A tree in one line: cases and fields with what was typed, without places and what is absent.
struct TreeDescription {
    let source: SourceText

    func text(_ value: Any) -> String {
        if let name = value as? NameSyntax { return source.text(name.range) }
        if let names = value as? NamesSyntax { return "[" + names.all.map(text).joined(separator: " ") + "]" }
        if let value = value as? ValueSyntax {
            return source.text(value.name.range) + (value.unit.map { " \($0)" } ?? "")
        }
        if let term = value as? TermSyntax {
            let clauses = [("from", term.from), ("until", term.until), ("duration", term.duration)]
            let shown = clauses.compactMap { label, value in value.map { "\(label): \(text($0))" } }
            return shown.isEmpty ? "" : "(\(shown.joined(separator: ", ")))"
        }
        if let list = value as? [Any] { return "[" + list.map(text).joined(separator: " ") + "]" }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { text($0.value) } ?? ""
        case .enum:
            guard let payload = mirror.children.first else { return "\(value)" }
            return "\(payload.label ?? "")(\(fields(payload.value)))"
        case .struct: return "(\(fields(value)))"
        default: return "\(value)"
        }
    }

    /// The fields of a struct or tuple; a payload that is neither stands alone.
    private func fields(_ value: Any) -> String {
        let mirror = Mirror(reflecting: value)
        let isLeaf = value is NameSyntax || value is NamesSyntax || value is ValueSyntax || value is SourceRange
        guard mirror.displayStyle == .tuple || mirror.displayStyle == .struct, !isLeaf else {
            return value is SourceRange ? "" : text(value)
        }
        return mirror.children.compactMap { field -> String? in
            if field.value is SourceRange { return nil }
            let shown = text(field.value)
            if shown.isEmpty || shown == "[]" || shown == "()" || shown == "false" { return nil }
            guard let label = field.label, !label.hasPrefix(".") else { return shown }
            return "\(label): \(shown)"
        }.joined(separator: ", ")
    }
}
