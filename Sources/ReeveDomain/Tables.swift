/// Answers in rows. Every function takes the state as it is asked of, and is pure.
extension State {
    /// `who can …`: users, and through what; where no account is asked about, one of those in which they can.
    package func whoCan(
        _ request: AccessRequest, at now: Instant, seenBy seen: Visibility? = nil
    ) -> [(Element, [Cell])] {
        usersWhoMight(request).compactMap { user in
            // One account is asked about once; of all, the first in which they can is looked for without its reason.
            guard let account = request.account ?? firstAccount(of: user, request, at: now, seenBy: seen),
                request.account == nil || spend(1)
            else { return nil }
            let decision = decide(
                Request(
                    user: user, action: request.action, kind: request.kind, subject: request.subject, account: account),
                at: now)
            guard decision.isAllowed else { return nil }
            var cells: [Cell] = [.text(name(of: user))]
            cells.reserveCapacity(5)
            if request.account == nil {
                cells.append(.text(account.isPartner ? "partner" : name(of: account)))
            }
            addRoute(decision, to: &cells)
            return (.thing(.user(user)), cells)
        }
    }

    package static func whoCanColumns(_ request: AccessRequest) -> [String] {
        ["user"] + (request.account == nil ? ["for example in"] : []) + ["role", "through", "until"]
    }

    private func addRoute(_ decision: Decision, to cells: inout [Cell]) {
        guard let effective = decision.effective else {
            cells += [.none, .none, .none]
            return
        }
        cells.append(.text(roles[Int(effective.role.raw)].definition.name))
        cells.append(.text(effective.route.name.label))
        cells.append(effective.route.until.map { .instant($0) } ?? .none)
    }

    private func cells(_ place: String, _ decision: Decision) -> [Cell] {
        var cells: [Cell] = [.text(place)]
        cells.reserveCapacity(4)
        addRoute(decision, to: &cells)
        return cells
    }

    /// `what can USER do`: each kind, and what of its actions.
    package func whatCan(
        _ user: UserID, in account: AccountID, at now: Instant, seenBy seen: Visibility? = nil
    ) -> Table {
        var rows: [[Cell]] = []
        for kind in kindIDs {
            var yes: [String] = []
            var some: [String] = []
            let isCustomer = kind == BuiltInKind.customer.id
            // What lives in customers is not asked about in the partner, and the other way round.
            let root = root(of: kind)
            guard isCustomer || root == .everyAccount || (root == .partner) == account.isPartner else { continue }
            for action in self[kind].definition.liveActions {
                let subject: Thing? = isCustomer && !account.isPartner ? .customer(account) : nil
                let decision = decide(
                    Request(user: user, action: action, kind: kind, subject: subject, account: account), at: now)
                if decision.isAllowed {
                    yes.append(action)
                } else if case .onlyWhere(let condition) = decision.reason {
                    some.append("\(action) where \(text(seen.seen(condition)))")
                }
            }
            let name = self[kind].definition.name
            rows.append([.text(name), yes.isEmpty ? .none : .list(yes), some.isEmpty ? .none : .list(some)])
        }
        let place = account.isPartner ? "partner" : self[account].name
        return Table(
            title: "what \(spelledName(user)) can do in \(spelled(place))", columns: ["kind", "can", "can partly"],
            rows: rows)
    }

    /// `where can USER ACTION KIND`: customers, and through what.
    package func whereCan(_ user: UserID, _ action: String, _ kind: KindID, at now: Instant) -> [(Element, [Cell])] {
        // Of what lives in the partner there is one answer for all customers.
        if root(of: kind) == .partner, kind != BuiltInKind.customer.id {
            let decision = decide(Request(user: user, action: action, kind: kind, account: .partner), at: now)
            return decision.isAllowed ? [(.text("partner"), cells("partner", decision))] : []
        }
        return customers(inWhich: user, can: action, kind, at: now).map { account, decision in
            (.thing(.customer(account)), cells(name(of: account), decision))
        }
    }

    package static let whereCanColumns = ["customer", "role", "through", "until"]

    /// `access of USER`: every account, with role, route and end.
    package func access(of user: UserID, at now: Instant) -> [(Element, [Cell])] {
        guard !self[user].isDisabled else { return [] }
        return ([AccountID.partner] + reachable(by: user, at: now)).compactMap { account in
            guard spend(1), !self[account].isDisabled, let effective = effectiveRole(of: user, in: account, at: now)
            else {
                return nil
            }
            return (
                account.isPartner ? .text("partner") : .thing(.customer(account)),
                [
                    .text(self[account].name), .text(self[effective.role].definition.name),
                    .text(effective.route.name.label), effective.route.until.map { .instant($0) } ?? .none,
                ]
            )
        }
    }

    package static let accessColumns = ["account", "role", "through", "until"]

    // MARK: Rows of sets

    /// The columns under which elements of one sort are shown.
    package func columns(of noun: NounSet.Source) -> [String] {
        switch noun {
        case .users: ["user", "status"] + attributeNames(BuiltInKind.user.id)
        case .customers, .customersOf: ["customer", "status"] + attributeNames(BuiltInKind.customer.id)
        case .roles: ["role", "class", "includes", "permissions"]
        case .kinds: ["kind", "plural", "in", "actions", "attributes"]
        case .rules: ["rule", "lines"]
        case .team, .managers(_?): ["user", "role", "tag", "through", "until", "status"]
        case .managers(nil): ["user", "role", "manages"]
        case .records(let kind, _):
            [self[kind].definition.name, "in"] + attributeNames(kind) + ["locked", "modified", "modified by"]
        }
    }

    private func attributeNames(_ kind: KindID) -> [String] { self[kind].definition.liveAttributes.map(\.name) }

    private func attributeCells(_ kind: KindID, _ thing: Thing, _ seen: Visibility?) -> [Cell] {
        self[kind].definition.liveAttributes.map { cell(attribute($0.name, of: .thing(thing), seenBy: seen)) }
    }

    /// Who changed something, for *modified by*.
    private func name(of actor: UserID?, _ seen: Visibility?) -> String {
        guard let actor else { return "superuser" }
        return seen?.sees(actor) ?? true ? self[actor].name : "someone"
    }

    package func cell(_ value: Value?) -> Cell {
        switch value {
        case nil: .none
        case .text(let text)?: .text(text)
        case .number(let number)?: .number(number)
        case .yesNo(let flag)?: .flag(flag)
        case .date(let instant)?: .text(instant.dateText)
        case .instant(let instant)?: .instant(instant)
        case .duration(let milliseconds)?: .text(durationText(milliseconds: milliseconds))
        case .user(let user)?: .text(self[user].name)
        case .role(let role)?: .text(self[role].definition.name)
        }
    }

    /// One element under `columns(of:)`.
    ///
    /// - Parameter seen: whose eyes it is looked at with; nil sees everything.
    package func cells(of element: Element, _ noun: NounSet.Source, seenBy seen: Visibility?) -> [Cell] {
        switch element {
        case .holder(let holder): return holderCells(holder, noun, seen)
        case .text(let text): return [.text(text)]
        case .entry(let entry): return entry.cells
        case .thing(let thing):
            switch thing {
            case .user(let id):
                return [.text(self[id].name), .text(self[id].isDisabled ? "disabled" : "active")]
                    + attributeCells(BuiltInKind.user.id, thing, seen)
            case .customer(let id):
                return [.text(self[id].name), .text(self[id].isDisabled ? "disabled" : "active")]
                    + attributeCells(BuiltInKind.customer.id, thing, seen)
            case .role(let id):
                let definition = seen.seen(self[id].definition)
                guard seen?.views(.role) ?? true else { return [.text(definition.name), .none, .none, .none] }
                return [
                    .text(definition.name), .text("\(definition.roleClass)"),
                    .list(definition.includes.map { self[$0].definition.name }),
                    .list(definition.permissions.map(text) + definition.grants.map(text)),
                ]
            case .kind(let id):
                let definition = self[id].definition
                return [
                    .text(definition.name), .text(definition.plural), .text(homeText(definition.home)),
                    .list(definition.liveActions),
                    .list(definition.liveAttributes.map { "\($0.name) \($0.type.spelling)" }),
                ]
            case .rule(let id):
                guard seen?.views(.rule) ?? true else { return [.text(self[id].definition.name), .none] }
                return [
                    .text(self[id].definition.name), .list(self[id].definition.lines.map { text($0, seenBy: seen) }),
                ]
            case .record(let id):
                let record = self[id]
                let place = record.parent.map { text(.record($0)) } ?? spelledName(record.account)
                return [.text(record.entity.name), .text(place)] + attributeCells(record.kind, thing, seen) + [
                    .flag(record.isLocked), .instant(record.entity.modified.time),
                    .text(name(of: record.entity.modified.actor, seen)),
                ]
            }
        }
    }

    package func homeText(_ home: KindHome) -> String {
        switch home {
        case .partner: "partner"
        case .customer: "customer"
        case .everyAccount: "every account"
        case .kind(let kind): spelled(self[kind].definition.name)
        }
    }

    private func holderCells(_ holder: Holder, _ noun: NounSet.Source, _ seen: Visibility?) -> [Cell] {
        let name = Cell.text(self[holder.user].name)
        let role = Cell.text(self[holder.role].definition.name)
        if case .managers(nil) = noun {
            let items = (manager(holder.user)?.standing ?? []).map { text(seen.seen($0)) + text($0.term) }
            let named = assignments.of(holder.user).map(\.account).filter { seen?.sees($0) ?? true }
                .map { self[$0].name }.sorted()
            return [name, role, .list(items + named)]
        }
        return [
            name, role, holder.route == .manager ? .text("manager") : .none, .text(holder.route.label),
            holder.term.until.map { .instant($0) } ?? .none,
            .text(self[holder.user].isDisabled ? "disabled" : "active"),
        ]
    }

    /// One thing, whole.
    package func card(_ thing: Thing, seenBy seen: Visibility?) -> Answer {
        var fields: [Answer.Field] = []
        let kind = kind(of: thing)
        let columns: [String]
        let source: NounSet.Source
        switch thing {
        case .user: source = .users
        case .customer: source = .customers
        case .role: source = .roles
        case .kind: source = .kinds
        case .rule: source = .rules
        case .record(let id): source = .records(kind, in: .account(self[id].account))
        }
        columns = self.columns(of: source)
        for (name, cell) in zip(columns, cells(of: .thing(thing), source, seenBy: seen)) {
            fields.append(.init(name: name, cell: cell))
        }
        if case .instant(let created)? = attribute("created", of: thing) {
            fields.append(.init(name: "created", cell: .instant(created)))
        }
        return .card(title: text(thing), fields: fields)
    }

    /// `versions of …`: when, and *modified by* (Workato, Customer managers, Audit tracking).
    package func versions(of record: RecordID, seenBy seen: Visibility?) -> Table {
        let rows = self[record].versions.enumerated().map { index, version -> [Cell] in
            [
                .number(Double(index + 1)), .instant(version.time),
                .text(name(of: version.actor, seen)), .number(Double(version.seq)),
            ]
        }
        return Table(
            title: "versions of \(text(.record(record)))", columns: ["version", "time", "modified by", "seq"],
            rows: rows)
    }
}

extension RouteName {
    /// For people.
    package var label: String {
        switch self {
        case .team: "team"
        case .manager: "manager"
        case .partner: "partner role"
        }
    }
}

extension AuditEntry {
    package static let columns = [
        "seq", "time", "actor", "system user", "action", "kind", "name", "account", "details", "at", "because",
        "transaction",
    ]

    /// What it was done to stands in the details as well.
    package static var fit: Table.Fit {
        var fit = Table.Fit()
        fit.spare = ["kind", "name", "because", "transaction", "system user", "at", "seq", "account"]
        fit.flowing = ["details", "because"]
        fit.paths = ["at"]
        fit.times = ["time"]
        fit.folded = ["because": "details"]
        return fit
    }

    package var cells: [Cell] {
        [
            .number(Double(provenance.seq)), .instant(provenance.time), .text(provenance.actor ?? "superuser"),
            .text(provenance.systemUser), .text(action), .text(kind), .text(name), .text(account), .text(details),
            .text(provenance.script + (provenance.line > 0 ? ":\(provenance.line)" : "")),
            provenance.reason.map { .text($0) } ?? .none, .number(Double(provenance.transaction)),
        ]
    }
}
