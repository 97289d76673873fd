import ReeveDomain
import ReeveSyntax

/// A table in lines: columns as wide as they need, and where that is too wide, as the table says that it can be made to
/// fit. Everything is escaped.
struct TableText {
    private let table: Table
    private let heads: [String]
    private var cells: [[String]]
    /// The columns that are shown, in order.
    private var shown: [Int]
    private var widths: [Int]
    /// The terminal's.
    private let widest: Int
    /// What was left out for want of room.
    private var leftOut: [String] = []

    /// - Parameter width: in cells; nil: as wide as it is.
    init(_ table: Table, width: Int?) {
        self.table = table
        widest = width ?? Int.max
        let cells = table.rows.map { $0.map { escaped($0.text ?? "") } }
        self.cells = cells
        heads = table.columns.map { escaped($0) }
        // A column in which nothing is set tells nothing.
        shown = heads.indices.filter { column in column == 0 || cells.contains { !$0[column].isEmpty } }
        widths = []
        widths = heads.indices.map { naturalWidth($0) }
        if let width { fit(into: width) }
    }

    var lines: [String] {
        guard !table.rows.isEmpty else { return ["(none)"] }
        let numeric = heads.indices.map { column in
            table.rows.allSatisfy { $0[column].isNumber || $0[column] == .none }
        }
        var out = row(heads.map { [$0] }, numeric)
        out.append(shown.map { String(repeating: "-", count: widths[$0]) }.joined(separator: "  "))
        for cell in cells {
            let parts = heads.indices.map { column in
                isFlowing(column) ? Self.flow(cell[column], into: widths[column]) : [cell[column]]
            }
            out += row(parts, numeric)
        }
        if !leftOut.isEmpty {
            let list = leftOut.joined(separator: ", ")
            out += Self.flow("(no room for: \(list); --json and --format csv show all)", into: widest)
        }
        return out
    }

    private func naturalWidth(_ column: Int) -> Int {
        max(textWidth(heads[column]), cells.map { textWidth($0[column]) }.max() ?? 0)
    }

    private func isFlowing(_ column: Int) -> Bool { table.fit.flowing.contains(table.columns[column]) }

    // MARK: Fitting

    /// No column is made narrower than this.
    private static let least = 8
    /// One that goes on in a next line stays readable with this.
    private static let leastFlowing = 24

    private mutating func fit(into width: Int) {
        guard total > width else { return }
        shorten(table.fit.paths) { text, _ in Self.lastName(text) }
        shorten(table.fit.times) { text, cell in
            if case .instant(let instant) = cell { escaped(instant.secondText) } else { text }
        }
        for name in table.fit.spare where leastTotal > width {
            guard let column = table.columns.firstIndex(of: name), let place = shown.firstIndex(of: column) else {
                continue
            }
            shown.remove(at: place)
            if let other = table.fit.folded[name], let target = table.columns.firstIndex(of: other) {
                fold(column, into: target)
            } else {
                leftOut.append(heads[column])
            }
        }
        leftOut = heads.filter(leftOut.contains)
        // What flows gives way first, the widest first.
        while total > width {
            let flowing = shown.filter { isFlowing($0) && widths[$0] > Self.leastFlowing }
            let others = shown.filter { widths[$0] > Self.least }
            guard let widest = (flowing.isEmpty ? others : flowing).max(by: { widths[$0] < widths[$1] }) else { return }
            widths[widest] -= 1
        }
    }

    private mutating func shorten(_ names: [String], _ short: (String, Cell) -> String) {
        for column in shown where names.contains(table.columns[column]) {
            for row in cells.indices { cells[row][column] = short(cells[row][column], table.rows[row][column]) }
            widths[column] = naturalWidth(column)
        }
    }

    /// `alice is Admin in partner, because: INC-42`
    private mutating func fold(_ column: Int, into target: Int) {
        for row in cells.indices where !cells[row][column].isEmpty {
            cells[row][target] += ", \(heads[column]): " + cells[row][column]
        }
        widths[target] = naturalWidth(target)
    }

    private var total: Int { shown.reduce(0) { $0 + widths[$1] } + 2 * (shown.count - 1) }

    private var leastTotal: Int {
        shown.reduce(0) { sum, column in
            sum + (isFlowing(column) ? min(widths[column], Self.leastFlowing) : widths[column])
        } + 2 * (shown.count - 1)
    }

    /// `roles.reeve:12` of `/home/alice/access/roles.reeve:12`
    private static func lastName(_ path: String) -> String {
        String(path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[path.utf8.index(after: $0)...] } ?? path[...])
    }

    // MARK: Lines

    /// One row: as many lines as its longest cell has.
    private func row(_ parts: [[String]], _ numeric: [Bool]) -> [String] {
        let height = shown.map { parts[$0].count }.max() ?? 1
        return (0..<height).map { number in
            var out = ""
            for (place, column) in shown.enumerated() {
                if place > 0 { out += "  " }
                let part = number < parts[column].count ? parts[column][number] : ""
                let text = Self.cut(part, to: widths[column])
                let padding = String(repeating: " ", count: max(0, widths[column] - textWidth(text)))
                if numeric[column] {
                    out += padding + text
                } else {
                    out += place == shown.count - 1 ? text : text + padding
                }
            }
            while number > 0, out.utf8.last == UInt8(ascii: " ") { out.removeLast() }
            return out
        }
    }

    private static func cut(_ text: String, to width: Int) -> String {
        guard textWidth(text) > width else { return text }
        return prefix(of: text, width - 1) + "…"
    }

    private static func prefix(of text: String, _ width: Int) -> String {
        var out = ""
        var used = 0
        for character in text {
            let next = textWidth(String(character))
            if used + next > width { break }
            out.append(character)
            used += next
        }
        return out
    }

    /// In lines of at most this width, broken at spaces where there are some. Linear.
    private static func flow(_ text: String, into width: Int) -> [String] {
        guard textWidth(text) > width else { return [text] }
        var lines: [String] = []
        var line = ""
        var used = 0
        func end() {
            lines.append(line)
            (line, used) = ("", 0)
        }
        for word in text.split(separator: " ") {
            let size = textWidth(String(word))
            if used > 0, used + 1 + size > width { end() }
            if used > 0 {
                line += " "
                used += 1
            }
            guard size > width else {
                line += word
                used += size
                continue
            }
            for character in word {
                let next = textWidth(String(character))
                if used > 0, used + next > width { end() }
                line.append(character)
                used += next
            }
        }
        if used > 0 || lines.isEmpty { end() }
        return lines
    }
}
