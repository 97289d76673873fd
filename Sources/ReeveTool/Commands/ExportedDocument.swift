import Reeve
import ReeveDomain
import ReeveExchange

/// What `reeve export` writes for people.
enum ExportedDocument: String, CaseIterable {
    case review, html

    func run(_ call: Call, _ session: Session) throws(Failure) -> Int32 {
        switch self {
        case .review: try ReviewExport(call: call, session: session).run()
        case .html: try PageExport(call: call, session: session).run()
        }
    }
}

/// Where a document goes: to the standard output, or to a file that is there whole or not at all.
final class DocumentSink {
    private let call: Call
    private let file: (name: String, files: ExportFiles)?
    private var written: Written

    /// - Parameter path: as it was given; nil for the standard output.
    init(_ call: Call, _ path: String?) throws(Failure) {
        self.call = call
        written = Written(call.console.progress)
        guard let path else {
            file = nil
            return
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.last, !name.isEmpty, name != ".", name != ".." else {
            throw .usage("`--out \(printable(path))` is no file")
        }
        let directory = parts.dropLast().joined(separator: "/")
        let place = parts.count == 1 ? "." : directory.isEmpty ? "/" : directory
        let files = ExportFiles(call.surroundings.path(place), shown: path, call.console.progress)
        try files.begin(with: [name])
        file = (name, files)
    }

    func write(_ piece: String) {
        if let file { return file.files.write(piece, to: file.name) }
        let output = call.surroundings.streams.output
        guard !output.isTerminal else { return call.console.raw(piece) }
        // It goes elsewhere, so the line that says how far it is may stay.
        let bytes = Array(piece.utf8)
        output.write(bytes)
        written.add(bytes.count)
    }

    func end() throws(Failure) {
        call.console.progress?.end()
        if let file { _ = try file.files.end() }
    }
}

/// `reeve export review`: a line for each grant, or for each way to each account, as CSV or JSON.
private struct ReviewExport {
    let call: Call
    let session: Session

    func run() throws(Failure) -> Int32 {
        let separator = try separator()
        let now = Instant(milliseconds: call.sessionOptions.clock())
        let state = session.view.everything
        let review = AccessReview(state, now: now)
        let made = try session.past(of: review.origins)
        let path = call.invocation.values[.out]?.last
        let sink = try DocumentSink(call, path)
        let isExpanded = call.invocation.has(.expand)
        let asJSON = call.console.isJSON && path == nil
        var lines = 0
        var piece = ""
        func flush(beyond most: Int) {
            guard piece.utf8.count > most else { return }
            sink.write(piece)
            piece = ""
        }
        // A spreadsheet takes a file without the mark for one in its country's old encoding; a terminal shows it.
        let mark = path == nil && call.surroundings.streams.output.isTerminal ? "" : "\u{feff}"
        piece = asJSON ? opening(state, now, isExpanded) : mark + record(AccessReview.columns, separator)
        let give: (ReviewLine) -> Void = { line in
            let row = review.row(line, made[line.seq])
            piece += asJSON ? (lines == 0 ? "\n" : ",\n") + object(row) : record(row, separator)
            lines += 1
            flush(beyond: 1 << 16)
        }
        if isExpanded { review.access(give) } else { review.grants(give) }
        if asJSON { piece += "\n]}\n" }
        flush(beyond: 0)
        try sink.end()
        if let path { report(path, lines, state, now, isExpanded) }
        return 0
    }

    private func separator() throws(Failure) -> String {
        guard let word = call.invocation.values[.separator]?.last else { return "," }
        switch word {
        case "comma", ",": return ","
        case "semicolon", ";": return ";"
        default: throw .usage("`--separator` is comma or semicolon, not `\(printable(word))`")
        }
    }

    private func record(_ fields: [String], _ separator: String) -> String {
        fields.map(CSVField.text).joined(separator: separator) + "\r\n"
    }

    private func opening(_ state: State, _ now: Instant, _ isExpanded: Bool) -> String {
        "{\"format\": \"reeve.review/1\", \"seq\": \(state.seq), \"asOf\": \"\(now.text)\", \"expanded\": \(isExpanded), \"lines\": ["
    }

    /// As the columns are called; what is empty is null, and counts are numbers.
    private func object(_ row: [String]) -> String {
        let members = zip(AccessReview.columns, row).map { column, text in
            let value =
                switch column {
                case "covers", "decides in", "seq": text
                default: text.isEmpty ? "null" : jsonText(text)
                }
            return jsonText(column) + ": " + value
        }
        return "{" + members.joined(separator: ", ") + "}"
    }

    private func report(_ path: String, _ lines: Int, _ state: State, _ now: Instant, _ isExpanded: Bool) {
        if call.console.isJSON {
            return call.console.document(
                .object([
                    ("format", "reeve.export/1"), ("target", "review"), ("seq", .number(state.seq)),
                    ("asOf", .text(now.text)), ("expanded", .flag(isExpanded)), ("lines", JSON(lines)),
                    ("file", .text(path)),
                ]))
        }
        guard !call.console.isQuiet else { return }
        call.console.line("review: \(lines) lines in \(printable(path)), as of \(now.text)")
    }
}
