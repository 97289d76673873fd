/// Users, or customers: rows by number, and by name.
package struct Directory: Sendable {
    package fileprivate(set) var rows = PagedArray<Entity>()
    package fileprivate(set) var names = NameIndex<NoScope>()
    fileprivate var skeletons = HashSlots()
    /// By row, what a decision asks first.
    fileprivate var marks = PagedArray<UInt8>()
    /// How many are not removed.
    package fileprivate(set) var liveCount = 0
    /// The rows that a snapshot's lines brought in, if they came in the order of their names' bytes, which a snapshot's
    /// lines do, and no name is new since; else none.
    package fileprivate(set) var inOrderOfNames: [Int32] = []

    private static let disabled: UInt8 = 1
    fileprivate static let removed: UInt8 = 2
    /// While a snapshot is read: nothing has said yet what the row is.
    fileprivate static let missing: UInt8 = 4

    package init() {}

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
    func isActive(_ row: Int32) -> Bool { marks.indices.contains(Int(row)) && marks[Int(row)] == 0 }

    /// Whether a number of another moment means something that is there.
    @inline(__always)
    func isLive(_ row: Int32) -> Bool { Int(row) < marks.count && marks[Int(row)] & Self.removed == 0 }

    /// The live row of this name.
    @inline(__always)
    func live(_ name: String) -> Int32? { names.current(named: name) }

    @inline(__always)
    func live(_ name: UnsafeBufferPointer<UInt8>) -> Int32? { names.current(named: name) }

    /// Every name that nothing bears any more, with the row that bore it last, in no promised order.
    package func forEachFormer(_ body: (_ name: String, _ row: Int32) -> Void) { names.forEachFormer(body) }

    /// The live row of this name; -1 where there is none.
    package func row(named name: UnsafeBufferPointer<UInt8>) -> Int32 { live(name) ?? -1 }

    /// The live rows of these names; -1 for each that nothing bears. Faster than one by one.
    package func rows(
        named names: UnsafeBufferPointer<UnsafeBufferPointer<UInt8>>, into rows: UnsafeMutableBufferPointer<Int32>
    ) {
        self.names.current(named: names, into: rows)
    }

    mutating func add(_ entity: Entity) {
        inOrderOfNames = []
        let row = Int32(truncatingIfNeeded: rows.count)
        names.set(entity.name, row: row)
        remember(skeletonOf: entity.name, row: row)
        rows.append(entity)
        marks.append(Self.mark(entity))
        liveCount += 1
    }

    mutating func rename(_ row: Int32, to name: String) {
        inOrderOfNames = []
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

// MARK: From a snapshot

extension Directory {
    /// A directory that is made of a snapshot's lines: they come in the order of names, each with its row's number, and
    /// each row is written where it stays. Here is who there is; what is known of them goes into `Rows`, which need not keep
    /// up. What `add` does not take in, `restore` and `restoreFormer` do later.
    package struct Filling: ~Copyable {
        private var directory = Directory()
        private var names: NameIndex<NoScope>.Filling
        private let marks: PagedArray<UInt8>.Places
        private var missing: Int
        private var isInOrder = true
        private var last: Line?

        /// - Parameter count: how many rows there are, removed ones too.
        package init(count: Int) {
            directory.inOrderOfNames.reserveCapacity(count)
            directory.marks = PagedArray(repeating: Directory.missing, count: count)
            marks = directory.marks.places
            names = NameIndex<NoScope>.Filling(expecting: count)
            missing = count
        }

        /// What is not removed, is active, and has no attributes. Few were modified: `Rows` is told so apart.
        package struct Line: @unchecked Sendable {
            // Unchecked for the name: nobody changes a snapshot's bytes.
            /// Of the name, which is in NFC. Must be there until it is added.
            private var start: UnsafePointer<UInt8>
            private var length: Int32
            var row: Int32
            var created: Stamp

            var name: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: start, count: Int(length)) }

            /// By the bytes of the names.
            @inline(__always)
            func comesBefore(_ other: Line) -> Bool {
                let common = min(length, other.length)
                for index in 0..<Int(common) where start[index] != other.start[index] {
                    return start[index] < other.start[index]
                }
                return length < other.length
            }

            /// - Parameter length: the name's, in bytes; less than 2 GiB.
            package init(_ start: UnsafePointer<UInt8>, length: Int, row: Int32, created: Stamp) {
                (self.start, self.length) = (start, Int32(clamping: length))
                (self.row, self.created) = (row, created)
            }
        }

        /// Takes in who it is of whom some lines are; about sixteen at once are fastest.
        ///
        /// - Returns: false, where there is no such row, it is another's, or the name is.
        package mutating func add(_ lines: ArraySlice<Line>) -> Bool {
            typealias Sought = NameIndex<NoScope>.Filling.Sought
            return withUnsafeTemporaryAllocation(of: Sought.self, capacity: lines.count) { sought in
                for (index, line) in lines.enumerated() {
                    sought.initializeElement(at: index, to: names.glance(line.name))
                }
                for (index, line) in lines.enumerated() {
                    guard take(line.row), names.add(line.name, sought[index], String(plain: line.name), row: line.row)
                    else { return false }
                    marks[Int(line.row)].pointee = 0
                    directory.liveCount += 1
                    directory.inOrderOfNames.append(line.row)
                    isInOrder = isInOrder && (last?.comesBefore(line) ?? true)
                    last = line
                }
                return true
            }
        }

        /// Takes in who it is whose line is read later.
        ///
        /// - Returns: as `add`.
        package mutating func note(_ name: String, row: Int32, isRemoved: Bool) -> Bool {
            guard take(row) else { return false }
            marks[Int(row)].pointee = Directory.removed
            guard !isRemoved else { return true }
            marks[Int(row)].pointee = 0
            directory.liveCount += 1
            return name.withBytes { names.add($0, names.glance($0), name, row: row) }
        }

        private mutating func take(_ row: Int32) -> Bool {
            guard row >= 0, Int(row) < directory.marks.count, marks[Int(row)].pointee == Directory.missing else {
                return false
            }
            missing -= 1
            return true
        }

        /// Who bears this name, of those so far; -1 where nobody does.
        package func row(named name: UnsafeBufferPointer<UInt8>) -> Int32 { names.row(named: name) }

        /// - Returns: nil, where a row is missing. Of use for names alone, until it takes its rows.
        package consuming func finish() -> Directory? {
            guard missing == 0 else { return nil }
            if !isInOrder { directory.inOrderOfNames = [] }
            directory.names = names.finish()
            return directory
        }
    }

    /// What is known of those whom a `Filling` took in, and their names' skeletons.
    package final class Rows: @unchecked Sendable {
        // Unchecked: it may be filled on another thread than the one that made it, but on one at a time.
        private let count: Int
        private var filling:
            (rows: PagedArray<Entity>, places: PagedArray<Entity>.Places, skeletons: HashSlots.Filling)?

        /// - Parameter count: the `Filling`'s.
        package init(count: Int) { self.count = count }

        /// Makes the table, to be filled.
        package func make() {
            let nobody = Entity(name: "", isRemoved: true, created: .builtIn, modified: .builtIn)
            let rows = PagedArray(repeating: nobody, count: count)
            filling = (rows, rows.places, HashSlots.Filling(expecting: count))
        }

        /// - Parameter lines: all taken in by the `Filling`; the table is made.
        package func add(_ lines: [Filling.Line]) {
            guard var filling = self.filling.take() else { return }
            // As with names: memory is waited for once for several.
            let most = 16
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: most) { hashes in
                var start = 0
                while start < lines.count {
                    let some = lines[start..<min(start + most, lines.count)]
                    for (index, line) in some.enumerated() {
                        let hash = skeletonHash(of: NameKey(line.name, .ofThisProcess), in: 1) {
                            String(plain: line.name)
                        }
                        filling.skeletons.glance(hash)
                        hashes.initializeElement(at: index, to: hash)
                    }
                    for (index, line) in some.enumerated() {
                        filling.skeletons.add(hashes[index], row: line.row)
                        // What lies there owns nothing: it need not be fetched to be let go.
                        filling.places[Int(line.row)].initialize(
                            to: Entity(name: String(plain: line.name), created: line.created, modified: line.created))
                    }
                    start += most
                }
            }
            self.filling = filling
        }

        /// - Parameter changes: who modified what was added, and when.
        package func add(_ changes: [(row: Int32, modified: Stamp)]) {
            for change in changes { filling?.places[Int(change.row)].pointee.modified = change.modified }
        }

        fileprivate func finish() -> (PagedArray<Entity>, HashSlots) {
            if filling == nil { make() }
            return filling.take().map { ($0.rows, $0.skeletons.finish()) } ?? (PagedArray(), HashSlots())
        }
    }

    /// How many numbers there are, those of removed ones too.
    package var count: Int { marks.count }

    /// - Parameter rows: with all lines that the `Filling` took in.
    package mutating func take(_ rows: Rows) { (self.rows, skeletons) = rows.finish() }

    /// Sets what was noted by its name.
    package mutating func restore(_ entity: Entity, row: Int32) {
        self[row] = entity
        if !entity.isRemoved { remember(skeletonOf: entity.name, row: row) }
    }

    /// The row bore this name last, which nothing bears now.
    ///
    /// - Returns: false, where something does.
    package mutating func restoreFormer(_ name: String, row: Int32) -> Bool {
        guard names.current(named: name) == nil else { return false }
        names.set(name, row: row, isCurrent: false)
        return true
    }
}

extension String {
    /// From bytes that are UTF-8. Most names are short and in ASCII.
    fileprivate init(plain bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count <= NameKey.mostBytes, let start = bytes.baseAddress else {
            self.init(decoding: bytes, as: UTF8.self)
            return
        }
        self.init(unsafeUninitializedCapacity: bytes.count) { buffer in
            buffer.baseAddress?.initialize(from: start, count: bytes.count)
            return bytes.count
        }
    }
}
