@_spi(_Unicode) import Swift

/// A spelling that was seen while lexing, by number: equal symbols of one table are equal names (after NFC).
package struct Symbol: Hashable, Sendable {
    package let id: Int32

    package init(id: Int32) { self.id = id }
}

/// Gives every spelling a small number, densely from 0; the keywords come first. Confined to one run: not `Sendable`.
package final class SymbolTable {
    // Behind a pointer, so that the hot path pays no exclusivity check on each field of a class.
    private let storage: UnsafeMutablePointer<InternedSpellings>

    package init() {
        storage = .allocate(capacity: 1)
        storage.initialize(to: InternedSpellings())
        for keyword in Keyword.allCases { _ = intern(keyword.spelling) }
    }

    deinit {
        storage.pointee.deallocate()
        storage.deinitialize(count: 1)
        storage.deallocate()
    }

    /// How many different spellings were interned.
    package var count: Int { storage.pointee.count }

    /// The spelling in NFC; empty for a symbol of another table that this one never gave out.
    package func text(_ symbol: Symbol) -> String {
        storage.pointee.text(Int(symbol.id))
    }

    /// The symbol of a spelling, after NFC.
    package func intern(_ text: String) -> Symbol {
        var text = text
        return text.withUTF8 { bytes in
            intern(bytes, isASCII: bytes.allSatisfy { $0 < 0x80 })
        }
    }

    /// The symbol of some bytes of UTF-8. Whoever knows that they are ASCII saves the way over NFC.
    package func intern(_ bytes: UnsafeBufferPointer<UInt8>, isASCII: Bool) -> Symbol {
        if isASCII { return Symbol(id: storage.pointee.intern(bytes)) }
        var composed = String(String.UnicodeScalarView(String(decoding: bytes, as: UTF8.self)._nfc))
        return composed.withUTF8 { Symbol(id: storage.pointee.intern($0)) }
    }
}

/// An open-addressing table over one growing arena of bytes.
private struct InternedSpellings {
    private struct Entry {
        var offset: Int
        var length: Int
        var hash: UInt64
    }
    // A slot keeps the upper half of the hash beside the id, so that most mismatches are seen without leaving the table.
    private struct Slot {
        var tag: UInt32
        var id: Int32
    }

    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    private var entries: UnsafeMutablePointer<Entry>
    private var entryCapacity: Int
    private var arena: UnsafeMutablePointer<UInt8>
    private var arenaCapacity: Int
    private var arenaCount = 0
    private(set) var count = 0
    // Keys are drawn anew for every table, so that no input can be made to fill one chain.
    private let key0 = UInt64.random(in: 1 ... .max) | 1
    private let key1 = UInt64.random(in: 1 ... .max) | 1

    init() {
        mask = 1023
        slots = .allocate(capacity: 1024)
        slots.initialize(repeating: Slot(tag: 0, id: -1), count: 1024)
        entryCapacity = 512
        entries = .allocate(capacity: 512)
        arenaCapacity = 8192
        arena = .allocate(capacity: 8192)
    }

    func deallocate() {
        slots.deallocate()
        entries.deallocate()
        arena.deallocate()
    }

    func text(_ id: Int) -> String {
        guard id >= 0, id < count else { return "" }
        let entry = entries[id]
        return String(
            decoding: UnsafeBufferPointer(start: arena + entry.offset, count: entry.length), as: UTF8.self)
    }

    mutating func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
        let hash = hash(bytes)
        let tag = UInt32(truncatingIfNeeded: hash >> 32)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot].id >= 0 {
            if slots[slot].tag == tag, equal(Int(slots[slot].id), bytes) { return slots[slot].id }
            slot = (slot + 1) & mask
        }
        return append(bytes, hash, at: slot)
    }

    private func equal(_ id: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let entry = entries[id]
        guard entry.length == bytes.count else { return false }
        guard let base = bytes.baseAddress else { return true }
        let known = UnsafeRawPointer(arena + entry.offset)
        let asked = UnsafeRawPointer(base)
        let length = entry.length
        if length >= 8 {
            var index = 0
            while index < length - 8 {
                guard same(known, asked, index, UInt64.self) else { return false }
                index += 8
            }
            // The last eight may overlap those before.
            return same(known, asked, length - 8, UInt64.self)
        }
        if length >= 4 {
            return same(known, asked, 0, UInt32.self) && same(known, asked, length - 4, UInt32.self)
        }
        for index in 0..<length {
            guard same(known, asked, index, UInt8.self) else { return false }
        }
        return true
    }

    @inline(__always)
    private func same<Word: FixedWidthInteger & BitwiseCopyable>(
        _ one: UnsafeRawPointer, _ other: UnsafeRawPointer, _ offset: Int, _ word: Word.Type
    ) -> Bool {
        one.loadUnaligned(fromByteOffset: offset, as: word) == other.loadUnaligned(fromByteOffset: offset, as: word)
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, _ hash: UInt64, at slot: Int) -> Int32 {
        if count == entryCapacity { growEntries() }
        if arenaCapacity - arenaCount < bytes.count { growArena(by: bytes.count) }
        if let base = bytes.baseAddress { (arena + arenaCount).update(from: base, count: bytes.count) }
        entries[count] = Entry(offset: arenaCount, length: bytes.count, hash: hash)
        arenaCount += bytes.count
        let id = Int32(truncatingIfNeeded: count)
        count += 1
        slots[slot] = Slot(tag: UInt32(truncatingIfNeeded: hash >> 32), id: id)
        // At most two thirds full: chains stay short, and the table in the cache.
        if count * 3 > mask * 2 { growSlots() }
        return id
    }

    private mutating func growSlots() {
        slots.deallocate()
        let capacity = (mask + 1) * 2
        mask = capacity - 1
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: Slot(tag: 0, id: -1), count: capacity)
        for id in 0..<count {
            let hash = entries[id].hash
            var slot = Int(truncatingIfNeeded: hash) & mask
            while slots[slot].id >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Slot(tag: UInt32(truncatingIfNeeded: hash >> 32), id: Int32(truncatingIfNeeded: id))
        }
    }

    private mutating func growEntries() {
        let grown = UnsafeMutablePointer<Entry>.allocate(capacity: entryCapacity * 2)
        grown.moveInitialize(from: entries, count: count)
        entries.deallocate()
        entries = grown
        entryCapacity *= 2
    }

    private mutating func growArena(by needed: Int) {
        let capacity = max(arenaCapacity * 2, arenaCount + needed)
        let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        grown.moveInitialize(from: arena, count: arenaCount)
        arena.deallocate()
        arena = grown
        arenaCapacity = capacity
    }

    /// Folded multiplication, keyed: eight bytes a step.
    private func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash = key0 ^ UInt64(truncatingIfNeeded: bytes.count)
        guard let base = bytes.baseAddress else { return fold(hash) }
        let raw = UnsafeRawPointer(base)
        var index = 0
        while bytes.count - index >= 8 {
            hash = fold(hash ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index += 8
        }
        // What is left of it, in at most three loads; the length, mixed in above, tells overlaps apart.
        let left = bytes.count - index
        var tail: UInt64 = 0
        if left >= 4 {
            tail = UInt64(raw.loadUnaligned(fromByteOffset: index, as: UInt32.self)) << 32
            tail |= UInt64(raw.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self))
        } else if left > 0 {
            tail = UInt64(base[index]) << 16 | UInt64(base[index + left / 2]) << 8 | UInt64(base[bytes.count - 1])
        }
        return fold(fold(hash ^ tail) ^ key0)
    }

    private func fold(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: key1)
        return product.high ^ product.low
    }
}
