#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Work that is carried out in order on a thread of its own, while whoever hands it over goes on. Only what is long is
/// worth one.
final class Follower: Sendable {
    typealias Work = @Sendable () -> Void

    private let worker: FollowerThread?

    /// - Parameter hasThread: false, where there is too little to do: all is carried out by whoever hands it over.
    init(hasThread: Bool = true) { worker = hasThread ? FollowerThread() : nil }

    deinit { worker?.close() }

    /// Hands work over; the first starts the thread. Waits where too much is still to be done.
    ///
    /// - Parameters:
    ///   - most: how much may be waiting.
    ///   - least: how much must be waiting before a thread is woken that has had nothing to do: each waking costs as much
    ///     as many lines are read in.
    func take(waiting most: Int = .max, wakingFor least: Int = 1, _ work: @escaping Work) {
        guard let worker else { return work() }
        worker.take(work, most, least)
    }

    /// Comes back when all that was handed over is done: what it wrote may then be read.
    func wait() { worker?.wait() }

    /// Has work done while nothing is waiting, a little at a time, for as long as it answers true. Nobody waits for it;
    /// where there is no thread, it is not done at all. There is one such work at a time.
    func spend(idle work: @escaping @Sendable () -> Bool) { worker?.spend(idle: work) }

    /// Ends that: none of it is being done when this comes back.
    func endIdling() { worker?.endIdling() }
}

/// The thread, and what it shares with whoever feeds it: all of it is looked at under the lock alone.
private final class FollowerThread: @unchecked Sendable {
    private enum Phase { case none, running, closed }

    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var waiting: [Follower.Work] = []
    private var isBusy = false
    /// What is done while nothing is waiting.
    private var idling: (@Sendable () -> Bool)?
    private var isIdling = false
    /// With how much left whoever hands work over is to be woken; -1 while he does not wait.
    private var awaited = -1
    private var phase = Phase.none

    init() {
        pthread_mutex_init(lock, nil)
        pthread_cond_init(change, nil)
    }

    deinit {
        pthread_cond_destroy(change)
        pthread_mutex_destroy(lock)
        change.deallocate()
        lock.deallocate()
    }

    func take(_ work: @escaping Follower.Work, _ most: Int, _ least: Int) {
        pthread_mutex_lock(lock)
        guard phase == .running || start() else {
            pthread_mutex_unlock(lock)
            return work()
        }
        // Not for each place that becomes free: waking costs.
        if waiting.count >= most { hold(until: most / 2) }
        waiting.append(work)
        if waiting.count >= min(least, most) { pthread_cond_broadcast(change) }
        pthread_mutex_unlock(lock)
    }

    /// Answers false where the system gives no thread: the work is then carried out by whoever hands it over.
    private func start() -> Bool {
        let this = Unmanaged.passRetained(self)
        #if canImport(Darwin)
            var thread: pthread_t?
            let result = pthread_create(&thread, nil, { FollowerThread.run($0) }, this.toOpaque())
            if result == 0, let thread { pthread_detach(thread) }
        #else
            var thread = pthread_t()
            let result = pthread_create(&thread, nil, { FollowerThread.run($0) }, this.toOpaque())
            if result == 0 { pthread_detach(thread) }
        #endif
        guard result == 0 else {
            this.release()
            return false
        }
        phase = .running
        return true
    }

    private static func run(_ opaque: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let opaque else { return nil }
        // Signals are for the thread that waits for them.
        var signals = sigset_t()
        sigfillset(&signals)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        Unmanaged<FollowerThread>.fromOpaque(opaque).takeRetainedValue().work()
        return nil
    }

    private func work() {
        pthread_mutex_lock(lock)
        while true {
            while waiting.isEmpty && phase != .closed {
                if let idling { idle(idling) } else { pthread_cond_wait(change, lock) }
            }
            guard !waiting.isEmpty else { break }
            isBusy = true
            var next: Follower.Work? = waiting.removeFirst()
            pthread_mutex_unlock(lock)
            next?()
            // What it held is let go here, before anybody hears that it is done.
            next = nil
            pthread_mutex_lock(lock)
            isBusy = false
            if waiting.count <= awaited {
                awaited = -1
                pthread_cond_broadcast(change)
            }
        }
        pthread_mutex_unlock(lock)
    }

    /// Does a little of what nobody waits for. The lock is held.
    private func idle(_ work: @Sendable () -> Bool) {
        isIdling = true
        pthread_mutex_unlock(lock)
        let goesOn = work()
        pthread_mutex_lock(lock)
        isIdling = false
        if !goesOn || idling == nil {
            idling = nil
            pthread_cond_broadcast(change)
        }
    }

    func spend(idle work: @escaping @Sendable () -> Bool) {
        pthread_mutex_lock(lock)
        if phase == .running {
            idling = work
            pthread_cond_broadcast(change)
        }
        pthread_mutex_unlock(lock)
    }

    func endIdling() {
        pthread_mutex_lock(lock)
        idling = nil
        while isIdling { pthread_cond_wait(change, lock) }
        pthread_mutex_unlock(lock)
    }

    func wait() {
        pthread_mutex_lock(lock)
        hold(until: 0)
        pthread_mutex_unlock(lock)
    }

    /// Comes back when there is no more than this left to do. The lock is held.
    private func hold(until left: Int) {
        if !waiting.isEmpty { pthread_cond_broadcast(change) }
        while waiting.count > left || left == 0 && isBusy {
            awaited = left
            pthread_cond_wait(change, lock)
        }
    }

    /// What is waiting is carried out all the same; then the thread ends.
    func close() {
        pthread_mutex_lock(lock)
        phase = .closed
        idling = nil
        pthread_cond_broadcast(change)
        pthread_mutex_unlock(lock)
    }
}
