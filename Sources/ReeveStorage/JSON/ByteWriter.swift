#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// One growing run of bytes that JSON is written into, without a String or a second buffer on the way.
///
/// Not copyable, so that appending never has to ask whether somebody shares the bytes.
package struct ByteWriter: ~Copyable, @unchecked Sendable {
    private var base: UnsafeMutableRawPointer
    package private(set) var count = 0
    private var capacity: Int
    /// The instant that was written last, and its text: in a journal and in a snapshot most are the same.
    var lastInstant = Int64.max
    var lastInstantText = SIMD32<UInt8>()
    var lastInstantLength = 0

    /// - Parameter capacity: how many bytes to make room for at first.
    package init(capacity: Int = 256) {
        self.capacity = max(capacity, 64)
        guard let memory = malloc(self.capacity) else { fatalError("out of memory") }
        base = memory
    }

    deinit { free(base) }

    /// What has been written. Valid until the next change.
    package var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base, count: count)
    }

    /// What has been written, copied.
    package var array: [UInt8] { [UInt8](bytes) }

    /// Forgets what was written behind the first `length` bytes.
    package mutating func cut(to length: Int) {
        count = max(0, min(length, count))
    }

    /// Makes room for `more` bytes and answers where they go; `advance` says how many were really written.
    @inline(__always)
    mutating func room(_ more: Int) -> UnsafeMutableRawPointer {
        if capacity &- count < more { grow(more) }
        return base + count
    }

    @inline(__always)
    mutating func advance(_ written: Int) { count &+= written }

    @inline(never)
    private mutating func grow(_ more: Int) {
        let wanted = max(capacity + capacity / 2, count + more)
        // The system moves large runs without copying them.
        guard let larger = realloc(base, wanted) else { fatalError("out of memory") }
        base = larger
        capacity = wanted
    }

    @inline(__always)
    package mutating func byte(_ byte: UInt8) {
        room(1).storeBytes(of: byte, as: UInt8.self)
        count &+= 1
    }

    /// Appends bytes as they are.
    @inline(__always)
    package mutating func raw(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        room(bytes.count).copyMemory(from: start, byteCount: bytes.count)
        count &+= bytes.count
    }

    package mutating func raw(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { raw($0) }
    }

    /// Appends a piece of JSON that the source spells out.
    @inline(__always)
    package mutating func literal(_ text: StaticString) {
        let length = text.utf8CodeUnitCount
        room(length).copyMemory(from: text.utf8Start, byteCount: length)
        count &+= length
    }

    /// Appends a whole number in decimal.
    package mutating func integer(_ value: Int64) {
        if (0..<100_000_000).contains(value) { return eightDigits(value.magnitude) }
        longInteger(value)
    }

    /// Appends a number of up to eight digits: all of them at once, two numbers of four, four of two, eight of one.
    @inline(__always)
    private mutating func eightDigits(_ number: UInt64) {
        let high = number / 10_000
        let fours = high | (number &- high &* 10_000) << 32
        let hundreds = (fours &* 10_486) >> 20 & 0x7f_0000_007f
        let twos = hundreds | (fours &- hundreds &* 100) << 16
        let tens = (twos &* 103) >> 10 & 0x000f_000f_000f_000f
        let ones = tens | (twos &- tens &* 10) << 8
        // The first digit lies lowest. Zeros before it are shifted out; the last digit of all stays.
        let zeros = min(ones.trailingZeroBitCount >> 3, 7)
        let text = (ones | 0x3030_3030_3030_3030) >> UInt64(8 &* zeros)
        room(8).storeBytes(of: text.littleEndian, as: UInt64.self)
        count &+= 8 &- zeros
    }

    @inline(never)
    private mutating func longInteger(_ value: Int64) {
        var magnitude = value.magnitude
        let start = room(20)
        if value < 0 {
            start.storeBytes(of: UInt8(ascii: "-"), as: UInt8.self)
            count &+= 1
        }
        var length = 1
        var limit: UInt64 = 10
        while magnitude >= limit {
            length &+= 1
            // The largest power of ten there is has 20 digits.
            if length == 20 { break }
            limit &*= 10
        }
        var end = base + (count &+ length)
        count &+= length
        while magnitude >= 100 {
            let quotient = magnitude / 100
            end -= 2
            ByteWriter.pair(magnitude &- quotient &* 100, at: end)
            magnitude = quotient
        }
        if magnitude >= 10 {
            ByteWriter.pair(magnitude, at: end - 2)
        } else {
            (end - 1).storeBytes(of: UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: magnitude), as: UInt8.self)
        }
    }

    private static let pairs: StaticString =
        """
        00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899
        """

    /// The two digits of a number below 100.
    @inline(__always)
    private static func pair(_ number: UInt64, at place: UnsafeMutableRawPointer) {
        let source = UnsafeRawPointer(pairs.utf8Start) + Int(truncatingIfNeeded: number &* 2)
        place.storeBytes(of: source.loadUnaligned(as: UInt16.self), as: UInt16.self)
    }

    /// Appends a digest's 64 digits.
    package mutating func digest(_ digest: Digest) {
        digest.writeHex(to: UnsafeMutableRawBufferPointer(start: room(Digest.hexLength), count: Digest.hexLength))
        count &+= Digest.hexLength
    }

    /// Appends a text as a JSON string, quotes and all. Linear; texts of plain ASCII are copied eight bytes at a time.
    package mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { string(utf8: $0) }
    }

    /// Appends valid UTF-8 as a JSON string. What a terminal could act on, or a reader could not see, is escaped.
    mutating func string(utf8: UnsafeBufferPointer<UInt8>) {
        byte(UInt8(ascii: "\""))
        if let start = utf8.baseAddress {
            let source = UnsafeRawPointer(start)
            let total = utf8.count
            let clean = ByteWriter.copyClean(source, total, to: room(total + 8))
            count &+= clean
            if clean < total { escaped(UnsafeRawBufferPointer(start: source + clean, count: total - clean)) }
        }
        byte(UInt8(ascii: "\""))
    }

    /// Copies up to the first byte that is not plain ASCII, and answers how many that were: all, or fewer than there are
    /// before it. May write 7 bytes too many.
    @inline(__always)
    private static func copyClean(
        _ source: UnsafeRawPointer, _ total: Int, to target: UnsafeMutableRawPointer
    ) -> Int {
        var done = 0
        while total &- done >= 8 {
            let chunk = (source + done).loadUnaligned(as: UInt64.self)
            guard isClean(chunk) else { return done }
            (target + done).storeBytes(of: chunk, as: UInt64.self)
            done &+= 8
        }
        guard done < total else { return done }
        let chunk = fewBytes(source + done, total &- done)
        guard isClean(chunk) else { return done }
        (target + done).storeBytes(of: chunk, as: UInt64.self)
        return total
    }

    /// Whether eight bytes are plain ASCII, without what JSON escapes.
    @inline(__always)
    private static func isClean(_ chunk: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = chunk ^ (ones &* 0x22)
        let slash = chunk ^ (ones &* 0x5c)
        let delete = chunk ^ (ones &* 0x7f)
        // A byte is below n exactly where subtracting n borrows into its high bit (for bytes below 0x80).
        let odd = chunk | (chunk &- ones &* 0x20) | (quote &- ones) | (slash &- ones) | (delete &- ones)
        return odd & (ones &* 0x80) == 0
    }

    /// One to seven bytes, and blanks behind them, as they lie in memory.
    @inline(__always)
    private static func fewBytes(_ source: UnsafeRawPointer, _ count: Int) -> UInt64 {
        let bytes: UInt64
        if count >= 4 {
            let last = count &- 4
            let (low, high) = (source.loadUnaligned(as: UInt32.self), (source + last).loadUnaligned(as: UInt32.self))
            bytes = UInt64(UInt32(littleEndian: low)) | UInt64(UInt32(littleEndian: high)) << UInt64(8 &* last)
        } else {
            func byte(_ index: Int) -> UInt64 {
                UInt64(source.load(fromByteOffset: index, as: UInt8.self)) << UInt64(8 &* index)
            }
            bytes = byte(0) | byte(count / 2) | byte(count &- 1)
        }
        return (bytes | (0x2020_2020_2020_2020 &<< UInt64(8 &* count))).littleEndian
    }

    private mutating func escaped(_ utf8: UnsafeRawBufferPointer) {
        for scalar in String(decoding: utf8, as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0x22: literal("\\\"")
            case 0x5c: literal("\\\\")
            case 0x0a: literal("\\n")
            case 0x09: literal("\\t")
            case 0x20..<0x7f: byte(UInt8(truncatingIfNeeded: scalar.value))
            default:
                if scalar.mustBeEscapedInJSON {
                    for unit in UTF16.encode(scalar) ?? .init() { escape(unit) }
                } else {
                    for unit in UTF8.encode(scalar) ?? .init() { byte(unit) }
                }
            }
        }
    }

    private mutating func escape(_ unit: UInt16) {
        literal("\\u")
        for shift in stride(from: UInt16(12), through: 0, by: -4) {
            let value = UInt8(truncatingIfNeeded: (unit >> shift) & 15)
            byte(value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10)
        }
    }
}

extension Unicode.Scalar {
    /// Control characters, and those that turn the direction of text or cannot be seen.
    var mustBeEscapedInJSON: Bool {
        switch value {
        case 0..<0x20, 0x7f...0x9f, 0xad, 0x61c, 0x180e, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff,
            0xfff9...0xfffb, 0xe0000...0xe007f:
            true
        default: false
        }
    }
}
