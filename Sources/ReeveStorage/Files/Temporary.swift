/// The names of files that are being written and do not count yet.
enum Temporary {
    private static let suffix = ".part"

    /// The temporary name for a file. One is enough: only the holder of the writers' lock makes any.
    static func name(for file: String) -> String { "." + file + suffix }

    static func isTemporary(_ file: String) -> Bool { file.hasPrefix(".") && file.hasSuffix(suffix) }

    /// Removes what a crash left. The caller holds the writers' lock.
    static func sweep(_ files: any FileSystem) throws(StoreError) {
        for file in try files.list() where isTemporary(file) { try files.remove(file) }
    }
}
