import ReeveDomain
import ReeveSyntax

/// The variables that can be seen at one point: blocks within blocks, and nothing of whoever called.
struct Environment {
    private var names: [(symbol: Symbol, value: ScriptValue)] = []
    /// Where each open block's variables begin.
    private var blocks: [Int] = [0]
    /// Where what can be seen begins: a procedure sees nothing of its caller.
    private var floors: [Int] = [0]

    func value(of symbol: Symbol) -> ScriptValue? {
        var at = names.count - 1
        while at >= (floors.last ?? 0) {
            if names[at].symbol == symbol { return names[at].value }
            at -= 1
        }
        return nil
    }

    /// False where the innermost block has the name already.
    mutating func define(_ symbol: Symbol, _ value: ScriptValue) -> Bool {
        let start = max(blocks.last ?? 0, floors.last ?? 0)
        guard !names[start...].contains(where: { $0.symbol == symbol }) else { return false }
        names.append((symbol, value))
        return true
    }

    /// Outside every block and procedure: lets go of a variable, so that it can be set anew.
    mutating func forgetAtTop(_ symbol: Symbol) {
        guard blocks.count == 1, floors.count == 1 else { return }
        names.removeAll { $0.symbol == symbol }
    }

    /// Whether a caller has a variable that cannot be seen here.
    func isHidden(_ symbol: Symbol) -> Bool { names[..<(floors.last ?? 0)].contains { $0.symbol == symbol } }

    var visible: [Symbol] { names[(floors.last ?? 0)...].map(\.symbol) }

    mutating func enterBlock() { blocks.append(names.count) }

    mutating func leaveBlock() {
        guard let start = blocks.popLast() else { return }
        names.removeSubrange(start...)
    }

    /// A procedure or a used file: sees only what it is given.
    mutating func enterProcedure() {
        floors.append(names.count)
        enterBlock()
    }

    mutating func leaveProcedure() {
        leaveBlock()
        floors.removeLast()
    }
}
