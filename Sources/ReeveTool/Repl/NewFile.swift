#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Files that commands write anew.
enum NewFile {
    /// Writes a file that is not there yet.
    ///
    /// - Returns: what stood against it; nil: it is written.
    static func write(_ bytes: [UInt8], to path: String) -> String? {
        write(bytes, to: path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    }

    /// Writes a file for its owner alone that is not there yet.
    ///
    /// - Returns: what stood against it; nil: it is written.
    static func write(privately bytes: [UInt8], to path: String) -> String? {
        write(bytes, to: path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    }

    /// Adds to a file for its owner alone; makes it where it is not there.
    @discardableResult
    static func append(_ bytes: [UInt8], to path: String) -> String? {
        write(bytes, to: path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o600)
    }

    /// Puts another content in the place of a file for its owner alone.
    ///
    /// - Returns: what stood against it; nil: it is replaced.
    @discardableResult
    static func replace(_ path: String, with bytes: [UInt8]) -> String? {
        let other = path + ".\(getpid())"
        if let why = write(privately: bytes, to: other) { return why }
        guard rename(other, path) != 0 else { return nil }
        let why = String(cString: strerror(errno))
        unlink(other)
        return why
    }

    /// The first bytes of what is there, links followed; nil where there is nothing, empty for what is no plain file.
    static func head(of path: String, limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return errno == ENOENT ? nil : [] }
        defer { close(descriptor) }
        var about = stat()
        guard fstat(descriptor, &about) == 0, about.st_mode & S_IFMT == S_IFREG else { return [] }
        var bytes = [UInt8](repeating: 0, count: limit)
        let got = read(descriptor, &bytes, limit)
        return Array(bytes.prefix(max(0, got)))
    }

    /// The last bytes of a plain file; nil where there is none.
    static func tail(of path: String, limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var about = stat()
        guard fstat(descriptor, &about) == 0, about.st_mode & S_IFMT == S_IFREG else { return nil }
        if Int(about.st_size) > limit { lseek(descriptor, -off_t(limit), SEEK_END) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= limit {
            let got = read(descriptor, &chunk, chunk.count)
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { break }
            bytes += chunk[..<got]
        }
        return bytes
    }

    private static func write(_ bytes: [UInt8], to path: String, _ flags: Int32, _ mode: mode_t) -> String? {
        let descriptor = open(path, flags, mode)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        // Also where somebody made the file before, with a wider mode.
        if mode == 0o600 {
            var about = stat()
            guard fstat(descriptor, &about) == 0, about.st_mode & S_IFMT == S_IFREG else {
                close(descriptor)
                return "no plain file"
            }
            _ = fchmod(descriptor, mode)
        }
        var done = 0
        while done < bytes.count {
            let wrote = bytes.withUnsafeBytes {
                systemWrite(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done)
            }
            if wrote < 0, errno == EINTR { continue }
            guard wrote > 0 else {
                let problem = String(cString: strerror(errno))
                close(descriptor)
                return problem
            }
            done += wrote
        }
        return close(descriptor) == 0 ? nil : String(cString: strerror(errno))
    }
}

// The name `write` means the methods inside the type.
private func systemWrite(_ descriptor: Int32, _ from: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, from, count)
}
