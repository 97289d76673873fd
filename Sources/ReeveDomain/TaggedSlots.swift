/// Open addressing from a hash to an entry. Whose entry it is, the caller knows: it passes the test.
///
/// Places lie in groups of eight, and a byte of each one's hash in one word: all eight are asked at once, without a
/// branch for each, and what is not there is looked for nowhere else. At most five eighths full, so that a group is
/// seldom full; no tombstones.
struct TaggedSlots<Entry: Sendable>: Sendable {
    /// Eight tags a word: seven bits of the hash below a bit that is set; 0 for a free place.
    private var tags: PagedArray<UInt64>
    private var entries: PagedArray<Entry>
    /// How many groups there are: they need not be a power of two, so that slots are no more than their entries need.
    private var groups: Int
    private(set) var used = 0

    @inline(__always) private static var ones: UInt64 { 0x0101_0101_0101_0101 }
    @inline(__always) private static var tops: UInt64 { 0x8080_8080_8080_8080 }

    /// - Parameters:
    ///   - expected: for how many entries there is room before they are full.
    ///   - each: so many a group, five at most: of fewer there are more groups, and fewer of them are full.
    ///   - empty: what a free place holds.
    init(expecting expected: Int = 0, each: Int = 5, _ empty: Entry) {
        groups = max(2, (expected + each - 1) / each)
        tags = PagedArray(repeating: 0, count: groups)
        entries = PagedArray(repeating: empty, count: groups * 8)
    }

    /// Whether one more is one too many: then larger ones are to be made.
    @inline(__always)
    var isFull: Bool { used >= groups * 5 }

    /// The first group that is looked at, by the hash's high bits, and the tag in all eight bytes, by others.
    @inline(__always)
    private static func start(_ hash: UInt64, _ groups: Int) -> (group: Int, tag: UInt64) {
        (
            Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(truncatingIfNeeded: groups)).high),
            (hash >> 32 & 0x7f | 0x80) &* ones
        )
    }

    @inline(__always)
    private static func next(_ group: Int, _ groups: Int) -> Int { group &+ 1 == groups ? 0 : group &+ 1 }

    @inline(__always)
    private static func isFull(_ word: UInt64) -> Bool { ~word & tops == 0 }

    /// The tags with one more of them in the first free place.
    @inline(__always)
    private static func adding(_ tag: UInt64, to word: UInt64) -> (word: UInt64, place: Int) {
        let free = (~word & tops).trailingZeroBitCount & ~7
        return (word | tag & 0xff << UInt64(truncatingIfNeeded: free), free >> 3)
    }

    /// Looks where the entry seems to be, or else would be, and answers what is found there: so that it is near when it is
    /// asked for.
    @inline(__always)
    func glance(_ hash: UInt64, _ look: (Entry) -> Int32) -> Int32 {
        let (group, tag) = Self.start(hash, groups)
        let word = tags[group]
        let (candidates, free) = (Self.candidates(word, tag), ~word & Self.tops)
        // Without a branch: which it is is known late.
        let place = (candidates != 0 ? candidates : free).trailingZeroBitCount >> 3 & 7
        return look(entries[group &* 8 &+ place])
    }

    @inline(__always)
    func find(_ hash: UInt64, where matches: (Entry) -> Bool) -> Int? {
        var (group, tag) = Self.start(hash, groups)
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
                group = Self.next(group, groups)
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
        var (group, tag) = Self.start(hash, groups)
        while Self.isFull(tags[group]) { group = Self.next(group, groups) }
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
        fileprivate let groups: Int

        @inline(__always)
        func insert(_ hash: UInt64, _ entry: Entry) {
            var (group, tag) = start(hash, groups)
            while isFull(tags[group].pointee) { group = next(group, groups) }
            let added = adding(tag, to: tags[group].pointee)
            tags[group].pointee = added.word
            entries[group &* 8 &+ added.place].pointee = entry
        }
    }

    var places: Places { Places(tags: tags.places, entries: entries.places, groups: groups) }

    /// Says how many entries there are, after they were put into `places`.
    mutating func filled(_ count: Int) { used = count }

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
            group = Self.next(group, groups)
            let behind = distance(hole >> 3, group)
            guard
                let moved = (group * 8..<group * 8 + 8).first(where: {
                    tag(at: $0) != 0 && distance(Self.start(hash(entries[$0]), groups).group, group) >= behind
                })
            else { continue }
            setTag(tag(at: moved), at: hole)
            entries[hole] = entries[moved]
            hole = moved
        }
        setTag(0, at: hole)
    }

    /// How many groups the second one comes after the first.
    private func distance(_ first: Int, _ second: Int) -> Int { second - first + (second < first ? groups : 0) }

    private func tag(at place: Int) -> UInt64 { tags[place >> 3] >> UInt64((place & 7) * 8) & 0xff }

    private mutating func setTag(_ tag: UInt64, at place: Int) {
        let shift = UInt64((place & 7) * 8)
        tags[place >> 3] = tags[place >> 3] & ~(0xff << shift) | tag << shift
    }

    subscript(place: Int) -> Entry {
        @inline(__always) _read { yield entries[place] }
        @inline(__always) _modify { yield &entries[place] }
    }

    /// Every entry, in no promised order.
    func forEach(_ body: (Entry) -> Void) {
        for place in entries.indices where tag(at: place) != 0 { body(entries[place]) }
    }

    /// The same entries, with room for twice as many.
    ///
    /// - Parameters:
    ///   - expected: for how many there is to be room, where that is more.
    ///   - each: as for a new one.
    ///   - empty: what a free place holds.
    ///   - hash: of an entry.
    mutating func grow(to expected: Int = 0, each: Int = 5, _ empty: Entry, _ hash: (Entry) -> UInt64) {
        let larger = groups * 2
        var new = TaggedSlots(expecting: max(expected, larger * each), each: each, empty)
        let places = new.places
        forEach { places.insert(hash($0), $0) }
        new.filled(used)
        self = new
    }
}
