#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Reeve
import ReeveLanguage
import ReeveTesting

/// The disk, as far as tests need it.
struct TestDisk: TestFiles {
    /// What relative paths are relative to.
    let directory: String
    let limit: Int

    func files(below path: String) throws(LoadFailure) -> [String]? {
        guard let kind = Self.kind(of: place(path)) else {
            throw LoadFailure(code: "missing-file", message: "there is no file or directory `\(printable(path))`")
        }
        guard kind == S_IFDIR else { return nil }
        var found: [String] = []
        try collect(path, into: &found)
        return found
    }

    /// Hidden directories are left out, and links to directories, which may lead round in a circle.
    private func collect(_ path: String, into found: inout [String]) throws(LoadFailure) {
        guard let stream = opendir(place(path)) else {
            throw LoadFailure(code: "unreadable-file", message: "the directory `\(printable(path))` cannot be read")
        }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) {
                    String(cString: $0)
                }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        closedir(stream)
        for name in names.sorted() {
            let inner = path.hasSuffix("/") ? path + name : path + "/" + name
            switch Self.kind(of: place(inner), followingLinks: false) {
            case S_IFDIR?: try collect(inner, into: &found)
            case S_IFREG?: found.append(inner)
            case S_IFLNK? where Self.kind(of: place(inner)) == S_IFREG: found.append(inner)
            default: break
            }
        }
    }

    func read(_ path: String) throws(LoadFailure) -> [UInt8] {
        do throws(Failure) {
            var bounds = Bounds()
            bounds.scriptBytes = limit
            return try Script(file: path, in: directory, bounds: bounds).bytes
        } catch {
            let problem = error.problems.first
            throw LoadFailure(code: problem?.code ?? "unreadable-file", message: problem?.message ?? "\(error)")
        }
    }

    func loader(for script: String, root: String) -> any SourceLoader {
        FileLoader(root: root, script: script, in: directory, limit: limit)
    }

    /// Size and time of the last change of every script, table and page below some paths.
    func stamps(_ paths: [String]) -> [String: String] {
        var found: [String: String] = [:]
        for path in paths {
            // What a named script uses lies beside it.
            let isFile = Self.kind(of: place(path)) == S_IFREG
            let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            let top = isFile ? (parent.isEmpty ? "." : parent) : path
            guard let files = try? files(below: top) else { continue }
            for file in files where [".reeve", ".csv", ".md"].contains(where: file.hasSuffix) {
                var status = stat()
                guard stat(place(file), &status) == 0 else { continue }
                #if canImport(Darwin)
                    let time = status.st_mtimespec
                #else
                    let time = status.st_mtim
                #endif
                found[file] = "\(status.st_size) \(time.tv_sec) \(time.tv_nsec)"
            }
        }
        return found
    }

    private func place(_ path: String) -> String {
        directory.isEmpty || path.hasPrefix("/") ? path : directory + "/" + path
    }

    private static func kind(of path: String, followingLinks: Bool = true) -> mode_t? {
        var status = stat()
        guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        return status.st_mode & S_IFMT
    }
}

/// A file that a command writes whole.
enum OutputFile {
    static func write(_ text: String, to path: String, _ surroundings: Surroundings) throws(Failure) {
        let bytes = Array(text.utf8)
        guard let file = fopen(surroundings.path(path), "w") else { throw failure(path) }
        let wrote = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, wrote == bytes.count else { throw failure(path) }
    }

    private static func failure(_ path: String) -> Failure {
        Failure(
            .inputOutput, "unwritable-file",
            "`\(printable(path))` cannot be written: \(String(cString: strerror(errno)))")
    }
}

/// `.reeve-failed` in the present directory: what failed when it was last run. There is none where nothing did.
struct FailedTestsFile {
    static let name = ".reeve-failed"
    private let surroundings: Surroundings

    init(_ surroundings: Surroundings) { self.surroundings = surroundings }

    func read() -> FailedTests {
        do throws(Failure) {
            return FailedTests(
                text: String(
                    decoding: try Script(file: Self.name, in: surroundings.directory).bytes, as: UTF8.self))
        } catch {
            return FailedTests()
        }
    }

    /// Where it cannot be written the next `--failed` knows less; the run itself is none the worse for it.
    func write(_ failed: FailedTests) {
        guard let text = failed.text else {
            unlink(surroundings.path(Self.name))
            return
        }
        do throws(Failure) { try OutputFile.write(text, to: Self.name, surroundings) } catch {}
    }
}
