/// A name as the tables compare it: up to 15 bytes of UTF-8 as two numbers; of a longer one its hash, and then whoever
/// looks compares the names themselves.
struct NameKey: Hashable, Sendable {
    /// The first eight bytes; of a long name the hash.
    var low: UInt64
    /// The other bytes, and in the highest one how many there are; `isLong` of a long name.
    var high: UInt64

    private static let longMark: UInt64 = 0xff << 56
    static let mostBytes = 15

    var isLong: Bool { high >= Self.longMark }

    /// Of a long name: which of the long names it is.
    var number: Int { Int(high & ~Self.longMark) }

    private init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// The key of a long name under which a table keeps it.
    init(hash: UInt64, number: Int) {
        self.init(low: hash, high: Self.longMark | UInt64(truncatingIfNeeded: number))
    }

    @inline(__always)
    init(_ name: String, _ hash: NameHash) {
        // A short string is its own key in memory, but for the marks above the count: there is no branch on its length.
        let words = unsafeBitCast(name, to: (low: UInt64, high: UInt64).self)
        if hash.knowsStrings, words.high & Self.shortString != 0 {
            self.init(low: words.low, high: words.high & ~Self.stringMarks)
        } else {
            self.init(bytesOf: name, hash)
        }
    }

    private static let shortString: UInt64 = 1 << 61
    private static let stringMarks: UInt64 = 0xf << 60

    @inline(never)
    private init(bytesOf name: String, _ hash: NameHash) { self = name.withBytes { NameKey($0, hash) } }

    /// Whether short strings lie in memory as is thought, which the language does not promise: strings of every length
    /// are looked at, of ASCII and of more.
    fileprivate static func knowsStrings() -> Bool {
        let hash = NameHash(first: 1, second: 1, third: 1, knowsStrings: true)
        return ["aZ\u{1}7~/ 0\u{7f}AzfooBar", "äΩé東京ß€"].allSatisfy { text in
            (0...text.count).allSatisfy { count in
                let name = String(text.prefix(count))
                return NameKey(name, hash) == NameKey(bytesOf: name, hash)
            }
        }
    }

    @inline(__always)
    init(_ bytes: UnsafeBufferPointer<UInt8>, _ hash: NameHash) {
        let count = bytes.count
        guard let start = bytes.baseAddress, count > 0 else {
            self.init(low: 0, high: 0)
            return
        }
        let at = UnsafeRawPointer(start)
        if count > Self.mostBytes {
            self.init(hash: hash(at, count), number: 0)
        } else if count >= 8 {
            let rest = Self.eight(at + (count - 8)) >> UInt64(8 * (16 - count))
            self.init(low: Self.eight(at), high: rest | UInt64(count) << 56)
        } else if count >= 4 {
            let low = Self.four(at) | Self.four(at + (count - 4)) << UInt64(8 * (count - 4))
            self.init(low: low, high: UInt64(count) << 56)
        } else {
            let (middle, last) = (count / 2, count - 1)
            let ends = UInt64(start[0]) | UInt64(start[last]) << UInt64(8 * last)
            self.init(low: ends | UInt64(start[middle]) << UInt64(8 * middle), high: UInt64(count) << 56)
        }
    }

    @inline(__always) static func eight(_ at: UnsafeRawPointer) -> UInt64 {
        UInt64(littleEndian: at.loadUnaligned(as: UInt64.self))
    }

    @inline(__always) private static func four(_ at: UnsafeRawPointer) -> UInt64 {
        UInt64(UInt32(littleEndian: at.loadUnaligned(as: UInt32.self)))
    }

    /// Whether every byte is ASCII; of a long name unknown, and false.
    var isASCII: Bool { !isLong && (low | high) & 0x0080_8080_8080_8080 == 0 && low >> 63 == 0 }

    /// With ASCII's capitals made small, all bytes at once. Only of a short name in ASCII.
    var lowercased: NameKey {
        func lowered(_ word: UInt64) -> UInt64 {
            let ones: UInt64 = 0x0101_0101_0101_0101
            let fromA = word &+ ones &* (0x80 - 0x41)
            let pastZ = word &+ ones &* (0x80 - 0x5b)
            return word | ((fromA & ~pastZ & (ones &* 0x80)) >> 2)
        }
        var key = self
        key.low = lowered(low)
        key.high = lowered(high & ~Self.longMark) | high & Self.longMark
        return key
    }
}

extension String {
    /// Hands over the name's UTF-8 where it lies; only a string of another platform's own is copied first.
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        utf8.withContiguousStorageIfAvailable(body) ?? withCopiedBytes(body)
    }

    @inline(never)
    private func withCopiedBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        var copy = self
        return copy.withUTF8(body)
    }
}

/// A hash that input cannot be made to collide in: folded multiplications under keys that are drawn anew in each process.
struct NameHash: Sendable {
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64
    fileprivate let knowsStrings: Bool

    static let ofThisProcess = NameHash()

    private init() {
        var random = SystemRandomNumberGenerator()
        self.init(
            first: random.next(), second: random.next(), third: random.next() | 1, knowsStrings: NameKey.knowsStrings())
    }

    fileprivate init(first: UInt64, second: UInt64, third: UInt64, knowsStrings: Bool) {
        (self.first, self.second, self.third, self.knowsStrings) = (first, second, third, knowsStrings)
    }

    @inline(__always) private func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    /// The hash of a key in a scope.
    @inline(__always) func callAsFunction(_ key: NameKey, _ scope: UInt64) -> UInt64 {
        // Of a long name `high` numbers a place in one table, and is no part of the name.
        let high = key.isLong ? 0 : key.high
        return fold(fold(key.low ^ first, high ^ second) ^ scope, third)
    }

    /// The hash of more bytes than a key holds.
    func callAsFunction(_ start: UnsafeRawPointer, _ count: Int) -> UInt64 {
        var state = UInt64(truncatingIfNeeded: count) ^ third
        var at = 0
        while at + 16 < count {
            state = fold(NameKey.eight(start + at) ^ first, NameKey.eight(start + at + 8) ^ state ^ second)
            at += 16
        }
        let last = start + (count - 16)
        return fold(NameKey.eight(last) ^ first, NameKey.eight(last + 8) ^ state ^ second)
    }
}

/// The hash under which a name's skeleton is kept: equal for names that look alike.
func skeletonHash(of name: String, in scope: UInt64) -> UInt32 {
    skeletonHash(of: NameKey(name, .ofThisProcess), in: scope) { name }
}

/// - Parameters:
///   - key: the name's.
///   - name: the name itself.
@inline(__always)
func skeletonHash(of key: NameKey, in scope: UInt64, _ name: () -> String) -> UInt32 {
    let hash = NameHash.ofThisProcess
    // Almost every name is short and in ASCII, where the skeleton is the name in small letters.
    let folded = key.isASCII ? key.lowercased : NameKey(skeleton(name()), hash)
    return UInt32(truncatingIfNeeded: hash(folded, scope) >> 32)
}
