import ReeveLanguage

/// What a script may use up. Each bound has an error of its own, and may be raised (language.md 2, Bounds).
public struct Bounds: Sendable, Equatable {
    /// Bytes of one script, of each file it uses, and of each CSV file.
    public var scriptBytes: Int
    /// Bytes of one string in a script.
    public var stringBytes: Int
    /// Characters of a name, as Unicode counts them (scalars).
    public var nameCharacters: Int
    /// Blocks, parentheses, conditions and sets within each other.
    public var nesting: Int
    /// Procedures and used files within each other.
    public var callDepth: Int
    /// Turns of all loops of a run.
    public var loopTurns: Int
    /// Things that the sets, conditions and rules of a run look at.
    public var steps: Int
    /// Errors of a file behind which the rest of it is not read.
    public var errors: Int

    /// The usual ones.
    public init() {
        let usual = RunLimits()
        scriptBytes = usual.syntax.scriptBytes
        stringBytes = usual.syntax.stringBytes
        nameCharacters = usual.nameCharacters
        nesting = usual.syntax.nesting
        callDepth = usual.callDepth
        loopTurns = usual.turns
        steps = usual.steps
        errors = usual.syntax.errors
    }

    /// The bounds by their names, and how far each may be raised: what holds a reader's stack, no further than that.
    package static let named: [(name: String, bound: WritableKeyPath<Bounds, Int> & Sendable, most: Int)] = [
        ("script", \.scriptBytes, 1 << 30), ("string", \.stringBytes, 1 << 30), ("name", \.nameCharacters, 4096),
        ("nesting", \.nesting, mostNesting), ("depth", \.callDepth, RunLimits.mostOpenBlocks),
        ("turns", \.loopTurns, 1_000_000_000_000), ("steps", \.steps, 1_000_000_000_000_000),
        ("errors", \.errors, 1_000_000),
    ]
    static let mostNesting = 128

    /// Held within what is possible, whatever was asked for.
    package var limits: RunLimits {
        var bounds = self
        for (_, bound, most) in Self.named { bounds[keyPath: bound] = max(1, min(self[keyPath: bound], most)) }
        return bounds.unheld
    }

    private var unheld: RunLimits {
        var limits = RunLimits()
        limits.syntax.scriptBytes = scriptBytes
        limits.syntax.stringBytes = stringBytes
        limits.syntax.nesting = nesting
        limits.syntax.errors = errors
        limits.nameCharacters = nameCharacters
        limits.callDepth = callDepth
        limits.turns = loopTurns
        limits.steps = steps
        return limits
    }
}
