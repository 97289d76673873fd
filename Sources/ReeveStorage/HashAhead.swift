#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A run of bytes that does not change any more.
final class Piece: Sendable {
    private let writer: ByteWriter

    /// How long pieces of something long are: long enough to be worth handing over, short enough to lie in the cache.
    static let length = 1 << 18

    init(_ writer: consuming ByteWriter) { self.writer = writer }

    /// Valid as long as the piece is there.
    var bytes: UnsafeRawBufferPointer { writer.bytes }

    var count: Int { writer.count }
}

/// A hash that is worked out on a thread of its own, while whoever writes the bytes goes on writing. Only what is long
/// is worth one.
final class HashAhead: Sendable {
    private let worker: HashWorker

    /// - Parameter hash: what has been taken in before.
    init(from hash: SHA256) {
        worker = HashWorker(hash)
        worker.start()
    }

    deinit { worker.close() }

    /// Takes the next bytes in. Waits where too many are still to be hashed.
    ///
    /// - Parameter most: how many pieces may be waiting.
    func take(_ piece: Piece, waiting most: Int = .max) { worker.take(piece, most) }

    /// What has been taken in; waits for it. Nothing may be taken in afterwards.
    func finish() -> SHA256 { worker.finish() }
}

/// The thread, and what it shares with whoever feeds it: all of it is looked at under the lock alone.
private final class HashWorker: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var hash: SHA256
    private var waiting: [Piece] = []
    private var isClosed = false
    private var isRunning = false

    init(_ hash: SHA256) {
        self.hash = hash
        pthread_mutex_init(lock, nil)
        pthread_cond_init(change, nil)
    }

    deinit {
        pthread_cond_destroy(change)
        pthread_mutex_destroy(lock)
        change.deallocate()
        lock.deallocate()
    }

    /// Where the system gives no thread, the hash is worked out by whoever feeds it.
    func start() {
        isRunning = true
        guard let thread = Companion.start({ self.work() }) else {
            isRunning = false
            return
        }
        pthread_detach(thread)
    }

    private func work() {
        pthread_mutex_lock(lock)
        var hash = self.hash
        while true {
            while waiting.isEmpty && !isClosed { pthread_cond_wait(change, lock) }
            guard let piece = waiting.first else { break }
            pthread_mutex_unlock(lock)
            hash.update(bytes: piece.bytes)
            pthread_mutex_lock(lock)
            waiting.removeFirst()
            pthread_cond_broadcast(change)
        }
        self.hash = hash
        isRunning = false
        pthread_cond_broadcast(change)
        pthread_mutex_unlock(lock)
    }

    func take(_ piece: Piece, _ most: Int) {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        guard isRunning else {
            hash.update(bytes: piece.bytes)
            return
        }
        while waiting.count >= most { pthread_cond_wait(change, lock) }
        waiting.append(piece)
        pthread_cond_broadcast(change)
    }

    /// What is waiting is hashed all the same; then the thread ends.
    func close() {
        pthread_mutex_lock(lock)
        isClosed = true
        pthread_cond_broadcast(change)
        pthread_mutex_unlock(lock)
    }

    func finish() -> SHA256 {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        isClosed = true
        pthread_cond_broadcast(change)
        while isRunning { pthread_cond_wait(change, lock) }
        return hash
    }
}
