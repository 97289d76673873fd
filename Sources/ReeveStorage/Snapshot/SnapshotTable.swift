import ReeveDomain

/// What was read and is not handed over yet: so much that a thread is not woken for little, and so little that it still
/// lies in the cache when it is taken.
struct Batch<Element: Sendable> {
    private static var most: Int { 256 }

    private var elements: [Element] = []
    private var known = 0

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
        // So many that whoever reads need not wait while a table is made, and few bytes beside what they become.
        follower.take(waiting: 512, wakingFor: 16) { [next] in work(next) }
    }
}

/// A table of grants that is filled behind whoever reads the lines.
final class SnapshotTable: @unchecked Sendable {
    // Unchecked: it may be filled on another thread than the one that made it, but on one at a time.
    /// The second grant of a user in an account.
    struct Refusal {
        /// Where the table's first line begins.
        var start: Int
        /// Whose line is how many behind it.
        var grant: Int
    }

    /// Nothing is taken in from there on.
    private(set) var refusal: Refusal?
    private let bytes: UnsafeRawBufferPointer
    private let start: Int
    private let users: Int
    private let accounts: Int
    private var filling: GrantTable.Filling?

    /// - Parameters:
    ///   - bytes: the whole file; must be there until all is added.
    ///   - start: where the first line begins.
    ///   - users: how many numbers of users there are; a grant's is below it.
    ///   - accounts: the same of accounts.
    init(_ bytes: UnsafeRawBufferPointer, from start: Int, users: Int, accounts: Int) {
        (self.bytes, self.start, self.users, self.accounts) = (bytes, start, users, accounts)
    }

    private func make() -> GrantTable.Filling {
        GrantTable.Filling(count: SnapshotReader.countLines(bytes, from: start), users: users, accounts: accounts)
    }

    /// Adds grants in the order of their lines.
    func add(_ grants: [Grant]) {
        guard refusal == nil else { return }
        var filling = self.filling.take() ?? make()
        grants.withUnsafeBufferPointer { grants in
            var at = 0
            while at < grants.count, refusal == nil {
                let next = min(at + GrantTable.Filling.batch, grants.count)
                if !filling.add(UnsafeBufferPointer(rebasing: grants[at..<next])) {
                    refusal = Refusal(start: start, grant: filling.count)
                }
                at = next
            }
        }
        self.filling = consume filling
    }

    func finish() -> GrantTable {
        let filling = filling.take() ?? make()
        return filling.finish()
    }
}
