import Reeve

/// Everything a command takes from outside: with the arguments, all that its outcome depends on besides the disk.
package struct Surroundings {
    package var streams: Streams
    package var environment: [String: String]
    /// Milliseconds since 1970-01-01T00:00:00Z.
    package var clock: @Sendable () -> Int64
    /// What relative paths are relative to; empty for the process's own directory.
    package var directory: String
    /// Under whose name the journal records the superuser.
    package var systemUser: String
    package var interrupts: Interrupts
    /// Nil where nobody reads along.
    package var progress: ProgressTerminal?
    /// What is not taken apart before the process ends; nil where something else goes on then.
    var untilExit: UntilExit?

    package init(
        streams: Streams, environment: [String: String] = [:],
        clock: @escaping @Sendable () -> Int64 = SessionOptions.systemClock, directory: String = "",
        systemUser: String = SessionOptions.currentSystemUser(), interrupts: Interrupts = .none,
        progress: ProgressTerminal? = nil
    ) {
        self.streams = streams
        self.environment = environment
        self.clock = clock
        self.directory = directory
        self.systemUser = systemUser
        self.interrupts = interrupts
        self.progress = progress
    }

    /// A variable of the environment; one that is empty counts as not set.
    func variable(_ name: String) -> String? {
        guard let value = environment[name], !value.isEmpty else { return nil }
        return value
    }
}

/// Things that live as long as the process. The system takes their memory back whole, in less time than it costs to give
/// it back piece by piece.
package final class UntilExit {
    private var things: [Any] = []

    /// - Parameter thing: nothing that has to be flushed or closed to be kept.
    func keep(_ thing: Any) { things.append(thing) }
}
