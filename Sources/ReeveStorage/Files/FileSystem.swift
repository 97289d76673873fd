/// An open file of a `FileSystem`. Give it back with `close`; a number means nothing to another file system.
package struct FileToken: Hashable, Sendable {
    let number: Int32
    let identity: FileIdentity
}

/// What tells a file from every other as long as somebody has it open, whatever it is called.
struct FileIdentity: Hashable, Sendable {
    var device: UInt64 = 0
    var file: UInt64
}

/// What a file is opened for.
package enum FileAccess: Hashable, Sendable {
    case read
    /// Reading and writing a file that is there.
    case update
    /// Reading and writing; made where it is missing.
    case updateOrCreate
    /// Writing a new file; `io-failed` where the name is taken.
    case createNew
}

/// The directory a store lives in, and the few primitive operations the store is built from.
///
/// Every name is a plain file name inside that directory. The two conformances are a directory on disk and one in
/// memory; the latter serves sessions without a store, and tests that crash it at every single operation. Nothing above
/// this protocol talks to the system, so what those tests prove holds for the disk as far as the disk keeps its word.
package protocol FileSystem: Sendable {
    /// The directory as a person would name it.
    var name: String { get }

    /// Whether nothing here can be written, whatever is tried.
    var isReadOnly: Bool { get }

    /// Makes the directory, if it is missing and `create` is set, and makes sure that nobody else may enter it.
    ///
    /// - Returns: whether there is a directory now.
    /// - Throws: `store-unsafe` where others could get in.
    func prepare(create: Bool) throws(StoreError) -> Bool

    /// The names in the directory, sorted bytewise.
    func list() throws(StoreError) -> [String]

    /// Opens a file, following no link.
    ///
    /// - Returns: `nil` where there is no such file and `access` makes none.
    /// - Throws: `store-unsafe` for what is not a regular file, not ours, hard-linked, or open to others.
    func open(_ file: String, for access: FileAccess) throws(StoreError) -> FileToken?

    func close(_ file: FileToken)

    /// How many bytes the file has.
    func length(of file: FileToken) throws(StoreError) -> Int64

    /// The same, if the name still leads to the file; `nil` where it leads to another by now, or to none.
    ///
    /// - Throws: what `open` throws of a file that is not safe.
    func length(of file: FileToken, named name: String) throws(StoreError) -> Int64?

    /// Reads up to `buffer.count` bytes; fewer only at the end of the file.
    func read(
        _ file: FileToken, at offset: Int64, into buffer: UnsafeMutableRawBufferPointer
    ) throws(StoreError) -> Int

    /// Writes all of `bytes`. Where it throws, any part of them may have been written.
    func write(_ file: FileToken, at offset: Int64, _ bytes: UnsafeRawBufferPointer) throws(StoreError)

    func truncate(_ file: FileToken, to length: Int64) throws(StoreError)

    /// Waits until the file's bytes and length are on the disk.
    ///
    /// - Throws: `outcome-unknown`. Never to be tried again: the system may have forgotten what it could not write.
    func synchronize(_ file: FileToken) throws(StoreError)

    /// Does what waits for the disk, and meanwhile something else.
    ///
    /// - Parameters:
    ///   - waiting: perhaps done by another thread; of no file that `work` touches.
    ///   - work: done in any case, before this returns or throws.
    ///   - isLong: whether it is worth a thread; else one is done after the other.
    /// - Throws: what `waiting` throws.
    func perform(
        _ waiting: @escaping @Sendable () throws(StoreError) -> Void, during work: () -> Void, isLong: Bool
    ) throws(StoreError)

    /// Waits until the directory's names are on the disk.
    ///
    /// - Throws: `outcome-unknown`.
    func synchronizeDirectory() throws(StoreError)

    /// Waits until the directory's own name is on the disk.
    ///
    /// - Throws: `outcome-unknown`.
    func synchronizeParent() throws(StoreError)

    /// Gives a file another name, replacing what had it.
    func rename(_ file: String, to other: String) throws(StoreError)

    func remove(_ file: String) throws(StoreError)

    /// The whole file, mapped rather than read where the system can. `nil` where there is none.
    ///
    /// Only for files that are replaced by renaming and never changed in place: a mapped file that shrinks is a fault.
    func map(_ file: String) throws(StoreError) -> FileContents?

    /// Takes the advisory lock of an open file without waiting; answers whether it was free. Closing the file frees it.
    func tryLock(_ file: FileToken) throws(StoreError) -> Bool

    func unlock(_ file: FileToken)

    /// Waits a little. Only between two tries to take a lock.
    func pause(milliseconds: Int)
}

/// The unchanging bytes of a whole file; they live as long as this object.
package final class FileContents: Sendable {
    package nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    private let release: @Sendable (UnsafeRawBufferPointer) -> Void

    /// - Parameter release: called once, when nobody holds the contents any more.
    init(_ bytes: UnsafeRawBufferPointer, release: @escaping @Sendable (UnsafeRawBufferPointer) -> Void) {
        self.bytes = bytes
        self.release = release
    }

    deinit { release(bytes) }
}

extension FileSystem {
    package func perform(
        _ waiting: @escaping @Sendable () throws(StoreError) -> Void, during work: () -> Void, isLong: Bool
    ) throws(StoreError) {
        // As late as it may happen: who breaks everything off at some place finds what comes of that.
        work()
        try waiting()
    }

    /// A whole small file's bytes, or `nil` where there is none. Linear.
    package func contents(of file: String) throws(StoreError) -> [UInt8]? {
        guard let token = try open(file, for: .read) else { return nil }
        defer { close(token) }
        let length = try length(of: token)
        return try bytes(of: token, from: 0, count: Int(length))
    }

    /// Up to `count` bytes from an offset on; fewer at the end of the file.
    func bytes(of file: FileToken, from offset: Int64, count: Int) throws(StoreError) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1), alignment: 16)
        defer { buffer.deallocate() }
        let got = try read(file, at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
        return [UInt8](buffer[..<got])
    }

    /// Copies a part of one open file into another. Linear; holds little of it in memory.
    ///
    /// - Throws: `io-failed` where the part is not all there, too.
    func copy(
        _ source: FileToken, _ range: Range<Int64>, to target: FileToken, at offset: Int64
    ) throws(StoreError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        var done: Int64 = 0
        while done < Int64(range.count) {
            let want = Int(min(Int64(buffer.count), Int64(range.count) - done))
            let got = try read(
                source, at: range.lowerBound + done, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<want]))
            guard got > 0 else { throw StoreError(.ioFailed, "a file of `\(name)` became shorter while it was copied") }
            try write(target, at: offset + done, UnsafeRawBufferPointer(rebasing: buffer[..<got]))
            done += Int64(got)
        }
    }

    /// Makes a file shorter, for good. Synced before anything is written behind its new end: else a power cut could leave some
    /// sectors of that, and behind them what was cut off.
    func cut(_ file: FileToken, to length: Int64) throws(StoreError) {
        try truncate(file, to: length)
        try synchronize(file)
    }

    /// Replaces a file as a whole, or makes it: temporary file, sync, rename, sync of the directory. A crash leaves the
    /// old one or the new one, and perhaps a temporary file, which the next writer removes.
    ///
    /// - Throws: what the operations threw; the temporary file is removed as far as that is possible.
    func replace(
        _ file: String, temporary: String, with write: (FileToken) throws(StoreError) -> Void
    ) throws(StoreError) {
        guard let token = try open(temporary, for: .createNew) else {
            throw StoreError(.ioFailed, "cannot make a temporary file", file: temporary)
        }
        do {
            defer { close(token) }
            try write(token)
            try synchronize(token)
            try rename(temporary, to: file)
        } catch {
            try? remove(temporary)
            throw error
        }
        try synchronizeDirectory()
    }
}
