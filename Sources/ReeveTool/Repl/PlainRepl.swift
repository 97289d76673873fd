import Reeve
import ReeveSyntax

/// The REPL without a line editor. A pipe reads like a file; on a dumb terminal a line that is complete is complete.
struct PlainRepl {
    private let dialogue: Dialogue
    private let streams: Streams
    private let isTerminal: Bool
    private var assembler = LineAssembler()
    /// The status of the first statement that failed.
    private var status: Int32 = 0

    init(_ dialogue: Dialogue) {
        self.dialogue = dialogue
        streams = dialogue.surroundings.streams
        isTerminal = streams.input.isTerminal && streams.output.isTerminal
    }

    mutating func run() -> Int32 {
        let most = dialogue.mostBytes
        var lines = LineReader(streams.input, byLine: isTerminal, most: most)
        prompt()
        while let line = next(&lines) {
            let isLong = lines.isTooLong || line.utf8.count > most
            if isLong || assembler.length + line.utf8.count > most {
                // A statement before it is whole, unless it is what became too long.
                let before = assembler.take()
                if isLong, let before, !take(piece: before) { return status }
                guard take(outcome: dialogue.refuseLength()) else { return status }
            } else {
                guard take(line) else { return status }
            }
            prompt()
        }
        if isTerminal { dialogue.console.line("") }
        guard take(piece: assembler.take()) else { return status }
        if dialogue.close(), status == 0 { status = Failure.Reason.script.exitStatus }
        return status
    }

    /// Ctrl-C on a terminal drops what was typed, and no more.
    private mutating func next(_ lines: inout LineReader) -> String? {
        guard isTerminal else { return lines.next() }
        let interrupts = dialogue.surroundings.interrupts
        interrupts.hold(true)
        defer { interrupts.hold(false) }
        let line = lines.next()
        // The terminal itself forgets the line.
        if interrupts.isRaised() { assembler = LineAssembler() }
        return line
    }

    private func prompt() {
        guard isTerminal else { return }
        let prompt = !assembler.isEmpty ? "   ...> " : dialogue.isPending ? "reeve*> " : "reeve> "
        dialogue.console.raw(prompt)
        streams.output.flush()
    }

    /// - Returns: false where the conversation is over.
    private mutating func take(_ line: String) -> Bool {
        if !assembler.isOpen, Dialogue.isOwnWord(line) {
            guard take(piece: assembler.take()) else { return false }
            _ = assembler.add("")
            return take(outcome: dialogue.command(line))
        }
        guard take(piece: assembler.add(line)) else { return false }
        // A program at the other end of a pipe that waits for an answer ends its statement with `;`.
        guard !assembler.isOpen, isTerminal || assembler.isEnded else { return true }
        return take(piece: assembler.take())
    }

    private mutating func take(piece: LineAssembler.Piece?) -> Bool {
        piece.map { take(outcome: dialogue.enter($0)) } ?? true
    }

    private mutating func take(outcome: Dialogue.Outcome) -> Bool {
        // Whoever reads along at the other end of a pipe waits for it.
        streams.output.flush()
        switch outcome {
        case .done: return true
        case .failed(let failed):
            // Whoever stops a statement that came through a pipe means all of them.
            if failed == Failure.Reason.interrupted.exitStatus, !isTerminal {
                status = failed
                _ = dialogue.close()
                return false
            }
            if status == 0, !isTerminal { status = failed }
            return true
        case .over:
            if dialogue.close(), status == 0 { status = Failure.Reason.script.exitStatus }
            return false
        }
    }
}

/// Lines of a stream, without their ends, as they come.
struct LineReader {
    private let source: any ByteSource
    private let byLine: Bool
    private var rest: [UInt8] = []
    private var start = 0
    private var isFirst = true
    private var isAtEnd = false
    private let most: Int
    /// The last line was longer than may be, and is dropped but for its beginning.
    private(set) var isTooLong = false

    /// - Parameters:
    ///   - most: the most bytes of a line.
    ///   - byLine: leaves in the stream what stands behind a line, for whoever asks something in between.
    init(_ source: any ByteSource, byLine: Bool, most: Int) {
        self.source = source
        self.byLine = byLine
        self.most = most
    }

    mutating func next() -> String? {
        isTooLong = false
        if byLine {
            let line = source.readLine()
            isTooLong = (line?.utf8.count ?? 0) > most
            return line
        }
        var looked = start
        while true {
            if let end = rest[looked...].firstIndex(of: UInt8(ascii: "\n")) {
                defer { start = end + 1 }
                return text(rest[start..<end])
            }
            guard !isAtEnd else {
                guard start < rest.count else { return nil }
                defer { start = rest.count }
                return text(rest[start...])
            }
            rest.removeFirst(start)
            start = 0
            if rest.count > most {
                // What comes until the line's end is not kept.
                isTooLong = true
                rest.removeLast(rest.count - most)
            }
            looked = rest.count
            let more = source.readSome()
            isAtEnd = more.isEmpty
            rest += more
        }
    }

    private mutating func text(_ bytes: ArraySlice<UInt8>) -> String {
        var bytes = bytes
        if isFirst, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        isFirst = false
        if bytes.last == UInt8(ascii: "\r") { bytes = bytes.dropLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
