/// Names to rows. A name stays after its thing was removed or renamed: it then leads to the row that bore it last,
/// so that a script that is run again can be told that it is done.
package struct NameIndex: Sendable {
    private struct Entry: Sendable {
        var scope: UInt64
        var name: String
        var row: Int32
    }
    private var entries = PagedArray<Entry>()
    private var slots = HashSlots()

    package init() {}

    /// The row that bears this name, or bore it last. `scope` keeps apart what may share names (records of
    /// different places); it is 0 for users, customers, roles and kinds.
    package func row(named name: String, scope: UInt64 = 0) -> Int32? {
        entry(name, scope).map { entries[Int($0)].row }
    }

    private func entry(_ name: String, _ scope: UInt64) -> Int32? {
        slots.find(hash(of: name, in: scope)) {
            let entry = entries[Int($0)]
            return entry.scope == scope && entry.name == name
        }
    }

    package mutating func set(_ name: String, scope: UInt64 = 0, row: Int32) {
        if let at = entry(name, scope) {
            entries[Int(at)].row = row
        } else {
            slots.insert(hash(of: name, in: scope), row: Int32(truncatingIfNeeded: entries.count))
            entries.append(Entry(scope: scope, name: name, row: row))
        }
    }

    /// Every name ever used, with its row, in the order of first use.
    package func forEach(_ body: (_ scope: UInt64, _ name: String, _ row: Int32) -> Void) {
        for index in 0..<entries.count {
            let entry = entries[index]
            body(entry.scope, entry.name, entry.row)
        }
    }
}
