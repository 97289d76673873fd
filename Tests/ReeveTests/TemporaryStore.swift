#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A place for a store of its own, which goes with this object.
final class TemporaryStore {
    private let directory: String
    var path: String { directory + "/store" }

    init() throws {
        var template = Array("/tmp/reeve-session-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw TemporaryStoreError() }
        directory = String(cString: made)
    }

    deinit {
        for name in ["lock", "journal-00001.jsonl", "snapshot.json", "snapshot.index", "audit.index"] {
            unlink(path + "/" + name)
        }
        rmdir(path)
        rmdir(directory)
    }
}

struct TemporaryStoreError: Error {}
