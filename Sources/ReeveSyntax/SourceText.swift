/// A half-open range of byte offsets in one source.
package struct SourceRange: Hashable, Sendable {
    package var start: Int32
    package var end: Int32

    package init(_ start: Int32, _ end: Int32) {
        self.start = start
        self.end = end
    }

    /// The smallest range that holds both.
    package func joined(_ other: SourceRange) -> SourceRange {
        SourceRange(min(start, other.start), max(end, other.end))
    }
}

/// A script's name and bytes. Lines and columns are worked out only when a place is shown.
package struct SourceText: Sendable {
    /// What the script is called in messages and in the journal: a path as it was given, or `console`.
    package let name: String
    package let bytes: [UInt8]
    /// The number of its first line, where it is a piece of something longer.
    package let firstLine: Int

    package init(name: String, bytes: [UInt8], firstLine: Int = 1) {
        self.name = name
        self.bytes = bytes
        self.firstLine = firstLine
    }

    package init(name: String, text: String) {
        self.init(name: name, bytes: Array(text.utf8))
    }

    /// The bytes of a range, as text; bytes that are not UTF-8 become U+FFFD.
    package func text(_ range: SourceRange) -> String {
        let start = max(0, min(Int(range.start), bytes.count))
        let end = max(start, min(Int(range.end), bytes.count))
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}
