/// Names in the order of their bytes. (`==` would take two spellings of one character for equal, and `<` order them by
/// a table.)
enum NameOrder {
    private struct Key {
        /// The first eight bytes, the first of them highest; a shorter name has zeros behind.
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
            var lead: UInt64 = 0
            for index in start..<(start + 8) { lead = lead << 8 | (index < text.count ? UInt64(text[index]) : 0) }
            keys.append(
                Key(
                    lead: lead, number: Int32(truncatingIfNeeded: number),
                    length: Int32(truncatingIfNeeded: text.count - start), start: start))
        }
        text.withUnsafeBytes { text in
            func bytes(_ key: Key) -> UnsafeRawBufferPointer {
                UnsafeRawBufferPointer(rebasing: text[key.start..<(key.start + Int(key.length))])
            }
            keys.sort { a, b in
                if a.lead != b.lead { return a.lead < b.lead }
                let order = compare(bytes(a), bytes(b))
                return order == 0 ? a.number < b.number : order < 0
            }
            guard let tie, count > 1 else { return }
            for place in 1..<count {
                let (a, b) = (keys[place - 1], keys[place])
                if a.lead == b.lead, a.length == b.length, compare(bytes(a), bytes(b)) == 0 { tie(place) }
            }
        }
        return keys.map(\.number)
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
