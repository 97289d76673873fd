/// What users, customers and records have in common.
package struct Entity: Hashable, Sendable {
    package var name: String
    /// Users and customers: an inactive one.
    package var isDisabled: Bool
    package var isRemoved: Bool
    /// By slot of the kind's attributes; shorter than the list where the rest is not set.
    package var values: [Value?]
    package var created: Stamp
    package var modified: Stamp

    package init(
        name: String, isDisabled: Bool = false, isRemoved: Bool = false, values: [Value?] = [], created: Stamp,
        modified: Stamp
    ) {
        self.name = name
        self.isDisabled = isDisabled
        self.isRemoved = isRemoved
        self.values = values
        self.created = created
        self.modified = modified
    }

    package func value(_ slot: Int) -> Value? { slot < values.count ? values[slot] : nil }

    mutating func set(_ changes: [AttributeChange]) {
        for change in changes {
            while values.count <= change.slot { values.append(nil) }
            values[change.slot] = change.value
        }
        while let last = values.last, last == nil { values.removeLast() }
    }
}

/// Users, or customers: rows by number, and by name.
package struct Directory: Sendable {
    package private(set) var rows = PagedArray<Entity>()
    package private(set) var names = NameIndex()
    private var skeletons = HashSlots()
    /// By row, what a decision asks first.
    private var marks = PagedArray<UInt8>()
    /// How many are not removed.
    package private(set) var liveCount = 0

    private static let disabled: UInt8 = 1
    private static let removed: UInt8 = 2

    init() {}

    /// From a snapshot: every row in order, and every name with the row it leads to.
    init(rows entities: [Entity], names pairs: [(name: String, row: Int32)]) {
        names = NameIndex(expecting: pairs.count)
        skeletons = HashSlots(expecting: entities.count)
        for entity in entities {
            if !entity.isRemoved {
                remember(skeletonOf: entity.name, row: Int32(truncatingIfNeeded: rows.count))
                liveCount += 1
            }
            rows.append(entity)
            marks.append(Self.mark(entity))
        }
        for pair in pairs {
            let isCurrent = !rows[Int(pair.row)].isRemoved && rows[Int(pair.row)].name == pair.name
            names.set(pair.name, row: pair.row, isCurrent: isCurrent)
        }
    }

    private static func mark(_ entity: Entity) -> UInt8 {
        (entity.isDisabled ? disabled : 0) | (entity.isRemoved ? removed : 0)
    }

    subscript(row: Int32) -> Entity {
        _read { yield rows[Int(row)] }
        _modify {
            yield &rows[Int(row)]
            keepMark(row)
        }
    }

    private mutating func keepMark(_ row: Int32) {
        let mark = Self.mark(rows[Int(row)])
        if marks[Int(row)] != mark { marks[Int(row)] = mark }
    }

    @inline(__always)
    func isDisabled(_ row: Int32) -> Bool { marks[Int(row)] & Self.disabled != 0 }

    /// Whether this number means something that is there, and is active.
    @inline(__always)
    func isActive(_ row: Int32) -> Bool { Int(row) < marks.count && marks[Int(row)] == 0 }

    /// Whether a number of another moment means something that is there.
    @inline(__always)
    func isLive(_ row: Int32) -> Bool { Int(row) < marks.count && marks[Int(row)] & Self.removed == 0 }

    /// The live row of this name.
    @inline(__always)
    func live(_ name: String) -> Int32? { names.current(named: name) }

    @inline(__always)
    func live(_ name: UnsafeBufferPointer<UInt8>) -> Int32? { names.current(named: name) }

    mutating func add(_ entity: Entity) {
        let row = Int32(truncatingIfNeeded: rows.count)
        names.set(entity.name, row: row)
        remember(skeletonOf: entity.name, row: row)
        rows.append(entity)
        marks.append(Self.mark(entity))
        liveCount += 1
    }

    mutating func rename(_ row: Int32, to name: String) {
        forget(row)
        names.retire(rows[Int(row)].name, row: row)
        rows[Int(row)].name = name
        names.set(name, row: row)
        remember(skeletonOf: name, row: row)
    }

    mutating func remove(_ row: Int32) {
        forget(row)
        names.retire(rows[Int(row)].name, row: row)
        rows[Int(row)].isRemoved = true
        rows[Int(row)].values = []
        keepMark(row)
        liveCount -= 1
    }

    /// A live name that looks like this one and is another.
    func lookAlike(of name: String) -> String? {
        var wanted: String?
        return skeletons.find(skeletonHash(of: name, in: 1)) { row in
            guard rows[Int(row)].name != name else { return false }
            let skeleton = wanted ?? ReeveDomain.skeleton(name)
            wanted = skeleton
            return ReeveDomain.skeleton(rows[Int(row)].name) == skeleton
        }.map { rows[Int($0)].name }
    }

    private mutating func remember(skeletonOf name: String, row: Int32) {
        skeletons.insert(skeletonHash(of: name, in: 1), row: row)
    }

    private mutating func forget(_ row: Int32) {
        skeletons.remove(skeletonHash(of: rows[Int(row)].name, in: 1), row: row)
    }
}
