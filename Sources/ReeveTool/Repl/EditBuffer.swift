/// The text being typed and a place in it, in characters as a reader counts them.
struct EditBuffer: Equatable {
    private(set) var characters: [Character] = []
    private(set) var cursor = 0

    init(_ text: String = "") { set(text) }

    var text: String { String(characters) }
    var isEmpty: Bool { characters.isEmpty }
    var isAtEnd: Bool { cursor == characters.count }
    var beforeCursor: String { String(characters[..<cursor]) }

    mutating func set(_ text: String) {
        characters = Array(text)
        cursor = characters.count
    }

    mutating func insert(_ text: String) { replace(cursor..<cursor, with: text) }

    /// Takes the characters between the cursor and a place out.
    mutating func cut(to place: Int) -> String {
        let place = min(max(0, place), characters.count)
        let range = min(place, cursor)..<max(place, cursor)
        let taken = String(characters[range])
        replace(range, with: "")
        return taken
    }

    /// What combines with the character before it, or is combined with by the one behind, becomes one with it. Over an ASCII
    /// character nothing does: only what stands up to the next ones is looked at, for much may have been pasted.
    private mutating func replace(_ range: Range<Int>, with text: String) {
        var low = range.lowerBound
        while low > 0, !characters[low - 1].isASCII { low -= 1 }
        low = max(0, low - 1)
        var high = range.upperBound
        while high < characters.count, !characters[high].isASCII { high += 1 }
        high = min(characters.count, high + 1)
        let before = Array(String(characters[low..<range.lowerBound]) + text)
        let behind = String(characters[range.upperBound..<high])
        characters.replaceSubrange(low..<high, with: Array(String(before) + behind))
        cursor = min(low + before.count, characters.count)
    }

    mutating func move(to place: Int) { cursor = min(max(0, place), characters.count) }

    var lineStart: Int { (characters[..<cursor].lastIndex(of: "\n") ?? -1) + 1 }
    var lineEnd: Int { characters[cursor...].firstIndex(of: "\n") ?? characters.count }

    var wordStart: Int {
        var place = cursor
        while place > 0, !Self.isWord(characters[place - 1]) { place -= 1 }
        while place > 0, Self.isWord(characters[place - 1]) { place -= 1 }
        return place
    }

    var wordEnd: Int {
        var place = cursor
        while place < characters.count, !Self.isWord(characters[place]) { place += 1 }
        while place < characters.count, Self.isWord(characters[place]) { place += 1 }
        return place
    }

    /// Back to white space, as Ctrl-W counts.
    var blankStart: Int {
        var place = cursor
        while place > 0, characters[place - 1].isWhitespace { place -= 1 }
        while place > 0, !characters[place - 1].isWhitespace { place -= 1 }
        return place
    }

    private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    /// Exchanges the characters around the cursor; at the end, the last two.
    mutating func transpose() -> Bool {
        guard characters.count > 1, cursor > 0 else { return false }
        let right = min(cursor, characters.count - 1)
        guard characters[right] != "\n", characters[right - 1] != "\n" else { return false }
        characters.swapAt(right, right - 1)
        cursor = right + 1
        return true
    }

    /// One line up or down, in the same column where there is one.
    mutating func moveLine(up: Bool) -> Bool {
        let column = cursor - lineStart
        if up {
            guard lineStart > 0 else { return false }
            let end = lineStart - 1
            let start = (characters[..<end].lastIndex(of: "\n") ?? -1) + 1
            cursor = min(start + column, end)
        } else {
            guard lineEnd < characters.count else { return false }
            let start = lineEnd + 1
            let end = characters[start...].firstIndex(of: "\n") ?? characters.count
            cursor = min(start + column, end)
        }
        return true
    }
}
