/// What a question is answered with: data, not text. The tools show it as a table, JSON or CSV.
package enum Answer: Hashable, Sendable {
    /// `can …`: yes or no, and the deciding line.
    case decision(isAllowed: Bool, headline: String, reason: String)
    case proof(Proof)
    case table(Table)
    case count(Int, of: String)
    /// One thing, whole.
    case card(title: String, fields: [Field])

    package struct Field: Hashable, Sendable {
        package var name: String
        package var cell: Cell
    }

    /// What a caller's exit status says: no is false; everything else is true.
    package var isYes: Bool {
        switch self {
        case .decision(let isAllowed, _, _): isAllowed
        case .proof(let proof): proof.isAllowed
        default: true
        }
    }
}

package enum Cell: Hashable, Sendable {
    case none
    case text(String)
    case number(Double)
    case flag(Bool)
    case instant(Instant)
    /// Several names.
    case list([String])
}

package struct Table: Hashable, Sendable {
    /// What its rows are: `users`, `team of acme`.
    package var title: String
    package var columns: [String]
    package var rows: [[Cell]]

    package init(title: String, columns: [String], rows: [[Cell]]) {
        self.title = title
        self.columns = columns
        self.rows = rows
    }
}
