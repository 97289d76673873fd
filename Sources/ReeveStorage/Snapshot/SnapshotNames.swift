import ReeveDomain

/// Numbers by name while a snapshot is read: the names are the bytes of the snapshot itself, escapes and all.
final class SnapshotNames {
    var users = ByteTable()
    var accounts = ByteTable()
    var roles = ByteTable()
    var kindNames = ByteTable()
    var rules = ByteTable()
    var ruleCount = 0
    var recordCount = 0
    var userCount = 0
    var accountCount = 1
    var userRows = RowNumbers()
    var accountRows = RowNumbers()
    var roleCount = 0
    var kindCount = 0
    /// Filled before anything that has attributes is read.
    var kinds: [Kind] = []
}

/// From the numbers that a snapshot writes to rows: the same, but in an excerpt, whose rows lie without gaps in the order
/// of the numbers.
struct RowNumbers {
    /// In ascending order; nil where each number is its row's.
    private(set) var sorted: [Int32]?

    /// For an excerpt that has these.
    ///
    /// - Returns: false where one comes twice.
    mutating func gather(_ numbers: [Int32]) -> Bool {
        let numbers = numbers.sorted()
        sorted = numbers
        return zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
    }

    /// The row of a number; nil where an excerpt has none.
    @inline(__always)
    func row(_ number: Int32) -> Int32? {
        guard let sorted else { return number }
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < sorted.count && sorted[low] == number ? Int32(truncatingIfNeeded: low) : nil
    }
}

/// A hash table from runs of bytes, which must outlive it, to numbers.
struct ByteTable {
    private var slots: [Int32] = Array(repeating: -1, count: 16)
    private var keys: [(key: UnsafeRawBufferPointer, hash: UInt64, value: Int32)] = []
    /// Whoever writes a snapshot by hand cannot know it, and so cannot make every name fall into one slot.
    private let seed = UInt64.random(in: .min ... .max)

    mutating func reserve(_ count: Int) {
        keys.reserveCapacity(count)
        while slots.count < count * 2 { slots.append(contentsOf: repeatElement(-1, count: slots.count)) }
        rebuild()
    }

    /// Adds a key; answers whether it is new.
    mutating func insert(_ key: UnsafeRawBufferPointer, _ value: Int32) -> Bool {
        let hash = hash(key)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let entry = keys[Int(slots[slot])]
            if entry.hash == hash, entry.key.count == key.count, key.hasPrefix(entry.key) { return false }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(truncatingIfNeeded: keys.count)
        keys.append((key, hash, value))
        if keys.count * 2 > slots.count {
            slots.append(contentsOf: repeatElement(-1, count: slots.count))
            rebuild()
        }
        return true
    }

    func find(_ key: UnsafeRawBufferPointer) -> Int32? {
        let hash = hash(key)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let entry = keys[Int(slots[slot])]
            if entry.hash == hash, entry.key.count == key.count, key.hasPrefix(entry.key) { return entry.value }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private mutating func rebuild() {
        for index in slots.indices { slots[index] = -1 }
        for (index, entry) in keys.enumerated() {
            var slot = Int(truncatingIfNeeded: entry.hash) & (slots.count - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = Int32(truncatingIfNeeded: index)
        }
    }

    private func hash(_ key: UnsafeRawBufferPointer) -> UInt64 {
        guard let base = key.baseAddress else { return seed }
        var hash = seed ^ UInt64(key.count)
        var index = 0
        while key.count - index >= 8 {
            hash = ByteTable.mix(hash ^ (base + index).loadUnaligned(as: UInt64.self))
            index += 8
        }
        var rest: UInt64 = 0
        while index < key.count {
            rest = rest << 8 | UInt64(key[index])
            index += 1
        }
        return ByteTable.mix(hash ^ rest)
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        let product = (value ^ 0x9e37_79b9_7f4a_7c15).multipliedFullWidth(by: 0xbf58_476d_1ce4_e5b9)
        return product.high ^ product.low
    }
}
