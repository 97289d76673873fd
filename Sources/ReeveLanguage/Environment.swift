import ReeveDomain
import ReeveSyntax

/// The variables that can be seen at one point: blocks within blocks, and nothing of whoever called.
struct Environment {
    private var names: [(symbol: Symbol, value: ScriptValue)] = []
    /// Where each name stands among them, the innermost last.
    private var places: [Symbol: [Int]] = [:]
    /// Where each open block's variables begin.
    private var blocks: [Int] = [0]
    /// Where what can be seen begins: a procedure sees nothing of its caller.
    private var floors: [Int] = [0]

    func value(of symbol: Symbol) -> ScriptValue? {
        guard let at = places[symbol]?.last, at >= (floors.last ?? 0) else { return nil }
        return names[at].value
    }

    /// False where the innermost block has the name already.
    mutating func define(_ symbol: Symbol, _ value: ScriptValue) -> Bool {
        let start = max(blocks.last ?? 0, floors.last ?? 0)
        if let at = places[symbol]?.last, at >= start { return false }
        places[symbol, default: []].append(names.count)
        names.append((symbol, value))
        return true
    }

    /// Outside every block and procedure: lets go of a variable, so that it can be set anew.
    mutating func forgetAtTop(_ symbol: Symbol) {
        guard blocks.count == 1, floors.count == 1, places[symbol]?.isEmpty == false else { return }
        names.removeAll { $0.symbol == symbol }
        places = [:]
        for (at, name) in names.enumerated() { places[name.symbol, default: []].append(at) }
    }

    /// Whether a caller has a variable that cannot be seen here.
    func isHidden(_ symbol: Symbol) -> Bool { places[symbol]?.first.map { $0 < (floors.last ?? 0) } ?? false }

    var visible: [Symbol] { names[(floors.last ?? 0)...].map(\.symbol) }

    mutating func enterBlock() { blocks.append(names.count) }

    mutating func leaveBlock() {
        guard let start = blocks.popLast() else { return }
        for name in names[start...].reversed() { places[name.symbol]?.removeLast() }
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
