import ReeveSyntax

/// The fenced `reeve` blocks of a Markdown file: each is a script of its own, at the file's own lines and columns.
struct MarkdownBlocks {
    /// One fenced block.
    struct Block {
        /// The block's lines where they stand in the file; everything above is empty lines.
        var source: SourceText
        /// Of the fence, from 1.
        var line: Int
        /// What stands behind `reeve` on the fence.
        var directive: String
    }

    /// Each block carries the line ends of all that stands above it; together they may be so many.
    static let mostLineEnds = 64 << 20

    /// The blocks, in order; nil where there are too many, too far down.
    static func read(_ bytes: [UInt8], named name: String) -> [Block]? {
        var blocks: [Block] = []
        var open: (fence: Fence, line: Int, isOurs: Bool)?
        var content: [UInt8] = []
        var lineEnds = 0
        for (index, line) in lines(of: bytes).enumerated() {
            guard let outer = open else {
                guard let fence = Fence(line) else { continue }
                let words = fence.info.split(separator: " ", maxSplits: 1)
                let isOurs = words.first == "reeve"
                if isOurs {
                    lineEnds += index + 1
                    guard lineEnds <= mostLineEnds else { return nil }
                    content = Array(repeating: UInt8(ascii: "\n"), count: index + 1)
                }
                open = (fence, index + 1, isOurs)
                continue
            }
            if let fence = Fence(line), fence.closes(outer.fence) {
                if outer.isOurs { blocks.append(block(outer.fence, outer.line, content, name)) }
                open = nil
            } else if outer.isOurs {
                content += line
                content.append(UInt8(ascii: "\n"))
            }
        }
        // A fence that nothing closes goes on to the end.
        if let outer = open, outer.isOurs { blocks.append(block(outer.fence, outer.line, content, name)) }
        return blocks
    }

    private static func block(_ fence: Fence, _ line: Int, _ content: [UInt8], _ name: String) -> Block {
        let directive = fence.info.drop { $0 != " " }.drop { $0 == " " }
        return Block(source: SourceText(name: name, bytes: content), line: line, directive: String(directive))
    }

    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    }

    /// ``` or ~~~, three or more of them, and what stands behind.
    private struct Fence {
        var character: UInt8
        var length: Int
        var info: String

        init?(_ line: ArraySlice<UInt8>) {
            // In a list a fence is indented, by however much its item is.
            let rest = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
            guard let first = rest.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") else { return nil }
            let marks = rest.prefix { $0 == first }
            guard marks.count >= 3 else { return nil }
            let behind = rest.dropFirst(marks.count)
            if first == UInt8(ascii: "`"), behind.contains(first) { return nil }
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
