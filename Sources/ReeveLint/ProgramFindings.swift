import ReeveDomain
import ReeveLanguage
import ReeveSyntax

/// What can be found by looking at what a program did.
struct ProgramFindings {
    let program: Program
    private(set) var found: [Diagnostic] = []

    var state: State { program.state }

    /// How often each name is written anywhere in the program.
    private let mentioned: [String: Int]
    /// The roles that others include.
    let included: Set<RoleID>

    init(_ program: Program) {
        self.program = program
        var mentioned: [String: Int] = [:]
        for script in program.scripts.values {
            var counts: [Symbol: Int] = [:]
            for mention in script.mentions where !mention.isVariable { counts[mention.symbol, default: 0] += 1 }
            for (symbol, count) in counts { mentioned[script.symbols.text(symbol), default: 0] += count }
        }
        self.mentioned = mentioned
        let state = program.state
        included = Set(state.roleIDs.flatMap { state[$0].definition.includes })
    }

    /// - Parameter isInterrupted: asked between one look and the next.
    /// - Returns: nil where it was interrupted.
    static func all(of program: Program, _ isInterrupted: () -> Bool = { false }) -> [Diagnostic]? {
        var findings = ProgramFindings(program)
        findings.roles()
        findings.kinds()
        findings.rules()
        if isInterrupted() { return nil }
        findings.grants()
        if isInterrupted() { return nil }
        findings.statements()
        if isInterrupted() { return nil }
        findings.names()
        findings.procedures()
        if isInterrupted() { return nil }
        findings.tests()
        return findings.found
    }

    mutating func report(
        _ code: LintCode, _ message: String, _ source: SourceText, _ range: SourceRange, label: String = "",
        notes: [String] = [], fix: Diagnostic.Fix? = nil
    ) {
        found.append(
            Diagnostic(
                severity: .warning, code: code.rawValue, message: message, source: source, range: range, label: label,
                notes: notes, fix: fix))
    }

    /// Puts what was found from a place on into another order.
    mutating func replace(from start: Int, with findings: [Diagnostic]) {
        found.replaceSubrange(start..., with: findings)
    }

    func script(_ source: SourceText) -> LintedScript? { program.scripts[source.name] }

    /// A name of a statement that was carried out.
    func text(_ name: NameSyntax) -> String { program.fixture.interpreter.symbols.text(name.symbol) }

    // MARK: Definitions as they stand

    struct DefinedRole {
        var id: RoleID
        var syntax: RoleSyntax
        var trace: StatementTrace
    }

    /// The roles that the program itself defines, each with its last definition.
    var definedRoles: [DefinedRole] {
        state.roleIDs.compactMap { id in
            guard let trace = program.trace(of: state[id].modified.seq),
                case .defineRole(let syntax) = trace.statement.body
            else { return nil }
            return DefinedRole(id: id, syntax: syntax, trace: trace)
        }
    }

    /// How often a name is written anywhere in the program.
    func mentions(of name: String) -> Int { mentioned[name] ?? 0 }

    var givesAnything: Bool {
        program.events.contains { entry in
            switch entry.event {
            case .invited, .assigned, .standingSet: true
            default: false
            }
        }
    }
}
