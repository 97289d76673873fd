import Synchronization

/// A directory in memory, for sessions that keep nothing, and for tests.
///
/// It knows what a disk would still have after a power cut: a file's bytes only after `synchronize`, a name only after
/// `synchronizeDirectory`. `crash` drops the rest, or part of it, and a `Fault` breaks the operation of a given number.
package final class MemoryFileSystem: FileSystem {
    /// What breaks, and when. Operations that change or sync something are counted from 1.
    package struct Fault: Hashable, Sendable {
        package enum Effect: Hashable, Sendable {
            /// The operation does not happen, and none after it does, until `restart`.
            case crash
            /// The operation fails: a `write` after half of its bytes, anything else without an effect.
            case noSpace
            /// The operation fails as an input/output error; a sync says `outcome-unknown`.
            case inputOutput
        }

        package let operation: Int
        package let effect: Effect

        package init(at operation: Int, _ effect: Effect) {
            self.operation = operation
            self.effect = effect
        }
    }

    /// How much of what was not synced a crash leaves.
    package enum Loss: Hashable, Sendable {
        /// Nothing: the file ends where it was last synced.
        case everything
        /// All of it: the process was killed, the machine went on.
        case nothing
        /// The names, and half of the bytes.
        case halfTheBytes
        /// The names and the files' lengths, but zeros instead of the bytes.
        case lengthButNotBytes
        /// Each change of names by itself, and each file as it was at any moment since its last sync, or torn; which,
        /// follows from the seed.
        case mixed(UInt64)

        /// Every way, the mixed one as often as is said.
        ///
        /// - Parameter seed: another one for each crash.
        package static func every(_ seed: Int, mixed: Int = 3) -> [Loss] {
            [.everything, .nothing, .halfTheBytes, .lengthButNotBytes]
                + (0..<mixed).map { .mixed(UInt64(truncatingIfNeeded: seed &* 1000 &+ $0)) }
        }
    }

    package let name: String
    private let storage: Mutex<MemoryDisk>

    package init(name: String = "memory") {
        self.name = name
        storage = Mutex(MemoryDisk())
    }

    /// How many operations that change or sync something there have been since the last `arm`.
    package var operations: Int { storage.withLock { $0.operations } }

    /// What was synced since then, by the operation's number: a file's name, or `directory`.
    var syncs: [Int: String] { storage.withLock { $0.syncs } }

    package var isReadOnly: Bool { storage.withLock { $0.isReadOnly } }

    /// Sets what is to break, and starts counting from 1 again.
    ///
    /// - Parameters:
    ///   - second: something else that is to break, at another time.
    ///   - ignoringSyncs: the control experiment: syncs report success and do nothing. A test of durability that does not
    ///     notice, proves nothing.
    ///   - skipped: the same for the one sync that is the operation of this number.
    ///   - names: the same for all syncs that `syncs` calls so.
    package func arm(
        _ fault: Fault?, and second: Fault? = nil, ignoringSyncs: Bool = false, skippingSync skipped: Int? = nil,
        skipping names: Set<String> = []
    ) {
        storage.withLock { disk in
            disk.faults = [:]
            for fault in [fault, second].compactMap(\.self) { disk.faults[fault.operation] = fault.effect }
            disk.keepsVersions = true
            disk.operations = 0
            disk.skippedSync = skipped
            disk.skippedSyncs = names
            disk.syncs = [:]
            disk.ignoresSyncs = ignoringSyncs
        }
    }

    /// The machine comes up again after a crash: open files and locks are gone, and so is what `loss` says.
    package func restart(_ loss: Loss) {
        storage.withLock { $0.restart(loss) }
    }

    /// Refuses every change from now on, as a read-only disk does.
    package func setReadOnly(_ readOnly: Bool) {
        storage.withLock { $0.isReadOnly = readOnly }
    }

    /// Puts a file there, or takes it away, behind the store's back; at once durable.
    package func plant(_ file: String, _ bytes: [UInt8]?) {
        storage.withLock { $0.plant(file, bytes) }
    }

    /// A copy of all there is, synced or not, as if it were all durable: for trying many things on one state.
    package func copy() -> MemoryFileSystem {
        let other = MemoryFileSystem(name: name)
        for (file, bytes) in storage.withLock({ $0.everything() }) { other.plant(file, bytes) }
        return other
    }

    package func prepare(create: Bool) throws(StoreError) -> Bool {
        try storage.withLock { disk throws(StoreError) in
            if create && !disk.exists {
                try disk.count("mkdir")
                disk.exists = true
            }
            return disk.exists
        }
    }

    package func synchronizeParent() throws(StoreError) {
        try storage.withLock { disk throws(StoreError) in
            if try disk.countParentSync() { disk.durablyExists = disk.exists }
        }
    }

    package func list() throws(StoreError) -> [String] {
        try storage.withLock { disk throws(StoreError) in
            try disk.alive()
            return disk.names.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
    }

    package func open(_ file: String, for access: FileAccess) throws(StoreError) -> FileToken? {
        try storage.withLock { disk throws(StoreError) in try disk.open(file, access) }
    }

    package func close(_ file: FileToken) {
        storage.withLock { disk in
            disk.unlock(file.number)
            disk.handles[file.number] = nil
        }
    }

    package func length(of file: FileToken) throws(StoreError) -> Int64 {
        try storage.withLock { disk throws(StoreError) in Int64(try disk.content(file.number).bytes.count) }
    }

    package func length(of file: FileToken, named name: String) throws(StoreError) -> Int64? {
        try storage.withLock { disk throws(StoreError) in
            let content = try disk.content(file.number)
            return disk.names[name] == disk.handles[file.number] ? Int64(content.bytes.count) : nil
        }
    }

    package func read(
        _ file: FileToken, at offset: Int64, into buffer: UnsafeMutableRawBufferPointer
    ) throws(StoreError) -> Int {
        try storage.withLock { disk throws(StoreError) in
            let content = try disk.content(file.number).bytes
            guard offset >= 0, offset < content.count else { return 0 }
            let count = min(buffer.count, content.count - Int(offset))
            buffer.copyBytes(from: content[Int(offset)..<(Int(offset) + count)])
            return count
        }
    }

    package func write(_ file: FileToken, at offset: Int64, _ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        try storage.withLock { disk throws(StoreError) in
            let broken = disk.breaks()
            try disk.update(file.number) {
                let count = broken == nil ? bytes.count : $0.written(bytes.count / 2, at: Int(offset))
                $0.write(bytes[..<count], at: Int(offset))
            }
            if let broken { throw broken }
        }
    }

    package func truncate(_ file: FileToken, to length: Int64) throws(StoreError) {
        try storage.withLock { disk throws(StoreError) in
            try disk.count("truncate")
            try disk.update(file.number) { $0.truncate(to: Int(length)) }
        }
    }

    package func synchronize(_ file: FileToken) throws(StoreError) {
        try storage.withLock { disk throws(StoreError) in
            if try disk.countSync(file.number) { try disk.update(file.number) { $0.synchronize() } }
        }
    }

    package func synchronizeDirectory() throws(StoreError) {
        try storage.withLock { disk throws(StoreError) in
            if try disk.countSync(nil) { disk.synchronizeNames() }
        }
    }

    package func rename(_ file: String, to other: String) throws(StoreError) {
        try storage.withLock { disk throws(StoreError) in try disk.rename(file, to: other) }
    }

    package func remove(_ file: String) throws(StoreError) {
        try storage.withLock { disk throws(StoreError) in
            try disk.remove(file)
        }
    }

    package func map(_ file: String) throws(StoreError) -> FileContents? {
        guard let bytes = try contents(of: file) else { return nil }
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 16)
        copy.copyBytes(from: bytes)
        return FileContents(UnsafeRawBufferPointer(rebasing: copy[..<bytes.count])) { $0.deallocate() }
    }

    package func tryLock(_ file: FileToken) throws(StoreError) -> Bool {
        try storage.withLock { disk throws(StoreError) in
            try disk.alive()
            guard let node = disk.handles[file.number] else { throw MemoryDisk.notOpen }
            if let holder = disk.locks[node], holder != file.number { return false }
            disk.locks[node] = file.number
            return true
        }
    }

    package func unlock(_ file: FileToken) {
        storage.withLock { $0.unlock(file.number) }
    }

    package func pause(milliseconds: Int) {
        // Without this, two sessions of one process would wait for a lock on no clock at all.
        PosixFileSystem.sleep(milliseconds: milliseconds)
    }
}
