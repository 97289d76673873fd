import ReeveJSON
import ReeveSyntax

/// A script that is open in the editor, as it stands there.
struct TextDocument {
    let uri: String
    /// What the script is called in messages: its path, or its URI where it is no file.
    let name: String
    private(set) var version: Int64
    private(set) var source: SourceText
    private(set) var lines: LineTable

    init(uri: String, name: String, version: Int64, text: String) {
        self.uri = uri
        self.name = name
        self.version = version
        let bytes = Array(text.utf8)
        source = SourceText(name: name, bytes: bytes)
        lines = LineTable(bytes)
    }

    /// Applies changes as the client sent them, one after the other.
    ///
    /// - Returns: the first byte that may be another now; nil where nothing was changed.
    mutating func apply(_ changes: [JSON], version: Int64?, _ encoding: PositionEncoding) -> Int32? {
        var first: Int32?
        for change in changes {
            guard let text = change["text"]?.text else { continue }
            let new = Array(text.utf8)
            let range: SourceRange
            if let told = change["range"], told != .null {
                guard let positions = PositionRange(told) else { continue }
                range = lines.range(positions, encoding)
            } else {
                range = SourceRange(0, Int32(truncatingIfNeeded: source.bytes.count))
            }
            var bytes = source.bytes
            // A whole text that comes anew is mostly the old one.
            var same = 0
            let old = bytes[Int(range.start)..<Int(range.end)]
            while same < old.count, same < new.count, old[old.startIndex + same] == new[same] { same += 1 }
            first = min(first ?? .max, range.start + Int32(truncatingIfNeeded: same))
            bytes.replaceSubrange(Int(range.start)..<Int(range.end), with: new)
            source = SourceText(name: name, bytes: bytes)
            lines = LineTable(bytes)
        }
        if let version { self.version = version }
        return first
    }

    func range(_ range: SourceRange, _ encoding: PositionEncoding) -> JSON { lines.range(range, encoding).json }
}
