import ReeveDomain
import ReeveLanguage
import ReeveSyntax
import ReeveTesting

extension Linter {
    /// What scripts come to, in lines to compare before and after a change: who may do what where, what was printed and
    /// answered, and which tests fail. Of very many users and customers the first are looked at.
    package func effects(of sources: [(source: SourceText, root: String)]) -> [String] {
        sources.flatMap { source, root -> [String] in
            let script = LintedScript(source, limits: options.limits.syntax)
            guard script.errors.isEmpty else { return script.errors.map { "\(source.name): \($0.code)" } }
            do throws(ScriptFailure) {
                let program = try run(script, root)
                return [source.name] + program.effects
            } catch {
                return error.diagnostics.map { "\(source.name): \($0.code)" }
            }
        }
    }
}

extension Program {
    private static let most = 40

    fileprivate var effects: [String] {
        var lines = output
        let accounts = [AccountID.partner] + state.customerIDs.prefix(Self.most)
        for user in state.userIDs.prefix(Self.most) {
            for account in accounts {
                guard let role = state.effectiveRole(of: user, in: account, at: now) else { continue }
                lines.append("\(state[user].name) in \(state[account].name): \(state[role.role].definition.name)")
                for kind in state.kindIDs {
                    let actions = state[kind].definition.liveActions.filter { action in
                        state.decide(
                            Request(user: user, action: action, kind: kind, account: account), at: now
                        ).isAllowed
                    }
                    if !actions.isEmpty { lines.append("  \(actions) \(state[kind].definition.name)") }
                }
            }
        }
        // Grants with their ends, and things with their values, are what the events say; definitions were weighed above.
        for entry in events {
            switch entry.event {
            case .roleDefined, .ruleDefined, .kindDefined, .standingSet: break
            default: lines.append(entry.before.describe(entry.event))
            }
        }
        for test in fixture.tests {
            let failures = fixture.interpreter.run(test, on: state, at: now).failures.map(\.code)
            lines.append("\(test.name): \(failures)")
        }
        return lines
    }
}
