import ReeveDomain

/// One row of an export: a policy, an entity, a tuple, a line. Its key names it within its section; the difference
/// between two exports is told in rows.
package struct ExportRow: Hashable, Sendable {
    package let key: String
    /// As it stands in the file: JSON, or a line.
    package let text: String

    package init(_ key: String, _ text: String) {
        self.key = key
        self.text = text
    }
}

/// A part of a file: rows of one sort.
package struct ExportSection: Hashable, Sendable {
    package enum Form: Hashable, Sendable {
        /// `"key": text` of a JSON object, `text` of a JSON array, or the text as it is.
        case members, elements, lines
    }
    package let name: String
    package let file: String
    package let form: Form
    /// What stands before and behind its rows.
    package let opening: String
    package let closing: String

    package init(_ name: String, in file: String, _ form: Form, opening: String = "", closing: String = "") {
        self.name = name
        self.file = file
        self.form = form
        self.opening = opening
        self.closing = closing
    }
}

/// An access model in the form that one engine reads.
package protocol ExportedModel {
    /// Every section, in the order of files and of what stands in them.
    var sections: [ExportSection] { get }
    /// Gives the rows of a section, one after the other, in the order of their keys or of names. Linear in what there is.
    func rows(of section: String, _ give: (ExportRow) -> Void)
}

/// The engines that an access model can be taken to.
package enum ExportTarget: String, CaseIterable, Sendable {
    case opa, cedar, casbin, openfga, spicedb

    private var carries: Carries {
        switch self {
        case .opa: Carries(terms: true, records: true)
        case .cedar, .openfga, .spicedb: Carries(terms: true, records: true)
        case .casbin: Carries()
        }
    }

    /// What the target has no words for; an export of it would decide otherwise than Reeve. Empty: it can be made.
    package func uncarried(of access: AccessModel) -> [Uncarried] {
        // OPA looks at what each user manages at the time of the request.
        self == .opa ? [] : access.uncarried(by: carries)
    }

    /// What whoever relies on the export should know of its proof; nil where the engine itself was asked.
    package var limits: String? {
        self == .spicedb
            ? "compared with an evaluator written from SpiceDB's documents, never with SpiceDB itself: try it there first"
            : nil
    }

    /// What the target makes of a model, of which nothing is uncarried.
    package func model(of access: AccessModel) -> any ExportedModel {
        switch self {
        case .opa: OPAModel(access)
        case .cedar: CedarModel(access)
        case .casbin: CasbinModel(access.flattened)
        case .openfga: OpenFGAModel(access)
        case .spicedb: SpiceDBModel(access)
        }
    }
}

/// Puts rows together to files, piece by piece: what is written does not have to fit into memory.
package func write(_ model: any ExportedModel, _ sink: (_ file: String, _ piece: String) -> Void) {
    var piece = ""
    for section in model.sections {
        piece += section.opening
        var isFirst = true
        model.rows(of: section.name) { row in
            if !isFirst, section.form != .lines { piece += ",\n" }
            isFirst = false
            if section.form == .members { piece += jsonText(row.key) + ": " }
            piece += row.text
            if section.form == .lines { piece += "\n" }
            if piece.utf8.count > 1 << 16 {
                sink(section.file, piece)
                piece = ""
            }
        }
        if !isFirst, section.form != .lines { piece += "\n" }
        piece += section.closing
        sink(section.file, piece)
        piece = ""
    }
}

/// A JSON string. What a terminal acts on or a reader cannot see is escaped.
package func jsonText(_ text: String) -> String {
    // Nearly all are plain.
    let isPlain = text.utf8.allSatisfy {
        $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    if isPlain { return "\"" + text + "\"" }
    var out = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": out += "\\\""
        case "\\": out += "\\\\"
        case _ where isUnsafe(scalar) || scalar.value < 0x20:
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            }
        default: out.unicodeScalars.append(scalar)
        }
    }
    return out + "\""
}

/// `{"name": value, …}` on one line; values are JSON already.
func jsonObject(_ members: [(String, String)]) -> String {
    "{" + members.map { jsonText($0.0) + ": " + $0.1 }.joined(separator: ", ") + "}"
}

func jsonList(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }
