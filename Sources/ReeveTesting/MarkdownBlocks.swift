import ReeveLanguage
import ReeveSyntax

/// The fenced `reeve` blocks of a Markdown file: each is a script of its own, at the file's own places.
package struct MarkdownBlocks {
    /// One fenced block.
    package struct Block: Sendable {
        /// The block's lines where they stand in the file; everything above is blank.
        package var source: SourceText
        /// Of the fence, from 1.
        package var line: Int
        /// Which of the file's blocks it is, from 0.
        package var ordinal: Int
        /// What stands behind `reeve` on the fence.
        var directive: String
        /// Where its lines stand, in the file and in `source`.
        package var content: Range<Int>
        /// What the fence is indented by.
        var indent: [UInt8]
        /// The file's lines end with `\r\n`.
        var hasCarriageReturns: Bool
    }

    /// Each block carries blanks for all that stands above it; together they may be so many.
    static let mostBlanks = 64 << 20

    /// Whether a file is Markdown, by its name.
    package static func isMarkdown(_ name: String) -> Bool { name.hasSuffix(".md") }

    /// The scripts of a Markdown file, without those that are to be left out.
    package static func scripts(in bytes: [UInt8], named name: String) throws(LoadFailure) -> [Block] {
        guard let blocks = read(bytes, named: name) else {
            throw LoadFailure(
                code: "too-long", message: "`\(escaped(name))` has too many blocks of Reeve for its many lines")
        }
        let scripts = blocks.filter { $0.directive != "ignore" }
        for block in scripts where !block.directive.isEmpty {
            throw LoadFailure(
                code: "unknown-directive",
                message:
                    "`\(escaped(name))`, line \(block.line): `\(escaped(block.directive))` means nothing behind ```reeve; `ignore` leaves a block out"
            )
        }
        return scripts
    }

    /// The file with other scripts in some of its blocks.
    ///
    /// - Parameters:
    ///   - scripts: the new texts, with the block each belongs to. They have no lines before them.
    ///   - isPlain: whether the texts have lost what the page gives its lines: the fence's indentation, and `\r\n`.
    package static func replacing(
        _ scripts: [(block: Block, text: [UInt8])], in bytes: [UInt8], isPlain: Bool
    ) -> [UInt8] {
        var bytes = bytes
        for (block, text) in scripts.sorted(by: { $0.block.content.lowerBound > $1.block.content.lowerBound }) {
            var lines = lines(of: text).map { Array($0) }
            if lines.last?.isEmpty == true { lines.removeLast() }
            var written: [UInt8] = []
            for line in lines {
                if isPlain, !line.isEmpty { written += block.indent }
                written += line
                if isPlain, block.hasCarriageReturns { written.append(UInt8(ascii: "\r")) }
                written.append(UInt8(ascii: "\n"))
            }
            // A fence that nothing closes, in a file whose last line has no end.
            if block.content.upperBound == bytes.count, bytes.last != UInt8(ascii: "\n") { _ = written.popLast() }
            bytes.replaceSubrange(block.content, with: written)
        }
        return bytes
    }

    /// The blocks, in order; nil where there are too many, too far down.
    static func read(_ bytes: [UInt8], named name: String) -> [Block]? {
        var blocks: [Block] = []
        var open: (fence: Fence, line: Int, start: Int, isOurs: Bool)?
        var blanks = 0
        func close(at end: Int) {
            guard let outer = open, outer.isOurs else { return }
            let content = min(outer.start, bytes.count)..<min(end, bytes.count)
            var padded = bytes[..<content.lowerBound].map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
            padded += bytes[content]
            if !content.isEmpty, padded.last != UInt8(ascii: "\n") { padded.append(UInt8(ascii: "\n")) }
            blocks.append(
                Block(
                    source: SourceText(name: name, bytes: padded), line: outer.line, ordinal: blocks.count,
                    directive: String(outer.fence.info.drop { $0 != " " }.drop { $0 == " " }), content: content,
                    indent: outer.fence.indent, hasCarriageReturns: outer.fence.hasCarriageReturn))
        }
        var start = 0
        for (index, line) in lines(of: bytes).enumerated() {
            defer { start += line.count + 1 }
            guard let outer = open else {
                guard let fence = Fence(line) else { continue }
                let isOurs = fence.info.split(separator: " ", maxSplits: 1).first == "reeve"
                if isOurs {
                    blanks += start
                    guard blanks <= mostBlanks else { return nil }
                }
                open = (fence, index + 1, start + line.count + 1, isOurs)
                continue
            }
            if let fence = Fence(line), fence.closes(outer.fence) {
                close(at: start)
                open = nil
            }
        }
        // A fence that nothing closes goes on to the end.
        close(at: bytes.count)
        return blocks
    }

    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }

    /// ``` or ~~~, three or more of them, and what stands behind.
    private struct Fence {
        var character: UInt8
        var length: Int
        var info: String
        var indent: [UInt8]
        var hasCarriageReturn: Bool

        init?(_ line: ArraySlice<UInt8>) {
            // In a list a fence is indented, by however much its item is.
            let rest = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            guard let first = rest.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") else { return nil }
            let marks = rest.prefix { $0 == first }
            guard marks.count >= 3 else { return nil }
            let behind = rest.dropFirst(marks.count)
            if first == UInt8(ascii: "`"), behind.contains(first) { return nil }
            indent = Array(line.prefix(line.count - rest.count))
            hasCarriageReturn = line.last == UInt8(ascii: "\r")
            character = first
            length = marks.count
            let isBlank: (UInt8) -> Bool = { $0 == 32 || $0 == 9 || $0 == 13 }
            let words = behind.split(whereSeparator: isBlank)
            info = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
        }

        func closes(_ other: Fence) -> Bool {
            character == other.character && length >= other.length && info.isEmpty
        }
    }
}
