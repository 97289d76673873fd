import ReeveDomain
import ReeveLanguage
import ReeveSyntax

extension ProgramFindings {
    mutating func grants() {
        let before = found.count
        state.assignments.forEach { assignment($0) }
        for user in state.userIDs {
            guard let manager = state.manager(user) else { continue }
            standing(user, manager)
        }
        state.members.forEach { member($0) }
        // Tables keep no order.
        let mine = found[before...].sorted {
            ($0.source?.name ?? "", $0.range.start, $0.message) < ($1.source?.name ?? "", $1.range.start, $1.message)
        }
        replace(from: before, with: mine)
    }

    private func outlasts(_ longer: Term, _ shorter: Term) -> Bool {
        let begins = (longer.from ?? Instant(milliseconds: .min)) <= (shorter.from ?? Instant(milliseconds: .min))
        let ends = (longer.until ?? Instant(milliseconds: .max)) >= (shorter.until ?? Instant(milliseconds: .max))
        return begins && ends
    }

    private func name(_ user: UserID) -> String { escaped(state.spelledName(user)) }
    private func name(_ account: AccountID) -> String { escaped(state.spelledName(account)) }
    private func name(_ role: RoleID) -> String { escaped(state.spelledName(role)) }

    /// Where in the statement a name stands, else the whole statement.
    private func place(of wanted: String, in trace: StatementTrace) -> SourceRange {
        for list in trace.statement.lists.reversed() {
            for name in list.all where name.key != nil && text(name) == wanted { return name.range }
        }
        return trace.statement.range
    }

    private mutating func assignment(_ grant: Grant) {
        guard let trace = program.trace(of: grant.seq), let manager = state.manager(grant.user) else { return }
        let range = place(of: state[grant.account].name, in: trace)
        if let member = state.members[grant.user, grant.account], outlasts(member.term, grant.term) {
            let role = manager.role == member.role ? "the same role" : "\(name(member.role)), which decides there,"
            report(
                .shadowedGrant,
                "\(name(grant.user)) has \(role) on the team of \(name(grant.account))", trace.source, range,
                label: "this assignment counts for nothing there",
                notes: ["a team role outranks a manager's role; `uninvite` would let this one decide"])
        } else if let item = manager.standing.first(where: {
            state.covers($0, grant.account) && outlasts($0.term, grant.term)
        }) {
            report(
                .coveredGrant,
                "\(name(grant.user)) manages \(escaped(state.text(item))) already, \(name(grant.account)) included",
                trace.source, range, label: "take it out")
        }
        disabled(grant, trace)
    }

    private mutating func standing(_ user: UserID, _ manager: Manager) {
        for (index, item) in manager.standing.enumerated() {
            guard let trace = program.trace(of: item.seq) else { continue }
            let wider = manager.standing.enumerated().contains { at, other in
                at != index && other.condition == nil && other.except.allSatisfy(item.except.contains)
                    && outlasts(other.term, item.term) && (item.condition != nil || other != item || at < index)
            }
            if wider {
                report(
                    .coveredGrant, "\(name(user)) manages all customers already", trace.source,
                    trace.statement.range, label: "take it out")
            }
            except(user, item, trace)
        }
    }

    /// `except` of a customer that the `where` leaves out anyway.
    private mutating func except(_ user: UserID, _ item: StandingItem, _ trace: StatementTrace) {
        let names: [NameSyntax]
        switch trace.statement.body {
        case .assign(_, _, .standing(_, let except?, _), _), .reassign(_, _, .standing(_, let except?, _)?, _):
            names = except.all
        default: return
        }
        guard let condition = item.condition else { return }
        for except in names where except.key?.isVariable == false {
            guard let account = state.account(text(except)), item.except.contains(account),
                !state.holds(condition, on: account)
            else { continue }
            report(
                .idleExcept, "\(name(account)) is not among them now: `where` leaves it out", trace.source,
                except.range, label: "`except` changes nothing",
                notes: [
                    "it would count once \(name(account)) meets the condition; say so in a comment if that is meant"
                ])
        }
    }

    private mutating func member(_ grant: Grant) {
        guard let trace = program.trace(of: grant.seq) else { return }
        disabled(grant, trace)
        guard !grant.account.isPartner, let manager = state.manager(grant.user), manager.role == grant.role,
            state.assignments[grant.user, grant.account] == nil,
            manager.standing.contains(where: { state.covers($0, grant.account) && outlasts($0.term, grant.term) })
        else { return }
        report(
            .redundantInvite,
            "\(name(grant.user)) manages \(name(grant.account)) as \(name(grant.role)) already", trace.source,
            place(of: state[grant.account].name, in: trace), label: "the invite gives the same role once more")
    }

    private mutating func disabled(_ grant: Grant, _ trace: StatementTrace) {
        guard state[grant.user].isDisabled else { return }
        let user = state[grant.user].name
        report(
            .grantToDisabled, "\(name(grant.user)) is disabled: nothing given counts", trace.source,
            place(of: user, in: trace), label: "take it out, or enable \(name(grant.user))")
    }

    // MARK: Rules

    mutating func rules() {
        for id in state.ruleIDs {
            guard let trace = program.trace(of: state[id].modified.seq),
                case .defineRule(let syntax) = trace.statement.body,
                syntax.lines.count == state[id].definition.lines.count
            else { continue }
            for (line, resolved) in zip(syntax.lines, state[id].definition.lines) {
                guard case .forbid(let action, let kind, let formula, _) = resolved,
                    case .forbid(_, _, let condition, _, _) = line, kind == BuiltInKind.manager.id,
                    ["create", "edit"].contains(action), let role = onlyRole(of: formula),
                    !state[role].definition.roleClass.maybeManager
                else { continue }
                report(
                    .idleRule, "this line never refuses anything: no manager may have the role `\(name(role))`",
                    trace.source, condition.range, label: "managers get system and inheritable roles only")
            }
        }
    }

    /// The one role that a condition wants the statement to give; nil where it may hold without.
    private func onlyRole(of formula: Formula) -> RoleID? {
        switch formula {
        case .test(.compare(.bound(.role, nil), .equal, .value(.role(let role)))): role
        case .and(let parts): parts.lazy.compactMap(onlyRole).first
        default: nil
        }
    }

    // MARK: Names

    mutating func names() {
        var names: [(kind: String, name: String, trace: StatementTrace)] = []
        for entry in program.events {
            guard let trace = program.trace(of: entry.context.seq) else { continue }
            switch entry.event {
            case .userAdded(_, let name, _): names.append(("user", name, trace))
            case .customerAdded(_, let name, _): names.append(("customer", name, trace))
            case .roleDefined(let id, let definition) where Int(id.raw) >= entry.before.roles.count:
                names.append(("role", definition.name, trace))
            case .kindDefined(let id, let definition) where Int(id.raw) >= entry.before.kinds.count:
                names.append(("kind", definition.name, trace))
            default: break
            }
            // Comparing each with each: of very many only the first are looked at.
            if names.count >= 2000 { break }
        }
        for (index, new) in names.enumerated() {
            let old = names[..<index].first { $0.kind == new.kind && areSlips($0.name, new.name) }
            guard let old else { continue }
            report(
                .similarNames,
                "the \(new.kind) `\(escaped(new.name))` reads almost like the \(new.kind) `\(escaped(old.name))`",
                new.trace.source, nameRange(new.name, new.trace), label: "is it a slip?",
                notes: ["line \(script(old.trace.source)?.line(old.trace.statement.range.start) ?? 0) has the other"])
        }
    }

    private func nameRange(_ name: String, _ trace: StatementTrace) -> SourceRange {
        switch trace.statement.body {
        case .defineRole(let role): role.name.range
        case .defineKind(let kind): kind.name.range
        default: place(of: name, in: trace)
        }
    }

    /// One letter left out, put in, doubled, swapped or mistaken in the middle of a longer word. Numbers, and what stands
    /// behind `-`, `.` or `_` as a part of its own, tell names apart on purpose.
    private func areSlips(_ a: String, _ b: String) -> Bool {
        let (a, b) = (Array(a.lowercased().unicodeScalars), Array(b.lowercased().unicodeScalars))
        guard min(a.count, b.count) >= 5, abs(a.count - b.count) <= 1, a != b else { return false }
        let head = zip(a, b).prefix { $0 == $1 }.count
        let tail = zip(a.reversed(), b.reversed()).prefix { $0 == $1 }.count
        let (restA, restB) = (a.count - head - tail, b.count - head - tail)
        let isLetter: (Unicode.Scalar) -> Bool = { $0.properties.isAlphabetic }
        if a.count == b.count {
            // Two neighbours swapped.
            if head + 2 <= a.count, a.count - tail == head + 2, a[head] == b[head + 1], a[head + 1] == b[head] {
                return isLetter(a[head]) && isLetter(a[head + 1])
            }
            guard restA == 1, a.count >= 7, head > 0, tail > 0 else { return false }
            return isLetter(a[head]) && isLetter(b[head]) && isLetter(a[head - 1]) && isLetter(a[head + 1])
        }
        let longer = a.count > b.count ? a : b
        guard max(restA, restB) <= 1, head > 0, head < longer.count - 1 else { return false }
        return isLetter(longer[head]) && isLetter(longer[head - 1]) && isLetter(longer[head + 1])
    }

    // MARK: Procedures

    mutating func procedures() {
        var called: Set<String> = []
        for script in program.scripts.values {
            for statement in script.everyStatement {
                if case .call(let name, _) = statement.body { called.insert(script.symbols.text(name.symbol)) }
            }
        }
        // A file of procedures alone is there for others to use.
        guard
            program.main.statements.contains(where: { statement in
                switch statement.body {
                case .defineProcedure, .use, .definePartner, .defineKind, .defineRole, .defineRule: false
                default: true
                }
            })
        else { return }
        for script in program.scripts.values.sorted(by: { $0.source.name < $1.source.name }) {
            for statement in script.statements {
                guard case .defineProcedure(let name, _, _) = statement.body,
                    !called.contains(script.symbols.text(name.symbol))
                else { continue }
                report(
                    .unusedProcedure, "\(script.shown(name)) is never called", script.source, name.range,
                    label: "call it, or take it out")
            }
        }
    }
}
