import ReeveDomain
import ReeveSyntax

extension TextFindings {
    mutating func conditions(of statement: StatementSyntax) {
        // What a rule's line comes to is told of the rule.
        let isRule = if case .defineRule = statement.body { true } else { false }
        // An expectation that always holds asserts nothing, and one that never does fails.
        let conditions = statement.conditions
        for condition in conditions {
            if !isRule, let value = ConstantCondition(script: script).value(of: condition) {
                report(
                    .constantCondition, "this condition is always \(value ? "true" : "false")", condition.range,
                    label: "it asks nothing")
            }
            parts(of: condition)
        }
        if case .conditional(let branches, let otherwise) = statement.body { reach(branches, otherwise) }
    }

    private mutating func reach(_ branches: [BranchSyntax], _ otherwise: BlockSyntax?) {
        var seen: Set<String> = []
        var isOver = false
        for branch in branches {
            let value = ConstantCondition(script: script).value(of: branch.condition)
            if isOver {
                report(
                    .unreachableBranch, "this branch is never reached: one above is always taken", branch.body.range)
            } else if value == false {
                report(
                    .unreachableBranch, "this branch is never taken: its condition is always false", branch.body.range)
            } else if !seen.insert(script.normalized(branch.condition.range)).inserted {
                report(
                    .unreachableBranch, "this branch is never taken: one above asks the same", branch.condition.range,
                    label: "asked already")
            }
            if value == true { isOver = true }
        }
        if isOver, let otherwise {
            report(.unreachableBranch, "this `else` is never reached: a branch above is always taken", otherwise.range)
        }
    }

    /// What a condition says twice, or in a roundabout way.
    private mutating func parts(of condition: ConditionSyntax) {
        switch condition {
        case .and(let parts), .or(let parts):
            var seen: Set<String> = []
            for (index, part) in parts.enumerated() {
                if !seen.insert(script.normalized(part.range)).inserted {
                    report(
                        .repeatedCondition, "this is asked already in the same condition", part.range,
                        label: "take it out",
                        fix: isInParentheses(part)
                            ? nil
                            : Diagnostic.Fix(
                                range: SourceRange(parts[index - 1].range.end, part.range.end), replacement: ""))
                }
                self.parts(of: part)
            }
        case .not(let inner, let range):
            simpler(inner, range)
            parts(of: inner)
        case .member(let left, .names(let names, let range)):
            guard names.count == 1, let only = names.first, case .value = left else { return }
            let between = SourceRange(left.range.end, range.end)
            report(
                .needlessList, "a list of one is that one", range,
                label: "write `= \(escaped(script.text(only.range)))`",
                fix: Diagnostic.Fix(range: between, replacement: " = \(script.text(only.range))"))
        default: break
        }
    }

    /// Whether the text between a part and its neighbours holds more than a connective: then nothing is cut there.
    private func isInParentheses(_ part: ConditionSyntax) -> Bool {
        let bytes = script.source.bytes
        var at = Int(part.range.start) - 1
        while at >= 0, bytes[at] == UInt8(ascii: " ") { at -= 1 }
        return at >= 0 && bytes[at] == UInt8(ascii: "(")
    }

    /// `not plan = free` is `plan != free`, what is not set included.
    private mutating func simpler(_ inner: ConditionSyntax, _ range: SourceRange) {
        let said: String
        switch inner {
        case .compare(let left, .equal, let right): said = "\(script.text(left.range)) != \(script.text(right.range))"
        case .compare(let left, .notEqual, let right): said = "\(script.text(left.range)) = \(script.text(right.range))"
        case .isSet(let operand, let negated, _):
            said = "\(script.text(operand.range)) is \(negated ? "" : "not ")set"
        case .any(let set, let negated, let whole):
            // The set keeps its own words; only the question in front of it changes.
            let opening = script.text(SourceRange(whole.start, set.range.start))
            guard let parenthesis = opening.firstIndex(of: "(") else { return }
            said =
                (negated ? "any" : "no") + opening[parenthesis...]
                + script.text(SourceRange(set.range.start, whole.end))
        case .not(let twice, _):
            report(.negatedComparison, "`not not` is nothing", range, label: "take both out")
            parts(of: twice)
            return
        default: return
        }
        let whole = script.text(range)
        report(
            .negatedComparison, "this `not` goes without saying", range, label: "write `\(escaped(said))`",
            // Parentheses behind `not` go with it.
            fix: balanced(said) && balanced(whole) ? Diagnostic.Fix(range: range, replacement: said) : nil)
    }

    private func balanced(_ text: String) -> Bool {
        var open = 0
        for byte in text.utf8 {
            if byte == UInt8(ascii: "(") { open += 1 }
            if byte == UInt8(ascii: ")") { open -= 1 }
            if open < 0 { return false }
        }
        return open == 0
    }
}
