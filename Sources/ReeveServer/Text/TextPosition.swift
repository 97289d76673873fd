import ReeveJSON

/// A line and a character in it, both from 0; what a character is, the encoding says.
struct TextPosition: Hashable, Comparable {
    var line: Int
    var character: Int

    static func < (a: TextPosition, b: TextPosition) -> Bool { (a.line, a.character) < (b.line, b.character) }

    var json: JSON { ["line": JSON(line), "character": JSON(character)] }

    init(line: Int, character: Int) {
        self.line = line
        self.character = character
    }

    /// Nil where it is none. Numbers that no text has are held at the bounds of what is counted.
    init?(_ json: JSON?) {
        guard let line = json?["line"]?.integer, let character = json?["character"]?.integer else { return nil }
        self.line = Int(max(0, min(line, 1 << 31)))
        self.character = Int(max(0, min(character, 1 << 31)))
    }
}

/// From the first position to the one behind the last.
struct PositionRange: Hashable {
    var start: TextPosition
    var end: TextPosition

    var json: JSON { ["start": start.json, "end": end.json] }

    init(_ start: TextPosition, _ end: TextPosition) {
        self.start = start
        self.end = end
    }

    init?(_ json: JSON?) {
        guard let start = TextPosition(json?["start"]), let end = TextPosition(json?["end"]) else { return nil }
        self.start = start
        self.end = max(start, end)
    }
}

/// What a position's characters are (LSP 3.17, PositionEncodingKind).
enum PositionEncoding: String, CaseIterable {
    case utf8 = "utf-8"
    case utf16 = "utf-16"
    case utf32 = "utf-32"

    /// How many characters a scalar of so many bytes is.
    func units(bytes: Int) -> Int {
        switch self {
        case .utf8: bytes
        case .utf16: bytes == 4 ? 2 : 1
        case .utf32: 1
        }
    }
}
