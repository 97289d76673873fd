#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Reeve

/// A file that is replaced as a whole: whoever reads it meanwhile sees the old one or the new one.
enum ReplacedFile {
    /// - Parameters:
    ///   - path: where it is; behind a link, the file that the link leads to is replaced.
    ///   - shown: the path as the reader of a message knows it.
    static func write(_ bytes: [UInt8], to path: String, shown: String) throws(Failure) {
        let real = realpath(path, nil)
        defer { free(real) }
        let target = real.map { String(cString: $0) } ?? path
        var status = stat()
        guard stat(target, &status) == 0 else { throw failure(shown) }
        var template = Array((target + ".XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw failure(shown) }
        let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard writeAll(bytes, descriptor), fchmod(descriptor, status.st_mode & 0o7777) == 0, fsync(descriptor) == 0
        else {
            let failure = failure(shown)
            close(descriptor)
            unlink(temporary)
            throw failure
        }
        // Another owner is kept where the system allows it.
        if status.st_uid != geteuid() { _ = fchown(descriptor, status.st_uid, status.st_gid) }
        close(descriptor)
        guard rename(temporary, target) == 0 else {
            let failure = failure(shown)
            unlink(temporary)
            throw failure
        }
    }

    private static func writeAll(_ bytes: [UInt8], _ descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let wrote = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if wrote < 0, errno == EINTR { continue }
            guard wrote > 0 else { return false }
            rest = rest.dropFirst(wrote)
        }
        return true
    }

    private static func failure(_ path: String) -> Failure {
        Failure(
            .inputOutput, "unwritable-file",
            "`\(printable(path))` cannot be written: \(String(cString: strerror(errno)))")
    }
}

/// Inside the type `write` is its own.
private func systemWrite(_ descriptor: Int32, _ from: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, from, count)
}
