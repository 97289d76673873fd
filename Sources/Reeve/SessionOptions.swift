import ReeveLanguage

#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a session takes from its surroundings; everything has a default that suits a program on one machine.
public struct SessionOptions: Sendable {
    /// Refuses every change, and never writes to the store.
    public var isReadOnly = false
    /// The time, in milliseconds since 1970-01-01T00:00:00Z.
    public var clock: @Sendable () -> Int64 = SessionOptions.systemClock
    /// Under whose name the journal records what the superuser does.
    public var systemUser: String = SessionOptions.currentSystemUser()
    /// What the paths of scripts, and of the files a script that is no file uses, are relative to; empty for the
    /// process's own directory.
    public var directory = ""
    /// Values for the scripts' `param`s, by their names without `$`.
    public var parameters: [String: String] = [:]
    /// How many grants one run may take away; nil for any number.
    public var removalLimit: RemovalLimit?
    /// What a script may use up.
    public var bounds = Bounds()
    /// How many milliseconds to wait for another writer.
    public var patience = 10_000
    /// Whether a session that commits again and again makes room in the journal before it is needed, up to 48 KiB of empty
    /// lines, so that a disk confirms each commit sooner. Turn it off where something follows the journal's file as it grows.
    public var preallocatesJournal = true
    /// Asked while something runs: whether to stop at once and change nothing.
    package var isInterrupted: (@Sendable () -> Bool)?
    /// Told now and then how far a run is.
    package var onProgress: (@Sendable (RunProgress) -> Void)?
    /// A snapshot of more bytes gets an index beside it; nil for the store's own limit.
    package var indexLimit: Int64?

    /// The defaults.
    public init() {}

    /// The system's clock.
    public static let systemClock: @Sendable () -> Int64 = {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }

    /// The login name of whoever runs this process; the user's number where it has none.
    public static func currentSystemUser() -> String {
        let id = geteuid()
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16_384)
        guard getpwuid_r(id, &entry, &buffer, buffer.count, &found) == 0, found != nil, let name = entry.pw_name else {
            return "uid-\(id)"
        }
        return String(cString: name)
    }
}

/// How much one run may take away before it needs somebody's word.
public enum RemovalLimit: Sendable, Hashable {
    /// More than a hundred grants, or ten or more that are a tenth of all.
    case usual
    /// More grants than this.
    case atMost(Int)

    /// Whether taking away so many of all there are needs somebody's word.
    func isExceeded(removing count: Int, of total: Int) -> Bool {
        switch self {
        case .usual: count > 100 || (count >= 10 && count * 10 >= total)
        case .atMost(let most): count > most
        }
    }
}
