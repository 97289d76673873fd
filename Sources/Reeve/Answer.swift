import ReeveDomain
import ReeveSyntax

/// What a question was answered. Its text is for people; its rows and JSON documents are for programs.
public struct Answer: Sendable, CustomStringConvertible {
    /// The data, for the tools.
    package let data: ReeveDomain.Answer

    package init(_ data: ReeveDomain.Answer) { self.data = data }

    /// False for a no to `can` or `why`, true for everything else.
    public var isYes: Bool { data.isYes }

    /// Whether it is the answer to `can` or `why`: a yes or a no.
    public var isVerdict: Bool {
        switch data {
        case .decision, .proof: true
        default: false
        }
    }

    /// The names of the columns, where the answer is a table.
    public var columns: [String] {
        if case .table(let table) = data { table.columns } else { [] }
    }

    /// The rows of a table, a text for each column; what is not set is nil.
    public var rows: [[String?]] {
        guard case .table(let table) = data else { return [] }
        return table.rows.map { $0.map(\.text) }
    }

    /// The answer as the command line prints it on a wide terminal.
    public var description: String { lines(width: nil).joined(separator: "\n") }

    /// The table as CSV (RFC 4180, comma, CRLF), its first row the columns; every other answer as one row. Fields that a
    /// spreadsheet would take for a formula are kept from that by an apostrophe; what cannot be seen is escaped.
    public var csv: String {
        var records: [[String]] = []
        switch data {
        case .table(let table):
            records = [table.columns] + table.rows.map { $0.map { $0.text ?? "" } }
        case .count(let count, _): records = [["count"], [String(count)]]
        case .decision(let isAllowed, let headline, let reason):
            records = [["allowed", "answer", "reason"], [isAllowed ? "yes" : "no", headline, reason]]
        case .proof(let proof):
            records = [
                ["allowed", "answer", "reason"], [proof.isAllowed ? "yes" : "no", proof.headline, proof.reason],
            ]
        case .card(_, let fields): records = [fields.map(\.name), fields.map { $0.cell.text ?? "" }]
        }
        return records.map { $0.map(CSVField.text).joined(separator: ",") + "\r\n" }.joined()
    }
}

extension Cell {
    /// As text without escapes; nil where nothing is set.
    package var text: String? {
        switch self {
        case .none: nil
        case .text(let text): text
        case .number(let number): numberText(number)
        case .flag(let flag): flag ? "yes" : "no"
        case .instant(let instant): instant.text
        case .list(let items): items.joined(separator: ", ")
        }
    }

    package var isNumber: Bool { if case .number = self { true } else { false } }
}
