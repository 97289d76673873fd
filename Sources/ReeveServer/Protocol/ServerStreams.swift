/// Where the client's bytes come from and go to.
package protocol ServerStreams: Sendable {
    /// What has come, waiting for something to come; empty at the end.
    func read() -> [UInt8]
    /// Whether `read` would answer at once.
    var hasInput: Bool { get }
    func write(_ bytes: [UInt8])
}
