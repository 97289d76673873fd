#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Synchronization

/// A directory on disk. Files are opened relative to the directory's own descriptor, so that nobody can swap it for
/// another while the store is open; no link is followed, and nothing is inherited by a child process.
package final class PosixFileSystem: FileSystem {
    package let name: String
    private let directory = Mutex<Int32>(-1)
    private let writable = Mutex<Bool>(true)

    /// - Parameter path: the store's directory. Nothing is opened before `prepare`.
    package init(path: String) {
        name = path
    }

    deinit {
        let descriptor = directory.withLock { $0 }
        if descriptor >= 0 { _ = systemClose(descriptor) }
    }

    package var isReadOnly: Bool { !writable.withLock { $0 } }

    package func prepare(create: Bool) throws(StoreError) -> Bool {
        if directory.withLock({ $0 }) >= 0 { return true }
        var descriptor = retrying { systemOpen(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0) }
        if descriptor < 0 && errno == ENOENT && create {
            if mkdir(name, 0o700) != 0 && errno != EEXIST { throw failure("make", nil) }
            descriptor = retrying { systemOpen(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0) }
        }
        if descriptor < 0 {
            if errno == ENOENT { return false }
            if errno == ENOTDIR { throw StoreError(.missing, "`\(name)` is not a directory", systemError: ENOTDIR) }
            throw failure("open", nil)
        }
        do throws(StoreError) {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw failure("examine", nil) }
            try refuse(status.st_uid != geteuid(), "the store's directory belongs to another user", nil)
            try refuse(
                status.st_mode & 0o077 != 0, "the store's directory is open to others; `chmod 700` it first", nil)
        } catch {
            _ = systemClose(descriptor)
            throw error
        }
        let mayWrite = faccessat(descriptor, ".", W_OK, 0) == 0
        writable.withLock { $0 = mayWrite }
        directory.withLock { $0 = descriptor }
        return true
    }

    package func list() throws(StoreError) -> [String] {
        let copy = retrying { systemOpenAt(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0) }
        guard copy >= 0, let stream = fdopendir(copy) else { throw failure("list", nil) }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        if errno != 0 { throw failure("list", nil) }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    package func open(_ file: String, for access: FileAccess) throws(StoreError) -> FileToken? {
        // O_NONBLOCK keeps a pipe somebody put there from hanging us before `fstat` refuses it.
        let common = O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
        let flags =
            switch access {
            case .read: O_RDONLY
            case .update: O_RDWR
            case .updateOrCreate: O_RDWR | O_CREAT
            case .createNew: O_RDWR | O_CREAT | O_EXCL
            }
        let opened = retrying { systemOpenAt(descriptor, file, common | flags, 0o600) }
        if opened < 0 {
            if errno == ENOENT && (access == .read || access == .update) { return nil }
            if errno == ELOOP { throw StoreError(.unsafe, "`\(file)` is a symbolic link", file: file) }
            throw failure("open", file)
        }
        do throws(StoreError) {
            var status = stat()
            guard fstat(opened, &status) == 0 else { throw failure("examine", file) }
            let glance = FileGlance(status)
            try examine(glance, file)
            return FileToken(number: opened, identity: glance.identity)
        } catch {
            _ = systemClose(opened)
            throw error
        }
    }

    package func close(_ file: FileToken) { _ = systemClose(file.number) }

    package func length(of file: FileToken) throws(StoreError) -> Int64 {
        var status = stat()
        guard fstat(file.number, &status) == 0 else { throw failure("examine", nil) }
        return Int64(status.st_size)
    }

    package func length(of file: FileToken, named name: String) throws(StoreError) -> Int64? {
        guard let glance = FileGlance(name, in: descriptor) else {
            if errno == ENOENT { return nil }
            throw failure("examine", name)
        }
        guard glance.identity == file.identity else { return nil }
        try examine(glance, name)
        return glance.length
    }

    package func read(
        _ file: FileToken, at offset: Int64, into buffer: UnsafeMutableRawBufferPointer
    ) throws(StoreError) -> Int {
        guard let start = buffer.baseAddress else { return 0 }
        var done = 0
        while done < buffer.count {
            let got = retrying { pread(file.number, start + done, buffer.count - done, off_t(offset) + off_t(done)) }
            if got < 0 { throw failure("read", nil) }
            if got == 0 { break }
            done += got
        }
        return done
    }

    package func write(_ file: FileToken, at offset: Int64, _ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        guard let start = bytes.baseAddress else { return }
        var done = 0
        while done < bytes.count {
            let put = retrying { pwrite(file.number, start + done, bytes.count - done, off_t(offset) + off_t(done)) }
            if put < 0 { throw failure("write", nil) }
            if put == 0 { throw StoreError(.noSpace, "cannot write to `\(name)`: nothing was taken") }
            done += put
        }
    }

    package func truncate(_ file: FileToken, to length: Int64) throws(StoreError) {
        if retrying({ ftruncate(file.number, off_t(length)) }) != 0 { throw failure("cut", nil) }
    }

    package func synchronize(_ file: FileToken) throws(StoreError) {
        #if canImport(Darwin)
            // `fsync` on macOS leaves the bytes in the drive's cache; file systems without F_FULLFSYNC get what there is.
            var result = retrying { fcntl(file.number, F_FULLFSYNC) }
            if result != 0 && (errno == ENOTSUP || errno == EINVAL) { result = retrying { fsync(file.number) } }
        #else
            let result = retrying { fdatasync(file.number) }
        #endif
        if result != 0 { throw unknown() }
    }

    package func perform(
        _ waiting: @escaping @Sendable () throws(StoreError) -> Void, during work: () -> Void, isLong: Bool
    ) throws(StoreError) {
        let outcome = Outcome()
        let follower = Follower(hasThread: isLong)
        follower.take { do throws(StoreError) { try waiting() } catch { outcome.error.withLock { $0 = error } } }
        work()
        follower.wait()
        if let error = outcome.error.withLock({ $0 }) { throw error }
    }

    /// What a thread could not do.
    private final class Outcome: Sendable {
        let error = Mutex<StoreError?>(nil)
    }

    package func synchronizeDirectory() throws(StoreError) {
        // Some file systems cannot sync a directory and say so with EINVAL; they order names themselves.
        if retrying({ fsync(descriptor) }) != 0 && errno != EINVAL { throw unknown() }
    }

    package func rename(_ file: String, to other: String) throws(StoreError) {
        if renameat(descriptor, file, descriptor, other) != 0 { throw failure("rename", file) }
    }

    package func remove(_ file: String) throws(StoreError) {
        if unlinkat(descriptor, file, 0) != 0 && errno != ENOENT { throw failure("remove", file) }
    }

    package func map(_ file: String) throws(StoreError) -> FileContents? {
        guard let token = try open(file, for: .read) else { return nil }
        defer { close(token) }
        let length = Int(try length(of: token))
        guard length > 0 else { return FileContents(UnsafeRawBufferPointer(start: nil, count: 0)) { _ in } }
        let address = mmap(nil, length, PROT_READ, MAP_PRIVATE, token.number, 0)
        guard let address, address != MAP_FAILED else { throw failure("map", file) }
        return FileContents(UnsafeRawBufferPointer(start: address, count: length)) { bytes in
            _ = munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
        }
    }

    package func tryLock(_ file: FileToken) throws(StoreError) -> Bool {
        if retrying({ flock(file.number, LOCK_EX | LOCK_NB) }) == 0 { return true }
        if errno == EWOULDBLOCK { return false }
        throw failure("lock", nil)
    }

    package func unlock(_ file: FileToken) { _ = flock(file.number, LOCK_UN) }

    package func pause(milliseconds: Int) { PosixFileSystem.sleep(milliseconds: milliseconds) }

    static func sleep(milliseconds: Int) {
        var time = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
        _ = nanosleep(&time, nil)
    }

    private var descriptor: Int32 { directory.withLock { $0 } }

    /// Refuses what could be read, changed or watched by others, or is not what its name says.
    private func examine(_ status: FileGlance, _ file: String) throws(StoreError) {
        try refuse(status.mode & S_IFMT != S_IFREG, "`\(file)` is not a regular file", file)
        try refuse(status.owner != geteuid(), "`\(file)` belongs to another user", file)
        try refuse(status.links > 1, "`\(file)` has a second name elsewhere (a hard link)", file)
        try refuse(status.mode & 0o077 != 0, "`\(file)` is open to others; `chmod 600` it first", file)
    }

    private func refuse(
        _ wrong: Bool, _ message: @autoclosure () -> String, _ file: String?
    ) throws(StoreError) {
        if wrong { throw StoreError(.unsafe, message(), file: file) }
    }

    package func synchronizeParent() throws(StoreError) {
        var end = name.utf8.endIndex
        while end > name.utf8.startIndex, name.utf8[name.utf8.index(before: end)] == UInt8(ascii: "/") {
            end = name.utf8.index(before: end)
        }
        let trimmed = name[..<end]
        let parent = trimmed.lastIndex(of: "/").map { $0 == trimmed.startIndex ? "/" : String(trimmed[..<$0]) } ?? "."
        let opened = retrying { systemOpen(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0) }
        guard opened >= 0 else { return }
        defer { _ = systemClose(opened) }
        if retrying({ fsync(opened) }) != 0 && errno != EINVAL { throw unknown() }
    }

    private func failure(_ verb: String, _ file: String?) -> StoreError {
        let error = errno
        let code: StoreError.Code =
            switch error {
            case ENOSPC, EDQUOT, EFBIG: .noSpace
            case EROFS, EACCES, EPERM: .readOnly
            default: .ioFailed
            }
        let path = file.map { "\(name)/\($0)" } ?? name
        return StoreError(code, "cannot \(verb) `\(path)`: \(said(error))", file: file, systemError: error)
    }

    private func unknown() -> StoreError {
        let error = errno
        return StoreError(
            .outcomeUnknown, "the disk did not confirm a write in `\(name)`: \(said(error))", systemError: error)
    }

    private func said(_ error: Int32) -> String {
        strerror(error).map { String(cString: $0) } ?? "error \(error)"
    }
}

// The names of this file's methods hide the system's.
private func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }

private func systemOpenAt(_ directory: Int32, _ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
    openat(directory, path, flags, mode)
}

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }

/// Calls again as long as a signal interrupts.
private func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result >= 0 || errno != EINTR { return result }
    }
}
