import ReeveDomain
import ReeveSyntax

/// Statements from elsewhere: procedures, and files that are used or hold rows.
extension Interpreter {
    mutating func call(
        _ name: NameSyntax, _ arguments: [ExpressionSyntax], in transaction: inout Transaction
    ) throws(Stop) {
        guard let procedure = procedures[name.symbol] else {
            var failure = resolver.unknown(
                "unknown-procedure", "procedure", name, symbols.text(name.symbol),
                among: procedures.keys.map(symbols.text).sorted(),
                notes: ["a procedure is defined before it is called, here or in a file that is used"])
            switch symbols.text(name.symbol) {
            case "permit", "allow": failure.diagnostic.label = "who may what stands in `define role … { can … }`"
            case "forbid", "deny": failure.diagnostic.label = "what must not be stands in `define rule … { forbid … }`"
            case "count": failure.diagnostic.label = "asked without parentheses: count customers"
            default: break
            }
            throw .script(failure)
        }
        guard arguments.count == procedure.parameters.count else {
            let wanted = procedure.parameters.map { "$" + symbols.text($0.symbol) }.joined(separator: ", ")
            throw .script(
                resolver.error(
                    "wrong-arguments",
                    "\(ticked(symbols.text(name.symbol))) takes \(procedure.parameters.count == 1 ? "1 value" : "\(procedure.parameters.count) values"), and \(arguments.count) \(arguments.count == 1 ? "is" : "are") given",
                    name.range, label: "write: \(escaped(symbols.text(name.symbol)))(\(escaped(wanted)))"))
        }
        try enter(name.range)
        defer { depth -= 1 }
        try countTurn(name.range)
        guard openBlocks < RunLimits.mostOpenBlocks else { throw .script(tooManyBlocks(name.range)) }
        openBlocks += 1
        defer { openBlocks -= 1 }
        let values = try scripted { interpreter throws(ScriptError) in
            var values: [ScriptValue] = []
            for argument in arguments { values.append(try interpreter.evaluate(argument, transaction.state)) }
            return values
        }
        resolver.environment.enterProcedure()
        let outerSource = resolver.source
        let outerLines = lines
        resolver.source = procedure.source
        lines = LineCursor(procedure.source)
        defer {
            resolver.source = outerSource
            lines = outerLines
            resolver.environment.leaveProcedure()
        }
        for (parameter, value) in zip(procedure.parameters, values) {
            try scripted { interpreter throws(ScriptError) in try interpreter.bind(parameter, value) }
        }
        do throws(Stop) {
            for statement in procedure.body.statements { try execute(statement, in: &transaction) }
        } catch {
            throw error.noting("in \(ticked(symbols.text(name.symbol))), called", in: outerSource, at: name.range)
        }
    }

    private mutating func enter(_ range: SourceRange) throws(Stop) {
        guard depth < limits.callDepth else {
            throw .script(
                resolver.error(
                    "too-deep", "procedures and files are at most \(limits.callDepth) deep in each other", range,
                    label: "does it call itself?",
                    notes: ["to raise the bound: --limit depth=\(min(limits.callDepth * 2, RunLimits.mostOpenBlocks))"])
            )
        }
        depth += 1
    }

    mutating func use(_ file: NameSyntax, in transaction: inout Transaction) throws(Stop) {
        guard let source = try openUsed(file, transaction.state) else { return }
        defer { closeUsed() }
        do throws(ScriptFailure) {
            try execute(source, in: &transaction)
        } catch {
            throw Stop.file(error).noting("used", in: resolver.source, at: file.range)
        }
    }

    /// The file behind `use`, entered; nil where it was used before.
    mutating func openUsed(_ file: NameSyntax, _ state: State) throws(Stop) -> SourceText? {
        let source = try scripted { interpreter throws(ScriptError) in
            try interpreter.load(try interpreter.resolver.text(file, state), file.range)
        }
        guard usedFiles.insert(source.name).inserted else { return nil }
        try enter(file.range)
        resolver.environment.enterProcedure()
        return source
    }

    /// Leaves what `openUsed` entered.
    mutating func closeUsed() {
        resolver.environment.leaveProcedure()
        depth -= 1
    }

    private func load(_ path: String, _ range: SourceRange) throws(ScriptError) -> SourceText {
        do throws(LoadFailure) {
            return try loader.load(path, from: resolver.source.name)
        } catch {
            throw resolver.error(error.code, error.message, range)
        }
    }

    func rows(_ file: NameSyntax, _ range: SourceRange, _ state: State) throws(ScriptError) -> [CSVRow] {
        let source = try load(try resolver.text(file, state), file.range)
        do throws(CSVFailure) {
            return try readCSV(source)
        } catch {
            throw resolver.error("bad-csv", error.message, file.range)
        }
    }
}
