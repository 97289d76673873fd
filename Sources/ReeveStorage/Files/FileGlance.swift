#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a name in a directory leads to, as far as a store wants to know.
///
/// Linux is asked for no more than that: whoever looks at a file's times makes the next write note a new one, and its sync
/// a second write to the disk.
struct FileGlance {
    let mode: mode_t
    let links: UInt64
    let owner: uid_t
    let identity: FileIdentity
    let length: Int64

    init(_ status: stat) {
        mode = status.st_mode
        // The system's types differ in width and sign.
        links = UInt64(status.st_nlink)
        owner = status.st_uid
        identity = FileIdentity(
            device: UInt64(truncatingIfNeeded: status.st_dev), file: UInt64(truncatingIfNeeded: status.st_ino))
        length = Int64(status.st_size)
    }

    /// - Returns: `nil` where the system says in `errno` why.
    init?(_ name: String, in directory: Int32) {
        #if canImport(Glibc)
            if let statx = FileGlance.statx {
                self.init(name, in: directory, statx)
                return
            }
        #endif
        var status = stat()
        guard fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        self.init(status)
    }

    #if canImport(Glibc)
        private typealias Statx =
            @convention(c) (
                Int32, UnsafePointer<CChar>, Int32, UInt32, UnsafeMutableRawPointer
            ) -> Int32

        /// In no header that Swift sees.
        private static let statx = dlsym(nil, "statx").map { unsafeBitCast($0, to: Statx.self) }

        /// Type, mode, links, owner, number and length, as `linux/stat.h` numbers them; and where it puts them.
        private init?(_ name: String, in directory: Int32, _ statx: Statx) {
            let wanted: UInt32 = 0x1 | 0x2 | 0x4 | 0x8 | 0x100 | 0x200
            let found = withUnsafeTemporaryAllocation(byteCount: 256, alignment: 8) { bytes -> FileGlance? in
                guard let start = bytes.baseAddress, statx(directory, name, AT_SYMLINK_NOFOLLOW, wanted, start) == 0
                else { return nil }
                return FileGlance(statx: UnsafeRawBufferPointer(bytes))
            }
            guard let found else { return nil }
            self = found
        }

        private init(statx bytes: UnsafeRawBufferPointer) {
            func number<Number: FixedWidthInteger>(_ offset: Int) -> Number {
                bytes.loadUnaligned(fromByteOffset: offset, as: Number.self)
            }
            let mode: UInt16 = number(28)
            self.mode = mode_t(mode)
            links = UInt64(number(16) as UInt32)
            owner = number(20)
            // As `fstat` puts the two parts together.
            let (major, minor) = (UInt64(number(136) as UInt32), UInt64(number(140) as UInt32))
            let device = (major & ~0xfff) << 32 | (major & 0xfff) << 8 | (minor & ~0xff) << 12 | minor & 0xff
            identity = FileIdentity(device: device, file: number(32))
            length = Int64(truncatingIfNeeded: number(40) as UInt64)
        }
    #endif
}
