import ReeveDomain

@testable import ReeveStorage

/// Where a snapshot's sections and lines are, found by going through what was written: what the writer notes meanwhile must
/// come to the same.
struct SnapshotLayout {
    private let body: UnsafeRawBufferPointer
    private(set) var sections: [Range<Int>] = []

    private static let leads: [StaticString] = [
        ",\"kinds\":[\n", "]\n,\"roles\":[\n", "]\n,\"users\":[\n", "]\n,\"customers\":[\n", "]\n,\"records\":[\n",
        "]\n,\"members\":[\n", "]\n,\"managers\":[\n", "]\n,\"assignments\":[\n", "]\n,\"rules\":[\n",
        "]\n,\"former\":[\n",
    ]

    /// - Parameter body: a snapshot's bytes from the second line on.
    init(_ body: UnsafeRawBufferPointer) { self.body = body }

    /// Whether it is laid out as a snapshot is.
    mutating func read() -> Bool {
        guard var at = next(0) else { return false }
        for (number, lead) in SnapshotLayout.leads.enumerated() {
            var scanner = JSONScanner(body, from: at)
            guard scanner.take(lead) else { return false }
            if number > 0 { sections[number - 1] = sections[number - 1].lowerBound..<at }
            let start = scanner.offset
            at = start
            while at < body.count, body[at] != UInt8(ascii: "]") {
                guard let end = next(at) else { return false }
                at = end
            }
            sections.append(start..<at)
        }
        var scanner = JSONScanner(body, from: at)
        return scanner.take("]}\n") && scanner.isAtEnd
    }

    private func next(_ at: Int) -> Int? {
        body[at...].firstIndex(of: 10).map { $0 + 1 }
    }

    /// The lines of records, members or assignments by the names of their accounts; those of one account in the order in which
    /// they stand. Linear, but for the sorting of the accounts' names.
    func byAccount(_ section: SnapshotIndex.Section) -> [UInt32] {
        var groups: [[UInt8]: Int32] = [:]
        var names: [UnsafeRawBufferPointer] = []
        var counts: [Int] = []
        var lines: [(line: UInt32, group: Int32)] = []
        var at = sections[section.rawValue].lowerBound
        while at < sections[section.rawValue].upperBound, let end = next(at) {
            guard let name = SnapshotLine(body, at).account else { return [] }
            let group: Int32
            if let found = groups[Array(name)] {
                group = found
            } else {
                group = Int32(truncatingIfNeeded: names.count)
                groups[Array(name)] = group
                names.append(name)
                counts.append(0)
            }
            counts[Int(group)] += 1
            lines.append((UInt32(truncatingIfNeeded: at), group))
            at = end
        }
        var places = [Int](repeating: 0, count: names.count)
        var place = 0
        for group in NameOrder.sorted(
            names.count, { String(decoding: SnapshotLine.plain(names[Int($0)]), as: UTF8.self) })
        {
            places[Int(group)] = place
            place += counts[Int(group)]
        }
        var sorted = [UInt32](repeating: 0, count: lines.count)
        for (line, group) in lines {
            sorted[places[Int(group)]] = line
            places[Int(group)] += 1
        }
        return sorted
    }
}
