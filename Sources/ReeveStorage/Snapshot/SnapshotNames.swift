import ReeveDomain

/// Numbers by name while a snapshot is read. Names of roles, kinds and rules are the bytes of the snapshot itself, escapes
/// and all.
final class SnapshotNames {
    /// Each with all of its names once its section is read, and with its rows once `SnapshotReader` takes them.
    var users = Directory()
    var accounts = Directory()
    var roles = ByteTable()
    var kindNames = ByteTable()
    var rules = ByteTable()
    var ruleCount = 0
    var recordCount = 0
    var userRows = RowNumbers()
    var accountRows = RowNumbers()
    var roleCount = 0
    var kindCount = 0
    /// Filled before anything that has attributes is read.
    var kinds: [Kind] = []

    var userCount: Int { users.count }
    var accountCount: Int { accounts.count }

    func user(_ name: JSONText) -> UserID? { SnapshotNames.row(name, users).map { UserID($0) } }

    /// A customer, or the partner for `partner`.
    func account(_ name: JSONText) -> AccountID? { SnapshotNames.row(name, accounts).map { AccountID($0) } }

    private static func row(_ name: JSONText, _ directory: Directory) -> Int32? {
        guard name.hasEscapes else {
            let row = directory.row(named: name.bytes.assumingMemoryBound(to: UInt8.self))
            return row < 0 ? nil : row
        }
        var text = name.string
        let row = text.withUTF8 { directory.row(named: $0) }
        return row < 0 ? nil : row
    }
}

/// From the numbers that a snapshot writes to rows: the same, but in an excerpt, whose rows lie without gaps in the order
/// of the numbers.
struct RowNumbers {
    /// In ascending order; nil where each number is its row's.
    private(set) var sorted: [Int32]?

    /// For an excerpt that has these.
    ///
    /// - Returns: false where one comes twice.
    mutating func gather(_ numbers: [Int32]) -> Bool {
        let numbers = numbers.sorted()
        sorted = numbers
        return zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
    }

    /// The row of a number; nil where an excerpt has none.
    @inline(__always)
    func row(_ number: Int32) -> Int32? {
        guard let sorted else { return number }
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < sorted.count && sorted[low] == number ? Int32(truncatingIfNeeded: low) : nil
    }
}
