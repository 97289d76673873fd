import Testing

@testable import ReeveStorage

@Suite struct SHA256Tests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `the vectors of FIPS 180-4`(text: String, expected: String) {
        #expect(SHA256.digest(of: Array(text.utf8)).description == expected)
    }

    @Test func `a million times a`() {
        var hash = SHA256()
        let piece = [UInt8](repeating: UInt8(ascii: "a"), count: 1000)
        for _ in 0..<1000 { hash.update(bytes: piece) }
        #expect(
            hash.finalize().description == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func `every length around the block boundaries, in every pair of pieces`() {
        for length in 0...130 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length) }
            let expected = NaiveSHA256.hex(bytes)
            #expect(SHA256.digest(of: bytes).description == expected)
            for cut in stride(from: 0, through: length, by: 7) {
                var hash = SHA256()
                hash.update(bytes: Array(bytes[..<cut]))
                hash.update(bytes: Array(bytes[cut...]))
                #expect(hash.finalize().description == expected)
            }
        }
    }

    @Test func `a digest is read back from its digits and from nothing else`() throws {
        let digest = SHA256.digest(of: [1, 2, 3])
        #expect(Digest(hex: digest.hex) == digest)
        #expect(Digest(hex: Array(digest.description.uppercased().utf8)) == nil)
        #expect(Digest(hex: digest.hex.dropLast()) == nil)
        #expect(Head("12:\(digest)") == Head(seq: 12, hash: digest))
        #expect(Head("+12:\(digest)") == nil)
    }
}

/// The definition, written down as it is printed in the standard, with arrays: shares nothing with the real one.
private enum NaiveSHA256 {
    static func hex(_ message: [UInt8]) -> String {
        let primes = (2...311).filter { n in !(2..<n).contains { n % $0 == 0 } }
        // The first 32 bits of the fractional parts of cube and square roots, found without floating point.
        func fraction(_ n: Int, root: Int) -> UInt32 {
            var low: UInt64 = 0
            var high: UInt64 = 1 << 37
            func power(_ x: UInt64) -> (UInt64, UInt64) {  // high and low half of x^root, in units of 2^(-32*root)
                let square = x.multipliedFullWidth(by: x)
                if root == 2 { return (square.high, square.low) }
                let lower = square.low.multipliedFullWidth(by: x)
                return (square.high * x + lower.high, lower.low)
            }
            let shift = UInt64(32 * root)
            let wanted: (UInt64, UInt64) = shift >= 64 ? (UInt64(n) << (shift - 64), 0) : (0, UInt64(n) << shift)
            while high - low > 1 {
                let middle = (low + high) / 2
                if power(middle) <= wanted { low = middle } else { high = middle }
            }
            return UInt32(truncatingIfNeeded: low)
        }
        let k = primes[..<64].map { fraction($0, root: 3) }
        var h = primes[..<8].map { fraction($0, root: 2) }
        var padded = message + [0x80]
        while padded.count % 64 != 56 { padded.append(0) }
        for shift in stride(from: 56, through: 0, by: -8) {
            padded.append(UInt8(truncatingIfNeeded: (message.count * 8) >> shift))
        }
        func turn(_ x: UInt32, _ n: UInt32) -> UInt32 { x >> n | x << (32 - n) }
        for block in stride(from: 0, to: padded.count, by: 64) {
            var w: [UInt32] = (0..<16).map { i in
                (0..<4).reduce(0) { $0 << 8 | UInt32(padded[block + i * 4 + $1]) }
            }
            for t in 16..<64 {
                let a = turn(w[t - 2], 17) ^ turn(w[t - 2], 19) ^ (w[t - 2] >> 10)
                let b = turn(w[t - 15], 7) ^ turn(w[t - 15], 18) ^ (w[t - 15] >> 3)
                w.append(a &+ w[t - 7] &+ b &+ w[t - 16])
            }
            var v = h
            for t in 0..<64 {
                let sum1 = turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25)
                let choice = (v[4] & v[5]) ^ (~v[4] & v[6])
                let t1 = v[7] &+ sum1 &+ choice &+ k[t] &+ w[t]
                let sum0 = turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22)
                let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2])
                v = [t1 &+ sum0 &+ majority, v[0], v[1], v[2], v[3] &+ t1, v[4], v[5], v[6]]
            }
            for i in 0..<8 { h[i] &+= v[i] }
        }
        return h.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }
}
