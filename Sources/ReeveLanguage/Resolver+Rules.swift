import ReeveDomain
import ReeveSyntax

extension Resolver {
    /// A rule's lines, with its variables left open: they are bound when it is asked.
    mutating func ruleDefinition(_ syntax: RuleSyntax, _ state: State) throws(ScriptError) -> RuleDefinition {
        isInRule = true
        defer { isInRule = false }
        let name = try text(syntax.name, state)
        var lines: [RuleLine] = []
        for line in syntax.lines {
            switch line {
            case .require(let condition, let because, let range):
                let formula = try formula(condition, .nothing, state)
                try refuseBound(formula, "require", range)
                lines.append(.require(formula, because: try reason(because, state)))
            case .warn(let condition, let negated, let because, let range):
                let formula = try formula(condition, .nothing, state)
                try refuseBound(formula, "warn", range)
                lines.append(.warn(negated ? .not(formula) : formula, because: try reason(because, state)))
            case .forbid(let action, let kind, let condition, let because, _):
                let kindID = try self.kind(kind, state)
                lines.append(
                    .forbid(
                        action: try self.action(action, of: kindID, state), kind: kindID,
                        when: try formula(condition, .nothing, state), because: try reason(because, state)))
            }
        }
        guard !lines.isEmpty else {
            throw error(
                "empty-rule", "the rule \(ticked(name)) says nothing", syntax.name.range,
                label: "write: define rule \(spelled(name)) { require … }")
        }
        return RuleDefinition(name: name, lines: lines)
    }

    private func reason(_ because: NameSyntax?, _ state: State) throws(ScriptError) -> String? {
        guard let because else { return nil }
        return try text(because, state)
    }

    /// `require` and `warn` are asked of a state, not of a statement: only `$actor` is known then.
    private func refuseBound(_ formula: Formula, _ verb: String, _ range: SourceRange) throws(ScriptError) {
        var found: BoundVariable?
        _ = formula.mapped { test -> FormulaTest? in
            for operand in test.operands {
                if case .bound(let variable, _) = operand, variable != .actor { found = variable }
            }
            if test.names(BoundVariable.userPlaceholder) { found = .user }
            return test
        }
        guard let found else { return }
        throw error(
            "unbound-variable", "`\(verb)` is asked of what a transaction leaves, where no `$\(found.name)` is at hand",
            range,
            notes: [
                "`forbid ACTION KIND when …` is asked of each statement, with `$user`, `$customer`, `$role` and `$scope`"
            ])
    }
}

extension FormulaTest {
    fileprivate var operands: [Operand] {
        switch self {
        case .compare(let left, _, let right): [left, right]
        case .member(let operand, _), .contains(let operand, _), .isSet(let operand),
            .attributeCompare(_, _, let operand):
            [operand]
        default: []
        }
    }

    fileprivate func names(_ placeholder: UserID) -> Bool {
        switch self {
        case .can(let who, _), .holds(let who, _, _, _), .access(let who, _, _):
            who == .user(placeholder) || who == .bound(.user)
        case .any(.noun(let noun)), .compare(.count(.noun(let noun)), _, _): noun.source == .customersOf(placeholder)
        default: false
        }
    }
}
