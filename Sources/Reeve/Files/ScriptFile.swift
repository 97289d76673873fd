#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import ReeveLanguage
import ReeveSyntax

/// A script, or a file beside it, on disk.
enum ScriptFile {
    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - path: absolute, or relative to the process's directory.
    ///   - shown: the path as the reader of a message knows it.
    ///   - limit: the most bytes that are read.
    static func read(_ path: String, shown: String, limit: Int) throws(LoadFailure) -> [UInt8] {
        // Not blocking: a pipe that nobody writes to must not hang us before it is refused.
        var descriptor: Int32
        repeat { descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) } while descriptor < 0 && errno == EINTR
        guard descriptor >= 0 else { throw failure(errno, shown) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(errno, shown) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            let what = status.st_mode & S_IFMT == S_IFDIR ? "a directory" : "not a regular file"
            throw LoadFailure(code: "not-a-file", message: "`\(escaped(shown))` is \(what)")
        }
        guard status.st_size <= limit else { throw tooLong(shown, limit) }
        return try bytes(of: descriptor, expecting: Int(status.st_size), shown: shown, limit: limit)
    }

    /// Reads what a descriptor gives until its end.
    static func bytes(
        of descriptor: Int32, expecting size: Int, shown: String, limit: Int
    ) throws(LoadFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        // One more than expected, so that nearly every file is read at once, to where it stays.
        let most = min(max(size + 1, 65_536), limit + 1)
        while true {
            var error: Int32?
            let part = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
                while count < most {
                    let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                    let got = Self.readSome(descriptor, rest)
                    if got < 0 { error = errno }
                    if got <= 0 { break }
                    count += got
                }
            }
            if let error { throw failure(error, shown) }
            // A file may grow while it is read.
            guard bytes.count + part.count <= limit else { throw tooLong(shown, limit) }
            if bytes.isEmpty { bytes = part } else { bytes += part }
            if part.count < most { return bytes }
        }
    }

    private static func readSome(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let got = systemRead(descriptor, buffer)
            if got < 0, errno == EINTR { continue }
            return got
        }
    }

    /// The path without links, `.` and `..`; nil where there is no such file.
    static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    static func failure(_ error: Int32, _ shown: String) -> LoadFailure {
        let name = escaped(shown)
        switch error {
        case ENOENT, ENOTDIR: return LoadFailure(code: "missing-file", message: "there is no file `\(name)`")
        case EACCES, EPERM: return LoadFailure(code: "unreadable-file", message: "`\(name)` may not be read")
        case ELOOP: return LoadFailure(code: "unreadable-file", message: "`\(name)` is a link that leads to itself")
        case EISDIR: return LoadFailure(code: "not-a-file", message: "`\(name)` is a directory")
        default:
            let reason = String(cString: strerror(error))
            return LoadFailure(code: "unreadable-file", message: "`\(name)` cannot be read: \(reason)")
        }
    }

    private static func tooLong(_ shown: String, _ limit: Int) -> LoadFailure {
        let size = limit >= 1 << 20 ? "\(limit >> 20) MiB" : "\(limit) bytes"
        return LoadFailure(
            code: "too-long",
            message: "`\(escaped(shown))` has more than \(size): to raise the bound, --limit script=BYTES")
    }
}

// Inside the type, `read` means its own.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, buffer.baseAddress, buffer.count)
}
