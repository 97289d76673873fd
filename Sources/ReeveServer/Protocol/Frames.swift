/// Takes bytes apart into messages: `Content-Length: 12`, an empty line, the message (LSP 3.17, Base Protocol).
///
/// What is no header is skipped line by line, so that one bad header costs one message.
struct FrameReader {
    enum Frame: Equatable {
        case message([UInt8])
        /// Its bytes were dropped; why, for the client.
        case broken(String)
    }

    /// Of one message: a script of the most bytes, with every byte escaped.
    static let mostBytes = 512 << 20
    /// Of one header line.
    private static let longestLine = 4096

    private var buffer: [UInt8] = []
    private var start = 0
    /// The length that a header has told, until the empty line.
    private var length: Int?
    private var isBroken = false
    /// Bytes of a message that was too long, still to come.
    private var skipping = 0
    private var isInBody = false

    mutating func feed(_ bytes: [UInt8]) {
        if start > 0, start == buffer.count || start > 1 << 20 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer += bytes
    }

    /// The next whole message; nil until more bytes come.
    mutating func next() -> Frame? {
        while true {
            if skipping > 0 {
                let skipped = min(skipping, buffer.count - start)
                start += skipped
                skipping -= skipped
                guard skipping == 0 else { return nil }
            }
            if isInBody, let length {
                guard buffer.count - start >= length else { return nil }
                let message = Array(buffer[start..<start + length])
                start += length
                self.length = nil
                isInBody = false
                return .message(message)
            }
            guard let line = takeLine() else {
                guard buffer.count - start > Self.longestLine else { return nil }
                start = buffer.count
                isBroken = true
                continue
            }
            if let broken = header(line) { return broken }
        }
    }

    private mutating func takeLine() -> ArraySlice<UInt8>? {
        guard let end = buffer[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        var line = buffer[start..<end]
        if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
        start = end + 1
        return line
    }

    private mutating func header(_ line: ArraySlice<UInt8>) -> Frame? {
        guard !line.isEmpty else {
            defer { isBroken = false }
            guard let length else {
                return isBroken ? .broken("a header that is none was skipped") : nil
            }
            guard length <= Self.mostBytes else {
                self.length = nil
                skipping = length
                return .broken("a message has at most \(Self.mostBytes) bytes")
            }
            isInBody = true
            return nil
        }
        let text = String(decoding: line.prefix(Self.longestLine), as: UTF8.self)
        guard let colon = text.firstIndex(of: ":") else {
            isBroken = true
            return nil
        }
        guard text[..<colon].lowercased() == "content-length" else { return nil }
        let digits = text[text.index(after: colon)...].filter { $0 != " " && $0 != "\t" }
        // Too many digits are a length that no message has, and still tell how much is to be skipped.
        guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }), let told = Int(digits) else {
            isBroken = true
            return nil
        }
        length = told
        return nil
    }

    /// A message with its header.
    static func frame(_ body: [UInt8]) -> [UInt8] {
        Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
    }
}
