/// The same numbers for the same seed on every machine, so that a failure names a world that can be built again.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Seeds next to each other would give one stream, shifted by one: they are spread by another mixer first.
    package init(seed: UInt64) {
        var z = (seed &+ 1) &* 0xff51_afd7_ed55_8ccd
        z = (z ^ (z >> 33)) &* 0xc4ce_b9fe_1a85_ec53
        state = z ^ (z >> 29)
    }

    /// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators).
    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    package mutating func below(_ count: Int) -> Int { Int.random(in: 0..<max(1, count), using: &self) }

    /// True this many times in a hundred.
    package mutating func percent(_ chance: Int) -> Bool { below(100) < chance }

    package mutating func pick<Element>(_ from: [Element]) -> Element? { from.isEmpty ? nil : from[below(from.count)] }

    /// One of a list that is written out, and so not empty.
    package mutating func one<Element>(_ first: Element, _ rest: Element...) -> Element {
        let at = below(rest.count + 1)
        return at == 0 ? first : rest[at - 1]
    }

    /// One of a list, or the empty string where it is empty.
    package mutating func one(_ of: [String]) -> String { pick(of) ?? "" }

    /// Between `least` and `most` different elements, in the order of the list.
    package mutating func some<Element>(_ from: [Element], _ range: ClosedRange<Int>) -> [Element] {
        let wanted = min(from.count, Int.random(in: range, using: &self))
        var left = wanted
        var found: [Element] = []
        for (index, element) in from.enumerated() where below(from.count - index) < left {
            found.append(element)
            left -= 1
        }
        return found
    }
}
