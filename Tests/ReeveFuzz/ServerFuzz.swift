import Foundation
import ReeveDomain
import ReeveJSON
import ReeveLanguage
import ReeveStorage
import Synchronization

@testable import Reeve
@testable import ReeveServer
@testable import ReeveSyntax

/// What an editor may send to the language server: framed bytes, where they begin as a frame does, else a message a line,
/// behind a beginning. It ends, and what it sends are messages.
struct ServerFuzz: FuzzTarget {
    private static let path = "/work/script.reeve"
    private let state: State?

    init() {
        let session = try? Session(BaseStore().files, options: BaseStore.options)
        state = session?.state
    }

    func seeds(_ scripts: [[UInt8]]) -> [[UInt8]] {
        let document = "\"textDocument\":{\"uri\":\"file://\(Self.path)\"}"
        let position = "\"position\":{\"line\":1,\"character\":6}"
        let range = "\"range\":{\"start\":{\"line\":0,\"character\":0},\"end\":{\"line\":2,\"character\":3}}"
        func request(_ method: String, _ more: String) -> String {
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"textDocument/\(method)\",\"params\":{\(document),\(more)}}"
        }
        let requests =
            ["completion", "hover", "definition", "prepareRename", "signatureHelp"].map { request($0, position) }
            + ["rangeFormatting", "semanticTokens/range"].map { request($0, range + ",\"options\":{\"tabSize\":2}") }
            + ["documentSymbol", "foldingRange", "formatting", "semanticTokens/full"].map {
                request($0, "\"options\":{}")
            } + [
                request("references", position + ",\"context\":{\"includeDeclaration\":true}"),
                request("rename", position + ",\"newName\":\"zed\""),
                request("codeAction", range + ",\"context\":{\"diagnostics\":[]}"),
                request("semanticTokens/full/delta", "\"previousResultId\":\"1\""),
                "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"workspace/symbol\",\"params\":{\"query\":\"a\"}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"$/cancelRequest\",\"params\":{\"id\":7}}",
                "{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"shutdown\"}\n{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}",
            ]
        let change =
            "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didChange\",\"params\":{\"textDocument\":{\"uri\":\"file://\(Self.path)\",\"version\":2},\"contentChanges\":[{\(range),\"text\":\"add user zed\\n\"}]}}"
        var seeds: [[UInt8]] = []
        for (number, script) in pieces(of: scripts).filter({ $0.count < 3000 }).enumerated() where number % 3 == 0 {
            guard let text = String(validating: script, as: UTF8.self) else { continue }
            let asked = requests[(number / 3) % requests.count]
            let lines = Self.begun(with: text) + [Array(asked.utf8), Array(change.utf8), Array(asked.utf8)]
            seeds.append(Array(lines.dropFirst(2).joined(separator: [10])))
            if number % 30 == 0 { seeds.append(lines.flatMap { FrameReader.frame($0) }) }
        }
        return Array(seeds.prefix(400))
    }

    /// Initialized, and with a script that is open.
    private static func begun(with text: String) -> [[UInt8]] {
        let opened: JSON = [
            "jsonrpc": "2.0", "method": "textDocument/didOpen",
            "params": [
                "textDocument": ["uri": .text("file://" + path), "version": 1, "text": .text(text)]
            ],
        ]
        return [
            Array("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{}}}".utf8),
            Array("{\"jsonrpc\":\"2.0\",\"method\":\"initialized\",\"params\":{}}".utf8), opened.compact,
        ]
    }

    func check(_ bytes: [UInt8]) {
        var sent = bytes
        if !bytes.starts(with: Array("Content-Length".utf8)) {
            let lines = Self.begun(with: "").prefix(2) + bytes.split(separator: 10).map { Array($0) }.prefix(100)
            sent = lines.flatMap { FrameReader.frame($0) }
        }
        let streams = FuzzStreams(sent)
        let state = state
        var options = ServerOptions(version: "fuzz", clock: { 1_767_225_600_000 }, state: { state })
        options.limits.turns = 500
        let status = Server(streams, NoFiles(), options).run()
        require(status == 0 || status == 1, "exit \(status)")
        var frames = FrameReader()
        frames.feed(streams.written)
        while let frame = frames.next() {
            guard case .message(let bytes) = frame else { fail("a frame that is none") }
            guard let message = try? JSON(reading: bytes) else { fail("a message that is no JSON") }
            require(message["jsonrpc"]?.text == "2.0", "a message that is no JSON-RPC")
            require(message["error"]?["code"]?.integer != -32603, "\(String(decoding: bytes, as: UTF8.self))")
        }
    }
}

/// The bytes come in pieces, as from a pipe.
private final class FuzzStreams: ServerStreams {
    private let input: Mutex<ArraySlice<UInt8>>
    private let output = Mutex<[UInt8]>([])

    init(_ bytes: [UInt8]) { input = Mutex(bytes[...]) }

    func read() -> [UInt8] {
        input.withLock { input in
            let piece = Array(input.prefix(300))
            input = input.dropFirst(300)
            return piece
        }
    }

    var hasInput: Bool { input.withLock { !$0.isEmpty } }
    func write(_ bytes: [UInt8]) { output.withLock { $0 += bytes } }
    var written: [UInt8] { output.withLock { $0 } }
}

private struct NoFiles: WorkspaceFiles, SourceLoader {
    func scripts(below directory: String, most: Int) -> [String] { [] }
    func read(_ path: String) -> SourceText? { nil }
    func loader(for script: String) -> any SourceLoader { self }
    func load(_ path: String, from script: String) throws(LoadFailure) -> SourceText {
        throw LoadFailure(code: "missing-file", message: "there is no file")
    }
}
