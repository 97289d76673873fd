import ReeveLanguage
import ReeveSyntax

/// Gives scripts the files they name: relative to the script that asks, and never from outside the script root, which is
/// the directory of the first script with its links resolved.
///
/// A file is named after its place below the root, as the first script's directory was given: `access/main.reeve` uses
/// `access/roles.reeve`, whatever way led there.
package struct FileLoader: SourceLoader {
    /// The root, its links not yet resolved: few scripts name files.
    private let place: String
    /// The root as it was given; empty for the present directory.
    private let shownRoot: String
    /// Directories of the scripts that were given by name, links resolved: those may lie anywhere.
    private let directories: [String: String]
    private let limit: Int

    /// - Parameters:
    ///   - scripts: the given paths of the scripts that are run; the first one's directory is the root.
    ///   - directory: what relative paths are relative to.
    ///   - limit: the most bytes of a file.
    init(scripts: [String], in directory: String, limit: Int) {
        shownRoot = scripts.first.map(FilePath.directory) ?? ""
        var directories: [String: String] = [:]
        for script in scripts {
            let place = FilePath.join(directory, FilePath.directory(of: script))
            directories[script] = ScriptFile.resolved(place.isEmpty ? "." : place)
        }
        place = scripts.first.map { FilePath.join(directory, FilePath.directory(of: $0)) } ?? directory
        self.directories = directories
        self.limit = limit
    }

    /// A loader for one script somewhere below a root that is named.
    ///
    /// - Parameters:
    ///   - root: the directory that nothing is read from outside of, as it was given; empty for the present one.
    ///   - script: the script's path, as it was given.
    ///   - directory: what relative paths are relative to.
    ///   - limit: the most bytes of a file.
    package init(root: String, script: String, in directory: String, limit: Int) {
        shownRoot = root
        place = FilePath.join(directory, root)
        let beside = FilePath.join(directory, FilePath.directory(of: script))
        directories = ScriptFile.resolved(beside.isEmpty ? "." : beside).map { [script: $0] } ?? [:]
        self.limit = limit
    }

    /// Links resolved; nil where there is no such directory, and so nothing in it.
    private var root: String? { ScriptFile.resolved(place.isEmpty ? "." : place) }

    package func load(_ path: String, from script: String) throws(LoadFailure) -> SourceText {
        let shown = "`\(escaped(path))`"
        guard let root else {
            throw LoadFailure(code: "missing-file", message: "there is no file \(shown)")
        }
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw LoadFailure(code: "missing-file", message: "\(shown) is no file's name")
        }
        let outside = LoadFailure(
            code: "outside-root", message: "\(shown) lies outside the directory of the script that was run")
        guard !FilePath.isAbsolute(path) else { throw outside }
        // First by the text alone: what lies outside is not even looked for.
        let from = directory(of: script, below: root)
        let below = FilePath.relative(from + "/", to: root)
        if let below {
            let parts = below.split(separator: "/") + path.split(separator: "/")
            guard FilePath.normalized(parts) != nil else { throw outside }
        }
        guard let real = ScriptFile.resolved(FilePath.join(from, path)) else {
            throw LoadFailure(
                code: "missing-file", message: "there is no file \(shown)\(escaped(beside(script)))")
        }
        guard let inside = FilePath.relative(real, to: root) else { throw outside }
        let name = FilePath.join(shownRoot, inside)
        return SourceText(name: name, bytes: try ScriptFile.read(real, shown: name, limit: limit))
    }

    /// The directory, links resolved, that a script's own paths are relative to.
    private func directory(of script: String, below root: String) -> String {
        if let known = directories[script] { return known }
        // One that this loader named: its name is a path below the root.
        let inside = shownRoot.isEmpty ? script : FilePath.relative(script, to: shownRoot) ?? script
        return FilePath.join(root, FilePath.directory(of: inside)).trimmingTrailingSlash
    }

    private func beside(_ script: String) -> String {
        let directory = FilePath.directory(of: script)
        return directory.isEmpty ? "" : " in `\(directory)`"
    }
}

extension String {
    fileprivate var trimmingTrailingSlash: String {
        utf8.count > 1 && utf8.last == UInt8(ascii: "/") ? String(dropLast()) : self
    }
}
