import ReeveSyntax

/// Colors for what is being typed.
enum Highlighter {
    /// Longer texts were pasted, and coloring them at each key would be felt.
    static let longest = 8192

    /// A color's number for each character; empty where there is none.
    static func colors(_ characters: [Character]) -> [String] {
        guard characters.count <= longest, characters.first != ":" else { return [] }
        var colors = [String](repeating: "", count: characters.count)
        let pieces = Lexer.highlights(String(characters))
        var piece = pieces.startIndex
        var offset: Int32 = 0
        for (index, character) in characters.enumerated() {
            while piece < pieces.endIndex, pieces[piece].range.end <= offset { piece += 1 }
            guard piece < pieces.endIndex else { break }
            if pieces[piece].range.start <= offset { colors[index] = color(pieces[piece].role) }
            offset += Int32(truncatingIfNeeded: character.utf8.count)
        }
        return colors
    }

    private static func color(_ role: TextRole) -> String {
        switch role {
        case .verb: "1;34"
        case .keyword: "34"
        case .string: "32"
        case .variable: "36"
        case .comment: "2"
        case .wrong: "31"
        }
    }
}
