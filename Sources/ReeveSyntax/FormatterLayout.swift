/// Puts lines on lines: on one where they fit, else broken before clause words, and blocks opened.
struct FormatterLayout {
    /// The longest line that is not broken.
    static let width = 120

    let tokens: FormatterTokens
    private let outline: FormatterOutline
    private(set) var output = FormatterOutput()

    init(_ outline: FormatterOutline) {
        self.outline = outline
        tokens = outline.tokens
    }

    /// The whole script.
    mutating func write(_ script: FormatterBlock) { writeLines(script, indent: 0) }

    /// The lines of a block, and the comments before its end.
    private mutating func writeLines(_ block: FormatterBlock, indent: Int) {
        for (number, line) in block.lines.enumerated() {
            writeComments(before: line.first, indent)
            if tokens.blankBefore[line.first] { output.blank() }
            // Begun so, the next line would go on with this one.
            let next = number + 1 < block.lines.count ? block.lines[number + 1].first : nil
            let needsEnd = next.map(tokens.goesOn) ?? false
            write(line, indent, end: needsEnd ? ";" : "")
        }
        writeComments(before: block.closing, indent)
        output.close()
    }

    private mutating func writeComments(before index: Int, _ indent: Int) {
        for comment in tokens.leading[index] ?? [] {
            if comment.blankBefore { output.blank() }
            output.line(indent, comment.text)
        }
    }

    private mutating func write(_ line: FormatterLine, _ indent: Int, end: String) {
        var flat = ""
        if append(line, to: &flat, most: Self.width - indent - end.utf8.count) {
            output.line(indent, flat + end, comments: tokens.trailing[line.last] ?? [])
        } else {
            writeBroken(line, indent, end: end)
        }
    }

    // MARK: On one line

    /// False where it does not fit, or has a line end that stays.
    private func append(_ line: FormatterLine, to text: inout String, most: Int) -> Bool {
        for part in line.parts {
            switch part {
            case .words(let range, let role):
                if role == .reason, tokens.startsLine(range.lowerBound) { return false }
                guard append(range, of: line, to: &text, most: most) else { return false }
            case .block(let block):
                guard append(block, of: line, to: &text, most: most) else { return false }
            }
        }
        return textWidth(text) <= most
    }

    private func append(_ range: Range<Int>, of line: FormatterLine, to text: inout String, most: Int) -> Bool {
        for index in range {
            if index != line.first, tokens.leading[index] != nil { return false }
            if index != line.last, tokens.trailing[index] != nil { return false }
            if index != line.first, needsSpace(before: index, in: range) { text += " " }
            text += tokens.texts[index]
            // No character takes more bytes than four, or no cell but as part of one before.
            guard text.utf8.count <= most * 4 else { return false }
        }
        return true
    }

    private func append(_ block: FormatterBlock, of line: FormatterLine, to text: inout String, most: Int) -> Bool {
        if block.closing != line.last, tokens.trailing[block.closing] != nil { return false }
        guard tokens.trailing[block.opening] == nil, tokens.leading[block.closing] == nil else { return false }
        if block.lines.isEmpty {
            text += " { }"
            return true
        }
        guard tokens.isOneLine(block.opening, block.closing) else { return false }
        text += " {"
        for (number, inner) in block.lines.enumerated() {
            text += number > 0 ? "; " : " "
            guard tokens.leading[inner.first] == nil, tokens.trailing[inner.last] == nil,
                append(inner, to: &text, most: most)
            else { return false }
        }
        text += " }"
        return true
    }

    // MARK: On several lines

    /// The line at hand, while it grows.
    private struct Growing {
        var indent: Int
        var text = ""
        var width: Int { indent + textWidth(text) }
    }

    private mutating func writeBroken(_ line: FormatterLine, _ indent: Int, end: String) {
        var growing = Growing(indent: indent)
        var previous = line.first
        let lastBlock = line.parts.lastIndex { if case .block = $0 { true } else { false } } ?? -1
        for (number, part) in line.parts.enumerated() {
            switch part {
            case .words(let range, let role):
                // What stands before a block stays apart from what stands in it.
                let step = number < lastBlock ? 4 : 2
                let isBeforeBlock = number < lastBlock && number + 1 < line.parts.count
                write(
                    range, role, of: line, &growing, &previous, indent: indent, step: step,
                    room: Self.width - (isBeforeBlock ? 2 : 0) - end.utf8.count)
            case .block(let block):
                if block.lines.isEmpty, tokens.trailing[block.opening] == nil, tokens.leading[block.closing] == nil {
                    growing.text += " { }"
                } else {
                    output.line(
                        growing.indent, growing.text + " {", comments: tokens.trailing[block.opening] ?? [],
                        opensBlock: true)
                    writeLines(block, indent: indent + 2)
                    growing = Growing(indent: indent, text: "}")
                }
                previous = block.closing
            }
        }
        output.line(growing.indent, growing.text + end, comments: tokens.trailing[line.last] ?? [])
    }

    private mutating func write(
        _ range: Range<Int>, _ role: FormatterLine.Role, of line: FormatterLine, _ growing: inout Growing,
        _ previous: inout Int, indent: Int, step: Int, room: Int
    ) {
        // What a clause goes on with stands deeper than the clause.
        let deeper = indent + (role == .head ? 4 : step + 2)
        var unit = range.lowerBound
        for index in range {
            let isFirst = index == range.lowerBound
            if index != line.first {
                // A beginning that is not the line's own stands behind a block: `else`.
                let target = !isFirst ? deeper : role == .head ? indent : indent + step
                if tokens.trailing[previous] != nil || tokens.leading[index] != nil {
                    breakLine(&growing, behind: previous, before: index, to: target)
                } else if isFirst ? role != .head && tokens.mayBreak(previous, index) : isBreakable(previous, index) {
                    unit = isFirst ? range.upperBound : unitEnd(index, range, room - deeper)
                    let isKept = isFirst && role == .reason && tokens.startsLine(index)
                    if isKept || growing.width + 1 + width(index..<unit) > room {
                        breakLine(&growing, behind: previous, before: index, to: target)
                    }
                }
            }
            if !growing.text.isEmpty, needsSpace(before: index, in: range) { growing.text += " " }
            growing.text += tokens.texts[index]
            previous = index
        }
    }

    /// Ends the line at hand, and writes the comments that stand between.
    private mutating func breakLine(_ growing: inout Growing, behind previous: Int, before index: Int, to indent: Int) {
        if !growing.text.isEmpty {
            output.line(growing.indent, growing.text, comments: tokens.trailing[previous] ?? [])
        }
        for comment in tokens.leading[index] ?? [] { output.line(indent, comment.text) }
        growing = Growing(indent: indent)
    }

    /// Inside a clause lines are broken behind commas, and before `and` and `or`.
    private func isBreakable(_ previous: Int, _ index: Int) -> Bool {
        if tokens.tokens[previous].kind == .comma { return true }
        return tokens.tokens[index].isOne(of: [.and, .or]) && tokens.mayBreak(previous, index)
    }

    /// What should stay on one line from here: up to the next place where it may be broken; a part of a condition up to
    /// the next part, lists and all, if a line has room for it.
    private func unitEnd(_ start: Int, _ range: Range<Int>, _ room: Int) -> Int {
        if tokens.tokens[start].isOne(of: [.and, .or]) {
            var end = start + 1
            // Beyond the width nothing fits, so nothing need be looked at.
            while end < range.upperBound, end - start <= Self.width, !endsPart(end, of: start) { end += 1 }
            if width(start..<end) <= room { return end }
        }
        var end = start + 1
        while end < range.upperBound, !isBreakable(end - 1, end) { end += 1 }
        return end
    }

    private func endsPart(_ index: Int, of start: Int) -> Bool {
        tokens.tokens[index].isOne(of: [.and, .or]) && tokens.depth[index] <= tokens.depth[start]
    }

    private func width(_ range: Range<Int>) -> Int {
        var width = 0
        for index in range {
            if index != range.lowerBound, needsSpace(before: index, in: range) { width += 1 }
            width += textWidth(tokens.texts[index])
            if width > Self.width { break }
        }
        return width
    }

    // MARK: Spaces

    /// Whether a space stands before a token; the one before it in its part is its neighbour.
    private func needsSpace(before index: Int, in range: Range<Int>) -> Bool {
        guard index > range.lowerBound else { return true }
        let token = tokens.tokens[index]
        switch token.kind {
        case .comma, .rightParenthesis: return false
        case .leftParenthesis:
            if outline.close.contains(index) { return false }
            if tokens.tokens[index - 1].kind == .leftParenthesis { return false }
            return outline.apart.contains(index) || !tokens.tokens[index - 1].isOne(of: [.count, .any, .no])
        default: return tokens.tokens[index - 1].kind != .leftParenthesis
        }
    }
}
