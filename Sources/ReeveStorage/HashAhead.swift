/// A run of bytes that does not change any more.
final class Piece: Sendable {
    private let writer: ByteWriter

    /// How long pieces of something long are: long enough to be worth handing over, short enough to lie in the cache.
    static let length = 1 << 18

    init(_ writer: consuming ByteWriter) { self.writer = writer }

    /// - Parameter writer: is empty afterwards, and has room for the next piece.
    convenience init(full writer: inout ByteWriter) {
        var full = ByteWriter(capacity: Piece.length + Piece.length / 8)
        swap(&full, &writer)
        self.init(full)
    }

    /// Valid as long as the piece is there.
    var bytes: UnsafeRawBufferPointer { writer.bytes }

    var count: Int { writer.count }
}

/// A hash that is worked out on a thread of its own, while whoever writes the bytes goes on writing. Only what is long
/// is worth one.
final class HashAhead: Sendable {
    // Unchecked: only the follower changes it, and it is read when the follower has done all.
    private final class Sum: @unchecked Sendable {
        var hash: SHA256

        init(_ hash: SHA256) { self.hash = hash }
    }

    private let follower = Follower()
    private let sum: Sum

    /// - Parameter hash: what has been taken in before.
    init(from hash: SHA256) { sum = Sum(hash) }

    /// Takes the next bytes in. Waits where too many are still to be hashed.
    ///
    /// - Parameter most: how many pieces may be waiting.
    func take(_ piece: Piece, waiting most: Int = .max) {
        let sum = sum
        follower.take(waiting: most) { sum.hash.update(bytes: piece.bytes) }
    }

    /// Does something else on that thread while there is nothing to hash; see `Follower`.
    func spend(idle work: @escaping @Sendable () -> Bool) { follower.spend(idle: work) }

    /// Ends that.
    func endIdling() { follower.endIdling() }

    /// What has been taken in; waits for it.
    func finish() -> SHA256 {
        follower.wait()
        return sum.hash
    }
}
