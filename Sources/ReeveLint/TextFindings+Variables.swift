import ReeveDomain
import ReeveSyntax

extension TextFindings {
    /// Variables, parameters and loops: what is set and never read, and what hides another.
    mutating func variables() {
        let end = Int32(truncatingIfNeeded: script.source.bytes.count)
        visit(script.statements, until: end, outer: [:])
    }

    private mutating func visit(_ statements: [StatementSyntax], until end: Int32, outer: [Symbol: NameSyntax]) {
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
                visible[variable.symbol] = variable
            case .parameter(let variable, _):
                if !isRead(variable, from: statement.range.end, to: end) {
                    report(
                        .unusedParameter, "the parameter \(script.shown(variable)) is never read", variable.range,
                        label: "take it out, and the `--set` of those who run the script")
                }
                visible[variable.symbol] = variable
            case .forEach(let variable, _, let body):
                shadow(variable, visible)
                if !body.statements.isEmpty, !isRead(variable, from: body.range.start, to: body.range.end) {
                    report(
                        .unusedLoopVariable,
                        "this loop does the same at each turn: \(script.shown(variable)) is never read",
                        variable.range, label: "is it what a statement below should name?")
                }
                visit(
                    body.statements, until: body.range.end, outer: visible.merging([variable.symbol: variable]) { $1 })
                continue
            case .defineProcedure(let name, let parameters, let body):
                for parameter in parameters where !isRead(parameter, from: body.range.start, to: body.range.end) {
                    report(
                        .unusedArgument,
                        "\(script.shown(name)) takes \(script.shown(parameter)) and never reads it", parameter.range,
                        label: "take it out, here and where the procedure is called")
                }
                // A procedure sees nothing of what stands around it.
                visit(
                    body.statements, until: body.range.end, outer: Dictionary(parameters.map { ($0.symbol, $0) }) { $1 }
                )
                continue
            default: break
            }
            for block in statement.blocks { visit(block.statements, until: block.range.end, outer: visible) }
        }
    }

    private mutating func shadow(_ variable: NameSyntax, _ visible: [Symbol: NameSyntax]) {
        guard let other = visible[variable.symbol] else { return }
        report(
            .shadowedVariable, "\(script.shown(variable)) hides the one set on line \(script.line(other.range.start))",
            variable.range, label: "choose another name")
    }

    private func isRead(_ variable: NameSyntax, from start: Int32, to end: Int32) -> Bool {
        let places = mentioned[variable.symbol] ?? []
        var low = 0
        var high = places.count
        while low < high {
            let middle = (low + high) / 2
            if places[middle] < start { low = middle + 1 } else { high = middle }
        }
        return low < places.count && places[low] < end
    }
}
