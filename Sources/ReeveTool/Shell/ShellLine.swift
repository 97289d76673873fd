/// A command line as a shell's user has typed it so far: its words without their quotes, and how the last one is quoted.
///
/// The rules are those that bash, zsh and fish have in common: `'…'`, `"…"` and backslashes.
struct ShellLine: Equatable {
    enum Quote: Equatable { case none, single, double }

    /// All words but the last.
    var before: [String] = []
    /// What the last word says up to the cursor; empty behind a blank.
    var typed = ""
    /// In what the cursor stands.
    var quote = Quote.none
    /// What the last word says before the part that the shell will replace.
    var kept = ""

    /// - Parameters:
    ///   - text: the line up to the cursor.
    ///   - replaced: its end, as the shell will replace it; bash begins anew behind a quote and behind `=`, `:` and `@`.
    init(_ text: String, replacing replaced: String = "") {
        let end = text.hasSuffix(replaced) ? text.unicodeScalars.count - replaced.unicodeScalars.count : 0
        var word: String.UnicodeScalarView?
        var isEscaped = false
        for (index, scalar) in text.unicodeScalars.enumerated() {
            if index == end { kept = String(word ?? .init()) }
            if isEscaped {
                isEscaped = false
                // In double quotes a backslash is one, unless it keeps the next character from its meaning.
                if quote == .double, !"\"\\$`\n".unicodeScalars.contains(scalar) { word?.append("\\") }
                word?.append(scalar)
                continue
            }
            switch (quote, scalar) {
            case (.single, "'"), (.double, "\""): quote = .none
            case (.none, "'"): (quote, word) = (.single, word ?? .init())
            case (.none, "\""): (quote, word) = (.double, word ?? .init())
            case (.none, "\\"), (.double, "\\"): (isEscaped, word) = (true, word ?? .init())
            case (.none, " "), (.none, "\t"), (.none, "\n"):
                if let whole = word { before.append(String(whole)) }
                word = nil
            default:
                word = word ?? .init()
                word?.append(scalar)
            }
        }
        typed = String(word ?? .init())
        if text.unicodeScalars.count == end { kept = typed }
    }

    /// What one word of a line says, open or not.
    static func unquoted(_ word: String) -> String {
        let line = ShellLine(word)
        return (line.before + [line.typed]).joined(separator: " ")
    }

    /// A whole word as bash must read it where the part to be replaced begins; nil where it does not begin as that does.
    func spelled(_ word: String) -> String? {
        guard word.unicodeScalars.starts(with: kept.unicodeScalars) else { return nil }
        var out = ""
        for scalar in word.unicodeScalars.dropFirst(kept.unicodeScalars.count) {
            switch quote {
            case .single: out += scalar == "'" ? "'\\''" : String(scalar)
            // An interactive bash takes `!` for a word of its history, in double quotes as well.
            case .double where scalar == "!": out += "\"'!'\""
            case .double: out += "\"\\$`".unicodeScalars.contains(scalar) ? "\\" + String(scalar) : String(scalar)
            case .none:
                let isPlain =
                    scalar.value > 127 || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "_-.@+/:=,%".unicodeScalars.contains(scalar)
                out += isPlain ? String(scalar) : "\\" + String(scalar)
            }
        }
        return out
    }
}
