import ReeveDomain
import ReeveSyntax

/// The language cannot say what the state holds.
package struct ScriptFault: Error, Sendable {
    /// What the parser or the formatter found.
    package let message: String
    /// Where: the statements at hand, cut.
    package let excerpt: String
}

/// Takes statements, and gives them out in their one form, some at a time.
struct ScriptWriter {
    private static let pieceBytes = 1 << 16

    var notes: [String] = []
    private let limits: SyntaxLimits
    private let isInterrupted: () -> Bool
    private let sink: (String) -> Void
    private var piece = ""
    private var heading: String?
    private var fault: ScriptFault?

    init(limits: SyntaxLimits, isInterrupted: @escaping () -> Bool, _ sink: @escaping (String) -> Void) {
        var limits = limits
        // What a name or value may be was asked when it came in.
        limits.stringBytes = max(limits.stringBytes, 1 << 24)
        limits.nesting = max(limits.nesting, 128)
        limits.scriptBytes = .max
        self.limits = limits
        self.isInterrupted = isInterrupted
        self.sink = sink
    }

    /// A part of the script, with a heading if there is anything in it.
    mutating func section(_ name: String, _ body: (inout ScriptWriter) -> Void) throws(ScriptFault) {
        flush()
        heading = name
        body(&self)
        flush()
        heading = nil
        if let fault { throw fault }
    }

    mutating func finish() throws(ScriptFault) {
        flush()
        if let fault { throw fault }
    }

    mutating func comment(_ text: String) {
        begin()
        piece += "# \(escaped(text))\n"
    }

    mutating func add(_ statement: String, because reason: String? = nil) {
        begin()
        piece += statement
        if let reason { piece += " because " + quoted(reason) }
        piece += "\n"
        if piece.utf8.count > Self.pieceBytes { flush() }
    }

    private mutating func begin() {
        guard let name = heading else { return }
        sink("\n# \(name)\n")
        heading = nil
    }

    private mutating func flush() {
        guard !piece.isEmpty, fault == nil else { return }
        guard !isInterrupted() else {
            fault = ScriptFault(message: "interrupted", excerpt: "")
            return
        }
        switch Formatter.format(SourceText(name: "export", text: piece), limits: limits) {
        case .formatted(let bytes): sink(String(decoding: bytes, as: UTF8.self))
        case .invalid(let found):
            fault = ScriptFault(message: found.first?.message ?? "", excerpt: excerpt(piece, most: 400))
        case .refused(let found): fault = ScriptFault(message: found.message, excerpt: excerpt(piece, most: 400))
        }
        piece = ""
    }
}
