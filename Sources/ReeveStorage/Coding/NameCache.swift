/// Names as they are written, by number. Whoever uses it forgets a name that changes.
struct NameCache: ~Copyable {
    /// A short name's bytes and, as the last one, how many there are: one look into memory, and one copy of sixteen bytes.
    /// Of a long one, where it begins in `text`, and its length, from bit 40 on. 0 is not known.
    typealias Slot = SIMD16<UInt8>
    private static let long: UInt8 = 255
    /// In pages, so that a short transaction on a large store makes room for the names that it writes, and not for all
    /// there are.
    private var pages: [[Slot]] = []
    private static let shift = 8
    private static let mask = 1 << shift - 1
    private var text = ByteWriter(capacity: 64)

    init() {}

    /// Writes the name, if it is known. (A closure that wrote it otherwise would copy the state that it looks into.)
    @inline(__always)
    func copy(_ number: Int32, into writer: inout ByteWriter) -> Bool { copy(slot(Int(number)), into: &writer) }

    /// The same of what `slot` has answered: whoever writes many names looks for them first, as no look waits for another.
    @inline(__always)
    func copy(_ slot: Slot, into writer: inout ByteWriter) -> Bool {
        let length = Int(slot[15])
        guard length < 16 else { return copyLong(slot, into: &writer) }
        writer.room(16).storeBytes(of: slot, as: Slot.self)
        writer.advance(length)
        return length > 0
    }

    @inline(never)
    private func copyLong(_ slot: Slot, into writer: inout ByteWriter) -> Bool {
        let place = withUnsafeBytes(of: slot) { $0.load(as: UInt64.self) }
        let (start, length) = (Int(place & 0xff_ffff_ffff), Int(place >> 40))
        writer.raw(UnsafeRawBufferPointer(rebasing: text.bytes[start..<(start &+ length)]))
        return true
    }

    @inline(__always)
    func slot(_ index: Int) -> Slot {
        let page = index >> Self.shift
        guard page < pages.count, !pages[page].isEmpty else { return Slot() }
        return pages[page][index & Self.mask]
    }

    /// Keeps the name that was just written.
    @inline(never)
    mutating func learn(_ number: Int32, from start: Int, of writer: borrowing ByteWriter) {
        let index = Int(number)
        let name = UnsafeRawBufferPointer(rebasing: writer.bytes[start...])
        guard index >= 0, name.count < 1 << 20, text.count < 1 << 39 else { return }
        let page = index >> Self.shift
        while pages.count <= page { pages.append([]) }
        if pages[page].isEmpty { pages[page] = [Slot](repeating: Slot(), count: 1 << Self.shift) }
        var slot = Slot()
        if name.count < 16 {
            withUnsafeMutableBytes(of: &slot) { $0.copyMemory(from: name) }
            slot[15] = UInt8(name.count)
        } else {
            let place = UInt64(name.count) << 40 | UInt64(text.count)
            withUnsafeMutableBytes(of: &slot) { $0.storeBytes(of: place, as: UInt64.self) }
            slot[15] = Self.long
            text.raw(name)
        }
        pages[page][index & Self.mask] = slot
    }

    mutating func forget(_ number: Int32) {
        let index = Int(number)
        if slot(index)[15] != 0 { pages[index >> Self.shift][index & Self.mask] = Slot() }
    }
}
