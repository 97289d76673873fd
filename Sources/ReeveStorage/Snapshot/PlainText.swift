/// Bytes of a snapshot that are as most are, looked at a word at a time.
enum PlainText {
    /// How long a name is that has nothing to unescape and nothing to look at twice; -1 for any other. Words are read
    /// whole: up to eight bytes from `end` on must be there.
    @inline(__always)
    static func length(_ base: UnsafeRawPointer, _ start: Int, _ end: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        var at = start
        while at < end {
            let chunk = (base + at).loadUnaligned(as: UInt64.self).littleEndian
            let quote = chunk ^ (ones &* 0x22)
            let slash = chunk ^ (ones &* 0x5c)
            // The lowest mark of each is exact; those above it may be wrong (a borrow), and are not looked at.
            let quotes = (quote &- ones) & ~quote & highs
            let strange = ((slash &- ones) & ~slash | (chunk &- ones &* 0x20) & ~chunk | chunk) & highs
            if quotes | strange != 0 {
                let length = (quotes | strange).trailingZeroBitCount >> 3
                let isQuote = quotes >> UInt64(8 &* length) & 0x80 != 0
                return isQuote ? at &- start &+ length : -1
            }
            at = at &+ 8
        }
        return -1
    }

    /// A whole number of up to eighteen digits, without a sign and leading zeros; -1 for any other. Goes past it.
    @inline(__always)
    static func number(_ base: UnsafeRawPointer, _ at: inout Int, _ end: Int) -> Int64 {
        let first = at
        var number: Int64 = 0
        while at < end, case let digit = base.load(fromByteOffset: at, as: UInt8.self) &- 0x30, digit < 10 {
            number = number &* 10 &+ Int64(digit)
            at = at &+ 1
        }
        let length = at &- first
        guard length > 0, length <= 18, length == 1 || base.load(fromByteOffset: first, as: UInt8.self) != 0x30 else {
            return -1
        }
        return number
    }

    @inline(__always)
    static func name(_ base: UnsafeRawPointer, _ start: Int, _ length: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: (base + start).assumingMemoryBound(to: UInt8.self), count: length)
    }

    @inline(__always)
    static func isSame(_ base: UnsafeRawPointer, _ a: Int, _ b: Int, _ length: Int) -> Bool {
        var done = 0
        while length &- done >= 8 {
            guard word(base, a &+ done) == word(base, b &+ done) else { return false }
            done = done &+ 8
        }
        guard length > done else { return true }
        return (word(base, a &+ done) ^ word(base, b &+ done)) << UInt64(8 &* (8 &- (length &- done))) == 0
    }

    @inline(__always)
    static func word(_ base: UnsafeRawPointer, _ at: Int) -> UInt64 {
        (base + at).loadUnaligned(as: UInt64.self).littleEndian
    }

    @inline(__always)
    static func half(_ base: UnsafeRawPointer, _ at: Int) -> UInt16 {
        (base + at).loadUnaligned(as: UInt16.self).littleEndian
    }

    /// The first eight bytes of a text.
    static func spelled(_ text: StaticString) -> UInt64 {
        UnsafeRawPointer(text.utf8Start).loadUnaligned(as: UInt64.self).littleEndian
    }
}
