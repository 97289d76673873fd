import ReeveDomain
import ReeveLanguage
import ReeveSyntax

/// What is known of one script and all that it uses, kept up with changes: a change is checked from the last mark before
/// it on.
struct RootAnalysis {
    let root: String
    /// On what the script is checked.
    private let beginning: Checker
    private(set) var checker: Checker
    private(set) var isDone = false
    private var marks: [Checker.Mark] = []
    private var steps = 0
    /// What running it is found to do: in all files it reads; nil until the linter has looked.
    var findings: RunFindings?

    /// What the linter says of a run.
    enum RunFindings {
        case found([Diagnostic])
        /// It does not run on its own.
        case notRun
    }

    /// Where the next mark is wanted: right before what was changed last, where the next change is likely.
    private var wanted: (file: String, end: Int32)?

    /// Statements between two marks. A mark costs what changes behind it, so there are few.
    private static let distance = 5_000
    private static let mostMarks = 32
    /// Statements between two looks at whether the client wants something else.
    private static let slice = 64
    /// A check that has seen so many spellings begins anew: they are never let go.
    private static let mostSpellings = 4 << 20

    init(_ root: SourceText, _ interpreter: Interpreter, in transaction: Transaction) {
        self.root = root.name
        beginning = Checker([root], interpreter, in: transaction)
        checker = beginning
    }

    /// Goes on until the end, or until `isInterrupted`.
    ///
    /// - Returns: whether it came to the end.
    mutating func advance(_ text: (String) -> SourceText?, _ isInterrupted: () -> Bool) -> Bool {
        while !isDone {
            if steps % Self.slice == 0, isInterrupted() { return false }
            if let wanted, let boundary = checker.boundary, boundary.file == wanted.file, boundary.end >= wanted.end {
                self.wanted = nil
                keep(checker.mark())
            }
            switch checker.step() {
            case false?: isDone = true
            case true?:
                steps += 1
                if steps % Self.distance == 0 { keep(checker.mark()) }
            case nil:
                goBack(text)
                return false
            }
        }
        return true
    }

    /// A file is another from a place on.
    ///
    /// - Parameter text: the present text of a file by its name, where it is open.
    /// - Returns: whether that makes a difference here.
    mutating func change(_ file: String, at offset: Int32, _ text: (String) -> SourceText?) -> Bool {
        guard reads(file) else { return false }
        while let mark = marks.last, !mark.holds(after: file, changesAt: offset) { marks.removeLast() }
        if checker.spellingCount > Self.mostSpellings { marks = [] }
        goBack(text)
        if let source = text(file) { wanted = (file, Self.boundary(in: source, marks.last) { $0.seen < offset }) }
        return true
    }

    /// Whether a file has a part in what was found.
    func reads(_ file: String) -> Bool { file == root || checker.files.contains(file) }

    private mutating func goBack(_ text: (String) -> SourceText?) {
        isDone = false
        findings = nil
        steps = 1
        if let mark = marks.last {
            checker = Checker(from: mark, text)
        } else {
            checker = beginning.restarted(text)
        }
    }

    private mutating func keep(_ mark: Checker.Mark) {
        marks.append(mark)
        guard marks.count > Self.mostMarks else { return }
        marks = marks.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }

    var hasErrors: Bool { checker.diagnostics.contains { $0.severity == .error } }

    /// What is known before the statement at a place of a file, and where the statements before it end.
    func moment(
        _ file: String, at offset: Int32, _ text: (String) -> SourceText?
    ) -> (checker: Checker, end: Int32) {
        let mark = marks.last { ($0.place(in: file) ?? .max) <= offset }
        var moment = mark.map { Checker(from: $0, text) } ?? beginning.restarted(text)
        guard let source = text(file) else { return (moment, 0) }
        let end = Self.boundary(in: source, mark) { $0.end < offset }
        moment.run(to: file, end)
        return (moment, end)
    }

    /// Where the last statement ends of which that holds.
    private static func boundary(
        in source: SourceText, _ mark: Checker.Mark?, _ holds: ((end: Int32, seen: Int32)) -> Bool
    ) -> Int32 {
        var last = mark?.place(in: source.name) ?? 0
        var parser = Parser(source, symbols: SymbolTable(), from: last)
        while parser.nextStatement() != nil {
            let boundary = parser.boundary()
            guard holds(boundary) else { break }
            last = boundary.end
        }
        return last
    }
}
