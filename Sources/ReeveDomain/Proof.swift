/// The whole answer to `why can …`: every route, the one that decides, the permission, who made them; and for a no, what
/// would make it a yes.
package struct Proof: Hashable, Sendable {
    package struct RouteLine: Hashable, Sendable {
        package var route: RouteName
        package var role: String
        /// What gave it, as it is said in a script: `team role`, `acme by name`, `all customers where region = EU`.
        package var through: String
        package var decides: Bool
        package var until: Instant?
        package var provenance: Provenance?
    }

    package struct PermissionLine: Hashable, Sendable {
        /// `can view, run recipe`
        package var text: String
        /// The role that wrote it: the deciding one, or one that it includes.
        package var role: String
        /// In the script that defined the role; 0 where it is not known.
        package var line: Int
        package var provenance: Provenance?
    }

    package var isAllowed: Bool
    /// `alice may not edit recipe in acme`
    package var headline: String
    /// The deciding step, in words.
    package var reason: String
    package var routes: [RouteLine]
    package var permission: PermissionLine?
    /// Grants that no longer count.
    package var ended: [String]
    /// Each a few statements that would make it a yes, tried before they are offered; the smallest first.
    package var suggestions: [[String]]
}

extension State {
    /// Works out why. Costs one decision, and for a no a trial of each suggestion.
    ///
    /// - Parameters:
    ///   - seen: whose eyes it is looked at with; nil sees everything.
    ///   - isPast: nothing can be done about what was.
    package func prove(
        _ request: Request, at now: Instant, history: some History, seenBy seen: Visibility? = nil, isPast: Bool = false
    ) -> Proof {
        let decision = decide(request, at: now)
        let account = decidingAccount(request)
        let effective = decision.effective
        let routes = routes(of: request.user, to: account, at: now).map { found in
            Proof.RouteLine(
                route: found.route.name, role: self[found.role].definition.name, through: through(found.route, seen),
                decides: found.route == effective?.route, until: found.route.until,
                provenance: history.provenance(of: found.route.seq))
        }
        let what = "\(spelledName(request.user)) may \(decision.isAllowed ? "" : "not ")\(question(request))"
        return Proof(
            isAllowed: decision.isAllowed, headline: what,
            reason: why(decision, request.user, request.kind, account, seenBy: seen), routes: routes,
            permission: decision.permission.map { permissionLine($0.role, $0.index, history, seen) },
            ended: decision.isAllowed ? [] : ended(request.user, account, history, at: now, seen),
            suggestions: decision.isAllowed || isPast ? [] : suggestions(for: request, at: now, seenBy: seen))
    }

    /// Where a request is decided: partner kinds in the partner, whatever account was entered.
    package func decidingAccount(_ request: Request) -> AccountID {
        if request.kind == BuiltInKind.customer.id {
            if case .customer(let account)? = request.subject { return account }
            return request.account
        }
        return root(of: request.kind) == .partner ? .partner : request.account
    }

    /// `edit recipe in acme`
    package func question(_ request: Request) -> String {
        text(
            AccessRequest(
                action: request.action, kind: request.kind, subject: request.subject, account: request.account))
    }

    private func through(_ route: Route, _ seen: Visibility?) -> String {
        switch route {
        case .team(let grant): "on the team of \(spelledName(grant.account))"
        case .manager(let grant): "manages \(spelledName(grant.account)) by name"
        case .standing(_, let item): "manages \(text(seen.seen(item)))"
        case .partner(_, let reach): "on the partner's team, whose role reaches \(text(seen.seen(reach)).dropFirst(3))"
        }
    }

    private func permissionLine(
        _ role: RoleID, _ index: Int, _ history: some History, _ seen: Visibility?
    ) -> Proof.PermissionLine {
        let definition = self[role].definition
        let permission = index < definition.permissions.count ? definition.permissions[index] : nil
        return Proof.PermissionLine(
            text: permission.map { text(seen.seen($0)) } ?? "", role: definition.name, line: permission?.line ?? 0,
            provenance: history.provenance(of: self[role].modified.seq))
    }

    /// Given, but no longer: what is still in the tables though its time is over, and what the journal tells.
    private func ended(
        _ user: UserID, _ account: AccountID, _ history: some History, at now: Instant, _ seen: Visibility?
    ) -> [String] {
        var found: [String] = []
        func add(_ grant: Grant, _ what: String) {
            if let until = grant.term.until, until <= now {
                found.append("\(what) expired on \(until.text)")
            } else if let from = grant.term.from, from > now {
                found.append("\(what) begins on \(from.text)")
            }
        }
        if let grant = members[user, account] {
            add(grant, "\(spelledName(grant.role)) in \(spelledName(account)) (team)")
        }
        if let manager = manager(user) {
            if let grant = assignments[user, account] {
                add(grant, "\(spelledName(manager.role)) in \(spelledName(account)) (manager)")
            }
            for item in manager.standing where covers(item, account) {
                if let until = item.term.until, until <= now {
                    found.append(
                        "\(spelledName(manager.role)) in \(text(seen.seen(item))) (manager) expired on \(until.text)")
                }
            }
        }
        if found.isEmpty, let past = history.lastEnding(of: user, in: account), past.provenance.time <= now {
            let what = "\(spelled(past.role)) in \(spelledName(account)) (\(past.route))"
            switch past.ending {
            case .expired: found.append("\(what) expired on \((past.until ?? past.provenance.time).text)")
            case .revoked: found.append("\(what) was taken away: \(past.provenance.text)")
            case .followed: found.append("\(what) ended with what it hung on: \(past.provenance.text)")
            }
        }
        return found
    }
}

extension Proof {
    /// For an actor who is not the superuser: that somebody at the partner did it is told, and when; not who, nor in which
    /// script, nor why.
    package var withoutPartnersDoings: Proof {
        func veiled(_ provenance: Provenance?) -> Provenance? {
            guard var provenance else { return nil }
            provenance.actor = "someone at the partner"
            provenance.systemUser = ""
            provenance.script = ""
            provenance.line = 0
            provenance.reason = nil
            return provenance
        }
        var proof = self
        for index in proof.routes.indices { proof.routes[index].provenance = veiled(proof.routes[index].provenance) }
        if var permission = proof.permission {
            permission.provenance = veiled(permission.provenance)
            permission.line = 0
            proof.permission = permission
        }
        proof.ended = []
        return proof
    }
}
