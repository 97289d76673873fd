/// The smallest changes that would make a no a yes: thought of by the failing step, and kept only if they really do.
extension State {
    struct Change {
        var command: Command
        var text: String
        /// What it would tell to whoever may not see this record.
        var tells: RecordID?
    }

    /// Each a list of statements for the superuser. At most four, the fewest and least powerful first. Every one was
    /// carried out on a copy of this state, and the question asked again. One that names what may not be seen is left out.
    func suggestions(for request: Request, at now: Instant, seenBy seen: Visibility? = nil) -> [[String]] {
        var found: [(statements: [String], weight: Int)] = []
        for change in changes(for: request, decide(request, at: now), at: now) {
            if let statements = complete([change], request, at: now, depth: 0, seen) {
                found.append((statements.texts, statements.weight))
            }
        }
        var kept: [[String]] = []
        let sorted = found.enumerated().sorted {
            ($0.element.statements.count, $0.element.weight, $0.offset)
                < ($1.element.statements.count, $1.element.weight, $1.offset)
        }
        for (_, item) in sorted where !kept.contains(item.statements) { kept.append(item.statements) }
        return Array(kept.prefix(4))
    }

    /// Carries changes out on a copy; where another step then fails, goes on with the first change that mends that.
    private func complete(
        _ changes: [Change], _ request: Request, at now: Instant, depth: Int, _ seen: Visibility?
    ) -> (texts: [String], weight: Int)? {
        var transaction = Transaction(state: self, now: now, actor: .superuser)
        for change in changes {
            if let seen, let record = change.tells, !seen.sees(record) { return nil }
            do throws(Refusal) { try transaction.perform(change.command) } catch { return nil }
        }
        do throws(Refusal) { try transaction.checkRules() } catch { return nil }
        let after = transaction.state
        let decision = after.decide(request, at: now)
        if decision.isAllowed {
            return (changes.map(\.text), after.weight(of: request, at: now))
        }
        guard depth < 3 else { return nil }
        for next in after.changes(for: request, decision, at: now).prefix(6)
        where !changes.contains(where: { $0.text == next.text }) {
            if let done = complete(changes + [next], request, at: now, depth: depth + 1, seen) { return done }
        }
        return nil
    }

    /// How much the user would be able to do there: less is better.
    private func weight(of request: Request, at now: Instant) -> Int {
        let account = decidingAccount(request)
        guard let effective = effectiveRole(of: request.user, in: account, at: now) else { return 0 }
        return compiled[Int(effective.role.raw)].byKind.reduce(0) { sum, entries in
            sum + entries.reduce(0) { $0 + $1.mask.nonzeroBitCount }
        }
    }

    private func changes(for request: Request, _ decision: Decision, at now: Instant) -> [Change] {
        let account = decidingAccount(request)
        switch decision.reason {
        case .userDisabled:
            return [
                Change(
                    command: .setStatus([.user(request.user)], disabled: false),
                    text: "enable user \(spelledName(request.user))")
            ]
        case .customerDisabled:
            return [
                Change(
                    command: .setStatus([.customer(account)], disabled: false),
                    text: "enable customer \(spelledName(account))")
            ]
        case .locked(let record), .lockedBelow(let record):
            return [
                Change(
                    command: .setLock([record], locked: false), text: "unlock \(text(.record(record)))", tells: record)
            ]
        case .noRole, .notPermitted, .onlyWhere, .hidden:
            return grants(for: request, account, at: now)
        case .permitted, .ownDetails, .effectiveRole:
            return []
        }
    }

    /// What would give a role that permits it: less shadow, an invite, an assignment, another role for a manager.
    private func grants(for request: Request, _ account: AccountID, at now: Instant) -> [Change] {
        let user = request.user
        let who = spelledName(user)
        var found: [Change] = []
        // A customer's own record is decided in the partner too; there only the partner's team helps.
        let places: [AccountID] =
            request.kind == BuiltInKind.customer.id && !account.isPartner ? [account, .partner] : [account]
        let roles = roleIDs.filter { mayPermit($0, request) }
        for place in places {
            if !place.isPartner, let grant = members[user, place], grant.term.isLive(at: now),
                routes(of: user, to: place, at: now).dropFirst().contains(where: { roles.contains($0.role) })
            {
                found.append(
                    Change(command: .uninvite([user], [place]), text: "uninvite \(who) from \(spelledName(place))"))
            }
            for role in roles {
                found.append(
                    Change(
                        command: .invite([user], role, [place], .always),
                        text: "invite \(who) as \(spelledName(role)) to \(spelledName(place))"))
            }
        }
        guard !account.isPartner, partnerGrant(user, at: now) != nil else { return found }
        for role in roles where self[role].definition.roleClass.maybeManager {
            if let manager = manager(user) {
                guard manager.role == role else {
                    found.append(
                        Change(
                            command: .reassign(user, role, nil, .always),
                            text: "reassign \(who) as \(spelledName(role))"))
                    continue
                }
            }
            found.append(
                Change(
                    command: .assign([user], role, .named([account]), .always),
                    text: "assign \(who) as \(spelledName(role)) to \(spelledName(account))"))
        }
        return found
    }

    private func mayPermit(_ role: RoleID, _ request: Request) -> Bool {
        guard let bit = self[request.kind].definition.bit(of: request.action) else { return false }
        let compiled = compiled[Int(role.raw)]
        if request.kind == BuiltInKind.customer.id, request.action == "view" { return true }
        return compiled.byKind[Int(request.kind.raw)].contains { $0.mask & bit != 0 }
    }
}
