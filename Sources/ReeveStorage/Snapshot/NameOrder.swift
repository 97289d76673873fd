/// Names in the order of their bytes. (`==` would take two spellings of one character for equal, and `<` order them by
/// a table.)
enum NameOrder {
    private struct Key {
        /// Eight of its bytes, the first of them highest; zeros behind its end.
        var lead: UInt64
        var number: Int32
        var length: Int32
        var start: Int
    }

    /// The numbers below `count` in the order of their names, and of one name in their own.
    ///
    /// - Parameter tie: is told each place in the order whose name is that of the place before.
    static func sorted(
        _ count: Int, tie: ((_ place: Int) -> Void)? = nil, _ name: (Int32) -> String
    ) -> [Int32] {
        var text: [UInt8] = []
        text.reserveCapacity(count * 8)
        var keys: [Key] = []
        keys.reserveCapacity(count)
        for number in 0..<count {
            let start = text.count
            var name = name(Int32(truncatingIfNeeded: number))
            name.withUTF8 { text.append(contentsOf: $0) }
            keys.append(
                Key(
                    lead: 0, number: Int32(truncatingIfNeeded: number),
                    length: Int32(truncatingIfNeeded: text.count - start), start: start))
        }
        var spare = keys
        text.withUnsafeBytes { text in
            keys.withUnsafeMutableBufferPointer { keys in
                spare.withUnsafeMutableBufferPointer { sort(keys, $0, text, from: 0) }
            }
            guard let tie, count > 1 else { return }
            for place in 1..<count {
                let (a, b) = (keys[place - 1], keys[place])
                if a.length == b.length, compare(bytes(a, text), bytes(b, text)) == 0 { tie(place) }
            }
        }
        return keys.map(\.number)
    }

    /// Puts one more where its name has its place among others that are in order, and have other names.
    static func adding(_ number: Int32, to numbers: [Int32], _ name: (Int32) -> String) -> [Int32] {
        let added = name(number)
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if name(numbers[middle]).utf8.lexicographicallyPrecedes(added.utf8) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        var all = numbers
        all.insert(number, at: low)
        return all
    }

    /// Fewer are sorted sooner by comparing them.
    private static let few = 256
    /// Names that are alike for longer are compared: no name that a script can give is.
    private static let mostLead = 1024

    /// Sorts names that are the same up to `depth`: by the eight bytes that follow, and then each run of those that have
    /// these alike. Linear in their length where there are many.
    private static func sort(
        _ keys: UnsafeMutableBufferPointer<Key>, _ spare: UnsafeMutableBufferPointer<Key>,
        _ text: UnsafeRawBufferPointer,
        from depth: Int
    ) {
        for index in keys.indices { keys[index].lead = lead(keys[index], text, depth) }
        guard keys.count >= few, depth < mostLead else {
            var keys = keys
            return keys.sort { a, b in
                if a.lead != b.lead { return a.lead < b.lead }
                let order = compare(bytes(a, text), bytes(b, text))
                return order == 0 ? a.number < b.number : order < 0
            }
        }
        sortByLead(keys, spare)
        var start = 0
        while start < keys.count {
            var end = start + 1
            var (shortest, longest) = (keys[start].length, keys[start].length)
            while end < keys.count, keys[end].lead == keys[start].lead {
                shortest = min(shortest, keys[end].length)
                longest = max(longest, keys[end].length)
                end += 1
            }
            // What has ended, all at one place, is one name: it stands by number already.
            if end - start > 1, shortest < longest || longest > depth + 8 {
                let run = start..<end
                sort(
                    UnsafeMutableBufferPointer(rebasing: keys[run]), UnsafeMutableBufferPointer(rebasing: spare[run]),
                    text,
                    from: depth + 8)
            }
            start = end
        }
    }

    /// By one byte after another, the last one first; a byte that all have alike is passed over. Keeps the order of equals.
    private static func sortByLead(
        _ keys: UnsafeMutableBufferPointer<Key>, _ spare: UnsafeMutableBufferPointer<Key>
    ) {
        let differing = keys.reduce(0) { $0 | $1.lead ^ keys[0].lead }
        var (from, to) = (keys, spare)
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 256) { next in
            for shift in stride(from: UInt64(0), to: 64, by: 8) where differing >> shift & 0xff != 0 {
                next.update(repeating: 0)
                for key in from { next[Int(key.lead >> shift & 0xff)] += 1 }
                var sum = 0
                for byte in 0..<256 { (next[byte], sum) = (sum, sum + next[byte]) }
                for key in from {
                    let byte = Int(key.lead >> shift & 0xff)
                    to[next[byte]] = key
                    next[byte] += 1
                }
                swap(&from, &to)
            }
        }
        if from.baseAddress != keys.baseAddress { _ = keys.update(from: from) }
    }

    private static func bytes(_ key: Key, _ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: text[key.start..<(key.start + Int(key.length))])
    }

    /// Eight bytes of a name, the first of them highest; zeros behind its end.
    private static func lead(_ key: Key, _ text: UnsafeRawBufferPointer, _ depth: Int) -> UInt64 {
        let left = Int(key.length) - depth
        guard left > 0 else { return 0 }
        let at = key.start + depth
        if left >= 8 { return UInt64(bigEndian: text.loadUnaligned(fromByteOffset: at, as: UInt64.self)) }
        var lead: UInt64 = 0
        for index in at..<(at + left) { lead = lead << 8 | UInt64(text[index]) }
        return lead << UInt64(8 * (8 - left))
    }

    /// Whether two names are the same bytes.
    static func isSame(_ a: String, _ b: String) -> Bool {
        var (a, b) = (a, b)
        return a.withUTF8 { a in
            b.withUTF8 { b in a.count == b.count && compare(UnsafeRawBufferPointer(a), UnsafeRawBufferPointer(b)) == 0 }
        }
    }

    /// Below 0 where the first comes before, above where it comes after.
    private static func compare(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Int {
        let common = min(a.count, b.count)
        var at = 0
        while at < common, a[at] == b[at] { at += 1 }
        if at < common { return a[at] < b[at] ? -1 : 1 }
        return a.count - b.count
    }
}
