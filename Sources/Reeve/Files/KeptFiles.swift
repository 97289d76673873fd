import ReeveLanguage
import ReeveSyntax
import Synchronization

/// A file that a script named and got.
struct KeptFile: Sendable, Hashable {
    /// As the script named it.
    var path: String
    /// The script that asked.
    var script: String
    /// What it is called in messages and in the journal.
    var name: String
    var bytes: [UInt8]
}

/// Keeps what another loader gives, so that the run can be repeated without the disk.
final class KeepingLoader: SourceLoader {
    private let loader: any SourceLoader
    private let files = Mutex<[KeptFile]>([])

    init(_ loader: any SourceLoader) { self.loader = loader }

    /// In the order in which they were asked for, each once.
    var kept: [KeptFile] { files.withLock { $0 } }

    func load(_ path: String, from script: String) throws(LoadFailure) -> SourceText {
        let source = try loader.load(path, from: script)
        files.withLock { files in
            if !files.contains(where: { $0.path == path && $0.script == script }) {
                files.append(KeptFile(path: path, script: script, name: source.name, bytes: source.bytes))
            }
        }
        return source
    }
}

/// Gives what was kept, and nothing else.
struct KeptFiles: SourceLoader {
    let files: [KeptFile]

    func load(_ path: String, from script: String) throws(LoadFailure) -> SourceText {
        guard let file = files.first(where: { $0.path == path && $0.script == script }) else {
            throw LoadFailure(code: "missing-file", message: "the plan holds no file `\(escaped(path))`")
        }
        return SourceText(name: file.name, bytes: file.bytes)
    }
}
