#if canImport(Glibc)
    import Glibc
#endif

/// Memory in large pages, for a process that is about to fill a good deal of it: the system then hands it out by two
/// megabytes instead of stopping the process at every four kilobytes, which is a tenth of a long run.
enum LargePages {
    /// Below this much the pages at hand are fewer than what is saved.
    private static let least = 1 << 20
    private static let size = 1 << 21

    /// Asks for it. Changes nothing but time; where the system has no such pages, nothing at all.
    ///
    /// - Parameter bytes: about how much will be needed. Only addresses are set aside for it.
    static func prepare(for bytes: Int) {
        #if canImport(Glibc)
            guard bytes >= least else { return }
            let room = min(bytes, 1 << 30)
            // Not in the C library's module. The heap grows by so much, keeps what it has, and holds all but very large
            // pieces.
            typealias Setting = @convention(c) (_ name: CInt, _ value: CInt) -> CInt
            guard let symbol = dlsym(nil, "mallopt") else { return }
            let set = unsafeBitCast(symbol, to: Setting.self)
            let (trimThreshold, topPad, mapThreshold): (CInt, CInt, CInt) = (-1, -2, -3)
            guard set(trimThreshold, .max) == 1, set(mapThreshold, 1 << 25) == 1, set(topPad, CInt(room)) == 1,
                let start = sbrk(0)
            else { return }
            // Makes the heap grow. (A plain `malloc` that is freed at once would be taken out by the compiler.)
            var piece: UnsafeMutableRawPointer?
            if posix_memalign(&piece, 64, least) == 0 { free(piece) }
            // Who has no such room to give is not asked for it again.
            guard set(topPad, 1 << 17) == 1, let end = sbrk(0), end > start else { return }
            let first = (Int(bitPattern: start) + size - 1) & ~(size - 1)
            if let address = UnsafeMutableRawPointer(bitPattern: first), end - address >= size {
                madvise(address, end - address, MADV_HUGEPAGE)
            }
        #endif
    }
}
