/// The writers' lock: an advisory lock on the file `lock`, held from looking at the head until the transaction is on the
/// disk. Readers take none: the journal only grows, and what they read of it proves itself.
struct WriterLock: Sendable {
    static let fileName = "lock"

    /// How long to wait for another writer, in milliseconds, where nobody says otherwise.
    static let defaultPatience = 10_000

    private let token: FileToken

    /// Takes the lock.
    ///
    /// - Parameter patience: how many milliseconds to wait for another writer. Tries come 1 ms apart at first, then ever
    ///   more rarely, up to 64 ms.
    /// - Throws: `store-busy` when the patience is at its end.
    init(_ files: any FileSystem, patience: Int = WriterLock.defaultPatience) throws(StoreError) {
        guard let token = try files.open(WriterLock.fileName, for: .updateOrCreate) else {
            throw StoreError(.ioFailed, "cannot make the lock file", file: WriterLock.fileName)
        }
        var waited = 0
        var step = 1
        do throws(StoreError) {
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
        } catch {
            files.close(token)
            throw error
        }
        self.token = token
    }

    /// Frees the lock. Call it exactly once.
    func release(_ files: any FileSystem) {
        files.unlock(token)
        files.close(token)
    }
}
