/// What came from the terminal.
enum TerminalInput: Equatable {
    case bytes([UInt8])
    /// Nothing came in time.
    case nothing
    case resized
    case end
}

/// The terminal as the line editor needs it.
protocol Terminal: AnyObject {
    var size: (columns: Int, rows: Int) { get }
    /// Keys come one by one and unechoed. False where the terminal cannot do that.
    func enterRaw() -> Bool
    func leaveRaw()
    /// Waits for input; nil: as long as it takes.
    func read(milliseconds: Int?) -> TerminalInput
    func write(_ text: String)
    /// Stops this process until its shell continues it.
    func suspend()
}
