#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A hash table from runs of bytes, which must outlive it, to numbers. Runs of up to sixteen bytes lie in the table itself,
/// so that finding one touches nothing else.
struct ByteTable {
    private struct Slot {
        /// The bytes, or of a longer run its hash and its address.
        var low: UInt64
        var high: UInt64
        var length: Int32
        /// -1 where the slot is free.
        var value: Int32

        static let free = Slot(low: 0, high: 0, length: 0, value: -1)
    }
    private var slots: [Slot] = Array(repeating: .free, count: 16)
    private var used = 0
    /// Whoever writes a snapshot by hand cannot know it, and so cannot make every name fall into one slot.
    private let seed = UInt64.random(in: .min ... .max)

    /// Adds a key; answers whether it is new. A value is not negative.
    mutating func insert(_ key: UnsafeRawBufferPointer, _ value: Int32) -> Bool {
        guard let base = key.baseAddress, let length = Int32(exactly: key.count) else { return false }
        if (used + 1) * 2 > slots.count { grow() }
        let (low, high, hash) = parts(base, key.count)
        let slot = place(base, low, high, length, hash)
        guard slots[slot].value < 0 else { return false }
        slots[slot] = Slot(low: low, high: high, length: length, value: value)
        used += 1
        return true
    }

    func find(_ key: UnsafeRawBufferPointer) -> Int32? {
        guard let base = key.baseAddress else { return nil }
        let value = find(base, key.count)
        return value < 0 ? nil : value
    }

    /// The number of the bytes that begin there; -1 where there is none.
    @inline(__always)
    func find(_ base: UnsafeRawPointer, _ count: Int) -> Int32 {
        let (low, high, hash) = parts(base, count)
        return slots[place(base, low, high, Int32(truncatingIfNeeded: count), hash)].value
    }

    /// A key, and the first slot to look at.
    struct Key {
        fileprivate var low: UInt64
        fileprivate var high: UInt64
        fileprivate var length: Int32
        fileprivate var slot: Int

        init() { (low, high, length, slot) = (0, 0, 0, 0) }
    }

    @inline(__always)
    func key(_ base: UnsafeRawPointer, _ count: Int) -> Key {
        let (low, high, hash) = parts(base, count)
        var key = Key()
        (key.low, key.high, key.length) = (low, high, Int32(truncatingIfNeeded: count))
        key.slot = Int(truncatingIfNeeded: hash) & (slots.count &- 1)
        return key
    }

    /// The number of a key that lies in the first slot that it can lie in; -1 for any other. Whoever looks for several at
    /// once waits for memory once.
    @inline(__always)
    func first(_ key: Key) -> Int32 {
        let slot = slots[key.slot]
        return slot.low == key.low && slot.high == key.high && slot.length == key.length ? slot.value : -1
    }

    /// Where a key is, or would go.
    @inline(__always)
    private func place(
        _ base: UnsafeRawPointer, _ low: UInt64, _ high: UInt64, _ length: Int32, _ hash: UInt64
    ) -> Int {
        let mask = slots.count &- 1
        var at = Int(truncatingIfNeeded: hash) & mask
        while true {
            let slot = slots[at]
            if slot.value < 0 { return at }
            if slot.low == low, slot.length == length {
                if slot.high == high { return at }
                if length > 16, let other = UnsafeRawPointer(bitPattern: UInt(slot.high)),
                    memcmp(other, base, Int(length)) == 0
                {
                    return at
                }
            }
            at = (at &+ 1) & mask
        }
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: .free, count: old.count * 2)
        let mask = slots.count - 1
        for slot in old where slot.value >= 0 {
            let hash = slot.length > 16 ? slot.low : hash(slot.low, slot.high, Int(slot.length))
            var at = Int(truncatingIfNeeded: hash) & mask
            while slots[at].value >= 0 { at = (at + 1) & mask }
            slots[at] = slot
        }
    }

    @inline(__always)
    private func parts(_ base: UnsafeRawPointer, _ count: Int) -> (low: UInt64, high: UInt64, hash: UInt64) {
        guard count <= 16 else {
            let hash = longHash(base, count)
            return (hash, UInt64(UInt(bitPattern: base)), hash)
        }
        let (low, high) = ByteTable.words(base, count)
        return (low, high, hash(low, high, count))
    }

    /// Up to sixteen bytes as two words; reads none besides.
    @inline(__always)
    static func words(_ base: UnsafeRawPointer, _ count: Int) -> (low: UInt64, high: UInt64) {
        if count >= 8 {
            let low = base.loadUnaligned(as: UInt64.self)
            let last = (base + count - 8).loadUnaligned(as: UInt64.self)
            return (low, count == 8 ? 0 : last >> UInt64(8 * (16 &- count)))
        }
        if count >= 4 {
            let low = UInt64(base.loadUnaligned(as: UInt32.self))
            let last = UInt64((base + count - 4).loadUnaligned(as: UInt32.self))
            return (low | last << UInt64(8 * (count &- 4)), 0)
        }
        var low: UInt64 = 0
        for index in 0..<count {
            low |= UInt64(base.load(fromByteOffset: index, as: UInt8.self)) << UInt64(8 * index)
        }
        return (low, 0)
    }

    @inline(__always)
    private func hash(_ low: UInt64, _ high: UInt64, _ count: Int) -> UInt64 {
        ByteTable.mix(ByteTable.mix(low ^ seed ^ UInt64(truncatingIfNeeded: count)) ^ high)
    }

    private func longHash(_ base: UnsafeRawPointer, _ count: Int) -> UInt64 {
        var hash = seed ^ UInt64(count)
        var index = 0
        while count - index >= 8 {
            hash = ByteTable.mix(hash ^ (base + index).loadUnaligned(as: UInt64.self))
            index += 8
        }
        // The last eight bytes, some of them again.
        return ByteTable.mix(hash ^ (base + count - 8).loadUnaligned(as: UInt64.self))
    }

    @inline(__always)
    private static func mix(_ value: UInt64) -> UInt64 {
        let product = (value ^ 0x9e37_79b9_7f4a_7c15).multipliedFullWidth(by: 0xbf58_476d_1ce4_e5b9)
        return product.high ^ product.low
    }
}
