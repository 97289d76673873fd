/// The state of a `MemoryFileSystem`: what the machine sees, and what the disk would have after a power cut.
struct MemoryDisk {
    static let notOpen = StoreError(.ioFailed, "the file is not open")
    static let crashed = StoreError(.ioFailed, "the machine has crashed")

    var exists = false
    var isReadOnly = false
    var names: [String: Int] = [:]
    var durableNames: [String: Int] = [:]
    var nodes: [Int: MemoryNode] = [:]
    var handles: [Int32: Int] = [:]
    var locks: [Int: Int32] = [:]
    var fault: MemoryFileSystem.Fault?
    var operations = 0
    var ignoresSyncs = false
    /// The one sync, by its operation's number, that is reported as done and is not.
    var skippedSync: Int?
    /// The same for all syncs that are called so in `syncs`.
    var skippedSyncs: Set<String> = []
    /// What was synced, by the operation's number: a file, `idle` before one of which nothing waited, or the directory and
    /// what was renamed since it was last synced.
    var syncs: [Int: String] = [:]
    private var lastRenamed: String?
    private var isCrashed = false
    private var lastNode = 0
    private var lastHandle: Int32 = 0

    func alive() throws(StoreError) {
        if isCrashed { throw MemoryDisk.crashed }
    }

    /// Counts an operation, and answers the error it has to end with, if it is the one that breaks.
    mutating func breaks(_ operation: String = "write") -> StoreError? {
        if isCrashed { return MemoryDisk.crashed }
        if isReadOnly { return StoreError(.readOnly, "cannot \(operation): the disk is read-only") }
        operations += 1
        guard let fault, fault.operation == operations else { return nil }
        switch fault.effect {
        case .crash:
            isCrashed = true
            return MemoryDisk.crashed
        case .noSpace where operation != "sync":
            return StoreError(.noSpace, "cannot \(operation): no space left on device", systemError: 28)
        case .noSpace, .inputOutput:
            return operation == "sync"
                ? StoreError(.outcomeUnknown, "the disk did not confirm a write", systemError: 5)
                : StoreError(.ioFailed, "cannot \(operation): input/output error", systemError: 5)
        }
    }

    /// Counts an operation that has no effect at all where it breaks.
    mutating func count(_ operation: String) throws(StoreError) {
        if let error = breaks(operation) { throw error }
    }

    /// Counts a sync of a file, or of the directory; answers whether it is to be done.
    mutating func countSync(_ handle: Int32?) throws(StoreError) -> Bool {
        try count("sync")
        let label: String
        if let node = handle.flatMap({ handles[$0] }) {
            let name = names.first { $0.value == node }?.key ?? "a file without a name"
            label = nodes[node]?.isSynchronized == true ? "idle \(name)" : name
        } else {
            label = "directory" + (lastRenamed.map { " after \($0)" } ?? "")
            lastRenamed = nil
        }
        syncs[operations] = label
        return !ignoresSyncs && operations != skippedSync && !skippedSyncs.contains(label)
    }

    mutating func rename(_ file: String, to other: String) throws(StoreError) {
        try count("rename")
        guard let node = names.removeValue(forKey: file) else {
            throw StoreError(.ioFailed, "cannot rename `\(file)`: it is not there", file: file)
        }
        names[other] = node
        lastRenamed = other
    }

    mutating func open(_ file: String, _ access: FileAccess) throws(StoreError) -> FileToken? {
        try alive()
        let node: Int
        if let there = names[file] {
            if access == .createNew { throw StoreError(.ioFailed, "`\(file)` is there already", file: file) }
            if access != .read && isReadOnly { throw StoreError(.readOnly, "the disk is read-only", file: file) }
            node = there
        } else {
            guard access == .createNew || access == .updateOrCreate else { return nil }
            try count("make `\(file)`")
            lastNode += 1
            node = lastNode
            nodes[node] = MemoryNode()
            names[file] = node
        }
        lastHandle += 1
        handles[lastHandle] = node
        return FileToken(number: lastHandle)
    }

    func content(_ handle: Int32) throws(StoreError) -> MemoryNode {
        try alive()
        guard let node = handles[handle], let content = nodes[node] else { throw MemoryDisk.notOpen }
        return content
    }

    mutating func update(_ handle: Int32, _ change: (inout MemoryNode) -> Void) throws(StoreError) {
        guard let node = handles[handle], nodes[node] != nil else { throw MemoryDisk.notOpen }
        // In place: these arrays are large, and a copy for each append would make histories quadratic.
        change(&nodes[node, default: MemoryNode()])
    }

    mutating func unlock(_ handle: Int32) {
        guard let node = handles[handle], locks[node] == handle else { return }
        locks[node] = nil
    }

    mutating func plant(_ file: String, _ bytes: [UInt8]?) {
        exists = true
        guard let bytes else {
            names[file] = nil
            durableNames[file] = nil
            return
        }
        lastNode += 1
        var node = MemoryNode()
        bytes.withUnsafeBytes { node.write($0[...], at: 0) }
        node.synchronize()
        nodes[lastNode] = node
        names[file] = lastNode
        durableNames[file] = lastNode
    }

    func everything() -> [(String, [UInt8])] {
        names.compactMap { name, node in nodes[node].map { (name, $0.bytes) } }
    }

    mutating func restart(_ loss: MemoryFileSystem.Loss) {
        handles = [:]
        locks = [:]
        isCrashed = false
        fault = nil
        // A process that is killed takes nothing with it, and makes nothing safer either.
        if loss == .nothing { return }
        if loss == .everything { names = durableNames }
        durableNames = names
        let kept = Set(names.values)
        for node in nodes.keys.sorted() {
            if kept.contains(node) { nodes[node]?.crash(loss) } else { nodes[node] = nil }
        }
    }
}

/// A file in memory. What is durable is the first `common` bytes, followed by `overwritten`.
struct MemoryNode {
    private(set) var bytes: [UInt8] = []
    private var common = 0
    private var overwritten: [UInt8] = []

    /// Nothing waits for the next sync.
    var isSynchronized: Bool { common == bytes.count && overwritten.isEmpty }

    mutating func write(_ new: Slice<UnsafeRawBufferPointer>, at offset: Int) {
        keep(from: offset)
        if bytes.count < offset { bytes.append(contentsOf: repeatElement(0, count: offset - bytes.count)) }
        let replaced = min(new.count, bytes.count - offset)
        if replaced > 0 { bytes.replaceSubrange(offset..<(offset + replaced), with: new.prefix(replaced)) }
        bytes.append(contentsOf: new.dropFirst(replaced))
    }

    mutating func truncate(to length: Int) {
        keep(from: length)
        if length < bytes.count { bytes.removeLast(bytes.count - length) }
    }

    mutating func synchronize() {
        common = bytes.count
        overwritten = []
    }

    mutating func crash(_ loss: MemoryFileSystem.Loss) {
        switch loss {
        case .everything: bytes = bytes[..<common] + overwritten
        case .nothing: break
        case .halfTheBytes: bytes.removeLast((bytes.count - common) / 2)
        case .lengthButNotBytes:
            for index in common..<bytes.count { bytes[index] = 0 }
        }
        synchronize()
    }

    /// Sets the durable bytes from `offset` on aside before they change.
    private mutating func keep(from offset: Int) {
        guard offset < common else { return }
        overwritten = bytes[offset..<common] + overwritten
        common = offset
    }
}
