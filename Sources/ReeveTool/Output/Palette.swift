/// Colors of the terminal, or none.
struct Palette: Sendable {
    enum Color: String, Sendable {
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
        case bold = "1"
        case dim = "2"
    }
    let isOn: Bool

    /// Whether colors are wanted on a stream.
    init(_ choice: ColorChoice, terminal: Bool, noColor: Bool, dumb: Bool) {
        switch choice {
        case .always: isOn = true
        case .never: isOn = false
        case .auto: isOn = terminal && !noColor && !dumb
        }
    }

    func paint(_ text: some StringProtocol, _ color: Color) -> String {
        isOn ? "\u{1b}[\(color.rawValue)m\(text)\u{1b}[0m" : String(text)
    }

    /// A rendered problem, its head in the color of its weight and its frame dimmed.
    func paintProblem(_ rendered: String) -> String {
        guard isOn else { return rendered }
        let lines = rendered.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map(paintLine).joined(separator: "\n")
    }

    private func paintLine(_ line: Substring) -> String {
        for (word, color) in [("error", Color.red), ("warning", .yellow), ("note", .blue)] {
            if line.hasPrefix(word), let end = line.firstIndex(of: ":") {
                return paint(line[..<end], color) + line[end...]
            }
        }
        let trimmed = line.drop { $0 == " " || $0.isNumber }
        if trimmed.hasPrefix("|") {
            let code = trimmed.dropFirst()
            // A line of carets points; any other is the script's own.
            if code.drop(while: { $0 == " " }).first == "^" {
                let carets = code.drop { $0 == " " }.prefix { $0 == "^" }
                let frame = line[..<carets.startIndex]
                return paint(frame, .blue) + paint(carets, .red) + line[carets.endIndex...]
            }
            return paint(line[..<code.startIndex], .blue) + code
        }
        if trimmed.hasPrefix("-->") { return paint(line, .blue) }
        return String(line)
    }
}
