/// A run of numbers of the audit index: those that the file has, lowest byte first, and those that came since.
struct AuditColumn<Number: FixedWidthInteger & Sendable> {
    private let contents: FileContents?
    private let start: Int
    private var stored: Int
    private(set) var added: [Number] = []

    init() {
        contents = nil
        start = 0
        stored = 0
    }

    /// - Parameter place: within the contents; whatever is left of it behind the last whole number is not looked at.
    init(_ contents: FileContents, _ place: Range<Int>) {
        self.contents = contents
        start = place.lowerBound
        stored = place.count / MemoryLayout<Number>.size
    }

    var count: Int { stored + added.count }

    subscript(index: Int) -> Number {
        guard index < stored, let contents else { return added[index - stored] }
        return contents.bytes.loadUnaligned(
            fromByteOffset: start + index * MemoryLayout<Number>.size, as: Number.self
        ).littleEndian
    }

    mutating func append(_ number: Number) { added.append(number) }

    mutating func removeLast() {
        if added.popLast() == nil, stored > 0 { stored -= 1 }
    }

    /// The first place of which `isAtLeast` is true, of numbers in ascending order.
    func lowerBound(_ isAtLeast: (Number) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            if isAtLeast(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
