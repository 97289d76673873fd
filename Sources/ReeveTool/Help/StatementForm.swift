/// What `reeve help STATEMENT` tells of one statement.
struct StatementForm: Sendable {
    /// What one asks for: `invite`, `hand over`, `define role`.
    let name: String
    /// The fixed sentences; `[ ]` optional, `|` or.
    let forms: [String]
    /// What it does, in a line or two.
    let meaning: [String]
    /// Lines that can be run as they are, where the names exist.
    let example: [String]
    /// What whoever says it must be permitted; empty where it needs no more than what its parts need.
    let needs: String
    /// Others to look at.
    let neighbours: [String]

    init(
        _ name: String, _ forms: String..., meaning: [String], example: [String], needs: String = "",
        neighbours: [String]
    ) {
        self.name = name
        self.forms = forms
        self.meaning = meaning
        self.example = example
        self.needs = needs
        self.neighbours = neighbours
    }

    static let all: [StatementForm] = definitions + things + access + control + questions

    /// By its whole name, or by its verb where only one statement has it.
    static func named(_ name: String) -> [StatementForm] {
        let exact = all.filter { $0.name == name }
        return exact.isEmpty ? all.filter { $0.name.split(separator: " ").first.map(String.init) == name } : exact
    }

    var text: [String] {
        var lines = forms + [""]
        lines += meaning.map { "  " + $0 }
        lines += ["", "Example"] + example.map { "  " + $0 }
        if !needs.isEmpty { lines += ["", "Needs  " + needs] }
        lines += ["", "See also  " + neighbours.joined(separator: ", ")]
        return lines
    }
}
