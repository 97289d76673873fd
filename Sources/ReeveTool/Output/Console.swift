import Reeve
import ReeveSyntax

/// Data to one stream, messages to the other, in the form that was asked for.
struct Console {
    let streams: Streams
    var isJSON: Bool
    let isQuiet: Bool
    /// How far a long piece of work is; it goes before anything is written.
    let progress: Progress?
    private let outputPalette: Palette
    private let errorPalette: Palette

    init(_ surroundings: Surroundings, color: ColorChoice, json: Bool, quiet: Bool) {
        streams = surroundings.streams
        isJSON = json
        isQuiet = quiet
        let noColor = surroundings.variable("NO_COLOR") != nil
        let dumb = surroundings.variable("TERM") == "dumb"
        outputPalette = Palette(color, terminal: streams.output.isTerminal, noColor: noColor, dumb: dumb)
        errorPalette = Palette(color, terminal: streams.errors.isTerminal, noColor: noColor, dumb: dumb)
        progress = json || quiet || dumb ? nil : surroundings.progress.map { Progress(on: $0) }
    }

    /// How wide tables may be; nil where they go to no terminal.
    var width: Int? { streams.output.columns }

    /// Whether data is painted.
    var isColored: Bool { outputPalette.isOn }

    /// Data as it is.
    func raw(_ text: String) { write(text, to: streams.output) }

    private func write(_ text: String, to sink: any ByteSink) {
        progress?.end()
        sink.write(Array(text.utf8))
    }

    /// Data, as a line.
    func line(_ text: String) { write(text + "\n", to: streams.output) }

    /// A message, as a line.
    func message(_ text: String) { write(text + "\n", to: streams.errors) }

    /// A message without the line's end: a question.
    func ask(_ text: String) {
        write(text, to: streams.errors)
        streams.errors.flush()
    }

    func document(_ json: JSON) { write(json.rendered, to: streams.output) }

    /// - Parameters:
    ///   - withHead: with the store's head as the last line.
    ///   - plan: where a plan was kept, and its hash, which then is the last line.
    func show(_ report: Report, store: String, withHead: Bool = true, plan: (path: String, hash: String)? = nil) {
        if isJSON { return document(JSON(report, store: store, plan: plan)) }
        for (piece, text) in report.textLines(withHead: withHead, width: width) {
            if isQuiet, piece != .output, piece != .head { continue }
            line(paint(text, piece))
        }
        if let plan {
            if !isQuiet { line(outputPalette.paint("to carry it out: reeve apply \(printable(plan.path))", .dim)) }
            line(outputPalette.paint("sha256:\(plan.hash)", .dim))
        }
        guard !isQuiet else { return }
        for warning in report.warnings {
            let (head, rest) = warning.headAndRest
            message(errorPalette.paint(head, .yellow) + rest)
        }
    }

    private func paint(_ text: String, _ piece: Report.Piece) -> String {
        switch piece {
        case .addition: outputPalette.paint(text, .green)
        case .change: outputPalette.paint(text, .yellow)
        case .removal: outputPalette.paint(text, .red)
        case .count, .head: outputPalette.paint(text, .dim)
        case .access, .output, .note: text
        }
    }

    func show(_ failure: Failure) {
        if isJSON { return document(JSON(failure)) }
        // Behind the `^C` that the terminal shows.
        if failure.reason == .interrupted, streams.errors.isTerminal { ask("\n") }
        show(failure.problems)
        if let head = failure.head { message(errorPalette.paint("recorded as refused: \(head)", .dim)) }
        if failure.reason == .usage, failure.problems.contains(where: { $0.code == "usage" }) {
            message("`reeve help` tells what there is.")
        }
    }

    func show(_ problems: [Failure.Problem]) {
        guard !problems.isEmpty else { return }
        message(Failure.Problem.render(problems, colored: errorPalette.isOn))
    }
}
