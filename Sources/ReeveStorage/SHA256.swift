/// SHA-256 (FIPS 180-4), fed in pieces. A value type: a copy goes on from the same place.
package struct SHA256: Sendable {
    typealias Words = (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32)

    var state: Words = (
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
    )
    /// The bytes of an unfinished block; only the first `length % 64` count.
    private var partial: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0, 0)
    private var length: UInt64 = 0

    /// A hash of nothing yet.
    package init() {}

    /// Feeds bytes. Linear; allocates nothing.
    package mutating func update(bytes: UnsafeRawBufferPointer) {
        guard var next = bytes.baseAddress else { return }
        var left = bytes.count
        let held = Int(length % 64)
        length &+= UInt64(left)
        if held > 0 {
            let taken = min(64 - held, left)
            withUnsafeMutableBytes(of: &partial) { block in
                block.baseAddress.map { ($0 + held).copyMemory(from: next, byteCount: taken) }
            }
            next += taken
            left -= taken
            if held + taken < 64 { return }
            compressPartial()
        }
        let blocks = left / 64
        compress(next, blocks: blocks)
        next += blocks * 64
        left -= blocks * 64
        withUnsafeMutableBytes(of: &partial) { block in
            block.baseAddress?.copyMemory(from: next, byteCount: left)
        }
    }

    /// Feeds the bytes of an array.
    package mutating func update(bytes: [UInt8]) {
        bytes.withUnsafeBytes { update(bytes: $0) }
    }

    /// Feeds the UTF-8 bytes of a text.
    package mutating func update(text: String) {
        var text = text
        text.withUTF8 { update(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// Ends the message and answers its digest. Feed nothing afterwards; copy the value before, to go on from there.
    package mutating func finalize() -> Digest {
        let bits = length &* 8
        let held = Int(length % 64)
        withUnsafeMutableBytes(of: &partial) { block in
            block[held] = 0x80
            for index in (held + 1)..<64 { block[index] = 0 }
        }
        if held >= 56 {
            compressPartial()
            partial = (0, 0, 0, 0, 0, 0, 0, 0)
        }
        partial.7 = bits.bigEndian
        compressPartial()
        return Digest(words: state)
    }

    /// The digest of one piece.
    package static func digest(of bytes: [UInt8]) -> Digest {
        var hash = SHA256()
        hash.update(bytes: bytes)
        return hash.finalize()
    }

    private mutating func compressPartial() {
        withUnsafeBytes(of: partial) { block in
            if let start = block.baseAddress { compress(start, blocks: 1) }
        }
    }
}

/// A 256-bit digest, written as 64 lower-case hexadecimal digits.
package struct Digest: Hashable, Sendable, CustomStringConvertible {
    private let words: SIMD8<UInt32>

    /// The digest of nothing in particular: all zero, what the first link of a chain points to.
    package static let zero = Digest(words: (0, 0, 0, 0, 0, 0, 0, 0))

    init(words: SHA256.Words) {
        self.words = SIMD8(words.0, words.1, words.2, words.3, words.4, words.5, words.6, words.7)
    }

    /// Reads exactly 64 lower-case hexadecimal digits; anything else is `nil`.
    package init?(hex: some Collection<UInt8>) {
        guard hex.count == 64 else { return nil }
        var words = SIMD8<UInt32>()
        var position = 0
        for digit in hex {
            let value: UInt32
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = UInt32(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = UInt32(digit - UInt8(ascii: "a")) + 10
            default: return nil
            }
            words[position / 8] = words[position / 8] << 4 | value
            position += 1
        }
        self.words = words
    }

    /// The first half of it.
    var leadingWords: (UInt64, UInt64) {
        (UInt64(words[0]) << 32 | UInt64(words[1]), UInt64(words[2]) << 32 | UInt64(words[3]))
    }

    /// The 64 digits, as bytes.
    package var hex: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Digest.hexLength) { bytes, count in
            writeHex(to: UnsafeMutableRawBufferPointer(bytes))
            count = Digest.hexLength
        }
    }

    static let hexLength = 64

    /// Writes the digits into the first 64 bytes.
    func writeHex(to bytes: UnsafeMutableRawBufferPointer) {
        precondition(bytes.count >= Digest.hexLength)
        for index in 0..<8 {
            let digits = Digest.hex(words[index])
            bytes.storeBytes(of: digits.littleEndian, toByteOffset: index &* 8, as: UInt64.self)
        }
    }

    /// The eight digits of a word, the first lowest.
    private static func hex(_ word: UInt32) -> UInt64 {
        // Each half byte in a byte of its own.
        var digits = UInt64(word.byteSwapped)
        digits = (digits | digits << 16) & 0x0000_ffff_0000_ffff
        digits = (digits | digits << 8) & 0x00ff_00ff_00ff_00ff
        digits = (digits >> 4 & 0x000f_000f_000f_000f) | (digits & 0x000f_000f_000f_000f) << 8
        // Those from ten on are letters, which lie 39 behind where the digits would go on.
        let letters = (digits &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return digits &+ 0x3030_3030_3030_3030 &+ letters &* 39
    }

    package var description: String { String(decoding: hex, as: UTF8.self) }
}
