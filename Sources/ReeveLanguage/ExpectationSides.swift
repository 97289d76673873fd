import ReeveDomain
import ReeveSyntax

/// Tells of a condition that does not hold what its sides are, as they were compared, and why an access question has the
/// answer that it has.
struct ExpectationSides {
    let state: State
    let now: Instant
    /// The eyes that looked; nil: the superuser's.
    let seen: Visibility?
    let history: any History

    func notes(of formula: Formula) -> [String] {
        var notes: [String] = []
        _ = formula.mapped { test -> FormulaTest? in
            switch test {
            case .compare(let left, _, let right):
                notes.append("left:  \(shown(left))")
                notes.append("right: \(shown(right))")
                if case .set(let left) = left, case .set(let right) = right {
                    notes += difference(names(left), names(right))
                }
            case .can(.user(let user), let request): notes += proof(user, request)
            case .holds(.user(let user), _, let account, _), .access(.user(let user), let account, _):
                notes += routes(user, account)
            case .any(let set): notes.append("it is \(shown(.set(set)))")
            default: break
            }
            return test
        }
        return notes
    }

    /// The answer, its reason, where what permits it stands, and each route there is.
    private func proof(_ user: UserID, _ request: AccessRequest) -> [String] {
        let account = request.account ?? .partner
        let decision = state.decide(
            Request(
                user: user, action: request.action, kind: request.kind, subject: request.subject, account: account),
            at: now)
        var answer =
            "\(decision.isAllowed ? "yes" : "no"): \(state.why(decision, user, request.kind, account))"
        if let (role, index) = decision.permission, let made = history.provenance(of: state[role].modified.seq) {
            let line = state[role].definition.permissions[index].line
            answer += ", at \(escaped(made.script)):\(line > 0 ? line : made.line)"
        }
        return [answer] + routes(user, account)
    }

    private func routes(_ user: UserID, _ account: AccountID) -> [String] {
        let who = state.spelledName(user)
        if state[user].isDisabled { return ["\(who) is disabled"] }
        let routes = state.routes(of: user, to: account, at: now)
        guard let first = routes.first else { return ["\(who) has no role in \(state.spelledName(account))"] }
        let decides = "\(who) is \(text(first, in: account))"
        return [decides] + routes.dropFirst().map { "it shadows \(text($0, in: nil))" }
    }

    /// `Operator in acme (team), given at world.reeve:34`
    private func text(_ found: EffectiveRole, in account: AccountID?) -> String {
        let place = account.map { " in " + state.spelledName($0) } ?? ""
        let given = history.provenance(of: found.route.seq).map { ", given at \(escaped($0.script)):\($0.line)" } ?? ""
        return "\(state.spelledName(found.role))\(place) (\(found.route.name))\(given)"
    }

    private func shown(_ operand: Operand) -> String {
        switch operand {
        case .set(let set): "(" + names(set).joined(separator: ", ") + ")"
        case .count(let set): "\(state.elements(of: set, at: now, seenBy: seen).count)"
        default: state.text(operand)
        }
    }

    private func names(_ set: SetExpression) -> [String] {
        state.elements(of: set, at: now, seenBy: seen).map { element in
            switch element {
            case .text(let text): spelled(text)
            case .entry(let entry): "\(entry.action) \(entry.kind) \(spelled(entry.name))"
            default: element.thing.map { spelled(state.name($0)) } ?? ""
            }
        }.sorted()
    }

    /// Of two long sets, what makes them two.
    private func difference(_ left: [String], _ right: [String]) -> [String] {
        let (more, less) = (Set(left).subtracting(right).sorted(), Set(right).subtracting(left).sorted())
        guard left.count + right.count > 6 else { return [] }
        return (more.isEmpty ? [] : ["only on the left: " + more.joined(separator: ", ")])
            + (less.isEmpty ? [] : ["only on the right: " + less.joined(separator: ", ")])
    }
}
