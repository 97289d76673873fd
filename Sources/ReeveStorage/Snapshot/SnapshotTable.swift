import ReeveDomain

/// What was read and is not handed over yet: so much that a thread is not woken for little, and so little that it still
/// lies in the cache when it is taken.
struct Batch<Element: Sendable> {
    private static var most: Int { 256 }

    private var elements: [Element] = []
    private var known = 0
    private var handed = 0

    /// How many there were in all.
    var count: Int { handed + elements.count }

    /// How many more it takes.
    var room: Int { Self.most - elements.count }
    var isFull: Bool { elements.count >= Self.most }

    @inline(__always)
    mutating func append(_ element: Element) { elements.append(element) }

    /// How many there are that `takeFresh` has not given.
    var freshCount: Int { elements.count - known }

    /// Those since the last time.
    mutating func takeFresh() -> ArraySlice<Element> {
        defer { known = elements.count }
        return elements[known...]
    }

    /// Hands over what there is; it is empty then.
    mutating func hand(to follower: Follower, _ work: @escaping @Sendable ([Element]) -> Void) {
        guard !elements.isEmpty else { return }
        var next: [Element] = []
        next.reserveCapacity(isFull ? Self.most : 0)
        swap(&next, &elements)
        known = 0
        handed += next.count
        // So many that whoever reads need not wait while a table is made, and few bytes beside what they become.
        follower.take(waiting: 512, wakingFor: 16) { [next] in work(next) }
    }
}

/// A table of grants that is filled behind whoever reads the lines.
final class SnapshotTable: @unchecked Sendable {
    // Unchecked: it may be filled on another thread than the one that made it, but on one at a time.
    typealias Line = GrantTable.Filling.Line

    /// The first second grant of a user in an account: its line's number.
    private(set) var second: Int?
    /// Where the first line begins.
    let start: Int
    private var filling: GrantTable.Filling?
    private var table = GrantTable()

    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - start: where the first line begins.
    ///   - users: how many numbers of users there are; a grant's is below it.
    ///   - accounts: the same of accounts.
    init(_ bytes: UnsafeRawBufferPointer, from start: Int, users: Int, accounts: Int) {
        self.start = start
        filling = GrantTable.Filling(
            count: SnapshotReader.countLines(bytes, from: start), users: users, accounts: accounts)
    }

    /// Adds grants in the order of their lines.
    func add(_ lines: [Line]) { filling?.add(lines) }

    /// - Parameter terms: of grants that were added, by their number.
    func add(_ terms: [(row: Int, term: Term)]) { filling?.add(terms) }

    /// To be called when all is added.
    func close() {
        guard let finished = filling.take()?.finish() else { return }
        table = finished.table
        second = finished.second.map { Int($0) }
    }

    /// The table, once; after `close`.
    func take() -> GrantTable {
        defer { table = GrantTable() }
        return table
    }
}
