/// The state of a `MemoryFileSystem`: what the machine sees, and what the disk would have after a power cut.
struct MemoryDisk {
    static let notOpen = StoreError(.ioFailed, "the file is not open")
    static let crashed = StoreError(.ioFailed, "the machine has crashed")

    var exists = false
    /// Whether the directory's own name would survive.
    var durablyExists = false
    var isReadOnly = false
    var names: [String: Int] = [:]
    var durableNames: [String: Int] = [:]
    var nodes: [Int: MemoryNode] = [:]
    var handles: [Int32: Int] = [:]
    var locks: [Int: Int32] = [:]
    /// What breaks, by the operation's number.
    var faults: [Int: MemoryFileSystem.Fault.Effect] = [:]
    /// Whether files keep what they were between two syncs.
    var keepsVersions = false
    var operations = 0
    var ignoresSyncs = false
    /// The one sync, by its operation's number, that is reported as done and is not.
    var skippedSync: Int?
    /// The same for all syncs that are called so in `syncs`.
    var skippedSyncs: Set<String> = []
    /// What was synced, by the operation's number: a file, `idle` before one of which nothing waited, `after a cut` behind one
    /// that was made shorter last, the directory and
    /// what was renamed since it was last synced, or the directory that it lies in.
    var syncs: [Int: String] = [:]
    private var lastRenamed: String?
    /// What happened to names since the directory was last synced: which node each has now.
    private var nameChanges: [[String: Int?]] = []
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
        guard let effect = faults[operations] else { return nil }
        switch effect {
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
            let isCut = nodes[node]?.isCut ?? false
            label = nodes[node]?.isSynchronized == true ? "idle \(name)" : isCut ? "\(name) after a cut" : name
        } else {
            label = lastRenamed.map { "directory after \($0)" } ?? "idle directory"
            lastRenamed = nil
        }
        return isToBeDone(label)
    }

    /// Counts a sync of the directory that this one lies in.
    mutating func countParentSync() throws(StoreError) -> Bool {
        try count("sync")
        return isToBeDone(durablyExists ? "idle parent" : "parent")
    }

    private mutating func isToBeDone(_ label: String) -> Bool {
        syncs[operations] = label
        return !ignoresSyncs && operations != skippedSync && !skippedSyncs.contains(label)
    }

    mutating func rename(_ file: String, to other: String) throws(StoreError) {
        try count("rename")
        guard let node = names.removeValue(forKey: file) else {
            throw StoreError(.ioFailed, "cannot rename `\(file)`: it is not there", file: file)
        }
        names[other] = node
        nameChanges.append([file: nil, other: node])
        lastRenamed = other
    }

    mutating func remove(_ file: String) throws(StoreError) {
        try count("remove")
        names[file] = nil
        nameChanges.append([file: nil])
    }

    mutating func synchronizeNames() {
        durableNames = names
        nameChanges = []
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
            nameChanges.append([file: node])
        }
        lastHandle += 1
        handles[lastHandle] = node
        return FileToken(number: lastHandle, identity: FileIdentity(file: UInt64(node)))
    }

    func content(_ handle: Int32) throws(StoreError) -> MemoryNode {
        try alive()
        guard let node = handles[handle], let content = nodes[node] else { throw MemoryDisk.notOpen }
        return content
    }

    mutating func update(_ handle: Int32, _ change: (inout MemoryNode) -> Void) throws(StoreError) {
        guard let node = handles[handle], nodes[node] != nil else { throw MemoryDisk.notOpen }
        // In place: these arrays are large, and a copy for each append would make histories quadratic.
        if keepsVersions { nodes[node]?.keepVersion() }
        change(&nodes[node, default: MemoryNode()])
    }

    mutating func unlock(_ handle: Int32) {
        guard let node = handles[handle], locks[node] == handle else { return }
        locks[node] = nil
    }

    mutating func plant(_ file: String, _ bytes: [UInt8]?) {
        exists = true
        durablyExists = true
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
        faults = [:]
        // A process that is killed takes nothing with it, and makes nothing safer either.
        if loss == .nothing { return }
        var dice = Dice(loss)
        switch loss {
        case .everything: names = durableNames
        case .mixed:
            // Each change by itself: it came to the disk, or did not. A renaming is one.
            names = durableNames
            for change in nameChanges where dice.roll(2) == 0 {
                for (name, node) in change { names[name] = node }
            }
        case .nothing, .halfTheBytes, .lengthButNotBytes: break
        }
        if !durablyExists, loss == .everything || dice.roll(2) == 0 {
            names = [:]
            exists = false
        }
        durablyExists = exists
        synchronizeNames()
        let kept = Set(names.values)
        for node in nodes.keys.sorted() {
            if kept.contains(node) { nodes[node]?.crash(loss, &dice) } else { nodes[node] = nil }
        }
    }
}

/// A file in memory. What is durable is the first `common` bytes, followed by `overwritten`.
struct MemoryNode {
    private(set) var bytes: [UInt8] = []
    private var common = 0
    private var overwritten: [UInt8] = []
    /// What it was before each change since it was last synced, where that is kept.
    private var earlier: [[UInt8]] = []

    /// Whether the last change since the sync made it shorter.
    private(set) var isCut = false

    /// Nothing waits for the next sync.
    var isSynchronized: Bool { common == bytes.count && overwritten.isEmpty && earlier.isEmpty }

    mutating func keepVersion() { earlier.append(bytes) }

    mutating func write(_ new: Slice<UnsafeRawBufferPointer>, at offset: Int) {
        keep(from: offset)
        isCut = false
        if bytes.count < offset { bytes.append(contentsOf: repeatElement(0, count: offset - bytes.count)) }
        let replaced = min(new.count, bytes.count - offset)
        if replaced > 0 { bytes.replaceSubrange(offset..<(offset + replaced), with: new.prefix(replaced)) }
        bytes.append(contentsOf: new.dropFirst(replaced))
    }

    mutating func truncate(to length: Int) {
        keep(from: length)
        isCut = length < bytes.count
        if isCut { bytes.removeLast(bytes.count - length) }
    }

    mutating func synchronize() {
        common = bytes.count
        overwritten = []
        earlier = []
        isCut = false
    }

    mutating func crash(_ loss: MemoryFileSystem.Loss, _ dice: inout Dice) {
        switch loss {
        case .everything: bytes = bytes[..<common] + overwritten
        case .nothing: break
        case .halfTheBytes: bytes.removeLast((bytes.count - common) / 2)
        case .lengthButNotBytes:
            for index in common..<bytes.count { bytes[index] = 0 }
        case .mixed:
            // The system writes when it likes: any moment since the sync may be the last that the disk knows of, and of
            // the change after it any part. Or the file is still as long as it was, and has any of the new sectors.
            let versions = [bytes[..<common] + overwritten] + earlier + [bytes]
            let last = dice.roll(versions.count)
            let durable = Array(versions[0])
            bytes = Array(versions[last])
            if last > 0, dice.roll(2) == 0 {
                bytes = dice.roll(2) == 0 ? mixed(durable, bytes, &dice) : torn(Array(versions[last - 1]), bytes, &dice)
            }
        }
        synchronize()
    }

    /// What a write of so many bytes leaves of the old ones, where it was broken off: whole sectors, and at the file's end
    /// single bytes.
    func written(_ count: Int, at offset: Int) -> Int {
        let end = offset + count
        return end >= bytes.count ? count : max(0, end - end % MemoryNode.sector - offset)
    }

    /// What a disk writes at once, or not at all.
    private static let sector = 512

    /// Some sectors as they were, and some as they are, as far as the file went.
    private func mixed(_ before: [UInt8], _ after: [UInt8], _ dice: inout Dice) -> [UInt8] {
        var mixed = before
        for start in stride(from: 0, to: min(before.count, after.count), by: MemoryNode.sector) {
            let sector = start..<min(start + MemoryNode.sector, before.count, after.count)
            if before[sector] != after[sector], dice.roll(2) == 0 { mixed.replaceSubrange(sector, with: after[sector]) }
        }
        return mixed
    }

    /// A change of which only the beginning, or only the length, came to the disk.
    private func torn(_ before: [UInt8], _ after: [UInt8], _ dice: inout Dice) -> [UInt8] {
        var done = dice.roll(after.count + 1)
        if done < before.count { done -= done % MemoryNode.sector }
        var torn = Array(after[..<done])
        if before.count > done { torn += before[done...] }
        if torn.count < after.count, dice.roll(2) == 0 {
            torn += repeatElement(0, count: after.count - torn.count)
        }
        return torn
    }

    /// Sets the durable bytes from `offset` on aside before they change.
    private mutating func keep(from offset: Int) {
        guard offset < common else { return }
        overwritten = bytes[offset..<common] + overwritten
        common = offset
    }
}

/// Numbers that follow from a seed (SplitMix64).
struct Dice {
    private var state: UInt64

    init(_ loss: MemoryFileSystem.Loss) {
        if case .mixed(let seed) = loss { state = seed } else { state = 0 }
    }

    /// Below `count`, which is above 0.
    mutating func roll(_ count: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(max(count, 1)))
    }
}
