/// Open addressing from a 32-bit hash to a row number. What a row's key is, the caller knows: it passes the test.
/// Linear probing, at most half full, no tombstones (a removal shifts its successors back).
struct HashSlots: Sendable {
    /// High half the hash, low half the row + 1; 0 is free.
    private var slots: PagedArray<UInt64>
    private var mask: Int
    private(set) var used = 0

    /// - Parameter expected: for how many entries there is room before the table grows.
    init(expecting expected: Int = 0) {
        var size = 16
        while size < expected * 2 { size *= 2 }
        slots = PagedArray(repeating: 0, count: size)
        mask = size - 1
    }

    func find(_ hash: UInt32, where matches: (Int32) -> Bool) -> Int32? {
        var at = Int(hash) & mask
        while true {
            let slot = slots[at]
            if slot == 0 { return nil }
            if UInt32(truncatingIfNeeded: slot >> 32) == hash {
                let row = Int32(truncatingIfNeeded: (slot & 0xffff_ffff) &- 1)
                if matches(row) { return row }
            }
            at = (at + 1) & mask
        }
    }

    mutating func insert(_ hash: UInt32, row: Int32) {
        if (used + 1) * 2 > mask + 1 { grow() }
        place(UInt64(hash) << 32 | UInt64(UInt32(bitPattern: row &+ 1)))
        used += 1
    }

    private mutating func place(_ slot: UInt64) {
        var at = Int(slot >> 32) & mask
        while slots[at] != 0 { at = (at + 1) & mask }
        slots[at] = slot
    }

    mutating func remove(_ hash: UInt32, row: Int32) {
        let wanted = UInt64(hash) << 32 | UInt64(UInt32(bitPattern: row &+ 1))
        var at = Int(hash) & mask
        while slots[at] != wanted {
            if slots[at] == 0 { return }
            at = (at + 1) & mask
        }
        used -= 1
        var hole = at
        var next = (at + 1) & mask
        while slots[next] != 0 {
            let home = Int(slots[next] >> 32) & mask
            // Moves back only what the hole would cut off from its home.
            if (next - home) & mask >= (next - hole) & mask {
                slots[hole] = slots[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        slots[hole] = 0
    }

    private mutating func grow() {
        let old = slots
        let size = (mask + 1) * 2
        slots = PagedArray(repeating: 0, count: size)
        mask = size - 1
        for index in 0..<old.count where old[index] != 0 { place(old[index]) }
    }
}

extension HashSlots {
    /// A table that is made of many entries at once.
    struct Filling {
        private var table: HashSlots
        private let places: PagedArray<UInt64>.Places
        private let most: Int
        /// Nothing of use.
        private var glances: UInt64 = 0

        /// - Parameter count: how many there are at most; what is more is left out.
        init(expecting count: Int) {
            table = HashSlots(expecting: count)
            places = table.slots.places
            most = count
        }

        /// Looks where the entry would be put, so that it is near when it is added.
        mutating func glance(_ hash: UInt32) { glances &+= places[Int(hash) & table.mask].pointee }

        mutating func add(_ hash: UInt32, row: Int32) {
            guard table.used < most else { return }
            table.used += 1
            var at = Int(hash) & table.mask
            while places[at].pointee != 0 { at = (at + 1) & table.mask }
            places[at].pointee = UInt64(hash) << 32 | UInt64(UInt32(bitPattern: row &+ 1))
        }

        consuming func finish() -> HashSlots { table }
    }
}
