/// One version of a record: which event made it, when, and who (nil: the superuser). Workato, Customer managers, Audit
/// tracking: the *Modified by* column.
package struct Version: Hashable, Sendable {
    package var seq: Int64
    package var time: Instant
    package var actor: UserID?

    package init(seq: Int64, time: Instant, actor: UserID?) {
        self.seq = seq
        self.time = time
        self.actor = actor
    }
}

package struct Record: Hashable, Sendable {
    package var entity: Entity
    package var kind: KindID
    package var account: AccountID
    /// The record it lives in, nil where it lives in the account itself.
    package var parent: RecordID?
    package var isLocked: Bool
    package var versions: [Version]

    package init(
        entity: Entity, kind: KindID, account: AccountID, parent: RecordID?, isLocked: Bool = false,
        versions: [Version] = []
    ) {
        self.entity = entity
        self.kind = kind
        self.account = account
        self.parent = parent
        self.isLocked = isLocked
        self.versions = versions
    }
}

/// Records by number, by name in their place, and in chains below an account or a record.
package struct RecordTable: Sendable {
    private struct Links: Sendable {
        var next: Int32 = -1
        var previous: Int32 = -1
        var firstChild: Int32 = -1
    }
    package private(set) var rows = PagedArray<Record>()
    private var links = PagedArray<Links>()
    private var ofAccount = PagedArray<Int32>()
    package private(set) var names = NameIndex<UInt64>()
    private var skeletons = HashSlots()
    package private(set) var liveCount = 0

    init() {}

    /// From a snapshot; `names` as `Directory`'s, with the scope of each.
    init(rows records: [Record], names pairs: [(scope: UInt64, name: String, row: Int32)]) {
        self.names = NameIndex(expecting: pairs.count)
        for record in records {
            let row = Int32(truncatingIfNeeded: rows.count)
            rows.append(record)
            links.append(Links())
            if !record.entity.isRemoved {
                link(row)
                liveCount += 1
            }
        }
        for pair in pairs { self.names.set(pair.name, scope: pair.scope, row: pair.row) }
    }

    subscript(id: RecordID) -> Record {
        _read { yield rows[Int(id.raw)] }
        _modify { yield &rows[Int(id.raw)] }
    }

    /// Names of one kind in one place are kept apart from all others.
    package static func scope(_ kind: KindID, _ account: AccountID, _ parent: RecordID?) -> UInt64 {
        let place =
            parent.map { UInt64(UInt32(bitPattern: $0.raw)) | 1 << 32 } ?? UInt64(UInt32(bitPattern: account.raw))
        return UInt64(UInt32(bitPattern: kind.raw)) << 34 | place | 1 << 33
    }

    /// Every name ever used, with its row, in no promised order.
    package func forEachName(_ body: (_ name: String, _ row: Int32) -> Void) { names.forEach { body($1, $2) } }

    private static func scope(of record: Record) -> UInt64 { scope(record.kind, record.account, record.parent) }

    func live(_ name: String, _ kind: KindID, _ account: AccountID, _ parent: RecordID?) -> RecordID? {
        guard let row = names.row(named: name, scope: Self.scope(kind, account, parent)),
            !rows[Int(row)].entity.isRemoved, rows[Int(row)].entity.name == name
        else { return nil }
        return RecordID(row)
    }

    mutating func add(_ record: Record) {
        let row = Int32(truncatingIfNeeded: rows.count)
        names.set(record.entity.name, scope: Self.scope(of: record), row: row)
        rows.append(record)
        links.append(Links())
        link(row)
        liveCount += 1
    }

    mutating func rename(_ id: RecordID, to name: String) {
        skeletons.remove(skeletonHash(id.raw), row: id.raw)
        rows[Int(id.raw)].entity.name = name
        names.set(name, scope: Self.scope(of: rows[Int(id.raw)]), row: id.raw)
        skeletons.insert(skeletonHash(id.raw), row: id.raw)
    }

    private func skeletonHash(_ row: Int32) -> UInt32 {
        ReeveDomain.skeletonHash(of: rows[Int(row)].entity.name, in: Self.scope(of: rows[Int(row)]))
    }

    /// A live record of the same kind in the same place whose name looks like this one and is another.
    func lookAlike(of name: String, _ kind: KindID, _ account: AccountID, _ parent: RecordID?) -> String? {
        let wanted = skeleton(name)
        let scope = Self.scope(kind, account, parent)
        return skeletons.find(ReeveDomain.skeletonHash(of: name, in: scope)) {
            let other = rows[Int($0)]
            return other.entity.name != name && Self.scope(of: other) == scope && skeleton(other.entity.name) == wanted
        }.map { rows[Int($0)].entity.name }
    }

    mutating func remove(_ id: RecordID) {
        unlink(id.raw)
        rows[Int(id.raw)].entity.isRemoved = true
        rows[Int(id.raw)].entity.values = []
        liveCount -= 1
    }

    private mutating func link(_ row: Int32) {
        let record = rows[Int(row)]
        let first: Int32
        if let parent = record.parent {
            first = links[Int(parent.raw)].firstChild
            links[Int(parent.raw)].firstChild = row
        } else {
            while ofAccount.count <= Int(record.account.raw) { ofAccount.append(-1) }
            first = ofAccount[Int(record.account.raw)]
            ofAccount[Int(record.account.raw)] = row
        }
        links[Int(row)].next = first
        links[Int(row)].previous = -1
        if first >= 0 { links[Int(first)].previous = row }
        skeletons.insert(skeletonHash(row), row: row)
    }

    private mutating func unlink(_ row: Int32) {
        skeletons.remove(skeletonHash(row), row: row)
        let here = links[Int(row)]
        let record = rows[Int(row)]
        if here.previous >= 0 {
            links[Int(here.previous)].next = here.next
        } else if let parent = record.parent {
            links[Int(parent.raw)].firstChild = here.next
        } else {
            ofAccount[Int(record.account.raw)] = here.next
        }
        if here.next >= 0 { links[Int(here.next)].previous = here.previous }
    }

    /// The records directly in an account, oldest first.
    package func top(of account: AccountID) -> [RecordID] {
        Int(account.raw) < ofAccount.count ? chain(ofAccount[Int(account.raw)]) : []
    }

    /// The records directly in a record, oldest first.
    package func children(of id: RecordID) -> [RecordID] { chain(links[Int(id.raw)].firstChild) }

    private func chain(_ first: Int32) -> [RecordID] {
        var found: [RecordID] = []
        var at = first
        while at >= 0 {
            found.append(RecordID(at))
            at = links[Int(at)].next
        }
        return found.sorted()
    }
}
