import ReeveDomain

/// What has to be done to one export to make another of it, in one of its sections.
package struct ExportChange: Sendable {
    package let section: ExportSection
    /// Rows to put in the place of those of their keys, or in addition, in order.
    package var written: [ExportRow] = []
    /// Rows as they were: gone, or replaced by the row of their key in `written`.
    package var deleted: [ExportRow] = []
}

/// The difference between two exports for one target; sections that are the same are left out. Linear in both, and holds
/// the older one's rows.
package func changes(from old: any ExportedModel, to new: any ExportedModel) -> [ExportChange] {
    new.sections.compactMap { section in
        var change = ExportChange(section: section)
        var before: [String: String] = [:]
        old.rows(of: section.name) { before[$0.key] = $0.text }
        new.rows(of: section.name) { row in
            if before.removeValue(forKey: row.key) != row.text { change.written.append(row) }
        }
        // What is left of the old, and the old text of what was replaced.
        let replaced = Set(change.written.map(\.key))
        old.rows(of: section.name) { row in
            if before[row.key] != nil || replaced.contains(row.key) { change.deleted.append(row) }
        }
        return change.written.isEmpty && change.deleted.isEmpty ? nil : change
    }
}

/// The changes as one JSON document, `reeve.export-changes/1`.
package func changesDocument(
    _ changes: [ExportChange], target: String, from old: AccessModel, to new: AccessModel
) -> String {
    let sections = changes.map { change in
        func rows(_ rows: [ExportRow]) -> String {
            guard !rows.isEmpty else { return "[]" }
            return "[\n"
                + rows.map { row in
                    switch change.section.form {
                    case .lines: jsonText(row.text)
                    case .members, .elements: jsonObject([("key", jsonText(row.key)), ("value", row.text)])
                    }
                }.joined(separator: ",\n") + "\n]"
        }
        return jsonObject([
            ("section", jsonText(change.section.name)), ("file", jsonText(change.section.file)),
            ("delete", rows(change.deleted)), ("write", rows(change.written)),
        ])
    }
    func moment(_ access: AccessModel) -> String {
        jsonObject([("seq", String(access.state.seq)), ("asOf", jsonText(access.now.text))])
    }
    return jsonObject([
        ("format", "\"reeve.export-changes/1\""), ("target", jsonText(target)), ("flat", new.isFlat ? "true" : "false"),
        ("from", moment(old)), ("to", moment(new)), ("sections", "[\n" + sections.joined(separator: ",\n") + "\n]"),
    ]) + "\n"
}
