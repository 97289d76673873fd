import ReeveDomain

/// Numbers by name while a snapshot is read: the names are the bytes of the snapshot itself, escapes and all.
final class SnapshotNames {
    var users = ByteTable()
    var accounts = ByteTable()
    var roles = ByteTable()
    var kindNames = ByteTable()
    var rules = ByteTable()
    var ruleCount = 0
    var recordCount = 0
    var userCount = 0
    var accountCount = 1
    var userRows = RowNumbers()
    var accountRows = RowNumbers()
    var roleCount = 0
    var kindCount = 0
    /// Filled before anything that has attributes is read.
    var kinds: [Kind] = []
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
