/// What was entered, kept for the next time: an entry a line, a line feed within one written as `\n`.
struct HistoryFile {
    private static let most = 1000
    private static let mostBytes = 1 << 20
    /// Nil where nothing is kept.
    private let path: String?

    init(_ surroundings: Surroundings) {
        if let chosen = surroundings.variable("REEVE_HISTFILE") {
            path = chosen == "/dev/null" ? nil : surroundings.path(chosen)
        } else {
            path = surroundings.variable("HOME").map { $0 + "/.reeve_history" }
        }
    }

    /// The entries, oldest first.
    func load() -> [String] {
        guard let path, let bytes = NewFile.tail(of: path, limit: Self.mostBytes) else { return [] }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        let kept = lines.suffix(Self.most)
        if lines.count > 2 * Self.most || bytes.count >= Self.mostBytes {
            NewFile.replace(path, with: Array((kept.joined(separator: "\n") + "\n").utf8))
        }
        return kept.map { Self.unquoted($0) }
    }

    /// Added at once: two at a time do not overwrite each other.
    func add(_ entry: String) {
        guard let path else { return }
        NewFile.append(Array((Self.quoted(entry) + "\n").utf8), to: path)
    }

    static func quoted(_ entry: String) -> String {
        var out = ""
        for character in entry.unicodeScalars {
            switch character {
            case "\n": out += "\\n"
            case "\\": out += "\\\\"
            default: out.unicodeScalars.append(character)
            }
        }
        return out
    }

    static func unquoted(_ line: Substring) -> String {
        var out = String.UnicodeScalarView()
        var isEscaped = false
        for character in line.unicodeScalars {
            if isEscaped {
                out.append(character == "n" ? "\n" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                out.append(character)
            }
        }
        return String(out)
    }
}
