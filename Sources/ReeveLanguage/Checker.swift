import ReeveDomain
import ReeveSyntax

/// Tries scripts without committing: syntax, names and types. Goes on behind a statement that failed, and stays silent
/// about names that only such a statement would have made.
///
/// A value that goes one statement a step, so that whoever checks a script over and over keeps copies on the way
/// (`mark`), and goes on from the last one before a change (`resumed`). A copy costs what is changed behind it.
package struct Checker {
    /// A file whose statements are being read: a script that was given, or one that is used at the top level.
    private struct Frame {
        var source: SourceText
        var parser: Parser
        /// Its lines up to the statement at hand, while another file is read.
        var lines: LineCursor
        /// The `use` that led here, in the frame before.
        var used: SourceRange?
    }

    private var interpreter: Interpreter
    /// What the statements so far would lead to.
    package private(set) var transaction: Transaction
    private var frames: [Frame] = []
    private var waiting: ArraySlice<SourceText>
    /// Everything found so far, but for the syntax errors of the files that are still being read.
    private var found: [Diagnostic] = []
    /// What failed statements would have made.
    private var missing: Set<String> = []

    /// - Parameters:
    ///   - interpreter: with the loader, limits and parameters of the run; it has run nothing yet.
    ///   - transaction: on the state that the scripts would meet.
    package init(_ sources: [SourceText], _ interpreter: Interpreter, in transaction: Transaction) {
        self.interpreter = interpreter
        self.transaction = transaction
        self.interpreter.begin(&self.transaction)
        self.interpreter.isChecking = true
        waiting = sources[...]
    }

    /// Everything found so far, in the order of the scripts.
    package var diagnostics: [Diagnostic] {
        var found = found
        for index in frames.indices.reversed() { found += syntaxErrors(of: index) }
        return found
    }

    /// The names of the variables that the next statement may use.
    package var variables: [String] { interpreter.variables }

    /// The names of the procedures so far.
    package var procedures: [String] { interpreter.procedures.keys.map { interpreter.symbols.text($0) }.sorted() }

    /// Every file that was read so far, by name.
    package var files: Set<String> { interpreter.usedFiles }

    /// How many spellings the check knows: they are never let go.
    package var spellingCount: Int { interpreter.symbols.count }

    /// Reads and tries the next statement, or some.
    ///
    /// - Parameter most: how many; more than one only where each is of a simple sort.
    /// - Returns: false at the end; nil where the limits' `isInterrupted` stopped it in the middle of the statement, so
    ///   that this value is of no more use.
    package mutating func step(atMost most: Int = 1) -> Bool? {
        guard let top = frames.indices.last else {
            guard let source = waiting.popFirst() else { return false }
            interpreter.usedFiles.insert(source.name)
            push(source, used: nil)
            return true
        }
        var range = SourceRange(0, 0)
        var next: StatementSyntax?
        do throws(Interpreter.Stop) {
            if try interpreter.executePlain(&frames[top].parser, in: &transaction, at: &range, atMost: most) > 0 {
                return true
            }
            next = frames[top].parser.nextStatement()
            guard let statement = next else {
                pop()
                return true
            }
            if case .use(let file) = statement.body {
                if let source = try interpreter.openUsed(file, transaction.state) { push(source, used: file.range) }
            } else {
                try interpreter.execute(statement, in: &transaction)
            }
        } catch {
            let source = frames[top].source
            if let next { missing.formUnion(names(madeBy: next.body, in: source)) }
            switch error {
            case .script(let inner):
                if inner.diagnostic.code == Interpreter.interruptedCode { return nil }
                if interpreter.stopped(transaction.meter) != nil { transaction.meter = interpreter.newMeter() }
                let isConsequence =
                    inner.diagnostic.code.hasPrefix("unknown-")
                    && missing.contains(source.text(inner.diagnostic.range))
                if !isConsequence { found.append(noted(inner.diagnostic, in: top)) }
            case .file(let inner):
                if inner.diagnostics.contains(where: { $0.code == Interpreter.interruptedCode }) { return nil }
                found += inner.diagnostics.map { noted($0, in: top) }
            }
        }
        return true
    }

    private mutating func push(_ source: SourceText, used: SourceRange?) {
        if let top = frames.indices.last { frames[top].lines = interpreter.lines }
        let lines = LineCursor(source)
        frames.append(
            Frame(
                source: source,
                parser: Parser(source, symbols: interpreter.symbols, limits: interpreter.limits.syntax), lines: lines,
                used: used))
        interpreter.resolver.source = source
        interpreter.lines = lines
    }

    private mutating func pop() {
        guard let top = frames.indices.last else { return }
        found += syntaxErrors(of: top)
        let frame = frames.removeLast()
        if frame.used != nil { interpreter.closeUsed() }
        guard let outer = frames.last else { return }
        interpreter.resolver.source = outer.source
        interpreter.lines = outer.lines
    }

    private func syntaxErrors(of frame: Int) -> [Diagnostic] {
        frames[frame].parser.hasErrors ? frames[frame].parser.diagnostics.map { noted($0, in: frame) } : []
    }

    /// With the way that led to the file it is in.
    private func noted(_ diagnostic: Diagnostic, in frame: Int) -> Diagnostic {
        var diagnostic = diagnostic
        for index in stride(from: frame, to: 0, by: -1) {
            guard let range = frames[index].used else { break }
            let outer = frames[index - 1].source
            var lines = frames[index - 1].lines
            diagnostic.cameBy(
                "used at \(escaped(outer.name)):\(lines.line(at: range.start))",
                Diagnostic.Related(message: "used here", source: outer, range: range))
        }
        return diagnostic
    }

    private func names(madeBy body: StatementBody, in source: SourceText) -> [String] {
        switch body {
        case .add(_, let names, _, _): names.all.map { source.text($0.range) }
        case .defineKind(let kind): [source.text(kind.name.range), source.text(kind.name.range) + "s"]
        case .defineRole(let role): [source.text(role.name.range)]
        case .rename(_, _, _, let to): [source.text(to.range)]
        case .letting(let variable, _): [source.text(variable.range)]
        case .forEach(_, _, let body): body.statements.flatMap { names(madeBy: $0.body, in: source) }
        default: []
        }
    }
}

// MARK: Going on from a place before a change

extension Checker {
    /// A check on its way, between two statements.
    package struct Mark {
        fileprivate var checker: Checker
        /// Of each file that is being read, outermost first.
        fileprivate var places: [(end: Int32, seen: Int32, line: Int)]

        /// Whether all that led here is as it was, where a file is another from a place on.
        ///
        /// - Parameters:
        ///   - file: its name.
        ///   - offset: the first byte that may be another.
        package func holds(after file: String, changesAt offset: Int32) -> Bool {
            for (frame, place) in zip(checker.frames, places) where frame.source.name == file {
                return offset > place.seen
            }
            return !checker.files.contains(file)
        }

        /// Where the statements of a file that is being read end; nil where it is not being read here.
        package func place(in file: String) -> Int32? {
            zip(checker.frames, places).first { $0.0.source.name == file }?.1.end
        }
    }

    /// This check, which has not begun, with the present texts of its scripts.
    package func restarted(_ source: (String) -> SourceText?) -> Checker {
        var restarted = self
        restarted.waiting = waiting.map { source($0.name) ?? $0 }[...]
        return restarted
    }

    /// Goes on until so much of a file is read, or to the end.
    package mutating func run(to file: String, _ end: Int32) {
        while true {
            if let boundary, boundary.file == file, boundary.end >= end { return }
            guard step() == true else { return }
        }
    }

    /// The file that is being read, and where its statements so far end; nil before the first and after the last.
    package var boundary: (file: String, end: Int32)? {
        guard let top = frames.indices.last else { return nil }
        return (frames[top].source.name, frames[top].parser.statementsEnd)
    }

    /// This moment, to go on from.
    package mutating func mark() -> Mark {
        var places: [(end: Int32, seen: Int32, line: Int)] = []
        for index in frames.indices {
            let boundary = frames[index].parser.boundary()
            var lines = index == frames.count - 1 ? interpreter.lines : frames[index].lines
            places.append((boundary.end, boundary.seen, lines.line(at: boundary.end)))
        }
        var kept = self
        // What was found in what comes behind is found again.
        for index in frames.indices {
            kept.found += syntaxErrors(of: index).filter { $0.range.start < places[index].end }
            kept.frames[index].parser = Parser(
                SourceText(name: "", bytes: []), symbols: interpreter.symbols, limits: interpreter.limits.syntax)
        }
        return Mark(checker: kept, places: places)
    }

    /// A check that goes on from a mark.
    ///
    /// - Parameter source: the present text of a file by its name; nil where it has not changed.
    package init(from mark: Mark, _ source: (String) -> SourceText?) {
        self = mark.checker
        for (index, place) in mark.places.enumerated() {
            let text = source(frames[index].source.name) ?? frames[index].source
            frames[index].source = text
            frames[index].parser = Parser(
                text, symbols: interpreter.symbols, limits: interpreter.limits.syntax, from: place.end)
            frames[index].lines = LineCursor(text, at: place.end, line: place.line)
        }
        guard let top = frames.last else { return }
        interpreter.resolver.source = top.source
        interpreter.lines = top.lines
    }
}
