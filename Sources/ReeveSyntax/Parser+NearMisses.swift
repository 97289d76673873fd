extension Parser {
    func nearMiss(for diagnostic: Diagnostic) -> Diagnostic? { nil }
    func isNearMissBlock(_ token: Token) -> Bool { false }
}
