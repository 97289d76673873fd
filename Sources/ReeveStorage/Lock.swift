/// The writers' lock: an advisory lock on the file `lock`, held from looking at the head until the transaction is on the
/// disk. Readers take none: the journal only grows, and what they read of it proves itself.
struct WriterLock: Sendable {
    static let fileName = "lock"

    /// How long to wait for another writer, in milliseconds, where nobody says otherwise.
    static let defaultPatience = 10_000

    private var token: FileToken
    private(set) var isHeld = false

    /// Takes the lock.
    ///
    /// - Parameter patience: how many milliseconds to wait for another writer. Tries come 1 ms apart at first, then ever
    ///   more rarely, up to 64 ms.
    /// - Throws: `store-busy` when the patience is at its end.
    init(_ files: any FileSystem, patience: Int = WriterLock.defaultPatience) throws(StoreError) {
        token = try WriterLock.open(files)
        do throws(StoreError) {
            try take(files, patience: patience)
        } catch {
            files.close(token)
            throw error
        }
    }

    /// Takes the lock again that was freed; the same as a new one, with less to open.
    mutating func take(_ files: any FileSystem, patience: Int) throws(StoreError) {
        while true {
            try wait(files, patience: patience)
            isHeld = true
            do throws(StoreError) {
                // Where the file was replaced, the others hold another one.
                if try files.length(of: token, named: WriterLock.fileName) != nil { return }
                let opened = try WriterLock.open(files)
                close(files)
                token = opened
            } catch {
                free(files)
                throw error
            }
        }
    }

    private static func open(_ files: any FileSystem) throws(StoreError) -> FileToken {
        guard let token = try files.open(WriterLock.fileName, for: .updateOrCreate) else {
            throw StoreError(.ioFailed, "cannot make the lock file", file: WriterLock.fileName)
        }
        return token
    }

    private func wait(_ files: any FileSystem, patience: Int) throws(StoreError) {
        var waited = 0
        var step = 1
        while try !files.tryLock(token) {
            guard waited < patience else {
                throw StoreError(
                    .busy, "another writer has held `\(files.name)` for more than \(patience) ms",
                    file: WriterLock.fileName)
            }
            let pause = min(step, patience - waited)
            files.pause(milliseconds: pause)
            waited += pause
            step = min(step * 2, 64)
        }
    }

    /// Frees the lock; it can be taken again.
    mutating func free(_ files: any FileSystem) {
        if isHeld { files.unlock(token) }
        isHeld = false
    }

    /// Frees the lock for good. Call it exactly once.
    mutating func close(_ files: any FileSystem) {
        free(files)
        files.close(token)
    }
}
