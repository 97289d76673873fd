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
    /// How it is made to fit where it is too wide.
    package var fit: Fit

    package init(title: String, columns: [String], rows: [[Cell]], fit: Fit = Fit()) {
        self.title = title
        self.columns = columns
        self.rows = rows
        self.fit = fit
    }

    /// What a narrow terminal may do to a table, by the names of columns. Files and programs get all of it.
    package struct Fit: Hashable, Sendable {
        /// May be left out, the first one first.
        package var spare: [String] = []
        /// Go on in a next line rather than being cut.
        package var flowing: [String] = []
        /// Files, of which the end tells most.
        package var paths: [String] = []
        /// Instants, of which the second is enough.
        package var times: [String] = []
        /// Columns that are said behind another one rather than left out, where `spare` has them.
        package var folded: [String: String] = [:]

        package init() {}
    }
}
