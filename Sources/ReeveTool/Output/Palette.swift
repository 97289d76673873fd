/// Colors of the terminal, or none.
struct Palette: Sendable {
    enum Color: String, Sendable {
        case red = "31"
        case green = "32"
        case yellow = "33"
        case blue = "34"
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
}
