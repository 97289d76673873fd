import ReeveDomain
import ReeveJSON
import ReeveLanguage
import ReeveStorage
import ReeveSyntax

/// A plan that can be kept, reviewed, and carried out later by `Session.apply`: exactly that, or not at all.
///
/// It holds the scripts and the files they used, the head of the store it was made on, the lines that a reviewer reads, and
/// the journal's records as they will be written. Its hash notices an alteration; whoever can write the file can also
/// write another one with a hash that fits, so who needs more keeps `hash` elsewhere.
public struct Plan: Sendable {
    /// The SHA-256 of everything else in the document, as 64 hexadecimal digits.
    public let hash: String
    /// Who it is to be carried out as; nil is the superuser.
    public let actor: String?
    /// When it was made, in milliseconds since 1970-01-01T00:00:00Z.
    public let time: Int64
    /// `seq:hash` of the store that it was made on; nil where there was none.
    public let head: String?
    /// What the reviewer reads: the lines of `reeve plan`.
    public let lines: [String]
    /// The document, `reeve.planned/1`: lines of JSON.
    public let bytes: [UInt8]

    let store: String?
    let parameters: [String: String]
    let bounds: Bounds
    let scripts: [Script]
    let files: [KeptFile]
    /// The journal's lines; empty for a plan that changes nothing.
    let records: [UInt8]

    /// How long a plan's document may be, in bytes.
    package static let mostBytes = 1 << 30
    static let format = "reeve.planned/1"

    /// What a plan is made of, before it is written down.
    struct Draft {
        var actor: String?
        var systemUser: String
        var time: Instant
        var head: String?
        var store: String?
        var parameters: [String: String]
        var bounds: Bounds
        var scripts: [Script]
        var files: [KeptFile]
        var lines: [String]
        var records: [UInt8]
    }

    init(_ draft: Draft) throws(Failure) {
        var bytes: [UInt8] = []
        func line(_ members: [(String, JSON)]) {
            bytes += JSON.object(members).compact
            bytes.append(UInt8(ascii: "\n"))
        }
        func text(_ bytes: [UInt8], of name: String) throws(Failure) -> JSON {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Failure(.script, "invalid-utf8", "`\(escaped(name))` is not UTF-8, and a plan keeps only text")
            }
            return .text(text)
        }
        line([
            ("format", .text(Self.format)), ("store", JSON(draft.store)), ("head", JSON(draft.head)),
            ("time", .text(draft.time.text)), ("as", JSON(draft.actor)), ("osUser", .text(draft.systemUser)),
            (
                "parameters",
                .object(draft.parameters.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })
            ),
            ("bounds", .object(Bounds.named.map { ($0.name, JSON(draft.bounds[keyPath: $0.bound])) })),
        ])
        for script in draft.scripts {
            line([("script", .text(script.name)), ("text", try text(script.bytes, of: script.name))])
        }
        for file in draft.files {
            line([
                ("file", .text(file.path)), ("from", .text(file.script)), ("name", .text(file.name)),
                ("text", try text(file.bytes, of: file.name)),
            ])
        }
        for shown in draft.lines { line([("line", .text(shown))]) }
        line([("records", JSON(draft.records.count { $0 == UInt8(ascii: "\n") }))])
        bytes += draft.records
        hash = SHA256.digest(of: bytes).description
        line([("hash", .text(hash))])
        guard bytes.count <= Self.mostBytes else {
            throw Failure(.usage, "too-long", "the plan has more than \(Self.mostBytes >> 20) MiB: run it in parts")
        }
        actor = draft.actor
        time = draft.time.milliseconds
        head = draft.head
        store = draft.store
        parameters = draft.parameters
        bounds = draft.bounds
        scripts = draft.scripts
        files = draft.files
        lines = draft.lines
        records = draft.records
        self.bytes = bytes
    }
}

// MARK: Reading

extension Plan {
    /// Reads a plan's document.
    ///
    /// - Parameters:
    ///   - bytes: what a plan's `bytes` were.
    ///   - name: what the document is called in messages.
    /// - Throws: `not-a-plan`, `plan-newer`, or `plan-altered`.
    public init(reading bytes: [UInt8], named name: String) throws(Failure) {
        let shown = "`\(escaped(name))`"
        let notPlan = Failure(
            .usage, "not-a-plan", "\(shown) is no plan", notes: ["a plan is made by: reeve plan FILE… --out P"])
        guard bytes.starts(with: Array(#"{"format":"reeve.planned/"#.utf8)), bytes.count <= Self.mostBytes else {
            throw notPlan
        }
        guard bytes.starts(with: Array("{\"format\":\"\(Self.format)\"".utf8)) else {
            throw Failure(.usage, "plan-newer", "\(shown) was made by another version of Reeve; plan it anew")
        }
        let altered = Failure(
            .stale, "plan-altered",
            "\(shown) is not what was written when it was planned: nothing of it is carried out",
            notes: ["to plan it anew: reeve plan FILE… --out P"])
        // Before anything in it is believed.
        let closing = #"{"hash":""#.utf8.count + 64 + "\"}\n".utf8.count
        guard bytes.count > closing else { throw altered }
        let body = Array(bytes.dropLast(closing))
        let hash = SHA256.digest(of: body).description
        guard bytes.suffix(closing).elementsEqual("{\"hash\":\"\(hash)\"}\n".utf8) else { throw altered }
        var reader = PlanReader(body)
        guard let header = reader.next(), let time = header["time"]?.text.flatMap({ Instant(instant: $0) }),
            let parameters = header["parameters"]?.texts, let bounds = Bounds(reading: header["bounds"]),
            let parts = reader.parts(), !parts.scripts.isEmpty
        else { throw altered }
        self.hash = hash
        self.bytes = bytes
        self.time = time.milliseconds
        self.parameters = parameters
        self.bounds = bounds
        actor = header["as"]?.text
        head = header["head"]?.text
        store = header["store"]?.text
        scripts = parts.scripts
        files = parts.files
        lines = parts.lines
        records = parts.records
    }
}

/// A plan's document, line by line.
private struct PlanReader {
    struct Parts {
        var scripts: [Script] = []
        var files: [KeptFile] = []
        var lines: [String] = []
        var records: [UInt8] = []
    }
    private let bytes: [UInt8]
    private var start = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The next line's object; nil where it is none.
    mutating func next() -> JSON? {
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { start = end + 1 }
        do throws(JSONProblem) {
            return try JSON(reading: Array(bytes[start..<end]))
        } catch {
            return nil
        }
    }

    /// What stands behind the header; nil where that is not in order.
    mutating func parts() -> Parts? {
        var parts = Parts()
        while let line = next() {
            let text = line["text"]?.text
            if let name = line["script"]?.text, let text {
                parts.scripts.append(Script(named: name, text: text))
            } else if let path = line["file"]?.text, let from = line["from"]?.text, let name = line["name"]?.text,
                let text
            {
                parts.files.append(KeptFile(path: path, script: from, name: name, bytes: Array(text.utf8)))
            } else if let shown = line["line"]?.text {
                parts.lines.append(shown)
            } else if let count = line["records"]?.integer {
                parts.records = Array(bytes[start...])
                return parts.records.count { $0 == UInt8(ascii: "\n") } == count ? parts : nil
            } else {
                return nil
            }
        }
        return nil
    }
}

extension JSON {
    /// An object whose members are all texts; nil for anything else.
    fileprivate var texts: [String: String]? {
        guard case .object(let members) = self else { return nil }
        var texts: [String: String] = [:]
        for (name, value) in members {
            guard let text = value.text else { return nil }
            texts[name] = text
        }
        return texts
    }
}

extension Bounds {
    fileprivate init?(reading json: JSON?) {
        guard let json else { return nil }
        self.init()
        for (name, bound, most) in Self.named {
            guard let value = json[name]?.integer, value > 0, value <= most else { return nil }
            self[keyPath: bound] = Int(value)
        }
    }
}
