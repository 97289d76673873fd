import ReeveDomain
import ReeveSyntax

extension Interpreter {
    /// Binds a refusal to its place.
    func place(_ refusal: Refusal, _ statement: StatementSyntax) -> ScriptError {
        let range = statement.range(of: refusal.subject, refusal.index) ?? verb(of: statement)
        return ScriptError(
            diagnostic: Diagnostic(
                code: refusal.code, message: refusal.message, source: resolver.source, range: range,
                label: refusal.label, notes: refusal.notes),
            isRefusal: true, rule: refusal.rule)
    }

    /// Its first word: where a message goes that is about no part of the sentence.
    func verb(of statement: StatementSyntax) -> SourceRange {
        let bytes = resolver.source.bytes
        var end = Int(statement.range.start)
        while end < statement.range.end, bytes[end] > UInt8(ascii: " ") { end += 1 }
        return SourceRange(statement.range.start, Int32(truncatingIfNeeded: end))
    }
}

extension StatementSyntax {
    /// Where the caret goes for a part of this statement; nil where it has no such part.
    func range(of subject: Refusal.Subject, _ index: Int) -> SourceRange? {
        func name(_ names: NamesSyntax) -> SourceRange {
            let all = names.all
            return index < all.count && !all.contains { $0.form == .variable } ? all[index].range : names.range
        }
        switch (body, subject) {
        case (.invite(let users, _, _, _), .user), (.uninvite(let users, _), .user),
            (.assign(let users, _, _, _), .user), (.unassign(let users, _), .user),
            (.resetPassword(let users), .user), (.resetPassword(let users), .name):
            return name(users)
        case (.invite(_, let role, _, _), .role), (.assign(_, let role, _, _), .role): return role.range
        case (.invite(_, _, let accounts, _), .place), (.uninvite(_, let accounts), .place): return name(accounts)
        case (.invite(_, _, _, let term), .term), (.assign(_, _, _, let term), .term):
            return term.until?.range ?? term.duration?.range ?? term.from?.range
        case (.assign(_, _, let scope, _), .scope): return scope.range
        case (.reassign(let user, _, _, _), .user): return user.range
        case (.reassign(_, let role?, _, _), .role): return role.range
        case (.reassign(_, _, let scope?, _), .scope): return scope.range
        case (.unassign(_, let customers), .scope), (.handOver(let customers, _, _), .scope):
            if case .named(let names) = customers { return name(names) }
            return customers.range
        case (.handOver(_, _, let to), .user), (.handOver(_, _, let to), .role): return to.range
        case (.add(_, let names, _, _), .name), (.change(_, let names, _, _, _), .name),
            (.remove(_, let names, _, _), .name), (.setStatus(_, let names, _), .name),
            (.setLock(_, let names, _, _), .name), (.work(_, _, let names, _), .name):
            return name(names)
        case (.add(let kind, _, let place, _), .place): return place?.range ?? kind.range
        case (.add(let kind, _, _, _), .kind): return kind.range
        case (.rename(_, let name, _, _), .name): return name.range
        case (.rename(_, _, _, let to), .value): return to.range
        case (.definePartner(let name), _): return name.range
        case (.defineKind(let kind), .kind): return kind.parent?.range ?? kind.name.range
        case (.defineKind(let kind), .value): return kind.plural?.range ?? kind.name.range
        case (.defineKind(let kind), _): return kind.name.range
        case (.defineRole(let role), .role): return role.included(index)?.range ?? role.name.range
        case (.defineRole(let role), .scope): return role.permission(index)?.reach?.range ?? role.name.range
        case (.defineRole(let role), _): return role.name.range
        case (.defineRule(let rule), _): return rule.name.range
        default: return nil
        }
    }
}

extension RoleSyntax {
    /// The permission of this number, `can grant` not counted.
    fileprivate func permission(_ index: Int) -> PermissionSyntax? {
        let all = lines.compactMap { if case .permission(let permission) = $0 { permission } else { nil } }
        return index < all.count ? all[index] : nil
    }

    fileprivate func included(_ index: Int) -> NameSyntax? {
        let all = lines.flatMap { line -> [NameSyntax] in
            if case .includes(let names, _) = line { names.all } else { [] }
        }
        return index < all.count ? all[index] : nil
    }
}
