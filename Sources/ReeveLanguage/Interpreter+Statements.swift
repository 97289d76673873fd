import ReeveDomain
import ReeveSyntax

extension Interpreter {
    mutating func execute(_ statement: StatementSyntax, in transaction: inout Transaction) throws(Stop) {
        if resolver.viewer != transaction.actor.user {
            resolver.viewer = transaction.actor.user
            resolver.forgetNames()
        }
        transaction.origin.script = resolver.source.name
        transaction.origin.line = lines.line(at: statement.range.start)
        do throws(ScriptError) {
            transaction.origin.reason = try reason(statement, transaction.state)
            if try perform(statement, in: &transaction) { return }
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
        let source = resolver.source
        let line = { (range: SourceRange) -> Int in
            var cursor = LineCursor(source)
            return cursor.line(at: range.start)
        }
        guard let resolved = try resolver.command(statement.body, statement.range, line, transaction.state) else {
            return false
        }
        switch resolved {
        case .alreadyDone(let count): transaction.unchanged(count)
        case .command(let command):
            try refuseDoubled(command, statement)
            do throws(Refusal) {
                try transaction.perform(command)
            } catch {
                throw place(error, statement)
            }
            switch command {
            case .rename, .remove: resolver.forgetNames()
            default: break
            }
        }
        return true
    }

    /// Definitions say how things should be: two in one run could not both be meant.
    private mutating func refuseDoubled(_ command: Command, _ statement: StatementSyntax) throws(ScriptError) {
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

    /// Binds a refusal to its place.
    func place(_ refusal: Refusal, _ statement: StatementSyntax) -> ScriptError {
        ScriptError(
            diagnostic: Diagnostic(
                code: refusal.code, message: refusal.message, source: resolver.source,
                range: statement.range(of: refusal.subject, refusal.index), label: refusal.label, notes: refusal.notes),
            isRefusal: true, rule: refusal.rule)
    }
}

extension StatementSyntax {
    /// Where the caret goes for a part of this statement; the whole sentence where it has no such part.
    func range(of subject: Refusal.Subject, _ index: Int) -> SourceRange {
        func name(_ names: NamesSyntax) -> SourceRange {
            let all = names.all
            return index < all.count && !all.contains { $0.form == .variable } ? all[index].range : names.range
        }
        switch (body, subject) {
        case (.invite(let users, _, _, _), .user), (.uninvite(let users, _), .user),
            (.assign(let users, _, _, _), .user),
            (.unassign(let users, _), .user), (.resetPassword(let users), .user):
            return name(users)
        case (.invite(_, let role, _, _), .role), (.assign(_, let role, _, _), .role): return role.range
        case (.invite(_, _, let accounts, _), .place), (.uninvite(_, let accounts), .place): return name(accounts)
        case (.invite(_, _, _, let term), .term), (.assign(_, _, _, let term), .term):
            return term.until?.range ?? term.duration?.range ?? term.from?.range ?? head
        case (.assign(_, _, let scope, _), .scope): return scope.range
        case (.reassign(let user, _, _, _), .user): return user.range
        case (.reassign(_, let role?, _, _), .role): return role.range
        case (.reassign(_, _, let scope?, _), .scope): return scope.range
        case (.unassign(_, let customers), .scope):
            if case .named(let names) = customers { return name(names) }
            return customers.range
        case (.handOver(let customers, _, _), .scope):
            if case .named(let names) = customers { return name(names) }
            return customers.range
        case (.handOver(_, _, let to), .user), (.handOver(_, _, let to), .role): return to.range
        case (.add(_, let names, _, _), .name), (.change(_, let names, _, _, _), .name),
            (.remove(_, let names, _, _), .name),
            (.setStatus(_, let names, _), .name):
            return name(names)
        case (.add(let kind, _, let place, _), .place): return place?.range ?? kind.range
        case (.add(let kind, _, _, _), .kind): return kind.range
        case (.rename(_, let name, _, _), .name): return name.range
        case (.rename(_, _, _, let to), .value): return to.range
        case (.definePartner(let name), _): return name.range
        case (.defineKind(let kind), .kind): return kind.parent?.range ?? kind.name.range
        case (.defineKind(let kind), _): return kind.name.range
        case (.defineRole(let role), _): return role.name.range
        case (.defineRule(let rule), _): return rule.name.range
        default: return head
        }
    }

    /// The statement; of one with a block only what stands before it would be too much to know here, so all of it.
    private var head: SourceRange { range }
}
