/// Names to rows. A name stays after its thing was removed or renamed: it then leads to the row that bore it last,
/// so that a script that is run again can be told that it is done.
///
/// Names are compared byte by byte (they are in NFC). A short name lies in its slot itself: a look-up touches one place in
/// memory beside its tag's, and has no branch that depends on which name it is. 25 bytes a slot and what the scope needs,
/// at most five eighths full.
package struct NameIndex<Scope: NameScope>: Sendable {
    fileprivate struct Slot: Sendable {
        var key = NameKey(hash: 0, number: 0)
        var scope = Scope()
        var row: Int32 = 0
        /// Whether the row bears the name now.
        var isCurrent = false
    }

    fileprivate let hash = NameHash.ofThisProcess
    fileprivate var slots: TaggedSlots<Slot>
    fileprivate var long = PagedArray<String>()

    /// - Parameter expected: for how many names there is room before the table grows.
    package init(expecting expected: Int = 0) {
        slots = TaggedSlots(expecting: expected, Slot())
    }

    /// The row that bears this name, or bore it last. `scope` keeps apart what may share names (records of
    /// different places).
    package func row(named name: String, scope: Scope = Scope()) -> Int32? {
        place(of: name, NameKey(name, hash), scope).map { slots[$0].row }
    }

    /// The row that bears this name now.
    @inline(__always)
    func current(named name: String, scope: Scope = Scope()) -> Int32? {
        current(at: place(of: name, NameKey(name, hash), scope))
    }

    /// The same of the name's bytes, which are in NFC.
    @inline(__always)
    func current(named name: UnsafeBufferPointer<UInt8>, scope: Scope = Scope()) -> Int32? {
        let key = NameKey(name, hash)
        return current(at: place(of: name, key, hash(key, scope.number), scope))
    }

    @inline(__always)
    private func current(at place: Int?) -> Int32? {
        guard let place, slots[place].isCurrent else { return nil }
        return slots[place].row
    }

    /// The rows that bear these names now; -1 for a name that none bears.
    func current(
        named names: UnsafeBufferPointer<UnsafeBufferPointer<UInt8>>, into rows: UnsafeMutableBufferPointer<Int32>
    ) where Scope == NoScope {
        // The names' places lie all over a large table, but none is waited for to look for the next.
        for index in names.indices { rows[index] = current(named: names[index]) ?? -1 }
    }

    /// Where the name is.
    @inline(__always)
    private func place(of name: String, _ key: NameKey, _ scope: Scope) -> Int? {
        place(of: key, hash(key, scope.number), scope) { isSame(name, $0) }
    }

    /// The same of the name's bytes; `hash` is the key's, in its scope.
    @inline(__always)
    fileprivate func place(
        of name: UnsafeBufferPointer<UInt8>, _ key: NameKey, _ hash: UInt64, _ scope: Scope
    ) -> Int? {
        place(of: key, hash, scope) { isSame(name, $0) }
    }

    /// - Parameters:
    ///   - hash: the key's, in its scope.
    ///   - isSame: whether the long name of a number is the one that is sought.
    @inline(__always)
    private func place(of key: NameKey, _ hash: UInt64, _ scope: Scope, _ isSame: (Int) -> Bool) -> Int? {
        slots.find(hash) { slot in
            guard slot.key.low == key.low, slot.scope == scope else { return false }
            return key.isLong ? slot.key.isLong && isSame(slot.key.number) : slot.key.high == key.high
        }
    }

    @inline(never)
    private func isSame(_ name: String, _ number: Int) -> Bool { name.withBytes { isSame($0, number) } }

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
        var key = NameKey(name, hash)
        if let place = place(of: name, key, scope) {
            slots[place].row = row
            slots[place].isCurrent = isCurrent
            return
        }
        if slots.isFull {
            let hash = hash
            slots.grow(Slot()) { hash($0.key, $0.scope.number) }
        }
        let hash = hash(key, scope.number)
        if key.isLong {
            key = NameKey(hash: key.low, number: long.count)
            long.append(name)
        }
        slots.insert(hash, Slot(key: key, scope: scope, row: row, isCurrent: isCurrent))
    }

    /// Nothing bears the name any more, but this row bore it last.
    mutating func retire(_ name: String, scope: Scope = Scope(), row: Int32) {
        guard let place = place(of: name, NameKey(name, hash), scope) else { return }
        if slots[place].row == row { slots[place].isCurrent = false }
    }

    /// Every name that nothing bears any more, with the row that bore it last, in no promised order.
    package func forEachFormer(_ body: (_ name: String, _ row: Int32) -> Void) {
        slots.forEach { slot in if !slot.isCurrent { body(text(of: slot.key), slot.row) } }
    }

    /// Every name ever used, with its row, in no promised order.
    package func forEach(_ body: (_ scope: Scope, _ name: String, _ row: Int32) -> Void) {
        slots.forEach { body($0.scope, text(of: $0.key), $0.row) }
    }
}

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
        private let slots: TaggedSlots<Slot>.Places
        private let most: Int
        private var count = 0
        /// Nothing of use.
        private var glances: Int32 = 0

        /// - Parameter count: how many names there are at most.
        init(expecting count: Int) {
            index = NameIndex(expecting: count)
            slots = index.slots.places
            most = count
        }

        /// A name's key, and its hash.
        struct Sought {
            fileprivate var key: NameKey
            fileprivate var hash: UInt64
        }

        /// Looks where the name would be put, so that it is near when the name is added.
        @inline(__always)
        mutating func glance(_ name: UnsafeBufferPointer<UInt8>) -> Sought {
            let key = NameKey(name, index.hash)
            let hash = index.hash(key, Scope().number)
            glances &+= index.slots.glance(hash) { $0.row }
            return Sought(key: key, hash: hash)
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
            guard index.place(of: name, key, sought.hash, Scope()) == nil, count < most else { return false }
            if key.isLong {
                key = NameKey(hash: key.low, number: index.long.count)
                index.long.append(text())
            }
            slots.insert(sought.hash, Slot(key: key, row: row, isCurrent: true))
            count += 1
            return true
        }

        /// -1 where nothing bears it.
        func row(named name: UnsafeBufferPointer<UInt8>) -> Int32 { index.current(named: name) ?? -1 }

        consuming func finish() -> NameIndex {
            index.slots.filled(count)
            return index
        }
    }

    fileprivate func text(of key: NameKey) -> String { key.isLong ? long[key.number] : key.text }
}
