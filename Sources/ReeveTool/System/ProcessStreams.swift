#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A descriptor of this process, written in large pieces; to a terminal, line by line.
final class DescriptorSink: ByteSink {
    let isTerminal: Bool
    var columns: Int? {
        guard isTerminal else { return nil }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    /// Set once a write has failed: nobody reads any more.
    private(set) var isClosed = false

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
    }

    func write(_ bytes: [UInt8]) {
        guard !isClosed else { return }
        buffer += bytes
        if isTerminal || buffer.count >= 1 << 16 { flush() }
    }

    func flush() {
        var done = 0
        while done < buffer.count, !isClosed {
            let wrote = buffer.withUnsafeBytes { bytes in
                systemWrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
            }
            if wrote < 0 {
                if errno == EINTR { continue }
                if errno == EAGAIN {
                    var one = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&one, 1, 1000)
                    continue
                }
                isClosed = true
            } else {
                done += wrote
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

/// A descriptor of this process, read.
final class DescriptorSource: ByteSource {
    let isTerminal: Bool
    private let descriptor: Int32

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
    }

    func readAll(limit: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = some(&chunk)
            if got == 0 { return bytes }
            guard got > 0, bytes.count + got <= limit else { return nil }
            bytes += chunk[..<got]
        }
    }

    func readLine() -> String? {
        var line: [UInt8] = []
        var one: [UInt8] = [0]
        // Byte by byte: what stands behind the line is not ours.
        while some(&one) == 1 {
            if one[0] == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            line.append(one[0])
        }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }

    func readSome() -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        let got = some(&chunk)
        return got > 0 ? Array(chunk[..<got]) : []
    }

    private func some(_ chunk: inout [UInt8]) -> Int {
        while true {
            let got = chunk.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, $0.count) }
            if got < 0, errno == EINTR { continue }
            return got
        }
    }
}

// The names `read` and `write` mean the methods inside a class.
private func systemRead(_ descriptor: Int32, _ into: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, into, count)
}

private func systemWrite(_ descriptor: Int32, _ from: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, from, count)
}
