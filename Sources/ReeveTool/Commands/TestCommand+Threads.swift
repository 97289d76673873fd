#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif
import Synchronization

/// A few threads that share a list of work.
enum Threads {
    static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// Does `work` for every number below `count`, on so many threads at most, this one among them.
    static func run(_ count: Int, on jobs: Int, _ work: @escaping @Sendable (Int) -> Void) {
        let line = Line(count: count, work: work)
        var started: [pthread_t] = []
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        // As much as the main thread has: scripts nest.
        pthread_attr_setstacksize(&attributes, 8 << 20)
        defer { pthread_attr_destroy(&attributes) }
        for _ in 1..<max(1, min(jobs, count)) {
            if let thread = start(line, &attributes) { started.append(thread) }
        }
        line.work()
        for thread in started { pthread_join(thread, nil) }
    }

    private static func start(_ line: Line, _ attributes: inout pthread_attr_t) -> pthread_t? {
        let context = Unmanaged.passRetained(line).toOpaque()
        #if canImport(Darwin)
            var thread: pthread_t?
            let status = pthread_create(&thread, &attributes, { Threads.enter($0) }, context)
        #else
            var thread = pthread_t()
            let status = pthread_create(&thread, &attributes, { Threads.enter($0) }, context)
        #endif
        guard status == 0 else {
            // Without it the others do its part.
            Unmanaged<Line>.fromOpaque(context).release()
            return nil
        }
        return thread
    }

    private static func enter(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        if let context { Unmanaged<Line>.fromOpaque(context).takeRetainedValue().work() }
        return nil
    }

    /// What is still to be done.
    private final class Line: Sendable {
        private let count: Int
        private let next = Atomic(0)
        private let body: @Sendable (Int) -> Void

        init(count: Int, work: @escaping @Sendable (Int) -> Void) {
            self.count = count
            body = work
        }

        func work() {
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < count else { return }
                body(index)
            }
        }
    }
}
