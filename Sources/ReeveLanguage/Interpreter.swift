import ReeveDomain
import ReeveSyntax

/// Runs scripts on a transaction: each statement is read, resolved and carried out before the next is read. It sees no
/// disk and no clock, and yields events through the transaction alone.
package struct Interpreter {
    let loader: any SourceLoader
    let limits: RunLimits
    let parameters: [String: String]
    package let symbols = SymbolTable()
    var resolver: Resolver
    var procedures: [Symbol: Procedure] = [:]
    /// What this run has defined: twice is an error.
    var defined: Set<String> = []
    var usedFiles: Set<String> = []
    var usedParameters: Set<String> = []
    var turns = 0
    var depth = 0
    /// Blocks and procedures that have begun and not ended.
    var openBlocks = 0
    /// The statement being carried out, for a refusal's journal record.
    var statementText = ""
    var lines: LineCursor
    /// The statements that are about to be carried out without a tree.
    var ready = ReadyInvites()
    /// Of no meaning; it is kept so that a look ahead is not left out as needless.
    var glances = 0
    /// Checking: tests and questions are passed over, not refused.
    var isChecking = false
    /// Running a fixture: tests are kept for later.
    var collectsTests = false
    var tests: [ScriptTest] = []
    var isTesting = false
    /// What questions about the past are asked of.
    package var history: any History {
        get { resolver.history }
        set { resolver.history = newValue }
    }
    /// In a test: what it has done so far.
    var testLog: TestLog?
    /// What the scripts take for the present time, where that is not the transaction's: a plan is carried out as it was
    /// reviewed, and `for 8 hours` was said then.
    package var now: Instant?
    /// In a conversation each run knows the variables and procedures of those before it, and may set them anew.
    package var isConversing = false
    var outcome = TestOutcome()
    /// Told of each statement that asked something of the domain, once it has been carried out.
    package var observer: ((StatementTrace) -> Void)?

    struct Procedure {
        var parameters: [NameSyntax]
        var body: BlockSyntax
        var source: SourceText
    }

    /// - Parameters:
    ///   - loader: where `use` and `csv` get files from.
    ///   - parameters: what `--set` gave, by name.
    package init(
        loader: any SourceLoader = NoFiles(), limits: RunLimits = RunLimits(), parameters: [String: String] = [:]
    ) {
        self.loader = loader
        self.limits = limits
        self.parameters = parameters
        let nothing = SourceText(name: "", bytes: [])
        resolver = Resolver(symbols: symbols, source: nothing, now: Instant(milliseconds: 0), loader: loader)
        lines = LineCursor(nothing)
    }

    /// Runs the scripts one after the other as one unit.
    /// - Parameter checkingRules: false where more is to come before the rules must hold.
    /// - Throws: what was wrong; the transaction is then to be dropped.
    package mutating func run(
        _ sources: [SourceText], in transaction: inout Transaction, checkingRules: Bool = true
    ) throws(ScriptFailure) {
        begin(&transaction)
        if isConversing { beginAnew() }
        for source in sources {
            usedFiles.insert(source.name)
            try execute(source, in: &transaction)
        }
        if !isConversing, let unused = parameters.keys.filter({ !usedParameters.contains($0) }).sorted().first {
            throw ScriptFailure(
                diagnostics: [
                    Diagnostic(
                        code: "unknown-parameter", message: "no script has a parameter \(ticked(unused))", source: nil,
                        range: SourceRange(0, 0),
                        label: nearest(to: unused, among: usedParameters.sorted()).map { "did you mean \(ticked($0))?" }
                            ?? "a script asks for it by: param $\(escaped(unused))")
                ])
        }
        if checkingRules { try checkRules(&transaction) }
    }

    /// The names of the variables that the next statement may use.
    package var variables: [String] { resolver.environment.visible.map { symbols.text($0) } }

    /// What one run may do once, the next may do again.
    private mutating func beginAnew() {
        defined = []
        usedFiles = []
        turns = 0
    }

    mutating func begin(_ transaction: inout Transaction) {
        transaction.nameLimit = limits.nameCharacters
        transaction.meter = newMeter()
        let history = history
        let environment = resolver.environment
        resolver = Resolver(
            symbols: symbols, source: SourceText(name: "", bytes: []), now: now ?? transaction.now, loader: loader)
        self.history = history
        if isConversing { resolver.environment = environment }
    }

    /// One script's statements at the top level.
    mutating func execute(_ source: SourceText, in transaction: inout Transaction) throws(ScriptFailure) {
        let outerSource = resolver.source
        let outerLines = lines
        resolver.source = source
        lines = LineCursor(source)
        defer {
            resolver.source = outerSource
            lines = outerLines
        }
        var parser = Parser(source, symbols: symbols, limits: limits.syntax)
        var failure: ScriptError?
        var nested: ScriptFailure?
        var statements = 0
        var range = SourceRange(0, 0)
        while true {
            // From the first error on the rest is only read, for what else is wrong with it.
            let isCarryingOut = failure == nil && nested == nil
            var plain = 0
            do throws(Stop) {
                let most = isCarryingOut ? Self.mostReady : 0
                plain = try executePlain(&parser, in: &transaction, at: &range, atMost: most)
                if plain == 0 {
                    guard let statement = parser.nextStatement() else { break }
                    range = statement.range
                    if isCarryingOut, !parser.hasErrors { try execute(statement, in: &transaction) }
                }
            } catch {
                switch error {
                case .script(let inner):
                    if inner.diagnostic.code == Self.interruptedCode {
                        throw ScriptFailure(diagnostics: [inner.diagnostic])
                    }
                    failure = inner
                case .file(let inner): nested = inner
                }
                statementText = source.text(range)
            }
            statements += max(plain, 1)
            if statements >= 64 {
                statements = 0
                try pause(behind: range, of: source)
            }
        }
        if parser.hasErrors { throw ScriptFailure(diagnostics: parser.diagnostics) }
        if let nested { throw nested }
        if let failure {
            throw ScriptFailure(
                diagnostics: [failure.diagnostic], statement: statementText, isRefusal: failure.isRefusal,
                rule: failure.rule)
        }
    }

    package static let interruptedCode = "interrupted"

    /// Between two statements: says how far the run is, and looks whether it is to stop.
    private func pause(behind range: SourceRange, of source: SourceText) throws(ScriptFailure) {
        limits.onProgress?(.reading(script: source.name, bytes: Int(range.end), of: source.bytes.count))
        if limits.isInterrupted?() == true {
            throw ScriptFailure(
                diagnostics: [resolver.error(Self.interruptedCode, "interrupted", range).diagnostic])
        }
    }

    /// What one run's sets, conditions and rules are counted against.
    func newMeter() -> WorkMeter { WorkMeter(limit: limits.steps, isInterrupted: limits.isInterrupted) }

    /// Why nothing that was worked out with a meter counts; nil where all of it does.
    func stopped(_ meter: WorkMeter?) -> Diagnostic? {
        guard let meter else { return nil }
        let nowhere = SourceRange(0, 0)
        switch meter.outcome {
        case .within: return nil
        case .interrupted:
            return Diagnostic(code: Self.interruptedCode, message: "interrupted", source: nil, range: nowhere)
        case .usedUp:
            return Diagnostic(
                code: "too-many-steps",
                message: "the sets, conditions and rules of one run look at most at \(meter.limit) things", source: nil,
                range: nowhere, label: "does it go through everything, again and again?",
                notes: [
                    "a set that is used more than once is better kept: let $it = …",
                    "to raise the bound: --limit steps=\(meter.limit.multipliedReportingOverflow(by: 2).partialValue)",
                ])
        }
    }

    /// - Throws: what stopped the sets and conditions of a statement short: their answers do not count.
    func requireWithin(_ meter: WorkMeter?, _ range: SourceRange) throws(Stop) {
        guard var diagnostic = stopped(meter) else { return }
        diagnostic.source = resolver.source
        diagnostic.range = range
        throw .script(ScriptError(diagnostic: diagnostic))
    }

    /// What ends a run: an error here, or one in a file that was used.
    enum Stop: Error {
        case script(ScriptError)
        case file(ScriptFailure)
    }
}

/// What one statement came to, each time it was carried out.
package struct StatementTrace {
    package var source: SourceText
    package var statement: StatementSyntax
    /// The numbers of its events: above `before`, up to `after`.
    package var before: Int64
    package var after: Int64
    /// How much of it held already.
    package var unchanged: Int
}

/// Lines by byte offset, for places that mostly move forward: the bytes between two places are counted.
struct LineCursor {
    private let bytes: [UInt8]
    private var offset = 0
    private var line = 1

    init(_ source: SourceText) {
        bytes = source.bytes
        line = source.firstLine
    }

    /// One that starts at a place whose line is known.
    init(_ source: SourceText, at offset: Int32, line: Int) {
        bytes = source.bytes
        self.offset = min(max(0, Int(offset)), source.bytes.count)
        self.line = line
    }

    /// The line of an offset, from 1.
    mutating func line(at wanted: Int32) -> Int {
        let target = min(max(0, Int(wanted)), bytes.count)
        line += target >= offset ? lineFeeds(offset, target) : -lineFeeds(target, offset)
        offset = target
        return line
    }

    /// The same of a place that is known to be one line below the last one that was asked about.
    mutating func nextLine(at offset: Int32) -> Int {
        self.offset = min(max(0, Int(offset)), bytes.count)
        line += 1
        return line
    }

    /// How many line feeds there are from one offset to another: eight bytes at a time.
    private func lineFeeds(_ start: Int, _ end: Int) -> Int {
        bytes.withUnsafeBytes { bytes in
            /// 1 in each byte that is a line feed, the first byte lowest.
            func feeds(_ place: Int) -> UInt64 {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
                let others = word ^ 0x0a0a_0a0a_0a0a_0a0a
                // The high bit of each byte that is not zero, without carrying into the next.
                let low: UInt64 = 0x7f7f_7f7f_7f7f_7f7f
                return ~((others & low) &+ low | others | low) >> 7
            }
            /// The sum of eight bytes. (The machine's own count of bits is not in every machine.)
            func total(_ sums: UInt64) -> Int {
                let even: UInt64 = 0x00ff_00ff_00ff_00ff
                let four = (sums & even) &+ ((sums >> 8) & even)
                return Int(truncatingIfNeeded: (four &* 0x0001_0001_0001_0001) >> 48)
            }
            var (at, count) = (start, 0)
            while at + 8 <= end {
                // No byte of the sums overflows.
                let stop = min(end, at + 8 * 255)
                var sums: UInt64 = 0
                while at + 8 <= stop {
                    sums &+= feeds(at)
                    at += 8
                }
                count += total(sums)
            }
            if at < end, end >= 8 {
                // Those before `at` are shifted out.
                count += total(feeds(end - 8) >> UInt64(8 * (8 - (end - at))))
                at = end
            }
            while at < end {
                if bytes[at] == 10 { count += 1 }
                at += 1
            }
            return count
        }
    }
}
