import ReeveDomain
import ReeveSyntax

extension TextFindings {
    /// Variables, parameters and loops: what is set and never read, and what hides another.
    mutating func variables() {
        let end = Int32(truncatingIfNeeded: script.source.bytes.count)
        visit(script.statements, until: end, outer: [])
    }

    private mutating func visit(_ statements: [StatementSyntax], until end: Int32, outer: [NameSyntax]) {
        var visible = outer
        for statement in statements {
            switch statement.body {
            case .letting(let variable, _):
                shadow(variable, visible)
                if !isRead(variable, from: statement.range.end, to: end) {
                    report(
                        .unusedVariable, "\(script.shown(variable)) is set and never read", variable.range,
                        label: "take the `let` out", fix: script.removal(of: statement.range))
                }
                visible.append(variable)
            case .parameter(let variable, _):
                if !isRead(variable, from: statement.range.end, to: end) {
                    report(
                        .unusedParameter, "the parameter \(script.shown(variable)) is never read", variable.range,
                        label: "take it out, and the `--set` of those who run the script")
                }
                visible.append(variable)
            case .forEach(let variable, _, let body):
                shadow(variable, visible)
                if !body.statements.isEmpty, !isRead(variable, from: body.range.start, to: body.range.end) {
                    report(
                        .unusedLoopVariable,
                        "this loop does the same at each turn: \(script.shown(variable)) is never read",
                        variable.range, label: "is it what a statement below should name?")
                }
                visit(body.statements, until: body.range.end, outer: visible + [variable])
                continue
            case .defineProcedure(let name, let parameters, let body):
                for parameter in parameters where !isRead(parameter, from: body.range.start, to: body.range.end) {
                    report(
                        .unusedArgument,
                        "\(script.shown(name)) takes \(script.shown(parameter)) and never reads it", parameter.range,
                        label: "take it out, here and where the procedure is called")
                }
                // A procedure sees nothing of what stands around it.
                visit(body.statements, until: body.range.end, outer: parameters)
                continue
            default: break
            }
            for block in statement.blocks { visit(block.statements, until: block.range.end, outer: visible) }
        }
    }

    private mutating func shadow(_ variable: NameSyntax, _ visible: [NameSyntax]) {
        guard let other = visible.last(where: { $0.symbol == variable.symbol }) else { return }
        report(
            .shadowedVariable, "\(script.shown(variable)) hides the one set on line \(script.line(other.range.start))",
            variable.range, label: "choose another name")
    }

    private func isRead(_ variable: NameSyntax, from start: Int32, to end: Int32) -> Bool {
        let mentions = script.mentions
        var low = 0
        var high = mentions.count
        while low < high {
            let middle = (low + high) / 2
            if mentions[middle].range.start < start { low = middle + 1 } else { high = middle }
        }
        while low < mentions.count, mentions[low].range.start < end {
            if mentions[low].isVariable, mentions[low].symbol == variable.symbol { return true }
            low += 1
        }
        return false
    }
}
