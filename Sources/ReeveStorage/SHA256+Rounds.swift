extension SHA256 {
    /// Mixes whole 64-byte blocks into the state. Every round is written out, so that the working variables and the
    /// sixteen words of the schedule stay in registers or on the stack: nothing is allocated, no table is read.
    ///
    /// - Parameters:
    ///   - start: The first byte; needs no alignment.
    ///   - count: How many blocks follow one another from there.
    mutating func compress(_ start: UnsafeRawPointer, blocks count: Int) {
        var (a0, b0, c0, d0, e0, f0, g0, h0) = state
        var block = start
        for _ in 0..<count {
            var (a, b, c, d, e, f, g, h) = (a0, b0, c0, d0, e0, f0, g0, h0)
            var w0 = word(block, 0)
            var w1 = word(block, 1)
            var w2 = word(block, 2)
            var w3 = word(block, 3)
            var w4 = word(block, 4)
            var w5 = word(block, 5)
            var w6 = word(block, 6)
            var w7 = word(block, 7)
            var w8 = word(block, 8)
            var w9 = word(block, 9)
            var w10 = word(block, 10)
            var w11 = word(block, 11)
            var w12 = word(block, 12)
            var w13 = word(block, 13)
            var w14 = word(block, 14)
            var w15 = word(block, 15)
            round(a, b, c, &d, e, f, g, &h, w0 &+ 0x428a2f98)
            round(h, a, b, &c, d, e, f, &g, w1 &+ 0x71374491)
            round(g, h, a, &b, c, d, e, &f, w2 &+ 0xb5c0fbcf)
            round(f, g, h, &a, b, c, d, &e, w3 &+ 0xe9b5dba5)
            round(e, f, g, &h, a, b, c, &d, w4 &+ 0x3956c25b)
            round(d, e, f, &g, h, a, b, &c, w5 &+ 0x59f111f1)
            round(c, d, e, &f, g, h, a, &b, w6 &+ 0x923f82a4)
            round(b, c, d, &e, f, g, h, &a, w7 &+ 0xab1c5ed5)
            round(a, b, c, &d, e, f, g, &h, w8 &+ 0xd807aa98)
            round(h, a, b, &c, d, e, f, &g, w9 &+ 0x12835b01)
            round(g, h, a, &b, c, d, e, &f, w10 &+ 0x243185be)
            round(f, g, h, &a, b, c, d, &e, w11 &+ 0x550c7dc3)
            round(e, f, g, &h, a, b, c, &d, w12 &+ 0x72be5d74)
            round(d, e, f, &g, h, a, b, &c, w13 &+ 0x80deb1fe)
            round(c, d, e, &f, g, h, a, &b, w14 &+ 0x9bdc06a7)
            round(b, c, d, &e, f, g, h, &a, w15 &+ 0xc19bf174)
            w0 = schedule(w0, w1, w9, w14)
            round(a, b, c, &d, e, f, g, &h, w0 &+ 0xe49b69c1)
            w1 = schedule(w1, w2, w10, w15)
            round(h, a, b, &c, d, e, f, &g, w1 &+ 0xefbe4786)
            w2 = schedule(w2, w3, w11, w0)
            round(g, h, a, &b, c, d, e, &f, w2 &+ 0x0fc19dc6)
            w3 = schedule(w3, w4, w12, w1)
            round(f, g, h, &a, b, c, d, &e, w3 &+ 0x240ca1cc)
            w4 = schedule(w4, w5, w13, w2)
            round(e, f, g, &h, a, b, c, &d, w4 &+ 0x2de92c6f)
            w5 = schedule(w5, w6, w14, w3)
            round(d, e, f, &g, h, a, b, &c, w5 &+ 0x4a7484aa)
            w6 = schedule(w6, w7, w15, w4)
            round(c, d, e, &f, g, h, a, &b, w6 &+ 0x5cb0a9dc)
            w7 = schedule(w7, w8, w0, w5)
            round(b, c, d, &e, f, g, h, &a, w7 &+ 0x76f988da)
            w8 = schedule(w8, w9, w1, w6)
            round(a, b, c, &d, e, f, g, &h, w8 &+ 0x983e5152)
            w9 = schedule(w9, w10, w2, w7)
            round(h, a, b, &c, d, e, f, &g, w9 &+ 0xa831c66d)
            w10 = schedule(w10, w11, w3, w8)
            round(g, h, a, &b, c, d, e, &f, w10 &+ 0xb00327c8)
            w11 = schedule(w11, w12, w4, w9)
            round(f, g, h, &a, b, c, d, &e, w11 &+ 0xbf597fc7)
            w12 = schedule(w12, w13, w5, w10)
            round(e, f, g, &h, a, b, c, &d, w12 &+ 0xc6e00bf3)
            w13 = schedule(w13, w14, w6, w11)
            round(d, e, f, &g, h, a, b, &c, w13 &+ 0xd5a79147)
            w14 = schedule(w14, w15, w7, w12)
            round(c, d, e, &f, g, h, a, &b, w14 &+ 0x06ca6351)
            w15 = schedule(w15, w0, w8, w13)
            round(b, c, d, &e, f, g, h, &a, w15 &+ 0x14292967)
            w0 = schedule(w0, w1, w9, w14)
            round(a, b, c, &d, e, f, g, &h, w0 &+ 0x27b70a85)
            w1 = schedule(w1, w2, w10, w15)
            round(h, a, b, &c, d, e, f, &g, w1 &+ 0x2e1b2138)
            w2 = schedule(w2, w3, w11, w0)
            round(g, h, a, &b, c, d, e, &f, w2 &+ 0x4d2c6dfc)
            w3 = schedule(w3, w4, w12, w1)
            round(f, g, h, &a, b, c, d, &e, w3 &+ 0x53380d13)
            w4 = schedule(w4, w5, w13, w2)
            round(e, f, g, &h, a, b, c, &d, w4 &+ 0x650a7354)
            w5 = schedule(w5, w6, w14, w3)
            round(d, e, f, &g, h, a, b, &c, w5 &+ 0x766a0abb)
            w6 = schedule(w6, w7, w15, w4)
            round(c, d, e, &f, g, h, a, &b, w6 &+ 0x81c2c92e)
            w7 = schedule(w7, w8, w0, w5)
            round(b, c, d, &e, f, g, h, &a, w7 &+ 0x92722c85)
            w8 = schedule(w8, w9, w1, w6)
            round(a, b, c, &d, e, f, g, &h, w8 &+ 0xa2bfe8a1)
            w9 = schedule(w9, w10, w2, w7)
            round(h, a, b, &c, d, e, f, &g, w9 &+ 0xa81a664b)
            w10 = schedule(w10, w11, w3, w8)
            round(g, h, a, &b, c, d, e, &f, w10 &+ 0xc24b8b70)
            w11 = schedule(w11, w12, w4, w9)
            round(f, g, h, &a, b, c, d, &e, w11 &+ 0xc76c51a3)
            w12 = schedule(w12, w13, w5, w10)
            round(e, f, g, &h, a, b, c, &d, w12 &+ 0xd192e819)
            w13 = schedule(w13, w14, w6, w11)
            round(d, e, f, &g, h, a, b, &c, w13 &+ 0xd6990624)
            w14 = schedule(w14, w15, w7, w12)
            round(c, d, e, &f, g, h, a, &b, w14 &+ 0xf40e3585)
            w15 = schedule(w15, w0, w8, w13)
            round(b, c, d, &e, f, g, h, &a, w15 &+ 0x106aa070)
            w0 = schedule(w0, w1, w9, w14)
            round(a, b, c, &d, e, f, g, &h, w0 &+ 0x19a4c116)
            w1 = schedule(w1, w2, w10, w15)
            round(h, a, b, &c, d, e, f, &g, w1 &+ 0x1e376c08)
            w2 = schedule(w2, w3, w11, w0)
            round(g, h, a, &b, c, d, e, &f, w2 &+ 0x2748774c)
            w3 = schedule(w3, w4, w12, w1)
            round(f, g, h, &a, b, c, d, &e, w3 &+ 0x34b0bcb5)
            w4 = schedule(w4, w5, w13, w2)
            round(e, f, g, &h, a, b, c, &d, w4 &+ 0x391c0cb3)
            w5 = schedule(w5, w6, w14, w3)
            round(d, e, f, &g, h, a, b, &c, w5 &+ 0x4ed8aa4a)
            w6 = schedule(w6, w7, w15, w4)
            round(c, d, e, &f, g, h, a, &b, w6 &+ 0x5b9cca4f)
            w7 = schedule(w7, w8, w0, w5)
            round(b, c, d, &e, f, g, h, &a, w7 &+ 0x682e6ff3)
            w8 = schedule(w8, w9, w1, w6)
            round(a, b, c, &d, e, f, g, &h, w8 &+ 0x748f82ee)
            w9 = schedule(w9, w10, w2, w7)
            round(h, a, b, &c, d, e, f, &g, w9 &+ 0x78a5636f)
            w10 = schedule(w10, w11, w3, w8)
            round(g, h, a, &b, c, d, e, &f, w10 &+ 0x84c87814)
            w11 = schedule(w11, w12, w4, w9)
            round(f, g, h, &a, b, c, d, &e, w11 &+ 0x8cc70208)
            w12 = schedule(w12, w13, w5, w10)
            round(e, f, g, &h, a, b, c, &d, w12 &+ 0x90befffa)
            w13 = schedule(w13, w14, w6, w11)
            round(d, e, f, &g, h, a, b, &c, w13 &+ 0xa4506ceb)
            w14 = schedule(w14, w15, w7, w12)
            round(c, d, e, &f, g, h, a, &b, w14 &+ 0xbef9a3f7)
            w15 = schedule(w15, w0, w8, w13)
            round(b, c, d, &e, f, g, h, &a, w15 &+ 0xc67178f2)
            (a0, b0, c0, d0) = (a0 &+ a, b0 &+ b, c0 &+ c, d0 &+ d)
            (e0, f0, g0, h0) = (e0 &+ e, f0 &+ f, g0 &+ g, h0 &+ h)
            block += 64
        }
        state = (a0, b0, c0, d0, e0, f0, g0, h0)
    }
}

@inline(__always)
private func word(_ block: UnsafeRawPointer, _ index: Int) -> UInt32 {
    UInt32(bigEndian: block.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self))
}

@inline(__always)
private func turned(_ x: UInt32, _ n: UInt32) -> UInt32 {
    (x &>> n) | (x &<< (32 &- n))
}

@inline(__always)
private func schedule(_ w0: UInt32, _ w1: UInt32, _ w9: UInt32, _ w14: UInt32) -> UInt32 {
    let s0 = turned(w1, 7) ^ turned(w1, 18) ^ (w1 &>> 3)
    let s1 = turned(w14, 17) ^ turned(w14, 19) ^ (w14 &>> 10)
    return w0 &+ s0 &+ w9 &+ s1
}

/// One round; the caller turns the names of the variables instead of moving their values.
@inline(__always)
private func round(
    _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
    _ h: inout UInt32, _ wk: UInt32
) {
    let t1 = h &+ (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) &+ (g ^ (e & (f ^ g))) &+ wk
    let t2 = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) &+ ((a & b) | (c & (a | b)))
    d = d &+ t1
    h = t1 &+ t2
}
