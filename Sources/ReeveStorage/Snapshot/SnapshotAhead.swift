import ReeveDomain

/// The beginning of a long run's snapshot (kinds, roles, users, customers), made and hashed while the run goes on, by the
/// thread that hashes the run's lines and often has nothing to do. It tells what was true when the run began: of use to a
/// run that leaves all these as they were, as most long ones do, and else dropped.
final class SnapshotAhead: @unchecked Sendable {
    // Unchecked: one thread takes steps, and nobody takes out what there is before the last of them.
    private let state: State
    private let limit: Int
    private let pieceLength: Int
    private var begun: BegunSnapshot?

    /// - Parameters:
    ///   - state: what is true when the run begins.
    ///   - limit: after how many bytes to stop; they stay in memory.
    ///   - pieceLength: after how many bytes a piece is full.
    init(_ state: State, limit: Int = 1 << 26, pieceLength: Int = Piece.length) {
        (self.state, self.limit, self.pieceLength) = (state, limit, pieceLength)
    }

    /// Whether the snapshot of a state that has come of its own begins like this. Constant.
    func fits(_ state: State) -> Bool { state.hasSameThings(as: self.state) }

    /// Does a little more: orders the names, makes a piece, or hashes one.
    ///
    /// - Returns: whether there is more to do.
    func step() -> Bool {
        if begun == nil {
            begun = BegunSnapshot(state)
            return true
        }
        return begun?.step(limit, pieceLength) ?? false
    }

    /// Takes out what there is.
    ///
    /// - Parameter state: what is true when the run has ended.
    /// - Returns: nil where nothing fits.
    func finish(for state: State) -> BegunSnapshot? { fits(state) ? begun.take() : nil }
}

/// A snapshot that is being made: its lines up to some place.
struct BegunSnapshot: ~Copyable {
    var body: SnapshotBody
    /// The lines behind the last full piece.
    var rest = ByteWriter(capacity: 1 << 16)
    private(set) var pieces: [Piece] = []
    /// How many pieces `hash` and `checks` have taken in.
    private(set) var hashed = 0
    private(set) var hash = SHA256()
    private(set) var checks = BlockChecks()

    /// Nothing but its order.
    init(_ state: State) { body = SnapshotBody(state) }

    /// Hashes a piece, or makes one.
    ///
    /// - Returns: whether there is more to do.
    mutating func step(_ limit: Int, _ pieceLength: Int) -> Bool {
        if hashed < pieces.count {
            hash.update(bytes: pieces[hashed].bytes)
            checks.take(pieces[hashed].bytes)
            hashed += 1
            return true
        }
        guard checks.length < limit, !body.begin(into: &rest, upTo: pieceLength) else { return false }
        pieces.append(Piece(full: &rest))
        body.passOn(pieces[hashed].count)
        return true
    }
}
