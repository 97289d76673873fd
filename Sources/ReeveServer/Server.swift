import ReeveJSON
import ReeveSyntax

/// The language server: one client, one thread, one message after the other. What takes long looks now and then whether
/// the client has sent something, so that a change or a cancellation overtakes it.
package final class Server {
    private enum Phase { case new, initialized, shutDown }

    let streams: any ServerStreams
    var workspace: Workspace
    var encoding = PositionEncoding.utf16
    private var frames = FrameReader()
    private var waiting = Inbox()
    private var isAtEnd = false
    private var phase = Phase.new
    /// The request that is being answered.
    private var current: (id: JSON, document: String?)?
    /// What was published last, by script.
    private var published: [String: JSON] = [:]
    /// The colors that were sent last, by the client's URI.
    var colorsSent: [String: SentColors] = [:]

    package init(_ streams: any ServerStreams, _ files: any WorkspaceFiles, _ options: ServerOptions) {
        self.streams = streams
        workspace = Workspace(files, options)
    }

    /// Serves until the client says `exit`, or is gone.
    ///
    /// - Returns: the exit status: 0 where `shutdown` came before, else 1 (LSP 3.17, Exit Notification).
    package func run() -> Int32 {
        while true {
            if waiting.isEmpty { receive(waits: workspace.unfinished == nil && workspace.unlinted == nil) }
            guard let message = waiting.take() else {
                // Whoever sent all at once is answered; what cannot be done in one go then is not waited for.
                if !work(until: { self.isAsked }), isAtEnd { break }
                continue
            }
            if case .notification("exit", _) = message { break }
            handle(message)
        }
        return phase == .shutDown ? 0 : 1
    }

    /// Carries out one message and all that follows from it: for tests.
    func serve(_ message: JSON) {
        handle(Incoming(message.compact))
        while work(until: { false }) {}
    }

    /// Takes in what has come.
    private func receive(waits: Bool) {
        guard !isAtEnd, waits || streams.hasInput else { return }
        repeat {
            let bytes = streams.read()
            guard !bytes.isEmpty else {
                isAtEnd = true
                return
            }
            frames.feed(bytes)
            while let frame = frames.next() {
                switch frame {
                case .message(let bytes): waiting.append(Incoming(bytes))
                case .broken(let why): waiting.append(.invalid(id: .null, ResponseError(.parseError, why)))
                }
            }
        } while streams.hasInput
    }

    // MARK: Checking

    /// One piece of what is to be done when nobody asks: first what is wrong, then what is not meant.
    ///
    /// - Returns: false where nothing came to its end.
    private func work(until isInterrupted: () -> Bool) -> Bool {
        if let root = workspace.unfinished {
            guard workspace.advance(root, isInterrupted) else { return false }
        } else {
            guard let name = workspace.unlinted, workspace.lint(name, isInterrupted) else { return false }
        }
        publish()
        return true
    }

    private var isAsked: Bool { !waiting.isEmpty || !isAtEnd && streams.hasInput }

    /// Makes sure that what is known of a document is up to date.
    ///
    /// - Throws: `requestCancelled`, or `contentModified` where the document has changed meanwhile.
    func settle(_ document: TextDocument) throws(ResponseError) {
        for root in workspace.roots(of: document.name) {
            while !workspace.advance(root, { self.isOvertaken != nil }) { try stayCurrent() }
        }
    }

    /// Makes sure that what the linter says of a document is up to date, too.
    ///
    /// - Throws: as `settle`.
    func settleFindings(_ document: TextDocument) throws(ResponseError) {
        try settle(document)
        while workspace.lints[document.name]?.isCurrent != true {
            if !workspace.lint(document.name, { self.isOvertaken != nil }) { try stayCurrent() }
        }
    }

    /// - Throws: where the request at hand is of no more use.
    func stayCurrent() throws(ResponseError) {
        if let error = isOvertaken { throw error }
    }

    /// Why the request at hand is of no more use; nil where it is.
    var isOvertaken: ResponseError? {
        receive(waits: false)
        guard let current else { return nil }
        if waiting.cancels(current.id) { return ResponseError(.requestCancelled, "cancelled") }
        if let document = current.document, waiting.changes(document) {
            return ResponseError(.contentModified, "the document has changed")
        }
        return nil
    }

    // MARK: Messages

    private func handle(_ message: Incoming) {
        switch message {
        case .response: break
        case .invalid(let id, let error): answer(id, .failure(error))
        case .notification(let method, let parameters): note(method, parameters)
        case .request(let id, let method, let parameters):
            current = (id, message.document)
            defer { current = nil }
            do throws(ResponseError) {
                try stayCurrent()
                answer(id, .success(try reply(method, parameters)))
            } catch {
                answer(id, .failure(error))
            }
        }
    }

    private func answer(_ id: JSON, _ result: Result<JSON, ResponseError>) {
        switch result {
        case .success(let result): send(["jsonrpc": "2.0", "id": id, "result": result])
        case .failure(let error): send(["jsonrpc": "2.0", "id": id, "error": error.json])
        }
    }

    func send(_ message: JSON) { streams.write(FrameReader.frame(message.compact)) }

    func notify(_ method: String, _ parameters: JSON) {
        send(["jsonrpc": "2.0", "method": .text(method), "params": parameters])
    }

    private func reply(_ method: String, _ parameters: JSON) throws(ResponseError) -> JSON {
        if phase == .new, method != "initialize" { throw ResponseError(.notInitialized, "`initialize` comes first") }
        if phase == .shutDown { throw ResponseError(.invalidRequest, "the server is shut down") }
        switch method {
        case "initialize":
            guard phase == .new else { throw ResponseError(.invalidRequest, "`initialize` comes once") }
            phase = .initialized
            return initialize(parameters)
        case "shutdown":
            phase = .shutDown
            return .null
        default: return try feature(method, parameters)
        }
    }

    private func note(_ method: String, _ parameters: JSON) {
        guard phase == .initialized else { return }
        switch method {
        case "textDocument/didOpen":
            guard let document = parameters["textDocument"], let uri = document["uri"]?.text,
                let text = document["text"]?.text
            else { return }
            workspace.open(uri, version: document["version"]?.integer ?? 0, text: text)
        case "textDocument/didChange":
            guard let uri = parameters["textDocument"]?["uri"]?.text else { return }
            let changes = parameters["contentChanges"]?.items ?? []
            let version = parameters["textDocument"]?["version"]?.integer
            let encoding = encoding
            _ = workspace.change(uri) { $0.apply(changes, version: version, encoding) }
        case "textDocument/didClose":
            guard let uri = parameters["textDocument"]?["uri"]?.text else { return }
            workspace.close(uri)
            colorsSent[uri] = nil
            publish()
        case "textDocument/didSave", "workspace/didChangeWatchedFiles": workspace.refresh()
        case "workspace/didChangeWorkspaceFolders":
            let event = parameters["event"]
            let removed = (event?["removed"]?.items ?? []).compactMap { folder($0) }
            workspace.folders.removeAll { removed.contains($0) }
            workspace.folders += (event?["added"]?.items ?? []).compactMap { folder($0) }
            workspace.refresh()
        default: break
        }
    }

    private func folder(_ json: JSON) -> String? { json["uri"]?.text.flatMap(FileURI.path).map(FileURI.normalized) }

    private func initialize(_ parameters: JSON) -> JSON {
        let offered = parameters["capabilities"]?["general"]?["positionEncodings"]?.items ?? []
        encoding = offered.compactMap { $0.text.flatMap(PositionEncoding.init) }.first ?? .utf16
        var folders = (parameters["workspaceFolders"]?.items ?? []).compactMap { folder($0) }
        if folders.isEmpty, let root = parameters["rootUri"]?.text.flatMap(FileURI.path) {
            folders = [FileURI.normalized(root)]
        }
        workspace.folders = folders
        return [
            "capabilities": capabilities,
            "serverInfo": ["name": "reeve", "version": .text(workspace.options.version)],
        ]
    }

    // MARK: Diagnostics

    /// Sends the diagnostics of every script for which they are others than those sent last. A script whose roots are
    /// not all checked yet keeps what it has.
    private func publish() {
        let found = foundDiagnostics()
        for (name, diagnostics) in found where published[name] != diagnostics {
            published[name] = diagnostics
            notify("textDocument/publishDiagnostics", diagnostics)
        }
        guard workspace.unfinished == nil else { return }
        for (name, last) in published where found[name] == nil {
            published[name] = nil
            notify(
                "textDocument/publishDiagnostics",
                ["uri": last["uri"] ?? .text(workspace.uri(name)), "diagnostics": []])
        }
    }
}
