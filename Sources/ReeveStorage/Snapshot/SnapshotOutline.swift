/// Where a snapshot's sections and lines are, noted while it is written: what its index is made of. Offsets count from
/// the snapshot's second line.
struct SnapshotOutline {
    /// The lines of each section, without what opens and closes it.
    private(set) var sections: [Range<Int>] = []
    private var records = Lines()
    private var members = Lines()
    private var assignments = Lines()
    private let accounts: Int

    private struct Lines {
        /// Where they begin, in the order in which they stand.
        var starts: [UInt32] = []
        /// The place of each one's account in the order of names.
        var ranks: [Int32] = []

        mutating func expect(_ count: Int) {
            starts.reserveCapacity(count)
            ranks.reserveCapacity(count)
        }

        @inline(__always)
        mutating func add(_ start: Int, _ rank: Int32) {
            starts.append(UInt32(truncatingIfNeeded: start))
            ranks.append(rank)
        }
    }

    /// - Parameter accounts: how many there are.
    init(accounts: Int) { self.accounts = accounts }

    mutating func begin(at start: Int) { sections.append(start..<start) }

    mutating func end(at end: Int) {
        guard let section = sections.popLast() else { return }
        sections.append(section.lowerBound..<end)
    }

    /// Makes room for so many lines of a section of grants.
    mutating func expect(_ section: SnapshotIndex.Section, _ count: Int) {
        if section == .members { members.expect(count) } else { assignments.expect(count) }
    }

    /// - Parameters:
    ///   - section: one of `SnapshotIndex.ofAccounts`.
    ///   - rank: the place of its account in the order of names; the same for all accounts of one name.
    @inline(__always)
    mutating func line(_ section: SnapshotIndex.Section, at start: Int, account rank: Int32) {
        switch section {
        case .records: records.add(start, rank)
        case .members: members.add(start, rank)
        default: assignments.add(start, rank)
        }
    }

    /// A section's lines by the names of their accounts; those of one name in the order in which they stand. Linear.
    func byAccount(_ section: SnapshotIndex.Section) -> [UInt32] {
        let lines = section == .records ? records : section == .members ? members : assignments
        let (starts, ranks) = (lines.starts, lines.ranks)
        guard !starts.isEmpty else { return [] }
        var places = [Int](repeating: 0, count: accounts + 1)
        for rank in ranks { places[Int(rank) + 1] += 1 }
        for rank in 0..<accounts { places[rank + 1] += places[rank] }
        var sorted = [UInt32](repeating: 0, count: starts.count)
        for (start, rank) in zip(starts, ranks) {
            sorted[places[Int(rank)]] = start
            places[Int(rank)] += 1
        }
        return sorted
    }
}

/// The checks of a snapshot's blocks, worked out while its bytes go by.
struct BlockChecks {
    private var checks: [UInt64] = []
    /// What has come of a block that is not whole yet.
    private var partial: [UInt8] = []
    private(set) var length = 0

    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        length += bytes.count
        var at = 0
        if !partial.isEmpty {
            at = min(SnapshotIndex.blockSize - partial.count, bytes.count)
            partial.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[..<at]))
            guard partial.count == SnapshotIndex.blockSize else { return }
            endBlock()
        }
        while bytes.count - at >= SnapshotIndex.blockSize {
            let block = UnsafeRawBufferPointer(rebasing: bytes[at..<(at + SnapshotIndex.blockSize)])
            checks.append(BlockCheck.of(block))
            at += SnapshotIndex.blockSize
        }
        partial.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[at...]))
    }

    private mutating func endBlock() {
        checks.append(partial.withUnsafeBytes { BlockCheck.of($0) })
        partial.removeAll(keepingCapacity: true)
    }

    /// All of them; nothing may be taken in afterwards.
    mutating func finish() -> [UInt64] {
        if !partial.isEmpty { endBlock() }
        return checks
    }
}
