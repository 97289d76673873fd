import ReeveDomain
import ReeveSyntax

/// Names as they stand in a script that nobody reads again before it runs.
package enum ScriptNames {
    private static let keywords = Set(Keyword.allCases.map(\.spelling))

    /// Bare only where no sentence could take it for a word of its own.
    package static func written(_ name: String) -> String {
        keywords.contains(name) ? quoted(name) : spelled(name)
    }

    package static func list(_ names: [String]) -> String { names.map(written).joined(separator: ", ") }
}

extension AttributeType {
    /// Behind `has NAME`.
    var script: String {
        switch self {
        case .text: ""
        case .oneOf(let values): " one of " + ScriptNames.list(values)
        default: " " + spelling
        }
    }
}

extension Term {
    /// ` from … until …`; midnights as dates.
    var script: String {
        func when(_ instant: Instant) -> String { instant.isMidnight ? instant.dateText : instant.text }
        return (from.map { " from " + when($0) } ?? "") + (until.map { " until " + when($0) } ?? "")
    }
}
