@_spi(_Unicode) import Swift

/// A spelling that was seen while lexing, by number: equal symbols of one table are equal names (after NFC).
package struct Symbol: Hashable, Sendable {
    package let id: Int32

    package init(id: Int32) { self.id = id }
}

/// Gives every spelling a small number, densely from 0; the keywords come first. Keeps the pieces of interpolated
/// strings too. Confined to one run: not `Sendable`.
package final class SymbolTable {
    // Behind a pointer, so that the hot path pays no exclusivity check on each field of a class.
    let storage: UnsafeMutablePointer<InternedSpellings>
    /// The pieces of all interpolated strings, one behind the other, and where each string's pieces end.
    private var pieces: [TemplatePart] = []
    private var pieceEnds: [Int32] = []

    package init() {
        storage = .allocate(capacity: 1)
        storage.initialize(to: InternedSpellings(copying: Self.keywords))
    }

    /// What every table begins with. Nothing writes to it once it is made.
    nonisolated(unsafe) private static let keywords: InternedSpellings = {
        var spellings = InternedSpellings()
        for keyword in Keyword.allCases {
            var text = keyword.spelling
            _ = text.withUTF8 { spellings.intern($0) }
        }
        return spellings
    }()

    deinit {
        storage.pointee.deallocate()
        storage.deinitialize(count: 1)
        storage.deallocate()
    }

    /// How many different spellings were interned.
    package var count: Int { storage.pointee.count }

    /// The spelling in NFC; empty for a symbol of another table that this one never gave out.
    package func text(_ symbol: Symbol) -> String {
        String(decoding: bytes(symbol), as: UTF8.self)
    }

    /// The spelling's bytes, in NFC. They stay where they are until the next spelling is interned.
    package func bytes(_ symbol: Symbol) -> UnsafeBufferPointer<UInt8> {
        storage.pointee.bytes(Int(symbol.id))
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

    // MARK: Templates

    /// The number under which a name finds its pieces again.
    func keep(_ template: [TemplatePart]) -> Int32 {
        pieces += template
        pieceEnds.append(Int32(truncatingIfNeeded: pieces.count))
        return Int32(truncatingIfNeeded: pieceEnds.count - 1)
    }

    /// The pieces of an interpolated string; of every other name, none.
    package func template(_ name: NameSyntax) -> [TemplatePart] {
        let index = Int(name.templateIndex)
        guard pieceEnds.indices.contains(index) else { return [] }
        let start = index == 0 ? 0 : Int(pieceEnds[index - 1])
        return Array(pieces[start..<Int(pieceEnds[index])])
    }
}

/// An open-addressing table over one growing arena of bytes.
struct InternedSpellings {
    /// A spelling of up to eight bytes is its own key, and found without leaving the slots; of a longer one the key is
    /// the hash.
    private struct Slot {
        var key: UInt64 = 0
        /// Longer than any spelling where the slot is free.
        var length: UInt32 = .max
        var id: Int32 = -1
    }

    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    /// Where in the arena each spelling ends: the next one begins there.
    private var ends: UnsafeMutablePointer<Int>
    private var endsCapacity: Int
    private var arena: UnsafeMutablePointer<UInt8>
    private var arenaCapacity: Int
    private var arenaCount = 0
    private(set) var count = 0
    // Drawn anew in every process, so that no input can be made to fill one chain.
    private let key0: UInt64
    private let key1: UInt64

    init() {
        key0 = UInt64.random(in: 1 ... .max) | 1
        key1 = UInt64.random(in: 1 ... .max) | 1
        mask = 511
        slots = .allocate(capacity: 512)
        slots.initialize(repeating: Slot(), count: 512)
        endsCapacity = 256
        ends = .allocate(capacity: 256)
        arenaCapacity = 2048
        arena = .allocate(capacity: 2048)
    }

    /// A table of its own with the same spellings.
    init(copying other: InternedSpellings) {
        (key0, key1, mask, count) = (other.key0, other.key1, other.mask, other.count)
        (endsCapacity, arenaCapacity, arenaCount) = (other.endsCapacity, other.arenaCapacity, other.arenaCount)
        slots = .allocate(capacity: mask + 1)
        slots.initialize(from: other.slots, count: mask + 1)
        ends = .allocate(capacity: endsCapacity)
        ends.initialize(from: other.ends, count: count)
        arena = .allocate(capacity: arenaCapacity)
        arena.initialize(from: other.arena, count: arenaCount)
    }

    func deallocate() {
        slots.deallocate()
        ends.deallocate()
        arena.deallocate()
    }

    func bytes(_ id: Int) -> UnsafeBufferPointer<UInt8> {
        guard id >= 0, id < count else { return UnsafeBufferPointer(start: nil, count: 0) }
        let start = start(id)
        return UnsafeBufferPointer(start: arena + start, count: ends[id] &- start)
    }

    @inline(__always)
    private func start(_ id: Int) -> Int { id == 0 ? 0 : ends[id &- 1] }

    mutating func intern(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
        guard let base = bytes.baseAddress, bytes.count > 0 else { return internShort(0, 0) }
        guard bytes.count <= 8 else { return internLong(base, bytes.count) }
        var key: UInt64 = 0
        withUnsafeMutableBytes(of: &key) { $0.copyMemory(from: UnsafeRawBufferPointer(bytes)) }
        return internShort(UInt64(littleEndian: key), bytes.count)
    }

    /// Too large for the caches that are near.
    var isLarge: Bool { mask >= 1 << 14 }

    /// Looks where a spelling of up to eight bytes is or would be, and answers nothing of use.
    @inline(__always)
    func glance(_ key: UInt64) -> UInt64 { slots[Int(truncatingIfNeeded: fold(key ^ key0)) & mask].key }

    /// `key`: up to eight bytes, the first lowest, zero behind the last.
    @inline(__always)
    mutating func internShort(_ key: UInt64, _ length: Int) -> Int32 {
        var slot = Int(truncatingIfNeeded: fold(key ^ key0)) & mask
        while true {
            let found = slots[slot]
            if found.key == key, found.length == UInt32(truncatingIfNeeded: length) { return found.id }
            if found.id < 0 { return appendShort(key, length, at: slot) }
            slot = (slot + 1) & mask
        }
    }

    @inline(never)
    private mutating func appendShort(_ key: UInt64, _ length: Int, at slot: Int) -> Int32 {
        let bytes = key.littleEndian
        return withUnsafeBytes(of: bytes) { append($0.baseAddress, length, key, at: slot) }
    }

    @inline(never)
    mutating func internLong(_ base: UnsafePointer<UInt8>, _ length: Int) -> Int32 {
        let raw = UnsafeRawPointer(base)
        let hash = hash(raw, length)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let found = slots[slot]
            if found.id < 0 { return append(raw, length, hash, at: slot) }
            if found.key == hash, found.length == UInt32(truncatingIfNeeded: length),
                equal(UnsafeRawPointer(arena + start(Int(found.id))), raw, length)
            {
                return found.id
            }
            slot = (slot + 1) & mask
        }
    }

    /// Of more than eight bytes.
    private func equal(_ known: UnsafeRawPointer, _ asked: UnsafeRawPointer, _ length: Int) -> Bool {
        var index = 0
        while index < length - 8 {
            guard Self.word(known, index) == Self.word(asked, index) else { return false }
            index += 8
        }
        // The last eight may overlap those before.
        return Self.word(known, length - 8) == Self.word(asked, length - 8)
    }

    @inline(__always)
    private static func word(_ base: UnsafeRawPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    private mutating func append(_ base: UnsafeRawPointer?, _ length: Int, _ key: UInt64, at slot: Int) -> Int32 {
        if count == endsCapacity { growEnds() }
        if arenaCapacity - arenaCount < length { growArena(by: length) }
        if let base { UnsafeMutableRawPointer(arena + arenaCount).copyMemory(from: base, byteCount: length) }
        arenaCount += length
        ends[count] = arenaCount
        let id = Int32(truncatingIfNeeded: count)
        count += 1
        slots[slot] = Slot(key: key, length: UInt32(truncatingIfNeeded: length), id: id)
        // At most half full, chains stay short. Of a large table memory costs more than they: five eighths.
        if count * 8 > (mask + 1) * (isLarge ? 5 : 4) { growSlots() }
        return id
    }

    private mutating func growSlots() {
        let old = UnsafeBufferPointer(start: slots, count: mask + 1)
        let capacity = (mask + 1) * 2
        mask = capacity - 1
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: Slot(), count: capacity)
        for known in old where known.id >= 0 {
            let hash = known.length > 8 ? known.key : fold(known.key ^ key0)
            var slot = Int(truncatingIfNeeded: hash) & mask
            while slots[slot].id >= 0 { slot = (slot + 1) & mask }
            slots[slot] = known
        }
        old.deallocate()
    }

    private mutating func growEnds() {
        let grown = UnsafeMutablePointer<Int>.allocate(capacity: endsCapacity * 2)
        grown.moveInitialize(from: ends, count: count)
        ends.deallocate()
        ends = grown
        endsCapacity *= 2
    }

    private mutating func growArena(by needed: Int) {
        let capacity = max(arenaCapacity * 2, arenaCount + needed)
        let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        grown.moveInitialize(from: arena, count: arenaCount)
        arena.deallocate()
        arena = grown
        arenaCapacity = capacity
    }

    /// Folded multiplication, keyed: eight bytes a step, of more than eight.
    private func hash(_ base: UnsafeRawPointer, _ length: Int) -> UInt64 {
        var hash = key0 ^ UInt64(truncatingIfNeeded: length)
        var index = 0
        while length - index > 8 {
            hash = fold(hash ^ Self.word(base, index))
            index += 8
        }
        // The length, mixed in above, tells overlaps apart.
        return fold(fold(hash ^ Self.word(base, length - 8)) ^ key0)
    }

    @inline(__always)
    private func fold(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: key1)
        return product.high ^ product.low
    }
}
