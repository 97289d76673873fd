import Reeve
import ReeveDomain
import ReeveStorage

extension StoreCommand {
    /// Writes the snapshot, and ends a long segment. Every record stays, and every head that was ever printed stays true.
    static func compact(_ call: Call) throws(Failure) {
        guard !call.invocation.has(.readOnly) else { throw .usage("`--read-only` compacts nothing") }
        let now = Instant(milliseconds: call.sessionOptions.clock())
        let info = try stored { () throws(StoreError) in
            let store = try Store.open(PosixFileSystem(path: call.storePath), now: now)
            try store.compact(now: now)
            _ = try AuditLog.open(store.files)
            return try store.info()
        }
        if call.console.isJSON {
            return call.console.document(
                .object([
                    ("format", "reeve.store-compact/1"), ("store", .text(call.store)),
                    ("head", .text(info.head.description)), ("segments", JSON(info.segments)),
                    ("journalBytes", .number(info.journalBytes)),
                    ("snapshotBytes", info.snapshotBytes.map { JSON.number($0) } ?? .null),
                ]))
        }
        show(
            [
                ("journal", "\(info.journalBytes) bytes in \(info.segments) \(info.segments == 1 ? "file" : "files")"),
                ("snapshot", "\(info.snapshotBytes ?? 0) bytes, at \(info.snapshotSeq ?? 0)"),
                ("head", info.head.description),
            ], call)
    }
}
