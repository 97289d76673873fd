/// What stands in a statement, for whoever looks a script through: its blocks, conditions, sets and lists.
extension StatementSyntax {
    /// The blocks that stand in it, in order; not those within them.
    package var blocks: [BlockSyntax] {
        switch body {
        case .act(_, _, let block), .forEach(_, _, let block), .defineProcedure(_, _, let block), .at(_, let block),
            .expectOutcome(_, let block), .test(_, _, let block):
            [block]
        case .conditional(let branches, let otherwise): branches.map(\.body) + (otherwise.map { [$0] } ?? [])
        default: []
        }
    }

    /// The conditions that stand in it outside its blocks, each as a whole, those of its sets included.
    package var conditions: [ConditionSyntax] {
        switch body {
        case .conditional(let branches, _): branches.map(\.condition) + branches.flatMap { $0.condition.inner }
        case .expect(let condition): [condition] + condition.inner
        case .assign(_, _, let scope, _): scope.conditions
        case .reassign(_, _, let scope, _): scope?.conditions ?? []
        case .defineRole(let role):
            role.lines.flatMap { line -> [ConditionSyntax] in
                switch line {
                case .permission(let permission): permission.reach?.condition.map { [$0] + $0.inner } ?? []
                case .canGrant(_, let reach, _): reach?.condition.map { [$0] + $0.inner } ?? []
                case .includes: []
                }
            }
        case .defineRule(let rule):
            rule.lines.flatMap { line -> [ConditionSyntax] in
                switch line {
                case .require(let condition, _, _), .forbid(_, _, let condition, _, _), .warn(let condition, _, _, _):
                    [condition] + condition.inner
                }
            }
        case .whoCan(_, let shape), .whatCan(_, _, let shape), .whereCan(_, _, _, let shape):
            shape.condition.map { [$0] + $0.inner } ?? []
        case .show(let show, let shape):
            (shape.condition.map { [$0] + $0.inner } ?? []) + show.sets.flatMap(\.conditions)
        case .count(let set, let shape): (shape.condition.map { [$0] + $0.inner } ?? []) + set.conditions
        default: expressions.flatMap(\.conditions)
        }
    }

    /// The sets that stand in it directly, as values or to loop over.
    private var expressions: [SetSyntax] {
        func set(_ expression: ExpressionSyntax) -> [SetSyntax] {
            switch expression {
            case .set(let set), .count(let set, _): [set]
            case .value: []
            }
        }
        switch body {
        case .letting(_, let value), .print(let value): return set(value)
        case .call(_, let arguments): return arguments.flatMap(set)
        case .forEach(_, let over, _): return [over]
        default: return []
        }
    }

    /// Its lists of names, outside its blocks.
    package var lists: [NamesSyntax] {
        switch body {
        case .add(_, let names, _, _), .change(_, let names, _, _, _), .remove(_, let names, _, _),
            .setStatus(_, let names, _), .setLock(_, let names, _, _), .resetPassword(let names),
            .work(_, _, let names, _):
            [names]
        case .invite(let users, _, let accounts, _), .uninvite(let users, let accounts): [users, accounts]
        case .assign(let users, _, let scope, _): [users] + scope.lists
        case .reassign(_, _, let scope, _): scope?.lists ?? []
        case .unassign(let users, .named(let customers)): [users, customers]
        case .unassign(let users, .all): [users]
        case .handOver(.named(let customers), _, _): [customers]
        case .defineRole(let role):
            role.lines.compactMap { line in
                switch line {
                case .includes(let names, _), .canGrant(let names, _, _): names
                case .permission: nil
                }
            }
        default: []
        }
    }
}

extension ScopeSyntax {
    fileprivate var conditions: [ConditionSyntax] {
        guard case .standing(let condition?, _, _) = self else { return [] }
        return [condition] + condition.inner
    }

    fileprivate var lists: [NamesSyntax] {
        switch self {
        case .named(let names): [names]
        case .standing(_, let except, _): except.map { [$0] } ?? []
        }
    }
}

extension ShowSyntax {
    fileprivate var sets: [SetSyntax] {
        if case .set(let set) = self { [set] } else { [] }
    }
}

extension SetSyntax {
    /// The conditions in it, each as a whole.
    fileprivate var conditions: [ConditionSyntax] {
        guard case .noun(let noun) = self, let condition = noun.condition else { return [] }
        return [condition] + condition.inner
    }
}

extension ConditionSyntax {
    /// The conditions of the sets that it asks about.
    fileprivate var inner: [ConditionSyntax] {
        func sets(_ operand: OperandSyntax) -> [SetSyntax] {
            switch operand {
            case .count(let set, _), .set(let set): [set]
            case .value: []
            }
        }
        switch self {
        case .or(let parts), .and(let parts): return parts.flatMap(\.inner)
        case .not(let part, _): return part.inner
        case .compare(let left, _, let right): return (sets(left) + sets(right)).flatMap(\.conditions)
        case .member(let left, let set): return (sets(left) + [set]).flatMap(\.conditions)
        case .any(let set, _, _): return set.conditions
        case .contains(let left, _): return sets(left).flatMap(\.conditions)
        case .isSet, .can, .holds, .access: return []
        }
    }

    /// Where it stands, from its first part to its last.
    package var range: SourceRange {
        switch self {
        case .or(let parts), .and(let parts):
            guard let first = parts.first, let last = parts.last else { return SourceRange(0, 0) }
            return first.range.joined(last.range)
        case .not(_, let range), .isSet(_, _, let range), .any(_, _, let range): return range
        case .compare(let left, _, let right): return left.range.joined(right.range)
        case .member(let left, let set): return left.range.joined(set.range)
        case .contains(let left, let value): return left.range.joined(value.range)
        case .can(_, _, _, _, _, _, _, let range), .holds(_, _, _, _, _, let range), .access(_, _, _, _, let range):
            return range
        }
    }
}

extension Lexer {
    /// A name that a script mentions: a word, a string without its quotes, or a variable, those in strings included.
    package struct Mention: Sendable {
        package var symbol: Symbol
        package var isVariable: Bool
        package var range: SourceRange
    }

    /// Every name of a script in the order of its places. Costs the script's length.
    package static func mentions(
        in source: SourceText, symbols: SymbolTable, limits: SyntaxLimits = .init()
    ) -> [Mention] {
        var lexer = Lexer(source, symbols: symbols, limits: limits)
        var tokens: [Token] = []
        while tokens.last?.kind != .end { lexer.lex(into: &tokens, count: 4096) }
        var found: [Mention] = []
        for token in tokens {
            switch token.kind {
            case .word, .string: found.append(Mention(symbol: token.symbol, isVariable: false, range: token.range))
            case .variable: found.append(Mention(symbol: token.symbol, isVariable: true, range: token.range))
            case .template:
                for name in token.variables(symbols) {
                    found.append(Mention(symbol: name.symbol, isVariable: true, range: name.range))
                }
            default: break
            }
        }
        return found
    }
}

extension Token {
    /// The variables in a string, each with its attribute and where it stands; of any other token none.
    package func variables(_ symbols: SymbolTable) -> [NameSyntax] {
        guard kind == .template else { return [] }
        return symbols.template(NameSyntax(.template, symbol, extra: extra, range)).compactMap {
            if case .variable(let name) = $0 { name } else { nil }
        }
    }
}
