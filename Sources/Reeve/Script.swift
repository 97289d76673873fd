import ReeveLanguage
import ReeveSyntax

/// A script's name and bytes.
public struct Script: Sendable {
    /// What it is called in messages and in the journal: its path, or `console`.
    public let name: String
    /// What is in it. Whether that is UTF-8 is seen when it is read.
    public let bytes: [UInt8]
    /// The number of its first line, where it is a piece of something longer.
    package var firstLine = 1
    /// True where the name is a path, and the files it uses lie beside it.
    let isFile: Bool

    /// A script that is no file; what it uses is looked for in the session's directory.
    ///
    /// - Parameters:
    ///   - name: what it is called in messages and in the journal.
    ///   - text: what is in it.
    public init(named name: String, text: String) {
        self.init(named: name, bytes: Array(text.utf8))
    }

    /// A script that is no file; what it uses is looked for in the session's directory.
    ///
    /// - Parameters:
    ///   - name: what it is called in messages and in the journal.
    ///   - bytes: what is in it.
    public init(named name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        isFile = false
    }

    /// Reads a script from a file.
    ///
    /// - Parameters:
    ///   - path: where it is; it is called so in messages and in the journal.
    ///   - directory: what the path is relative to; empty for the process's own.
    ///   - bounds: how long a script may be.
    /// - Throws: a failure whose code is `missing-file`, `not-a-file`, `unreadable-file` or `too-long`.
    public init(file path: String, in directory: String = "", bounds: Bounds = Bounds()) throws(Failure) {
        name = path
        isFile = true
        let limit = bounds.limits.syntax.scriptBytes
        do throws(LoadFailure) {
            bytes = try ScriptFile.read(FilePath.join(directory, path), shown: path, limit: limit)
        } catch {
            throw Failure(.script, error.code, error.message)
        }
    }

    var source: SourceText { SourceText(name: name, bytes: bytes, firstLine: firstLine) }
}
