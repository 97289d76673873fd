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
    /// How many are not removed.
    package private(set) var liveCount = 0

    init() {}

    /// From a snapshot: every row in order, and every name with the row it leads to.
    init(rows entities: [Entity], names pairs: [(name: String, row: Int32)]) {
        for entity in entities {
            if !entity.isRemoved {
                remember(skeletonOf: entity.name, row: Int32(truncatingIfNeeded: rows.count))
                liveCount += 1
            }
            rows.append(entity)
        }
        for pair in pairs { names.set(pair.name, row: pair.row) }
    }

    subscript(row: Int32) -> Entity {
        get { rows[Int(row)] }
        _modify { yield &rows[Int(row)] }
    }

    /// The live row of this name.
    func live(_ name: String) -> Int32? {
        guard let row = names.row(named: name), !rows[Int(row)].isRemoved, rows[Int(row)].name == name else {
            return nil
        }
        return row
    }

    mutating func add(_ entity: Entity) {
        let row = Int32(truncatingIfNeeded: rows.count)
        names.set(entity.name, row: row)
        remember(skeletonOf: entity.name, row: row)
        rows.append(entity)
        liveCount += 1
    }

    mutating func rename(_ row: Int32, to name: String) {
        forget(row)
        rows[Int(row)].name = name
        names.set(name, row: row)
        remember(skeletonOf: name, row: row)
    }

    mutating func remove(_ row: Int32) {
        forget(row)
        rows[Int(row)].isRemoved = true
        rows[Int(row)].values = []
        liveCount -= 1
    }

    /// A live name that looks like this one and is another.
    func lookAlike(of name: String) -> String? {
        let wanted = skeleton(name)
        return skeletons.find(hash(of: wanted, in: 1)) {
            let other = rows[Int($0)].name
            return other != name && skeleton(other) == wanted
        }.map { rows[Int($0)].name }
    }

    private mutating func remember(skeletonOf name: String, row: Int32) {
        skeletons.insert(hash(of: skeleton(name), in: 1), row: row)
    }

    private mutating func forget(_ row: Int32) {
        skeletons.remove(hash(of: skeleton(rows[Int(row)].name), in: 1), row: row)
    }
}
