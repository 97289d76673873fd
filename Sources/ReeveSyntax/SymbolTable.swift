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
        storage.initialize(to: InternedSpellings(after: Self.keywords))
    }

    /// What every table begins with. Nothing writes to it once it is made.
    nonisolated(unsafe) private static let keywords: UnsafePointer<InternedSpellings> = {
        let spellings = UnsafeMutablePointer<InternedSpellings>.allocate(capacity: 1)
        spellings.initialize(to: InternedSpellings())
        for keyword in Keyword.allCases {
            var text = keyword.spelling
            _ = text.withUTF8 { spellings.pointee.intern($0) }
        }
        return UnsafePointer(spellings)
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

/// An open-addressing table over one growing arena of bytes. It may go on from another: most scripts are a line long, and
/// a copy of every keyword would be most of what their table costs.
struct InternedSpellings {
    /// A spelling of up to eight bytes is its own key, and found without leaving the slots; of a longer one the key is
    /// the hash.
    private struct Slot {
        var key: UInt64 = 0
        /// Longer than any spelling where the slot is free.
        var length: UInt32 = .max
        var id: Int32 = -1
    }

    /// What this one goes on from, and how many spellings that are. It lives for ever.
    private let first: UnsafePointer<InternedSpellings>?
    private let firstCount: Int
    /// Whether those are in `slots` too.
    private var isWhole: Bool
    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    /// How many slots are taken.
    private var taken = 0
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
        (first, firstCount, isWhole) = (nil, 0, true)
        (mask, endsCapacity, arenaCapacity) = (511, 256, 2048)
        slots = Self.freeSlots(512)
        ends = .allocate(capacity: endsCapacity)
        arena = .allocate(capacity: arenaCapacity)
    }

    /// A table with all those spellings, and more to come.
    init(after other: UnsafePointer<InternedSpellings>) {
        (key0, key1, count) = (other.pointee.key0, other.pointee.key1, other.pointee.count)
        (first, firstCount, isWhole) = (other, other.pointee.count, false)
        (mask, endsCapacity, arenaCapacity) = (31, 16, 256)
        slots = Self.freeSlots(32)
        ends = .allocate(capacity: endsCapacity)
        arena = .allocate(capacity: arenaCapacity)
    }

    private static func freeSlots(_ count: Int) -> UnsafeMutablePointer<Slot> {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: count)
        slots.initialize(repeating: Slot(), count: count)
        return slots
    }

    func deallocate() {
        slots.deallocate()
        ends.deallocate()
        arena.deallocate()
    }

    func bytes(_ id: Int) -> UnsafeBufferPointer<UInt8> {
        guard id >= firstCount, id < count else {
            return first?.pointee.bytes(id) ?? UnsafeBufferPointer(start: nil, count: 0)
        }
        let place = id - firstCount
        let start = place == 0 ? 0 : ends[place - 1]
        return UnsafeBufferPointer(start: arena + start, count: ends[place] - start)
    }

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
        let (slot, id) = findShort(key, length)
        return id < 0 ? appendShort(key, length, at: slot) : id
    }

    /// Where it is, or -1 and where it would be.
    @inline(__always)
    private func findShort(_ key: UInt64, _ length: Int) -> (slot: Int, id: Int32) {
        var slot = Int(truncatingIfNeeded: fold(key ^ key0)) & mask
        while true {
            let found = slots[slot]
            if found.key == key, found.length == UInt32(truncatingIfNeeded: length) { return (slot, found.id) }
            if found.id < 0 { return (slot, -1) }
            slot = (slot + 1) & mask
        }
    }

    @inline(never)
    private mutating func appendShort(_ key: UInt64, _ length: Int, at slot: Int) -> Int32 {
        if !isWhole, let known = first?.pointee.findShort(key, length).id, known >= 0 { return known }
        let bytes = key.littleEndian
        return withUnsafeBytes(of: bytes) { append($0.baseAddress, length, key, at: slot) }
    }

    @inline(never)
    mutating func internLong(_ base: UnsafePointer<UInt8>, _ length: Int) -> Int32 {
        let raw = UnsafeRawPointer(base)
        let hash = hash(raw, length)
        let (slot, id) = findLong(raw, length, hash)
        if id >= 0 { return id }
        if !isWhole, let known = first?.pointee.findLong(raw, length, hash).id, known >= 0 { return known }
        return append(raw, length, hash, at: slot)
    }

    @inline(__always)
    private func findLong(_ raw: UnsafeRawPointer, _ length: Int, _ hash: UInt64) -> (slot: Int, id: Int32) {
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let found = slots[slot]
            if found.id < 0 { return (slot, -1) }
            if found.key == hash, found.length == UInt32(truncatingIfNeeded: length),
                let known = bytes(Int(found.id)).baseAddress, equal(UnsafeRawPointer(known), raw, length)
            {
                return (slot, found.id)
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
        if count - firstCount == endsCapacity { growEnds() }
        if arenaCapacity - arenaCount < length { growArena(by: length) }
        if let base { UnsafeMutableRawPointer(arena + arenaCount).copyMemory(from: base, byteCount: length) }
        arenaCount += length
        ends[count - firstCount] = arenaCount
        let id = Int32(truncatingIfNeeded: count)
        count += 1
        slots[slot] = Slot(key: key, length: UInt32(truncatingIfNeeded: length), id: id)
        taken += 1
        // At most half full, chains stay short. Of a large table memory costs more than they: five eighths.
        if taken * 8 >= (mask + 1) * (isLarge ? 5 : 4) { growSlots() }
        return id
    }

    private mutating func growSlots() {
        let old = UnsafeBufferPointer(start: slots, count: mask + 1)
        // A script of many words looks for each in one place.
        let added =
            isWhole ? nil : first.map { UnsafeBufferPointer(start: $0.pointee.slots, count: $0.pointee.mask + 1) }
        isWhole = true
        let capacity = max(old.count, added?.count ?? 0) * 2
        mask = capacity - 1
        slots = Self.freeSlots(capacity)
        taken = 0
        for known in old { put(known) }
        if let added { for known in added { put(known) } }
        old.deallocate()
    }

    private mutating func put(_ known: Slot) {
        guard known.id >= 0 else { return }
        let hash = known.length > 8 ? known.key : fold(known.key ^ key0)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot].id >= 0 { slot = (slot + 1) & mask }
        slots[slot] = known
        taken += 1
    }

    private mutating func growEnds() {
        let grown = UnsafeMutablePointer<Int>.allocate(capacity: endsCapacity * 2)
        grown.moveInitialize(from: ends, count: endsCapacity)
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
