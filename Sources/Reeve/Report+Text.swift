import ReeveDomain
import ReeveSyntax

extension Report: CustomStringConvertible {
    /// One piece of the text of a report, for whoever colors it.
    package enum Piece: Sendable {
        case output, addition, change, removal, count, note, access, head
    }

    /// The report in lines, as the command line prints it; warnings are not in it.
    ///
    /// What the script printed, additions and changes in their order, the count of what was unchanged, removals, notes,
    /// a plan's effective access, and last the head.
    package func textLines(withHead: Bool = true, width: Int? = nil) -> [(piece: Piece, text: String)] {
        var lines: [(piece: Piece, text: String)] = []
        for piece in output {
            switch piece {
            case .text(let text):
                for part in text.split(separator: "\n", omittingEmptySubsequences: false) {
                    lines.append((.output, escaped(part)))
                }
            case .answer(let answer): lines += answer.lines(width: width).map { (.output, $0) }
            }
        }
        for line in changes { lines.append((line.sign == .addition ? .addition : .change, line.description)) }
        if omittedChanges > 0 {
            lines.append((.count, "  … and \(omittedChanges) more additions and changes"))
        }
        if isUnchanged, unchanged == 0 {
            if output.isEmpty { lines.append((.count, "  nothing changed")) }
        } else if unchanged > 0 {
            lines.append((.count, "  \(unchanged) unchanged"))
        }
        for line in removals { lines.append((.removal, line.description)) }
        for note in notes { lines.append((.note, "note: \(escaped(note.text))")) }
        if omittedNotes > 0 { lines.append((.count, "  … and \(omittedNotes) more notes")) }
        for delivery in deliveries {
            lines.append(
                (.note, "note: nothing is sent by Reeve itself: \(spelled(delivery.user)) is to be sent a new password")
            )
        }
        if isPlan { lines += accessLines.map { (.access, $0) } }
        if withHead, let head { lines.append((.head, head)) }
        return lines
    }

    private var accessLines: [String] {
        guard !isUnchanged else { return [] }
        if access.isEmpty { return ["effective access: nobody's changes"] }
        var lines = ["effective access: \(access.count) \(access.count == 1 ? "user changes" : "users change")"]
        for change in access { lines.append("  " + escaped(change.description)) }
        return lines
    }

    /// The lines that the command line prints, warnings behind them.
    public var description: String {
        var lines = textLines().map(\.text)
        lines += warnings.map(\.description)
        return lines.joined(separator: "\n")
    }
}

extension Report.Line: CustomStringConvertible {
    /// `+ alice manages all customers as Admin`
    public var description: String { "\(sign.rawValue) \(escaped(text))" }
}

extension Report.Remark: CustomStringConvertible {
    /// `warning[past-until]: the term ended already`, and its place on a second line.
    public var description: String { headAndRest.head + headAndRest.rest }

    /// What bears a color, and what does not.
    package var headAndRest: (head: String, rest: String) {
        let place = line > 0 ? "\n --> \(escaped(script)):\(line)" : ""
        return (code.isEmpty ? "note" : "warning[\(escaped(code))]", ": \(escaped(text))\(place)")
    }
}
