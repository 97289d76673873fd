/// Where bytes go.
package protocol ByteSink: AnyObject {
    /// Whether a person reads along.
    var isTerminal: Bool { get }
    /// How wide the terminal is, in cells; nil where there is none, or it does not say.
    var columns: Int? { get }
    /// Takes the bytes; what cannot be written is dropped (a reader that left early is no error of ours).
    func write(_ bytes: [UInt8])
    func flush()
}

/// Where bytes come from.
package protocol ByteSource: AnyObject {
    var isTerminal: Bool { get }
    /// Everything until the end; nil where it cannot be read, or is longer than `limit`.
    func readAll(limit: Int) -> [UInt8]?
    /// One line without its end; nil at the end.
    func readLine() -> String?
    /// What is there, waiting for something to come; empty at the end.
    func readSome() -> [UInt8]
}

/// The three streams of a command.
package struct Streams {
    package var input: any ByteSource
    package var output: any ByteSink
    package var errors: any ByteSink

    package init(input: any ByteSource, output: any ByteSink, errors: any ByteSink) {
        self.input = input
        self.output = output
        self.errors = errors
    }
}

/// Keeps what is written: for tests, and for whoever calls the tool from a program.
package final class MemorySink: ByteSink {
    package let isTerminal: Bool
    package let columns: Int? = nil
    package private(set) var bytes: [UInt8] = []

    package init(isTerminal: Bool = false) { self.isTerminal = isTerminal }

    package func write(_ bytes: [UInt8]) { self.bytes += bytes }
    package func flush() {}

    package var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// Gives what it was made of.
package final class MemorySource: ByteSource {
    package let isTerminal: Bool
    private var bytes: ArraySlice<UInt8>

    package init(_ bytes: [UInt8] = [], isTerminal: Bool = false) {
        self.bytes = bytes[...]
        self.isTerminal = isTerminal
    }

    package func readAll(limit: Int) -> [UInt8]? {
        guard bytes.count <= limit else { return nil }
        defer { bytes = [] }
        return Array(bytes)
    }

    package func readSome() -> [UInt8] {
        defer { bytes = [] }
        return Array(bytes)
    }

    package func readLine() -> String? {
        guard !bytes.isEmpty else { return nil }
        let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
        defer { bytes = bytes[min(end + 1, bytes.endIndex)...] }
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}
