import ReeveLanguage
import ReeveSyntax

/// Where suites are found. The runner itself touches no disk.
package protocol TestFiles: Sendable {
    /// Every file below a directory, at any depth, in the order of their paths; nil where the path is a file.
    func files(below path: String) throws(LoadFailure) -> [String]?
    func read(_ path: String) throws(LoadFailure) -> [UInt8]
    /// Gives a script what it uses.
    /// - Parameter root: the directory that nothing is read from outside of; empty for the present one.
    func loader(for script: String, root: String) -> any SourceLoader
}

/// Files that are kept in memory, by path.
package struct MemoryTestFiles: TestFiles {
    private let contents: [String: String]

    package init(_ contents: [String: String]) { self.contents = contents }

    package func files(below path: String) throws(LoadFailure) -> [String]? {
        if contents[path] != nil { return nil }
        let prefix = path.isEmpty || path.hasSuffix("/") ? path : path + "/"
        let found = contents.keys.filter { $0.hasPrefix(prefix) }.sorted()
        guard !found.isEmpty else { throw Self.missing(path) }
        return found
    }

    package func read(_ path: String) throws(LoadFailure) -> [UInt8] {
        guard let text = contents[path] else { throw Self.missing(path) }
        return Array(text.utf8)
    }

    package func loader(for script: String, root: String) -> any SourceLoader { Loader(files: self) }

    private static func missing(_ path: String) -> LoadFailure {
        LoadFailure(code: "missing-file", message: "there is no file `\(escaped(path))`")
    }

    private struct Loader: SourceLoader {
        let files: MemoryTestFiles

        func load(_ path: String, from script: String) throws(LoadFailure) -> SourceText {
            let name = TestScript.directory(of: script).map { $0 + "/" + path } ?? path
            return SourceText(name: name, bytes: try files.read(name))
        }
    }
}
