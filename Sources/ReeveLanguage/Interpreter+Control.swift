import ReeveDomain
import ReeveSyntax

extension Interpreter {
    /// Variables, branches, loops, calls and files.
    mutating func control(_ statement: StatementSyntax, in transaction: inout Transaction) throws(Stop) {
        switch statement.body {
        case .letting(let variable, let value):
            try scripted { interpreter throws(ScriptError) in
                let value = try interpreter.evaluate(value, transaction.state)
                try interpreter.bind(variable, value)
            }
        case .parameter(let variable, let defaultValue):
            try scripted { interpreter throws(ScriptError) in
                try interpreter.bindParameter(variable, defaultValue, transaction.state)
            }
        case .print(let expression):
            try scripted { interpreter throws(ScriptError) in
                let value = try interpreter.evaluate(expression, transaction.state)
                transaction.printed(interpreter.resolver.text(of: value, transaction.state))
            }
        case .conditional(let branches, let otherwise):
            try branch(branches, otherwise, in: &transaction)
        case .forEach(let variable, let set, let body):
            try loop(variable, set, body, in: &transaction)
        case .defineProcedure(let name, let parameters, let body):
            try scripted { interpreter throws(ScriptError) in
                try interpreter.define("procedure " + spelled(interpreter.symbols.text(name.symbol)), name.range)
                interpreter.procedures[name.symbol] = Procedure(
                    parameters: parameters, body: body, source: interpreter.resolver.source)
            }
        case .call(let name, let arguments):
            try call(name, arguments, in: &transaction)
        case .use(let file):
            try use(file, in: &transaction)
        case .act(let user, let place, let body):
            try act(user, place, body, statement, in: &transaction)
        case .test(let name, let tags, let body):
            // `reeve run` skips tests; of a used file they are its own.
            guard collectsTests, depth == 0 else { return }
            let title = try scripted { interpreter throws(ScriptError) in
                let title = try interpreter.resolver.text(name, transaction.state)
                try interpreter.define("test " + quoted(title), name.range)
                return title
            }
            tests.append(
                ScriptTest(
                    name: title, tags: tags.map { symbols.text($0.symbol) }, source: resolver.source,
                    line: transaction.origin.line, range: statement.range, body: body))
        case .expect(let condition) where isTesting:
            expect(condition, statement, transaction.state)
        case .expectOutcome(let wanted, let block) where isTesting:
            expect(wanted, block, statement, in: &transaction)
        case .expect, .expectOutcome, .at:
            let what = if case .at = statement.body { "at" } else { "expect" }
            throw .script(
                resolver.error(
                    "outside-test", "`\(what)` stands \(what == "at" ? "directly " : "")in a test", statement.range,
                    label: "write: test \"…\" { \(what) … }"))
        default:
            let answer = try scripted { interpreter throws(ScriptError) in
                try interpreter.answer(statement.body, transaction.state)
            }
            if let answer { transaction.answered(answer) }
        }
    }

    mutating func scripted<R>(
        _ body: (inout Interpreter) throws(ScriptError) -> R
    ) throws(Stop) -> R {
        do throws(ScriptError) {
            return try body(&self)
        } catch {
            throw .script(error)
        }
    }

    // MARK: Variables

    mutating func evaluate(_ expression: ExpressionSyntax, _ state: State) throws(ScriptError) -> ScriptValue {
        switch expression {
        case .count(let set, _):
            let set = try resolver.set(set, state, mayBeAlone: true)
            return .value(
                .number(Double(state.elements(of: set, at: resolver.now, seenBy: resolver.visibility(state)).count)))
        case .set(.csv(let file, let range)): return .rows(try rows(file, range, state))
        case .set(let set):
            return .set(
                state.elements(
                    of: try resolver.set(set, state, mayBeAlone: false), at: resolver.now,
                    seenBy: resolver.visibility(state)))
        case .value(let value):
            if let unit = value.unit {
                return .value(.duration(milliseconds: try resolver.duration(value.name, unit, state)))
            }
            if value.name.form == .variable { return try resolver.variable(value.name, state) }
            return .text(try resolver.text(value.name, state))
        }
    }

    mutating func bind(_ variable: NameSyntax, _ value: ScriptValue) throws(ScriptError) {
        let name = symbols.text(variable.symbol)
        guard name != "now" else {
            throw resolver.error(
                "reserved-name", "`$now` is the transaction's instant", variable.range, label: "choose another name")
        }
        if isConversing { resolver.environment.forgetAtTop(variable.symbol) }
        guard resolver.environment.define(variable.symbol, value) else {
            throw resolver.error(
                "doubled-name", "`$\(escaped(name))` is set already", variable.range, label: "choose another name",
                notes: ["a variable keeps what it was set to"])
        }
    }

    private mutating func bindParameter(
        _ variable: NameSyntax, _ defaultValue: ValueSyntax?, _ state: State
    ) throws(ScriptError) {
        let name = symbols.text(variable.symbol)
        if let given = parameters[name] {
            usedParameters.insert(name)
            try bind(variable, .text(given))
            return
        }
        guard let defaultValue else {
            if isChecking {
                try bind(variable, .text(""))
                return
            }
            throw resolver.error(
                "missing-parameter", "the parameter `$\(escaped(name))` is not given", variable.range,
                label: "run with: --set \(escaped(name))=VALUE",
                notes: ["or give it a default: param $\(escaped(name)) default …"])
        }
        usedParameters.insert(name)
        try bind(variable, try evaluate(.value(defaultValue), state))
    }

    // MARK: Blocks

    mutating func run(_ block: BlockSyntax, in transaction: inout Transaction) throws(Stop) {
        resolver.environment.enterBlock()
        defer { resolver.environment.leaveBlock() }
        guard openBlocks < RunLimits.mostOpenBlocks else { throw .script(tooManyBlocks(block.range)) }
        openBlocks += 1
        defer { openBlocks -= 1 }
        for statement in block.statements { try execute(statement, in: &transaction) }
    }

    func tooManyBlocks(_ range: SourceRange) -> ScriptError {
        resolver.error(
            "too-deep", "blocks and procedures are at most \(RunLimits.mostOpenBlocks) deep in each other", range,
            label: "does a procedure call itself from within blocks?")
    }

    /// Counts a turn of a loop, or a call: what a script can repeat without being long.
    mutating func countTurn(_ range: SourceRange) throws(Stop) {
        turns += 1
        if turns & 4095 == 0 { limits.onProgress?(.turning(turns)) }
        if limits.isInterrupted?() == true {
            throw .script(resolver.error(Self.interruptedCode, "interrupted", range))
        }
        guard turns > limits.turns else { return }
        throw .script(
            resolver.error(
                "too-many-turns", "the loops and calls of one run turn at most \(limits.turns) times", range,
                notes: [
                    "to raise the bound: --limit turns=\(limits.turns.multipliedReportingOverflow(by: 2).partialValue)"
                ]))
    }

    private mutating func branch(
        _ branches: [BranchSyntax], _ otherwise: BlockSyntax?, in transaction: inout Transaction
    ) throws(Stop) {
        for branch in branches {
            let state = transaction.state
            let isTrue = try scripted { interpreter throws(ScriptError) in
                let formula = try interpreter.resolver.formula(branch.condition, .nothing, state)
                return state.holds(
                    formula, on: nil, at: interpreter.resolver.now, seenBy: interpreter.resolver.visibility(state))
            }
            if isTrue { return try run(branch.body, in: &transaction) }
        }
        if let otherwise { try run(otherwise, in: &transaction) }
    }

    private mutating func loop(
        _ variable: NameSyntax, _ set: SetSyntax, _ body: BlockSyntax, in transaction: inout Transaction
    ) throws(Stop) {
        let values = try scripted { interpreter throws(ScriptError) in
            try interpreter.loopValues(set, transaction.state)
        }
        if values.isEmpty {
            transaction.warn(
                "empty-loop", "`for each \(escaped(resolver.source.text(variable.range)))` goes over nothing")
        }
        for value in values {
            try countTurn(variable.range)
            resolver.environment.enterBlock()
            defer { resolver.environment.leaveBlock() }
            try scripted { interpreter throws(ScriptError) in try interpreter.bind(variable, value) }
            do throws(Stop) {
                try run(body, in: &transaction)
            } catch {
                throw error.inRow(value)
            }
        }
    }

    private mutating func loopValues(_ set: SetSyntax, _ state: State) throws(ScriptError) -> [ScriptValue] {
        switch set {
        case .csv(let file, let range): return try rows(file, range, state).map { .row($0) }
        case .variable(let name):
            if case .rows(let rows) = try resolver.variable(name, state) { return rows.map { .row($0) } }
        default: break
        }
        return state.elements(
            of: try resolver.set(set, state, mayBeAlone: true), at: resolver.now, seenBy: resolver.visibility(state)
        ).map {
            if case .text(let text) = $0 { .text(text) } else { .element($0) }
        }
    }

    // MARK: Acting

    /// Logs in, switches, works, switches back, logs out: Workato, Customer managers, Accessing customer accounts.
    private mutating func act(
        _ user: NameSyntax, _ place: PlaceSyntax?, _ body: BlockSyntax, _ statement: StatementSyntax,
        in transaction: inout Transaction
    ) throws(Stop) {
        let (who, where_) = try scripted { interpreter throws(ScriptError) in
            let who = try interpreter.resolver.user(user, transaction.state)
            let found = try interpreter.resolver.place(place, transaction.state)
            guard found.record == nil else {
                throw interpreter.resolver.error(
                    "wrong-place", "one acts in an account", place?.range ?? user.range,
                    label: "write `\(spelled(transaction.state[found.account].name))`")
            }
            return (who, place == nil ? AccountID.partner : found.account)
        }
        do throws(Refusal) {
            try transaction.enter(as: who, where_)
        } catch {
            var failure = self.place(error, statement)
            failure.diagnostic.range = error.subject == .place ? place?.range ?? user.range : user.range
            throw .script(failure)
        }
        let (outerActor, outerAccount) = (transaction.actor, resolver.account)
        transaction.actor = .user(who)
        resolver.account = where_
        try run(body, in: &transaction)
        transaction.origin.line = lines.line(at: statement.range.start)
        transaction.leave(who, where_)
        transaction.actor = outerActor
        resolver.account = outerAccount
    }
}

extension Interpreter.Stop {
    /// By which way a run came to where it stopped; of a long way the innermost part is told.
    func noting(_ way: String, in source: SourceText, at range: SourceRange) -> Interpreter.Stop {
        let place = Diagnostic.Related(message: way + " here", source: source, range: range)
        let note = "\(way) at \(escaped(source.name)):\(LineIndex(source).position(range.start).line)"
        switch self {
        case .script(var error):
            error.diagnostic.cameBy(note, place)
            return .script(error)
        case .file(var failure):
            for index in failure.diagnostics.indices { failure.diagnostics[index].cameBy(note, place) }
            return .file(failure)
        }
    }

    /// Names the file and row in which a loop over a CSV file stopped.
    func inRow(_ value: ScriptValue) -> Interpreter.Stop {
        guard case .row(let row) = value else { return self }
        switch self {
        case .script(var error):
            error.diagnostic.notes.append("in \(escaped(row.file)), line \(row.line)")
            return .script(error)
        case .file: return self
        }
    }
}

extension Diagnostic {
    /// Notes a step of the way that led to it, while there are not many.
    mutating func cameBy(_ note: String, _ place: Related) {
        guard notes.count < 6, notes.last != note else { return }
        notes.append(note)
        related.append(place)
    }
}
