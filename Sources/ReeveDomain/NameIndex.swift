/// Names to rows. A name stays after its thing was removed or renamed: it then leads to the row that bore it last,
/// so that a script that is run again can be told that it is done.
///
/// Open addressing, linear probing; names are compared byte by byte (they are in NFC). A short name lies in the table
/// itself: a look-up touches one place in memory. 24 bytes a slot and what the scope needs, at most three quarters full,
/// and where the names were counted before, two thirds.
package struct NameIndex<Scope: NameScope>: Sendable {
    fileprivate struct Slot: Sendable {
        var key = NameKey(hash: 0, number: 0)
        var scope = Scope()
        var row: Int32 = 0
        var use = NameUse.free
    }

    fileprivate let hash = NameHash.ofThisProcess
    fileprivate var slots: PagedArray<Slot>
    /// How many slots there are.
    fileprivate var size: Int
    fileprivate var used = 0
    fileprivate var long = PagedArray<String>()

    /// - Parameter expected: for how many names there is room before the table grows.
    package init(expecting expected: Int = 0) {
        size = max(8, expected + expected / 2)
        slots = PagedArray(repeating: Slot(), count: size)
    }

    /// The first slot that is looked at: the size need not be a power of two, so that a table is no larger than its names
    /// need.
    @inline(__always)
    fileprivate func home(_ key: NameKey, _ scope: Scope) -> Int {
        Int(truncatingIfNeeded: hash(key, scope.number).multipliedFullWidth(by: UInt64(truncatingIfNeeded: size)).high)
    }

    @inline(__always)
    fileprivate func next(_ place: Int) -> Int { place &+ 1 == size ? 0 : place &+ 1 }

    /// The row that bears this name, or bore it last. `scope` keeps apart what may share names (records of
    /// different places).
    package func row(named name: String, scope: Scope = Scope()) -> Int32? {
        name.withBytes { name in
            let slot = slots[place(of: name, NameKey(name, hash), scope)]
            return slot.use == .free ? nil : slot.row
        }
    }

    /// The row that bears this name now.
    @inline(__always)
    func current(named name: String, scope: Scope = Scope()) -> Int32? {
        name.withBytes { current(named: $0, scope: scope) }
    }

    /// The same of the name's bytes, which are in NFC.
    @inline(__always)
    func current(named name: UnsafeBufferPointer<UInt8>, scope: Scope = Scope()) -> Int32? {
        let slot = slots[place(of: name, NameKey(name, hash), scope)]
        return slot.use == .current ? slot.row : nil
    }

    /// The rows that bear these names now; -1 for a name that none bears. The names' places lie all over a
    /// large table: all are looked at once before any is looked at closely, so that memory is waited for once.
    func current(
        named names: UnsafeBufferPointer<UnsafeBufferPointer<UInt8>>, into rows: UnsafeMutableBufferPointer<Int32>
    ) where Scope == NoScope {
        let unsure: Int32 = -2
        for index in names.indices {
            let key = NameKey(names[index], hash)
            let slot = slots[home(key, NoScope())]
            // A long name's key differs from its slot's.
            let difference =
                slot.key.low ^ key.low | slot.key.high ^ key.high
                | UInt64(slot.use.rawValue ^ NameUse.current.rawValue)
            rows[index] = difference == 0 ? slot.row : unsure
        }
        for index in names.indices where rows[index] == unsure { rows[index] = current(named: names[index]) ?? -1 }
    }

    /// Where the name is, or would be put.
    @inline(__always)
    fileprivate func place(of name: UnsafeBufferPointer<UInt8>, _ key: NameKey, _ scope: Scope) -> Int {
        place(of: name, key, scope, from: home(key, scope))
    }

    /// - Parameter home: the key's.
    @inline(__always)
    fileprivate func place(
        of name: UnsafeBufferPointer<UInt8>, _ key: NameKey, _ scope: Scope, from home: Int
    ) -> Int {
        var at = home
        while true {
            let slot = slots[at]
            if slot.use == .free { return at }
            if slot.key.low == key.low, slot.scope == scope {
                if slot.key.high == key.high, !key.isLong { return at }
                if key.isLong, slot.key.isLong, isSame(name, slot.key.number) { return at }
            }
            at = next(at)
        }
    }

    @inline(never)
    private func isSame(_ name: UnsafeBufferPointer<UInt8>, _ number: Int) -> Bool {
        long[number].withBytes { other in
            guard name.count == other.count, let a = UnsafeRawPointer(name.baseAddress),
                let b = UnsafeRawPointer(other.baseAddress)
            else { return false }
            // Both are longer than a word: the last one may take in again what the one before had.
            var at = 0
            while at + 8 < name.count {
                if NameKey.eight(a + at) != NameKey.eight(b + at) { return false }
                at += 8
            }
            return NameKey.eight(a + (name.count - 8)) == NameKey.eight(b + (name.count - 8))
        }
    }

    /// The name leads to this row from now on, which bears it now (`current`), or bore it last.
    package mutating func set(_ name: String, scope: Scope = Scope(), row: Int32, isCurrent: Bool = true) {
        if (used + 1) * 4 > size * 3 { grow() }
        let found = name.withBytes { name in
            let key = NameKey(name, hash)
            return (key: key, at: place(of: name, key, scope))
        }
        var key = found.key
        let at = found.at
        if slots[at].use == .free {
            if key.isLong {
                key = NameKey(hash: key.low, number: long.count)
                long.append(name)
            }
            slots[at].key = key
            slots[at].scope = scope
            used += 1
        }
        slots[at].row = row
        slots[at].use = isCurrent ? .current : .former
    }

    /// Nothing bears the name any more, but this row bore it last.
    mutating func retire(_ name: String, scope: Scope = Scope(), row: Int32) {
        let at = name.withBytes { place(of: $0, NameKey($0, hash), scope) }
        if slots[at].use == .current, slots[at].row == row { slots[at].use = .former }
    }

    private mutating func grow() {
        let old = slots
        size *= 2
        slots = PagedArray(repeating: Slot(), count: size)
        for index in 0..<old.count where old[index].use != .free {
            var at = home(old[index].key, old[index].scope)
            while slots[at].use != .free { at = next(at) }
            slots[at] = old[index]
        }
    }

    /// Every name that nothing bears any more, with the row that bore it last, in no promised order.
    package func forEachFormer(_ body: (_ name: String, _ row: Int32) -> Void) {
        for index in 0..<slots.count where slots[index].use == .former {
            let slot = slots[index]
            body(text(of: slot.key), slot.row)
        }
    }

    /// Every name ever used, with its row, in no promised order.
    package func forEach(_ body: (_ scope: Scope, _ name: String, _ row: Int32) -> Void) {
        for index in 0..<slots.count where slots[index].use != .free {
            let slot = slots[index]
            body(slot.scope, text(of: slot.key), slot.row)
        }
    }
}

private enum NameUse: UInt8, Sendable { case free, former, current }

/// What keeps apart names that may be the same.
package protocol NameScope: Equatable, Sendable {
    init()
    var number: UInt64 { get }
}

/// Of names of which no two are the same: those of users, customers, roles and kinds.
package struct NoScope: NameScope {
    package init() {}
    package var number: UInt64 { 0 }
}

extension UInt64: NameScope {
    package var number: UInt64 { self }
}

extension NameKey {
    /// The name itself; only of a short one.
    var text: String {
        let count = Int(high >> 56)
        return String(unsafeUninitializedCapacity: count) { buffer in
            for index in 0..<count {
                let word = index < 8 ? low : high
                buffer[index] = UInt8(truncatingIfNeeded: word >> UInt64(8 * (index & 7)))
            }
            return count
        }
    }
}

extension NameIndex {
    /// An index that is made of many names at once, each of which something bears.
    struct Filling: ~Copyable {
        private var index: NameIndex
        private let slots: PagedArray<Slot>.Places
        private let most: Int
        /// Nothing of use.
        private var glances: UInt64 = 0

        /// - Parameter count: how many names there are at most.
        init(expecting count: Int) {
            index = NameIndex(expecting: count)
            slots = index.slots.places
            most = count
        }

        /// A name's key, and the first slot that is looked at.
        struct Sought {
            fileprivate var key: NameKey
            fileprivate var place: Int
        }

        /// Looks where the name would be put, so that it is near when the name is added.
        @inline(__always)
        mutating func glance(_ name: UnsafeBufferPointer<UInt8>) -> Sought {
            let key = NameKey(name, index.hash)
            let place = index.home(key, Scope())
            glances &+= slots[place].pointee.key.low
            return Sought(key: key, place: place)
        }

        /// - Parameters:
        ///   - sought: what `glance` said.
        ///   - text: the same name.
        /// - Returns: false, where something bears it already, or there are more names than were expected.
        @inline(__always)
        mutating func add(
            _ name: UnsafeBufferPointer<UInt8>, _ sought: Sought, _ text: @autoclosure () -> String, row: Int32
        ) -> Bool {
            var key = sought.key
            let slot = slots[index.place(of: name, key, Scope(), from: sought.place)]
            guard slot.pointee.use == .free, index.used < most else { return false }
            if key.isLong {
                key = NameKey(hash: key.low, number: index.long.count)
                index.long.append(text())
            }
            slot.pointee = Slot(key: key, row: row, use: .current)
            index.used += 1
            return true
        }

        /// -1 where nothing bears it.
        func row(named name: UnsafeBufferPointer<UInt8>) -> Int32 { index.current(named: name) ?? -1 }

        consuming func finish() -> NameIndex { index }
    }

    fileprivate func text(of key: NameKey) -> String { key.isLong ? long[key.number] : key.text }
}
