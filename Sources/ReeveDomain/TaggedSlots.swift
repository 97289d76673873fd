/// Open addressing from a hash to an entry. Whose entry it is, the caller knows: it passes the test.
///
/// Places lie in groups of eight, and a byte of each one's hash in one word: all eight are asked at once, without a
/// branch for each, and what is not there is looked for nowhere else. At most five eighths full, so that a group is
/// seldom full; no tombstones.
struct TaggedSlots<Entry: Sendable>: Sendable {
    /// Eight tags a word: seven bits of the hash below a bit that is set; 0 for a free place.
    private var tags: PagedArray<UInt64>
    private var entries: PagedArray<Entry>
    /// How many groups there are, less one.
    private var mask: Int
    private(set) var used = 0

    @inline(__always) private static var ones: UInt64 { 0x0101_0101_0101_0101 }
    @inline(__always) private static var tops: UInt64 { 0x8080_8080_8080_8080 }

    /// - Parameters:
    ///   - expected: for how many entries there is room before they are full.
    ///   - empty: what a free place holds.
    init(expecting expected: Int = 0, _ empty: Entry) {
        var groups = 2
        while groups * 5 < expected { groups *= 2 }
        tags = PagedArray(repeating: 0, count: groups)
        entries = PagedArray(repeating: empty, count: groups * 8)
        mask = groups - 1
    }

    /// Whether one more is one too many: then larger ones are to be made.
    @inline(__always)
    var isFull: Bool { used >= (mask + 1) * 5 }

    /// The first group that is looked at, and the tag in all eight bytes.
    @inline(__always)
    private static func start(_ hash: UInt64, _ mask: Int) -> (group: Int, tag: UInt64) {
        (Int(truncatingIfNeeded: hash >> 32) & mask, (hash >> 57 | 0x80) &* ones)
    }

    @inline(__always)
    private static func isFull(_ word: UInt64) -> Bool { ~word & tops == 0 }

    /// The tags with one more of them in the first free place.
    @inline(__always)
    private static func adding(_ tag: UInt64, to word: UInt64) -> (word: UInt64, place: Int) {
        let free = (~word & tops).trailingZeroBitCount & ~7
        return (word | tag & 0xff << UInt64(truncatingIfNeeded: free), free >> 3)
    }

    /// Looks where the entry is or would be, and answers nothing of use.
    @inline(__always)
    func glance(_ hash: UInt64, _ look: (Entry) -> Int32) -> Int32 {
        let group = Self.start(hash, mask).group
        return look(entries[group &* 8 &+ Self.adding(0, to: tags[group]).place & 7])
    }

    @inline(__always)
    func find(_ hash: UInt64, where matches: (Entry) -> Bool) -> Int? {
        var (group, tag) = Self.start(hash, mask)
        var word = tags[group]
        var candidates = Self.candidates(word, tag)
        while true {
            // Mostly the first that has the tag is it, and where none has it there is room in the group.
            if candidates != 0 {
                let place = group &* 8 &+ candidates.trailingZeroBitCount >> 3
                if matches(entries[place]) { return place }
                candidates &= candidates &- 1
            } else {
                if !Self.isFull(word) { return nil }
                group = (group &+ 1) & mask
                word = tags[group]
                candidates = Self.candidates(word, tag)
            }
        }
    }

    /// The top bit of each place whose tag it is, and seldom of one more.
    @inline(__always)
    private static func candidates(_ word: UInt64, _ tag: UInt64) -> UInt64 {
        let difference = word ^ tag
        return (difference &- ones) & ~difference & tops
    }

    /// Adds an entry that is not there, to what is not full.
    @inline(__always)
    mutating func insert(_ hash: UInt64, _ entry: Entry) {
        var (group, tag) = Self.start(hash, mask)
        while Self.isFull(tags[group]) { group = (group &+ 1) & mask }
        let added = Self.adding(tag, to: tags[group])
        tags[group] = added.word
        entries[group &* 8 &+ added.place] = entry
        used += 1
    }

    /// Where entries are put that were counted before, of which none is there: whoever fills slots need not ask each time
    /// who owns them. To be thrown away before the slots are copied.
    struct Places {
        fileprivate let tags: PagedArray<UInt64>.Places
        fileprivate let entries: PagedArray<Entry>.Places
        fileprivate let mask: Int

        @inline(__always)
        func insert(_ hash: UInt64, _ entry: Entry) {
            var (group, tag) = start(hash, mask)
            while isFull(tags[group].pointee) { group = (group &+ 1) & mask }
            let added = adding(tag, to: tags[group].pointee)
            tags[group].pointee = added.word
            entries[group &* 8 &+ added.place].pointee = entry
        }
    }

    /// - Parameter count: how many entries there will be, with those that there are.
    mutating func places(for count: Int) -> Places {
        used = count
        return Places(tags: tags.places, entries: entries.places, mask: mask)
    }

    /// Removes an entry, and moves back what would now be looked for in vain: what lies behind a group that is full no more.
    ///
    /// - Parameters:
    ///   - place: where it is.
    ///   - hash: of an entry.
    mutating func remove(at place: Int, _ hash: (Entry) -> UInt64) {
        used -= 1
        var hole = place
        var group = hole >> 3
        while Self.isFull(tags[group]) {
            group = (group &+ 1) & mask
            let behind = (group &- (hole >> 3)) & mask
            guard
                let moved = (group * 8..<group * 8 + 8).first(where: {
                    tag(at: $0) != 0 && (group &- Self.start(hash(entries[$0]), mask).group) & mask >= behind
                })
            else { continue }
            setTag(tag(at: moved), at: hole)
            entries[hole] = entries[moved]
            hole = moved
        }
        setTag(0, at: hole)
    }

    private func tag(at place: Int) -> UInt64 { tags[place >> 3] >> UInt64((place & 7) * 8) & 0xff }

    private mutating func setTag(_ tag: UInt64, at place: Int) {
        let shift = UInt64((place & 7) * 8)
        tags[place >> 3] = tags[place >> 3] & ~(0xff << shift) | tag << shift
    }

    subscript(place: Int) -> Entry {
        @inline(__always) _read { yield entries[place] }
        @inline(__always) _modify { yield &entries[place] }
    }

    /// The same entries, with room for twice as many.
    ///
    /// - Parameters:
    ///   - expected: for how many there is to be room, where that is more.
    ///   - empty: what a free place holds.
    ///   - hash: of an entry.
    mutating func grow(to expected: Int, _ empty: Entry, _ hash: (Entry) -> UInt64) {
        var new = TaggedSlots(expecting: max(expected, (mask + 1) * 10), empty)
        let places = new.places(for: used)
        for place in entries.indices where tag(at: place) != 0 { places.insert(hash(entries[place]), entries[place]) }
        self = new
    }
}
