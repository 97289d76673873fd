import ReeveDomain
import ReeveSyntax

extension Interpreter {
    mutating func execute(_ statement: StatementSyntax, in transaction: inout Transaction) throws(Stop) {
        do throws(Stop) {
            try carryOut(statement, in: &transaction)
        } catch {
            // What failed for want of steps, failed for that.
            try requireWithin(transaction.meter, statement.range)
            throw error
        }
        try requireWithin(transaction.meter, statement.range)
    }

    private mutating func carryOut(
        _ statement: StatementSyntax, in transaction: inout Transaction
    ) throws(Stop) {
        if resolver.viewer != transaction.actor.user {
            resolver.viewer = transaction.actor.user
            resolver.forgetNames()
        }
        transaction.origin.script = resolver.source.name
        transaction.origin.line = lines.line(at: statement.range.start)
        do throws(ScriptError) {
            transaction.origin.reason = try reason(statement, transaction.state)
            let (seq, unchanged) = (transaction.state.seq, transaction.report.unchanged)
            if try perform(statement, in: &transaction) {
                observer?(
                    StatementTrace(
                        source: resolver.source, statement: statement, before: seq, after: transaction.state.seq,
                        unchanged: transaction.report.unchanged - unchanged))
                return
            }
        } catch {
            throw .script(error)
        }
        try control(statement, in: &transaction)
    }

    private func reason(_ statement: StatementSyntax, _ state: State) throws(ScriptError) -> String? {
        guard let because = statement.because else { return nil }
        let text = try resolver.text(because, state)
        guard !text.unicodeScalars.contains(where: { isUnsafe($0) && $0 != "\n" && $0 != "\t" }) else {
            throw resolver.error("bad-value", "this reason has a character that cannot be seen", because.range)
        }
        return text
    }

    /// Carries out a statement that asks something of the domain. False: it is not one.
    private mutating func perform(
        _ statement: StatementSyntax, in transaction: inout Transaction
    ) throws(ScriptError) -> Bool {
        // From the statement on: counting from the script's beginning would make many long definitions quadratic.
        var cursor: LineCursor?
        func line(_ range: SourceRange) -> Int {
            var moved = cursor ?? lines
            defer { cursor = moved }
            return moved.line(at: range.start)
        }
        resolver.mayNameHidden = true
        if resolver.hidden != nil { resolver.hidden = nil }
        defer { resolver.mayNameHidden = false }
        let resolved: Resolved
        do throws(ScriptError) {
            resolved = try resolver.command(statement.body, statement.range, line, transaction.state)
        } catch {
            throw resolver.hidden ?? error
        }
        let events = transaction.eventCount
        switch resolved {
        case .notACommand: return false
        case .alreadyDone(let count): transaction.unchanged(count)
        case .command(let command):
            try refuseDoubled(command, statement)
            do throws(Refusal) {
                try transaction.perform(command)
            } catch {
                // A refusal must not tell that a hidden name is there.
                throw resolver.hidden ?? place(error, statement)
            }
            if let hidden = resolver.hidden, transaction.eventCount == events { throw hidden }
            switch command {
            case .rename, .remove: resolver.forgetNames()
            default: break
            }
        }
        return true
    }

    /// Definitions say how things should be: two in one run could not both be meant.
    private mutating func refuseDoubled(_ command: Command, _ statement: StatementSyntax) throws(ScriptError) {
        if case .defineRole(let role) = statement.body, !role.hasBody { return }
        let key: String
        switch command {
        case .namePartner: key = "the partner"
        case .defineKind(let request): key = "kind " + spelled(request.name)
        case .defineRole(let definition): key = "role " + spelled(definition.name)
        case .defineRule(let definition): key = "rule " + spelled(definition.name)
        default: return
        }
        try define(key, Self.nameRange(statement))
    }

    mutating func define(_ key: String, _ range: SourceRange) throws(ScriptError) {
        guard defined.insert(key).inserted else {
            throw resolver.error(
                "defined-twice", "\(key) is defined twice in this run", range, label: "say it all in one definition")
        }
    }

    private static func nameRange(_ statement: StatementSyntax) -> SourceRange {
        switch statement.body {
        case .definePartner(let name): name.range
        case .defineKind(let kind): kind.name.range
        case .defineRole(let role): role.name.range
        case .defineRule(let rule): rule.name.range
        default: statement.range
        }
    }
}
