#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Reeve
import ReeveDomain
import ReeveExplain
import ReeveLanguage
import ReeveServer
import ReeveSyntax
import Synchronization

/// `reeve lsp`: the language server, spoken over the standard streams.
enum LspCommand {
    static let command = Command(
        name: "lsp", synopsis: ["lsp"],
        summary: "serve an editor over the standard input and output (Language Server Protocol)", run: run)

    private static func run(_ call: Call) throws(Failure) -> Int32 {
        guard call.invocation.operands.isEmpty else { throw .usage("`reeve lsp` takes no file: the editor opens them") }
        let streams = StandardStreams()
        let server = Server(streams, Disk(directory: call.surroundings.directory), try options(call, streams))
        return server.run()
    }

    private static func options(_ call: Call, _ streams: StandardStreams) throws(Failure) -> ServerOptions {
        let clock = call.sessionOptions.clock
        var options = ServerOptions(version: Tool.version, clock: clock)
        options.limits.isInterrupted = { streams.hasInput }
        options.parameters = call.invocation.parameters
        options.actor = call.user
        let user = call.user
        options.complete = { text, state, variables in
            let now = Instant(milliseconds: clock())
            var names = LiveNames(state, seenBy: user.flatMap { state.user($0) }, at: now)
            names.variables = variables
            let found = Completer(names: names).complete(text)
            // `begin` and `commit` are the conversation's own.
            return (found.replaced, found.candidates.filter { !Dialogue.ownWords.contains($0) })
        }
        options.sort = { text in
            let expectation = Parser.expectation(behind: text)
            if expectation.isStart { return "statement" }
            return NameSlot(after: expectation.before, in: expectation.enclosing).label ?? ""
        }
        options.form = { StatementForm.named($0).first?.text.joined(separator: "\n") }
        options.signatures = { StatementForm.signatures(in: $0) }
        options.explain = { CodePages.page(of: $0)?.meaning }
        // Without a word about a store, scripts are checked by themselves: an editor works in many directories.
        guard call.invocation.store != nil || call.surroundings.variable("REEVE_STORE") != nil else { return options }
        var sessionOptions = call.sessionOptions
        sessionOptions.isReadOnly = true
        let session = try Session(opening: call.storePath, as: call.user, options: sessionOptions)
        options.state = {
            // A store that cannot be read now counts as it was.
            do throws(Failure) { try session.refresh() } catch {}
            return session.state
        }
        return options
    }
}

/// The process's standard input and output.
private final class StandardStreams: ServerStreams {
    /// The client is gone: what is at its end looks readable for ever.
    private let isAtEnd = Atomic(false)

    func read() -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let got = chunk.withUnsafeMutableBytes { systemRead(0, $0.baseAddress, $0.count) }
            if got < 0, errno == EINTR { continue }
            if got > 0 { return Array(chunk[..<got]) }
            isAtEnd.store(true, ordering: .relaxed)
            return []
        }
    }

    var hasInput: Bool {
        if isAtEnd.load(ordering: .relaxed) { return false }
        var one = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        return poll(&one, 1, 0) > 0
    }

    func write(_ bytes: [UInt8]) {
        let sink = DescriptorSink(1)
        sink.write(bytes)
        sink.flush()
    }
}

// Inside the type, `read` means its own.
private func systemRead(_ descriptor: Int32, _ into: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, into, count)
}

/// The disk, as far as a server needs it.
private struct Disk: WorkspaceFiles {
    let directory: String

    func scripts(below path: String, most: Int) -> [String] {
        let disk = TestDisk(directory: directory, limit: SyntaxLimits().scriptBytes)
        guard let files = try? disk.files(below: path) else { return [] }
        return Array(files.lazy.filter { $0.hasSuffix(".reeve") }.prefix(most))
    }

    func read(_ path: String) -> SourceText? {
        guard let script = try? Script(file: path, in: directory) else { return nil }
        return SourceText(name: path, bytes: script.bytes)
    }

    func loader(for script: String) -> any SourceLoader {
        let end = script.lastIndex(of: "/")
        let root = end.map { String(script[..<$0]) } ?? ""
        return FileLoader(root: root, script: script, in: directory, limit: SyntaxLimits().scriptBytes)
    }
}
