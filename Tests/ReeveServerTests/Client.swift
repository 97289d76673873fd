import ReeveDomain
import ReeveJSON
import ReeveLanguage
import ReeveSyntax
import Synchronization

@testable import ReeveServer

/// A client whose messages are all there when the server begins.
final class Client: ServerStreams {
    private let input: Mutex<[UInt8]>
    private let output = Mutex<[UInt8]>([])
    private let later = Mutex<(looks: Int, bytes: [UInt8])>((0, []))

    init(_ bytes: [UInt8]) { input = Mutex(bytes) }

    convenience init(_ messages: [JSON]) { self.init(messages.flatMap { FrameReader.frame($0.compact) }) }

    func read() -> [UInt8] {
        let now = input.withLock { input in
            defer { input = [] }
            return input
        }
        return now.isEmpty ? rest() : now
    }

    private func rest() -> [UInt8] {
        later.withLock { later in
            defer { later = (0, []) }
            return later.bytes
        }
    }

    var hasInput: Bool {
        if input.withLock({ !$0.isEmpty }) { return true }
        let isDue = later.withLock { later in
            guard !later.bytes.isEmpty else { return false }
            later.looks -= 1
            return later.looks <= 0
        }
        if isDue { input.withLock { $0 = rest() } }
        return isDue
    }

    func write(_ bytes: [UInt8]) { output.withLock { $0 += bytes } }

    /// What the server sent.
    var messages: [JSON] {
        var frames = FrameReader()
        frames.feed(output.withLock { $0 })
        var found: [JSON] = []
        while let frame = frames.next() {
            if case .message(let bytes) = frame, let message = try? JSON(reading: bytes) { found.append(message) }
        }
        return found
    }

    /// Serves the messages, with these files on the disk.
    static func serve(
        _ messages: [JSON], files: [String: String] = [:], state: State? = nil
    ) -> (status: Int32, messages: [JSON]) {
        let client = Client(messages)
        let status = server(client, files, state).run()
        return (status, client.messages)
    }

    static func server(_ client: Client, _ files: [String: String] = [:], _ state: State? = nil) -> Server {
        Server(client, MemoryDisk(files: files), ServerOptions(version: "test", clock: { 0 }, state: { state }))
    }

    /// A client that sends the rest only when the server has looked so often whether there is more.
    convenience init(_ first: [JSON], thenAfter looks: Int, _ rest: [JSON]) {
        self.init(first)
        later.withLock { $0 = (looks, rest.flatMap { FrameReader.frame($0.compact) }) }
    }

    static let start: [JSON] = [request(0, "initialize", ["capabilities": [:]]), note("initialized", [:])]

    static func request(_ id: Int, _ method: String, _ parameters: JSON) -> JSON {
        ["jsonrpc": "2.0", "id": JSON(id), "method": .text(method), "params": parameters]
    }

    static func note(_ method: String, _ parameters: JSON) -> JSON {
        ["jsonrpc": "2.0", "method": .text(method), "params": parameters]
    }

    static func open(_ path: String, _ text: String) -> JSON {
        note(
            "textDocument/didOpen",
            ["textDocument": ["uri": .text("file://" + path), "version": 1, "text": .text(text)]])
    }

    static func change(_ path: String, _ version: Int, _ from: (Int, Int), _ to: (Int, Int), _ text: String) -> JSON {
        note(
            "textDocument/didChange",
            [
                "textDocument": ["uri": .text("file://" + path), "version": JSON(version)],
                "contentChanges": [["range": range(from, to), "text": .text(text)]],
            ])
    }

    static func range(_ from: (Int, Int), _ to: (Int, Int)) -> JSON {
        [
            "start": ["line": JSON(from.0), "character": JSON(from.1)],
            "end": ["line": JSON(to.0), "character": JSON(to.1)],
        ]
    }

    /// The codes that were published last for a file.
    static func codes(_ messages: [JSON], _ path: String) -> [String]? {
        let last = messages.last {
            $0["method"]?.text == "textDocument/publishDiagnostics"
                && $0["params"]?["uri"]?.text == "file://" + path
        }
        return last?["params"]?["diagnostics"]?.items.compactMap { $0["code"]?.text }
    }
}

struct MemoryDisk: WorkspaceFiles, SourceLoader {
    let files: [String: String]

    func scripts(below directory: String, most: Int) -> [String] {
        files.keys.filter { $0.hasPrefix(directory + "/") }.sorted()
    }

    func read(_ path: String) -> SourceText? { files[path].map { SourceText(name: path, text: $0) } }

    func loader(for script: String) -> any SourceLoader { self }

    func load(_ path: String, from script: String) throws(LoadFailure) -> SourceText {
        guard let source = read(FileURI.resolve(path, from: script)) else {
            throw LoadFailure(code: "missing-file", message: "there is no file")
        }
        return source
    }
}
